"""Amounts: `50亿元` to 5000000000 CNY, exactly.

In: the words of an `AMOUNT`. Out: an `Amount`, or None where they hold no number that is understood. It never raises.
Arabic and Chinese numerals, scales (万, 亿 …), currencies, land and floor area, and the unit's own words for the rest.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "壹": 1, "贰": 2, "叁": 3}
_STEPS = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_SCALES = {"万": 10**4, "亿": 10**8, "兆": 10**12}

_CURRENCIES = {
    "美元": "USD", "美金": "USD", "欧元": "EUR", "日元": "JPY", "港元": "HKD", "港币": "HKD", "英镑": "GBP", "韩元": "KRW",
    "新台币": "TWD", "卢布": "RUB", "澳元": "AUD", "加元": "CAD", "瑞士法郎": "CHF", "新加坡元": "SGD", "人民币": "CNY",
    "元": "CNY", "块": "CNY", "￥": "CNY", "¥": "CNY", "$": "USD", "US$": "USD", "€": "EUR",
}  # fmt: skip

#: unit words → (canonical unit, factor)
_UNITS = {
    "平方米": ("m2", Decimal(1)),
    "平米": ("m2", Decimal(1)),
    "平方公里": ("m2", Decimal(10**6)),
    "公顷": ("m2", Decimal(10**4)),
    "亩": ("mu", Decimal(1)),
    "吨": ("t", Decimal(1)),
    "公斤": ("kg", Decimal(1)),
    "千瓦": ("kW", Decimal(1)),
    "kW": ("kW", Decimal(1)),
    "MW": ("MW", Decimal(1)),
    "GW": ("GW", Decimal(1)),
    "千瓦时": ("kWh", Decimal(1)),
    "MWh": ("MWh", Decimal(1)),
    "GWh": ("GWh", Decimal(1)),
}

_ARABIC = r"\d+(?:,\d{3})*(?:\.\d+)?"
_CHINESE = "[零〇一二两三四五六七八九壹贰叁十百千拾佰仟点]+"
_NUMBER = re.compile(
    rf"(?P<number>{_ARABIC}|{_CHINESE}(?=[万亿元余多美欧日港英韩新平亩吨公套台辆件])|)(?P<scale>[余多]?[十百千]?[万亿兆]*[余多]?)"
)
_PARTED = re.compile(r"\s*(?:-|–|—|－|~|～|至|到)+\s*")


@dataclass(frozen=True, slots=True)
class Amount:
    """An exact quantity from `low` to `high` (the same where it is no range) in `unit`: ISO 4217, m2, mu, t …, or words."""

    low: Decimal
    high: Decimal
    unit: str

    def __str__(self) -> str:
        number = _plain(self.low) if self.low == self.high else f"{_plain(self.low)}–{_plain(self.high)}"
        return f"{number} {self.unit}".strip()


def _plain(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def parse_amount(words: str) -> Amount | None:
    """Return the amount that `words` say, or None."""
    text = unicodedata.normalize("NFKC", words).replace(" ", "")
    currency, text = _leading_currency(text)
    parts = _PARTED.split(text, maxsplit=1)
    last = _quantity(parts[-1])
    if last is None:
        return None
    high, scale, rest = last
    unit, factor = _unit(rest, currency)
    low = high
    if len(parts) == 2:
        first = _quantity(parts[0])
        if first is None:
            return None
        low = first[0] * (scale if first[1] == 1 and first[0] * scale <= high else 1)
    return Amount(low * factor, high * factor, unit)


def _leading_currency(text: str) -> tuple[str, str]:
    for words in sorted(_CURRENCIES, key=len, reverse=True):
        if len(text) > len(words) and text.startswith(words):
            return _CURRENCIES[words], text[len(words) :].lstrip(":")
    return "", text


def _quantity(text: str) -> tuple[Decimal, int, str] | None:
    """Return (value with its scale, the scale, the words behind)."""
    match = _NUMBER.match(text)
    if match is None or not match.group():
        return None
    digits = match.group("number")
    marks = re.sub("[余多]", "", match.group("scale"))
    if not digits and not marks:
        return None
    number = _number(digits) if digits else Decimal(1)
    if number is None:
        return None
    scale = 1
    for mark in marks:
        scale *= _SCALES.get(mark) or _STEPS[mark]
    return number * scale, scale, text[match.end() :]


def _number(digits: str) -> Decimal | None:
    if digits[0].isdigit() and digits[0].isascii():
        return Decimal(digits.replace(",", ""))
    whole, point, fraction = digits.partition("点")
    total, current = 0, 0
    for c in whole:
        if c in _STEPS:
            total += (current or 1) * _STEPS[c]
            current = 0
        else:
            current = current * 10 + _DIGITS[c] if current and total == 0 else _DIGITS[c]
    value = Decimal(total + current)
    if point:
        if not fraction or any(c not in _DIGITS for c in fraction):
            return None
        value += Decimal("0." + "".join(str(_DIGITS[c]) for c in fraction))
    return value


def _unit(rest: str, currency: str) -> tuple[str, Decimal]:
    for words in sorted(_CURRENCIES, key=len, reverse=True):
        if rest.startswith(words):
            return ("CNY" if currency == "CNY" and words == "元" else _CURRENCIES[words]), Decimal(1)
    for words in sorted(_UNITS, key=len, reverse=True):
        if rest.startswith(words) and not rest[len(words) :].lstrip("/年月日"):
            unit, factor = _UNITS[words]
            return unit + rest[len(words) :], factor
    if currency:
        return currency, Decimal(1)
    return rest or "CNY", Decimal(1)
