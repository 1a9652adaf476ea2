from __future__ import annotations

from spacy.language import Language

from tests.nn.test_model import make_text
from xiaojuren.components.relations import facts_of, relate_gold
from xiaojuren.components.spans import mentions_of
from xiaojuren.schema import RELATIONS, SIGNATURES, Mention, Relation

TEXT = "昨日，柳埠镇与宏桥锂能签约。宏桥锂能将投资8亿元。项目占地120亩！"
ORG, AGAIN, AMOUNT = Mention(7, 11, "ORG"), Mention(14, 18, "ORG"), Mention(21, 24, "AMOUNT")


def test_a_fact_is_told_once_with_its_best_evidence() -> None:
    mentions = [ORG, AGAIN, AMOUNT]
    relations = [
        Relation(0, 2, "HAS_AMOUNT", "other", 0.6),
        Relation(1, 2, "HAS_AMOUNT", "total_investment", 0.9),
    ]
    (fact,) = facts_of(TEXT, mentions, relations)
    assert (fact.head_text, fact.tail_text, fact.role, fact.score) == ("宏桥锂能", "8亿元", "total_investment", 0.9)
    assert TEXT[fact.evidence_start : fact.evidence_end] == "宏桥锂能将投资8亿元。"


def test_the_evidence_of_a_far_fact_runs_over_its_sentences() -> None:
    (fact,) = facts_of(TEXT, [ORG, AMOUNT], [Relation(0, 1, "HAS_AMOUNT", "total_investment", 0.9)])
    assert TEXT[fact.evidence_start : fact.evidence_end] == "昨日，柳埠镇与宏桥锂能签约。宏桥锂能将投资8亿元。"


def test_facts_keep_to_the_schema(nlp: Language) -> None:
    doc = nlp(make_text(200, seed=3))
    spans = mentions_of(doc)
    assert doc._.facts
    for fact in doc._.facts:
        heads, tails = SIGNATURES[fact.relation]
        assert fact.head_label in heads
        assert fact.tail_label in tails
        assert doc.text[spans[fact.head].start : spans[fact.head].end] == fact.head_text
        evidence = doc.text[fact.evidence_start : fact.evidence_end]
        assert fact.head_text.strip() in evidence
        assert fact.tail_text.strip() in evidence
        assert (fact.role is not None) == (fact.relation == "HAS_AMOUNT")


def test_given_mentions_are_kept_as_they_are(nlp: Language) -> None:
    doc = relate_gold(nlp, TEXT, [AMOUNT, ORG])
    assert [m.key for m in mentions_of(doc)] == [ORG.key, AMOUNT.key]
    assert {fact.relation for fact in doc._.facts} <= set(RELATIONS)


def test_facts_do_not_change_with_the_company_they_are_read_in(nlp: Language) -> None:
    texts = [make_text(n, seed=n) for n in (40, 7, 120, 60, 0, 90)]
    alone = [nlp(text)._.facts for text in texts]
    for size in (1, 2, 6):
        assert [[_key(f) for f in doc._.facts] for doc in nlp.pipe(texts, batch_size=size)] == [
            [_key(f) for f in facts] for facts in alone
        ]
    backwards = list(nlp.pipe(texts[::-1]))[::-1]
    assert [[_key(f) for f in doc._.facts] for doc in backwards] == [[_key(f) for f in facts] for facts in alone]


def _key(fact: object) -> tuple[object, ...]:
    return tuple(getattr(fact, name) for name in ("head", "tail", "relation", "role"))
