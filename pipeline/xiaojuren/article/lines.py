"""The lines of a page, before anything is judged.

In: page text. Out: `Page`: lines, each with its way back to the source and what its surroundings say of it (links, blank lines,
indent, a heading, a container). `html` makes the same out of HTML; `furniture`, `body` and `stated` read it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from xiaojuren.article.article import Piece

_INDENT = re.compile(r"[\u3000\u2003]|[ \u00a0]{2,}|\t")


@dataclass(slots=True)
class Line:
    """A line of a page. `pieces` lead from its characters to the source; `linked` counts those inside links.

    `aside`: it stands in navigation, a footer or a sidebar; `doubtful`: its container is named like one. `gap`: a blank line
    stands before it. `pictured`: a picture does. `node`: the innermost block of HTML around it, -1 in page text.
    """

    text: str
    pieces: list[Piece]
    linked: int = 0
    aside: bool = False
    doubtful: bool = False
    heading: str = ""
    indented: bool = False
    gap: bool = False
    pictured: bool = False
    node: int = -1


@dataclass(slots=True)
class Page:
    """The lines of a page, the parent of every block of HTML, and what the head states.

    `stated` has `title`, `date`, `source`, `author` from meta elements and JSON-LD, and `head`, the text of <title>.
    """

    lines: list[Line] = field(default_factory=list)
    stated: dict[str, str] = field(default_factory=dict)
    parents: list[int] = field(default_factory=list)


def text_lines(text: str) -> Page:
    """Return the lines of page text, without blank ones and blanks around."""
    lines: list[Line] = []
    gap = False
    for match in re.finditer(r"[^\r\n]*(?:\r\n?|\n|$)", text):
        raw = match.group()
        words = raw.strip()
        if not words:
            gap = True
            continue
        lead = len(raw) - len(raw.lstrip())
        pieces = [(0, match.start() + lead, len(words), len(words))]
        lines.append(Line(words, pieces, gap=gap, indented=is_indent(raw[:lead])))
        gap = False
    return Page(lines)


def is_indent(blanks: str) -> bool:
    """Say whether the blanks before a paragraph are an indent."""
    return _INDENT.search(blanks) is not None


def fold(text: str) -> str:
    """Return letters and digits only, in one width and case: what two copies of a text have in common."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())
