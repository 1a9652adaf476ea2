"""The catalogue of titles, as designations.tsv lists it, and the comparison of a wording with it.

In: the words of a title, without level, place, year and batch. Out: the `Title` that they mean, or None. The file is a table with a
title a line, because that is how it is read, mended and compared: by people who know the titles, in a spreadsheet or a diff.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, get_args

Level = Literal["national", "provincial", "municipal", "county"]
Kind = Literal["enterprise", "region", "platform", "product", "project"]

LEVELS: tuple[Level, ...] = get_args(Level)
KINDS: tuple[Kind, ...] = get_args(Kind)

CATALOGUE = Path(__file__).with_name("designations.tsv")

_NONE = "-"
_DEFAULT = "*"  # behind the level that a title has where the words name none
_NARROWED = "*"  # in a variant: what the title is narrowed to

_QUOTES = (
    "“”‘’„‟‚‛\"'`´＂＇「」『』﹁﹂﹃﹄〝〞〟«»‹›《》〈〉【】"  # marks around words that carry no meaning of their own
)
_UNSEEN = re.compile(rf"[\s\u200b-\u200f\u2060\ufeff{re.escape(_QUOTES)}]")
_FOOTNOTE = re.compile(r"[〔\[]\d{1,2}[〕\]]")
_ROUND_NUMBERS = (("五百强", "500强"), ("百强", "100强"), ("百大", "100大"))
_GROUP = re.compile(r"\[([^\[\]()]*)\]|\(([^\[\]()]*)\)")


@dataclass(frozen=True, slots=True)
class Title:
    """A line of the catalogue. `default` is the level where words name none; `wordings` are all variants, written out and folded."""

    key: str
    name: str
    kind: Kind
    levels: tuple[Level, ...]
    default: Level | None
    authority: str | None
    since: int | None
    wordings: tuple[str, ...]


def fold(words: str) -> str:
    """Return `words` in the form that is compared: half width, capitals, without spaces, quotation marks and footnotes."""
    text = _UNSEEN.sub("", _FOOTNOTE.sub("", unicodedata.normalize("NFKC", words))).upper()
    for chinese, arabic in _ROUND_NUMBERS:
        text = text.replace(chinese, arabic)
    return text


def unbracketed(text: str) -> str:
    """Return `text` without the marks of brackets, and with what stands between them."""
    return text.replace("(", "").replace(")", "")


@cache
def titles() -> tuple[Title, ...]:
    """Return the catalogue in the order of its file."""
    lines = [line for line in CATALOGUE.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    return tuple(_read(line) for line in lines[1:])  # the first names the columns


def title_of(text: str) -> Title | None:
    """Return the title that has the wording `text` (folded, without brackets), or None."""
    return _index()[0].get(text)


def narrowed_title_of(text: str) -> tuple[Title, str] | None:
    """Return the title that `text` (folded, without brackets) narrows, and to what, or None: the one that leaves least over."""
    for front, back, title in _index()[1]:
        if len(text) > len(front) + len(back) and text.startswith(front) and text.endswith(back):
            return title, text[len(front) : len(text) - len(back)]
    return None


@cache
def _index() -> tuple[dict[str, Title], list[tuple[str, str, Title]]]:
    whole: dict[str, Title] = {}
    narrowed: list[tuple[str, str, Title]] = []
    for title in titles():
        for wording in title.wordings:
            front, star, back = wording.partition(_NARROWED)
            if star:
                narrowed.append((front, back, title))
            whole.setdefault(front + back, title)
    narrowed.sort(key=lambda entry: -len(entry[0] + entry[1]))
    return whole, narrowed


def _read(line: str) -> Title:
    key, name, kind, levels, authority, since, variants = line.split("\t")
    marked = [] if levels == _NONE else levels.split(",")
    named = [level.rstrip(_DEFAULT) for level in marked]
    default = next((level.rstrip(_DEFAULT) for level in marked if level.endswith(_DEFAULT) or len(marked) == 1), None)
    patterns = [name, *([] if variants == _NONE else variants.split())]
    written = dict.fromkeys(unbracketed(fold(wording)) for pattern in patterns for wording in write_out(pattern))
    return Title(
        key=key,
        name=name,
        kind=next(known for known in KINDS if known == kind),
        levels=tuple(known for known in LEVELS if known in named),
        default=next((known for known in LEVELS if known == default), None),
        authority=None if authority == _NONE else authority,
        since=None if since == _NONE else int(since),
        wordings=tuple(written),
    )


def write_out(pattern: str) -> Iterator[str]:
    """Yield the wordings that a pattern of the catalogue stands for: `[国家级](甲|乙)` gives 国家级甲, 国家级乙, 甲 and 乙."""
    match = _GROUP.search(pattern)  # an innermost group
    if match is None:
        yield pattern
        return
    optional, required = match.groups()
    choices = ("", *optional.split("|")) if required is None else tuple(required.split("|"))
    for choice in choices:
        yield from write_out(pattern[: match.start()] + choice + pattern[match.end() :])
