"""The pair head: which mentions are related, how, and in which role.

In: character vectors and the mentions of one text. Out: a score for each relation of each pair that the schema allows, and
for each role. After ATLOP (Zhou et al., 2021, arXiv:2010.11304): the context of a pair is what both mentions attend to; the
attention is the head's own, over a bounded stretch around each mention, so that the cost is linear in the text's length.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from xiaojuren.nn.spans import BAND
from xiaojuren.schema import LABELS, RELATIONS, ROLES, Mention, allowed

#: The farthest two mentions may stand apart, in characters: 99 % of the annotated relations are within 195.
REACH = 320
#: How far to either side a mention looks for the context of its pairs.
VIEW = 256
#: Texts are related in stretches of this many mentions' worth of pairs at a time, to bound memory.
PAIRS_AT_ONCE = 2048

_DISTANCES = (0, 1, 2, 4, 8, 16, 32, 64, 128, 256)
_MANY = 4

_ALLOWED = {(h, t): allowed(h, t) for h in LABELS for t in LABELS}


@dataclass(slots=True)
class PairSet:
    """Candidate pairs of one text. *Shape:* `head`, `tail` (pairs,); `allowed` (pairs, relations); `features` (pairs, 5)."""

    head: Tensor
    tail: Tensor
    allowed: Tensor
    features: Tensor


def candidate_pairs(mentions: Sequence[Mention], sentence: Tensor) -> PairSet:
    """Pair the mentions of a text (in text order) that the schema can relate and that stand within `REACH`.

    The features of a pair are, as small integers: distance, which comes first or holds the other, sentences between,
    mentions of the tail's label between, mentions of the head's label between.
    """
    heads, tails, masks, features = [], [], [], []
    sentences = [int(sentence[m.start]) for m in mentions]
    starts = [m.start for m in mentions]
    for t, tail in enumerate(mentions):
        near = range(bisect_left(starts, tail.start - REACH - BAND), bisect_right(starts, tail.end + REACH))
        for h in near:
            head = mentions[h]
            relations = _ALLOWED[head.label, tail.label]
            gap = max(head.start - tail.end, tail.start - head.end)
            if h == t or not relations or gap > REACH:
                continue
            names = [r for r in relations if r != "COOPERATES_WITH" or h < t]
            if not names:
                continue
            low, high = min(h, t), max(h, t)
            between = mentions[low + 1 : high]
            heads.append(h)
            tails.append(t)
            masks.append([r in names for r in RELATIONS])
            features.append(
                [
                    _bucket(gap),
                    _order(head, tail),
                    min(abs(sentences[h] - sentences[t]), _MANY - 1),
                    min(sum(m.label == tail.label for m in between), _MANY - 1),
                    min(sum(m.label == head.label for m in between), _MANY - 1),
                ]
            )
    return PairSet(
        torch.tensor(heads, dtype=torch.long),
        torch.tensor(tails, dtype=torch.long),
        torch.tensor(masks, dtype=torch.bool).reshape(-1, len(RELATIONS)),
        torch.tensor(features, dtype=torch.long).reshape(-1, 5),
    )


def _bucket(gap: int) -> int:
    return sum(gap >= edge for edge in _DISTANCES)


def _order(head: Mention, tail: Mention) -> int:
    if head.start <= tail.start and tail.end <= head.end:
        return 0
    if tail.start <= head.start and head.end <= tail.end:
        return 1
    return 2 if head.start < tail.start else 3


class PairHead(nn.Module):
    """Scores the relations and the role of candidate pairs.

    *Shape:* character vectors (chars, width), mentions, PairSet → relation scores (pairs, relations), role scores
    (pairs, roles).
    """

    def __init__(self, width: int, *, hidden: int, heads: int, dropout: float) -> None:
        super().__init__()
        self.heads, self.hidden = heads, hidden
        self.label = nn.Embedding(len(LABELS), hidden)
        self.mention = nn.Linear(3 * width, hidden)
        self.query = nn.Linear(hidden, hidden)
        self.key = nn.Linear(width, hidden)
        self.value = nn.Linear(width, hidden)
        sizes = (len(_DISTANCES) + 1, 4, _MANY, _MANY, _MANY)
        self.features = nn.ModuleList(nn.Embedding(n, 32) for n in sizes)
        self.dropout = nn.Dropout(dropout)
        self.joint = nn.Sequential(
            nn.Linear(4 * hidden + 32 * len(sizes), hidden), nn.GELU(), nn.LayerNorm(hidden), nn.Dropout(dropout)
        )
        self.relation = nn.Linear(hidden, len(RELATIONS))
        self.role = nn.Linear(hidden, len(ROLES))

    def forward(self, x: Tensor, mentions: Sequence[Mention], pairs: PairSet) -> tuple[Tensor, Tensor]:
        """Score `pairs` of `mentions` over the character vectors `x`."""
        if not len(pairs.head):
            return x.new_zeros(0, len(RELATIONS)), x.new_zeros(0, len(ROLES))
        vectors = self._mentions(x, mentions)
        key, value = self.key(x), self.value(x)
        out = []
        for i in range(0, len(pairs.head), PAIRS_AT_ONCE):
            part = slice(i, i + PAIRS_AT_ONCE)
            out.append(
                self._pairs(vectors, key, value, mentions, pairs.head[part], pairs.tail[part], pairs.features[part])
            )
        joint = torch.cat(out)
        return self.relation(joint), self.role(joint)

    def _mentions(self, x: Tensor, mentions: Sequence[Mention]) -> Tensor:
        start = torch.tensor([m.start for m in mentions], device=x.device)
        end = torch.tensor([m.end for m in mentions], device=x.device)
        inside = start.unsqueeze(1) + torch.arange(BAND, device=x.device)
        real = (inside < end.unsqueeze(1)).unsqueeze(2)
        mean = (x[inside.clamp(max=len(x) - 1)] * real).sum(1) / real.sum(1)
        label = self.label(torch.tensor([LABELS.index(m.label) for m in mentions], device=x.device))
        return nn.functional.gelu(self.mention(self.dropout(torch.cat([x[start], x[end - 1], mean], 1))) + label)

    def _pairs(
        self, vectors: Tensor, key: Tensor, value: Tensor, mentions: Sequence[Mention],
        head: Tensor, tail: Tensor, features: Tensor,
    ) -> Tensor:  # fmt: skip
        used, place = torch.unique(torch.cat([head, tail]), return_inverse=True)
        part = [mentions[i] for i in used.tolist()]
        low = max(0, min(m.start for m in part) - VIEW)
        high = min(len(key), max(m.end for m in part) + VIEW)
        attention = self._attention(vectors[used], key[low:high], [(m.start - low, m.end - low) for m in part])
        h, t = place[: len(head)], place[len(head) :]
        both = attention[:, h] * attention[:, t]
        both = (both / both.sum(-1, keepdim=True).clamp(min=1e-9)).mean(0)
        context = both @ value[low:high]
        small = [embed(features[:, i]) for i, embed in enumerate(self.features)]
        a, b = vectors[head], vectors[tail]
        joint: Tensor = self.joint(torch.cat([a, b, a * b, context, *small], 1))
        return joint

    def _attention(self, vectors: Tensor, key: Tensor, spans: Sequence[tuple[int, int]]) -> Tensor:
        """Return (heads, mentions, chars): where each mention looks, no farther than `VIEW` from its ends."""
        m, n, d = len(vectors), len(key), self.hidden // self.heads
        query = self.query(vectors).reshape(m, self.heads, d).transpose(0, 1)
        keys = key.reshape(n, self.heads, d).transpose(0, 1)
        logits = query @ keys.transpose(1, 2) / d**0.5
        at = torch.arange(n, device=key.device)
        starts = torch.tensor([s for s, _ in spans], device=key.device).unsqueeze(1)
        ends = torch.tensor([e for _, e in spans], device=key.device).unsqueeze(1)
        seen = (at >= starts - VIEW) & (at < ends + VIEW)
        return logits.masked_fill(~seen, -1e4).softmax(-1)
