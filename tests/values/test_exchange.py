"""Money in one currency, by the user's table alone."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xiaojuren.errors import XiaojurenError
from xiaojuren.values.amount import Amount, Approximator, parse_amount
from xiaojuren.values.exchange import exchange

#: The tests run beside other work; a slow machine is no failure.
unhurried = settings(deadline=None)

RATES = {"USD": "7.1021", "HKD": Decimal("0.91"), "JPY": 0.048, "EUR": 8}


def money(words: str) -> Amount:
    amount = parse_amount(words)
    assert amount is not None
    return amount


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("1亿美元", "710210000 CNY"),
        ("约3—5亿港元", "≈273000000–455000000 CNY"),
        ("10亿日元", "48000000 CNY"),
        ("2亿欧元/年", "1600000000 CNY/year"),
        ("600美元/吨", "4261.26 CNY/t"),
        ("5亿元", "500000000 CNY"),
    ],
)
def test_exchange_multiplies_exactly(words: str, text: str):
    assert str(exchange(money(words), RATES)) == text


def test_exchange_to_another_currency_takes_prices_in_it():
    assert str(exchange(money("7亿元"), {"CNY": "0.14"}, to="USD")) == "98000000 USD"


def test_what_was_stated_stays():
    exchanged = exchange(money("超1亿美元"), RATES)
    assert exchanged.stated is not None
    assert (exchanged.stated.low, exchanged.stated.unit) == (Decimal(10**8), "USD")
    assert exchanged.approximator is Approximator.OVER


@pytest.mark.parametrize(
    ("words", "rates", "code", "mend"),
    [
        ("162亩", RATES, "X501", "108000 m2"),
        ("3亿英镑", RATES, "X502", "GBP"),
        ("3亿英镑", {}, "X502", "none"),
        ("3亿美元", {"USD": 0}, "X503", "USD"),
        ("3亿美元", {"USD": "-7"}, "X503", "-7"),
        ("3亿美元", {"USD": "seven"}, "X503", "seven"),
        ("3亿美元", {"USD": float("nan")}, "X503", "nan"),
        ("3亿美元", {"USD": "Infinity"}, "X503", "Infinity"),
    ],
)
def test_what_cannot_be_exchanged_is_refused(words: str, rates: dict, code: str, mend: str):
    with pytest.raises(XiaojurenError, match=mend) as refused:
        exchange(money(words), rates)
    assert refused.value.code == code


@unhurried
@given(st.decimals(0, 10**12, places=4), st.decimals(Decimal("0.0001"), 10**4, places=6))
def test_no_digit_is_lost(value: Decimal, rate: Decimal):
    exchanged = exchange(Amount(value, value, "USD"), {"USD": rate})
    assert exchanged.low == value * rate
