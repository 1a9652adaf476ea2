"""Traditional characters to simplified ones by OpenCC, paragraph by paragraph, where a paragraph looks traditional.

In: a text. Out: the stretches that change, with what they become. A simplified text costs one look for characters that only
traditional texts have; OpenCC is loaded by the first text in a process.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Protocol

#: (start, end, what stands there now)
Edit = tuple[int, int, str]

#: Of a paragraph's Han characters at least this share is traditional only, where it counts as traditional. In a traditional
#: text it is a third; in a simplified one a name may have one such character.
LEAST_SHARE = 0.05

_HAN = re.compile(r"[\u3400-\u9fff]")
_HAN_RUN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]+")


class Converter(Protocol):
    """What we use of OpenCC."""

    def convert(self, text: str) -> str:
        """Return `text` in simplified characters."""


def simplify(text: str) -> Iterator[Edit]:
    """Yield the stretches of `text` that change; where a run of Han characters keeps its place, they answer to one another.

    Every entry of OpenCC 1.4's tables keeps its length; nothing promises that the next one's do.
    """
    traditional = traditional_only()
    end = 0
    while hit := traditional.search(text, end):
        start, end = text.rfind("\n", 0, hit.start()) + 1, text.find("\n", hit.end())
        end = len(text) if end < 0 else end
        paragraph = text[start:end]
        if len(traditional.findall(paragraph)) < LEAST_SHARE * len(_HAN.findall(paragraph)):
            continue
        simple = converter().convert(paragraph)
        if _runs(simple) == _runs(paragraph):
            yield start, end, simple
        else:
            yield from _by_runs(paragraph, start)


def _same(a: str, b: str, most: int) -> int:
    """Return how many characters `a` and `b` begin with in common, `most` of them at most."""
    count = 0
    while count < most and a[count] == b[count]:
        count += 1
    return count


def _runs(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in _HAN_RUN.finditer(text)]


def _by_runs(paragraph: str, at: int) -> Iterator[Edit]:
    """Convert each run of Han characters alone; one that changes its length gives the least stretch that holds the change."""
    for match in _HAN_RUN.finditer(paragraph):
        run, simple = match.group(), converter().convert(match.group())
        start, end = match.span()
        if len(run) != len(simple):
            most = min(len(run), len(simple)) - 1  # at least one character on either side answers for the change
            before = _same(run, simple, most)
            behind = _same(run[::-1], simple[::-1], most - before)
            start, end, simple = start + before, end - behind, simple[before : len(simple) - behind]
        yield at + start, at + end, simple


@lru_cache(maxsize=1)
def converter() -> Converter:
    """Return OpenCC's conversion from traditional to simplified."""
    from opencc import OpenCC

    made: Converter = OpenCC("t2s")
    return made


@lru_cache(maxsize=1)
def traditional_only() -> re.Pattern[str]:
    """Return a pattern of the characters that OpenCC changes and that GB 2312, the set for simplified text, has not.

    著, 乾 and 於 are in both: alone they say nothing of a text.
    """
    every = [chr(code) for code in range(0x3400, 0xA000)]
    simple = converter().convert("\n".join(every)).split("\n")
    only = [a for a, b in zip(every, simple, strict=True) if a != b and not _in_gb2312(a)]
    return re.compile(f"[{''.join(only)}]")


def _in_gb2312(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
