from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest
import torch

from tests.conftest import ALPHABET, make_model
from xiaojuren.errors import XiaojurenError
from xiaojuren.nn.model import Extractor
from xiaojuren.nn.weights import dequantise, quantise


def make_text(length: int, seed: int = 0) -> str:
    return "".join(random.Random(seed).choices(ALPHABET + "，。。 \n创A😀", k=length))


def test_every_character_has_a_row(model: Extractor) -> None:
    for text in ("", " ", "\n\n", "投资50亿元", "😀投资　 ２０亿\r\n元"):
        prepared = model.prepare(text)
        assert prepared.n_chars == len(text) == len(prepared.char_row) == len(prepared.char_place)
        assert [c for s, e in prepared.clauses for c in range(s, e)] == list(range(len(text)))


def test_batched_equals_single(model: Extractor) -> None:
    texts = [make_text(n, seed=n) for n in (5, 90, 33, 1, 250)]
    together = model.encode([model.prepare(t) for t in texts])
    for text, vectors in zip(texts, together, strict=True):
        (alone,) = model.encode([model.prepare(text)])
        torch.testing.assert_close(vectors, alone, atol=1e-5, rtol=1e-4)
        assert vectors.shape == (len(text), model.settings.sizes.width)


def test_empty_and_blank_texts_are_encoded(model: Extractor) -> None:
    for text in ("", "   ", "\n"):
        (vectors,) = model.encode([model.prepare(text)])
        assert len(vectors) == len(text)
        assert isinstance(model.find_mentions(vectors), list)


def test_long_text_is_read_whole(model: Extractor) -> None:
    text = make_text(12_000)
    prepared = model.prepare(text)
    (vectors,) = model.encode([prepared])
    assert len(vectors) == len(text)
    assert vectors[-500:].abs().sum() > 0
    last = max(m.end for m in model.find_mentions(vectors))
    assert last > len(text) - 100


def test_mentions_at_the_seam_of_scoring_are_the_same(model: Extractor, monkeypatch: pytest.MonkeyPatch) -> None:
    (vectors,) = model.encode([model.prepare(make_text(300))])
    whole = model.find_mentions(vectors)
    monkeypatch.setattr("xiaojuren.nn.model.STARTS_AT_ONCE", 64)
    assert [m.key for m in model.find_mentions(vectors)] == [m.key for m in whole]


def test_saved_and_loaded_model_predicts_the_same(tmp_path: Path) -> None:
    model = make_model()
    model.save(tmp_path / "m")
    loaded = Extractor.load(tmp_path / "m")
    loaded.save(tmp_path / "again")
    again = Extractor.load(tmp_path / "again")
    text = make_text(120)
    a, b = (m.encode([m.prepare(text)])[0] for m in (loaded, again))
    torch.testing.assert_close(a, b)
    assert [m.key for m in loaded.find_mentions(a)] == [m.key for m in again.find_mentions(b)]


def test_model_folder_holds_no_pickle(tmp_path: Path) -> None:
    make_model().save(tmp_path)
    assert sorted(p.name for p in tmp_path.iterdir()) == [
        "encoder.json",
        "model.json",
        "tokenizer.json",
        "weights.safetensors",
    ]


@pytest.mark.parametrize("broken", ["model.json", "encoder.json", "tokenizer.json", "weights.safetensors"])
def test_broken_model_folder_is_said_clearly(tmp_path: Path, broken: str) -> None:
    make_model().save(tmp_path)
    (tmp_path / broken).write_bytes(b"{ broken")
    with pytest.raises(XiaojurenError) as error:
        Extractor.load(tmp_path)
    assert error.value.code == "X202"


def test_weights_of_another_shape_are_refused(tmp_path: Path) -> None:
    make_model().save(tmp_path)
    text = (tmp_path / "encoder.json").read_text()
    (tmp_path / "encoder.json").write_text(text.replace('"intermediate_size": 32', '"intermediate_size": 48'))
    with pytest.raises(XiaojurenError) as error:
        Extractor.load(tmp_path)
    assert error.value.code == "X204"


def test_eight_bits_are_within_half_a_step() -> None:
    matrix = torch.from_numpy(np.random.default_rng(0).normal(size=(20, 300)).astype(np.float32))
    values, scale = quantise(matrix)
    error = (dequantise(values, scale) - matrix).abs()
    assert (error <= scale.unsqueeze(1) / 2 + 1e-7).all()
