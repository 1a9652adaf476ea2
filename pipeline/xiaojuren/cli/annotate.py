"""`xiaojuren annotate`: articles in the annotation format to the same with predicted entities and relations."""

from __future__ import annotations

from pathlib import Path

import click

from xiaojuren.cli.options import DEFAULT_MODEL


@click.command()
@click.argument("source", metavar="IN.jsonl", type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="OUT.jsonl", required=True, help="File to write."
)
@click.option("--model", default=DEFAULT_MODEL, show_default=True, metavar="NAME|PATH", help="A trained pipeline.")
def annotate(source: Path, output: Path, model: str) -> None:
    """Write the mentions and relations that a model finds, each with its score, in the annotation format.

    IN.jsonl holds an article a line, of which `id` and `text` are read and everything else is ignored.
    """
    from xiaojuren.components.load import load_pipeline
    from xiaojuren.corpus.annotated import read_texts, write_annotated
    from xiaojuren.corpus.predict import predict

    articles = list(read_texts(source))
    nlp = load_pipeline(model)
    count = write_annotated(output, predict(nlp, articles), scores=True)
    click.echo(f"{count} articles written to {output}", err=True)
