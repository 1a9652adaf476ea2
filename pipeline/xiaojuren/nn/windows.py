"""Cutting a long run of pieces into windows with context on both sides.

In: a number of pieces and the pieces at which sentences begin. Out: windows whose cores tile the run exactly, so that
every piece is predicted once, from the window where it stands deepest, and nothing is cut off.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Window:
    """Pieces `start .. end` are encoded together; of them `core_start .. core_end` are taken."""

    start: int
    end: int
    core_start: int
    core_end: int


def plan_windows(n_pieces: int, breaks: Sequence[int], *, size: int, context: int) -> Iterator[Window]:
    """Yield windows of at most `size` pieces over `n_pieces`, with `context` pieces on either side where there are any.

    `breaks` are the pieces at which sentences begin, in order; a core ends at the last of them that fits, unless that
    would leave it less than half full.
    """
    if size <= 2 * context:
        raise ValueError(f"a window of {size} pieces leaves no core between two contexts of {context}")
    core = size - 2 * context
    start = 0
    while start < n_pieces:
        if n_pieces - start <= size - min(context, start):
            end = n_pieces
        else:
            limit = start + core + (context if start == 0 else 0)
            end = _last_break(breaks, start + core // 2, limit)
        left = max(0, start - context)
        yield Window(left, min(n_pieces, left + size), start, end)
        start = end


def _last_break(breaks: Sequence[int], low: int, high: int) -> int:
    i = bisect_left(breaks, high + 1) - 1
    return breaks[i] if i >= 0 and breaks[i] > low else high
