"""The tightest block of HTML around an article.

In: the lines with their blocks, and what each line is worth as prose. Out: the run of lines inside the block, and whether it holds
hardly anything else. The block is the smallest one around nearly all prose of the best run of lines on the page.
"""

from __future__ import annotations

from collections.abc import Sequence

from xiaojuren.article.furniture import Kind
from xiaojuren.article.lines import Page

#: A block inside is taken for the article where it has this share of the prose around.
_SHARE = 0.88
#: Furniture that a tight block has, a line of it for this many lines.
_LINES_A_STRANGER = 4
#: How much more the prose below a byline or a heading counts: it is where an article stands.
_BELOW = 1.5


def tightest(page: Page, kinds: Sequence[Kind], worths: Sequence[float]) -> tuple[int, int, bool]:
    """Return the run `low .. high` of the lines of a block, and whether it is tight."""
    count, lines = len(page.parents), page.lines
    prose = [0.0] * count
    low, high = [len(lines)] * count, [0] * count
    favoured = _below_heading(page, kinds)
    favouring = [value * _BELOW if i in favoured and value > 0 else value for i, value in enumerate(worths)]
    run = range(*best_run(favouring, 0, len(lines))[1:])
    for i, line in enumerate(lines):
        node = max(line.node, 0)
        prose[node] += max(favouring[i], 0) if i in run else 0
        low[node], high[node] = min(low[node], i), max(high[node], i + 1)
    children: list[list[int]] = [[] for _ in range(count)]
    for node in range(count - 1, 0, -1):  # a child stands behind its parent
        parent = page.parents[node]
        prose[parent] += prose[node]
        low[parent], high[parent] = min(low[parent], low[node]), max(high[parent], high[node])
        children[parent].append(node)
    best = 0
    while True:
        inner = max(children[best], key=lambda node: prose[node], default=-1)
        if inner < 0 or prose[inner] < _SHARE * prose[best] or high[inner] - low[inner] < 2:
            break
        best = inner
    inside = range(low[best], high[best])
    strangers = sum(kinds[i] in (Kind.CHROME, Kind.END, Kind.BYLINE) for i in inside)
    return low[best], high[best], strangers * _LINES_A_STRANGER <= len(inside)


def best_run(worths: Sequence[float], low: int, high: int) -> tuple[float, int, int]:
    """Return the run of lines between `low` and `high` with the greatest sum: the sum, and the run's ends."""
    best, run = 0.0, (low, low)
    total, start = 0.0, low
    for i in range(low, high):
        total += worths[i]
        if total <= 0:
            total, start = 0.0, i + 1
        elif total > best:
            best, run = total, (start, i + 1)
    return best, *run


def _below_heading(page: Page, kinds: Sequence[Kind]) -> set[int]:
    """Return the lines of prose that stand nearest below a byline or a heading, until furniture ends them."""
    out: set[int] = set()
    below = False
    for i, kind in enumerate(kinds):
        if kind is Kind.BYLINE or page.lines[i].heading == "h1":
            below = True
        elif kind is Kind.END:
            below = False
        elif below and kind is Kind.PROSE:
            out.add(i)
    return out
