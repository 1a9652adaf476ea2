"""Articles with readings to show: one plain, one that tries to break the page in every field."""

from __future__ import annotations

from dataclasses import replace

from xiaojuren.article import Article
from xiaojuren.batch.reading import Found, Reading
from xiaojuren.report.page import Entry
from xiaojuren.schema import Fact

TEXT = "宏桥锂能投资8亿元。\n项目落户柳埠镇。"

#: What must never stand in a page as it is.
HOSTILE = (
    "<script>document.title='broken'</script>",
    "<img src=x onerror=\"document.title='broken'\">",
    "\"><svg onload=document.title='broken'>",
    "'--></style></script><script>document.title='broken'</script>",
)


def plain_entry() -> Entry:
    """An article with two mentions and a fact."""
    article = Article("a1", "x.txt", TEXT, title="宏桥锂能落户柳埠", date="2022-03-15", source="柳埠日报")
    return Entry(article, _reading(TEXT))


def hostile_entry() -> Entry:
    """An article whose every field is hostile."""
    bad = "".join(HOSTILE)
    text = f"{bad}{TEXT}{bad}"
    article = Article(bad, bad, text, title=bad, date=bad, source=bad, author=bad, duplicate_of=bad)
    reading = _reading(text)
    mentions = (Found(0, len(bad), "ORG", 0.5, bad), *reading.mentions)
    fact = replace(reading.facts[0], head=0, tail=2, head_text=bad, evidence_start=0, evidence_end=len(text))
    return Entry(article, Reading(mentions, (fact,)))


def _reading(text: str) -> Reading:
    firm, amount = text.index("宏桥锂能"), text.index("8亿元")
    mentions = (Found(firm, firm + 4, "ORG", 0.98, None), Found(amount, amount + 3, "AMOUNT", 0.97, "800000000 CNY"))
    fact = Fact(
        head=0, tail=1, relation="HAS_AMOUNT", role="total_investment", score=0.9, head_text="宏桥锂能", head_label="ORG",
        tail_text="8亿元", tail_label="AMOUNT", evidence_start=firm, evidence_end=text.index("。") + 1,
    )  # fmt: skip
    return Reading(mentions, (fact,))
