from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tests.report.conftest import HOSTILE, hostile_entry, plain_entry
from xiaojuren.batch.reading import Found
from xiaojuren.batch.tables import write_whole
from xiaojuren.report.page import Entry, marked, write_report
from xiaojuren.schema import LABELS


def page(tmp_path: Path, *entries: Entry) -> str:
    write_report(tmp_path / "report.html", entries, total=len(entries), model="m<b>", write=write_whole)
    return (tmp_path / "report.html").read_text(encoding="utf8")


class Words(HTMLParser):
    """The words of a page as a reader sees them, and the marks that hold each of them."""

    def __init__(self) -> None:
        super().__init__()
        self.text, self.depth, self.deepest = "", 0, 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.text += "\n" if tag == "br" else ""
        self.depth += tag == "mark"
        self.deepest = max(self.deepest, self.depth)

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag == "mark"

    def handle_data(self, data: str) -> None:
        self.text += data


def test_nested_mentions_are_marks_inside_marks() -> None:
    mentions = [Found(0, 9, "PROJECT", 0.9, None), Found(0, 3, "PLACE", 0.8, None), Found(11, 13, "PLACE", 0.7, None)]
    html = marked("江西省凿岩装备中心落户柳埠", mentions, prefix="a1-")
    assert re.sub(r' (id|title)="[^"]*"', "", html) == (
        '<p><mark class="PROJECT"><mark class="PLACE">江西省</mark>凿岩装备中心</mark>落户<mark class="PLACE">柳埠</mark></p>'
    )


@st.composite
def marked_texts(draw: st.DrawFn) -> tuple[str, list[Found]]:
    """A text with mentions of which none crosses another, in text order."""
    text = draw(st.text("项目<&>\"'\n a", max_size=40))
    found: list[Found] = []
    for start, end in draw(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=8)):
        fits = all(
            end <= m.start or m.end <= start or ((start, end) != (m.start, m.end) and _nested(start, end, m))
            for m in found
        )
        if start < end <= len(text) and fits:
            found.append(Found(start, end, draw(st.sampled_from(LABELS)), 0.5, None))
    return text, sorted(found, key=lambda m: (m.start, -m.end))


def _nested(start: int, end: int, m: Found) -> bool:
    return (start <= m.start and m.end <= end) or (m.start <= start and end <= m.end)


@given(marked_texts())
def test_the_words_of_a_text_are_all_there_whatever_is_marked(given: tuple[str, list[Found]]) -> None:
    text, mentions = given
    html = marked(text, mentions, prefix="")
    words = Words()
    words.feed(html)
    words.close()
    assert words.text.replace("\n", "") == text.replace("\n", "")
    assert words.depth == 0
    assert html.count("<mark ") == html.count("</mark>") == len(mentions)


def test_facts_stand_beside_the_text_with_their_evidence(tmp_path: Path) -> None:
    html = page(tmp_path, plain_entry())
    assert 'href="#a1-m1">宏桥锂能</a>' in html
    assert "数额：总投资" in html
    assert "800000000 CNY" in html
    assert 'title="宏桥锂能投资8亿元。"' in html


def test_nothing_of_an_article_is_markup(tmp_path: Path) -> None:
    html = page(tmp_path, hostile_entry())
    for bad in HOSTILE:
        assert bad not in html
    assert html.count("<script") == 1
    assert "m<b>" not in html
    assert "default-src 'none'" in html
