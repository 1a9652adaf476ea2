"""The commands in this process, where starting one each time would only cost time."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.training.conftest import make_articles
from xiaojuren.cli.main import run
from xiaojuren.corpus.annotated import read_annotated, write_annotated


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    write_annotated(tmp_path / "gold.jsonl", make_articles()[:4])
    return tmp_path / "gold.jsonl"


def test_annotate_keeps_the_text_and_scores_what_it_adds(gold: Path, tmp_path: Path, tiny_model_path: Path) -> None:
    out = tmp_path / "found.jsonl"
    assert run(["annotate", str(gold), "--output", str(out), "--model", str(tiny_model_path)]) == 0
    found = list(read_annotated(out))
    assert [(a.article_id, a.text) for a in found] == [(a.article_id, a.text) for a in read_annotated(gold)]
    for line in out.read_text(encoding="utf8").splitlines():
        record = json.loads(line)
        assert record["entities"]
        assert all(0 < item["score"] <= 1 for item in (*record["entities"], *record["relations"]))


def test_annotations_of_the_input_are_not_looked_at(gold: Path, tmp_path: Path, tiny_model_path: Path) -> None:
    bare = tmp_path / "bare.jsonl"
    bare.write_text("".join(json.dumps({"id": a.article_id, "text": a.text}) + "\n" for a in make_articles()[:4]))
    outputs = []
    for source in (gold, bare):
        assert run(["annotate", str(source), "-o", str(tmp_path / "o.jsonl"), "--model", str(tiny_model_path)]) == 0
        outputs.append((tmp_path / "o.jsonl").read_bytes())
    assert outputs[0] == outputs[1]


def test_evaluate_scores_a_file_of_predictions(gold: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["evaluate", str(gold), "--predictions", str(gold), "--json"]) == 0
    scores = json.loads(capsys.readouterr().out)
    assert scores["mentions"]["all"]["f1"] == scores["facts"]["all"]["f1"] == 1
    assert run(["evaluate", str(gold), "--predictions", str(gold)]) == 0
    assert "HAS_AMOUNT" in capsys.readouterr().out


def test_evaluate_scores_a_model(gold: Path, tiny_model_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["evaluate", str(gold), "--model", str(tiny_model_path), "--json"]) == 0
    scores = json.loads(capsys.readouterr().out)
    assert scores["mentions"]["all"]["gold"] == 12
    assert set(scores) == {"articles", "role_accuracy", "mentions", "facts", "facts_given_mentions"}


def test_errors_shows_what_is_wrong(gold: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    articles = make_articles()[:4]
    wrong = [replace(a, mentions=a.mentions[:2], relations=a.relations[:1]) for a in articles]
    write_annotated(tmp_path / "wrong.jsonl", wrong)
    assert run(["errors", str(gold), "--predictions", str(tmp_path / "wrong.jsonl")]) == 0
    shown = capsys.readouterr().out
    assert "missed (4)" in shown
    assert "⟦柳埠镇⟧" in shown
    assert run(["errors", str(gold), "--predictions", str(tmp_path / "wrong.jsonl"), "--facts", "--json"]) == 0
    facts = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [fact["kind"] for fact in facts] == ["mention missed"] * 4


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["extrct"], 2, "[X001] No such command or option: extrct. Did you mean `extract`?"),
        (["extract", "x", "--ouput", "y"], 2, "Did you mean `--output`?"),
        (["extract", "x"], 2, "[X006]"),
        (["extract", "no_such", "-o", "out"], 1, "[X002]"),
        (["extract", "{gold}", "-o", "out", "--model", "zh_no"], 1, "[X201]"),
        (["extract", "{gold}", "-o", "{gold}", "--model", "zh_no"], 1, "[X004]"),
        (["evaluate", "no_such.jsonl", "--predictions", "{gold}"], 1, "[X101]"),
        (["evaluate", "{gold}", "--predictions", "{gold}", "--model", "x"], 1, "[X006]"),
        (["annotate", "no_such.jsonl", "-o", "out.jsonl"], 1, "[X101]"),
        (["train", "no_such.cfg"], 1, "[X401]"),
    ],
)
def test_what_is_wrong_is_one_line_with_a_code(
    gold: Path, arguments: list[str], code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([argument.format(gold=gold) for argument in arguments]) == code
    shown = capsys.readouterr()
    assert said in shown.err
    assert shown.err.count("\n") == 1
    assert "Traceback" not in shown.err


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    shown = capsys.readouterr().out
    for name in ("extract", "annotate", "evaluate", "errors", "train"):
        assert name in shown
