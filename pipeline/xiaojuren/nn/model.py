"""The whole model: encoder, span head and pair head over one pass, with its sizes, its calibration and its files.

In: texts. Out: mentions and relations with calibrated scores. A model is a folder of `model.json` (sizes, calibration,
character table), `encoder.json` (the encoder's Hugging Face config), `tokenizer.json` and `weights.safetensors`; nothing in
it is pickled.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import AutoConfig, AutoModel, PreTrainedModel

from xiaojuren.errors import XiaojurenError
from xiaojuren.nn import weights
from xiaojuren.nn.encoder import Batch, CharacterBranch, CharacterEncoder, collate
from xiaojuren.nn.pairs import PairHead, PairSet, candidate_pairs
from xiaojuren.nn.pieces import Prepared, Preparer
from xiaojuren.nn.spans import BAND, Calibration, SpanHead, candidates, choose
from xiaojuren.schema import LABELS, RELATIONS, ROLE_RELATION, ROLES, Mention, Relation

#: Padded pieces that go through the encoder at a time when a model predicts.
PIECE_BUDGET = 4096
#: Span starts scored at a time, a multiple of the band: bounds the memory that a long text takes.
STARTS_AT_ONCE = 64 * BAND


@dataclass(frozen=True, slots=True)
class Sizes:
    """The sizes of a model. `window` and `context` count pieces; the widths count vector components."""

    width: int = 256
    head_width: int = 48
    pair_width: int = 256
    pair_heads: int = 4
    window: int = 382
    context: int = 64
    branch_width: int = 128
    branch_hidden: int = 128
    branch_layers: int = 2
    dropout: float = 0.15


@dataclass(slots=True)
class Settings:
    """What a model knows beside its weights: special pieces, character table, calibration of every label and relation."""

    sizes: Sizes
    special: dict[str, int]
    characters: dict[str, int]
    n_character_rows: int
    labels: dict[str, Calibration] = field(default_factory=lambda: {x: Calibration() for x in LABELS})
    relations: dict[str, Calibration] = field(default_factory=lambda: {x: Calibration() for x in RELATIONS})


class Extractor(nn.Module):
    """Mentions and relations of texts from one encoder pass."""

    def __init__(self, settings: Settings, encoder: PreTrainedModel, tokenizer: Tokenizer) -> None:
        super().__init__()
        sizes = settings.sizes
        branch = CharacterBranch(
            settings.n_character_rows,
            width=sizes.branch_width,
            hidden=sizes.branch_hidden,
            layers=sizes.branch_layers,
            dropout=sizes.dropout,
        )
        self.settings = settings
        self.tokenizer = tokenizer
        self.characters = CharacterEncoder(encoder, branch, width=sizes.width, dropout=sizes.dropout)
        self.spans = SpanHead(sizes.width, len(LABELS), head_width=sizes.head_width, dropout=sizes.dropout)
        self.pairs = PairHead(sizes.width, hidden=sizes.pair_width, heads=sizes.pair_heads, dropout=sizes.dropout)
        self._preparer = Preparer(tokenizer, settings.characters, window=sizes.window, context=sizes.context)

    def prepare(self, text: str) -> Prepared:
        """Cut a text into pieces, characters and windows."""
        return self._preparer(text)

    def collate(self, texts: Sequence[Prepared]) -> Batch:
        """Pad prepared texts into a batch with this encoder's special pieces."""
        special = self.settings.special
        return collate(texts, begin=special["begin"], end=special["end"], pad=special["pad"])

    @torch.inference_mode()
    def encode(self, texts: Sequence[Prepared]) -> list[Tensor]:
        """Return the character vectors (chars, width) of each text."""
        batch = self.collate(texts).to(self.device)
        encoded = self.characters(batch, piece_budget=PIECE_BUDGET)
        return [encoded[i, :n] for i, n in enumerate(batch.lengths)]

    @torch.inference_mode()
    def find_mentions(self, vectors: Tensor) -> list[Mention]:
        """Return the mentions of one text, in text order, from its character vectors."""
        if not len(vectors):
            return []
        calibrations = [self.settings.labels[label] for label in LABELS]
        found = []
        for at in range(0, len(vectors), STARTS_AT_ONCE):
            part = vectors[at : at + STARTS_AT_ONCE + BAND].unsqueeze(0)
            scores = self.spans(part, torch.ones(part.shape[:2], dtype=torch.bool, device=part.device))
            for _, start, end, c, raw in candidates(scores[:, :STARTS_AT_ONCE], min(map(lowest_raw, calibrations))):
                score = probability(raw, calibrations[c])
                if score >= calibrations[c].threshold:
                    found.append(Mention(at + start, at + end, LABELS[c], score))
        return choose(found)

    @torch.inference_mode()
    def find_relations(self, vectors: Tensor, mentions: Sequence[Mention], sentence: Tensor) -> list[Relation]:
        """Return the relations among the mentions of one text; `sentence` (chars,) numbers the sentences."""
        pairs = candidate_pairs(mentions, sentence)
        scores, roles = self.pairs(vectors, mentions, pairs)
        return decode_relations(pairs, scores, roles, self.settings.relations)

    @property
    def device(self) -> torch.device:
        """Where the model's weights are."""
        return next(self.parameters()).device

    def save(self, folder: Path) -> None:
        """Write the model's folder; matrices are stored in 8 bits (see `xiaojuren.nn.weights`)."""
        folder.mkdir(parents=True, exist_ok=True)
        settings = asdict(self.settings)
        (folder / "model.json").write_text(json.dumps(settings, ensure_ascii=False, indent=1), encoding="utf8")
        (folder / "encoder.json").write_text(self.characters.encoder.config.to_json_string(), encoding="utf8")
        (folder / "tokenizer.json").write_text(self.tokenizer.to_str(pretty=False), encoding="utf8")
        weights.save(self, folder / "weights.safetensors")

    @classmethod
    def load(cls, folder: Path) -> Extractor:
        """Read a model's folder. Raises X202 where a part is missing or broken, X204 where weights do not fit."""
        try:
            raw: dict[str, Any] = json.loads((folder / "model.json").read_text(encoding="utf8"))
            encoder_config: dict[str, Any] = json.loads((folder / "encoder.json").read_text(encoding="utf8"))
            tokenizer = _tokenizer((folder / "tokenizer.json").read_text(encoding="utf8"))
            settings = _settings(raw)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise XiaojurenError("X202", path=folder, reason=error) from error
        model = cls(settings, build_encoder(encoder_config), tokenizer)
        weights.load(model, folder / "weights.safetensors")
        return model.eval()


def _tokenizer(text: str) -> Tokenizer:
    try:
        return Tokenizer.from_str(text)
    except Exception as error:  # the library raises nothing narrower
        raise ValueError(f"tokenizer.json: {error}") from error


def _settings(raw: dict[str, Any]) -> Settings:
    return Settings(
        sizes=Sizes(**raw["sizes"]),
        special=raw["special"],
        characters=raw["characters"],
        n_character_rows=raw["n_character_rows"],
        labels={name: Calibration(**value) for name, value in raw["labels"].items()},
        relations={name: Calibration(**value) for name, value in raw["relations"].items()},
    )


def build_encoder(config: dict[str, Any]) -> PreTrainedModel:
    """Return an encoder of random weights from its Hugging Face config, without a pooler."""
    return without_pooler(AutoModel.from_config(AutoConfig.for_model(**config)))


def without_pooler(encoder: PreTrainedModel) -> PreTrainedModel:
    """Take the pooler off an encoder that has one: it serves whole texts, and we read characters."""
    if getattr(encoder, "pooler", None) is not None:
        setattr(encoder, "pooler", None)  # noqa: B010  (torch's types know modules only)
    return encoder


def probability(raw: float, calibration: Calibration) -> float:
    """Return the calibrated probability of a raw score."""
    return 1 / (1 + math.exp(-max(-60.0, calibration.scale * raw + calibration.shift)))


def lowest_raw(calibration: Calibration) -> float:
    """Return the raw score at which a calibrated score reaches its threshold, less a margin for rounding."""
    odds = math.log(calibration.threshold / (1 - calibration.threshold))
    return (odds - calibration.shift) / calibration.scale - 1e-3


def decode_relations(
    pairs: PairSet, scores: Tensor, roles: Tensor, calibrations: dict[str, Calibration]
) -> list[Relation]:
    """Choose the relations above their thresholds, each with its best role where it has one, in the order of the pairs."""
    out = []
    for i, j in (scores.masked_fill(~pairs.allowed.to(scores.device), -1e4) > -1e3).nonzero().tolist():
        name = RELATIONS[j]
        score = probability(float(scores[i, j]), calibrations[name])
        if score >= calibrations[name].threshold:
            role = ROLES[int(roles[i].argmax())] if name == ROLE_RELATION else None
            out.append(Relation(int(pairs.head[i]), int(pairs.tail[i]), name, role, score))
    return out
