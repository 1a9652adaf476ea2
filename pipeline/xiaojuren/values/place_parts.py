"""The words of a place, part by part: 湖北省汉川市华严农场 is 湖北省, in it 汉川市, in it 华严农场.

In: folded words and the date of their text. Out: `Parts`: the divisions that the parts before the last name come to, and the rest.
Each part must lie in the one before it; that settles most names that are ambiguous alone (北京朝阳区).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from xiaojuren.values.gazetteer.divisions import Sense, bare_towns, division, is_within, senses, towns
from xiaojuren.values.gazetteer.world import world_place

_LONGEST = 15  # characters of the longest name of a division, with room

#: what follows a name without its kind and makes another name of the two: 南京路 is not in Nanjing, 长兴岛 not in Changxing
_GROWN = re.compile(
    r"(?:[东南西北中]?[一二三]?(?:路|街|大道|大街|胡同|巷|桥|大桥)|[路街河江湖山岛湾桥村庄屯寨沟岭峰滩泉溪峡洲寺塔坝堡营屿洋海池潭]|口(?!岸)|古[镇城])"
)
#: what may follow nevertheless: it is said of the place
_OF_THE_PLACE = re.compile(r"(?:山区|海关|海港|湖区|江段|街道|村镇银行)")
_TOWN_END = re.compile(r".{1,8}?(?:镇|乡|街道|苏木)")
_SIDE = re.compile(r"[东南西北中]部|[冀晋蒙辽吉黑苏浙皖闽赣鲁豫鄂湘粤桂琼川渝黔滇藏陕甘青宁新][东南西北中](?!\w?$)")
#: full names of districts that are said of any city
_ANYWHERE = frozenset({"东区", "西区", "城区", "郊区", "矿区"})
#: what makes a repeated name another one: 长洲区 and then 长洲镇
_KIND = re.compile(r"镇|乡|街道|县|市|区")
#: marks between the parts of a chain
JOINTS = " ·,，、/-—"


@dataclass(frozen=True, slots=True)
class Parts:
    """What the first parts come to, the smallest last: `senses` of that one, the first part's code, and the words that are left.

    `country` is set where the words begin with one; `named` holds the name of the last part as written.
    """

    senses: tuple[Sense, ...] = ()
    first: tuple[str, ...] = ()
    rest: str = ""
    country: str = ""
    named: str = ""


def split(words: str, date: str = "") -> Parts:
    """Take the divisions off the front of `words`."""
    parts = _take_country(words)
    while parts.rest:
        step = _take_division(parts, date) or _take_town(parts) or _take_side(parts, date)
        if step is None:
            return parts
        parts = step
    return parts


def _take_country(words: str) -> Parts:
    for length in range(min(8, len(words) - 1), 1, -1):
        found = world_place(words[:length])
        grown = bool(_GROWN.match(words[length:])) and words[:length] != "中国"
        if found and found.kind == "country" and not senses(words[:length]) and not grown:
            return Parts(country=found.code, rest=words[length:].lstrip(JOINTS))
    return Parts(rest=words)


def _take_division(parts: Parts, date: str) -> Parts | None:
    if parts.country not in ("", "CN") or any(len(sense.code) > 6 for sense in parts.senses):
        return None
    bracketed = parts.rest.startswith("(")
    rest = parts.rest[1:] if bracketed else parts.rest
    for length in range(min(_LONGEST, len(rest)), 1, -1):
        name, after = rest[:length], rest[length:]
        if bracketed and not after.startswith(")"):
            continue
        around = () if bracketed and parts.senses else parts.senses  # 昆山(沭阳)工业园区 lies in the other one's county
        meant = senses(name, date)
        if not bracketed and _repeats(name, after, meant, parts):
            return replace(parts, rest=after.lstrip(JOINTS))
        found = tuple(sense for sense in meant if _fits(sense.code, around))
        if not parts.senses and name in _ANYWHERE and after:
            continue
        if len(after) == 1 and any(_fits(s.code, found) for s in senses(name[-1] + after, date)):
            continue  # 青岛 + 市南
        if found and not _grows(name, after, found, date):
            after = after[1:] if bracketed else after
            first = parts.first or tuple(sense.code for sense in found)
            return Parts(found, first, after.lstrip(JOINTS), parts.country, name)
    return None


def _take_side(parts: Parts, date: str) -> Parts | None:
    """Take off the side of a division that the next part stands on: 新疆南部拜城县, 粤东汕头."""
    match = _SIDE.match(parts.rest)
    return _take_division(replace(parts, rest=parts.rest[match.end() :]), date) if match else None


def _take_town(parts: Parts) -> Parts | None:
    """Take a town off; its kind may be missing where a prefecture or a county stands before it."""
    if parts.country not in ("", "CN") or any(len(sense.code) > 6 for sense in parts.senses):
        return None
    match = None if towns(parts.rest) else _TOWN_END.match(parts.rest)  # 连镇镇
    named = match.group() if match else parts.rest
    found = tuple(Sense(code, 1.0) for code in towns(named) if _fits(code, parts.senses))
    if not found and not match and parts.senses:
        found = tuple(sense for sense in bare_towns(named) if _fits(sense.code, parts.senses))
        if len(found) > 1 and any(sense.code.endswith("0000") for sense in parts.senses):
            return None
    if not found or (named == parts.rest and not match and _zone_like(named)):
        return None
    first = parts.first or tuple(sense.code for sense in found)
    return Parts(found, first, parts.rest[len(named) :].lstrip(JOINTS), parts.country, named)


def _fits(code: str, around: tuple[Sense, ...]) -> bool:
    """Say whether a division lies in one of those before it, and is not that one itself."""
    return not around or any(code != sense.code and is_within(code, sense.code) for sense in around)


def _grows(name: str, after: str, found: tuple[Sense, ...], date: str) -> bool:
    """Say whether a name without its kind and what follows are another name: 南京 + 路, 长兴 + 岛, 贺兰 + 山东麓."""
    if _is_full(name, found) or not _GROWN.match(after) or _OF_THE_PLACE.match(after):
        return False
    inner = (after[:length] for length in range(2, min(_LONGEST, len(after)) + 1))  # 重庆 + 江津区, 聊城 + 山东省
    meant = ((part, senses(part, date)) for part in inner)
    return not any(_is_full(part, all_) or any(_fits(sense.code, found) for sense in all_) for part, all_ in meant)


def _is_full(name: str, meant: tuple[Sense, ...]) -> bool:
    """Say whether a name is that of a division with its kind: 南京市 and not 南京."""
    return any((known := division(sense.code)) and known.name == name for sense in meant)


def _repeats(name: str, after: str, meant: tuple[Sense, ...], parts: Parts) -> bool:
    """Say whether a short name says the last part again: 湘潭市, and then 湘潭经开区."""
    if _KIND.match(after) or _GROWN.match(after) or name == parts.named or _is_full(name, meant):
        return False
    return any(sense.code == before.code for sense in meant for before in parts.senses)


def _zone_like(name: str) -> bool:
    return name.endswith(("区", "园")) and not name.endswith("地区")
