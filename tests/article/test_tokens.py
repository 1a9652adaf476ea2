from __future__ import annotations

import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiaojuren.article.html import html_lines
from xiaojuren.article.page import read_page
from xiaojuren.article.tokens import attributes, tokens
from xiaojuren.errors import XiaojurenError

SENTENCE = "昨天，青禾县与澄波制药签约，项目总投资3亿元。"


def kinds(source: str) -> list[tuple[str, str]]:
    return [(token.kind, token.name or source[token.start : token.end]) for token in tokens(source)]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<P Class=a>甲</p >乙", [("start", "p"), ("text", "甲"), ("end", "p"), ("text", "乙")]),
        ("3 < 5，5 > 3", [("text", "3 < 5，5 > 3")]),
        ("<a title='1>0' href=/>甲", [("start", "a"), ("text", "甲")]),
        ('<a title="甲>乙</a>', [("start", "a"), ("text", "乙"), ("end", "a")]),
        ("<!-- <p> -->甲<!-- 乙 <b>丙", [("text", "甲"), ("text", "丙")]),
        ("<%@ page import='x>y' %>甲<%= title", [("text", "甲<%= title")]),
        ("<script>a<b</script>甲", [("start", "script"), ("raw", "script"), ("end", "script"), ("text", "甲")]),
        ("甲<b", [("text", "甲<b")]),
    ],
)
def test_broken_markup_costs_its_tag_and_not_the_page(source: str, expected: list[tuple[str, str]]) -> None:
    assert kinds(source) == expected


def test_attributes_are_read_in_every_kind_of_quotes() -> None:
    assert attributes("<meta Name=author content='甲&amp;乙' content=丙 checked>") == {
        "name": "author",
        "content": "甲&乙",
        "checked": "",
    }


@given(st.text(alphabet="<>!-/%\"'= abp甲。&;\n", max_size=80))
def test_tokens_stand_in_order_and_never_overlap(source: str) -> None:
    at = 0
    for token in tokens(source):
        assert at <= token.start <= token.end <= len(source)
        at = token.end
    html_lines(source)


@pytest.mark.parametrize(
    "source",
    [
        "<div>" * 60_000 + SENTENCE,
        ("<font>" + SENTENCE + "<p>") * 8_000,
        "<ul>" + "<i>" * 20_000 + ("<li>" + SENTENCE) * 5_000,
        "<b><div>" + "<i>" * 20_000 + "</b>" * 20_000 + SENTENCE,
        "<a x=" * 40_000 + SENTENCE,
        "<a x='" * 40_000 + SENTENCE + ">",
        "<!--" * 60_000 + SENTENCE,
        "</" * 60_000 + SENTENCE,
        "<table><tr><td>" * 8_000 + SENTENCE,
        "<h1>青禾县一</h1>" * 8_000 + SENTENCE,
        SENTENCE * 10_000,
        "2022-07-22 10:22 来源：某报\n" * 8_000 + SENTENCE,
        "首页\n" * 40_000 + SENTENCE,
        " " * 250_000 + "甲" + " " * 250_000 + SENTENCE,
        "1" * 290 + "x\n" + SENTENCE,
    ],
)
@pytest.mark.parametrize("is_html", [True, False])
def test_no_page_is_slow(source: str, is_html: bool) -> None:
    begin = time.process_time()
    with suppress(XiaojurenError):  # X108: there is no article in it
        read_page(source, article_id="a", path="p", html=is_html)
    assert time.process_time() - begin < 8, "a quarter of a megabyte takes a fraction of a second"
