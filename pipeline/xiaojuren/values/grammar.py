"""The grammar of an amount: what stands before the number, the number or range, its unit, what stands behind.

In: prepared words of one amount and of its surroundings. Out: a `Reading`, in which a unit may still be missing; `amount` settles that.
Words that are none of an amount's (总投资50亿元, 3541.07万元2) are passed over where a number with a known unit stands beside them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction

from xiaojuren.values.numerals import Numeral, numeral_at, numerals, scale_of
from xiaojuren.values.qualifiers import (
    Approximator,
    approximator_after,
    approximator_before,
    outermost,
    period_before,
    reaches,
)
from xiaojuren.values.units import (
    Measure,
    Unit,
    read_currency,
    read_currency_behind,
    read_measure,
    read_open_measure,
    read_period,
)

_TIMES = re.compile("[×xX✕*]")
_TO = re.compile("-{1,2}|[–—―‒]{1,2}|[~∼〜]|至|到|(?P<bounds>及?以上[、至到]?)")
_MINUS = re.compile("[-−负]$")
_AND = re.compile("[、和与及或+]")
_TRAILING = re.compile("(?:及?以[上下内]|之[上下内间]|左右|上下|有余|开外|不等|[余多整正起])+$")
_REMARKS = re.compile(r"\((?:不?含税?|税前|税后|[大小]写)\)")
_UNIT_IN_BRACKETS = re.compile(r"(?<=[0-9十百千万亿])\(([百千万亿]*(?:[美港欧日韩]?元|[亩吨]|平方米|m2)?)\)")
_DIGIT = "[0-9零一二三四五六七八九两]"
_CHANGE = re.compile(rf"(?P<jiao>{_DIGIT})[角毛](?:(?P<fen>{_DIGIT})分?)?(?:钱)?|零?(?P<only>{_DIGIT})分")
_CHANGE_OF_KUAI = re.compile(rf"(?P<jiao>{_DIGIT})$")
_AREA = re.compile("面积|建面|占地|体量|用地")
#: How many characters before a number tell which meaning of its unit is meant.
_NEAR = 10


@dataclass(frozen=True, slots=True)
class Lead:
    """What stands before a number: a currency's name, an approximator, a sign. `strange`: other words as well."""

    currency: Unit | None
    approximator: Approximator | None
    negative: bool
    strange: bool
    words: str


@dataclass(frozen=True, slots=True)
class Reading:
    """An amount as it is said. `low` and `high` count canonical units of `measure`, or nothing yet where that is None."""

    low: Fraction
    high: Fraction
    measure: Measure | None
    lead: Lead
    currency: Unit | None  # of a currency's name before or behind, which 元 or a missing unit takes
    numeral: Numeral
    approximator: Approximator | None
    period: str | None


@dataclass(frozen=True, slots=True)
class _Quantity:
    low: Fraction
    high: Fraction
    numeral: Numeral
    measure: Measure | None
    end: int
    more: bool
    vague: bool
    bounds: bool = False  # 3亿元以上5亿元以下: its 以上 and 以下 are the ends of a range


def read(words: str, before: str = "", after: str = "") -> Reading | None:
    """Return the first reading of prepared `words` as one amount, or None; `before` and `after` are prepared as well."""
    words = _UNIT_IN_BRACKETS.sub(r"\1", _REMARKS.sub("", words))
    tail = trailing.group() if (trailing := _TRAILING.search(words)) else ""
    body = words[: len(words) - len(tail)]
    for numeral in numerals(body):
        lead = _lead(body[: numeral.start], before, numeral)
        quantity = _range(body, numeral, lead)
        if quantity is None:
            return None
        behind = body[quantity.end :]
        if _is_another(behind):
            return None
        if not _stands_alone(quantity, lead, behind):
            continue
        return _reading(quantity, lead, behind + tail, after)
    return None


def _reading(quantity: _Quantity, lead: Lead, behind: str, after: str) -> Reading:
    inside = Approximator.OVER if quantity.more or behind[:1] in ("余", "多") else None
    if inside is None and quantity.vague:
        inside = Approximator.ABOUT
    said_after = None if quantity.bounds else approximator_after(behind + after)
    period = quantity.measure.period if quantity.measure else None
    money_behind = read_currency_behind(after) if not behind else None
    return Reading(
        quantity.low,
        quantity.high,
        quantity.measure,
        lead,
        lead.currency or (money_behind[0] if money_behind else None),
        quantity.numeral,
        outermost(lead.approximator, said_after, inside),
        period or read_period(behind + after) or period_before(lead.words),
    )


def _lead(own: str, before: str, numeral: Numeral) -> Lead:
    """Peel currency, approximator and sign off the words before a number, from its side outwards."""
    currency, approximator, negative = None, None, False
    rest, outside = own, False
    while True:
        if not rest and not outside:
            rest, outside = before, True
        if said := read_currency(rest):
            currency, rest = currency or said[0], rest[: said[1]]
        elif word := approximator_before(rest):
            approximator, rest = approximator or word[0], rest[: word[1]]
        elif not numeral.counted and (at := reaches(rest)) is not None:
            approximator, rest = approximator or Approximator.AT_LEAST, rest[:at]
        elif _MINUS.search(rest) and (not outside or rest.endswith("为负")):
            negative, rest = True, rest[:-1]
        else:
            break
    strange = bool(rest) and not outside and period_before(own) is None
    return Lead(currency, approximator, negative, strange, before + own)


def _range(text: str, numeral: Numeral, lead: Lead) -> _Quantity | None:
    """Return the quantity at a numeral, to the one behind `至` or a dash where it is a range; None if their units disagree."""
    first = _quantity(text, numeral, lead)
    if first.measure is None and not lead.strange:
        first = _with_open_unit_of_range(text, first)
    to = _TO.match(text, first.end)
    second = _second(text, to.end(), lead) if to else None
    if second is None:
        quantity = _with_open_unit(text, first, lead)
        return replace(quantity, low=-quantity.high, high=-quantity.low) if lead.negative else quantity
    second = _with_open_unit(text, second, lead)
    if first.measure is None:
        first = _share_scale(first, second)
    elif second.measure is None:
        factor = first.measure.unit.factor
        second = replace(second, low=second.low * factor, high=second.high * factor, measure=first.measure)
    elif (first.measure.unit.code, first.measure.per) != (second.measure.unit.code, second.measure.per):
        return None
    low = -first.low if lead.negative else first.low
    return replace(
        second,
        low=min(low, second.low),
        high=max(low, second.high),
        vague=first.vague or second.vague,
        bounds=bool(to and to["bounds"]),
    )


def _second(text: str, start: int, lead: Lead) -> _Quantity | None:
    """Return the quantity that ends a range, past a currency, an approximator or a sign of its own (人民币5亿元-人民币8亿元)."""
    for numeral in numerals(text[start:]):
        own = _lead(text[start : start + numeral.start], "", numeral)
        at = numeral_at(text, start + numeral.start)
        if own.strange or at is None:
            return None
        quantity = _quantity(text, at, lead)
        if own.negative:
            return replace(quantity, low=-quantity.high, high=-quantity.low)
        return quantity
    return None


def _quantity(text: str, numeral: Numeral, lead: Lead) -> _Quantity:
    """Return the number at a numeral, a product (2×60万千瓦) multiplied out, with its unit of a table if it has one."""
    low, high, more, vague = numeral.low, numeral.high, numeral.more, numeral.vague
    while (times := _TIMES.match(text, numeral.end)) and (factor := numeral_at(text, times.end())):
        low, high, numeral = low * factor.low, high * factor.high, factor
    measure = _in_context(read_measure(text, numeral.end), text[numeral.end :], lead)
    if measure is None:
        return _Quantity(low, high, numeral, None, numeral.end, more, vague)
    factor_of_unit, change, end = measure.unit.factor, Fraction(0), measure.end
    if measure.generic and not measure.per:
        change, end = _change(text, measure)
    return _Quantity(low * factor_of_unit + change, high * factor_of_unit + change, numeral, measure, end, more, vague)


def _in_context(measure: Measure | None, words: str, lead: Lead) -> Measure | None:
    """Return what a unit with two meanings means here: 方 of an area is m2, 块 of a product a piece."""
    near = lead.words[-_NEAR:]
    if measure and words.startswith("方") and _AREA.search(near):
        return replace(measure, unit=Unit("m2", Fraction(1), "m2"))
    if measure and words.startswith("块") and not words.startswith("块钱") and "产" in near.replace("产值", ""):
        return replace(measure, unit=Unit("piece", Fraction(1), "piece"), generic=False)
    return measure


def _change(text: str, measure: Measure) -> tuple[Fraction, int]:
    """Return what 角 and 分 behind 元 add, and where they end: 十元三角八分, 3块5."""
    match = _CHANGE.match(text, measure.end)
    if match is None and text[measure.end - 1] == "块":
        match = _CHANGE_OF_KUAI.match(text, measure.end)
    if match is None:
        return Fraction(0), measure.end
    tens, ones = match.group("jiao"), (match.groupdict().get("fen") or match.groupdict().get("only"))
    jiao, fen = numeral_at(tens or "0", 0), numeral_at(ones or "0", 0)
    added = (jiao.low / 10 if jiao else Fraction(0)) + (fen.low / 100 if fen else Fraction(0))
    return added, match.end()


def _with_open_unit(text: str, quantity: _Quantity, lead: Lead) -> _Quantity:
    """Give a quantity without a unit the words behind it, if nothing else follows them and nothing strange goes before."""
    measure = None if lead.strange or quantity.measure else read_open_measure(text, quantity.end)
    if measure is None or measure.end != len(text):
        return quantity
    return replace(quantity, measure=measure, end=measure.end)


def _with_open_unit_of_range(text: str, quantity: _Quantity) -> _Quantity:
    """Give a quantity the words between it and the other end of its range: 3万辆至5万辆."""
    for to in _TO.finditer(text, quantity.end):
        measure = read_open_measure(text[: to.start()], quantity.end)
        if measure and measure.end == to.start() and numeral_at(text, to.end()):
            return replace(quantity, measure=measure, end=measure.end)
    return quantity


def _share_scale(first: _Quantity, second: _Quantity) -> _Quantity:
    """Return the low end of a range with the unit of its high end, and as much of its scale as keeps it below: 50至60亿."""
    factor = second.measure.unit.factor if second.measure else Fraction(1)
    scales = second.numeral.scales
    for start in range(len(scales) + 1):
        scale = scale_of(scales[start:]) * factor
        if first.high * scale <= second.high:
            return replace(first, low=first.low * scale, high=first.high * scale, measure=second.measure)
    return replace(first, low=first.low * factor, high=first.high * factor, measure=second.measure)


def _is_another(behind: str) -> bool:
    """Return whether a second amount follows (3亿和5亿元): the words are two amounts, and choosing one would be a guess."""
    if not _AND.match(behind):
        return False
    rest = behind[1:]
    numeral = next(numerals(rest), None)
    return numeral is not None and not _lead(rest[: numeral.start], "", numeral).strange


def _stands_alone(quantity: _Quantity, lead: Lead, behind: str) -> bool:
    """Return whether a quantity is one beside the words that are left over: a known unit, or nothing left over.

    A scale without a digit is too weak beside other words: 百度, 半亿.
    """
    numeral = quantity.numeral
    if quantity.measure is None:
        return not behind and (numeral.counted or not lead.strange)
    if behind.startswith("/"):
        return False
    return numeral.counted or not (lead.strange or (behind and not numeral.big))
