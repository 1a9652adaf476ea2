"""Files, folders and standard input to articles, one at a time.

In: paths. Out: `Article`s in the order of the names. What cannot be read goes to `on_failure` as a `Failure` and the others
are unharmed; only an input that does not exist, or holds nothing of ours, is raised, before anything is read.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import logging
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO

from xiaojuren.article.article import Article, Failure
from xiaojuren.article.decode import decode
from xiaojuren.article.html import looks_like_html
from xiaojuren.article.page import read_page, with_stated
from xiaojuren.article.template import NOTHING, Template, learn_files
from xiaojuren.errors import XiaojurenError

logger = logging.getLogger(__name__)

#: The name of standard input among the inputs.
STANDARD_INPUT = "-"
PAGES = (".txt", ".html", ".htm")
TABLES = (".jsonl", ".csv", ".parquet")
SUFFIXES = (*PAGES, *TABLES)
#: Folders whose templates are kept at a time.
_TEMPLATES = 64

OnFailure = Callable[[Failure], None]
#: (number of the record from 1, its fields, or what is wrong with it)
_Record = tuple[int, "dict[str, Any] | XiaojurenError"]


def read_articles(
    inputs: Sequence[str | Path], on_failure: OnFailure | None = None, *, stdin: BinaryIO | None = None
) -> Iterator[Article]:
    """Yield the articles of files, folders and `-`.

    Raises X002 (an input does not exist) and X003 (a folder or file is none that can be read) at once; everything else that
    goes wrong is handed to `on_failure`, or logged where there is none.
    """
    files = list_files(inputs)
    return _unique_ids(_articles(files, on_failure or _log, stdin))


def list_files(inputs: Sequence[str | Path]) -> list[Path]:
    """Return the files of the inputs, folders gone through in the order of their names. Raises X002 and X003."""
    files: list[Path] = []
    for name in inputs:
        path = Path(name)
        if str(name) == STANDARD_INPUT:
            found = [path]
        elif path.is_dir():
            found = sorted(p for p in path.rglob("*") if p.suffix.lower() in SUFFIXES and not _hidden(p, path))
        elif path.exists():
            found = [path] if path.suffix.lower() in SUFFIXES else []
        else:
            raise XiaojurenError("X002", path=path)
        if not found:
            raise XiaojurenError("X003", path=path, suffixes=", ".join(SUFFIXES))
        files += found
    return list(dict.fromkeys(files))


def _hidden(path: Path, root: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(root).parts)


def _log(failure: Failure) -> None:
    logger.warning("[%s] %s", failure.code, failure.message)


def _articles(files: Iterable[Path], on_failure: OnFailure, stdin: BinaryIO | None) -> Iterator[Article]:
    files = list(files)
    template = _templates(files)
    for path in files:
        try:
            yield from _file(path, on_failure, stdin, template)
        except XiaojurenError as error:
            on_failure(_failure(path.as_posix(), error))
        except OSError as error:
            on_failure(_failure(path.as_posix(), XiaojurenError("X101", path=path, reason=error.strerror or error)))


def _failure(path: str, error: XiaojurenError) -> Failure:
    return Failure(path, "read", error.code, error.message)


def _templates(files: Iterable[Path]) -> Callable[[Path], Template]:
    """Return what tells the template of a folder, learnt from its pages among `files` when it is first asked for."""
    pages: dict[Path, list[Path]] = {}
    for path in files:
        if path.suffix.lower() in PAGES:
            pages.setdefault(path.parent, []).append(path)

    @lru_cache(maxsize=_TEMPLATES)
    def template(folder: Path) -> Template:
        return learn_files(pages.get(folder, []))

    return template


def _file(
    path: Path, on_failure: OnFailure, stdin: BinaryIO | None, template: Callable[[Path], Template]
) -> Iterator[Article]:
    if str(path) == STANDARD_INPUT:
        data = (stdin or sys.stdin.buffer).read()
        if data.lstrip()[:1] == b"{":
            yield from _records(path, _json_lines(path, io.BytesIO(data)), on_failure)
        else:
            yield _page(path, data)
    elif path.suffix.lower() == ".jsonl":
        with path.open("rb") as stream:
            yield from _records(path, _json_lines(path, stream), on_failure)
    elif path.suffix.lower() == ".csv":
        yield from _records(path, _csv_rows(path), on_failure)
    elif path.suffix.lower() == ".parquet":
        yield from _records(path, _parquet_rows(path), on_failure)
    else:
        yield _page(path, path.read_bytes(), template(path.parent))


def _page(path: Path, data: bytes, template: Template = NOTHING) -> Article:
    if not data.strip():
        raise XiaojurenError("X102", path=path)
    decoded = decode(data, path=path)
    if decoded.damaged:
        logger.warning("%s: %d characters could not be decoded as %s", path, decoded.damaged, decoded.encoding)
    html = True if path.suffix.lower() in (".html", ".htm") else looks_like_html(decoded.text)
    name = path.as_posix()
    return read_page(decoded.text, article_id=_identity(name), path=name, html=html, template=template)


def _identity(name: str) -> str:
    return hashlib.blake2b(name.encode("utf8", "surrogateescape"), digest_size=8).hexdigest()


def _records(path: Path, records: Iterable[_Record], on_failure: OnFailure) -> Iterator[Article]:
    found = False
    for number, record in records:
        found = True
        name = f"{path.as_posix()}#{number}"
        try:
            if isinstance(record, XiaojurenError):
                raise record
            yield _record(path, number, name, record)
        except XiaojurenError as error:
            on_failure(_failure(name, error))
    if not found:
        raise XiaojurenError("X102", path=path)


def _record(path: Path, number: int, name: str, record: dict[str, Any]) -> Article:
    text, html = record.get("text"), record.get("html")
    is_html = not (isinstance(text, str) and text.strip())
    page = html if is_html else text
    if not isinstance(page, str) or not page.strip():
        raise XiaojurenError("X105", path=path, line=number)
    given = next((record[key] for key in ("article_id", "id") if isinstance(record.get(key), (str, int))), "")
    article = read_page(page, article_id=str(given) or _identity(name), path=name, html=is_html)
    stated = {key: record[key] for key in ("title", "date", "source", "author") if isinstance(record.get(key), str)}
    if hasattr(record.get("date"), "isoformat"):  # a date column of a Parquet table
        stated["date"] = record["date"].isoformat()
    return with_stated(article, **stated)


def _json_lines(path: Path, stream: BinaryIO) -> Iterator[_Record]:
    for number, line in enumerate(stream, start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line.decode("utf-8-sig"))
        except (ValueError, RecursionError) as error:
            yield number, XiaojurenError("X103", path=path, line=number, reason=error)
            continue
        if isinstance(record, dict):
            yield number, record
        else:
            yield number, XiaojurenError("X103", path=path, line=number, reason=f"a {type(record).__name__}")


def _csv_rows(path: Path) -> Iterator[_Record]:
    data = path.read_bytes()
    if not data.strip():
        raise XiaojurenError("X102", path=path)
    csv.field_size_limit(2**31 - 1)
    rows = csv.DictReader(io.StringIO(decode(data, path=path).text, newline=""))
    _check_columns(path, [str(name) for name in rows.fieldnames or ()])
    try:
        yield from enumerate(rows, start=1)
    except csv.Error as error:
        raise XiaojurenError("X109", path=path, kind="CSV", reason=error) from error


def _parquet_rows(path: Path) -> Iterator[_Record]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.ParquetFile(path)
        _check_columns(path, table.schema_arrow.names)
        number = 0
        for batch in table.iter_batches(batch_size=256):
            for row in batch.to_pylist():
                number += 1
                yield number, row
    except pa.ArrowException as error:
        raise XiaojurenError("X109", path=path, kind="Parquet", reason=str(error).splitlines()[0]) from error


def _check_columns(path: Path, columns: Sequence[str]) -> None:
    if not {"text", "html"} & set(columns):
        raise XiaojurenError("X104", path=path, column="text", columns=", ".join(columns) or "none")


def _unique_ids(articles: Iterable[Article]) -> Iterator[Article]:
    """Give an article whose id came before a number behind it: two tables may both number from 1."""
    seen: dict[str, int] = {}
    for article in articles:
        count = seen.get(article.article_id, 0) + 1
        seen[article.article_id] = count
        if count > 1:
            numbered = f"{article.article_id}~{count}"
            seen[numbered] = 1
            article = replace(article, article_id=numbered)
        yield article
