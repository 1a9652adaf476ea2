"""Amounts: `约50亿元` to ≈5000000000 CNY, exactly.

In: the words of an `AMOUNT`, with the words around them where there are any. Out: an `Amount`, or None where they say no amount
that is understood. Nothing here raises, and nothing needs torch or spaCy.

What no number says exactly is a range that holds it: 数亿元 is 200000000 to 900000000 CNY (`numerals.SEVERAL`), 三四百万 three to four
million. A round figure (百亿元) is that number. With an approximator, the number is the one that is stated.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction

from xiaojuren.values.grammar import Reading, read
from xiaojuren.values.header import Header, header_before, header_unit, stated_headers
from xiaojuren.values.numerals import prepare, scale_of
from xiaojuren.values.qualifiers import Approximator
from xiaojuren.values.units import Measure, Unit, is_money

__all__ = ["Amount", "Approximator", "Header", "Stated", "header_unit", "parse_amount", "parse_amounts"]

#: No mention is longer; what is, is not read.
LONGEST_WORDS = 100
#: How many characters before and behind a mention say how it is meant.
BEFORE, AFTER = 32, 8
#: Where a factor is no finite decimal (亩, 坪), amounts are rounded half-even to this, the precision of a land certificate in m2.
PLACES = 2

_JOINED = re.compile("[、/和与及或至到]|以及|-|—|－")
_YUAN = Unit("CNY", Fraction(1), "CNY")
_NEGATIVE_CELL = re.compile(r"\(([0-9.,]+)\)")


@dataclass(frozen=True, slots=True)
class Stated:
    """An amount in the unit it was stated in (162 mu), always exact."""

    low: Decimal
    high: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class Amount:
    """A quantity from `low` to `high`, the same where it is no range, in the canonical `unit`.

    `unit` is an ISO 4217 code, a unit of `values.units` (m2, t, GWh, MW, set …), else the unit's own words (片, 重量箱); a price is
    `USD/t`. `period` is `year`, `month`, `day` … where the amount is per one. Two amounts are equal whatever units they were
    `stated` in: `low` and `high` are exact, save areas stated in 亩 or 坪 that no finite decimal gives, which are rounded to 0.01 m2.
    """

    low: Decimal
    high: Decimal
    unit: str
    approximator: Approximator | None = None
    period: str | None = None
    stated: Stated | None = field(default=None, compare=False)

    @property
    def is_range(self) -> bool:
        """Whether the ends differ."""
        return self.low != self.high

    @property
    def is_money(self) -> bool:
        """Whether the unit is a currency, or a price in one."""
        return is_money(self.unit)

    def __str__(self) -> str:
        """Canonical text, which `parse_amount` reads back: `≥5000000000 CNY`, `300000000–500000000 CNY`, `20000 片/month`."""
        sign = self.approximator.sign if self.approximator else ""
        number = f"{self.low:f}–{self.high:f}" if self.is_range else f"{self.low:f}"
        return f"{sign}{number} {self.unit}" + (f"/{self.period}" if self.period else "")


def parse_amount(
    words: str, *, before: str = "", after: str = "", default_unit: Header | str | None = None
) -> Amount | None:
    """Return the amount that `words` say, or None.

    `before` and `after` are the words around them: approximators (`约`, `以上`) and periods (`年产`) stand there. `default_unit` is
    that of a number without one, as a header states it (`万元`, or what `header_unit` returns); it does not scale a number
    with a scale of its own (3亿 under 万元). A number in 万 or 亿 without any unit is CNY (12亿). Two amounts in one (3亿和5亿元)
    are None, and so are counts of time, percentages and ranks.
    """
    if isinstance(default_unit, str):
        default_unit = header_unit(default_unit)
    if default_unit and (negative := _NEGATIVE_CELL.fullmatch(prepare(words[:LONGEST_WORDS]))):
        words = f"-{negative[1]}"
    reading = _read(words, before, after)
    return _settle(reading, default_unit) if reading else None


def parse_amounts(text: str, spans: Sequence[tuple[int, int]]) -> list[Amount | None]:
    """Return the amounts of a text's mentions, given by their offsets, in the order of `spans`.

    The words around each mention are read; a mention without a unit takes that of the mention it is joined to (`3亿`、`5亿`和
    `8亿美元`), and else that of the last header above it (`单位:万元`).
    """
    headers = stated_headers(text) if "单位" in text else []
    found: dict[tuple[int, int], Amount | None] = {}
    behind: tuple[int, Header | None] = (len(text), None)  # where the mention behind begins, and its unit
    for start, end in sorted(set(spans), reverse=True):
        before = text[max(0, start - BEFORE) : start].rpartition("\n")[2]
        reading = _read(text[start:end], before, text[end : end + AFTER].partition("\n")[0])
        joined = behind[1] if _JOINED.fullmatch(text[end : behind[0]].strip()) else None
        default = joined or next((header for at, header in reversed(headers) if at <= start), None)
        found[start, end] = _settle(reading, default) if reading else None
        behind = (start, _header_of(reading) or joined if reading else None)
    return [found[start, end] for start, end in spans]


def _read(words: str, before: str, after: str) -> Reading | None:
    if len(words) > LONGEST_WORDS:
        return None
    return read(prepare(words), prepare(before[-BEFORE:]), prepare(after[:AFTER]))


def _header_of(reading: Reading) -> Header | None:
    """Return the unit of a reading and its scale, for a mention before it that has neither: `3`、`5`和`8亿元`."""
    if reading.measure is None:
        return None
    return Header(scale_of(reading.numeral.scales), reading.measure)


def _settle(reading: Reading, default: Header | None) -> Amount | None:
    """Return the amount of a reading, its unit made sure of: its own, else a header's, a currency's beside it, else CNY."""
    measure, scale = reading.measure, 1
    header = default or header_before(reading.lead.words)
    if measure is None and header:
        scale = 1 if reading.numeral.big else header.scale
        measure = header.measure
    if measure is None:
        if not (header or reading.currency or reading.numeral.big):
            return None
        measure = Measure(reading.currency or _YUAN, "", None, 0)
    elif measure.generic and reading.currency:
        measure = replace(measure, unit=reading.currency)
    unit = measure.unit
    # a reading without a unit of its own has not been multiplied by one
    factor = scale * (unit.factor if reading.measure is None else 1)
    low, high = reading.low * factor, reading.high * factor
    return Amount(
        as_decimal(low),
        as_decimal(high),
        unit.code + measure.per,
        reading.approximator,
        reading.period or measure.period,
        Stated(as_decimal(low / unit.factor), as_decimal(high / unit.factor), unit.symbol + measure.per),
    )


def as_decimal(value: Fraction) -> Decimal:
    """Return a fraction as a decimal: exactly where there is one, else rounded to `PLACES`. No context rounds it again."""
    twos, rest = _take_out(2, value.denominator)
    fives, rest = _take_out(5, rest)
    places = max(twos, fives) if rest == 1 else PLACES
    return Decimal(f"{round(value * 10**places)}E-{places}")


def _take_out(prime: int, number: int) -> tuple[int, int]:
    """Return how often a prime divides a number, and what is left of it."""
    times = 0
    while number % prime == 0:
        number, times = number // prime, times + 1
    return times, number
