from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from xiaojuren.words.sentences import clause_bounds, sentence_bounds


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_bounds(text)]


def test_a_sentence_ends_behind_its_closing_quotation_mark() -> None:
    assert sentences("他说：“项目已开工。”企业落户！共5家") == ["他说：“项目已开工。”", "企业落户！", "共5家"]


def test_a_line_break_ends_a_sentence() -> None:
    assert sentences("标题\n\n正文。") == ["标题\n\n", "正文。"]


@given(st.text("项目，。！”\n a5", max_size=80))
def test_sentences_and_clauses_tile_the_text(text: str) -> None:
    assert "".join(sentences(text)) == text
    clauses = clause_bounds(text, limit=8)
    assert "".join(text[start:end] for start, end, _ in clauses) == text
    assert all(end - start <= 8 for start, end, _ in clauses)
    assert {start for start, _, new in clauses if new} == {start for start, _ in sentence_bounds(text)}
