"""What training minimises: the losses of both heads over a batch of annotated articles.

In: prepared articles with their gold mentions and relations. Out: one loss. The pair head sees the gold mentions and, as
mentions without relations, the wrong ones that the span head just found, so that it learns on what it will be given.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from xiaojuren.corpus.annotated import AnnotatedArticle
from xiaojuren.nn.encoder import Batch
from xiaojuren.nn.model import Extractor
from xiaojuren.nn.pairs import PairSet, candidate_pairs
from xiaojuren.nn.pieces import Prepared
from xiaojuren.nn.spans import candidates, choose, span_loss, span_targets
from xiaojuren.schema import LABELS, RELATIONS, ROLE_RELATION, ROLES, SYMMETRIC, Mention

_NO_ROLE = -100


@dataclass(frozen=True, slots=True)
class Example:
    """An annotated article and what the encoder sees of it."""

    article: AnnotatedArticle
    prepared: Prepared


class Objective(nn.Module):
    """The model with its losses, in the shape that the Hugging Face `Trainer` wants."""

    def __init__(self, model: Extractor, *, span_weight: float, pair_weight: float) -> None:
        super().__init__()
        self.model = model
        self.span_weight, self.pair_weight = span_weight, pair_weight

    def forward(self, batch: Batch, examples: Sequence[Example]) -> dict[str, Tensor]:
        """Return `loss` of the batch, a scalar."""
        model = self.model
        batch = batch.to(model.device)
        x = model.characters(batch)
        with torch.autocast(x.device.type, enabled=False):
            return {"loss": self._loss(x, batch, examples)}

    def _loss(self, x: Tensor, batch: Batch, examples: Sequence[Example]) -> Tensor:
        model = self.model
        scores = model.spans(x, batch.char_mask)
        golds = [example.article.mentions for example in examples]
        target = span_targets(golds, LABELS, scores.shape).to(scores.device)
        loss = self.span_weight * span_loss(scores, target, batch.char_mask)
        if self.pair_weight:
            wrong = _wrong_mentions(scores.detach(), golds)
            loss = loss + self.pair_weight * self._pair_loss(x, batch, examples, wrong)
        return loss

    def _pair_loss(
        self, x: Tensor, batch: Batch, examples: Sequence[Example], wrong: Sequence[Sequence[Mention]]
    ) -> Tensor:
        relation_loss, role_loss = x.new_zeros(()), x.new_zeros(())
        n_relations, n_roles = 1, 1
        for i, example in enumerate(examples):
            mentions, place = _with_wrong(example.article.mentions, wrong[i])
            pairs = candidate_pairs(mentions, batch.char_sentence[i].cpu())
            if not len(pairs.head):
                continue
            relation, role = self.model.pairs(x[i, : batch.lengths[i]], mentions, pairs)
            target, weight, roles = pair_targets(example.article, mentions, place, pairs)
            loss = nn.functional.binary_cross_entropy_with_logits(relation, target.to(relation), reduction="none")
            relation_loss = relation_loss + (loss * weight.to(loss)).sum()
            n_relations += int(target.sum())
            if (roles != _NO_ROLE).any():
                role_loss = role_loss + nn.functional.cross_entropy(
                    role, roles.to(role.device), ignore_index=_NO_ROLE, reduction="sum"
                )
                n_roles += int((roles != _NO_ROLE).sum())
        return relation_loss / n_relations + 0.5 * role_loss / n_roles


def _wrong_mentions(scores: Tensor, golds: Sequence[Sequence[Mention]]) -> list[list[Mention]]:
    """Return for each article the mentions that the span head finds and that are not gold; few, so never a flood."""
    found: list[list[Mention]] = [[] for _ in golds]
    if int((scores > 0).sum()) > 200 * len(golds):  # an untrained head
        return found
    for b, start, end, c, raw in candidates(scores, 0.0):
        found[b].append(Mention(start, end, LABELS[c], raw))
    keys = [{m.key for m in gold} for gold in golds]
    return [[m for m in choose(mentions) if m.key not in keys[b]] for b, mentions in enumerate(found)]


def _with_wrong(gold: Sequence[Mention], wrong: Sequence[Mention]) -> tuple[list[Mention], list[int]]:
    """Return gold and wrong mentions in text order, and where each gold mention went."""
    tagged = [(m, i) for i, m in enumerate(gold)] + [(m, -1) for m in wrong]
    tagged.sort(key=lambda item: (item[0].start, -item[0].end, item[0].label))
    place = [0] * len(gold)
    for at, (_, i) in enumerate(tagged):
        if i >= 0:
            place[i] = at
    return [m for m, _ in tagged], place


def pair_targets(
    article: AnnotatedArticle, mentions: Sequence[Mention], place: Sequence[int], pairs: PairSet
) -> tuple[Tensor, Tensor, Tensor]:
    """Return 0/1 targets and 0/1 weights (pairs, relations), and roles (pairs,) with -100 for none.

    A pair whose words say a fact that is annotated between other mentions of the same words has weight 0: the annotation
    marks the nearest pair, and the farther one is not wrong.
    """
    row = {key: i for i, key in enumerate(zip(pairs.head.tolist(), pairs.tail.tolist(), strict=True))}
    target = torch.zeros(pairs.allowed.shape)
    roles = torch.full((len(pairs.head),), _NO_ROLE)
    words = [article.text[m.start : m.end] for m in mentions]
    stated = set()
    for relation in article.relations:
        head, tail, j = place[relation.head], place[relation.tail], RELATIONS.index(relation.label)
        if relation.label in SYMMETRIC and head > tail:
            head, tail = tail, head
        stated.add((words[head], j, words[tail]))
        if (i := row.get((head, tail))) is not None and pairs.allowed[i, j]:
            target[i, j] = 1
            if relation.label == ROLE_RELATION and relation.role:
                roles[i] = ROLES.index(relation.role)
    weight = pairs.allowed.float()
    for (head, tail), i in row.items():
        for j in range(len(RELATIONS)):
            if not target[i, j] and (words[head], j, words[tail]) in stated:
                weight[i, j] = 0
    return target, weight, roles
