"""A run of extraction: inputs to a folder of tables, a report, a dead-letter file and a record of the run.

In: inputs, a folder, options. Out: `Summary`. Promise: files get their names only when they are whole; what breaks on one
article is told in `dead_letter.jsonl` and harms no other; an identical text is read by the model once.
"""

from __future__ import annotations

import hashlib
import json
import platform
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import datetime, timezone
from pathlib import Path
from typing import BinaryIO

import xiaojuren
from xiaojuren.article import Article, Failure, mark_duplicates, read_articles
from xiaojuren.article.read import list_files
from xiaojuren.batch.engines.local import LocalEngine
from xiaojuren.batch.reading import Broken, Reading
from xiaojuren.batch.tables import FORMATS, TABLES, Tables, write_whole
from xiaojuren.components.load import describe
from xiaojuren.errors import XiaojurenError
from xiaojuren.report.page import Entry, write_report

DEAD_LETTERS = "dead_letter.jsonl"
REPORT = "report.html"
RECORD = "run.json"
#: Readings remembered, so that a copy of a text is not read again.
_REMEMBERED = 20_000
#: Facts kept to show at the end of a run.
_SHOWN = 200


@dataclass(slots=True)
class Summary:
    """What a run did. `counts` are rows; `duplicates` are among the articles; `entries` are the first of them, to show."""

    folder: Path
    files: list[Path] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    duplicates: int = 0
    characters: int = 0
    failures: list[Failure] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    seconds: float = 0.0


OnProgress = Callable[[Article, Reading], None]


def extract(
    inputs: Sequence[str],
    folder: Path,
    model: str,
    *,
    file_format: str = "parquet",
    workers: int = 1,
    overwrite: bool = False,
    report_limit: int = 200,
    on_progress: OnProgress | None = None,
    stdin: BinaryIO | None = None,
) -> Summary:
    """Read inputs and write `articles`, `mentions`, `facts`, `report.html` and `run.json` into `folder`.

    Raises X002 and X003 (inputs), X004 and X005 (the folder), X201, X202, X204 (the model); all before anything is written,
    but for a disk that fails on the way.
    """
    started = datetime.now(timezone.utc)
    clock = time.monotonic()
    list_files(inputs)
    _check_folder(folder, overwrite=overwrite)
    engine = LocalEngine(model, workers=workers)
    summary = Summary(folder)
    _make_folder(folder)
    with Tables(folder, file_format) as tables:
        articles = mark_duplicates(read_articles(inputs, summary.failures.append, stdin=stdin))
        for article, reading in _readings(engine, articles):
            if isinstance(reading, Broken):
                summary.failures.append(Failure(article.path, "extract", reading.code, reading.message))
                reading = Reading()
            tables.add(article, reading)
            summary.duplicates += article.duplicate_of is not None
            summary.characters += len(article.text)
            if len(summary.entries) < max(report_limit, _SHOWN):
                summary.entries.append(Entry(article, reading))
            if on_progress:
                on_progress(article, reading)
    summary.counts = dict(tables.counts)
    summary.files = [tables.path(name) for name in TABLES]
    _tidy(folder, summary, file_format)
    if report_limit:
        total = summary.counts["articles"]
        write_report(folder / REPORT, summary.entries[:report_limit], total=total, model=model, write=write_whole)
        summary.files.append(folder / REPORT)
    summary.seconds = time.monotonic() - clock
    record = _record(summary, inputs, engine, file_format, started)
    write_whole(folder / RECORD, json.dumps(record, ensure_ascii=False, indent=2) + "\n")
    summary.files.append(folder / RECORD)
    return summary


def _check_folder(folder: Path, *, overwrite: bool) -> None:
    if folder.exists() and not folder.is_dir():
        raise XiaojurenError("X004", path=folder, reason="it is a file, not a folder")
    holds = folder.is_dir() and any((folder / name).exists() for name in (RECORD, *_table_files()))
    if holds and not overwrite:
        raise XiaojurenError("X005", path=folder)


def _table_files() -> list[str]:
    return [f"{name}.{suffix}" for name in TABLES for suffix in FORMATS]


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise XiaojurenError("X004", path=folder, reason=(error.strerror or str(error)).lower()) from error


def _tidy(folder: Path, summary: Summary, file_format: str) -> None:
    """Write the dead letters, and remove what a run before left that this one does not replace."""
    letters = folder / DEAD_LETTERS
    if summary.failures:
        lines = [json.dumps(asdict(failure), ensure_ascii=False) + "\n" for failure in summary.failures]
        write_whole(letters, "".join(lines))
        summary.files.append(letters)
    stale = [f"{name}.{other}" for name in TABLES for other in FORMATS if other != file_format]
    for path in (folder / name for name in (*stale, *([] if summary.failures else [DEAD_LETTERS]))):
        with suppress(OSError):
            path.unlink(missing_ok=True)


@dataclass(slots=True)
class _Pending:
    """A place for the reading of a text, shared by all articles with that text."""

    reading: Reading | Broken | None = None


def _readings(engine: LocalEngine, articles: Iterable[Article]) -> Iterator[tuple[Article, Reading | Broken]]:
    """Yield each article with its reading, in order; a text that was read lately, or is being read, is not read again."""
    waiting: deque[tuple[Article, _Pending]] = deque()
    asked: deque[_Pending] = deque()
    known: OrderedDict[bytes, _Pending] = OrderedDict()

    def texts() -> Iterator[str]:
        for article in articles:
            digest = hashlib.blake2b(article.text.encode("utf8", "surrogatepass"), digest_size=16).digest()
            new = digest not in known
            pending = known.setdefault(digest, _Pending())
            waiting.append((article, pending))
            if len(known) > _REMEMBERED:
                known.popitem(last=False)
            if new:
                asked.append(pending)
                yield article.text

    for reading in engine.read(texts()):
        asked.popleft().reading = reading
        yield from _ready(waiting)
    yield from _ready(waiting)


def _ready(waiting: deque[tuple[Article, _Pending]]) -> Iterator[tuple[Article, Reading | Broken]]:
    while waiting and waiting[0][1].reading is not None:
        article, pending = waiting.popleft()
        if pending.reading is not None:
            yield article, pending.reading


def _record(
    summary: Summary, inputs: Sequence[str], engine: LocalEngine, file_format: str, started: datetime
) -> dict[str, object]:
    return {
        "xiaojuren": xiaojuren.__version__,
        "python": platform.python_version(),
        "model": {**describe(engine.nlp), "fingerprint": engine.fingerprint},
        "inputs": [str(name) for name in inputs],
        "format": file_format,
        "workers": engine.workers,
        "started": started.isoformat(timespec="seconds"),
        "seconds": round(summary.seconds, 2),
        "articles": summary.counts["articles"],
        "duplicates": summary.duplicates,
        "characters": summary.characters,
        "mentions": summary.counts["mentions"],
        "facts": summary.counts["facts"],
        "failures": len(summary.failures),
        "files": [path.name for path in summary.files],
    }
