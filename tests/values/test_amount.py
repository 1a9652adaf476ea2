"""The amounts of the table, and the laws that hold for all: never an error, exact, the same however a number is written."""

from __future__ import annotations

import csv
import pickle
import subprocess
import sys
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from xiaojuren.values.amount import Amount, Approximator, header_unit, parse_amount, parse_amounts

#: The tests run beside other work; a slow machine is no failure.
unhurried = settings(deadline=None)

TABLE = Path(__file__).with_name("amount_cases.tsv")


@dataclass(frozen=True)
class Case:
    words: str
    low: Decimal | None
    high: Decimal | None
    unit: str
    approximator: str
    period: str
    before: str
    after: str
    default: str

    def __str__(self) -> str:
        return f"{self.before}[{self.words}]{self.after}"


def number(said: str) -> Decimal | None:
    """A number of the table: `50e8`, or `20000/3`, which is rounded to 0.01."""
    if said == "none":
        return None
    numerator, slash, denominator = said.partition("/")
    if not slash:
        return Decimal(said)
    return Decimal(round(Fraction(numerator) / int(denominator) * 100)) / 100


def read_cases() -> list[Case]:
    lines = TABLE.read_text(encoding="utf8").split("\n")[:-1]
    rows = csv.DictReader(
        (line for line in lines if not line.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE, restval=""
    )
    return [
        Case(
            row["words"],
            number(row["low"]),
            number(row["high"] or row["low"]),
            row["unit"],
            row["approximator"],
            row["period"],
            row["before"],
            row["after"],
            row["default"],
        )
        for row in rows
    ]


CASES = read_cases()


def test_table_is_large_and_has_no_case_twice():
    assert len(CASES) >= 400
    assert len(set(CASES)) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case_of_the_table(case: Case):
    amount = parse_amount(case.words, before=case.before, after=case.after, default_unit=case.default or None)
    if case.low is None:
        assert amount is None
        return
    assert amount is not None
    said = (amount.low, amount.high, amount.unit, amount.approximator, amount.period or "")
    approximator = Approximator(case.approximator) if case.approximator else None
    assert said == (case.low, case.high, case.unit, approximator, case.period)


@pytest.mark.parametrize("case", [case for case in CASES if case.low is not None], ids=str)
def test_canonical_text_is_read_back(case: Case):
    amount = parse_amount(case.words, before=case.before, after=case.after, default_unit=case.default or None)
    assert parse_amount(str(amount)) == amount


# --- text and fields


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("50亿元", "5000000000 CNY"),
        ("3亿—5亿元", "300000000–500000000 CNY"),
        ("约50亿元", "≈5000000000 CNY"),
        ("近千亿元", "≲100000000000 CNY"),
        ("200余万元", ">2000000 CNY"),
        ("不低于3亿元", "≥300000000 CNY"),
        ("小于40万", "<400000 CNY"),
        ("不超过18亿元", "≤1800000000 CNY"),
        ("162亩", "108000 m2"),
        ("2万片/月", "20000 片/month"),
        ("600美元/吨", "600 USD/t"),
        ("99.90元", "99.9 CNY"),
    ],
)
def test_canonical_text(words: str, text: str):
    assert str(parse_amount(words)) == text


def test_equal_amounts_are_equal_whatever_unit_they_were_stated_in():
    assert parse_amount("162亩") == parse_amount("10.8万平方米") == parse_amount("10.8公顷")
    assert parse_amount("128万千瓦") == parse_amount("1.28GW") == parse_amount("1280兆瓦")


def test_the_stated_unit_is_kept_exactly_where_the_canonical_one_is_rounded():
    amount = parse_amount("100亩")
    assert amount is not None
    assert amount.stated is not None
    assert (amount.low, amount.unit) == (Decimal("66666.67"), "m2")
    assert (amount.stated.low, amount.stated.unit) == (Decimal(100), "mu")


def test_precision_of_the_decimal_context_does_not_round():
    amount = parse_amount("123456789012345678901234567890.12元")
    assert amount is not None
    assert amount.low == Decimal("123456789012345678901234567890.12")


def test_amounts_survive_pickling():
    amount = parse_amount("约3亿—5亿元")
    assert pickle.loads(pickle.dumps(amount)) == amount


def test_range_and_money_are_told():
    range_, area = parse_amount("3至5亿元"), parse_amount("3亩")
    assert range_ is not None
    assert area is not None
    assert (range_.is_range, range_.is_money) == (True, True)
    assert (area.is_range, area.is_money) == (False, False)
    assert Amount(Decimal(1), Decimal(1), "USD/t").is_money


# --- the mentions of a text


def amounts_of(marked: str) -> list[str]:
    """The canonical texts of the mentions that `[` and `]` mark."""
    text, spans = "", []
    for piece in marked.split("["):
        mention, bracket, rest = piece.partition("]")
        if bracket:
            spans.append((len(text), len(text) + len(mention)))
        text += mention + rest
    return [str(amount) if amount else "" for amount in parse_amounts(text, spans)]


@pytest.mark.parametrize(
    ("marked", "texts"),
    [
        ("分别投资[3亿]和[5亿元]", ["300000000 CNY", "500000000 CNY"]),
        ("分别投资[3亿]和[5亿美元]", ["300000000 USD", "500000000 USD"]),
        ("分别为[3]、[5]和[8亿元]", ["300000000 CNY", "500000000 CNY", "800000000 CNY"]),
        ("年产[10万]、[20万吨]", ["100000 t/year", "200000 t"]),
        ("占地[90]和[120亩]", ["60000 m2", "80000 m2"]),
        ("产能[3]、[5万片/月]", ["30000 片/month", "50000 片/month"]),
        ("投资[3亿]，出口[5亿美元]", ["300000000 CNY", "500000000 USD"]),
        ("投资[3亿元]、[5亿美元]", ["300000000 CNY", "500000000 USD"]),
        ("总投资约[50亿元]、占地[162亩]以上", ["≈5000000000 CNY", "≥108000 m2"]),
        ("约\n[50亿元]", ["5000000000 CNY"]),
        ("单位：万元\n总收入 [1,234.5]\n利润 [56]", ["12345000 CNY", "560000 CNY"]),
        ("单位：万元 币种：港币\n总收入 [1,234.5]", ["12345000 HKD"]),
        ("单位：万元\n收入 [5]\n单位：亿元\n收入 [5]，[5亩]", ["50000 CNY", "500000000 CNY", "3333.33 m2"]),
        ("收入 [1,234.5]", [""]),
        ("", []),
    ],
)
def test_mentions_of_a_text(marked: str, texts: list[str]):
    assert amounts_of(marked) == texts


def test_amounts_come_in_the_order_of_the_spans():
    text = "投资3亿和5亿美元"
    assert list(map(str, parse_amounts(text, [(5, 9), (2, 4), (5, 9)]))) == [
        "500000000 USD",
        "300000000 USD",
        "500000000 USD",
    ]


# --- headers


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("单位:万元", "1万元"),
        ("单位：亿元", "1亿元"),
        ("（单位：亿元）", "1亿元"),
        ("单位：万元 币种：人民币", "1万元"),
        ("单位：万元 币种：美元", "1万美元"),
        ("金额单位：人民币千元", "1千元"),
        ("货币单位：美元", "1美元"),
        ("单位：百万元", "1百万元"),
        ("单位：人民币元", "1元"),
        ("以下金额单位均为万元", "1万元"),
        ("单位：亿元、%", "1亿元"),
        ("营业收入（亿元）", "1亿元"),
        ("金额(万美元)", "1万美元"),
        ("发行总额（亿）", "1亿"),
        ("产能（万吨/年）", "1万吨/年"),
        ("装机（万千瓦）", "1万千瓦"),
        ("单位：㎡", "1平方米"),
        ("单位：亩", "1亩"),
        ("单位：万台（套）", "1万台（套）"),
        ("万元", "1万元"),
        ("单位：公顷", "1公顷"),
    ],
)
def test_header_unit_is_that_of_one(header: str, words: str):
    assert header_unit(header) is not None
    assert parse_amount("1", default_unit=header_unit(header)) == parse_amount(words)


@pytest.mark.parametrize(
    "header", ["", "项目名称", "单位：", "单位：万吨、万元", "建设单位：某某公司", "（见附件）", "增长（%）"]
)
def test_no_unit_or_two_are_no_header(header: str):
    assert header_unit(header) is None


# --- laws


@unhurried
@given(st.text(), st.text(), st.text(), st.none() | st.text())
def test_arbitrary_text_raises_nothing(words: str, before: str, after: str, default: str | None):
    parse_amount(words, before=before, after=after, default_unit=default)


ALPHABET = (
    "0123456789.,一二三五两零十百千万亿兆点余多几数个来元美港块角分吨亩平方米瓦时台套/年日月"
    "至-–约超近以上下×()单位:（万） "
)
AMOUNT_WORDS = st.text(st.sampled_from(ALPHABET) | st.characters(), max_size=24)


@unhurried
@given(AMOUNT_WORDS, AMOUNT_WORDS, AMOUNT_WORDS)
@example("9" * 5000, "", "")
@example("亿" * 90, "", "")
@example("×".join("99999999999999999999999999999999999999"[:9] for _ in range(10)), "", "")
def test_text_like_an_amount_raises_nothing_and_is_read_back(words: str, before: str, after: str):
    amount = parse_amount(words, before=before, after=after)
    if amount is None:
        return
    assert amount.low <= amount.high
    assert len(str(amount)) > 100 or parse_amount(str(amount)) == amount


@unhurried
@given(st.text(st.sampled_from("投资约3亿和5美元、单位:万\n年产吨[]"), max_size=40), st.data())
def test_mentions_anywhere_raise_nothing(text: str, data: st.DataObject):
    end = st.integers(0, len(text))
    spans = data.draw(st.lists(st.tuples(end, end)))
    assert len(parse_amounts(text, spans)) == len(spans)


def in_chinese(value: int) -> str:
    """A whole number below 10^16 as it is read out."""
    if value == 0:
        return "零"
    words, gap = "", False
    for scale, mark in ((10**12, "万亿"), (10**8, "亿"), (10**4, "万"), (1, "")):
        section = value // scale % 10**4
        if section == 0:
            gap = gap or words != ""
            continue
        if gap or (words and section < 1000):
            words += "零"
        gap = False
        if mark == "万亿":
            # 万亿 and 亿 share their 亿: 一万二千亿
            words += in_section(section) + "万" + ("" if value // 10**8 % 10**4 else "亿")
        else:
            words += in_section(section) + mark
    return words


def in_section(section: int) -> str:
    words, gap = "", False
    for scale, mark in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = section // scale % 10
        if digit == 0:
            gap = gap or words != ""
            continue
        words += ("零" if gap else "") + "零一二三四五六七八九"[digit] + mark
        gap = False
    return words


FINANCIAL = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")


@unhurried
@given(st.integers(0, 10**16 - 1))
@example(10**12)
@example(10**12 + 10**4)
@example(1_0002_0000_0003)
def test_whole_numbers_are_read_back_however_they_are_written(value: int):
    written = [
        f"{value}元",
        f"{value:,}元",
        f"{value:,}".replace(",", "，") + "元",
        f"{value}.00元",
        f"￥{value}",
        f"{in_chinese(value)}元",
        f"{in_chinese(value).translate(FINANCIAL)}元整",
        f"人民币 {value} 元",
    ]
    for words in written:
        assert parse_amount(words) == Amount(Decimal(value), Decimal(value), "CNY"), words


@unhurried
@given(
    st.decimals(0, 10**6, places=4),
    st.sampled_from([("千", 3), ("万", 4), ("百万", 6), ("千万", 7), ("亿", 8), ("万亿", 12)]),
)
def test_decimals_with_a_scale_are_exact(value: Decimal, scale: tuple[str, int]):
    mark, zeros = scale
    expected = Decimal(value) * 10**zeros
    assert parse_amount(f"{value}{mark}元") == Amount(expected, expected, "CNY")
    assert parse_amount(f"{value:,}{mark}元") == Amount(expected, expected, "CNY")


@unhurried
@given(st.integers(1, 9999), st.integers(1, 9999))
def test_parts_with_their_scales_add_up(high: int, low: int):
    expected = Decimal(high * 10**8 + low * 10**4)
    assert parse_amount(f"{high}亿{low:04}万元") == Amount(expected, expected, "CNY")


UNITS = ["元", "万元", "亿美元", "亩", "万平方米", "吨", "万千瓦", "GWh", "台（套）", "片/月", "坪"]


@unhurried
@given(st.decimals(0, 10**9, places=2), st.decimals(0, 10**9, places=2), st.sampled_from(UNITS))
def test_a_larger_number_is_a_larger_amount(one: Decimal, other: Decimal, unit: str):
    smaller, larger = (parse_amount(f"{value}{unit}") for value in sorted((one, other)))
    assert smaller is not None
    assert larger is not None
    assert smaller.low <= larger.low
    assert (smaller.low == larger.low) == (abs(one - other) == 0) or unit in ("亩", "坪")
    between = parse_amount(f"{min(one, other)}{unit}至{max(one, other)}{unit}")
    assert between is not None
    assert (between.low, between.high) == (smaller.low, larger.low)


@unhurried
@given(st.sampled_from([case for case in CASES if case.words]))
def test_full_width_is_half_width(case: Case):
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in case.words)
    around = {"before": case.before, "after": case.after, "default_unit": case.default or None}
    assert parse_amount(wide, **around) == parse_amount(case.words, **around)


def test_the_module_needs_neither_torch_nor_spacy():
    code = (
        "import sys, xiaojuren.values.amount, xiaojuren.values.exchange; print({'torch', 'spacy'} & set(sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "set()"
