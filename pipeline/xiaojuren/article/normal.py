"""A text as the model reads it: one width, one kind of space, line end and quotation mark, nothing invisible, simplified.

In: a text. Out: `Normalised`, the text for the model and a map of its characters both ways. The text itself is never changed:
what the model finds is led back to it. Promise: the map is total and monotone, over any string; a text that is already as the
model knows texts comes back as it is, after three looks at it and no copy.

The rules, in their order: variation selectors and invisible characters go, CRLF and CR become LF; spaces, widths, quotation
marks and lone surrogates become the usual ones (`xiaojuren.article.characters`); combining marks are composed (NFC); straight
quotation marks open and close in turn within a paragraph; traditional paragraphs become simplified.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from xiaojuren.article.article import OffsetMap, Piece, cut_pieces
from xiaojuren.article.characters import ANY, DROPPED, ONE_FOR_ONE, SELECTED, STRAIGHT_QUOTE
from xiaojuren.article.simplified import Edit, simplify

_TABLE = str.maketrans(ONE_FOR_ONE)
#: Hangul vowels and finals join the letter before them without being marks.
_JOINING_HANGUL = frozenset(map(chr, (*range(0x1160, 0x1200), *range(0xD7B0, 0xD800))))


@dataclass(frozen=True, slots=True)
class Normalised:
    """A text as the model reads it; `offsets` leads from its characters to those of the text given."""

    text: str
    offsets: OffsetMap

    def to_source(self, start: int, end: int) -> tuple[int, int]:
        """Return the offsets in the text given of the normalised characters `start .. end` (end exclusive)."""
        return self.offsets.to_source(start, end)

    def to_normalised(self, start: int, end: int) -> tuple[int, int]:
        """Return the normalised offsets of the characters `start .. end` of the text given.

        The range is empty where all of them were dropped; a character composed of several counts as a whole.
        """
        return self.offsets.to_clean(start, end)


def normalise(text: str) -> Normalised:
    """Return `text` as the model reads it."""
    draft = _Draft(text)
    if ANY.search(text):
        draft.replace((m.start(), m.end(), m.group()[0]) for m in SELECTED.finditer(text))
        draft.replace((m.start(), m.end(), "") for m in DROPPED.finditer(draft.text))
        draft.text = draft.text.translate(_TABLE)
    draft.replace(_composed(draft.text))
    draft.text = _paired(draft.text)
    draft.replace(simplify(draft.text))
    return Normalised(draft.text, draft.offsets())


def _composed(text: str) -> Iterator[Edit]:
    """Yield the stretches that are not in NFC, each a character with the marks on it."""
    if unicodedata.is_normalized("NFC", text):
        return
    used = set(text)
    marks = {c for c in used if unicodedata.category(c)[0] == "M" or c in _JOINING_HANGUL}
    others = {c for c in used - marks if not unicodedata.is_normalized("NFC", c)}
    # U+FFFF keeps a class from being empty
    joined, single = (re.escape("\uffff" + "".join(sorted(cs))) for cs in (marks, others))
    for match in re.finditer(f"[^{joined}\n]?[{joined}]+|[{single}]", text, re.DOTALL):
        composed = unicodedata.normalize("NFC", match.group())
        if composed != match.group():
            yield match.start(), match.end(), composed


def _paired(text: str) -> str:
    """Return the text with “ and ” for straight quotation marks, in turn, begun anew in each paragraph."""
    if STRAIGHT_QUOTE not in text:
        return text
    paragraphs = []
    for paragraph in text.split("\n"):
        first, *others = paragraph.split(STRAIGHT_QUOTE)
        paragraphs.append(first + "".join("“”"[i % 2] + part for i, part in enumerate(others)))
    return "\n".join(paragraphs)


class _Draft:
    """A text under change that knows which characters of the first text each of its characters was made from."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._length = len(text)
        # None as long as no change moved a character, which is the common case
        self._pieces: list[Piece] | None = None

    def replace(self, edits: Iterable[Edit]) -> None:
        """Put in the new words of every stretch, in text order; those of the same length answer character by character."""
        changes = list(edits)
        if not changes:
            return
        moving = [edit for edit in changes if len(edit[2]) != edit[1] - edit[0]]
        if moving:
            pieces = _pieces_of(moving, len(self.text))
            self._pieces = pieces if self._pieces is None else _chained(pieces, self._pieces)
        parts, at = [], 0
        for start, end, new in changes:
            parts += [self.text[at:start], new]
            at = end
        self.text = "".join([*parts, self.text[at:]])

    def offsets(self) -> OffsetMap:
        """Return the map from the text as it is now to the first one."""
        if self._pieces is None:
            return OffsetMap()
        # nothing is left of a text: an empty map would say that it is its own source
        return OffsetMap(tuple(self._pieces) or ((0, 0, 0, self._length),))


def _pieces_of(edits: Sequence[Edit], length: int) -> list[Piece]:
    """Return where the characters of a text of `length` stand after `edits`: those between as they were, new ones as wholes."""
    pieces: list[Piece] = []
    place, at = 0, 0
    for start, end, new in (*edits, (length, length, "")):
        if start > at:
            pieces.append((place, at, start - at, start - at))
        place, at = place + start - at, end
        if new:
            pieces.append((place, start, len(new), end - start))
        place += len(new)
    return pieces


def _chained(later: Sequence[Piece], earlier: Sequence[Piece]) -> list[Piece]:
    """Return the pieces that lead from the text of `later` to the source of `earlier`."""
    between = OffsetMap(tuple(earlier))
    places = [piece[0] for piece in earlier]
    out: list[Piece] = []
    for place, middle, length, middle_length in later:
        if length == middle_length:
            near = earlier[bisect_right(places, middle) - 1 : bisect_left(places, middle + length)]
            out += cut_pieces(near, middle, middle + length, place - middle)
        else:
            start, end = between.to_source(middle, middle + middle_length)
            out.append((place, start, length, end - start))
    return out
