"""The lines that the pages of one site share, learnt from a sample of them.

In: pages of one folder. Out: `Template`, which tells whether a line is of the site and not of an article. Memory is bounded: a
sample of pages and a digest for each of their lines. Copies of one article count as one page, for what they share is the article.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from xiaojuren.article.html import html_lines, looks_like_html
from xiaojuren.article.lines import fold, text_lines

#: Pages of a site that a line stands on, before it is taken for the site's.
_LEAST_PAGES = 3
#: A shorter line may stand in many articles (一、总体要求), a longer one is a site's.
_LEAST_LENGTH = 10
#: Lines of a page that are counted, and characters of it that are read: the rest of a giant is no template.
_MOST_LINES, MOST_CHARACTERS = 3_000, 400_000


@dataclass(frozen=True, slots=True)
class Template:
    """The digests of a site's lines."""

    digests: frozenset[bytes] = frozenset()

    def __contains__(self, text: object) -> bool:
        return bool(self.digests) and isinstance(text, str) and _digest(text) in self.digests


NOTHING = Template()


def learn(pages: Iterable[str]) -> Template:
    """Return the lines that at least three of the pages share, pages with the same longest line counted once."""
    counts: Counter[bytes] = Counter()
    bodies: set[bytes] = set()
    for source in pages:
        source = source[:MOST_CHARACTERS]
        page = html_lines(source) if looks_like_html(source) else text_lines(source)
        texts = list(dict.fromkeys(line.text for line in page.lines))[:_MOST_LINES]
        body = _digest(max(texts, key=len, default=""))
        if body not in bodies:
            bodies.add(body)
            counts.update(_digest(text) for text in texts if len(text) >= _LEAST_LENGTH)
    return Template(frozenset(digest for digest, count in counts.items() if count >= _LEAST_PAGES))


def _digest(text: str) -> bytes:
    return hashlib.blake2b(fold(text).encode("utf8", "surrogatepass"), digest_size=8).digest()
