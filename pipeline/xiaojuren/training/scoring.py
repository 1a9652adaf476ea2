"""Scores: strict mention F1 a label and fact F1 a relation, with bootstrap intervals.

In: gold and predicted articles. Out: `Scores`. A mention is right where both ends and the label are; the facts of an article
are the set of (head words, relation, tail words), quotation marks around the words ignored and COOPERATES_WITH without
direction, so that repeating a fact neither helps nor hurts. Pure Python and numpy.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from xiaojuren.corpus.annotated import AnnotatedArticle
from xiaojuren.errors import XiaojurenError
from xiaojuren.schema import LABELS, RELATIONS, ROLE_RELATION, SYMMETRIC

#: All labels, or all relations, together.
MICRO = "all"
_RESAMPLES = 1000
_OPENING, _CLOSING = "“‘「『《\"'", "”’」』》\"'"

FactKey = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Score:
    """Counts, with precision, recall and F1 from them; `low` and `high` bound F1 in 95 % of bootstrap resamples."""

    right: int
    predicted: int
    gold: int
    low: float = 0.0
    high: float = 0.0

    @property
    def precision(self) -> float:
        """Right of predicted; 0 where nothing was predicted."""
        return self.right / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Right of gold; 0 where there is no gold."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return _f1(self.right, self.predicted, self.gold)

    def to_dict(self) -> dict[str, float]:
        """Return counts and rates, rounded to four places."""
        rates = {name: round(getattr(self, name), 4) for name in ("precision", "recall", "f1", "low", "high")}
        return {"right": self.right, "predicted": self.predicted, "gold": self.gold, **rates}


@dataclass(frozen=True, slots=True)
class Scores:
    """The scores of a set of articles. `role_accuracy` is over the right HAS_AMOUNT facts that have a gold role."""

    articles: int
    mentions: dict[str, Score]
    facts: dict[str, Score]
    role_accuracy: float
    facts_given_mentions: dict[str, Score] = field(default_factory=dict)

    @property
    def mention_f1(self) -> float:
        """Strict F1 of the mentions of all labels."""
        return self.mentions[MICRO].f1

    @property
    def fact_f1(self) -> float:
        """End-to-end F1 of the facts of all relations."""
        return self.facts[MICRO].f1

    def to_dict(self) -> dict[str, Any]:
        """Return all scores as plain data."""
        tables = {"mentions": self.mentions, "facts": self.facts, "facts_given_mentions": self.facts_given_mentions}
        return {
            "articles": self.articles,
            "role_accuracy": round(self.role_accuracy, 4),
            **{name: {key: s.to_dict() for key, s in table.items()} for name, table in tables.items() if table},
        }

    def to_markdown(self) -> Iterable[str]:
        """Yield the lines of a Markdown table."""
        yield "| | precision | recall | F1 | 95 % interval | gold |"
        yield "|---|---|---|---|---|---|"
        for table in (self.mentions, self.facts):
            for name, s in table.items():
                shown = {MICRO: "**mentions**" if table is self.mentions else "**facts**"}.get(name, name)
                interval = f"{s.low:.3f}–{s.high:.3f}"
                yield f"| {shown} | {s.precision:.3f} | {s.recall:.3f} | {s.f1:.3f} | {interval} | {s.gold} |"
        yield f"\nRole of the amount right on {self.role_accuracy:.3f} of the right HAS_AMOUNT facts."


def score(gold: Sequence[AnnotatedArticle], predicted: Sequence[AnnotatedArticle], *, seed: int = 0) -> Scores:
    """Score `predicted` against `gold`, matched by id. Raises X302 (an id is missing), X303 (another text)."""
    pairs = match(gold, predicted)
    mentions = [({m.key for m in g.mentions}, {m.key for m in p.mentions}) for g, p in pairs]
    facts = [(facts_of(g), facts_of(p)) for g, p in pairs]
    roles = [gold_roles[key] == roles_found[key] for gold_roles, roles_found in facts for key in
             gold_roles.keys() & roles_found.keys() if gold_roles[key]]  # fmt: skip
    return Scores(
        articles=len(pairs),
        mentions=_tables([_count(g, p, 2) for g, p in mentions], LABELS, seed),
        facts=_tables([_count(set(g), set(p), 1) for g, p in facts], RELATIONS, seed),
        role_accuracy=sum(roles) / len(roles) if roles else 0.0,
    )


def facts_of(article: AnnotatedArticle) -> dict[FactKey, str | None]:
    """Return the facts of an article with the role of each; the best scored relation gives the role."""
    words = [bare(article.text[m.start : m.end]) for m in article.mentions]
    facts: dict[FactKey, str | None] = {}
    for r in sorted(article.relations, key=lambda r: -r.score):
        head, tail = words[r.head], words[r.tail]
        if r.label in SYMMETRIC:
            head, tail = sorted((head, tail))
        facts.setdefault((head, r.label, tail), r.role if r.label == ROLE_RELATION else None)
    return facts


def bare(words: str) -> str:
    """Return `words` without the quotation marks that enclose the whole of it.

    >>> bare("“小巨人”企业"), bare("《专项规划》")
    ('“小巨人”企业', '专项规划')
    """
    while len(words) > 2 and words[0] in _OPENING and words[-1] == _CLOSING[_OPENING.index(words[0])]:
        inner = words[1:-1]
        if words[0] in inner or words[-1] in inner:  # “甲”和“乙”: not one pair around the whole
            break
        words = inner
    return words


def match(
    gold: Sequence[AnnotatedArticle], predicted: Sequence[AnnotatedArticle]
) -> list[tuple[AnnotatedArticle, AnnotatedArticle]]:
    """Pair the articles by id, in the order of the ids. Raises X302 (an id is missing), X303 (another text)."""
    by_id = {article.article_id: article for article in predicted}
    golds = {article.article_id for article in gold}
    for article in predicted:
        if article.article_id not in golds:
            raise XiaojurenError("X302", path="gold", article_id=article.article_id, other="the prediction")
    pairs = []
    for article in sorted(gold, key=lambda a: a.article_id):
        other = by_id.get(article.article_id)
        if other is None:
            raise XiaojurenError("X302", path="predictions", article_id=article.article_id, other="the gold file")
        if other.text != article.text:
            raise XiaojurenError("X303", path="predictions", article_id=article.article_id, other="the gold file")
        pairs.append((article, other))
    return pairs


def _count(gold: set[Any], predicted: set[Any], kind: int) -> dict[str, Counter[str]]:
    """Count right, predicted and gold items by their part number `kind`."""
    return {
        name: Counter(str(item[kind]) for item in items)
        for name, items in (("right", gold & predicted), ("predicted", predicted), ("gold", gold))
    }


def _tables(counts: list[dict[str, Counter[str]]], names: Sequence[str], seed: int) -> dict[str, Score]:
    """Return the score of each name and of all together, with bootstrap intervals over articles."""
    draws = np.random.default_rng(seed).integers(0, max(len(counts), 1), (_RESAMPLES, len(counts)))
    out = {}
    for name in (*names, MICRO):
        table = np.array([[_of(c[part], name) for part in ("right", "predicted", "gold")] for c in counts]).reshape(
            -1, 3
        )
        resampled = [_f1(*table[draw].sum(0)) for draw in draws] if len(counts) else [0.0]
        low, high = np.quantile(resampled, [0.025, 0.975])
        right, predicted, gold = (int(n) for n in table.sum(0))
        out[name] = Score(right, predicted, gold, float(low), float(high))
    return out


def _of(counter: Counter[str], name: str) -> int:
    return sum(counter.values()) if name == MICRO else counter[name]


def _f1(right: float, predicted: float, gold: float) -> float:
    return float(2 * right / (predicted + gold)) if predicted + gold else 0.0
