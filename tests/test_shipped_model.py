"""The pipeline that ships: small enough, free of pickles, and good enough to tell the plainest facts."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import spacy
from spacy.language import Language

from xiaojuren.cli.options import DEFAULT_MODEL

FOLDER = Path(__file__).parents[1] / "models" / DEFAULT_MODEL
MEGABYTE = 10**6
PICKLED = (b"\x80\x02", b"\x80\x03", b"\x80\x04", b"\x80\x05", b"PK\x03\x04")


@pytest.fixture(scope="module")
def shipped() -> Language:
    return spacy.load(DEFAULT_MODEL)


def facts(nlp: Language, text: str) -> set[tuple[str, str, str | None, str]]:
    return {(f.head_text, f.relation, f.role, f.tail_text) for f in nlp(text)._.facts}


def test_it_is_small_and_holds_no_pickle() -> None:
    files = [path for path in FOLDER.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) < 40 * MEGABYTE
    assert [path for path in files if path.read_bytes().startswith(PICKLED)] == []


def test_its_card_tells_the_scores_of_its_run() -> None:
    scores = json.loads((FOLDER / "scores.json").read_text(encoding="utf8"))
    card = (FOLDER / "README.md").read_text(encoding="utf8")
    for table in ("mentions", "facts"):
        for score in scores[table].values():
            f1 = 2 * score["right"] / (score["predicted"] + score["gold"])
            assert f"| {f1:.3f} |" in card


def test_it_works_with_nothing_but_spacy_imported() -> None:
    code = f"""
import spacy
doc = spacy.load("{DEFAULT_MODEL}")("启衡传感入选国家级专精特新“小巨人”企业。")
print([s.label_ for s in doc.spans["sc"]], [e.text for e in doc.ents], [f.relation for f in doc._.facts])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (
        done.stdout.strip() == "['ORG', 'DESIGNATION'] ['启衡传感', '国家级专精特新“小巨人”企业'] ['HAS_DESIGNATION']"
    )


def test_it_finds_plain_facts(shipped: Language) -> None:
    found = facts(shipped, "岭瑞电子将投资6亿元建设智能传感器产业园项目，项目占地120亩，位于澄湾经开区。")
    assert {(head, relation, tail) for head, relation, _, tail in found} >= {
        ("岭瑞电子", "INVESTS_IN", "智能传感器产业园项目"),
        ("智能传感器产业园项目", "HAS_AMOUNT", "6亿元"),
        ("智能传感器产业园项目", "HAS_AMOUNT", "120亩"),
        ("智能传感器产业园项目", "LOCATED_IN", "澄湾经开区"),
    }
    assert ("智能传感器产业园项目", "HAS_AMOUNT", "land_area", "120亩") in found


def test_an_amount_goes_first_of_all_to_its_own_project(shipped: Language) -> None:
    doc = shipped("宏桥锂能投资8亿元建设隔膜项目，苏棠纺织投资3亿元建设智能工厂项目。")
    best: dict[tuple[str, str], tuple[float, str]] = {}
    for fact in doc._.facts:
        key = fact.relation, fact.tail_text
        best[key] = max(best.get(key, (0.0, "")), (fact.score, fact.head_text))
    assert {key: head for key, (_, head) in best.items()} == {
        ("INVESTS_IN", "隔膜项目"): "宏桥锂能",
        ("INVESTS_IN", "智能工厂项目"): "苏棠纺织",
        ("HAS_AMOUNT", "8亿元"): "隔膜项目",
        ("HAS_AMOUNT", "3亿元"): "智能工厂项目",
    }


def test_batches_and_order_change_nothing(shipped: Language) -> None:
    texts = [
        "总投资30亿元的澜图储能电池项目在岚江高新区开工。",
        "沐光氢能与望泽能源集团签署合作协议。" * 20,
        "今天天气很好。",
        "泓舟纸业被认定为省级绿色工厂，年产值6.2亿元。",
    ]
    alone = [facts(shipped, text) for text in texts]
    together = [{(f.head_text, f.relation, f.role, f.tail_text) for f in doc._.facts} for doc in shipped.pipe(texts)]
    backwards = [{(f.head_text, f.relation, f.role, f.tail_text) for f in d._.facts} for d in shipped.pipe(texts[::-1])]
    assert alone == together == backwards[::-1]
