"""What the words of a place mean by themselves: `江西省萍乡市` or `萍乡` 360300, `萍乡经开区` a zone in 360300, 朝阳区 one of two.

In: words, and the date of their text. Out: a `Place` with every candidate. Words that no table knows are a zone where they say so,
else a place of the kind `other`, with the division before them as the parent (天津港 is in 120000).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from functools import lru_cache

from xiaojuren.values.gazetteer.divisions import (
    COUNTRY,
    Sense,
    bare_towns,
    division,
    full_name,
    is_within,
    parent_of,
    senses,
    short_name,
    towns,
)
from xiaojuren.values.gazetteer.world import WorldPlace, made_region, world_place
from xiaojuren.values.gazetteer.zones import (
    KnownZone,
    Zone,
    economic_form,
    free_trade_form,
    known_by_hand,
    known_zone,
    read_zone,
)
from xiaojuren.values.place_candidates import Candidate, Place, ranked
from xiaojuren.values.place_parts import JOINTS, Parts, split

_WORLD_WEIGHTS: dict[str, float] = {"country": 5, "region": 5, "other": 3}
_UNSEEN = re.compile(r"[\s\u200b-\u200f\u2060\ufeff“”‘’\"'「」『』《》〈〉【】]")
_AROUND = re.compile(r"(?:地区|区域|境内|全境|全域|市区|一带|沿线|当地)$")
_NO_BARE_TOWN = re.compile(r"[湖岛村山河江港路街桥湾园区站]$")


@lru_cache(maxsize=8192)
def read_place(words: str, date: str = "") -> Place:
    """Return what `words` mean by themselves in a text of `date` (ISO 8601, or empty)."""
    text = fold(words).strip(JOINTS)
    found = _whole(text, date) or _in_parts(text, date)
    if found is None:
        trimmed = _AROUND.sub("", text)
        found = _whole(trimmed, date) or _in_parts(trimmed, date) if len(trimmed) > 1 and trimmed != text else None
    if found is None:
        found = Place(words, (Candidate("", unfold(text) or words, "other"),))
    return replace(found, words=words)


def fold(words: str) -> str:
    """Return `words` in the form that is compared: half width, without spaces and quotation marks."""
    return _UNSEEN.sub("", unicodedata.normalize("NFKC", words))


def unfold(text: str) -> str:
    """Return a folded text with the brackets that Chinese names are written with."""
    return text.replace("(", "（").replace(")", "）")


# --- a name that stands in a table


def _whole(text: str, date: str) -> Place | None:
    """Return the place that has `text` for its name."""
    world = world_place(text)
    by_hand = known_by_hand(text)
    divisions = [_of_division(sense) for sense in senses(text, date)]
    if by_hand and not any(found.score > 1 for found in divisions):
        return _of_known_zone(text, by_hand)
    if world and world.kind == "region":  # 中原 is not 中原区
        divisions = [found for found in divisions if found.level != "county"]
    if world:
        divisions.append(_of_world(world))
    if not divisions and not _is_zone(text):
        divisions = [_of_division(Sense(code, 1.0)) for code in towns(text)]
    if divisions:
        return ranked(text, divisions, members=world.within if world and world.kind == "region" else ())
    region = made_region(text)
    if region and not split(text, date).senses:
        return ranked(text, [_of_world(region)], members=region.within)
    return None


def _of_division(sense: Sense) -> Candidate:
    known = division(sense.code)
    level = known.level if known else ""
    parent = parent_of(sense.code)
    return Candidate(sense.code, full_name(sense.code), "division", level, parent, sense.weight, sense.former)


def _of_world(found: WorldPlace) -> Candidate:
    around = found.within[0] if found.kind == "other" and found.within else ""
    return Candidate(found.code, found.name, found.kind, "", around, _WORLD_WEIGHTS[found.kind])


def _of_known_zone(text: str, known: KnownZone) -> Place:
    read = read_zone(fold(known.name))
    return Place(
        text, (Candidate("", known.name, "zone", parent=known.parent),), zone=read[1] if read else Zone("other")
    )


def _is_zone(text: str) -> bool:
    return text.endswith(("区", "园", "城")) and read_zone(text) is not None


# --- a name in parts


def _in_parts(text: str, date: str) -> Place | None:
    """Return the place that `text` leads to, part by part; None where no part of it is known and it is no zone."""
    without_level = re.sub(r"^(?:国家级|省级)", "", text) or text
    parts = split(without_level, date)
    if parts.senses and not parts.rest:
        return ranked(text, [_of_division(sense) for sense in parts.senses])
    return _zone(text, parts) or _region(text, parts) or _other(text, parts)


def _zone(text: str, parts: Parts) -> Place | None:
    for name in (text, parts.rest):
        known = known_zone(name) if name == parts.rest else known_by_hand(name)
        if known and (name == text or any(is_within(known.parent, sense.code) for sense in parts.senses)):
            return _of_known_zone(text, known)
    read = read_zone(parts.rest)
    if read is None:
        return None
    full, zone = read
    zone = replace(zone, level=zone.level or ("national" if text.startswith("国家级") else None))
    parts = replace(parts, senses=() if _own_name(parts) else parts.senses)
    if not parts.senses:
        inner = _inside(full)
        if inner:
            return ranked(
                text, [Candidate("", unfold(text), "zone", parent=s.code, score=s.weight) for s in inner], zone=zone
            )
        name = full if parts.rest == text or parts.country else (read_zone(text) or read)[0]
        return Place(text, (Candidate("", unfold(name), "zone", parent=_foreign(parts)),), zone=zone)
    named = [
        Candidate("", unfold(_zone_name(full, zone, sense.code, text)), "zone", parent=around, score=sense.weight)
        for sense in parts.senses
        for around in [next((s.code for s in _inside(full) if is_within(s.code, sense.code)), sense.code)]
    ]
    return ranked(text, named, zone=replace(zone, generic=False))


def _zone_name(full: str, zone: Zone, parent: str, text: str) -> str:
    """Return a zone's name: with the division before it, unless that is a whole province and the zone has a name of its own."""
    if full.startswith("自由贸易试验区"):
        return free_trade_form(short_name(parent), full)
    if zone.abbreviated:
        full = economic_form(full, parent)
    known = division(parent)
    if known is None or (
        known.level == "province" and not zone.generic and not known.name.endswith("市") and _branded(full)
    ):
        return full
    bracketed = re.search(r"(\w+)(\(\w+\))", text)  # 昆山(沭阳)工业园区
    if bracketed and full == text[bracketed.end() :]:
        return bracketed.group() + full
    short = known.name if known.level == "town" else short_name(parent)
    return short + full


def _own_name(parts: Parts) -> bool:
    """Say whether a short name and 新区 are a name of their own: 东城新区 stands in many cities, 兰州新区 in Lanzhou."""
    counties = all(sense.code[4:] != "00" and sense.weight <= 1 for sense in parts.senses) and len(parts.first) > 0
    alone = parts.first == tuple(sense.code for sense in parts.senses)
    full = any((known := division(sense.code)) and known.name == parts.named for sense in parts.senses)
    return counties and alone and not full and parts.rest.startswith(("新区", "新城"))


def _inside(full: str) -> tuple[Sense, ...]:
    """Return the division that a zone's name has in brackets, or between 自由贸易试验区 and 片区."""
    match = re.search(r"\((\w+)\)", full) or re.search(r"自由贸易试验区(\w+?)(?:片区|协同)", full)
    return senses(match[1]) if match else ()


def _branded(full: str) -> bool:
    return not re.match(r"经济特区|自由贸易", full)


def _region(text: str, parts: Parts) -> Place | None:
    within = world_place(parts.rest)  # 新疆南疆
    if within and (within.kind != "region" or within.name.endswith("部")):  # 黑龙江东部 is not the east
        within = None
    region = within or made_region(parts.rest) or made_region(text)
    return ranked(text, [_of_world(region)], members=region.within) if region else None


def _other(text: str, parts: Parts) -> Place | None:
    name = unfold(text)
    if parts.rest.startswith(("机场", "国际机场")):  # which need not stand in the district that it is named after
        parts = replace(parts, senses=tuple(Sense(code, 1.0) for code in parts.first if code.endswith("00")))
    parts = replace(parts, senses=parts.senses or _zone_before(text))
    if parts.senses:
        found = [Candidate("", name, "other", parent=sense.code, score=sense.weight) for sense in parts.senses]
        return ranked(text, found)
    around = _foreign(parts)
    if around:
        place = world_place(parts.rest)
        found = [_of_world(place) if place else Candidate("", unfold(parts.rest), "other", parent=around)]
        return ranked(text, found)
    bare = [] if _NO_BARE_TOWN.search(text) or len(text) > 4 else [_of_division(sense) for sense in bare_towns(text)]
    return ranked(text, bare) if bare else None


def _zone_before(text: str) -> tuple[Sense, ...]:
    """Return where the zone lies that a name begins with: 雄安新区唐河污水库."""
    zones = (known_by_hand(text[:length]) for length in range(len(text) - 1, 2, -1))
    return next(((Sense(zone.parent, 1.0),) for zone in zones if zone), ())


def _foreign(parts: Parts) -> str:
    return parts.country if parts.country != COUNTRY else ""
