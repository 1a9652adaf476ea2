"""`xiaojuren extract`: files and folders of pages to tables of facts."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from xiaojuren.cli.options import DEFAULT_MODEL

if TYPE_CHECKING:
    from xiaojuren.batch.extract import OnProgress, Summary

#: Facts shown at the end: at most so many, and so many of one article, so that a long one does not fill the table.
_SHOWN, _SHOWN_OF_ONE = 20, 4
#: Columns of what is printed where there is no terminal to ask.
_FILE_WIDTH = 120


@click.command()
@click.argument("inputs", metavar="INPUT...", nargs=-1, required=True)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="DIR", required=True, help="Folder to write to."
)
@click.option("--model", default=DEFAULT_MODEL, show_default=True, metavar="NAME|PATH", help="A trained pipeline.")
@click.option(
    "--format", "file_format", type=click.Choice(["parquet", "jsonl"]), default="parquet", show_default=True,
    help="What the tables are written as.",
)  # fmt: skip
@click.option("--workers", type=click.IntRange(1), default=1, show_default=True, help="Processes that read articles.")
@click.option(
    "--report-limit", type=click.IntRange(0), default=200, show_default=True,
    help="Articles in report.html; 0 for no report.",
)  # fmt: skip
@click.option("--overwrite", is_flag=True, help="Replace the output of a run before.")
@click.option("-q", "--quiet", is_flag=True, help="Print nothing but errors.")
def extract(
    inputs: tuple[str, ...],
    output: Path,
    model: str,
    file_format: str,
    workers: int,
    report_limit: int,
    overwrite: bool,
    quiet: bool,
) -> int:
    """Read articles and write articles, mentions, facts, run.json and report.html.

    INPUT is a file or a folder of .txt, .html, .htm, .jsonl (with `text` or `html`), .csv and .parquet, or - for standard
    input.
    """
    from xiaojuren.batch.extract import extract as run

    errors = Console(stderr=True, soft_wrap=True)
    with _progress(errors, inputs, quiet=quiet) as on_progress:
        summary = run(
            inputs,
            output,
            model,
            file_format=file_format,
            workers=workers,
            overwrite=overwrite,
            report_limit=report_limit,
            on_progress=on_progress,
            stdin=sys.stdin.buffer,
        )
    for failure in summary.failures:
        errors.print(Text(f"[{failure.code}] {failure.message}", style="yellow"))
    if not quiet:
        _show(summary, Console() if sys.stdout.isatty() else Console(width=_FILE_WIDTH))
    if summary.failures and not summary.counts["articles"]:
        errors.print(Text("No article could be read.", style="red"))
        return 1
    return 0


@contextmanager
def _progress(console: Console, inputs: Sequence[str], *, quiet: bool) -> Iterator[OnProgress | None]:
    """Yield what to call after each article: it moves a bar on a terminal, and is None elsewhere."""
    if quiet or not console.is_terminal:
        yield None
        return
    from xiaojuren.article.read import TABLES, list_files

    files = list_files(inputs)
    only_pages = not any(str(f) == "-" or f.suffix.lower() in TABLES for f in files)
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("reading", total=len(files) if only_pages else None)
        facts = 0

        def on_progress(_: object, reading: object) -> None:
            nonlocal facts
            facts += len(getattr(reading, "facts", ()))
            bar.update(task, advance=1, description=f"{facts} facts")

        yield on_progress


def _show(summary: Summary, console: Console) -> None:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("article", "head", "relation", "tail", "value", "score"):
        table.add_column(name, overflow="fold")
    rows = 0
    for entry in summary.entries:
        if entry.article.duplicate_of or rows >= _SHOWN:
            continue
        best = sorted(entry.reading.facts, key=lambda fact: -fact.score)[:_SHOWN_OF_ONE]
        for fact in best[: _SHOWN - rows]:
            relation = fact.relation + (f" ({fact.role})" if fact.role else "")
            value = entry.reading.mentions[fact.tail].value or ""
            cells = (entry.article.title[:16], fact.head_text, relation, fact.tail_text, value, f"{fact.score:.2f}")
            table.add_row(*map(Text, cells))
            rows += 1
    if rows:
        console.print(table)
    counts = summary.counts
    console.print(
        f"\n{counts['articles']} articles ({summary.duplicates} duplicates), {counts['mentions']} mentions, "
        f"{counts['facts']} facts, {len(summary.failures)} failures in {summary.seconds:.1f} s. Written:",
        highlight=False,
    )
    for path in summary.files:
        console.print(Text(f"  {path}"), soft_wrap=True)
