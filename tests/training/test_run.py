from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import spacy
import torch
from transformers import TrainerCallback

from tests.conftest import make_model
from tests.training.conftest import make_articles
from xiaojuren.components.load import load_pipeline
from xiaojuren.corpus.annotated import AnnotatedArticle
from xiaojuren.corpus.predict import predict
from xiaojuren.nn.pairs import candidate_pairs
from xiaojuren.nn.spans import Calibration
from xiaojuren.nn.weights import round_as_stored
from xiaojuren.schema import RELATIONS, Mention, Relation
from xiaojuren.training import run
from xiaojuren.training.build import build_model
from xiaojuren.training.calibration import fit
from xiaojuren.training.config import load_config
from xiaojuren.training.objective import Example, Objective, pair_targets
from xiaojuren.training.run import parameter_groups, train
from xiaojuren.training.scoring import score


def test_a_run_ends_in_a_package_that_scores_as_its_card_says(config_path: Path, tmp_path: Path) -> None:
    fast = ["training.epochs=12", "training.patience=12", "training.encoder_rate=0.002", "training.branch_rate=0.01"]
    package = train(config_path, tmp_path / "run", fast)
    assert package == tmp_path / "run" / "package"
    nlp = load_pipeline(str(package))
    assert nlp.meta["name"] == "tiny"
    dev = make_articles()[12:]
    stated = json.loads((package / "scores.json").read_text(encoding="utf8"))
    found = score(dev, list(predict(nlp, dev))).to_dict()
    found.pop("facts_given_mentions", None)
    assert found == stated
    assert found["mentions"]["all"]["f1"] > 0.5  # it has learnt something
    card = (package / "README.md").read_text(encoding="utf8")
    assert f"{found['mentions']['all']['f1']:.3f}" in card
    pickled = (b"\x80\x02", b"\x80\x03", b"\x80\x04", b"\x80\x05", b"PK\x03\x04")
    assert not [path for path in package.rglob("*") if path.is_file() and path.read_bytes().startswith(pickled)]


def test_a_dry_run_writes_nothing(config_path: Path, tmp_path: Path) -> None:
    assert train(config_path, tmp_path / "run", [], dry_run=True) is None
    assert not (tmp_path / "run").exists()


class StoppedError(Exception):
    """Stands for whatever ends a run before its time."""


class StopAfterOneEpoch(TrainerCallback):
    def on_step_begin(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        if state.epoch and state.epoch > 1:
            raise StoppedError


def test_a_run_that_was_cut_off_ends_as_one_that_was_not(config_path: Path, tmp_path: Path) -> None:
    whole = train(config_path, tmp_path / "whole", ["training.epochs=3"])
    cut = tmp_path / "cut"

    original = run._trainer

    def stopping(*arguments: Any) -> run.ExtractorTrainer:
        trainer = original(*arguments)
        trainer.add_callback(StopAfterOneEpoch)
        return trainer

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run, "_trainer", stopping)
        with pytest.raises(StoppedError):
            train(config_path, cut, ["training.epochs=3"])
    resumed = train(config_path, cut, ["training.epochs=3"], resume=True)
    assert whole is not None
    assert resumed is not None
    name = "zh_tiny/zh_tiny-0.0.1/xiaojuren_encoder/weights.safetensors"
    assert (whole / name).read_bytes() == (resumed / name).read_bytes()


def test_half_precision_trains_too(config_path: Path, tmp_path: Path) -> None:
    package = train(config_path, tmp_path / "run", ["training.epochs=1", "training.precision=bf16"])
    assert package is not None
    assert load_pipeline(str(package))("岭瑞电子投资8亿元").spans is not None


def test_an_encoder_of_any_class_goes_in_by_its_folder(config_path: Path) -> None:
    model = build_model(load_config(config_path))
    (vectors,) = model.encode([model.prepare("岭瑞电子投资8亿元")])
    assert vectors.shape == (9, 16)
    rates = {group["lr"] for group in parameter_groups(model, load_config(config_path).training)}
    assert len(rates) >= 4  # two layers, the embeddings, the branch, the heads


def test_the_loss_falls_where_the_gold_is_learnt(config_path: Path) -> None:
    torch.manual_seed(0)
    model = build_model(load_config(config_path))
    objective = Objective(model, span_weight=1.0, pair_weight=1.0)
    examples = [Example(a, model.prepare(a.text)) for a in make_articles()[:4]]
    batch = model.collate([e.prepared for e in examples])
    optimiser = torch.optim.Adam(objective.parameters(), lr=0.01)
    losses = []
    for _ in range(25):
        loss = objective(batch, examples)["loss"]
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    assert losses[-1] < losses[0] / 3


def test_a_fact_stated_between_other_mentions_of_the_same_words_is_not_wrong(config_path: Path) -> None:
    text = "宏桥锂能投资8亿元，宏桥锂能签约"
    mentions = (Mention(0, 4, "ORG"), Mention(6, 9, "AMOUNT"), Mention(10, 14, "ORG"))
    article = AnnotatedArticle("a", text, mentions, (Relation(0, 1, "HAS_AMOUNT", "planned_investment"),))
    pairs = candidate_pairs(mentions, torch.zeros(len(text), dtype=torch.long))
    target, weight, _ = pair_targets(article, mentions, [0, 1, 2], pairs)
    j = RELATIONS.index("HAS_AMOUNT")
    rows = {key: i for i, key in enumerate(zip(pairs.head.tolist(), pairs.tail.tolist(), strict=True))}
    assert (target[rows[0, 1], j], weight[rows[0, 1], j]) == (1, 1)
    assert (target[rows[2, 1], j], weight[rows[2, 1], j]) == (0, 0)


def test_rounding_gives_the_weights_that_loading_gives(tmp_path: Path) -> None:
    model = make_model()
    round_as_stored(model)
    model.save(tmp_path)
    loaded = type(model).load(tmp_path)
    for name, value in model.state_dict().items():
        torch.testing.assert_close(loaded.state_dict()[name], value, rtol=0, atol=1e-7)


def test_calibration_finds_the_threshold_that_parts_right_from_wrong() -> None:
    scored = [(raw / 10, raw > 20) for raw in range(-60, 60)]
    calibration = fit(scored, total=39)
    raw = (torch.logit(torch.tensor(calibration.threshold)).item() - calibration.shift) / calibration.scale
    assert 2.0 <= raw <= 2.1
    assert fit([(1.0, True)], 1) == Calibration()


def test_the_package_can_be_loaded_by_spacy_as_a_path(config_path: Path, tmp_path: Path) -> None:
    package = train(config_path, tmp_path / "run", ["training.epochs=1"])
    assert package is not None
    nlp = spacy.load(package / "zh_tiny" / "zh_tiny-0.0.1")
    assert nlp.pipe_names[1:3] == ["xiaojuren_encoder", "xiaojuren_spans"]
