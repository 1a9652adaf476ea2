"""The article: one news text, where it came from, and a map from its characters back to the source's.

In: nothing. Out: `Article` and `OffsetMap`, the plain data that reading makes and every later stage uses.
Promise: `article.source_span(start, end)` cuts the same words out of the decoded source.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

#: (place in the text made, place in the source, length in the text made, length in the source)
Piece = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """Where each stretch of a clean text stands in the decoded source.

    A piece (clean, source, clean_length, source_length) says that the characters `clean .. clean + clean_length` of the
    clean text were made from the characters `source .. source + source_length`: one to one where the lengths agree, else as
    a whole (`&amp;` became `&`). Pieces stand in the order of both texts. Characters in no piece (a line break put
    between two paragraphs) belong to the end of the piece before them. No pieces at all: the text is its source.
    """

    pieces: tuple[Piece, ...] = ()

    def to_source(self, start: int, end: int) -> tuple[int, int]:
        """Return the source offsets of the clean characters `start .. end` (end exclusive)."""
        if not self.pieces:
            return start, end
        first = self._source(start, last=False)
        return first, max(first, self._source(end - 1, last=True)) if end > start else first

    def _source(self, offset: int, *, last: bool) -> int:
        """Return the source offset before the character at `offset`, or behind it where it is the last one wanted."""
        i = bisect_right(self.pieces, offset, key=_clean) - 1
        if i < 0:
            return self.pieces[0][1]
        clean, source, length, source_length = self.pieces[i]
        inside = offset - clean
        if inside >= length:
            return source + source_length
        if length == source_length:
            return source + inside + last
        return source + source_length if last else source

    def to_clean(self, start: int, end: int) -> tuple[int, int]:
        """Return the clean offsets of what was made from the source characters `start .. end` (end exclusive).

        The range is empty where nothing was made from them.
        """
        if not self.pieces:
            return start, end
        first = self._made(start)
        last = bisect_left(self.pieces, end, key=_source) - 1
        if end <= start or last < 0:
            return first, first
        clean, source, length, source_length = self.pieces[last]
        behind = clean + (min(end - source, length) if length == source_length else length)
        return first, max(first, behind)

    def _made(self, offset: int) -> int:
        """Return the clean offset of the first character made from the source character at `offset` or one behind it."""
        i = bisect_right(self.pieces, offset, key=_source_end)
        if i == len(self.pieces):
            return self.pieces[-1][0] + self.pieces[-1][2]
        clean, source, length, source_length = self.pieces[i]
        return clean + (max(0, offset - source) if length == source_length else 0)


def _clean(piece: Piece) -> int:
    return piece[0]


def _source(piece: Piece) -> int:
    return piece[1]


def _source_end(piece: Piece) -> int:
    return piece[1] + piece[3]


def cut_pieces(pieces: Iterable[Piece], start: int, end: int, shift: int) -> list[Piece]:
    """Return the pieces of the characters `start .. end`, moved by `shift`; neighbours that run on are joined."""
    out: list[Piece] = []
    for clean, source, length, source_length in pieces:
        low, high = max(clean, start), min(clean + length, end)
        if low >= high:
            continue
        if length == source_length:
            piece = (low + shift, source + low - clean, high - low, high - low)
        else:
            piece = (clean + shift, source, length, source_length)
        if out and _runs_on(out[-1], piece):
            before = out[-1]
            out[-1] = (before[0], before[1], before[2] + piece[2], before[3] + piece[3])
        else:
            out.append(piece)
    return out


def _runs_on(a: Piece, b: Piece) -> bool:
    return a[2] == a[3] and b[2] == b[3] and a[0] + a[2] == b[0] and a[1] + a[3] == b[1]


@dataclass(frozen=True, slots=True)
class Article:
    """One article. `path` names the file it came from, with `#n` behind it for the n-th record of a table or JSONL file.

    `date` is ISO 8601 (`2022-07-22`) or empty; `duplicate_of` is the `article_id` of the first copy of the same body, or None.
    The source that `offsets` leads to is the decoded file, or the decoded field of a record.
    """

    article_id: str
    path: str
    text: str
    title: str = ""
    date: str = ""
    source: str = ""
    author: str = ""
    offsets: OffsetMap = OffsetMap()
    duplicate_of: str | None = None

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the offsets in the decoded source of the clean characters `start .. end`."""
        return self.offsets.to_source(start, end)


@dataclass(frozen=True, slots=True)
class Failure:
    """A file or record that gave no article: where, at which stage, and the error's code and message."""

    path: str
    stage: str
    code: str
    message: str
