"""Whole pages of our own, in shapes that benchmarks/pages' tune half does not have."""

from __future__ import annotations

import html
import json
from pathlib import Path

import pytest

from xiaojuren.article import Article
from xiaojuren.article.page import read_page

PAGES = Path(__file__).parent / "pages"
GOLD = json.loads((PAGES / "gold.json").read_text(encoding="utf8"))


def read(name: str) -> tuple[str, Article]:
    source = (PAGES / name).read_text(encoding="utf8")
    return source, read_page(source, article_id="a", path=name, html=name.endswith(".html"))


@pytest.mark.parametrize("name", GOLD)
def test_the_body_is_all_of_the_article_and_nothing_else(name: str) -> None:
    gold = GOLD[name]
    lines = read(name)[1].text.split("\n")
    assert lines[0].startswith(gold["first"])
    assert lines[-1].endswith(gold["last"])
    assert len(lines) == gold["lines"]


@pytest.mark.parametrize("name", GOLD)
def test_title_date_source_and_author(name: str) -> None:
    article = read(name)[1]
    fields = ("title", "date", "source", "author")
    assert {field: getattr(article, field) for field in fields} == {field: GOLD[name][field] for field in fields}


@pytest.mark.parametrize("name", GOLD)
def test_every_character_leads_back_to_its_own(name: str) -> None:
    source, article = read(name)
    for at, character in enumerate(article.text):
        if not character.isspace():
            start, end = article.source_span(at, at + 1)
            assert html.unescape(source[start:end]) == character
