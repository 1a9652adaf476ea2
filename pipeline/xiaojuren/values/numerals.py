"""Numbers as Chinese news writes them: `1.72万亿`, `三千二百万`, `3万5千亿`, `200余万`, `4个亿`, `三四百万`, `数十亿`.

In: text in NFKC without white space (`prepare`). Out: a `Numeral`, its ends exact fractions, and where it stands.
Nothing here knows of units, save that `千` and `兆` before 瓦, 克, 米 … belong to the unit. Nothing raises.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

#: A longer numeral is no amount but a serial number. It also bounds the work, and Python refuses ints beyond 4,300 digits.
LONGEST = 40

#: What `几` and `数` stand for: "more than one and less than ten, not fixed" (现代汉语词典, 几); after 十 it is one to nine.
SEVERAL = (Fraction(2), Fraction(9))
SEVERAL_AFTER_TEN = (Fraction(1), Fraction(9))

_SCALES = {"兆": 10**12, "亿": 10**8, "万": 10**4, "千": 10**3, "百": 10**2, "十": 10}
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2}
_PLAIN_DIGITS = str.maketrans("〇○壹贰貳叁參肆伍陆陸柒捌玖拾佰仟", "零零一二二三三四五六六七八九十百千")
_SIMPLIFIED = str.maketrans("萬億兩點餘幾數個圓畝噸臺幣歐韓盧馬頃", "万亿两点余几数个圆亩吨台币欧韩卢马顷")
_ENGLISH_SCALES = {"million": "百万", "mn": "百万", "billion": "十亿", "bn": "十亿", "trillion": "万亿"}
_ENGLISH = re.compile(rf"(?<=[0-9])({'|'.join(sorted(_ENGLISH_SCALES, key=len, reverse=True))})(?![A-Za-z])", re.I)
_SPACE = re.compile("[\\s\u200b-\u200f\u2060\ufeff\u00ad]+")

_ARABIC = (
    r"(?:(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,4}(?:,[0-9]{4})+|[0-9]+)(?:[.·][0-9]+)?|\.[0-9]+)(?![0-9]|[.,·][0-9])"
)
_DIGIT = "[零〇○一二三四五六七八九两壹贰貳叁參肆伍陆陸柒捌玖]"
_STEP = "(?:[十百拾佰仟]|千(?![瓦克米升伏卡焦乏安牛]))"
_BIG = "(?:[万亿]|兆(?![瓦伏帕赫焦欧比字]))"
_SEVERAL = rf"(?:[几数](?={_STEP}|{_BIG}|个[十百千万亿])|(?<=[十拾])[几数])"
# 余, 多 and 来 stand inside or behind a number; the words that follow them in 多晶硅, 余热, 来自 are not theirs.
_MORE = rf"(?:[余多](?!{_DIGIT}|[0-9几数晶热姚杭])|来(?![自源]))"
_TAIL = rf"(?:{_ARABIC}|{_DIGIT}|{_STEP}|{_BIG}|{_SEVERAL}|点(?={_DIGIT})|{_MORE}|个(?=[多余来]?[几十百千]?[万亿]))*"
_NUMERAL = re.compile(rf"(?<![0-9.,·/])(?:{_ARABIC}|{_DIGIT}|{_STEP}|{_BIG}|{_SEVERAL}){_TAIL}")
_TRAILING_SCALES = re.compile("[兆亿万千百十]+$")


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number that stands from `start` to `end` in its text, between `low` and `high` (one value unless it is vague)."""

    low: Fraction
    high: Fraction
    start: int
    end: int
    more: bool  # 余, 多: a little more than it says
    vague: bool  # 几, 数, 来, 三四: somewhere between
    scales: str  # the scale marks at its end: 千万 of 五千万
    big: bool  # has 万, 亿 or 兆
    bare: bool  # has no scale mark at all
    counted: bool  # has a digit, not scale marks alone


def prepare(words: str) -> str:
    """Return `words` in NFKC, without white space, traditional characters of numbers and units simplified."""
    text = _SPACE.sub("", unicodedata.normalize("NFKC", words)).translate(_SIMPLIFIED)
    text = text.replace("廿", "二十").replace("卅", "三十")
    return _ENGLISH.sub(lambda match: _ENGLISH_SCALES[match.group().lower()], text)


def numerals(text: str) -> Iterator[Numeral]:
    """Yield the numerals of a prepared text, from left to right, leaving out what no reading makes a number."""
    for match in _NUMERAL.finditer(text):
        if numeral := _numeral(match):
            yield numeral


def numeral_at(text: str, start: int) -> Numeral | None:
    """Return the numeral that begins at `start`, or None."""
    match = _NUMERAL.match(text, start)
    return _numeral(match) if match else None


def scale_of(marks: str) -> int:
    """Return the number that scale marks multiply by: `千万` is 10,000,000."""
    scale = 1
    for mark in marks:
        scale *= _SCALES[mark]
    return scale


def _numeral(match: re.Match[str]) -> Numeral | None:
    said = match.group().translate(_PLAIN_DIGITS)
    if len(said) > LONGEST:
        return None
    core = re.sub("[余多来个]", "", said)
    ends = _value(core)
    if ends is None:
        return None
    low, high = ends
    trailing = _TRAILING_SCALES.search(core)
    return Numeral(
        low,
        high,
        match.start(),
        match.end(),
        more="余" in said or "多" in said,
        vague=low != high or "来" in said,
        scales=trailing.group() if trailing else "",
        big=any(mark in core for mark in "万亿兆"),
        bare=not any(mark in core for mark in _SCALES),
        counted=any(c not in _SCALES for c in core),
    )


def _value(core: str) -> tuple[Fraction, Fraction] | None:
    """Return the ends of a number: what stands before its largest scale mark, times that, plus what stands behind."""
    mark = next((mark for mark in _SCALES if mark in core), None)
    if mark is None:
        return _coefficient(core)
    whole, point, fraction = core.rpartition("点")
    if point and all(c in _DIGITS for c in fraction):
        ends, rest = _value(whole), _coefficient(f"零点{fraction}")
        return (ends[0] + rest[0], ends[1] + rest[1]) if ends and rest else None
    before, _, behind = core.rpartition(mark)
    if mark in before or (mark in "十百千" and any(step in before for step in "十百千")):
        return None
    left = _value(before) if before else (Fraction(1), Fraction(1))
    right = _remainder(behind, mark)
    if left is None or right is None or (behind and left[0].denominator != 1):
        return None
    scale = _SCALES[mark]
    return left[0] * scale + right[0], left[1] * scale + right[1]


def _remainder(behind: str, mark: str) -> tuple[Fraction, Fraction] | None:
    """Return what the words behind a scale mark add: 三百`零五` 5, 一万`二` 2000 (its own mark left out), 十`几` 1 to 9."""
    scale = _SCALES[mark]
    if not behind:
        return Fraction(0), Fraction(0)
    if behind in ("几", "数"):
        return SEVERAL_AFTER_TEN if mark == "十" else None
    words = behind.lstrip("零") or "零"
    ends = _value(words)
    if ends is None or ends[1] >= scale:
        return None
    if len(behind) == 1 and behind not in _SCALES and mark != "十":
        return ends[0] * scale / 10, ends[1] * scale / 10
    return ends


def _coefficient(words: str) -> tuple[Fraction, Fraction] | None:
    """Return the ends of a number without scale marks: Arabic, digit by digit, decimal, two neighbours, or 几."""
    if words in ("几", "数"):
        return SEVERAL
    if words[:1].isascii() and words:
        number = words.replace(",", "").replace("·", ".")
        if not re.fullmatch(r"[0-9]*(?:\.[0-9]+)?", number):
            return None
        return Fraction(number), Fraction(number)
    whole, point, fraction = words.partition("点")
    if not whole or any(c not in _DIGITS for c in whole + fraction) or (point and not fraction):
        return None
    digits = [_DIGITS[c] for c in whole]
    if len(digits) == 2 and 0 not in digits:
        first, second = digits
        neighbours = second == first + 1 or (first, second) == (3, 5)
        return (Fraction(first), Fraction(second)) if neighbours and not point else None
    number = "".join(map(str, digits)) + ("." + "".join(str(_DIGITS[c]) for c in fraction) if point else "")
    return Fraction(number), Fraction(number)
