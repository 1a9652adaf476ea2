"""The tables of a run and their files: what the columns are, and Parquet or JSONL written so that a reader never sees half.

In: articles with their readings. Out: rows, and files that appear under their names only when they are whole.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol

import pyarrow as pa
import pyarrow.parquet as pq

from xiaojuren.article import Article
from xiaojuren.batch.reading import Reading
from xiaojuren.errors import XiaojurenError

Row = dict[str, Any]

_TEXT, _PLACE, _SCORE = pa.string(), pa.int64(), pa.float64()

#: table -> column -> type. Offsets are code points, end exclusive: `start`, `end` and evidence in the clean text of the
#: article, `source_*` in the decoded source.
SCHEMAS: dict[str, pa.Schema] = {
    "articles": pa.schema(
        [(n, _TEXT) for n in ("article_id", "path", "title", "date", "source", "author", "text", "duplicate_of")]
    ),
    "mentions": pa.schema(
        [
            *((n, _TEXT) for n in ("article_id", "mention_id", "label", "text")),
            *((n, _PLACE) for n in ("start", "end", "source_start", "source_end")),
            ("score", _SCORE),
            ("value", _TEXT),
        ]
    ),
    "facts": pa.schema(
        [
            *((n, _TEXT) for n in ("article_id", "fact_id", "head", "head_label", "head_id", "relation", "role")),
            *((n, _TEXT) for n in ("tail", "tail_label", "tail_id")),
            ("score", _SCORE),
            ("evidence", _TEXT),
            *((n, _PLACE) for n in ("evidence_start", "evidence_end")),
            ("value", _TEXT),
        ]
    ),
}
TABLES = tuple(SCHEMAS)
FORMATS = ("parquet", "jsonl")
#: Rows held before they are written: a Parquet row group.
_ROWS_AT_ONCE = 20_000


def article_row(article: Article) -> Row:
    """Return the row of an article."""
    return {name: getattr(article, name) for name in SCHEMAS["articles"].names}


def mention_rows(article: Article, reading: Reading) -> Iterator[Row]:
    """Yield the rows of the mentions of an article; they are called m1, m2 … in text order."""
    for number, m in enumerate(reading.mentions, start=1):
        source_start, source_end = article.source_span(m.start, m.end)
        yield {
            "article_id": article.article_id,
            "mention_id": f"m{number}",
            "label": m.label,
            "text": article.text[m.start : m.end],
            "start": m.start,
            "end": m.end,
            "source_start": source_start,
            "source_end": source_end,
            "score": round(m.score, 4),
            "value": m.value,
        }


def fact_rows(article: Article, reading: Reading) -> Iterator[Row]:
    """Yield the rows of the facts of an article; `value` is that of the amount where the tail is one."""
    for number, fact in enumerate(reading.facts, start=1):
        yield {
            "article_id": article.article_id,
            "fact_id": f"f{number}",
            "head": fact.head_text,
            "head_label": fact.head_label,
            "head_id": f"m{fact.head + 1}",
            "relation": fact.relation,
            "role": fact.role,
            "tail": fact.tail_text,
            "tail_label": fact.tail_label,
            "tail_id": f"m{fact.tail + 1}",
            "score": round(fact.score, 4),
            "evidence": article.text[fact.evidence_start : fact.evidence_end],
            "evidence_start": fact.evidence_start,
            "evidence_end": fact.evidence_end,
            "value": reading.mentions[fact.tail].value,
        }


class _Sink(Protocol):
    def write(self, rows: list[Row]) -> None: ...
    def close(self) -> None: ...


class _ParquetSink:
    def __init__(self, path: Path, schema: pa.Schema) -> None:
        self._schema = schema
        self._writer = pq.ParquetWriter(path, schema, compression="zstd")

    def write(self, rows: list[Row]) -> None:
        self._writer.write_table(pa.Table.from_pylist([_clean(row) for row in rows], schema=self._schema))

    def close(self) -> None:
        self._writer.close()


class _JsonSink:
    def __init__(self, path: Path, schema: pa.Schema) -> None:
        self._stream = path.open("w", encoding="utf8", newline="\n")

    def write(self, rows: list[Row]) -> None:
        self._stream.writelines(json.dumps(_clean(row), ensure_ascii=False) + "\n" for row in rows)

    def close(self) -> None:
        self._stream.close()


def _clean(row: Row) -> Row:
    """Return the row with lone surrogates replaced: no file format of the tables can hold them."""
    return {
        name: value.encode("utf8", "replace").decode("utf8") if isinstance(value, str) else value
        for name, value in row.items()
    }


class Tables:
    """The three tables of a run while they are written: `with Tables(...) as tables: tables.add(...)`.

    The files get their names when the block ends well; when it does not, what they replace is as it was. Raises X004 where
    the folder or the disk does not let us write.
    """

    def __init__(self, folder: Path, file_format: str) -> None:
        self.folder, self.file_format = folder, file_format
        self.counts = dict.fromkeys(TABLES, 0)
        self._rows: dict[str, list[Row]] = {name: [] for name in TABLES}
        self._sinks: dict[str, _Sink] = {}

    def __enter__(self) -> Tables:
        sink = _ParquetSink if self.file_format == "parquet" else _JsonSink
        try:
            for name in TABLES:
                self._sinks[name] = sink(_unfinished(self.path(name)), SCHEMAS[name])
        except OSError as error:
            self._discard()
            raise _cannot_write(self.folder, error) from error
        return self

    def path(self, table: str) -> Path:
        """Return the file of a table."""
        return self.folder / f"{table}.{self.file_format}"

    def add(self, article: Article, reading: Reading) -> None:
        """Add an article with its mentions and facts."""
        self._add("articles", [article_row(article)])
        self._add("mentions", mention_rows(article, reading))
        self._add("facts", fact_rows(article, reading))

    def _add(self, table: str, rows: Iterable[Row]) -> None:
        held = self._rows[table]
        before = len(held)
        held.extend(rows)
        self.counts[table] += len(held) - before
        if len(held) >= _ROWS_AT_ONCE:
            self._flush(table)

    def _flush(self, table: str) -> None:
        try:
            self._sinks[table].write(self._rows[table])
        except OSError as error:
            raise _cannot_write(self.folder, error) from error
        self._rows[table] = []

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None:
            self._discard()
            return
        try:
            for name in TABLES:
                self._flush(name)
                self._sinks[name].close()
            for name in TABLES:
                publish(self.path(name))
        except OSError as failed:
            self._discard()
            raise _cannot_write(self.folder, failed) from failed
        except XiaojurenError:
            self._discard()
            raise

    def _discard(self) -> None:
        for name, sink in self._sinks.items():
            with suppress(OSError, pa.ArrowException):  # the disk that failed before; the file goes either way
                sink.close()
            _unfinished(self.path(name)).unlink(missing_ok=True)


def _unfinished(path: Path) -> Path:
    return path.with_name(f".{path.name}.unfinished")


def publish(path: Path) -> None:
    """Make sure that the unfinished file of `path` is on the disk and give it its name."""
    unfinished = _unfinished(path)
    with unfinished.open("rb+") as stream:
        os.fsync(stream.fileno())
    unfinished.replace(path)


def write_whole(path: Path, text: str) -> None:
    """Write a file that appears under its name only when it is whole. Raises X004."""
    try:
        _unfinished(path).write_text(text, encoding="utf8", errors="replace", newline="\n")
        publish(path)
    except OSError as error:
        _unfinished(path).unlink(missing_ok=True)
        raise _cannot_write(path, error) from error


def _cannot_write(path: Path, error: OSError) -> XiaojurenError:
    return XiaojurenError("X004", path=path, reason=(error.strerror or str(error)).lower())
