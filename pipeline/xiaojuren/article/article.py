"""The article: one news text, where it came from, and a map from its characters back to the source's.

In: nothing. Out: `Article` and `OffsetMap`, the plain data that reading makes and every later stage uses.
Promise: `article.source_span(start, end)` cuts the same words out of the decoded source.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """Where each stretch of a clean text stands in the decoded source.

    `clean`, `source` and `length` are parallel: characters `clean[i] .. clean[i] + length[i]` of the clean text are the
    characters `source[i] .. source[i] + length[i]` of the source. Characters of the clean text in no stretch (a line break
    put between two paragraphs) belong to the end of the stretch before them.
    """

    clean: tuple[int, ...] = (0,)
    source: tuple[int, ...] = (0,)
    length: tuple[int, ...] = (1 << 60,)

    def to_source(self, start: int, end: int) -> tuple[int, int]:
        """Return the source offsets of the clean characters `start .. end` (end exclusive)."""
        if end <= start:
            at = self._point(start)
            return at, at
        return self._point(start), self._point(end - 1) + 1

    def _point(self, offset: int) -> int:
        i = max(bisect_right(self.clean, offset) - 1, 0)
        return self.source[i] + min(max(offset - self.clean[i], 0), self.length[i])


@dataclass(frozen=True, slots=True)
class Article:
    """One article. `path` names the file it came from, with `#n` behind it for the n-th record of a table or JSONL file.

    `date` is ISO 8601 (`2022-07-22`) or empty; `duplicate_of` is the `article_id` of the first copy of the same body, or None.
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
