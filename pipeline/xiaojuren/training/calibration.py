"""Calibration: raw scores to probabilities, and the threshold of each label and relation.

In: a model and annotated articles it was not trained on. Out: the model with its calibration set. A probability is
sigmoid(a · score + b) (Platt, 1999), fitted a label; a threshold is the one with the best F1, for relations end to end.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

from xiaojuren.nn.model import Extractor
from xiaojuren.nn.pairs import candidate_pairs
from xiaojuren.nn.spans import Calibration, candidates
from xiaojuren.schema import LABELS, RELATIONS, SYMMETRIC, Mention
from xiaojuren.training.objective import Example

#: Spans scoring below this raw score are never looked at.
_LOWEST = -6.0
_STEPS = 50
_RIDGE = 1e-2
_SCALES = (0.05, 20.0)

Scored = tuple[float, bool]


def encode_all(model: Extractor, examples: Sequence[Example], *, at_once: int = 8) -> list[Tensor]:
    """Return the character vectors of every example, in order; similar lengths are encoded together."""
    order = sorted(range(len(examples)), key=lambda i: examples[i].prepared.n_chars)
    out: dict[int, Tensor] = {}
    for i in range(0, len(order), at_once):
        part = order[i : i + at_once]
        out.update(zip(part, model.encode([examples[j].prepared for j in part]), strict=True))
    return [out[i] for i in range(len(examples))]


@torch.inference_mode()
def calibrate_spans(model: Extractor, examples: Sequence[Example], vectors: Sequence[Tensor]) -> None:
    """Set the calibration of every label from `examples`."""
    scored: dict[str, list[Scored]] = defaultdict(list)
    total: dict[str, int] = defaultdict(int)
    for example, x in zip(examples, vectors, strict=True):
        gold = {m.key for m in example.article.mentions}
        for m in example.article.mentions:
            total[m.label] += 1
        if not len(x):
            continue
        scores = model.spans(x.unsqueeze(0), torch.ones(1, len(x), dtype=torch.bool))
        for _, start, end, c, raw in candidates(scores, _LOWEST):
            scored[LABELS[c]].append((raw, (start, end, LABELS[c]) in gold))
    for label in LABELS:
        model.settings.labels[label] = fit(scored[label], total[label])


@torch.inference_mode()
def calibrate_relations(model: Extractor, examples: Sequence[Example], vectors: Sequence[Tensor]) -> None:
    """Set the calibration of every relation from `examples`, on the mentions that the model itself finds."""
    scored: dict[str, list[Scored]] = defaultdict(list)
    total: dict[str, int] = defaultdict(int)
    for example, x in zip(examples, vectors, strict=True):
        gold = gold_facts(example)
        for _, relation, _ in gold:
            total[relation] += 1
        best: dict[tuple[str, str, str], float] = {}
        mentions = model.find_mentions(x)
        pairs = candidate_pairs(mentions, torch.from_numpy(example.prepared.char_sentence))
        scores, _ = model.pairs(x, mentions, pairs)
        for i, j in pairs.allowed.nonzero().tolist():
            head, tail = mentions[int(pairs.head[i])], mentions[int(pairs.tail[i])]
            fact = _fact(example.article.text, head, RELATIONS[j], tail)
            best[fact] = max(best.get(fact, -1e9), float(scores[i, j]))
        for fact, raw in best.items():
            scored[fact[1]].append((raw, fact in gold))
    for relation in RELATIONS:
        model.settings.relations[relation] = fit(scored[relation], total[relation])


def gold_facts(example: Example) -> set[tuple[str, str, str]]:
    """Return the facts of an annotated article as (head words, relation, tail words)."""
    article = example.article
    return {_fact(article.text, article.mentions[r.head], r.label, article.mentions[r.tail]) for r in article.relations}


def _fact(text: str, head: Mention, relation: str, tail: Mention) -> tuple[str, str, str]:
    words = (text[head.start : head.end], text[tail.start : tail.end])
    first, second = sorted(words) if relation in SYMMETRIC else words
    return first, relation, second


def fit(scored: Sequence[Scored], total: int) -> Calibration:
    """Fit sigmoid(a · raw + b) to the outcomes and choose the threshold of the best F1 against `total` gold items."""
    right = sum(outcome for _, outcome in scored)
    if not right or right == len(scored):
        return Calibration()
    scale, shift = _platt(np.array([raw for raw, _ in scored]), np.array([float(y) for _, y in scored]))
    ranked = sorted(scored, key=lambda item: -item[0])
    hits, best_f, best_raw = 0, -1.0, 0.0
    for n, (raw, outcome) in enumerate(ranked, start=1):
        hits += outcome
        f = 2 * hits / (n + total)
        if f > best_f:
            following = ranked[n][0] if n < len(ranked) else raw - 1
            best_f, best_raw = f, (raw + following) / 2
    threshold = 1 / (1 + np.exp(-(scale * best_raw + shift)))
    return Calibration(scale, shift, float(np.clip(threshold, 0.02, 0.98)))


def _platt(x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    """Return a, b of the logistic regression y ~ sigmoid(a x + b) by Newton's method with a small ridge."""
    design = np.stack([x, np.ones_like(x)], 1)
    w = np.array([1.0, 0.0])
    for _ in range(_STEPS):
        p = 1 / (1 + np.exp(-np.clip(design @ w, -30, 30)))
        gradient = design.T @ (p - y) + _RIDGE * (w - [1.0, 0.0])
        hessian = (design * (p * (1 - p))[:, None]).T @ design + _RIDGE * np.eye(2)
        step = np.linalg.solve(hessian, gradient)
        w = w - np.clip(step, -2, 2)
        if np.abs(step).max() < 1e-6:
            break
    return float(np.clip(w[0], *_SCALES)), float(w[1])
