"""`xiaojuren_values`: what the words of a mention come to.

In: a `Doc` with mentions. Out: `span._.value`, for an amount its canonical text (`≈5000000000 CNY`, `values.amount`), else None.
The words around an amount count: 约 and 以上 stand outside it, and so may its unit (3亿和5亿美元).
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from xiaojuren.components.extensions import SPANS_KEY
from xiaojuren.values.amount import parse_amounts

NAME = "xiaojuren_values"


class ValuesComponent:
    """Normalises mentions."""

    def __init__(self, nlp: Language, name: str) -> None:
        self.nlp, self.name = nlp, name

    def __call__(self, doc: Doc) -> Doc:
        """Set `span._.value` of every mention that has one."""
        spans = [span for span in doc.spans.get(SPANS_KEY, ()) if span.label_ == "AMOUNT"]
        amounts = parse_amounts(doc.text, [(span.start_char, span.end_char) for span in spans])
        for span, amount in zip(spans, amounts, strict=True):
            span._.value = str(amount) if amount else None
        return doc

    def to_disk(self, path: Path, *, exclude: Iterable[str] = ()) -> None:
        """Write nothing."""

    def from_disk(self, path: Path, *, exclude: Iterable[str] = ()) -> ValuesComponent:
        """Read nothing."""
        return self


@Language.factory(NAME, requires=["doc.spans"])
def make_values(nlp: Language, name: str) -> ValuesComponent:
    """Make the component."""
    return ValuesComponent(nlp, name)
