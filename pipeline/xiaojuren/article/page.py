"""A page to an article: the body without the site around it, and the title, date, source and author lifted out.

In: a page of HTML or of saved text. Out: `Article` text with its offset map, or X108 where no body is left. `furniture` says what
each line is, `body` which of them are the article, `stated` what is said about it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from xiaojuren.article.article import Article, OffsetMap, Piece, cut_pieces
from xiaojuren.article.body import choose_body
from xiaojuren.article.furniture import classify
from xiaojuren.article.html import html_lines, looks_like_html
from xiaojuren.article.labels import iso_date
from xiaojuren.article.lines import Line, fold, text_lines
from xiaojuren.article.stated import find_stated
from xiaojuren.article.template import NOTHING, Template
from xiaojuren.errors import XiaojurenError

__all__ = ["fold", "iso_date", "read_page", "with_stated"]


def read_page(
    text: str, *, article_id: str, path: str, html: bool | None = None, template: Template = NOTHING
) -> Article:
    """Return the article of a page of HTML or of saved text; `html=None` looks which. Raises X108 (no body is left).

    `template`: the lines that the page's site repeats, learnt from its other pages.
    """
    if html is None:
        html = looks_like_html(text)
    page = html_lines(text) if html else text_lines(text)
    lines = page.lines
    kinds = [classify(line, known=line.text in template) for line in lines]
    body = choose_body(page, kinds)
    if not body:
        raise XiaojurenError("X108", path=path)
    stated = find_stated(page, kinds, body)
    body = [i for i in body if not _same(lines[i].text, stated.title)] or body
    clean, offsets = _join([lines[i] for i in body])
    return Article(
        article_id=article_id,
        path=path,
        text=clean,
        title=stated.title,
        date=stated.date,
        source=stated.source,
        author=stated.author,
        offsets=offsets,
    )


def with_stated(article: Article, *, title: str = "", date: str = "", source: str = "", author: str = "") -> Article:
    """Return the article with the fields that a record states, which go before those found on the page."""
    return replace(
        article,
        title=title or article.title,
        date=iso_date(date) or article.date,
        source=source or article.source,
        author=author or article.author,
    )


def _same(a: str, b: str) -> bool:
    return bool(b) and fold(a) == fold(b)


def _join(lines: Sequence[Line]) -> tuple[str, OffsetMap]:
    """Return the body, a paragraph a line, with its offset map."""
    pieces: list[Piece] = []
    texts: list[str] = []
    at = 0
    for line in lines:
        pieces += cut_pieces(line.pieces, 0, len(line.text), at)
        texts.append(line.text)
        at += len(line.text) + 1
    return "\n".join(texts), OffsetMap(tuple(pieces))
