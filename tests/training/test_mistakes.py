from __future__ import annotations

from dataclasses import replace

from xiaojuren.corpus.annotated import AnnotatedArticle
from xiaojuren.schema import Mention, Relation
from xiaojuren.training.mistakes import fact_mistakes, mention_mistakes

TEXT = "宏桥锂能投资8亿元，岭瑞电子落户柳埠镇。"
FIRM, AMOUNT, OTHER, PLACE = (
    Mention(0, 4, "ORG"),
    Mention(6, 9, "AMOUNT"),
    Mention(10, 14, "ORG"),
    Mention(16, 19, "PLACE"),
)
GOLD = AnnotatedArticle(
    "a", TEXT, (FIRM, AMOUNT, OTHER, PLACE),
    (Relation(0, 1, "HAS_AMOUNT", "planned_investment"), Relation(2, 3, "LOCATED_IN")),
)  # fmt: skip


def kinds(found: AnnotatedArticle) -> list[tuple[str, str, str]]:
    return [(m.kind, m.wanted, m.found) for m in mention_mistakes([GOLD], [found])]


def fact_kinds(*relations: Relation, mentions: tuple[Mention, ...] = GOLD.mentions) -> list[tuple[str, str]]:
    found = AnnotatedArticle("a", TEXT, mentions, relations)
    return [(m.kind, m.name) for m in fact_mistakes([GOLD], [found])]


def test_all_right_is_no_mistake() -> None:
    assert kinds(GOLD) == []
    assert fact_kinds(*GOLD.relations) == []


def test_mentions_are_sorted_by_what_happened_to_them() -> None:
    found = replace(
        GOLD, mentions=(replace(FIRM, end=3), AMOUNT, replace(OTHER, label="PROJECT"), Mention(14, 16, "PLACE"))
    )
    assert kinds(found) == [
        ("boundary", "宏桥锂能 ORG", "宏桥锂 ORG"),
        ("label", "岭瑞电子 ORG", "岭瑞电子 PROJECT"),
        ("missed", "柳埠镇 PLACE", ""),
        ("invented", "", "落户 PLACE"),
    ]


def test_the_context_shows_the_mention_in_its_place() -> None:
    (mistake,) = mention_mistakes([GOLD], [replace(GOLD, mentions=(FIRM, AMOUNT, OTHER))])
    assert mistake.context == "宏桥锂能投资8亿元，岭瑞电子落户⟦柳埠镇⟧。"


def test_facts_are_sorted_by_what_happened_to_them() -> None:
    amount, place = GOLD.relations
    assert fact_kinds(replace(amount, role="revenue"), place) == [("wrong role", "HAS_AMOUNT")]
    assert fact_kinds(replace(amount, head=2), place) == [("wrong head", "HAS_AMOUNT")]
    assert fact_kinds(amount) == [("not proposed", "LOCATED_IN")]
    assert fact_kinds(amount, mentions=GOLD.mentions[:3]) == [("mention missed", "LOCATED_IN")]
    extra = Relation(0, 3, "LOCATED_IN")
    assert fact_kinds(amount, place, extra) == [("invented", "LOCATED_IN")]
