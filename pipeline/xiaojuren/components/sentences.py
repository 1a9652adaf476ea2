"""`xiaojuren_sentences`: sentence starts by punctuation, so that `doc.sents` works.

In: a tokenized `Doc`. Out: the same with sentence starts set.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from xiaojuren.words.sentences import sentence_bounds

NAME = "xiaojuren_sentences"


class SentencesComponent:
    """Sets sentence starts."""

    def __init__(self, nlp: Language, name: str) -> None:
        self.nlp, self.name = nlp, name

    def __call__(self, doc: Doc) -> Doc:
        """Mark the first token at or behind each sentence's first character as a start."""
        starts = [start for start, _ in sentence_bounds(doc.text)]
        at = 0
        for token in doc:
            new = False
            while at < len(starts) and starts[at] <= token.idx:
                new, at = True, at + 1
            token.is_sent_start = new
        return doc

    def to_disk(self, path: Path, *, exclude: Iterable[str] = ()) -> None:
        """Write nothing."""

    def from_disk(self, path: Path, *, exclude: Iterable[str] = ()) -> SentencesComponent:
        """Read nothing."""
        return self


@Language.factory(NAME, assigns=["token.is_sent_start"])
def make_sentences(nlp: Language, name: str) -> SentencesComponent:
    """Make the component."""
    return SentencesComponent(nlp, name)
