"""Predictions in the shape of annotations: what a pipeline finds in articles, to write or to score.

In: a pipeline and articles, of which only the text is read. Out: articles with predicted mentions and relations.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spacy.language import Language
from spacy.tokens import Doc

from xiaojuren.components.relations import relate_gold
from xiaojuren.components.spans import mentions_of
from xiaojuren.corpus.annotated import AnnotatedArticle
from xiaojuren.schema import Relation


def predict(nlp: Language, articles: Iterable[AnnotatedArticle]) -> Iterator[AnnotatedArticle]:
    """Yield the articles with what `nlp` finds in their texts."""
    for doc, article_id in nlp.pipe(((a.text, a.article_id) for a in articles), as_tuples=True):
        yield to_annotated(doc, article_id)


def predict_given_mentions(nlp: Language, articles: Iterable[AnnotatedArticle]) -> Iterator[AnnotatedArticle]:
    """Yield the articles with their own mentions and the relations that `nlp` finds among them."""
    for article in articles:
        yield to_annotated(relate_gold(nlp, article.text, article.mentions), article.article_id)


def to_annotated(doc: Doc, article_id: str) -> AnnotatedArticle:
    """Return what a pipeline left on `doc` in the shape of annotations."""
    relations = tuple(Relation(f.head, f.tail, f.relation, f.role, f.score) for f in doc._.facts)
    return AnnotatedArticle(article_id, doc.text, tuple(mentions_of(doc)), relations)
