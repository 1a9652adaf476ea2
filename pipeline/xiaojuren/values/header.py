"""Units that stand apart from their numbers: `单位:万元` over a table, `营业收入（亿元）` at the head of a column.

In: the words of a header. Out: a `Header`, which `parse_amount` takes as its `default_unit`. Nothing raises.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from xiaojuren.values.numerals import prepare, scale_of
from xiaojuren.values.units import Measure, read_currency_behind, read_measure

_SAID = re.compile("单位(?:均?[为是])?:?")
_BRACKET = re.compile(r"[(\[【]([^()\[\]【】]{1,16})[)\]】]:?$")
_SCALES = re.compile("[十百千万亿]*")
_CURRENCY_KIND = re.compile("币种:?")
_MONEY_BEHIND = re.compile("[十百千万亿]+元?$|[十百千万亿]*元")
_OTHER_UNIT = re.compile("[、,;/和][十百千万亿]*")
#: How far behind `单位:` its unit may reach.
_REACH = 24


@dataclass(frozen=True, slots=True)
class Header:
    """A bare number under this header counts `scale` times its measure, or money of no named currency where that is None."""

    scale: int
    measure: Measure | None


def header_unit(text: str) -> Header | None:
    """Return the unit that a header states, or None where it states none, or more than one.

    `单位:万元`, `（单位：亿元 币种：人民币）`, `金额单位：人民币千元`, `产能（万吨/年）`, `发行总额（亿）`, `万元`. A scale without a
    unit means money, as it does in the articles themselves (12亿).
    """
    words = prepare(text)
    if said := _SAID.search(words):
        return _header(words[said.end() : said.end() + _REACH], whole=False)
    return header_before(words) or _header(words, whole=True)


def header_before(words: str) -> Header | None:
    """Return the header in brackets that prepared text ends with: `发行总额(亿)` before the 10.00 of its cell."""
    bracket = _BRACKET.search(words)
    return _header(bracket[1], whole=True) if bracket else None


def stated_headers(text: str) -> list[tuple[int, Header]]:
    """Return the headers that an article states (`单位:万元`), each with the offset in `text` from which it holds."""
    found = []
    for said in re.finditer("单位\\s*[:：]", text):
        if header := header_unit(text[said.start() : said.end() + _REACH].split("\n")[0]):
            found.append((said.end(), header))
    return found


def _header(words: str, *, whole: bool) -> Header | None:
    """Read currency, scale and unit at the start of `words`; `whole` where nothing else may follow."""
    money = read_currency_behind(words)
    start = money[1] if money and _MONEY_BEHIND.match(words, money[1]) else 0
    scales = _SCALES.match(words, start)
    last = scales.end() if scales else start
    # the shortest scale that leaves a unit: 万千瓦 is 万 of 千瓦
    for end in range(start, last + 1):
        measure = read_measure(words, end)
        if measure is None:
            continue
        if kind := _CURRENCY_KIND.search(words, measure.end):
            money = read_currency_behind(words[kind.end() :])
        if measure.generic and money:
            measure = replace(measure, unit=money[0], generic=False)
        behind = words[measure.end : kind.start() if kind else None]
        return Header(scale_of(words[start:end]), measure) if _ends(behind, whole) else None
    if last > start and _ends(words[last:], True):
        return Header(scale_of(words[start:last]), None)
    return None


def _ends(behind: str, whole: bool) -> bool:
    """Return whether a header's unit is its only one: a second unit (`万吨、万元`) makes it doubtful, a `%` does not."""
    other = _OTHER_UNIT.match(behind)
    if other and read_measure(behind, other.end()):
        return False
    return not whole or not behind.strip("%,;、/")
