"""Units and currencies, and the words that mean them.

A line of a table holds the canonical unit, the factor to it, the unit's own symbol, and its words. Every unit of one kind has
the same canonical unit, so that amounts compare: areas in m2, masses in t, energy in GWh, power in MW, money in its
ISO 4217 code. A unit that stands in no table keeps its own words (片, 辆, 重量箱).

Factors: 亩 is 2000/3 m2 (国务院 1990, 15 亩 to the hectare), 斤 1/2 kg and 担 50 kg (国务院 1959), 坪 400/121 m2 (the Taiwanese ping),
acre and foot from the international yard of 1959.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

_CURRENCIES = """
CNY 元 圆 块 块钱 元钱 人民币 人民币元 CNY RMB CN¥ ¥
USD 美元 美金 美圆 USD US$ U.S.$ $
EUR 欧元 EUR €
JPY 日元 日圆 JPY JP¥ 円
HKD 港元 港币 港圆 HKD HK$
GBP 英镑 GBP £
KRW 韩元 韩圆 韩币 KRW ₩
TWD 新台币 台币 新台币元 TWD NTD NT$
MOP 澳门元 澳门币 澳门圆 葡币 MOP
SGD 新加坡元 新元 坡币 新加坡币 SGD S$
AUD 澳元 澳大利亚元 澳币 AUD A$
CAD 加元 加拿大元 加币 CAD C$
NZD 新西兰元 纽元 NZD
CHF 瑞士法郎 瑞郎 CHF
RUB 卢布 俄罗斯卢布 RUB ₽
BYN 白俄罗斯卢布 BYN
INR 卢比 印度卢比 INR ₹
PKR 巴基斯坦卢比 巴基斯坦卢布 PKR
LKR 斯里兰卡卢比 LKR
NPR 尼泊尔卢比 NPR
IDR 印尼盾 印尼卢比 印度尼西亚盾 IDR
VND 越南盾 VND ₫
THB 泰铢 THB ฿
MYR 林吉特 马来西亚林吉特 令吉 马币 MYR
PHP 菲律宾比索 PHP ₱
MXN 墨西哥比索 MXN
ARS 阿根廷比索 ARS
CLP 智利比索 CLP
COP 哥伦比亚比索 COP
BRL 雷亚尔 巴西雷亚尔 BRL R$
ZAR 兰特 南非兰特 ZAR
TRY 里拉 土耳其里拉 TRY ₺
KZT 坚戈 哈萨克斯坦坚戈 KZT
UZS 乌兹别克斯坦苏姆 苏姆 UZS
MNT 图格里克 MNT
MMK 缅元 缅币 MMK
KHR 瑞尔 柬埔寨瑞尔 KHR
LAK 基普 老挝基普 LAK
BDT 塔卡 孟加拉塔卡 BDT
SEK 瑞典克朗 SEK
NOK 挪威克朗 NOK
DKK 丹麦克朗 DKK
CZK 捷克克朗 CZK
HUF 福林 匈牙利福林 HUF
PLN 兹罗提 波兰兹罗提 PLN
RSD 塞尔维亚第纳尔 RSD
UAH 格里夫纳 UAH
AED 迪拉姆 阿联酋迪拉姆 AED
SAR 沙特里亚尔 SAR
QAR 卡塔尔里亚尔 QAR
ILS 谢克尔 新谢克尔 ILS
EGP 埃及镑 EGP
NGN 奈拉 NGN
KES 肯尼亚先令 KES
XOF 西非法郎 XOF
XAF 中非法郎 XAF
"""

_MEASURES = """
m2 1 m2 平方米 平米 平方 平 平方公尺 sqm
m2 1000000 km2 平方公里 平方千米
m2 10000 ha 公顷 hm2
m2 2000/3 mu 亩 市亩
m2 200000/3 qing 顷
m2 400/121 ping 坪
m2 4046.8564224 acre 英亩
m2 0.09290304 ft2 平方英尺 平方呎 sqft
t 1 t 吨 公吨 吨位
t 0.001 kg 公斤 千克
t 0.000001 g 克
t 1/2000 jin 斤 市斤
t 0.05 dan 担
t 0.00045359237 lb 磅
tce 1 tce 吨标准煤 吨标煤
tCO2 1 tCO2 吨二氧化碳 吨二氧化碳当量 tCO2e
ct 1 ct 克拉
m3 1 m3 立方米 立方 方 cbm
m3 0.001 L 升 公升
m3 0.000001 mL 毫升
m3 1 kL 千升
Nm3 1 Nm3 标准立方米 标立方米 标准方 标立方 标方
m 1 m 米
m 1000 km 公里 千米
GWh 1 GWh 吉瓦时 吉瓦小时
GWh 0.001 MWh 兆瓦时 兆瓦小时
GWh 0.000001 kWh 千瓦时 千瓦小时 千瓦·时 度 度电
GWh 0.000000001 Wh 瓦时
GWh 1000 TWh 太瓦时
MW 1 MW 兆瓦
MW 0.001 kW 千瓦
MW 0.000001 W 瓦
MW 1000 GW 吉瓦
MW 1000000 TW 太瓦
MWp 1 MWp 兆瓦峰 兆瓦峰值
MWp 0.001 kWp 千瓦峰 千瓦峰值
MWp 1000 GWp 吉瓦峰 吉瓦峰值
MVA 1 MVA 兆伏安
MVA 0.001 kVA 千伏安
Ah 1 Ah 安时 安培时
Ah 1000 kAh 千安时
GJ 1 GJ 吉焦
GJ 0.001 MJ 兆焦
TEU 1 TEU 标箱 标准箱 标准集装箱 国际标准箱 TEUs
set 1 set 台 套 台套 台(套) 套(台) 台/套 台、套
piece 1 piece
bed 1 bed 床位 张床位 张床 床 beds
"""

_PERIODS = {
    "hour": "小时 h hr hour",
    "day": "日 天 d day",
    "week": "周 星期 week",
    "month": "月 个月 month",
    "quarter": "季度 季 quarter",
    "year": "年 a yr year",
}

#: Words that count no quantity: a number before them is a date, a span of time, a rate, a rank, but no amount.
_NO_UNIT = re.compile("[年月日号天时秒周岁级倍成折%‰届期名位次至到和与及或等]|小时|分钟|分之|个百分|个月|百分")
_OPEN = r"[\u4e00-\u9fff]{1,5}|[A-Za-z]{1,8}"


@dataclass(frozen=True, slots=True)
class Unit:
    """`factor` × this unit makes one canonical unit `code`; `symbol` is the unit's own (`mu`, whose code is `m2`)."""

    code: str
    factor: Fraction
    symbol: str


@dataclass(frozen=True, slots=True)
class Measure:
    """A unit as words give it: what it is per (`/t`), its period, and where the words end. `generic`: 元, 块 of no country."""

    unit: Unit
    per: str
    period: str | None
    end: int
    generic: bool = False


def _tables() -> dict[str, Unit]:
    table: dict[str, Unit] = {}
    for line in _CURRENCIES.split("\n"):
        for word in line.split():
            code = line.split()[0]
            table[word.casefold()] = Unit(code, Fraction(1), code)
    for line in _MEASURES.strip().split("\n"):
        code, factor, symbol, *words = line.split()
        for word in (symbol, *words):
            table[word.casefold()] = Unit(code, Fraction(factor), symbol)
    return table


def _any_of(words: set[str]) -> str:
    """Return a pattern of any of the words, the longest first, where letters do not go on."""
    return "|".join(
        re.escape(word) + ("(?![A-Za-z0-9])" if word[-1].isascii() and word[-1].isalnum() else "")
        for word in sorted(words, key=lambda word: (-len(word), word))
    )


#: The ISO 4217 codes that `Amount.unit` may hold.
CURRENCIES = frozenset(line.split()[0] for line in _CURRENCIES.strip().split("\n"))

_UNITS = _tables()
_GENERIC = {"元", "圆", "块", "块钱", "元钱"}
_CURRENCY_NAMES = {word for word, unit in _UNITS.items() if unit.code in CURRENCIES} - _GENERIC
_PERIOD_WORDS = {word: period for period, words in _PERIODS.items() for word in words.split()}
_UNIT = re.compile(_any_of(set(_UNITS)), re.I)
_PERIOD = re.compile(_any_of(set(_PERIOD_WORDS)), re.I)
_CURRENCY_BEHIND = re.compile(rf"\(?({_any_of(_CURRENCY_NAMES)})\)?", re.I)
_CURRENCY_BEFORE = re.compile(rf"({_any_of(_CURRENCY_NAMES)}):?$", re.I)
_OPEN_UNIT = re.compile(rf"(?:个(?=[\u4e00-\u9fff]{{2}}))?(?P<unit>(?:{_OPEN})(?:\([\u4e00-\u9fff]{{1,2}}\))?)")
_PER = re.compile("(?:/每?|·|每)一?")
_OPEN_PER = re.compile(r"[\u4e00-\u9fff]{1,4}")


def read_measure(text: str, start: int) -> Measure | None:
    """Return the unit of a table that begins at `start` of a prepared text, with what it is per; None where none does."""
    at = start + 1 if text.startswith("个", start) and _UNIT.match(text, start + 1) else start
    match = _UNIT.match(text, at)
    if match is None:
        return None
    unit, end = _UNITS[match.group().casefold()], match.end()
    generic = match.group() in _GENERIC
    if generic and (behind := _CURRENCY_BEHIND.match(text, end)):
        unit, end, generic = _UNITS[behind.group(1).casefold()], behind.end(), False
    return _with_per(text, Measure(unit, "", None, end, generic))


def read_open_measure(text: str, start: int) -> Measure | None:
    """Return the unit that the words at `start` are themselves, to the end of the text; None where they can be none."""
    if _NO_UNIT.match(text, start):
        return None
    match = _OPEN_UNIT.match(text, start)
    if match is None:
        return None
    words = match["unit"]
    return _with_per(text, Measure(Unit(words, Fraction(1), words), "", None, match.end()))


def read_currency(text: str) -> tuple[Unit, int] | None:
    """Return the currency whose name the text ends with, and where that begins: `约合人民币`, `US$`. 元 alone is none."""
    match = _CURRENCY_BEFORE.search(text)
    return (_UNITS[match.group(1).casefold()], match.start()) if match else None


def read_currency_behind(text: str) -> tuple[Unit, int] | None:
    """Return the currency whose name the text begins with, and where that ends; 元 alone is none."""
    match = _CURRENCY_BEHIND.match(text)
    return (_UNITS[match.group(1).casefold()], match.end()) if match else None


def read_period(text: str) -> str | None:
    """Return the period that a text such as `/年` or `每天` begins with."""
    if (per := _PER.match(text)) and (match := _PERIOD.match(text, per.end())):
        return _PERIOD_WORDS[match.group().casefold()]
    return None


def _with_per(text: str, measure: Measure) -> Measure:
    """Take in `/吨`, `/年`, `每平方米每天` behind a unit. What it is per keeps its own symbol: 元/亩 is CNY/mu."""
    per, period, end = "", measure.period, measure.end
    while slash := _PER.match(text, end):
        if match := _PERIOD.match(text, slash.end()):
            period, end = _PERIOD_WORDS[match.group().casefold()], match.end()
        elif match := _UNIT.match(text, slash.end()):
            per, end = f"{per}/{_UNITS[match.group().casefold()].symbol}", match.end()
        elif match := _OPEN_PER.match(text, slash.end()):
            per, end = f"{per}/{match.group()}", match.end()
        else:
            break
    return Measure(measure.unit, per, period, end, measure.generic)


def is_money(unit: str) -> bool:
    """Return whether a canonical unit is money: `CNY`, and a price as well, `USD/t`."""
    return unit.partition("/")[0] in CURRENCIES
