"""Articles with the same body: found as they stream by, so that a model reads each body once.

In: articles. Out: the same ones in their order, `duplicate_of` naming the first copy. What is the same: the letters and digits
of the text, in whatever width, case, spacing and punctuation. Memory: 16 bytes of digest and an id an article.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace

from xiaojuren.article.article import Article
from xiaojuren.article.page import fold


def mark_duplicates(articles: Iterable[Article]) -> Iterator[Article]:
    """Yield the articles, those with a body that came before marked with the id of its first copy."""
    first: dict[bytes, str] = {}
    for article in articles:
        known = first.setdefault(fingerprint(article.text), article.article_id)
        yield article if known == article.article_id else replace(article, duplicate_of=known)


def fingerprint(text: str) -> bytes:
    """Return 16 bytes that are equal for equal bodies."""
    return hashlib.blake2b(fold(text).encode("utf8", "surrogatepass"), digest_size=16).digest()
