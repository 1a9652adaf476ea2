"""Money of several currencies in one, by a table that the user gives. There is no built-in rate: a rate has a day and a source.

In: an `Amount` of money and the rates. Out: the `Amount` in the wanted currency, exactly their product, its `stated` unchanged.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from xiaojuren.errors import XiaojurenError
from xiaojuren.values.amount import Amount, as_decimal

#: A rate as a user writes it. A float counts as its shortest decimal: 7.1 is 7.1.
Rate = Decimal | int | str | float


def exchange(amount: Amount, rates: Mapping[str, Rate], *, to: str = "CNY") -> Amount:
    """Return `amount` in the currency `to`; of a price (USD/t) the money is exchanged.

    `rates` holds the price of one unit of each currency in `to`: `{"USD": "7.1021"}` says that 1 USD is 7.1021 CNY. `to` itself needs
    none. Raises `XiaojurenError` X501 where the amount is no money, X502 where its currency has no rate, X503 where that is no
    positive number.
    """
    if not amount.is_money:
        raise XiaojurenError("X501", amount=amount)
    currency, slash, per = amount.unit.partition("/")
    if currency == to:
        return amount
    if currency not in rates:
        raise XiaojurenError("X502", currency=currency, to=to, currencies=", ".join(sorted(rates)) or "none")
    rate = _rate(rates[currency], currency, to)
    low, high = (as_decimal(Fraction(end) * rate) for end in (amount.low, amount.high))
    return replace(amount, low=low, high=high, unit=to + slash + per)


def _rate(given: Rate, currency: str, to: str) -> Fraction:
    try:
        rate = Decimal(str(given))
    except InvalidOperation:
        rate = Decimal("NaN")
    if not rate.is_finite() or rate <= 0:
        raise XiaojurenError("X503", currency=currency, to=to, rate=given)
    return Fraction(rate)
