from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc, Span

from xiaojuren.components.extensions import SPANS_KEY
from xiaojuren.components.values import make_values
from xiaojuren.values.gazetteer import divisions
from xiaojuren.values.gazetteer.divisions import all_divisions, division, full_name, parent_of, significant
from xiaojuren.values.gazetteer.world import world_place
from xiaojuren.values.gazetteer.zones import known_zone
from xiaojuren.values.place import Place, PlaceContext, parse_place, places_of_article, resolve_places
from xiaojuren.values.place_article import dateline_of

CASES = Path(__file__).with_name("place_cases.tsv")
PIECES = (
    "江西省 萍乡市 萍乡 朝阳区 鼓楼区 城关镇 中国 美国 长三角 经开区 高新区 工业园 （ ） 上栗县 彭高镇 北京 沪 苏 南 路 村 港 自贸区 "
    "国家级 、 · 吉林 海南 襄樊 铜仁市 机场 新区 地区 东部 A 1 “ ”"
)


def read_cases() -> list[list[str]]:
    lines = [line for line in CASES.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    return [["" if cell == "-" else cell for cell in line.split("\t")] for line in lines[1:]]


def read(case: list[str]) -> Place:
    words, _, others, source, title, dateline, date = case
    context = PlaceContext(tuple(others.split()), source, title, dateline, date)
    return parse_place(words, context=context) if context != PlaceContext() else parse_place(words)


def outcome(place: Place) -> str:
    """What the table of cases says of a place."""
    if place.kind in ("division", "country"):
        return "many" if len(place.likely) > 8 else "|".join(sorted({found.code for found in place.likely}))
    around = "|".join(sorted({found.parent for found in place.likely if found.parent}))
    name = "other" if place.kind == "other" else f"{place.kind} {place.best.name}"
    return f"{name} < {around}" if around and place.kind != "region" else name


@pytest.mark.parametrize("case", read_cases(), ids="|".join)
def test_case(case: list[str]) -> None:
    assert outcome(read(case)) == case[1]


def test_there_are_enough_cases() -> None:
    cases = read_cases()
    assert len(cases) >= 300
    assert len({tuple(case) for case in cases}) == len(cases)
    assert sum(any(case[2:6]) for case in cases) >= 80


# --- the tables


def test_codes_begin_with_those_around_them() -> None:
    towns = [found for code in list(divisions._town_names())[::50] if (found := division(code))]
    for found in [*all_divisions(), *towns]:
        around = parent_of(found.code)
        assert around == "CN" or (division(around) and found.code.startswith(significant(around))), found


def test_a_full_name_means_its_own_code() -> None:
    for found in all_divisions():
        assert found.code in {candidate.code for candidate in parse_place(found.name).candidates}, found


def test_a_full_path_means_its_own_code_alone() -> None:
    for found in all_divisions():
        assert parse_place(full_name(found.code)).code == found.code, full_name(found.code)


def test_towns_are_found_by_their_full_path() -> None:
    codes = random.Random(0).sample([code for code in divisions._town_names() if not divisions.is_zone(code[:6])], 1500)
    ends = ("镇", "乡", "街道")
    missed = [
        full_name(code)
        for code in codes
        if full_name(code).endswith(ends) and parse_place(full_name(code)).code != code
    ]
    assert missed == []


def test_the_tables_made_by_hand_name_divisions_that_exist() -> None:
    rows = [(name, code) for name, code in divisions.read_table("aliases.tsv")]
    rows += [(name, code) for name, _, code in divisions.read_table("former.tsv")]
    rows += [(name, parent) for name, parent, _ in divisions.read_table("zones.tsv")]
    rows += [(names, code) for names, code in divisions.read_table("sources.tsv") if code]
    rows += [(row[2], code) for row in divisions.read_table("world.tsv") for code in row[3].split() if code.isdigit()]
    assert [(name, code) for name, code in rows if division(code) is None] == []


def test_enough_former_names_are_known_by_date() -> None:
    rows = list(divisions.read_table("former.tsv"))
    assert len(rows) >= 60
    assert len({tuple(row) for row in rows}) == len(rows)
    assert all(len(date) in (4, 7) and "1990" < date < "2027" for _, date, _ in rows)


def test_every_country_has_one_code() -> None:
    rows = [row for row in divisions.read_table("world.tsv") if row[0] == "country"]
    codes = [row[1] for row in rows]
    assert len(codes) == len(set(codes)) >= 190
    for _, code, name, _, others in rows:
        for form in (name, *others.split()):
            found = world_place(form)
            assert found is not None, form
            assert found.code == code, form


def test_every_zone_of_the_table_is_found_by_each_of_its_names() -> None:
    for name, parent, others in divisions.read_table("zones.tsv"):
        for form in (name, *others.split()):
            found = known_zone(form)
            assert found is not None, form
            assert found.parent == parent, form


def test_the_tables_are_small() -> None:
    assert sum(path.stat().st_size for path in divisions.TABLES.glob("*.tsv")) < 1_500_000


# --- laws


@given(st.text(), st.text())
def test_it_never_raises(words: str, around: str) -> None:
    context = PlaceContext((around,), around, around, around, around)
    assert str(parse_place(words))
    assert str(parse_place(words, context=context))


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(PIECES.split()), max_size=6).map("".join),
    st.lists(st.sampled_from(PIECES.split()), max_size=6).map("".join),
)
def test_it_never_raises_on_words_of_its_own(words: str, around: str) -> None:
    context = PlaceContext((around,), around, around, around, "2011-05")
    for place in (parse_place(words), parse_place(words, context=context)):
        assert place.words == words
        assert sum(found.score for found in place.candidates) == pytest.approx(1)
        assert [found.score for found in place.candidates] == sorted((c.score for c in place.candidates), reverse=True)
        assert "\n" not in str(place)


@given(st.sampled_from(read_cases()))
def test_width_spaces_and_quotes_do_not_matter(case: list[str]) -> None:
    words = case[0]
    for other in (" ".join(words), "\u3000".join(words), f"“{words}”", words.replace("（", "(").replace("）", ")")):
        assert str(parse_place(other)) == str(parse_place(words))


@given(st.lists(st.sampled_from([case[0] for case in read_cases()]), max_size=8), st.randoms())
def test_the_order_of_the_places_does_not_matter(words: list[str], rng: random.Random) -> None:
    shuffled = rng.sample(words, len(words))
    one = dict(zip(words, map(str, resolve_places(words)), strict=True))
    assert one == dict(zip(shuffled, map(str, resolve_places(shuffled)), strict=True))


# --- what a place tells


def test_an_ambiguous_name_keeps_its_candidates_when_it_is_decided() -> None:
    alone, decided = parse_place("朝阳区"), parse_place("朝阳区", context=PlaceContext(source="长春日报"))
    assert not alone.decided
    assert alone.code is None
    assert decided.code == "220104"
    assert decided.best.score > 0.9
    assert {c.code for c in decided.candidates} == {c.code for c in alone.candidates} == {"110105", "220104"}


def test_a_chain_gives_level_and_parent() -> None:
    place = parse_place("江西省萍乡市上栗县彭高镇")
    assert (place.code, place.best.level, place.parent) == ("360322105", "town", "360322")
    assert place.best.name == "江西省萍乡市上栗县彭高镇"


def test_a_region_has_its_divisions() -> None:
    assert parse_place("京津冀").members == ("110000", "120000", "130000")
    assert parse_place("京津").members == ("110000", "120000")


@pytest.mark.parametrize(
    ("words", "kind", "level"),
    [
        ("萍乡国家级经济技术开发区", "economic", "national"),
        ("国家级萍乡经济技术开发区", "economic", "national"),
        ("合肥高新区", "high_tech", None),
        ("湘东省级产业园", "industrial", "provincial"),
        ("宁波梅山保税港区", "bonded", None),
        ("福建自贸试验区", "free_trade", None),
        ("兰州新区", "new_area", None),
        ("张江高科技园区", "science", None),
        ("苏州工业园区", "industrial", None),
    ],
)
def test_kind_and_level_of_a_zone(words: str, kind: str, level: str | None) -> None:
    zone = parse_place(words).zone
    assert zone
    assert (zone.kind, zone.level) == (kind, level)


def test_a_former_name_is_kept() -> None:
    assert parse_place("襄樊市").best.former == "襄樊市"
    assert parse_place("襄阳市").best.former == ""


@pytest.mark.parametrize(
    ("words", "written"),
    [
        ("萍乡", "360300 江西省萍乡市"),
        ("萍乡经开区", "zone 萍乡经济技术开发区 < 360300"),
        ("朝阳区", "110105 北京市朝阳区 | 220104 吉林省长春市朝阳区"),
        ("美国", "US 美国"),
        ("长三角地区", "region 长三角"),
        ("天津港", "other 天津港 < 120000"),
        ("", "other"),
    ],
)
def test_the_canonical_string(words: str, written: str) -> None:
    assert str(parse_place(words)) == written


def test_a_long_list_of_candidates_is_cut() -> None:
    written = str(parse_place("城关镇"))
    assert written.count("|") == 8
    assert written.split("… ")[1].isdigit()


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("本报萍乡7月3日讯（记者甲）昨日……", "萍乡"),
        ("标题\n新华社北京2022年7月3日电 ……", "北京"),
        ("中新网合肥7月3日电", "合肥"),
        ("7月3日，某公司签约", ""),
        ("", ""),
    ],
)
def test_datelines(text: str, place: str) -> None:
    assert dateline_of(text) == place


def test_an_agency_in_the_capital_is_weak_evidence() -> None:
    strong, weak = (
        parse_place("朝阳区", context=PlaceContext(others, dateline="新华社北京7月3日电"))
        for others in ((), ("长春市",))
    )
    assert strong.best.code == "110105"
    assert weak.code == "220104"


def test_a_bare_zone_is_left_bare_where_the_article_has_two() -> None:
    assert (
        next(str(place) for place in resolve_places(["高新区", "合肥高新区", "芜湖高新区"]))
        == "zone 高新技术产业开发区"
    )


def test_title_and_dateline_are_taken_from_the_text() -> None:
    text = "长春市朝阳区签约大项目\n朝阳区昨日……"
    assert places_of_article(["朝阳区"], text)[0].code == "220104"
    assert places_of_article(["朝阳区"], "本报长春7月3日讯 朝阳区昨日……")[0].code == "220104"
    assert places_of_article(["铜仁市"], "铜仁市", date="2010-05-01")[0].code == "520602"


# --- where it is used


def test_the_component_writes_the_value() -> None:
    nlp = spacy.blank("zh")
    text = "本报长春7月3日讯 朝阳区与萍乡经开区签约。"
    doc = Doc(nlp.vocab, words=list(text), spaces=[False] * len(text))
    at = text.index("朝阳区")
    doc.spans[SPANS_KEY] = [Span(doc, at, at + 3, label="PLACE"), Span(doc, at + 4, at + 9, label="PLACE")]
    make_values(nlp, "values")(doc)
    values = [span._.value for span in doc.spans[SPANS_KEY]]
    assert values == ["220104 吉林省长春市朝阳区", "zone 萍乡经济技术开发区 < 360300"]


def test_it_imports_neither_torch_nor_spacy() -> None:
    code = "import sys, xiaojuren.values.place; sys.exit(any(m in sys.modules for m in ('torch', 'spacy', 'transformers')))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_tables_load_fast() -> None:
    code = (
        "import time, xiaojuren.values.place as p; start = time.process_time(); p.parse_place('萍乡'); p.parse_place('彭高镇');"
        "p.parse_place('萍乡经开区'); print(time.process_time() - start)"
    )
    tries = [subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True) for _ in range(3)]
    assert min(float(each.stdout) for each in tries) < 0.15
