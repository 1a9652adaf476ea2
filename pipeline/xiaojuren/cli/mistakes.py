"""`xiaojuren errors`: what a model gets wrong in annotated articles, by kind, with the words around."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from xiaojuren.cli.options import DEFAULT_MODEL, gold_and_predictions

if TYPE_CHECKING:
    from xiaojuren.training.mistakes import Mistake


@click.command("errors")
@click.argument("gold", metavar="GOLD.jsonl", type=click.Path(path_type=Path))
@click.option("--model", metavar="NAME|PATH", help=f"A trained pipeline; {DEFAULT_MODEL} where nothing is named.")
@click.option(
    "--predictions", type=click.Path(path_type=Path), metavar="PRED.jsonl", help="Look at this file, not at a model."
)
@click.option("--facts", is_flag=True, help="Facts instead of mentions.")
@click.option("--name", metavar="LABEL", help="Only this label, or this relation.")
@click.option("--kind", metavar="KIND", help="Only this kind of mistake.")
@click.option(
    "--limit", type=click.IntRange(0), default=10, show_default=True, help="Mistakes shown of a kind; 0: all."
)
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object a mistake.")
def errors(
    gold: Path,
    model: str | None,
    predictions: Path | None,
    facts: bool,
    name: str | None,
    kind: str | None,
    limit: int,
    as_json: bool,
) -> None:
    """Print wrong mentions (missed, invented, boundary, label) or facts (mention missed, wrong head …) with their context."""
    from xiaojuren.training.mistakes import FACT_KINDS, MENTION_KINDS, fact_mistakes, mention_mistakes

    pair = gold_and_predictions(gold, model, predictions)
    found = [
        m
        for m in (fact_mistakes if facts else mention_mistakes)(*pair)
        if (not name or m.name == name.upper()) and (not kind or m.kind == kind)
    ]
    if as_json:
        for mistake in found:
            click.echo(json.dumps(asdict(mistake), ensure_ascii=False))
        return
    console = Console()
    kinds = FACT_KINDS if facts else MENTION_KINDS
    _counts(found, kinds, console)
    for one in kinds:
        _list(one, [m for m in found if m.kind == one], limit, console)


def _counts(found: Sequence[Mistake], kinds: Sequence[str], console: Console) -> None:
    table = Table(box=None, pad_edge=False)
    table.add_column("")
    for one in kinds:
        table.add_column(one, justify="right")
    counts = Counter((m.name, m.kind) for m in found)
    for name in sorted({m.name for m in found}):
        table.add_row(name, *(str(counts[name, one]) for one in kinds))
    console.print(table)


def _list(kind: str, found: Sequence[Mistake], limit: int, console: Console) -> None:
    if not found:
        return
    console.print(f"\n[bold]{kind}[/bold] ({len(found)})")
    for m in found[: limit or None]:
        change = " ⇒ ".join(part for part in (m.wanted, m.found) if part)
        console.print(Text(f"{m.article_id}  {m.name}  {change}\n    {m.context}"), soft_wrap=True)
