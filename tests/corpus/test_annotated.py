from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from xiaojuren.corpus.annotated import read_annotated, read_texts, write_annotated
from xiaojuren.errors import XiaojurenError


def record(**changes: Any) -> dict[str, Any]:
    return {
        "id": "x1",
        "text": "宏桥锂能投资8亿元",
        "entities": [
            {"id": "T9", "start": 6, "end": 9, "label": "AMOUNT"},
            {"id": "T1", "start": 0, "end": 4, "label": "ORG"},
        ],
        "relations": [{"head": "T1", "tail": "T9", "label": "HAS_AMOUNT", "role": "planned_investment"}],
    } | changes


def write(path: Path, *records: Any) -> Path:
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records), encoding="utf8")
    return path


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    (article,) = read_annotated(write(tmp_path / "a.jsonl", record()))
    assert [m.label for m in article.mentions] == ["ORG", "AMOUNT"]
    assert (article.relations[0].head, article.relations[0].tail) == (0, 1)
    assert write_annotated(tmp_path / "b.jsonl", [article], scores=True) == 1
    assert list(read_annotated(tmp_path / "b.jsonl")) == [article]
    stored = json.loads((tmp_path / "b.jsonl").read_text(encoding="utf8"))
    assert stored["text"] == record()["text"]
    assert stored["relations"][0] == {
        "head": "T1", "tail": "T2", "label": "HAS_AMOUNT", "role": "planned_investment", "score": 1.0,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"text": None}, "text"),
        ({"entities": [{"id": "T1", "start": 0, "end": 99, "label": "ORG"}]}, "outside the text"),
        ({"entities": [{"id": "T1", "start": 2, "end": 2, "label": "ORG"}]}, "outside the text"),
        ({"entities": [{"id": "T1", "start": 0, "end": 2, "label": "PERSON"}]}, "PERSON"),
        ({"entities": [{"id": "T1", "start": 0, "label": "ORG"}]}, "end"),
        ({"relations": [{"head": "T1", "tail": "T7", "label": "HAS_AMOUNT"}]}, "T7"),
        ({"relations": [{"head": "T9", "tail": "T1", "label": "HAS_AMOUNT"}]}, "cannot join AMOUNT to ORG"),
        ({"relations": [{"head": "T1", "tail": "T9", "label": "HAS_AMOUNT", "role": "size"}]}, "size"),
        ({"relations": [{"head": "T1", "tail": "T9", "label": "OWNS"}]}, "OWNS"),
    ],
)
def test_a_wrong_annotation_is_named_with_its_line(tmp_path: Path, changes: dict[str, Any], said: str) -> None:
    path = write(tmp_path / "a.jsonl", record(), record(id="x2", **changes))
    with pytest.raises(XiaojurenError) as error:
        list(read_annotated(path))
    assert error.value.code == "X301"
    assert "line 2" in error.value.message
    assert said in error.value.message


def test_texts_are_read_without_a_look_at_the_annotation(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", record(entities="nonsense", more=1))
    assert [(a.article_id, a.mentions) for a in read_texts(path)] == [("x1", ())]


@pytest.mark.parametrize(("content", "code"), [("", "X102"), ("{", "X103"), ("[]", "X103")])
def test_a_file_that_holds_no_articles_is_refused(tmp_path: Path, content: str, code: str) -> None:
    (tmp_path / "a.jsonl").write_text(content)
    with pytest.raises(XiaojurenError) as error:
        list(read_annotated(tmp_path / "a.jsonl"))
    assert error.value.code == code
