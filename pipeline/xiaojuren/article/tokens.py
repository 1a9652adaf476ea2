"""HTML source to tags and text, in one pass that no page can slow down.

In: decoded HTML. Out: `Token`s with their places in the source. What browsers make of broken markup is followed where it matters:
an unclosed quote or comment costs its tag and not the page. The parser of the standard library tries such markup again from
every `<` (50 kB of it take a quarter of a minute), and what it makes of it changes from one Python to the next.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import NamedTuple

#: A tag that is longer is none: its `<` is text.
_LONGEST_TAG = 20_000
#: Elements whose content is no markup.
_RAW = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in ("script", "style", "xmp", "noembed")}
_NAME = re.compile(r"</?([a-zA-Z][^\s/>]{0,40})")
_QUOTED_END = re.compile(r"""[^>"']*(?:(?:"[^"]*"|'[^']*')[^>"']*)*>""")
_ATTRIBUTE = re.compile(r"""([^\s=/>"']+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+)))?""")


class Token(NamedTuple):
    """A start tag, an end tag, text, or the raw text of a script: `kind` is "start", "end", "text" or "raw"."""

    kind: str
    name: str
    start: int
    end: int


def tokens(source: str) -> Iterator[Token]:
    """Yield the tags and the texts of a page; comments, declarations and JSP leftovers are passed over."""
    last_comment, last_jsp = source.rfind("-->"), source.rfind("%>")
    size, at, text, close = len(source), 0, 0, -1
    while True:
        opened = source.find("<", at)
        if opened < 0:
            break
        if close < opened:
            close = source.find(">", opened)
            if close < 0:
                break
        match = _NAME.match(source, opened)
        mark = source[opened + 1 : opened + 2]
        if match and close - opened <= _LONGEST_TAG:
            end = _tag_end(source, opened, close)
        elif source.startswith("<!--", opened) and opened < last_comment:
            end = source.find("-->", opened) + 3
        elif mark == "%" and opened < last_jsp:
            end = source.find("%>", opened) + 2
        elif mark and mark in "!?/" and close - opened <= _LONGEST_TAG:
            end = close + 1
        else:  # `3 < 5`
            at = opened + 1
            continue
        if opened > text:
            yield Token("text", "", text, opened)
        at = text = end
        if match and mark != "!":
            name = match.group(1).lower()
            yield Token("end" if mark == "/" else "start", name, opened, end)
            if mark != "/" and name in _RAW:
                stop = _RAW[name].search(source, end)
                at = text = stop.start() if stop else size
                yield Token("raw", name, end, at)
    if text < size:
        yield Token("text", "", text, size)


def _tag_end(source: str, opened: int, close: int) -> int:
    """Return the end of a tag whose first `>` is at `close`: behind it, unless that stands in quotes."""
    if source.count('"', opened, close) % 2 == 0 and source.count("'", opened, close) % 2 == 0:
        return close + 1
    match = _QUOTED_END.match(source, opened, opened + _LONGEST_TAG)
    return match.end() if match else close + 1


def attributes(tag: str) -> dict[str, str]:
    """Return the attributes of a start tag, names in lower case; of two with one name the first."""
    out: dict[str, str] = {}
    start = _NAME.match(tag)
    for match in _ATTRIBUTE.finditer(tag, start.end() if start else 1):
        value = next((group for group in match.groups()[1:] if group is not None), "")
        out.setdefault(match.group(1).lower(), html.unescape(value))
    return out
