"""`xiaojuren_relations`: the facts of a document.

In: an encoded `Doc` with mentions. Out: `doc._.facts`, each fact once, with the sentences that say it; the encoder's
vectors are released.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from xiaojuren.components.encoder import NAME as ENCODER
from xiaojuren.components.encoder import encoded, model_of, release
from xiaojuren.components.spans import mentions_of, moved, set_mentions
from xiaojuren.schema import Fact, Mention, Relation
from xiaojuren.words.sentences import sentence_bounds

NAME = "xiaojuren_relations"


class RelationsComponent:
    """Finds facts with the model of the pipeline's encoder."""

    def __init__(self, nlp: Language, name: str) -> None:
        self.nlp, self.name = nlp, name

    def __call__(self, doc: Doc) -> Doc:
        """Set the facts of `doc`."""
        mentions = mentions_of(doc)
        state = encoded(doc)
        seen = {i: moved(m, state.normalised.to_normalised(m.start, m.end)) for i, m in enumerate(mentions)}
        # the model cannot relate what it does not see: a mention of invisible characters alone
        seen = {i: m for i, m in seen.items() if m.start < m.end}
        found = model_of(self.nlp).find_relations(state.vectors, list(seen.values()), state.sentence)
        number = list(seen)
        relations = [replace(r, head=number[r.head], tail=number[r.tail]) for r in found]
        doc._.facts = facts_of(doc.text, mentions, relations)
        release(doc)
        return doc

    def to_disk(self, path: Path, *, exclude: Iterable[str] = ()) -> None:
        """Write nothing: the weights are the encoder's."""

    def from_disk(self, path: Path, *, exclude: Iterable[str] = ()) -> RelationsComponent:
        """Read nothing."""
        return self


@Language.factory(NAME, requires=["doc.spans", "doc.user_data"])
def make_relations(nlp: Language, name: str) -> RelationsComponent:
    """Make the component."""
    return RelationsComponent(nlp, name)


def facts_of(text: str, mentions: Sequence[Mention], relations: Sequence[Relation]) -> list[Fact]:
    """Return the facts that `relations` state, each (head words, relation, tail words) once with its best score."""
    starts = [start for start, _ in sentence_bounds(text)]
    best: dict[tuple[str, str, str], Fact] = {}
    for relation in relations:
        head, tail = mentions[relation.head], mentions[relation.tail]
        evidence_start, evidence_end = _evidence(text, starts, head, tail)
        fact = Fact(
            head=relation.head,
            tail=relation.tail,
            relation=relation.label,
            role=relation.role,
            score=relation.score,
            head_text=text[head.start : head.end],
            head_label=head.label,
            tail_text=text[tail.start : tail.end],
            tail_label=tail.label,
            evidence_start=evidence_start,
            evidence_end=evidence_end,
        )
        key = (fact.head_text, fact.relation, fact.tail_text)
        if key not in best or fact.score > best[key].score:
            best[key] = fact
    return sorted(best.values(), key=lambda fact: (fact.head, fact.tail, fact.relation))


def _evidence(text: str, starts: Sequence[int], head: Mention, tail: Mention) -> tuple[int, int]:
    """Return the range from the sentence of the first mention to the end of the sentence of the last, without blanks."""
    first = bisect_right(starts, min(head.start, tail.start)) - 1
    last = bisect_right(starts, max(head.end, tail.end) - 1)
    start = starts[first]
    end = starts[last] if last < len(starts) else len(text)
    evidence = text[start:end]
    return start + len(evidence) - len(evidence.lstrip()), start + len(evidence.rstrip())


def relate_gold(nlp: Language, text: str, mentions: Sequence[Mention]) -> Doc:
    """Return a document with the mentions given, and the facts that the pipeline finds among them."""
    doc = nlp.make_doc(text)
    nlp.get_pipe(ENCODER)(doc)
    ordered = sorted(mentions, key=lambda m: (m.start, -m.end, m.label))
    set_mentions(doc, ordered)
    nlp.get_pipe(NAME)(doc)
    return doc
