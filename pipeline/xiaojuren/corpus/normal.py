"""Annotated articles as the model reads them: the normalised text, with the mentions where their words stand in it.

In: an article. Out: the same object where normalising changes nothing, which is so for almost every text.
"""

from __future__ import annotations

from dataclasses import replace

from xiaojuren.article.normal import normalise
from xiaojuren.corpus.annotated import AnnotatedArticle
from xiaojuren.schema import Mention


def normalise_article(article: AnnotatedArticle) -> AnnotatedArticle:
    """Return the article with its text normalised.

    A mention of which nothing is left goes, and its relations with it; of two that become the same, the first stays for both.
    """
    text = normalise(article.text)
    if text.text == article.text:
        return article
    kept: dict[tuple[int, int, str], int] = {}
    mentions: list[Mention] = []
    number: dict[int, int] = {}
    for i, mention in enumerate(article.mentions):
        start, end = text.to_normalised(mention.start, mention.end)
        there = replace(mention, start=start, end=end)
        if start == end:
            continue
        if there.key not in kept:
            kept[there.key] = len(mentions)
            mentions.append(there)
        number[i] = kept[there.key]
    relations = tuple(
        replace(r, head=number[r.head], tail=number[r.tail])
        for r in article.relations
        if r.head in number and r.tail in number and number[r.head] != number[r.tail]
    )
    return AnnotatedArticle(article.article_id, text.text, tuple(mentions), relations)
