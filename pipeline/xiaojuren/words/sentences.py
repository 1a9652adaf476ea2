"""Sentences and clauses by punctuation.

In: a text. Out: character ranges that tile it. A sentence ends behind 。！？；… and the closing quotation marks after them,
or at a line break; a clause is a sentence cut further at commas where it is longer than a limit.
"""

from __future__ import annotations

import re

_SENTENCE = re.compile(r"[^。！？；!?;\n…]*(?:[。！？；!?;…]+[”’」』）)】》\"']*|\n+|$)")
_SOFT = "，,、：: "


def sentence_bounds(text: str) -> list[tuple[int, int]]:
    """Return the ranges of the sentences of `text`; they tile it without a gap."""
    bounds = []
    at = 0
    for match in _SENTENCE.finditer(text):
        if match.end() > at:
            bounds.append((at, match.end()))
            at = match.end()
    return bounds


def clause_bounds(text: str, *, limit: int) -> list[tuple[int, int, bool]]:
    """Return ranges of at most `limit` characters that tile `text`, each with whether a sentence begins there."""
    out = []
    for start, end in sentence_bounds(text):
        at = start
        while end - at > limit:
            cut = max(text.rfind(mark, at + limit // 2, at + limit) for mark in _SOFT) + 1
            cut = cut if cut > at else at + limit
            out.append((at, cut, at == start))
            at = cut
        out.append((at, end, at == start))
    return out
