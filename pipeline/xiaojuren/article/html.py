"""HTML to lines of text, each character with its place in the source.

In: decoded HTML. Out: `Page`: the lines that a reader sees, marked where they stand in navigation or in a heading, and what
the head says of title, date, source and author. Nothing is judged here; `page` does that.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from xiaojuren.article.article import Piece, cut_pieces

_SKIPPED_NAMES = "script style noscript template select textarea iframe svg object applet button"
_ASIDE_NAMES = "nav footer aside figcaption"
_BLOCK_NAMES = """address article aside blockquote body br caption center dd div dl dt fieldset figcaption figure footer form h1 h2
h3 h4 h5 h6 header hr html li main nav ol p pre section table tbody td tfoot th thead title tr ul"""
_SKIPPED = frozenset(_SKIPPED_NAMES.split())
_ASIDE = frozenset(_ASIDE_NAMES.split())
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_HEADINGS = frozenset({"h1", "h2", "title"})
_META = {
    "articletitle": "title", "og:title": "title",
    "pubdate": "date", "publishdate": "date", "article:published_time": "date",
    "contentsource": "source", "source": "source",
    "author": "author",
}  # fmt: skip
_BLANK = re.compile(r"[ \t\r\n\f\v]+")
_REFERENCE = re.compile(r"&#?\w+;?")


@dataclass(slots=True)
class Line:
    """A line of a page. `pieces` lead from its characters to the source; `linked` counts those inside links."""

    text: str
    pieces: list[Piece]
    linked: int = 0
    aside: bool = False
    heading: str = ""


@dataclass(slots=True)
class Page:
    """The lines of a page, and what its head states (`title`, `date`, `source`, `author`)."""

    lines: list[Line] = field(default_factory=list)
    stated: dict[str, str] = field(default_factory=dict)


def text_lines(text: str) -> Page:
    """Return the lines of page text, without blank ones and blanks around."""
    lines = []
    for match in re.finditer(r"[^\r\n]+", text):
        words = match.group().strip()
        if words:
            start = match.start() + match.group().index(words)
            lines.append(Line(words, [(0, start, len(words), len(words))]))
    return Page(lines)


def html_lines(source: str) -> Page:
    """Return the lines of an HTML page; broken HTML gives what there is of it."""
    parser = _Parser(source)
    parser.feed(source)
    parser.close()
    parser.end_line()
    return parser.page


def looks_like_html(text: str) -> bool:
    """Say whether the beginning of a text is that of an HTML page."""
    return re.search(r"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]", text[:2000], re.IGNORECASE) is not None


class _Parser(HTMLParser):
    """Collects lines; the base class tells the position of what it hands over."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=False)
        self.page = Page()
        self._source = source
        self._line_starts = [0, *(match.end() for match in re.finditer("\n", source))]
        self._skipped = ""
        self._asides: list[str] = []
        self._heading = ""
        self._in_link = False
        self._new_line()

    def _new_line(self) -> None:
        self._text: list[str] = []
        self._length, self._linked = 0, 0
        self._pieces: list[Piece] = []
        self._line_heading = ""

    def _offset(self) -> int:
        line, column = self.getpos()
        return self._line_starts[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self.end_line()
        if self._skipped:
            return
        if tag in _SKIPPED:
            self._skipped = tag
        elif tag in _ASIDE:
            self._asides.append(tag)
        elif tag in _HEADINGS:
            self._heading = tag
        elif tag == "a":
            self._in_link = True
        elif tag == "meta":
            self._meta({name: value or "" for name, value in attrs})

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self.end_line()
        elif tag == "meta":
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.end_line()
        if tag == self._skipped:
            self._skipped = ""
        if tag in self._asides:
            del self._asides[self._asides.index(tag) :]
        if tag == self._heading:
            self._heading = ""
        if tag == "a":
            self._in_link = False

    def handle_data(self, data: str) -> None:
        at = self._offset()
        done = 0
        for blank in _BLANK.finditer(data):
            self._add(data[done : blank.start()], at + done, blank.start() - done)
            if blank.start() > 0 or self._length:
                self._add(" ", at + blank.start(), len(blank.group()))
            done = blank.end()
        self._add(data[done:], at + done, len(data) - done)

    def handle_entityref(self, name: str) -> None:
        self._reference()

    def handle_charref(self, name: str) -> None:
        self._reference()

    def _reference(self) -> None:
        at = self._offset()
        match = _REFERENCE.match(self._source, at)
        raw = match.group() if match else self._source[at : at + 1]
        self._add(html.unescape(raw), at, len(raw))

    def _add(self, text: str, source: int, source_length: int) -> None:
        if not text or self._skipped:
            return
        self._text.append(text)
        self._pieces.append((self._length, source, len(text), source_length))
        self._length += len(text)
        self._linked += len(text) if self._in_link else 0
        self._line_heading = self._line_heading or self._heading

    def end_line(self) -> None:
        """Finish the line begun, if there is anything on it."""
        text = "".join(self._text)
        words = text.strip()
        if words:
            start = text.index(words)
            pieces = cut_pieces(self._pieces, start, start + len(words), -start)
            self.page.lines.append(Line(words, pieces, self._linked, bool(self._asides), self._line_heading))
        self._new_line()

    def _meta(self, attributes: dict[str, str]) -> None:
        name = _META.get((attributes.get("name") or attributes.get("property") or "").lower())
        if name and attributes.get("content", "").strip():
            self.page.stated.setdefault(name, attributes["content"].strip())
