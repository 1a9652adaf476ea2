"""China's administrative divisions by code and by name: `360300` is 江西省萍乡市, 朝阳区 is 110105 or 220104.

In: a code or a name, and the date of the text that the name stands in. Out: a `Division`, or codes with weights: how much the bare
name means this one and not another. The codes are those of GB/T 2260, and nine digits for towns; the tables are made by
data/recipes/divisions.py (divisions.tsv, towns.tsv) or by hand (aliases.tsv, former.tsv). Each is read when it is first needed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

Level = Literal["province", "prefecture", "county", "town"]

TABLES = Path(__file__).parent
COUNTRY = "CN"

#: provinces that are one city: what they share at two digits, others share at four
MUNICIPALITIES = frozenset({"11", "12", "31", "50", "71", "81", "82"})
#: digits three and four of counties without a prefecture: 仙桃 is 429004
_DIRECT = "90"

# How much a name means a division when nothing else tells: a province rather than the prefecture of that name, and so on down.
_FULL_WEIGHTS: dict[Level, float] = {"province": 30, "prefecture": 10, "county": 1, "town": 1}
_SHORT_PREFECTURE = {"市": 10.0, "州": 4.0, "区": 4.0, "盟": 4.0}  # 区 is of 地区
_SHORT_DISTRICT = 0.5  # 通州 for 通州区
_OVERSHADOWED = 0.0001  # 河北 for 河北区: only behind 天津
_ALIAS = 4.0
_FORMER_UNDATED = 0.05  # 铜仁市 as the name of what is 碧江区 now, in a text of unknown date
_WRONG_KIND = 0.5  # 新津县 for what is 新津区 now
_BARE_TOWN = 0.3  # 横店 for 横店镇


@dataclass(frozen=True, slots=True)
class Division:
    """A division: six digits and more for towns, the name as it stands in the list, and its level."""

    code: str
    name: str
    level: Level


@dataclass(frozen=True, slots=True)
class Sense:
    """A division that a name may mean. `former` is the name where it is no longer in use for it."""

    code: str
    weight: float
    former: str = ""


def division(code: str) -> Division | None:
    """Return the division that has `code`, or None."""
    if len(code) > 6:
        name = _town_names().get(code)
        return Division(code, name, "town") if name else None
    return _divisions().get(code)


def all_divisions() -> Iterator[Division]:
    """Yield the divisions down to counties, without development zones."""
    return (found for found in _divisions().values() if not is_zone(found.code))


def is_zone(code: str) -> bool:
    """Say whether the code of a county is one that statisticians gave to a development zone."""
    return len(code) == 6 and code[4] == "7" and code[5] != "0"


def parent_of(code: str) -> str:
    """Return the code of the division around one: of a town its county, of a county its prefecture, of a province the country."""
    if code.endswith("0000") or code == COUNTRY:
        return COUNTRY
    around = [code[:6], code[:4] + "00", code[:2] + "0000"] if len(code) > 6 else [code[:4] + "00", code[:2] + "0000"]
    return next(upper for upper in around if upper != code and (upper in _divisions() or upper.endswith("0000")))


def is_within(code: str, around: str) -> bool:
    """Say whether a division is `around` or lies in it."""
    if around == COUNTRY or code == around:
        return True
    return len(around) == 6 and code.startswith(significant(around)) and len(code) >= len(around)


def significant(code: str) -> str:
    """Return a code without the zeros that say its level: 36, 3603, 360302."""
    if code.endswith("0000") and len(code) == 6:
        return code[:2]
    return code[:4] if code.endswith("00") and len(code) == 6 else code


def full_name(code: str) -> str:
    """Return the names of a division and of those around it: 江西省萍乡市. An unknown code gives nothing."""
    found = division(code)
    if found is None:
        return ""
    return full_name(parent_of(code)) + found.name if parent_of(code) != COUNTRY else found.name


def short_name(code: str) -> str:
    """Return the short form of a division's name, or its name where it has none: 萍乡, 和县."""
    found = division(code)
    return _short_names().get(code, (found.name if found else "",))[0]


def kinship(one: str, other: str) -> Level | None:
    """Return the smallest level at which two divisions lie in the same one: 朝阳区 and 海淀区 are of one prefecture (Beijing)."""
    if not one or not other or one[:2] != other[:2]:
        return None
    if len(significant(one)) >= 6 and one[:6] == other[:6]:
        return "county"
    shared = one[2:4] == other[2:4] and one[2:4] not in ("00", _DIRECT)
    return "prefecture" if shared or one[:2] in MUNICIPALITIES else "province"


def senses(name: str, date: str = "") -> tuple[Sense, ...]:
    """Return the provinces, prefectures and counties that `name` may mean in a text of `date` (ISO 8601, or empty)."""
    today = _names().get(name, ())
    past = _former().get(name, ())
    if today and past:
        if not date:
            return (*today, *(Sense(code, _FORMER_UNDATED, name) for code, _ in past))
        past = tuple((code, until) for code, until in past if date[: len(until)] < until)
        return tuple(Sense(code, _FULL_WEIGHTS["prefecture"], name) for code, _ in past) or today
    return today or tuple(Sense(code, 1.0, name) for code, _ in past) or _of_wrong_kind(name)


def until(name: str) -> tuple[tuple[str, str], ...]:
    """Return what a former name stood for, as today's code, and until when."""
    return _former().get(name, ())


def towns(name: str) -> tuple[str, ...]:
    """Return the codes of the towns and streets that have `name`."""
    return _town_codes().get(name, ())


def bare_towns(name: str) -> tuple[Sense, ...]:
    """Return the towns that `name` means without its kind: 横店 for 横店镇. Streets are not called so."""
    return tuple(Sense(code, _BARE_TOWN) for kind in ("镇", "乡") for code in towns(name + kind))


def zone_names() -> Iterator[tuple[str, str]]:
    """Yield name and code of what statisticians list as a division but is a zone: counties and towns."""
    for found in _divisions().values():
        if is_zone(found.code):
            yield found.name, found.code
    for code, name in _town_names().items():
        if name.endswith(("开发区", "园区", "产业园", "工业园")):
            yield name, code


def read_table(name: str) -> Iterator[list[str]]:
    """Yield the lines of a table of this folder as cells, without comments and the line that names the columns."""
    lines = (TABLES / name).read_text(encoding="utf-8").splitlines()
    rows = [line for line in lines if line and not line.startswith("#")]
    return (["" if cell == "-" else cell for cell in row.split("\t")] for row in rows[1:])


def _of_wrong_kind(name: str) -> tuple[Sense, ...]:
    if len(name) < 3 or name[-1] not in "县市区":
        return ()
    found = [sense.code for sense in _names().get(name[:-1], ()) if not sense.code.endswith("00")]
    return tuple(Sense(code, _WRONG_KIND, name) for code in found)


# --- the tables


def _level(code: str) -> Level:
    if code.endswith("0000"):
        return "province"
    return "prefecture" if code.endswith("00") else "county"


@cache
def _rows() -> tuple[tuple[Division, tuple[str, ...]], ...]:
    return tuple(
        (Division(code, name, _level(code)), tuple(short.split())) for code, name, short in read_table("divisions.tsv")
    )


@cache
def _divisions() -> dict[str, Division]:
    return {found.code: found for found, _ in _rows()}


@cache
def _short_names() -> dict[str, tuple[str, ...]]:
    return {found.code: short for found, short in _rows() if short}


@cache
def _names() -> dict[str, tuple[Sense, ...]]:
    """Return every name, full and short, of provinces, prefectures and counties."""
    index: dict[str, dict[str, float]] = {}
    for found, short in _rows():
        if is_zone(found.code):
            continue
        index.setdefault(found.name, {})[found.code] = _FULL_WEIGHTS[found.level]
        for name in short:
            full = name[-1] == found.name[-1] and len(name) > 2  # 恩施州 is as good as the full name
            weight = _FULL_WEIGHTS[found.level] if full else _short_weight(found)
            index.setdefault(name, {}).setdefault(found.code, weight)
    for name, code in read_table("aliases.tsv"):
        index.setdefault(name, {}).setdefault(code, _ALIAS)
    for row, short in _rows():
        for name in short if row.level == "province" else ():
            index[name] = {
                c: _OVERSHADOWED if weight == _SHORT_DISTRICT else weight for c, weight in index[name].items()
            }
    return {name: tuple(Sense(code, weight) for code, weight in codes.items()) for name, codes in index.items()}


def _short_weight(found: Division) -> float:
    if found.level == "prefecture":
        return _SHORT_PREFECTURE.get(found.name[-1], 1.0)
    return _SHORT_DISTRICT if found.level == "county" and found.name.endswith("区") else _FULL_WEIGHTS[found.level]


@cache
def _former() -> dict[str, tuple[tuple[str, str], ...]]:
    """Return today's codes of former names and their dates; short forms too, where no division of today has them."""
    index: dict[str, list[tuple[str, str]]] = {}
    for name, date, code in read_table("former.tsv"):
        short = name.removesuffix("地区") if name.endswith("地区") else name[:-1]
        for form in (name, short):
            if form == name or (len(form) > 1 and form not in _names()):
                index.setdefault(form, []).append((code, date))
    return {name: tuple(found) for name, found in index.items()}


@cache
def _town_names() -> dict[str, str]:
    return {county + town[:3]: town[3:] for county, listed in read_table("towns.tsv") for town in listed.split(" ")}


@cache
def _town_codes() -> dict[str, tuple[str, ...]]:
    index: dict[str, list[str]] = {}
    for code, name in _town_names().items():
        index.setdefault(name, []).append(code)
    return {name: tuple(codes) for name, codes in index.items()}
