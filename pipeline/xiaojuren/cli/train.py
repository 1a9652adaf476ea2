"""`xiaojuren train`: a trained pipeline from a config."""

from __future__ import annotations

import logging
from pathlib import Path

import click
from rich.console import Console
from rich.logging import RichHandler


@click.command()
@click.argument("config", metavar="CONFIG", type=click.Path(path_type=Path))
@click.argument("overrides", metavar="[section.key=value]...", nargs=-1)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="DIR", help="Folder of the run; runs/NAME if none."
)
@click.option("--resume", is_flag=True, help="Go on from the last checkpoint in the folder.")
@click.option("--dry-run", is_flag=True, help="Check the config and the data, print sizes and steps, stop.")
def train(config: Path, overrides: tuple[str, ...], output: Path | None, resume: bool, dry_run: bool) -> None:
    """Train from a config; the result is a spaCy package with its card in DIR/package."""
    from xiaojuren.training.config import load_config

    load_config(config, overrides)  # before the heavy imports: a wrong key is told at once
    from xiaojuren.training.run import train as run

    handler = RichHandler(console=Console(stderr=True), show_path=False, markup=False)
    logging.basicConfig(level=logging.INFO, format="%(message)s", handlers=[handler])
    package = run(config, output, overrides, resume=resume, dry_run=dry_run)
    if package:
        click.echo(f"Written: {package}. Install it with `pip install {package}`, or name the folder as --model.")
