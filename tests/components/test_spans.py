from __future__ import annotations

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from xiaojuren.components.extensions import SPANS_KEY
from xiaojuren.components.spans import mentions_of, set_mentions, without_blank_ends
from xiaojuren.schema import LABELS, Mention

TEXT = "宏桥锂能 8亿元 隔膜基地ABC123落户\n“柳埠”😀镇"


@pytest.fixture(scope="module")
def jieba_like() -> Language:
    """A pipeline whose words are longer than characters, so that mentions cut them."""
    nlp = spacy.blank("en")
    nlp.max_length = 10_000
    return nlp


@settings(max_examples=60)
@given(st.data())
def test_no_mention_is_lost_to_a_token(jieba_like: Language, data: st.DataObject) -> None:
    text = data.draw(st.text("项目ab1 　\n“😀", min_size=1, max_size=30))
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    mentions = without_blank_ends(text, [Mention(start, end, "ORG")])
    doc = jieba_like.make_doc(text)
    set_mentions(doc, mentions)
    assert doc.text == text
    assert [m.key for m in mentions_of(doc)] == [m.key for m in mentions]


def test_nested_mentions_are_all_there_and_ents_are_the_outermost() -> None:
    doc = spacy.blank("zh").make_doc("江西省凿岩装备中心落户柳埠")
    mentions = [Mention(0, 9, "PROJECT", 0.9), Mention(0, 3, "PLACE", 0.8), Mention(11, 13, "PLACE", 0.7)]
    set_mentions(doc, mentions)
    assert [(s.text, s.label_, s._.score) for s in doc.spans[SPANS_KEY]] == [
        ("江西省凿岩装备中心", "PROJECT", 0.9),
        ("江西省", "PLACE", 0.8),
        ("柳埠", "PLACE", 0.7),
    ]
    assert [e.text for e in doc.ents] == ["江西省凿岩装备中心", "柳埠"]


def test_blanks_at_the_ends_are_left_out() -> None:
    trimmed = without_blank_ends(TEXT, [Mention(0, 5, "ORG", 0.5), Mention(0, 4, "ORG", 0.9), Mention(4, 5, "PLACE")])
    assert trimmed == [Mention(0, 4, "ORG", 0.9)]


@pytest.mark.parametrize("text", ["", " ", "\n", "项", TEXT, "(记者 沈若川)上半年"])
def test_a_pipeline_takes_any_text(nlp: Language, text: str) -> None:
    doc = nlp(text)
    assert doc.text == text
    for span in doc.spans[SPANS_KEY]:
        assert span.label_ in LABELS
        assert 0 < span._.score <= 1
