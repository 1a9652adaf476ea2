"""What a model gets wrong, sorted by kind, so that the next person can learn from it.

In: gold and predicted articles, matched by id. Out: `Mistake`s. A gold mention is `missed`, `boundary` (found with another
end and the same label) or `label` (found at the same place with another label); a predicted one beside all gold is
`invented`. A gold fact is `mention missed` (an end of it was not found), `wrong head` (its tail was given to another head by
the same relation), `wrong role`, or `not proposed`; a predicted one that is none of these is `invented`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from xiaojuren.corpus.annotated import AnnotatedArticle
from xiaojuren.schema import Mention
from xiaojuren.training.scoring import FactKey, bare, facts_of, match

MENTION_KINDS = ("missed", "invented", "boundary", "label")
FACT_KINDS = ("mention missed", "wrong head", "wrong role", "not proposed", "invented")
#: Characters of the text shown to either side of a mention.
CONTEXT = 24


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake: `kind`, the label or relation it is about, what was `wanted` and what was `found` (either may be empty).

    `context` is the text around, a mention in ⟦ ⟧.
    """

    article_id: str
    kind: str
    name: str
    wanted: str
    found: str
    context: str


def mention_mistakes(gold: Sequence[AnnotatedArticle], predicted: Sequence[AnnotatedArticle]) -> Iterator[Mistake]:
    """Yield the wrong mentions of each article in text order. Raises X302 and X303 where the articles differ."""
    for one, other in match(gold, predicted):
        yield from _mentions(one, other)


def _mentions(gold: AnnotatedArticle, predicted: AnnotatedArticle) -> Iterator[Mistake]:
    right = {m.key for m in gold.mentions} & {m.key for m in predicted.mentions}
    missed = [m for m in gold.mentions if m.key not in right]
    spare = [m for m in predicted.mentions if m.key not in right]
    for m in missed:
        near = _nearest(m, spare)
        kind = "missed" if near is None else "boundary" if near.label == m.label else "label"
        if near is not None:
            spare.remove(near)
        yield _about(gold, kind, m, near)
    for m in spare:
        yield _about(gold, "invented", None, m)


def _nearest(m: Mention, spare: Iterable[Mention]) -> Mention | None:
    """Return the wrong mention that was meant to be `m`: at its place with another label, or over it with the same."""
    same = [s for s in spare if (s.start, s.end) == (m.start, m.end)]
    over = [s for s in spare if s.label == m.label and s.start < m.end and m.start < s.end]
    return next(iter(same), None) or max(over, key=lambda s: min(s.end, m.end) - max(s.start, m.start), default=None)


def _about(article: AnnotatedArticle, kind: str, wanted: Mention | None, found: Mention | None) -> Mistake:
    m = wanted or found
    if m is None:
        raise ValueError("a mistake is about a mention")
    text = article.text

    def said(x: Mention | None) -> str:
        return f"{text[x.start : x.end]} {x.label}" if x else ""

    before, after = text[max(0, m.start - CONTEXT) : m.start], text[m.end : m.end + CONTEXT]
    context = f"{before}⟦{text[m.start : m.end]}⟧{after}".replace("\n", "⏎")
    return Mistake(article.article_id, kind, m.label, said(wanted), said(found), context)


def fact_mistakes(gold: Sequence[AnnotatedArticle], predicted: Sequence[AnnotatedArticle]) -> Iterator[Mistake]:
    """Yield the wrong facts of each article. Raises X302 and X303 where the articles differ."""
    for one, other in match(gold, predicted):
        yield from _facts(one, other)


def _facts(gold: AnnotatedArticle, predicted: AnnotatedArticle) -> Iterator[Mistake]:
    wanted, found = facts_of(gold), facts_of(predicted)
    known = {bare(predicted.text[m.start : m.end]) for m in predicted.mentions}
    spare = {key: role for key, role in found.items() if key not in wanted}
    for key, role in wanted.items():
        if key in found:
            if role and found[key] != role:
                yield _fact(gold, "wrong role", key, role, key, found[key])
            continue
        rival = next((other for other in spare if other[1:] == key[1:]), None)
        if not {key[0], key[2]} <= known:
            kind, rival = "mention missed", None
        else:
            kind = "wrong head" if rival else "not proposed"
        if rival:
            yield _fact(gold, kind, key, role, rival, spare.pop(rival))
        else:
            yield _fact(gold, kind, key, role, None, None)
    for key, role in spare.items():
        yield _fact(gold, "invented", None, None, key, role)


def _fact(
    article: AnnotatedArticle, kind: str, wanted: FactKey | None, role: str | None, found: FactKey | None,
    found_role: str | None,
) -> Mistake:  # fmt: skip
    about = wanted or found or ("", "", "")
    said = [
        f"{key[0]} → {key[2]}" + (f" ({r})" if r else "") if key else ""
        for key, r in ((wanted, role), (found, found_role))
    ]
    at = article.text.find(about[2])
    context = article.text[max(0, at - 2 * CONTEXT) : at + len(about[2]) + CONTEXT].replace("\n", "⏎")
    return Mistake(article.article_id, kind, about[1], said[0], said[1], context)
