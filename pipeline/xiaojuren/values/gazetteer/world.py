"""Countries, regions and well-known places beyond the divisions: 美国 is US, 长三角 a region, 莫斯科 a place in RU.

In: a name. Out: the entries of world.tsv that have it, or a region that is made up of short forms (京津, 苏南, 湘鄂边区).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from xiaojuren.values.gazetteer.divisions import read_table, senses

Kind = Literal["country", "region", "other"]

#: the short forms of provinces that are joined freely
_JOINED = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川黔滇藏陕甘青宁新港澳台"
_JOINT = re.compile(rf"[{_JOINED}]{{2,4}}(?:边区|边界|边境|交界地区|地区|两地|三地|三省)?")
_PART = re.compile(rf"[{_JOINED}贵云蜀陇秦][东南西北中]{{1,3}}(?:地区|部|沿海)?")
_NAMED_REGION = re.compile(
    r".+(?:都市圈|城市群|城市圈|经济圈|经济带|产业带|协同区|走廊|经济走廊|流域|高原|平原|盆地|山区|草原|三角洲|沿线|沿海)$"
    r"|.{2,}(?<![临港空口])经济区$"
)


@dataclass(frozen=True, slots=True)
class WorldPlace:
    """An entry: `code` is of countries only; `within` holds the divisions of a region, or the country or division around a place."""

    kind: Kind
    name: str
    code: str = ""
    within: tuple[str, ...] = ()


def world_place(name: str) -> WorldPlace | None:
    """Return the entry that has `name`, with or without its kind (蔚山市), or None."""
    return _index().get(name) or (_index().get(name[:-1]) if name.endswith(("市", "州", "府")) else None)


def made_region(name: str) -> WorldPlace | None:
    """Return the region that short forms of provinces make up (京津, 苏南), or that says it is one (X都市圈), or None."""
    if _JOINT.fullmatch(name) or _PART.fullmatch(name):
        members = tuple(sense.code for c in name if c in _JOINED for sense in senses(c) if sense.code.endswith("0000"))
        return WorldPlace("region", name, within=members)
    return WorldPlace("region", name) if _NAMED_REGION.fullmatch(name) else None


@cache
def _index() -> dict[str, WorldPlace]:
    index: dict[str, WorldPlace] = {}
    for kind, code, name, within, others in read_table("world.tsv"):
        entry = WorldPlace(_kind(kind), name, code, tuple(within.split()))
        for form in (name, *others.split()):
            index.setdefault(form, entry)
    return index


def _kind(text: str) -> Kind:
    if text == "country":
        return "country"
    return "region" if text == "region" else "other"
