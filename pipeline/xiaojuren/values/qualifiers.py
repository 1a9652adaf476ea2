"""The words around a number that say how it is meant: 约, 近, 超过, 不低于 … before it, 以上, 左右 … behind it, 年产, 每月 before it.

In: prepared text that ends or begins at the number. Out: an `Approximator` or a period. The words of each are closed lists; the few
longer words that end or begin alike (签约, 附近, 通过, 上下游) are kept apart.
"""

from __future__ import annotations

import re
from enum import Enum


class Approximator(str, Enum):
    """How a stated number bounds the real one.

    以上, 以下 and 以内 include the number itself, 超过 and 不满 do not (民法典, art. 1259).
    """

    ABOUT = "about"  # 约 左右
    NEARLY = "nearly"  # 近 接近: a little less
    OVER = "over"  # 超 逾 余 多 突破
    AT_LEAST = "at_least"  # 不低于 以上 至少
    UNDER = "under"  # 低于 不足 不到
    AT_MOST = "at_most"  # 不超过 以内 以下

    @property
    def sign(self) -> str:
        """The sign of it in an amount's canonical text."""
        return _SIGNS[self]


_SIGNS = {
    Approximator.ABOUT: "≈",
    Approximator.NEARLY: "≲",
    Approximator.OVER: ">",
    Approximator.AT_LEAST: "≥",
    Approximator.UNDER: "<",
    Approximator.AT_MOST: "≤",
}

_BEFORE_WORDS = {
    Approximator.AT_LEAST: "不低于|不少于|不小于|不下于?|至少|最少|最低|起码|≥|≧|>=",
    Approximator.AT_MOST: "(?:不|未|没有?)(?:超过?|突破)|不多于|不高于|不大于|不逾|至多|最多|最高|≤|≦|<=",
    Approximator.UNDER: "低于|少于|小于|不足|不到|未到|不满|未满|未达到?|不及|<",
    Approximator.OVER: "超过|超出|超逾|突破|大于|高于|多于|逾|(?<![赶反])超|(?<!爆)破|(?<![通经不路])过|>",
    Approximator.NEARLY: "将近|接近|逼近|(?<![附最新临远])近|≲",
    Approximator.ABOUT: "大约|大概|大致|(?<![签合条契预节制特履违公租解续缔纽集简])约|≈|~",
}
_AFTER_WORDS = {
    Approximator.AT_LEAST: "及?以上|之上|起(?![步点来初源])",
    Approximator.AT_MOST: "及?以内|之内|及?以下(?!简称)|之下",
    Approximator.OVER: "有余|开外",
    Approximator.ABOUT: "左右|上下(?!游)",
}
_FILLER = "(?:了|为|有|可?达到?|合|计|在|需要?|至)?"


def _choice(words: dict[Approximator, str]) -> str:
    return "|".join(f"(?P<{approximator.name}>{pattern})" for approximator, pattern in words.items())


_BEFORE = re.compile(rf"(?:{_choice(_BEFORE_WORDS)}){_FILLER}$")
_AFTER = re.compile(_choice(_AFTER_WORDS))
# 上百亿, 上千万: 上 before a round number; 跃上万亿 (台阶) and 以上 are other words
_ROUND = re.compile("(?<![跃迈登站踏冲攀以晋升再])上$")

# A particular year, month or day (2023年, 去年, 全年, 三年) is no rate, nor is the car maker 东风日产.
_NO_RATE = "(?<![0-9〇零一二三四五六七八九十百千两几多数半去今明昨本当全上下前后近次同翌该那这历往新常连逐整终来早少青老童单节生风])"
_DOINGS = (
    "产|均|化|处理|加工|生产|制造|组装|装配|提取|冶炼|开采|采|销|营业|营收|主营|收入|纳税|缴|上缴|税|利|盈|净|交易|贸易|进出口|出口|进口|"
    "发|供|外送|输|吞吐|周转|储|仓储|接待|出栏|屠宰|消|用|耗|需求|节|减排|回收|综合|利用|新增|创|可|预计|实现|设计|租金|支出|运"
)
_GAP = "(?:(?!项目|投[资入]|占地|注册|融资|合同|面积)[^0-9万亿,.;:、。()\\n]){0,14}"
_RATE = re.compile(rf"(?:每个?(?P<each>年|月|日|天|小时|季度|周)|{_NO_RATE}(?P<rate>[年月日])(?:{_DOINGS})){_GAP}$")
_PERIODS = {"年": "year", "月": "month", "日": "day", "天": "day", "小时": "hour", "季度": "quarter", "周": "week"}


def approximator_before(text: str) -> tuple[Approximator, int] | None:
    """Return the approximator that a text ends with, and where it begins."""
    match = _BEFORE.search(text)
    return (Approximator[str(match.lastgroup)], match.start()) if match else None


def reaches(text: str) -> int | None:
    """Return where the 上 begins that ends a text before a round number (上百亿), or None."""
    match = _ROUND.search(text)
    return match.start() if match else None


def approximator_after(text: str) -> Approximator | None:
    """Return the approximator that a text begins with."""
    match = _AFTER.match(text)
    return Approximator[str(match.lastgroup)] if match else None


def outermost(
    before: Approximator | None, after: Approximator | None, inside: Approximator | None
) -> Approximator | None:
    """Return the one that holds where several are said: a bound over 约, else the outer word (约200余万元 is about)."""
    outer = [said for said in (before, after) if said is not None]
    bounds = [said for said in outer if said is not Approximator.ABOUT]
    return (bounds or outer or [inside])[0]


def period_before(text: str) -> str | None:
    """Return the period of a number after 年产, 日处理能力为, 每月, 年产值达 …: `year`, `month`, `day` …"""
    match = _RATE.search(text)
    return _PERIODS[match["each"] or match["rate"]] if match else None
