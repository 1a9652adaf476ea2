from __future__ import annotations

from tests.training.conftest import make_articles
from xiaojuren.corpus.annotated import AnnotatedArticle
from xiaojuren.corpus.normal import normalise_article
from xiaojuren.schema import Mention, Relation


def test_an_ordinary_article_is_left_alone() -> None:
    for article in make_articles():
        assert normalise_article(article) is article


def test_mentions_go_with_their_words() -> None:
    text = "宏橋\u200b鋰能投資\r\n５０億元，落户柳埠鎮"
    mentions = (Mention(0, 5, "ORG"), Mention(2, 3, "PLACE"), Mention(9, 13, "AMOUNT"), Mention(16, 19, "PLACE"))
    relations = (
        Relation(0, 2, "HAS_AMOUNT", "planned_investment"),
        Relation(0, 1, "LOCATED_IN"),
        Relation(0, 3, "LOCATED_IN"),
    )
    made = normalise_article(AnnotatedArticle("a", text, mentions, relations))
    assert made.text == "宏桥锂能投资\n50亿元，落户柳埠镇"
    assert [made.text[m.start : m.end] for m in made.mentions] == ["宏桥锂能", "50亿元", "柳埠镇"]
    assert made.relations == (Relation(0, 1, "HAS_AMOUNT", "planned_investment"), Relation(0, 2, "LOCATED_IN"))


def test_two_mentions_that_become_one_keep_their_relations() -> None:
    text = "甲\u200b投资乙\u200b"
    mentions = (Mention(0, 2, "ORG"), Mention(0, 1, "ORG"), Mention(4, 6, "ORG"))
    relations = (Relation(0, 1, "COOPERATES_WITH"), Relation(1, 2, "INVESTS_IN"))
    made = normalise_article(AnnotatedArticle("a", text, mentions, relations))
    assert made.mentions == (Mention(0, 1, "ORG"), Mention(3, 4, "ORG"))
    assert made.relations == (Relation(0, 1, "INVESTS_IN"),)
