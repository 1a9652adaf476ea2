"""Words of level and place before a title: `江苏省省级`, `国家级`, `苏州市`, `全国`.

In: a folded text. Out: its readings, each with what is left when some of these words are taken off, and what they said. Whether 省 in
省实验室 is a level or belongs to the name is not decided here: who knows the titles takes the first reading whose rest is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from xiaojuren.values.regions import ANY_REGION, BARE_PREFECTURE, PREFECTURE, PROVINCE
from xiaojuren.values.titles import Level

#: words of several levels at once, which is no level: 国家、省级, 省、市, 国省
_SEVERAL = re.compile(
    r"(?:(?:国家|国|省|自治区|市|州|县|区)级?(?:[、和及与/](?:国家|省|自治区|市|州|县|区)级?)+|国家?省市|国省|省市县?|市县)"
    r"(?:[两二三四]?级)?(?![域场长])"
)
_WORDS: tuple[tuple[Level, str], ...] = (
    ("national", r"国家级|国家(?!电网|开发银行)|国级|全国性?|我国|中国"),
    (
        "provincial",
        r"省部级|省级|自治区级|兵团级|自治区(?!主席|政府)|全自治区|全省|我省|本省|省(?![部长会内外里道政人委]|质量)",
    ),
    ("municipal", r"地市级|设区市级|市级|州级|盟级|全市|我市|本市|市(?![场域值民长政辖集容人委]|质量)"),
    ("county", r"区县级|县级|区级|旗级|全县|我县|县(?![域长城政人委])"),
)
_LEVELS = tuple((level, re.compile(rf"(?:{words})(?:及?以上)?")) for level, words in _WORDS)
#: an authority named before its title: 工信部绿色工厂, 江苏省工信厅智能工厂
_MINISTRY = re.compile(
    r"工信部|工业和信息化部|科技部|科学技术部|商务部|农业农村部|农业部|文化和旅游部|文旅部|财政部|人社部|教育部|自然资源部|生态环境部|住建部"
    r"|交通运输部|国家(?:发展改革委|发展和改革委员会|发改委|知识产权局|能源局|林草局|市场监管总局)|国家科技部|国家工信部"
)
_OFFICE = re.compile(
    r"省?(?:工信厅|经信厅|工业和信息化厅|经济和信息化厅|科技厅|科学技术厅|商务厅|农业农村厅|发展改革委|发改委|文旅厅)"
)
_GRANTERS: tuple[tuple[Level, re.Pattern[str]], ...] = (("national", _MINISTRY), ("provincial", _OFFICE))
_IDLE = re.compile(r"[的·・、\-—]+|全区|我区|本区")  # 全区 is of an autonomous region or of a district
_STEP = "级"  # behind a region: 苏州市级

_INNER = re.compile(r"国家级|国家|全国|自治区级|省级|市级|县级|区级")


@dataclass(frozen=True, slots=True)
class Reading:
    """What is left of a text, and what the words taken off it said.

    `level` was said outright, `region_level` is that of the place named; `several` is true where several levels were said at once.
    """

    rest: str
    level: Level | None = None
    several: bool = False
    region: str = ""
    region_level: Level | None = None


def readings(text: str | Reading) -> Iterator[Reading]:
    """Yield the readings of a text, from the one with nothing taken off to the one with everything."""
    reading = Reading(text) if isinstance(text, str) else text
    while True:
        if reading.region.endswith("省"):
            yield replace(reading, rest="省" + reading.rest)  # 江西省实验室
        yield reading
        shorter = _shorter(reading)
        if shorter is None:
            return
        reading = shorter


def guesses(reading: Reading) -> Iterator[Reading]:
    """Yield readings with a place that is certain only if the rest turns out to be a title: `昆山市`, `苏州`, `萍乡经开区`."""
    for pattern in (BARE_PREFECTURE, ANY_REGION):
        match = pattern.match(reading.rest)
        if match:
            level: Level | None = "municipal" if pattern is BARE_PREFECTURE else _kind_level(match.group())
            yield from readings(_with_region(reading, match.group(), level))


def without_inner_level(reading: Reading) -> Reading | None:
    """Return the reading without the level inside the rest (农业产业化国家重点龙头企业), or None where there is none."""
    match = _INNER.search(reading.rest)
    if match is None:
        return None
    rest = reading.rest[: match.start()] + reading.rest[match.end() :]
    return replace(reading, rest=rest, level=reading.level or level_inside(match.group()))


def level_inside(text: str) -> Level | None:
    """Return the level that a word at the start of a text says, or one inside it: 农业产业化国家重点龙头企业."""
    inner = _INNER.search(text)
    starts = (text, text[inner.start() :]) if inner else (text,)
    return next((level for start in starts for level, pattern in _LEVELS if pattern.match(start)), None)


def _shorter(reading: Reading) -> Reading | None:
    rest = reading.rest
    match = _SEVERAL.match(rest)
    if match:
        return replace(reading, rest=rest[match.end() :], several=True)
    for level, pattern in (*_GRANTERS, *_LEVELS):
        match = pattern.match(rest)
        if match:
            return replace(reading, rest=rest[match.end() :], level=reading.level or level)
    if reading.region and rest.startswith(_STEP):
        return replace(reading, rest=rest[len(_STEP) :], level=reading.level or reading.region_level)
    match = PREFECTURE.match(rest)
    if match:
        return _with_region(reading, match.group(), "municipal")
    match = PROVINCE.match(rest)
    if match:
        return _with_region(reading, match.group(), "provincial")
    match = ANY_REGION.match(rest)
    if match and rest[match.end() :].startswith(_STEP):
        return _with_region(reading, match.group(), _kind_level(match.group()))
    match = _IDLE.match(rest)
    return replace(reading, rest=rest[match.end() :]) if match else None


def _with_region(reading: Reading, region: str, level: Level | None) -> Reading:
    return replace(reading, rest=reading.rest[len(region) :], region=reading.region + region, region_level=level)


def _kind_level(region: str) -> Level | None:
    """Return the level of a place that is in no list: cities that are none of the prefectures are counties, zones have no level."""
    return None if region.endswith(("新区", "开发区", "经开区", "高新区")) else "county"
