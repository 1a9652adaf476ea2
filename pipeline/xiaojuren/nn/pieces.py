"""Texts to subword pieces and character rows, with the place of every character in its piece.

In: a text. Out: `Prepared`, plain numpy arrays that windows, collation and the modules work on. Promise: every character
of the text has a row, whether a piece covers it or not.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from tokenizers import Tokenizer

from xiaojuren.nn.windows import Window, plan_windows
from xiaojuren.words.sentences import clause_bounds

#: A character's place in its piece.
ALONE, FIRST, INSIDE, LAST, UNCOVERED = range(5)
N_PLACES = 5

PAD_CHARACTER = 0
UNKNOWN_CHARACTER = 1


@dataclass(frozen=True, slots=True)
class Prepared:
    """A text made ready for the encoder.

    `pieces` (n_pieces,) ids without special ones; `char_piece` (n_chars,) the piece that covers a character, or the last
    one before it; `char_place` (n_chars,) its place in the piece; `char_row` (n_chars,) its row in the character table;
    `char_sentence` (n_chars,) the number of its sentence; `clauses` character ranges for the character branch.
    """

    pieces: np.ndarray
    char_piece: np.ndarray
    char_place: np.ndarray
    char_row: np.ndarray
    char_sentence: np.ndarray
    clauses: tuple[tuple[int, int], ...]
    windows: tuple[Window, ...]

    @property
    def n_chars(self) -> int:
        """The length of the text in characters."""
        return len(self.char_piece)


@dataclass(frozen=True, slots=True)
class Preparer:
    """Makes `Prepared` from texts: the tokenizer, the character table and the sizes of a model.

    `window` is the most pieces a window may hold without the two special ones, `context` the pieces it gives to either side.
    """

    tokenizer: Tokenizer
    characters: Mapping[str, int]
    window: int
    context: int
    clause: int = 96

    def __call__(self, text: str) -> Prepared:
        """Prepare one text. An empty text gives arrays of length 0 and no windows."""
        encoding = self.tokenizer.encode(text, add_special_tokens=False)
        piece_ids = np.asarray(encoding.ids, dtype=np.int64)
        char_piece, char_place = _align(len(text), encoding.offsets)
        bounds = clause_bounds(text, limit=self.clause)
        sentence = np.zeros(len(text), dtype=np.int64)
        for start, _, new in bounds:
            if new:
                sentence[start] = 1
        char_sentence = np.cumsum(sentence)
        breaks = sorted({int(char_piece[start]) for start, _, new in bounds if new})
        return Prepared(
            pieces=piece_ids,
            char_piece=char_piece,
            char_place=char_place,
            char_row=np.asarray([self._row(c) for c in text], dtype=np.int64),
            char_sentence=char_sentence,
            clauses=tuple((start, end) for start, end, _ in bounds),
            windows=tuple(plan_windows(len(piece_ids), breaks, size=self.window, context=self.context)),
        )

    def _row(self, character: str) -> int:
        row = self.characters.get(character)
        if row is None:
            folded = unicodedata.normalize("NFKC", character)
            row = self.characters.get(folded[:1], UNKNOWN_CHARACTER)
        return row


def _align(n_chars: int, offsets: list[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
    """Return for each character its piece and its place in it.

    The tokenizer may give several pieces the same character (a lone ▁ and the character behind it, or a ligature taken
    apart); the last of them has it.
    """
    piece = np.full(n_chars, -1, dtype=np.int64)
    place = np.full(n_chars, UNCOVERED, dtype=np.int64)
    for i, (start, end) in enumerate(offsets):
        if end <= start:
            continue
        piece[start:end] = i
        if end - start == 1:
            place[start] = ALONE
        else:
            place[start:end] = INSIDE
            place[start], place[end - 1] = FIRST, LAST
    # a character in no piece (a space, a control character) leans on the piece before it
    return np.maximum.accumulate(np.maximum(piece, 0)) if n_chars else piece, place
