"""Every message of the system, with a code: what is wrong, why, and the mend.

`XiaojurenError` is the one root exception. Raise it through a code, so that a message is written once and a user can look
it up: `raise XiaojurenError("X101", path=path)`.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable

MESSAGES: dict[str, str] = {
    # X0xx: the command line
    "X001": "No such command or option: {what}.{hint} See `xiaojuren --help`.",
    "X002": "Input not found: {path}. Give files, folders or - for standard input.",
    "X003": "Nothing to read: {path} holds no file that can be read ({suffixes}).",
    "X004": "Cannot write to {path}: {reason}. What was written before is left as it was.",
    "X005": "{path} already holds the output of a run. Give another folder, or --overwrite to replace it.",
    "X006": "{reason}. See `xiaojuren --help`.",
    # X1xx: reading input
    "X101": "Cannot read {path}: {reason}.",
    "X102": "{path} is empty.",
    "X103": "{path}, line {line}: not a JSON object ({reason}).",
    "X104": "{path}: no column `{column}`. It has: {columns}. A table needs `text` or `html`.",
    "X105": "{path}, line {line}: the record has no `text` or `html` string.",
    "X106": "{path}: the bytes fit no encoding that Chinese pages use ({reason}).",
    "X107": "{path}: not a text but binary data.",
    "X108": "{path}: no article text was left after cleaning.",
    "X109": "{path}: cannot be read as {kind}: {reason}.",
    # X2xx: models
    "X201": "No model named {name}. It is neither an installed package nor a folder.{hint} `make setup` installs the shipped one.",
    "X202": "{path} is not a trained pipeline of xiaojuren: {reason}.",
    "X203": "The pipeline {name} has no component `{component}`, which this command needs. It has: {pipes}.",
    "X204": "The weights in {path} do not fit the model: {reason}.",
    # X3xx: annotated data
    "X301": "{path}, line {line}: {reason}.",
    "X302": "{path}: no article has the id {article_id}, which {other} holds. Both files must hold the same articles.",
    "X303": "{path}: the text of {article_id} differs from that in {other}.",
    # X4xx: configs and training
    "X401": "{path}: {reason}. The config was not used.",
    "X402": "{path}: unknown key `{key}`.{hint}",
    "X403": "{path}: `{key}`: {reason}.",
    "X404": "The config needs the variable {variable}, which is not set. {mend}",
    "X405": "Training needs the package {package}: install `xiaojuren[train]`.",
    "X406": "No data at {path} ({key}).",
    # X5xx: values
    "X501": "{amount} is no money and cannot be exchanged.",
    "X502": "No rate for {currency} in {to}. The table has: {currencies}. Add the price of 1 {currency} in {to}.",
    "X503": "The rate of {currency} in {to} is {rate}. Give a positive number.",
    # X9xx: a document that failed inside a stage
    "X901": "{stage}: {reason}.",
}


class XiaojurenError(Exception):
    """The root of all errors that this package raises on purpose.

    `code` is a key of `MESSAGES`; `str(error)` is the message with its code before it.
    """

    def __init__(self, code: str, **values: object) -> None:
        self.code = code
        self.message = MESSAGES[code].format(**values)
        super().__init__(f"[{code}] {self.message}")


def nearest(word: str, choices: Iterable[str]) -> str:
    """Return ` Did you mean …?` for the choice most like `word`, or an empty string where none is like it."""
    near = difflib.get_close_matches(word, list(choices), n=1, cutoff=0.5)
    return f" Did you mean `{near[0]}`?" if near else ""
