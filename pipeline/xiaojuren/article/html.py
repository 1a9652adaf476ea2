"""HTML to lines of text, each character with its place in the source.

In: decoded HTML. Out: `Page`: the lines that a reader sees, marked where they stand in navigation or in a heading, the blocks
around them, and what the head says of title, date, source and author. Nothing is judged here. Broken HTML gives what there
is of it: a stray end tag is ignored, a missing one is made up for by the block around.
"""

from __future__ import annotations

import html
import re
from collections import Counter

from xiaojuren.article.article import Piece, cut_pieces
from xiaojuren.article.head import json_ld, meta
from xiaojuren.article.lines import Line, Page, is_indent
from xiaojuren.article.tokens import attributes, tokens

_VOID_NAMES = "area base br col embed hr img input link meta param source track wbr"
_VOID = frozenset(_VOID_NAMES.split())
_SKIPPED_NAMES = "script style noscript template select textarea iframe svg object applet button"
_SKIPPED = frozenset(_SKIPPED_NAMES.split())
#: What a slash does not close: `<a href=/>` is a link to the front page.
_NEVER_EMPTY = frozenset({"a", "script", "style"})
_ASIDE = frozenset({"nav", "footer", "aside", "figcaption", "marquee"})
_BLOCK_NAMES = """address article aside blockquote body caption center dd div dl dt fieldset figcaption figure footer form h1 h2 h3
h4 h5 h6 header html li main marquee nav ol p pre section table tbody td tfoot th thead title tr ul"""
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_BREAKS = frozenset({"br", "hr", "option"})
_CELLS = frozenset({"td", "th"})
_HEADINGS = ("h1", "h2", "h3")
#: An open element that the start of another one ends.
_ENDED_BY = {
    "li": frozenset({"p", "li"}),
    "dt": frozenset({"p", "dt", "dd"}),
    "dd": frozenset({"p", "dt", "dd"}),
    "td": frozenset({"p", "td", "th"}),
    "th": frozenset({"p", "td", "th"}),
    "tr": frozenset({"p", "td", "th", "tr"}),
}
_PARAGRAPH = frozenset({"p"})
#: How far up a stray end tag of an inline element is looked for; real pages nest a handful.
_INLINE_REACH = 64
#: A row of a table is one line where none of its cells is longer: a table of figures, and not one that holds the layout.
_LONGEST_CELL = 40
#: Words in the class or id of what stands around an article; any of the second set beside them takes it back.
_DOUBTFUL_NAMES = """footer foot copyright comment comments cmt pinglun nav menu breadcrumb crumb sidebar share related relate
xiangguan recommend tuijian hot rank ranking paihang ad ads advert adv banner topbar toolbar tools kefu qrcode ewm pagelist
friendlink search login about tags caption disclaimer feed summary abstract intro daodu zhaiyao"""
_DOUBTFUL = frozenset(_DOUBTFUL_NAMES.split())
_BODY_NAMES = frozenset({"content", "article", "main", "body"})
_NAME_PART = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_BLANK_OR_REFERENCE = re.compile(r"[ \t\r\n\f\v]+|&#?\w{1,40};?")


def html_lines(source: str) -> Page:
    """Return the lines of an HTML page; broken HTML gives what there is of it."""
    return _Reader(source).read()


def looks_like_html(text: str) -> bool:
    """Say whether the beginning of a text is that of an HTML page."""
    return re.search(r"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]", text[:2000], re.IGNORECASE) is not None


class _Reader:
    """Collects lines from the tokens of a page, with the elements open around them."""

    def __init__(self, source: str) -> None:
        self.page = Page(parents=[-1])
        self._source = source
        #: open elements: (tag, block or -1)
        self._open: list[tuple[str, int]] = []
        self._count: Counter[str] = Counter()
        self._block_at: list[int] = []  # the places of blocks among them
        self._blocks: list[int] = [0]
        self._marks: list[tuple[bool, bool]] = [(False, False)]  # a block: aside, doubtful
        self._skips = 0
        self._is_json = False
        self._pictured = False
        self._new_line()

    def _new_line(self) -> None:
        self._text: list[str] = []
        self._length, self._linked = 0, 0
        self._pieces: list[Piece] = []
        self._heading = ""
        #: where a cell of a table begins: (place in the line, characters in links before)
        self._cells: list[tuple[int, int]] = []

    def read(self) -> Page:
        """Return the page."""
        for kind, name, start, end in tokens(self._source):
            if kind == "text":
                if not self._skips:
                    self._read_text(start, end)
            elif kind == "start":
                self._start(name, self._source[start:end])
            elif kind == "end":
                self._end(name)
            elif self._is_json:
                for field, value in json_ld(self._source[start:end]).items():
                    self.page.stated.setdefault(field, value)
        self._end_line()
        return self.page

    def _start(self, tag: str, raw: str) -> None:
        if tag in _VOID or tag in _BREAKS:
            self._void(tag, raw)
            return
        if raw.endswith("/>") and tag not in _NEVER_EMPTY:  # <p/>, <o:p/>
            if tag in _BLOCKS:
                self._end_line()
            return
        if tag == "a":
            if "href" not in raw.lower():
                return
            self._close_inline("a")
        block = -1
        if tag in _BLOCKS:
            self._imply(tag)
            if tag in _CELLS and self._length:
                self._cell()
            elif tag not in _CELLS:
                self._end_line()
            block = self._begin_block(tag, raw)
            self._block_at.append(len(self._open))
        self._open.append((tag, block))
        self._count[tag] += 1
        if tag in _SKIPPED:
            self._skips += 1
            self._is_json = "ld+json" in raw and self._skips == 1

    def _void(self, tag: str, raw: str) -> None:
        if tag in _BREAKS:
            self._end_line()
        elif tag == "img" and not self._skips:
            self._pictured = True
        elif tag == "meta" and (found := meta(attributes(raw))):
            self.page.stated.setdefault(*found)

    def _begin_block(self, tag: str, raw: str) -> int:
        parent = self._blocks[-1]
        aside, doubtful = self._marks[parent]
        if not doubtful and ("class" in raw or "id" in raw):
            given = attributes(raw)
            names = f"{given.get('class', '')} {given.get('id', '')}"
            parts = {part.lower() for part in _NAME_PART.findall(names[:200])}
            doubtful = bool(parts & _DOUBTFUL) and not parts & _BODY_NAMES
        block = len(self._marks)
        self._marks.append((aside or tag in _ASIDE, doubtful))
        self.page.parents.append(parent)
        self._blocks.append(block)
        return block

    def _imply(self, tag: str) -> None:
        ended = _ENDED_BY.get(tag, _PARAGRAPH)
        while self._block_at:
            at = self._block_at[-1]
            if self._open[at][0] not in ended:
                return
            if self._open[at][0] not in _CELLS:
                self._end_line()
            self._pop_to(at)

    def _end(self, tag: str) -> None:
        if tag == "br":  # </br>, as browsers read it
            self._end_line()
        elif tag in _BLOCKS:
            if tag not in _CELLS:
                self._end_line()
            if self._count[tag]:
                at = len(self._open) - 1
                while self._open[at][0] != tag:
                    at -= 1
                self._pop_to(at)
        else:
            self._close_inline(tag)

    def _close_inline(self, tag: str) -> None:
        """Close the innermost such element, unless a block inside it is still open."""
        if not self._count[tag]:
            return
        for at in range(len(self._open) - 1, max(-1, len(self._open) - 1 - _INLINE_REACH), -1):
            name, block = self._open[at]
            if name == tag:
                self._pop_to(at)
                return
            if block >= 0 and tag not in _SKIPPED and tag != "a":
                return

    def _pop_to(self, at: int) -> None:
        while len(self._open) > at:
            tag, block = self._open.pop()
            self._count[tag] -= 1
            if block >= 0:
                self._blocks.pop()
                self._block_at.pop()
            if tag in _SKIPPED:
                self._skips -= 1

    def _read_text(self, start: int, end: int) -> None:
        source = self._source
        done = start
        for match in _BLANK_OR_REFERENCE.finditer(source, start, end):
            at, raw = match.start(), match.group()
            self._add(source[done:at], done, at - done)
            if raw[0] == "&":
                self._add(html.unescape(raw), at, len(raw))
            elif self._length:
                self._add(" ", at, len(raw))
            done = match.end()
        self._add(source[done:end], done, end - done)

    def _add(self, text: str, source: int, source_length: int) -> None:
        if not text:
            return
        self._text.append(text)
        self._pieces.append((self._length, source, len(text), source_length))
        self._length += len(text)
        self._linked += len(text) if self._count["a"] else 0
        if not self._heading:
            self._heading = next((tag for tag in _HEADINGS if self._count[tag]), "")

    def _cell(self) -> None:
        """Begin the next cell of a row on the same line, a blank between."""
        self._cells.append((self._length, self._linked))
        self._text.append(" ")
        self._length += 1

    def _end_line(self) -> None:
        """Finish the line begun, if there is anything on it."""
        text = "".join(self._text)
        if not text.strip():
            if self._cells or self._length:
                self._new_line()
            return
        ends = [*(at for at, _ in self._cells), self._length]
        starts = [0, *ends[:-1]]
        if any(end - start > _LONGEST_CELL for start, end in zip(starts, ends, strict=True)) and self._cells:
            links = [0, *(linked for _, linked in self._cells), self._linked]
            for i, (start, end) in enumerate(zip(starts, ends, strict=True)):
                self._emit(text, start, end, links[i + 1] - links[i])
        else:
            self._emit(text, 0, self._length, self._linked)
        self._new_line()

    def _emit(self, text: str, start: int, end: int, linked: int) -> None:
        raw = text[start:end]
        words = raw.strip()
        if not words:
            return
        if self._count["title"]:
            self.page.stated.setdefault("head", words)
            return
        lead = len(raw) - len(raw.lstrip())
        start += lead
        pieces = cut_pieces(self._pieces, start, start + len(words), -start)
        node = self._blocks[-1]
        aside, doubtful = self._marks[node]
        indented = is_indent(raw[:lead])
        self.page.lines.append(
            Line(words, pieces, linked, aside, doubtful, self._heading, indented, False, self._pictured, node)
        )
        self._pictured = False
