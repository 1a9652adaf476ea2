"""Development zones and parks: what kind a name says, its full form, and where those lie whose name does not tell.

In: the words of a zone, without the division before them: 经开区, 国家级高新区, 城南工业园. Out: the words in full (经济技术开发区),
the kind and the level. `known_zone` looks up names of zones.tsv and of the lists of divisions, which hold some.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from xiaojuren.values.gazetteer.divisions import is_zone, parent_of, read_table, short_name, zone_names

ZoneKind = Literal[
    "economic", "high_tech", "bonded", "free_trade", "new_area", "industrial", "science", "logistics", "tourism",
    "agriculture", "cooperation", "other",
]  # fmt: skip
ZoneLevel = Literal["national", "provincial", "municipal"]

#: the end of a name that makes it a zone, with the kind that it says, the first that fits
_KINDS: tuple[tuple[ZoneKind, str], ...] = (
    ("free_trade", r"自由贸易试验区|自贸区|自贸试验区|自由贸易港|自由贸易区|自由贸易先行区"),
    ("bonded", r"保税区|保税港区|保税物流中心|保税物流园区|出口加工区|保税片区"),
    ("high_tech", r"高新技术产业开发区|高新技术产业示范区|高新科技园区?|高新技术产业园区?"),
    ("economic", r"经济技术开发区|经济开发区|(?<!旅游)(?<!度假)开发区|经济特区"),
    ("tourism", r"旅游度假区|度假区|旅游区|风景名胜区|风景区|旅游岛|旅游开发区"),
    (
        "agriculture",
        r"农业(?:科技|产业|高新技术产业)?(?:示范)?(?:园区?|示范区|开发区)|农业公园|农博园|农产品加工园区?|融合发展示范园",
    ),
    ("logistics", r"物流园区?|物流基地|物流城|物流中心|无水港|陆港|物流产业园区?|空港区|港区"),
    (
        "science",
        r"科技园区?|科学园区?|软件园区?|科学城|科技城|知识城|创新城|科创园区?|科创城|创业园区?|孵化园区?|大学城|生物城|信息港|科创谷",
    ),
    ("cooperation", r"合作区|合作示范区|合作中心|台商投资区|投资区|先行区|合作园区?"),
    ("new_area", r"新区|新片区|新城|航空城|核心区|起步区|先导区|商务区|功能区|组团"),
    (
        "industrial",
        r"工业园区|产业园区?|工业区|工业集中区|集中区|集聚区|聚集区|产业基地|基地|产业城|工业城|化工区|工贸园区?|产业带|矿区|园区",
    ),
    ("other", r"示范区|试验区|实验区|管理区|创新区|发展区|经济区|片区|开发带|西区|东区|(?<![公校陵果家庄花田乐])园"),
)
_ENDS = tuple((kind, re.compile(rf"(?:{ends})$")) for kind, ends in _KINDS)
_NO_ZONE = re.compile(r"(?:公园|植物园|动物园|[^产业]校园|陵园|果园|幼儿园|桃园|梨园|家园|花园|庄园|御园)$")

_LEVELS: tuple[tuple[ZoneLevel, str], ...] = (
    ("national", r"国家级|国家(?!公园|电网|级)"),
    ("provincial", r"省级|自治区级"),
    ("municipal", r"市级"),
)

#: abbreviations, with what they stand for
_FULL = (
    (r"综保区|综合保税园区", "综合保税区"),
    (r"^自贸(?:试验|实验)?区", "自由贸易试验区"),
    (r"自贸港", "自由贸易港"),
    (r"高新(?:技术)?(?:产业)?(?:开发|园)?区|高新园区|高技术(?:产业)?开发区|高新技术产业园区?", "高新技术产业开发区"),
    (r"经济技术开发园区", "经济技术开发区"),
    (r"工业园(?!区)", "工业园区"),
)
_ABBREVIATED = tuple((re.compile(short), full) for short, full in _FULL)
_ECONOMIC = re.compile(r"经开区|经济技术开发区|经济开发区")
_OFFICE = re.compile(r"(?:党工委|管理委员会|管委会)$")
#: no more than its kind: it means the zone of wherever the text is
_GENERIC = re.compile(r"(?:经济技术|经济|高新技术产业|高新技术|综合保税|工业园|产业园|保税港|保税)?(?:开发|园)?[区园]")
#: no more than a branch, a side or a quality: many places have one
_COMMON = re.compile(
    r"(?:新|现代|高新|高端|特色|科技|产业|工业|农业|生态|生物|医药|健康|食品|电子|信息|数字|智能|智造|装备|制造|机械|汽车|光伏|化工|石化|化学|材料"
    r"|能源|环保|循环|绿色|经济|技术|综合|物流|商贸|文化|创意|软件|服务|陶瓷|纺织|家具|建材|钢铁|有色|金属|煤|电|盐|中小企业|民营|返乡|扶贫"
    r"|城?[东南西北中][部区郊]?|城区|临空|空港|临港|海港|沿海|滨海|沿江|滨江|沿河|开发|保税|第?[一二三四五])+(?:示范)?"
    r"(?:园区?|基地|开发区|工业区|集中区|集聚区)"
)


@dataclass(frozen=True, slots=True)
class Zone:
    """What the words of a zone say: the kind, and the level where they name it. `generic` if they hold no name: 经开区."""

    kind: ZoneKind
    level: ZoneLevel | None = None
    generic: bool = False
    abbreviated: bool = False


@dataclass(frozen=True, slots=True)
class KnownZone:
    """A zone of the lists: its name, and the code of the smallest division around it."""

    name: str
    parent: str


def read_zone(words: str) -> tuple[str, Zone] | None:
    """Return the words of a zone in full, without its level and office, and what they say; None where they name no zone."""
    body = _OFFICE.sub("", words)
    body, level = _take_level(body)
    short = bool(re.search(r"经开区", body))
    full = body.replace("经开区", "经济技术开发区")
    for pattern, replacement in _ABBREVIATED:
        full = pattern.sub(replacement, full)
    if _NO_ZONE.search(full):
        return None
    kind = next((kind for kind, end in _ENDS if end.search(full)), None)
    if kind is None:
        return None
    return full, Zone(kind, level, bool(_GENERIC.fullmatch(full)), short)


def _take_level(text: str) -> tuple[str, ZoneLevel | None]:
    for level, words in _LEVELS:
        found = re.match(words, text)
        if found and len(text) > found.end() + 1:
            return text[found.end() :], level
    return text, None


def economic_form(full: str, parent: str) -> str:
    """Return a zone abbreviated to 经开区 by its name in the lists, else 经济开发区 where its division is a county."""
    base = short_name(parent) + full
    other = full.replace("经济技术开发区", "经济开发区")
    if base in _listed():
        return full
    return other if short_name(parent) + other in _listed() or not parent.endswith("00") else full


def free_trade_form(province: str, full: str) -> str:
    """Return the official name of a pilot free trade zone: 中国（福建）自由贸易试验区."""
    return f"中国（{province}）{full}"


def known_zone(name: str) -> KnownZone | None:
    """Return the zone that has `name` in zones.tsv, or in the lists of divisions where only one has it."""
    return _by_hand().get(name) or _once_listed().get(name)


def known_by_hand(name: str) -> KnownZone | None:
    """Return the zone that has `name` in zones.tsv."""
    return _by_hand().get(name)


@cache
def _by_hand() -> dict[str, KnownZone]:
    index: dict[str, KnownZone] = {}
    for name, parent, others in read_table("zones.tsv"):
        for form in (name, *others.split()):
            index.setdefault(form, KnownZone(name.replace("(", "（").replace(")", "）"), parent))
    return index


@cache
def _once_listed() -> dict[str, KnownZone]:
    index: dict[str, KnownZone | None] = {}
    for name, code in zone_names():
        if _GENERIC.fullmatch(name) or _COMMON.fullmatch(name):
            continue
        zone = KnownZone(name, parent_of(code) if is_zone(code) else code[:6])
        index[name] = None if name in index and index[name] != zone else zone
    return {name: zone for name, zone in index.items() if zone}


@cache
def _listed() -> frozenset[str]:
    """Return the names in the lists as short name and kind: 邢台经济开发区."""
    names = set()
    for name, code in zone_names():
        parents = (code[:6], parent_of(code[:6])) if len(code) > 6 else (parent_of(code),)
        for parent in parents:
            short = short_name(parent)
            if short in name and "开发区" in name:
                names.add(short + name[name.index(short) + len(short) :].lstrip("市县区"))
    return frozenset(names)
