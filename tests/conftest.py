"""Fixtures that every test may use: a tiny offline model, made here in milliseconds, of the same classes as the real one."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from hypothesis import settings
from spacy.language import Language
from tokenizers import Tokenizer, normalizers, pre_tokenizers
from tokenizers.models import WordLevel

from xiaojuren.nn.model import Extractor, Settings, Sizes, build_encoder
from xiaojuren.training.package import make_pipeline

# A busy machine is no failure of the law that is tested; a test that hangs has its timeout.
settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")

ALPHABET = "的一是在了有和项目投资亿元万公司企业集团签约落户入选国家级专精特新小巨人省市县区年月日，。、“”0123456789"


def make_tokenizer() -> Tokenizer:
    """A tokenizer of single characters: enough to drive every code path of a real one."""
    vocabulary = {"<s>": 0, "<pad>": 1, "</s>": 2, "<unk>": 3}
    for character in dict.fromkeys(ALPHABET):
        vocabulary[character] = len(vocabulary)
    tokenizer = Tokenizer(WordLevel(vocabulary, unk_token="<unk>"))
    tokenizer.normalizer = normalizers.NFKC()
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Split("", "isolated")]
    )
    return tokenizer


def make_model(*, seed: int = 0, window: int = 30, context: int = 8) -> Extractor:
    """An untrained model of two small layers. Its weights are the same for the same seed."""
    torch.manual_seed(seed)
    tokenizer = make_tokenizer()
    encoder = build_encoder(
        {
            "model_type": "bert",
            "vocab_size": tokenizer.get_vocab_size(),
            "hidden_size": 16,
            "num_hidden_layers": 2,
            "num_attention_heads": 2,
            "intermediate_size": 32,
            "max_position_embeddings": 64,
            "pad_token_id": 1,
        }
    )
    sizes = Sizes(
        width=16, head_width=4, pair_width=16, pair_heads=2, window=window, context=context,
        branch_width=8, branch_hidden=8, branch_layers=1, dropout=0.0,
    )  # fmt: skip
    characters = {character: row for row, character in enumerate(dict.fromkeys(ALPHABET), start=2)}
    settings = Settings(sizes, {"begin": 0, "pad": 1, "end": 2}, characters, len(characters) + 2)
    return Extractor(settings, encoder, tokenizer).eval()


@pytest.fixture
def model() -> Extractor:
    return make_model()


@pytest.fixture
def nlp(model: Extractor) -> Language:
    return make_pipeline(model, "tiny", "0.0.1")


@pytest.fixture(scope="session")
def tiny_model_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny pipeline on disk, for tests that run the command line."""
    path = tmp_path_factory.mktemp("models") / "tiny"
    make_pipeline(make_model(), "tiny", "0.0.1").to_disk(path)
    return path
