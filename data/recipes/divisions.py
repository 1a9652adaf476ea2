"""Make the tables of divisions that the package ships, from a list of China's administrative divisions.

In: `pcas-code.json` of github.com/modood/Administrative-divisions-of-China (WTFPL), which holds the division codes of the National
Bureau of Statistics (统计用区划代码): the codes of GB/T 2260 and below them those of towns and streets. Out: two tables in
pipeline/xiaojuren/values/gazetteer: `divisions.tsv` (code, name, short names) down to counties, `towns.tsv` (a line a county).
Hong Kong, Macao and Taiwan, which the list lacks, are added with their codes of GB/T 2260.

    python data/recipes/divisions.py pcas-code.json
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator
from pathlib import Path

TARGET = Path(__file__).parents[2] / "pipeline/xiaojuren/values/gazetteer"
SOURCE = "github.com/modood/Administrative-divisions-of-China (WTFPL), after the National Bureau of Statistics"

MISSING = {"710000": "台湾省", "810000": "香港特别行政区", "820000": "澳门特别行政区"}

#: names of the list that are no divisions: they group counties for its makers' convenience
GROUPS = ("市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划")

PEOPLES = """
    蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 拉祜 水 东乡 纳西 景颇 柯尔克孜 土 达斡尔 仫佬
    羌 布朗 撒拉 毛南 仡佬 锡伯 普米 塔吉克 怒 鄂温克 保安 裕固 独龙 鄂伦春 各
"""
_PEOPLE = "|".join(sorted((name for word in PEOPLES.split() for name in (word + "族", word)), key=len, reverse=True))
_AUTONOMOUS = re.compile(rf"(?P<stem>.{{2,}}?)(?:{_PEOPLE})+自治(?P<kind>区|州|县|旗)$")
_PLAIN = re.compile(r"(?P<stem>.{2,}?)(?:省|市|特别行政区|自治区|地区|林区|特区|区|县|旗|盟)$")
_WINGED_BANNER = re.compile(r"(?P<stem>.).*(?P<side>[左右])翼(?P<rest>.旗|蒙古族自治县)$")
_NEW_AREA = re.compile(r"(?P<stem>浦东|沈北)新区$")
_SIDED_BANNER = re.compile(r"[左右前中后]旗$")  # 土默特左 is no name
_IRREGULAR = {
    "滨海新区": [],
    "东乡族自治县": ["东乡", "东乡县"],  # these are named after a people
    "鄂伦春自治旗": ["鄂伦春", "鄂伦春旗"],
    "鄂温克族自治旗": ["鄂温克", "鄂温克旗"],
}


def is_zone(code: str) -> bool:
    """Say whether a county's code is one that statisticians gave to a development zone."""
    return code[4] == "7" and code[5] != "0"


def short_names(code: str, name: str) -> list[str]:
    """Return the shorter forms of a division's name: 萍乡 of 萍乡市; 恩施 and 恩施州 of 恩施土家族苗族自治州; none of 和县."""
    if is_zone(code) or (_SIDED_BANNER.search(name) and not _WINGED_BANNER.match(name)):
        return []
    if name in _IRREGULAR:
        return _IRREGULAR[name]
    banner = _WINGED_BANNER.match(name)
    if banner:
        rest = banner["rest"] if banner["rest"].endswith("旗") else ""
        return [banner["stem"] + banner["side"] + rest] if rest else [name.removesuffix("蒙古族自治县")]
    autonomous = _AUTONOMOUS.match(name)
    if autonomous:
        return [autonomous["stem"], autonomous["stem"] + autonomous["kind"]]
    match = _NEW_AREA.match(name) or _PLAIN.match(name)
    return [match["stem"]] if match else []


def divisions(tree: list[dict]) -> Iterator[tuple[str, str]]:
    """Yield code (six digits) and name of the provinces, prefectures and counties, in the order of their codes."""
    for province in tree:
        yield province["code"].ljust(6, "0"), province["name"]
        for city in province["children"]:
            if city["name"] not in GROUPS:
                yield city["code"].ljust(6, "0"), city["name"]
            for county in city["children"]:
                if county["name"] != city["name"]:  # 东莞, 中山, 儋州 and 嘉峪关 have no counties
                    yield county["code"], county["name"]
    yield from MISSING.items()


def towns(tree: list[dict]) -> Iterator[tuple[str, list[str]]]:
    """Yield, for each county, its code and its towns, as three digits of the code and the name."""
    for province in tree:
        for city in province["children"]:
            for county in city["children"]:
                listed = [town["code"][6:] + town["name"] for town in county.get("children", ())]
                if listed:
                    yield county["code"], listed


def main() -> None:
    """Read the list that is named on the command line and write the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path, help="pcas-code.json, or a file like it")
    tree = json.loads(parser.parse_args().source.read_text(encoding="utf-8"))
    lines = [f"{code}\t{name}\t{' '.join(short_names(code, name)) or '-'}" for code, name in divisions(tree)]
    _write("divisions.tsv", "code\tname\tshort names", lines)
    _write("towns.tsv", "county\ttowns", [f"{code}\t{' '.join(listed)}" for code, listed in towns(tree)])


def _write(name: str, columns: str, lines: list[str]) -> None:
    head = f"# Made by data/recipes/divisions.py; source: {SOURCE}\n{columns}\n"
    (TARGET / name).write_text(head + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
