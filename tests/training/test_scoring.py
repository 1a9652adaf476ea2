from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiaojuren.corpus.annotated import AnnotatedArticle
from xiaojuren.errors import XiaojurenError
from xiaojuren.schema import Mention, Relation
from xiaojuren.training.scoring import MICRO, Score, Scores, bare, facts_of, score

TEXT = "宏桥锂能投资8亿元，宏桥锂能与“岭瑞电子”签约，岭瑞电子落户柳埠。"
MENTIONS = (
    Mention(0, 4, "ORG"), Mention(6, 9, "AMOUNT"), Mention(10, 14, "ORG"), Mention(15, 21, "ORG"),
    Mention(24, 28, "ORG"), Mention(30, 32, "PLACE"),
)  # fmt: skip
GOLD = AnnotatedArticle(
    "a", TEXT, MENTIONS,
    (
        Relation(0, 1, "HAS_AMOUNT", "total_investment"), Relation(2, 3, "COOPERATES_WITH"), Relation(4, 5, "LOCATED_IN"),
    ),
)  # fmt: skip


def predicted(mentions: tuple[Mention, ...] = MENTIONS, relations: tuple[Relation, ...] = ()) -> AnnotatedArticle:
    return AnnotatedArticle("a", TEXT, mentions, relations)


def test_gold_against_itself_is_all_right() -> None:
    scores = score([GOLD], [GOLD])
    assert scores.mention_f1 == scores.fact_f1 == scores.role_accuracy == 1
    assert scores.mentions["ORG"].right == 4
    assert scores.facts["LOCATED_IN"].to_dict()["f1"] == 1


def test_nothing_found_is_zero() -> None:
    scores = score([GOLD], [predicted(())])
    assert (scores.mention_f1, scores.fact_f1, scores.mentions[MICRO].gold) == (0, 0, 6)


def test_an_end_beside_the_right_one_is_wrong() -> None:
    shifted = (dataclasses.replace(MENTIONS[0], end=3), *MENTIONS[1:])
    assert score([GOLD], [predicted(shifted)]).mentions["ORG"].right == 3


def test_a_fact_is_its_words_whichever_mention_says_it() -> None:
    relations = (Relation(2, 1, "HAS_AMOUNT", "contract"), Relation(0, 1, "HAS_AMOUNT", "total_investment", 0.1))
    scores = score([GOLD], [predicted(relations=relations)])
    assert (scores.facts["HAS_AMOUNT"].right, scores.facts["HAS_AMOUNT"].predicted) == (1, 1)
    assert scores.role_accuracy == 0  # the better scored relation gives the role


def test_cooperation_has_no_direction_and_quotation_marks_do_not_count() -> None:
    scores = score([GOLD], [predicted(relations=(Relation(4, 2, "COOPERATES_WITH"),))])
    assert scores.facts["COOPERATES_WITH"].right == 1


def test_a_missed_mention_costs_its_facts() -> None:
    scores = score([GOLD], [predicted(MENTIONS[:5], GOLD.relations[:2])])
    assert (scores.facts[MICRO].right, scores.facts[MICRO].gold) == (2, 3)


@pytest.mark.parametrize(
    ("words", "inside"),
    [
        ("“小巨人”企业", "“小巨人”企业"), ("《规划》", "规划"), ("“甲”和“乙”", "“甲”和“乙”"), ("“", "“"), ("“”", "“”"),
    ],
)  # fmt: skip
def test_bare(words: str, inside: str) -> None:
    assert bare(words) == inside


def test_files_must_hold_the_same_articles() -> None:
    with pytest.raises(XiaojurenError, match="X302"):
        score([GOLD], [])
    with pytest.raises(XiaojurenError, match="X302"):
        score([], [GOLD])
    with pytest.raises(XiaojurenError, match="X303"):
        score([GOLD], [dataclasses.replace(GOLD, text="别的")])


articles = st.builds(
    lambda mentions: AnnotatedArticle("a", TEXT, tuple(mentions)),
    st.lists(
        st.builds(lambda s, n: Mention(s, s + n, "ORG"), st.integers(0, 25), st.integers(1, 5)),
        unique_by=lambda m: m.key,
    ),
)


@given(articles, articles)
def test_precision_and_recall_change_places_with_gold_and_prediction(a: AnnotatedArticle, b: AnnotatedArticle) -> None:
    one, other = _micro(score([a], [b])), _micro(score([b], [a]))
    assert (one.precision, one.recall, one.f1) == (other.recall, other.precision, other.f1)
    assert 0 <= one.low <= one.high <= 1


@given(articles)
def test_the_order_of_mentions_does_not_count(a: AnnotatedArticle) -> None:
    turned = dataclasses.replace(a, mentions=a.mentions[::-1])
    assert _micro(score([a], [turned])).right == len(a.mentions)
    assert facts_of(turned) == {}


def _micro(scores: Scores) -> Score:
    return scores.mentions[MICRO]
