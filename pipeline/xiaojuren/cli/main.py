"""The command `xiaojuren`: one file a command, errors as one clear line with a code.

Exit codes: 0 the job was done, 1 it could not be done, 2 the command line was wrong, 130 stopped from the keyboard.
"""

from __future__ import annotations

import os
import re
import sys

import click
from rich.console import Console
from rich.text import Text

import xiaojuren
from xiaojuren.cli import annotate, evaluate, extract, mistakes, train
from xiaojuren.errors import XiaojurenError, nearest


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(xiaojuren.__version__, message="xiaojuren %(version)s")
def app() -> None:
    """Read Chinese business news into a table of facts: who invests how much in what, where, with whom."""


for _command in (extract.extract, annotate.annotate, evaluate.evaluate, mistakes.errors, train.train):
    app.add_command(_command)


def main() -> None:
    """Run the command line and leave with its exit code."""
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run a command line and return its exit code; every error is told in one line on standard error."""
    try:
        result = app.main(args=arguments, prog_name="xiaojuren", standalone_mode=False)
    except XiaojurenError as error:
        return _tell(f"[{error.code}] {error.message}", 1)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        return 2
    except click.UsageError as error:
        wrong = _usage(error)
        return _tell(f"[{wrong.code}] {wrong.message}", 2)
    except (KeyboardInterrupt, click.Abort):
        return _tell("Stopped. What was written before is left as it was.", 130)
    except BrokenPipeError:
        return 1
    return result if isinstance(result, int) else 0


def _tell(message: str, code: int) -> int:
    Console(stderr=True, soft_wrap=True).print(Text(message, style="red"))
    return code


def _usage(error: click.UsageError) -> XiaojurenError:
    """Return what is wrong with a command line, with the nearest command or option that there is."""
    context = error.ctx
    if isinstance(error, click.NoSuchOption):
        known = [name for p in context.command.params for name in p.opts] if context else []
        return XiaojurenError("X001", what=error.option_name, hint=nearest(error.option_name, known))
    if unknown := re.match(r"No such command '(.*)'", error.message):
        return XiaojurenError("X001", what=unknown.group(1), hint=nearest(unknown.group(1), app.commands))
    return XiaojurenError("X006", reason=error.format_message().rstrip("."))
