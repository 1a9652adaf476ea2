from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from xiaojuren.article import Article
from xiaojuren.batch.engines.local import LocalEngine
from xiaojuren.batch.extract import Summary, extract
from xiaojuren.batch.reading import Broken, Reading, read_texts
from xiaojuren.batch.tables import SCHEMAS, Tables
from xiaojuren.components.load import load_pipeline
from xiaojuren.errors import XiaojurenError

TEXTS = [
    "创业集团投资50亿元，项目落户新区。企业入选国家级专精特新小巨人企业。",
    "省市县区有项目，集团签约3亿元。",
    "公司在市区投资，总投资90万元。",
]


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Three articles, a copy of the first with other signs, and two that cannot be read."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    for number, text in enumerate(TEXTS):
        (folder / f"{number}.txt").write_text(text, encoding="utf8")
    (folder / "3_copy.html").write_bytes(f"<p>{TEXTS[0]}</p>".encode("gb18030"))
    (folder / "4_empty.txt").touch()
    (folder / "5.jsonl").write_text('{"text": "公司签约1亿元，落户新区。"}\n{"text', encoding="utf8")
    return folder


def rows(folder: Path, table: str, file_format: str) -> list[dict[str, Any]]:
    path = folder / f"{table}.{file_format}"
    if file_format == "parquet":
        return list(pq.read_table(path).to_pylist())
    return [json.loads(line) for line in path.read_text(encoding="utf8").splitlines()]


def run(corpus: Path, out: Path, model: Path, **options: Any) -> Summary:
    return extract([str(corpus)], out, str(model), **options)


@pytest.mark.parametrize("file_format", ["parquet", "jsonl"])
def test_the_tables_hold_together(corpus: Path, tmp_path: Path, tiny_model_path: Path, file_format: str) -> None:
    out = tmp_path / "out"
    summary = run(corpus, out, tiny_model_path, file_format=file_format)
    tables = {name: rows(out, name, file_format) for name in SCHEMAS}
    for name, table in tables.items():
        assert summary.counts[name] == len(table) > 0
        assert list(table[0]) == SCHEMAS[name].names
    articles = {row["article_id"]: row for row in tables["articles"]}
    assert len(articles) == 5
    mentions = {(row["article_id"], row["mention_id"]): row for row in tables["mentions"]}
    for row in tables["mentions"]:
        assert articles[row["article_id"]]["text"][row["start"] : row["end"]] == row["text"]
        source = Path(articles[row["article_id"]]["path"])
        if source.suffix == ".txt":
            assert source.read_text(encoding="utf8")[row["source_start"] : row["source_end"]] == row["text"]
    for row in tables["facts"]:
        for end in ("head", "tail"):
            mention = mentions[row["article_id"], row[f"{end}_id"]]
            assert (mention["text"], mention["label"]) == (row[end], row[f"{end}_label"])
        evidence = articles[row["article_id"]]["text"][row["evidence_start"] : row["evidence_end"]]
        assert evidence == row["evidence"]
        assert row["head"] in evidence
        assert row["tail"] in evidence


def test_a_copy_is_marked_and_gets_the_same_facts(corpus: Path, tmp_path: Path, tiny_model_path: Path) -> None:
    out = tmp_path / "out"
    summary = run(corpus, out, tiny_model_path)
    assert summary.duplicates == 1
    articles = rows(out, "articles", "parquet")
    first, copy = articles[0], articles[3]
    assert copy["duplicate_of"] == first["article_id"]
    facts = rows(out, "facts", "parquet")
    said = [
        [(f["head"], f["relation"], f["tail"], f["score"]) for f in facts if f["article_id"] == article["article_id"]]
        for article in (first, copy)
    ]
    assert said[0] == said[1] != []


def test_what_cannot_be_read_is_a_dead_letter(corpus: Path, tmp_path: Path, tiny_model_path: Path) -> None:
    run(corpus, tmp_path / "out", tiny_model_path)
    letters = [json.loads(line) for line in (tmp_path / "out" / "dead_letter.jsonl").read_text().splitlines()]
    assert [(Path(letter["path"]).name, letter["stage"], letter["code"]) for letter in letters] == [
        ("4_empty.txt", "read", "X102"),
        ("5.jsonl#2", "read", "X103"),
    ]
    record = json.loads((tmp_path / "out" / "run.json").read_text())
    assert (record["articles"], record["failures"], record["duplicates"]) == (5, 2, 1)
    assert len(record["model"]["fingerprint"]) == 16


def test_workers_change_nothing(corpus: Path, tmp_path: Path, tiny_model_path: Path) -> None:
    for workers in (1, 2):
        run(corpus, tmp_path / str(workers), tiny_model_path, file_format="jsonl", workers=workers)
    for name in SCHEMAS:
        one, two = ((tmp_path / w / f"{name}.jsonl").read_bytes() for w in ("1", "2"))
        assert one == two


def test_a_run_does_not_write_over_another(corpus: Path, tmp_path: Path, tiny_model_path: Path) -> None:
    out = tmp_path / "out"
    run(corpus, out, tiny_model_path)
    before = (out / "facts.parquet").read_bytes()
    with pytest.raises(XiaojurenError, match="X005"):
        run(corpus, out, tiny_model_path)
    assert (out / "facts.parquet").read_bytes() == before
    run(corpus, out, tiny_model_path, overwrite=True, file_format="jsonl")
    assert not (out / "facts.parquet").exists()


def test_a_disk_that_fails_leaves_what_was_there(
    corpus: Path, tmp_path: Path, tiny_model_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    run(corpus, out, tiny_model_path, file_format="jsonl")
    before = {path.name: path.read_bytes() for path in out.iterdir()}

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("xiaojuren.batch.tables.os.fsync", full)
    with pytest.raises(XiaojurenError) as error:
        run(corpus, out, tiny_model_path, file_format="jsonl", overwrite=True)
    assert error.value.code == "X004"
    assert "no space left" in error.value.message
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


def test_a_text_that_breaks_the_model_harms_no_other(tiny_model_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nlp = load_pipeline(str(tiny_model_path))
    make_doc = nlp.make_doc

    def breaking(text: str) -> Any:
        if "坏" in text:
            raise RuntimeError("on purpose")
        return make_doc(text)

    monkeypatch.setattr(nlp, "make_doc", breaking)
    readings = list(read_texts(nlp, [TEXTS[0], "坏", TEXTS[1]]))
    assert [type(reading) for reading in readings] == [Reading, Broken, Reading]
    assert readings[1].code == "X901"  # type: ignore[union-attr]
    assert "on purpose" in readings[1].message  # type: ignore[union-attr]


def test_readings_come_in_the_order_of_the_texts(tiny_model_path: Path) -> None:
    engine = LocalEngine(str(tiny_model_path))
    texts = [TEXTS[i % 3] + "。" * i for i in range(150)]
    readings = list(engine.read(iter(texts)))
    assert len(readings) == 150
    for text, reading in zip(texts, readings, strict=True):
        assert isinstance(reading, Reading)
        assert all(m.end <= len(text) for m in reading.mentions)


def test_characters_that_no_file_can_hold_are_replaced(tmp_path: Path) -> None:
    for file_format in ("parquet", "jsonl"):
        with Tables(tmp_path, file_format) as tables:
            tables.add(Article("a", "p", "项目\ud800"), Reading())
        assert rows(tmp_path, "articles", file_format)[0]["text"] == "项目?"
