"""`xiaojuren evaluate`: the scores of a model or of predictions against annotated articles."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.table import Table

from xiaojuren.cli.options import DEFAULT_MODEL
from xiaojuren.errors import XiaojurenError

if TYPE_CHECKING:
    from xiaojuren.corpus.annotated import AnnotatedArticle
    from xiaojuren.training.scoring import Score, Scores


@click.command()
@click.argument("gold", metavar="GOLD.jsonl", type=click.Path(path_type=Path))
@click.option("--model", metavar="NAME|PATH", help=f"A trained pipeline; {DEFAULT_MODEL} where nothing is named.")
@click.option(
    "--predictions", type=click.Path(path_type=Path), metavar="PRED.jsonl", help="Score this file, not a model."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def evaluate(gold: Path, model: str | None, predictions: Path | None, as_json: bool) -> None:
    """Print strict mention F1 a label and fact F1 a relation, with 95 % bootstrap intervals."""
    from xiaojuren.corpus.annotated import read_annotated
    from xiaojuren.training.scoring import score

    if model and predictions:
        raise XiaojurenError("X006", reason="give --model or --predictions, not both")
    articles = list(read_annotated(gold))
    given = list(read_annotated(predictions)) if predictions else None
    scores = _score_model(model or DEFAULT_MODEL, articles) if given is None else score(articles, given)
    if as_json:
        click.echo(json.dumps(scores.to_dict(), ensure_ascii=False, indent=2))
    else:
        _show(scores, Console())


def _score_model(name: str, articles: list[AnnotatedArticle]) -> Scores:
    from xiaojuren.components.load import load_pipeline
    from xiaojuren.corpus.predict import predict, predict_given_mentions
    from xiaojuren.training.scoring import score

    nlp = load_pipeline(name)
    scores = score(articles, list(predict(nlp, articles)))
    given = score(articles, list(predict_given_mentions(nlp, articles)))
    return replace(scores, facts_given_mentions=given.facts)


def _show(scores: Scores, console: Console) -> None:
    _table("Mentions, strict", scores.mentions, console)
    _table("Facts, end to end", scores.facts, console)
    if scores.facts_given_mentions:
        _table("Facts, with gold mentions", scores.facts_given_mentions, console)
    console.print(f"{scores.articles} articles; role right on {scores.role_accuracy:.3f} of the right HAS_AMOUNT facts")


def _table(title: str, rows: dict[str, Score], console: Console) -> None:
    table = Table(title=title, title_justify="left", box=None, pad_edge=False)
    table.add_column("")
    for name in ("precision", "recall", "F1", "95 %", "right", "predicted", "gold"):
        table.add_column(name, justify="right")
    for name, s in rows.items():
        rates = (f"{s.precision:.3f}", f"{s.recall:.3f}", f"{s.f1:.3f}", f"{s.low:.3f}–{s.high:.3f}")
        style = "bold" if name == "all" else None
        table.add_row(name, *rates, str(s.right), str(s.predicted), str(s.gold), style=style)
    console.print(table)
    console.print()
