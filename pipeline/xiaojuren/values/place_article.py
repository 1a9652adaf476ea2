"""What an article tells of the places in it: 朝阳区 is Beijing's beside 海淀区, and Changchun's in 长春日报.

In: the places of an article, its source, title and dateline, each read by itself. Out: the same places, their candidates weighed: a
candidate gains where the article names divisions near it. The evidence is counted once, from the readings by themselves, so that the
order of the places does not matter.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from xiaojuren.values.gazetteer.divisions import full_name, kinship, read_table, senses
from xiaojuren.values.place_candidates import Candidate, Place, ranked
from xiaojuren.values.place_words import fold, read_place

#: How near two divisions are that lie in the same county, prefecture or province.
_NEARNESS = {"county": 2.0, "prefecture": 1.0, "province": 0.5}
#: A candidate's odds grow by e to this for each piece of evidence in its prefecture, up to so many pieces.
_GAIN, _ENOUGH = 4.0, 2.5
#: Weights of what names a place: a place of the text, the title, the source, the dateline.
_PLACE, _TITLE, _SOURCE, _DATELINE = 1.0, 1.0, 2.0, 1.5
_CAPITAL_DATELINE = 0.3  # agencies write 新华社北京 over news from anywhere

_DATELINE_WORDS = re.compile(
    r"(?:^|[\n(【])(?:[\w·]{0,8}?(?:社|网|报|讯社|台|本刊))?(?P<place>[一-鿿]{2,12}?)(?:\d{4}年)?\d{1,2}月\d{1,2}日(?:[一-鿿]{0,2})?(?:电|讯|消息)"
)
_DATELINE_PLACE = re.compile(
    r"(?:[\w·]{0,8}?(?:社|网|报|讯社|台|本刊))?(?P<place>[一-鿿]{2,12}?)(?:(?:\d{4}年)?\d{1,2}月\d{1,2}日.*)?$"
)
_TITLE_NAME = 10  # characters of the longest name looked for in a title


@dataclass(frozen=True, slots=True)
class PlaceContext:
    """What is known of the article around a place: its other places, source (萍乡日报), title, dateline and date (ISO 8601)."""

    places: tuple[str, ...] = ()
    source: str = ""
    title: str = ""
    dateline: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Divisions that the article names: codes with shares that add up to 1 at most, and how much they count."""

    words: str
    weight: float
    shares: tuple[tuple[str, float], ...]


def resolve(places: Sequence[Place], context: PlaceContext) -> list[Place]:
    """Return the places of an article, each weighed by the others and by the context."""
    stated = stated_evidence(context)
    distinct = {
        place.words: place for place in [read_place(words, context.date) for words in context.places] + list(places)
    }
    named = [_evidence(place, _PLACE) for place in distinct.values()]
    weighed = {words: _weigh(place, [*stated, *named]) for words, place in distinct.items()}
    zones = [place for place in weighed.values() if place.zone and not place.zone.generic]
    home = _home(stated)
    return [_name_zone(weighed[place.words], zones, home) for place in places]


def dateline_of(text: str) -> str:
    """Return the place that the head of a text is dated from (本报萍乡7月3日讯), or nothing."""
    match = _DATELINE_WORDS.search(text[:200])
    return match["place"] if match else ""


def stated_evidence(context: PlaceContext) -> list[Evidence]:
    """Return the divisions that source, title and dateline name."""
    found = []
    source = _of_source(context.source)
    if source:
        found.append(Evidence("", _SOURCE, source))
    match = _DATELINE_PLACE.match(fold(context.dateline))
    if match:
        weight = _CAPITAL_DATELINE if match["place"] in ("北京", "北京市") else _DATELINE
        found.append(_evidence(_place_at_end(match["place"], context.date), weight))
    found += [replace(_evidence(place, _TITLE), words=place.words) for place in _in_title(context.title, context.date)]
    return [evidence for evidence in found if evidence.shares]


def _evidence(place: Place, weight: float) -> Evidence:
    shares = tuple((found.location, found.score) for found in place.candidates[:20] if found.location)
    return Evidence(place.words, weight, shares)


def _weigh(place: Place, evidence: Iterable[Evidence]) -> Place:
    """Return the place with its candidates' odds grown by the evidence of other words."""
    if len(place.candidates) == 1:
        return place
    other = [piece for piece in evidence if piece.words != place.words]
    grown = [
        replace(found, score=found.score * math.exp(_GAIN * min(_support(found, other), _ENOUGH)))
        for found in place.candidates
    ]
    return ranked(place.words, grown, zone=place.zone, members=place.members)


def _support(candidate: Candidate, evidence: Iterable[Evidence]) -> float:
    return math.fsum(  # exact, so that the order of the places does not matter
        piece.weight * share * _NEARNESS.get(kinship(candidate.location, code) or "", 0.0)
        for piece in evidence
        for code, share in piece.shares
    )


# --- zones that the article knows by a fuller name


def _name_zone(place: Place, zones: Sequence[Place], home: str) -> Place:
    """Return 经开区 as the zone of that kind in the article, or else in its home; 威县经开区 by the full name that the article has."""
    zone = place.zone
    if zone is None or (place.best.parent and not zone.abbreviated):
        return place
    alike = [other for other in zones if _same_kind(place, other) and other.best.parent]
    if place.best.parent:
        fuller = [
            other
            for other in alike
            if other.best.parent == place.best.parent and other.zone and not other.zone.abbreviated
        ]
        return replace(min(fuller, key=str), words=place.words) if fuller else place
    if not zone.generic:
        return place
    names = {str(other) for other in alike}
    if len(names) == 1:
        return replace(alike[0], words=place.words)
    if names or not home or zone.kind not in ("economic", "high_tech") or place.best.name == "开发区":
        return place
    return replace(read_place(full_name(home) + place.words), words=place.words)


def _same_kind(place: Place, other: Place) -> bool:
    if place.zone is None or other.zone is None:
        return False
    return place.zone.kind == other.zone.kind or (place.best.name == "开发区" and other.best.name.endswith("开发区"))


def _home(stated: Sequence[Evidence]) -> str:
    """Return the prefecture or county that the source or the dateline names, if it is one."""
    codes = [piece.shares[0][0] for piece in stated if piece.words == "" and len(piece.shares) == 1]
    return next((code for code in codes if not code.endswith("0000") and len(code) == 6), "")


# --- names in source and title


@lru_cache(maxsize=1024)
def _of_source(source: str) -> tuple[tuple[str, float], ...]:
    """Return the division of a paper or site: it is named after it, or stands in sources.tsv."""
    text = fold(source)
    for name, code in _papers():
        if text.startswith(name):
            return ((code, 1.0),) if code else ()
    for length in range(min(8, len(text) - 1), 1, -1):
        found = senses(text[:length])
        if found:
            total = sum(sense.weight for sense in found)
            return tuple((sense.code, sense.weight / total) for sense in found)
    return ()


@lru_cache(maxsize=1)
def _papers() -> tuple[tuple[str, str], ...]:
    rows = [(name, code) for names, code in read_table("sources.tsv") for name in names.split()]
    return tuple(sorted(rows, key=lambda row: -len(row[0])))


def _in_title(title: str, date: str) -> list[Place]:
    """Return the divisions named in a title: provinces and prefectures, and counties by their full names."""
    text, at, found = fold(title), 0, []
    while at < len(text):
        length = next(
            (n for n in range(min(_TITLE_NAME, len(text) - at), 1, -1) if _title_name(text[at : at + n], date)), 0
        )
        if length:
            found.append(read_place(text[at : at + length], date))
        at += length or 1
    return found


def _title_name(name: str, date: str) -> bool:
    return any(
        sense.weight > 1 or (name[-1] in "县市区旗" and len(name) > 2 and not sense.former)
        for sense in senses(name, date)
    )


def _place_at_end(text: str, date: str) -> Place:
    """Return the place that a dateline ends in, behind the name of the paper: 吉林日报长春."""
    for start in range(len(text) - 1):
        if senses(text[start:], date):
            return read_place(text[start:], date)
    return read_place(text, date)
