from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc, Span

from xiaojuren.components.extensions import SPANS_KEY
from xiaojuren.components.values import make_values
from xiaojuren.values.designation import Designation, parse_designation
from xiaojuren.values.titles import LEVELS, Title, titles, write_out

CASES = Path(__file__).with_name("designation_cases.tsv")
LEVEL_WORDS = {"national": "国家级", "provincial": "省级", "municipal": "市级", "county": "县级"}
QUOTES = ["“”", "‘’", '""', "''", "「」", "『』", "《》", "＂＂", "«»", "〝〞"]
PIECES = "国家级 省 江苏省 苏州市 第五批 首批 2022年 2021— （2023） “小巨人” 专精特新 企业 、 （ ） 500强 重点实验室 名单 拟 未 ，"


def read_cases() -> list[list[str]]:
    lines = [line for line in CASES.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    return [["" if cell == "-" else cell for cell in line.split("\t")] for line in lines[1:]]


def full_width(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


@pytest.mark.parametrize("case", read_cases(), ids="|".join)
def test_case(case: list[str]) -> None:
    words, key, level, batch, year, status, before, after = case
    found = parse_designation(words, before=before, after=after)
    assert (found.key or "", found.level or "", found.status or "") == (key, level, status)
    assert (str(found.batch or ""), str(found.year or "")) == (batch, year)


def test_there_are_enough_cases() -> None:
    cases = read_cases()
    assert len(cases) >= 250
    assert sum(bool(before or after) for *_, before, after in cases) >= 60
    assert {status for *_, status, _, _ in cases} >= {
        "granted", "passed_review", "proposed", "applied", "targeted", "revoked", "not_granted",
    }  # fmt: skip


# --- the catalogue


def test_the_catalogue_is_large_and_its_keys_are_unique() -> None:
    keys = [title.key for title in titles()]
    assert len(keys) == len(set(keys)) >= 140
    assert len({title.name for title in titles()}) == len(keys)


@pytest.mark.parametrize("title", titles(), ids=lambda title: title.key)
def test_every_wording_of_a_title_means_it_alone(title: Title) -> None:
    for wording in title.wordings:
        for subject in ("", "某某") if "*" in wording else ("",):
            assert parse_designation(wording.replace("*", subject)).key == title.key, wording
    assert parse_designation(title.name).key == title.key


def test_no_wording_stands_under_two_titles() -> None:
    owners: dict[str, str] = {}
    for title in titles():
        for wording in title.wordings:
            assert owners.setdefault(wording, title.key) == title.key, wording


@pytest.mark.parametrize("title", titles(), ids=lambda title: title.key)
def test_a_title_is_recognised_at_each_of_its_levels(title: Title) -> None:
    assert parse_designation(title.name).level == title.default
    for level in title.levels if len(title.levels) > 1 else ():
        found = parse_designation(LEVEL_WORDS[level] + title.name)
        assert (found.key, found.level) == (title.key, level)


@pytest.mark.parametrize("title", titles(), ids=lambda title: title.key)
def test_the_catalogue_is_well_formed(title: Title) -> None:
    assert title.default is None or title.default in title.levels
    assert list(title.levels) == [level for level in LEVELS if level in title.levels]
    assert title.since is None or 1949 <= title.since <= 2026


def test_patterns_are_written_out() -> None:
    assert set(write_out("[国家级](甲|乙)")) == {"国家级甲", "国家级乙", "甲", "乙"}
    assert set(write_out("甲[乙[丙]|丁]")) == {"甲", "甲乙", "甲乙丙", "甲丁"}


# --- laws


@given(st.text(), st.text(), st.text())
def test_it_never_raises(words: str, before: str, after: str) -> None:
    assert parse_designation(words, before=before, after=after).name is not None


@given(st.lists(st.sampled_from(PIECES.split())).map("".join), st.lists(st.sampled_from(PIECES.split())).map("".join))
def test_it_never_raises_on_words_of_its_own(words: str, around: str) -> None:
    found = parse_designation(words, before=around, after=around)
    assert found.key or found.name == words


@given(st.sampled_from(read_cases()), st.sampled_from(QUOTES))
def test_the_style_of_quotes_does_not_matter(case: list[str], style: str) -> None:
    words, *_, before, after = case
    left, right = style[0], style[-1]
    other = words.replace("“", left).replace("”", right)
    same_but_for_name(
        parse_designation(words, before=before, after=after), parse_designation(other, before=before, after=after)
    )
    bare = words.replace("“", "").replace("”", "")
    same_but_for_name(parse_designation(words), parse_designation(bare))
    same_but_for_name(parse_designation(words), parse_designation(f"{left}{words}{right}"))


@given(st.sampled_from(read_cases()))
def test_width_and_spaces_do_not_matter(case: list[str]) -> None:
    words = case[0]
    same_but_for_name(parse_designation(words), parse_designation(full_width(words)))
    same_but_for_name(parse_designation(words), parse_designation(" ".join(words)))
    same_but_for_name(parse_designation(words), parse_designation("\u3000".join(words)))


def same_but_for_name(one: Designation, other: Designation) -> None:
    assert (one.key, one.level, one.region, one.subject) == (other.key, other.level, other.region, other.subject)
    assert (one.batch, one.year, one.status) == (other.batch, other.year, other.status)


@given(st.integers(1, 99))
def test_batches_are_read_in_both_scripts(number: int) -> None:
    tens, ones = divmod(number, 10)
    digits = "零一二三四五六七八九"
    chinese = ("" if tens == 0 else "十" if tens == 1 else digits[tens] + "十") + (digits[ones] if ones else "")
    assert parse_designation(f"第{chinese}批专精特新“小巨人”企业").batch == number
    assert parse_designation(f"第{number}批专精特新“小巨人”企业").batch == number


# --- what is read besides


@pytest.mark.parametrize(
    ("words", "region", "subject"),
    [
        ("江苏省“绿色工厂”", "江苏省", ""),
        ("苏州瞪羚企业", "苏州", ""),
        ("江苏省苏州市瞪羚企业", "江苏省苏州市", ""),
        ("萍乡经开区瞪羚企业", "萍乡经开区", ""),
        ("中国（江西）自由贸易试验区", "江西", ""),
        ("江西省凿岩装备智能化技术创新中心", "江西省", "凿岩装备智能化"),
        ("轴承智能制造省级创新创业共同体", "", "轴承智能制造"),
        ("国家新型工业化陶瓷制品产业示范基地", "", "陶瓷制品"),
        ("高新技术企业", "", ""),
    ],
)
def test_region_and_subject(words: str, region: str, subject: str) -> None:
    found = parse_designation(words)
    assert (found.region, found.subject) == (region, subject)


@pytest.mark.parametrize(
    ("words", "written"),
    [
        ("2022年第四批国家级专精特新“小巨人”企业", "专精特新“小巨人”企业 | national | batch 4 | 2022 | granted"),
        ("省级重点实验室", "重点实验室 | provincial | granted"),
        ("江西省凿岩装备技术创新中心", "凿岩装备·技术创新中心 | provincial 江西省 | granted"),
        ("世界500强", "世界500强 | granted"),
        ("中国“百合之都”", "中国“百合之都” | national | granted"),
    ],
)
def test_the_canonical_string(words: str, written: str) -> None:
    assert str(parse_designation(words, before="甲公司入选")) == written


# --- where it is used


def test_the_component_writes_the_value() -> None:
    nlp = spacy.blank("zh")
    text = "甲公司入选国家级第四批专精特新“小巨人”企业。"
    doc = Doc(nlp.vocab, words=list(text), spaces=[False] * len(text))
    doc.spans[SPANS_KEY] = [Span(doc, 5, len(text) - 1, label="DESIGNATION"), Span(doc, 0, 3, label="ORG")]
    make_values(nlp, "values")(doc)
    values = [span._.value for span in doc.spans[SPANS_KEY]]
    assert values == ["专精特新“小巨人”企业 | national | batch 4 | granted", None]


def test_it_imports_neither_torch_nor_spacy() -> None:
    code = "import sys, xiaojuren.values.designation; sys.exit(any(m in sys.modules for m in ('torch', 'spacy', 'transformers')))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
