"""The span head: a score for every (start, end, label) up to a greatest length, so that nesting costs nothing.

In: character vectors. Out: banded scores (batch, chars, length, labels). After GlobalPointer (Su et al., 2022,
arXiv:2208.03054), with the matrix cut to a band, a learnt bias for the length, and a loss a block of text and label.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from xiaojuren.schema import Mention

#: The greatest length of a mention in characters, and the side of the blocks that the band is computed in.
BAND = 64
_MINUS_INFINITY = -1e4


class SpanHead(nn.Module):
    """Scores spans of up to `BAND` characters for each label.

    *Shape:* (batch, chars, width) → (batch, chars, BAND, labels), where [b, i, k, c] scores the span of characters
    i .. i + k (inclusive) as label c. Spans that leave the text score far below zero.
    """

    def __init__(self, width: int, n_labels: int, *, head_width: int, dropout: float) -> None:
        super().__init__()
        self.n_labels, self.head_width = n_labels, head_width
        self.dropout = nn.Dropout(dropout)
        self.start = nn.Linear(width, n_labels * head_width)
        self.end = nn.Linear(width, n_labels * head_width)
        self.start_bias = nn.Linear(width, n_labels)
        self.end_bias = nn.Linear(width, n_labels)
        self.length_bias = nn.Parameter(torch.zeros(BAND, n_labels))

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """Score the band of `x`; `mask` (batch, chars) tells real characters from padding."""
        b, n, _ = x.shape
        blocks = -(-n // BAND)
        x = self.dropout(nn.functional.pad(x, (0, 0, 0, blocks * BAND - n)))
        shape = (b, blocks, BAND, self.n_labels, self.head_width)
        start = self.start(x).reshape(shape).transpose(2, 3)
        end = self.end(x).reshape(shape).transpose(2, 3)
        following = nn.functional.pad(end[:, 1:], (0, 0, 0, 0, 0, 0, 0, 1))
        square = start @ torch.cat([end, following], dim=3).transpose(3, 4) / self.head_width**0.5
        band = square.gather(4, self._band_index(x.device).expand(b, blocks, self.n_labels, BAND, BAND))
        scores = band.permute(0, 1, 3, 4, 2).reshape(b, blocks * BAND, BAND, self.n_labels)[:, :n]
        end_bias = nn.functional.pad(self.end_bias(x), (0, 0, 0, BAND)).unfold(1, BAND, 1)[:, :n].transpose(2, 3)
        scores = scores + self.start_bias(x)[:, :n].unsqueeze(2) + end_bias + self.length_bias
        inside = nn.functional.pad(mask, (0, BAND)).unfold(1, BAND, 1)[:, :n]
        return scores.masked_fill(~(inside & mask.unsqueeze(2)).unsqueeze(3), _MINUS_INFINITY)

    @staticmethod
    def _band_index(device: torch.device) -> Tensor:
        i = torch.arange(BAND, device=device)
        return i[:, None] + i[None, :]


def span_targets(golds: Sequence[Sequence[Mention]], labels: Sequence[str], shape: Sequence[int]) -> Tensor:
    """Return the banded 0/1 targets of gold mentions, in the shape of the scores. A mention beyond the band is left out."""
    target = torch.zeros(tuple(shape), dtype=torch.bool)
    index = {label: i for i, label in enumerate(labels)}
    for b, mentions in enumerate(golds):
        for m in mentions:
            if m.end - m.start <= BAND:
                target[b, m.start, m.end - m.start - 1, index[m.label]] = True
    return target


def span_loss(scores: Tensor, target: Tensor, mask: Tensor) -> Tensor:
    """Return the mean multi-label cross-entropy (Su, 2020) of every block of `BAND` starts and label.

    log(1 + Σ exp(s₋)) + log(1 + Σ exp(−s₊)): every gold span is to score above zero and every other one below.
    *Shape:* scores, target (batch, chars, BAND, labels); mask (batch, chars) → scalar.
    """
    b, n, band, labels = scores.shape
    short = -n % BAND
    scores = nn.functional.pad(scores, (0, 0, 0, 0, 0, short), value=_MINUS_INFINITY)
    target = nn.functional.pad(target, (0, 0, 0, 0, 0, short))
    scores = scores.reshape(b, -1, BAND * band, labels)
    target = target.reshape(b, -1, BAND * band, labels)
    zero = scores.new_zeros(*scores.shape[:2], 1, labels)
    negative = torch.cat([scores.masked_fill(target, _MINUS_INFINITY), zero], 2).logsumexp(2)
    positive = torch.cat([(-scores).masked_fill(~target, _MINUS_INFINITY), zero], 2).logsumexp(2)
    real = nn.functional.pad(mask, (0, short)).reshape(b, -1, BAND).any(2)
    return (negative + positive).sum(-1)[real].mean()


@dataclass(frozen=True, slots=True)
class Calibration:
    """Turns a raw score into a probability, sigmoid(scale · score + shift), and says from which one on it counts."""

    scale: float = 1.0
    shift: float = 0.0
    threshold: float = 0.5


def candidates(scores: Tensor, lowest: float) -> Iterator[tuple[int, int, int, int, float]]:
    """Yield (batch, start, end, label, raw score) of every span scoring above `lowest`; end is exclusive."""
    hits = (scores > lowest).nonzero()
    values = scores[tuple(hits.T)].tolist()
    for (b, i, k, c), value in zip(hits.tolist(), values, strict=True):
        yield b, i, i + k + 1, c, value


def choose(found: Sequence[Mention]) -> list[Mention]:
    """Choose a consistent set: best first, none crossing a chosen one, no label inside itself, one label a span.

    The result is in text order, an outer mention before those it holds.
    """
    chosen: list[Mention] = []
    for m in sorted(found, key=lambda m: (-m.score, m.start, m.end, m.label)):
        if all(_fits(m, other) for other in chosen if m.start < other.end and other.start < m.end):
            chosen.append(m)
    return sorted(chosen, key=lambda m: (m.start, -m.end, m.label))


def _fits(a: Mention, b: Mention) -> bool:
    if a.label == b.label or (a.start, a.end) == (b.start, b.end):
        return False
    return (a.start <= b.start and b.end <= a.end) or (b.start <= a.start and a.end <= b.end)
