"""From files to articles: decoding, cleaning, duplicates. Imports neither torch nor spaCy."""

from xiaojuren.article.article import Article, Failure, OffsetMap
from xiaojuren.article.duplicates import mark_duplicates
from xiaojuren.article.read import read_articles

__all__ = ["Article", "Failure", "OffsetMap", "mark_duplicates", "read_articles"]
