"""Documents in other writings: mentions stand at the right words of a document's own text, and are the same."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language

from tests.conftest import make_model
from xiaojuren.article.normal import normalise
from xiaojuren.components.encoder import NAME as ENCODER
from xiaojuren.components.encoder import encoded
from xiaojuren.components.relations import relate_gold
from xiaojuren.components.spans import mentions_of
from xiaojuren.nn.model import Extractor
from xiaojuren.schema import Mention, Relation
from xiaojuren.training.package import make_pipeline

PLAIN = "省级小巨人企业签约落户，项目投资50亿元。\n该企业入选“专精特新”，投资20亿元。"
WIDE = str.maketrans({i: i + 0xFEE0 for i in range(48, 58)})
TRADITIONAL = str.maketrans("级业签约项资亿该专“”", "級業簽約項資億該專「」")


@pytest.fixture(scope="module")
def tiny() -> Language:
    return make_pipeline(make_model(), "tiny", "0.0.1")


def marked(text: str, *, every: int = 3) -> str:
    """The text with something invisible behind every third character."""
    return "".join(c + ("\u200b" if i % every == every - 1 else "") for i, c in enumerate(text))


def found(nlp: Language, text: str) -> tuple[list[tuple[str, int, int]], list[tuple[object, ...]]]:
    """Mentions, at their normalised places, and facts of a text."""
    doc = nlp(text)
    made = normalise(text)
    mentions = [(m.label, *made.to_normalised(m.start, m.end)) for m in mentions_of(doc)]
    facts = [(f.head, f.relation, f.tail, f.role, f.score) for f in doc._.facts]
    return mentions, sorted(facts, key=str)


@pytest.mark.parametrize(
    "text",
    [
        PLAIN.translate(WIDE),
        PLAIN.translate(TRADITIONAL),
        PLAIN.replace("\n", "\r\n"),
        PLAIN.replace("“", '"').replace("”", '"'),
        marked(PLAIN),
        marked(PLAIN.translate(WIDE).translate(TRADITIONAL), every=2),
    ],
)
def test_another_writing_of_a_text_gives_the_same_mentions(tiny: Language, text: str) -> None:
    mentions, _ = found(tiny, text)
    assert mentions == found(tiny, PLAIN)[0]
    assert mentions
    assert tiny(text).text == text


def test_another_writing_of_a_text_gives_the_same_facts(tiny: Language) -> None:
    text = PLAIN.translate(WIDE).translate(TRADITIONAL)
    assert found(tiny, text) == found(tiny, PLAIN)
    assert found(tiny, text)[1]


def test_what_the_model_finds_stands_at_the_words_of_the_document(
    tiny: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "\ufeff「小巨\u200b人」企業\r\n投資５\u200b０億元。"
    seen = normalise(text).text
    assert seen == "“小巨人”企业\n投资50亿元。"
    mentions = [Mention(seen.index(w), seen.index(w) + len(w), "ORG", 0.9) for w in ("“小巨人”企业", "50亿元")]
    monkeypatch.setattr(Extractor, "find_mentions", lambda self, vectors: mentions)
    doc = tiny(text)
    assert doc.text == text
    assert [span.text for span in doc.spans["sc"]] == ["「小巨\u200b人」企業", "５\u200b０億元"]
    assert [span._.score for span in doc.spans["sc"]] == [0.9, 0.9]


def test_the_heads_read_normalised_characters(tiny: Language) -> None:
    text = "投\u200b資５０億元"
    doc = tiny.make_doc(text)
    tiny.get_pipe(ENCODER)(doc)
    state = encoded(doc)
    assert state.normalised.text == "投资50亿元"
    assert len(state.vectors) == len(state.sentence) == len(state.normalised.text)


def test_gold_mentions_are_led_forward_and_invisible_ones_stay_out_of_facts(
    tiny: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    given_to_model: list[Mention] = []

    def find_relations(self: Extractor, vectors, mentions, sentence) -> list[Relation]:
        given_to_model.extend(mentions)
        return [Relation(0, 1, "HAS_AMOUNT", "planned_investment", 0.9), Relation(0, 2, "INVESTS_IN", None, 0.8)]

    monkeypatch.setattr(Extractor, "find_relations", find_relations)
    text = "企業\u200b\u200b投資５０億元項目。"
    gold = [Mention(2, 4, "PLACE"), Mention(0, 2, "ORG"), Mention(6, 10, "AMOUNT"), Mention(10, 12, "PROJECT")]
    doc = relate_gold(tiny, text, gold)
    assert [span.text for span in doc.spans["sc"]] == ["企業", "\u200b\u200b", "５０億元", "項目"]
    assert [(m.start, m.end, m.label) for m in given_to_model] == [(0, 2, "ORG"), (4, 8, "AMOUNT"), (8, 10, "PROJECT")]
    assert [(f.head, f.head_text, f.relation, f.tail, f.tail_text) for f in doc._.facts] == [
        (0, "企業", "HAS_AMOUNT", 2, "５０億元"),
        (0, "企業", "INVESTS_IN", 3, "項目"),
    ]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.text(st.sampled_from('项目投資５０億元「」“”"\u200b\u3000 \r\ne\u0301葛\U000e0100\u0958👨\u200d'), max_size=40)
)
def test_any_writing_passes(tiny: Language, text: str) -> None:
    doc = tiny(text)
    assert doc.text == text
    for fact in doc._.facts:
        assert fact.head_text == doc.spans["sc"][fact.head].text
