"""`xiaojuren_values`: what the words of a mention come to.

In: a `Doc` with mentions. Out: `span._.value`: for an amount its canonical text (`≈5000000000 CNY`, see `Amount`), for a
designation its title with what is known of level, batch, year and status (`专精特新“小巨人”企业 | national | batch 4 | 2022 |
granted`, see `Designation`), for a place its divisions (`360300 江西省萍乡市`, see `Place`), else None. The words around
count: 约 and 以上 stand outside an amount, and so may its unit (3亿和5亿美元); 拟 and 入选 stand outside a designation. The places
of a document are read together, with its first line as the title and the dateline of its head; who knows source and date,
as the batch does, gives them to `places_of_article`.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from xiaojuren.components.extensions import SPANS_KEY
from xiaojuren.values.amount import parse_amounts
from xiaojuren.values.designation import CONTEXT, parse_designation
from xiaojuren.values.place import places_of_article

NAME = "xiaojuren_values"


class ValuesComponent:
    """Normalises mentions."""

    def __init__(self, nlp: Language, name: str) -> None:
        self.nlp, self.name = nlp, name

    def __call__(self, doc: Doc) -> Doc:
        """Set `span._.value` of every mention that has one."""
        text, spans = doc.text, doc.spans.get(SPANS_KEY, ())
        amounts = [span for span in spans if span.label_ == "AMOUNT"]
        values = parse_amounts(text, [(span.start_char, span.end_char) for span in amounts])
        for span, amount in zip(amounts, values, strict=True):
            span._.value = str(amount) if amount else None
        places = [span for span in spans if span.label_ == "PLACE"]
        for span, place in zip(places, places_of_article([span.text for span in places], text), strict=True):
            span._.value = str(place)
        for span in spans:
            if span.label_ == "DESIGNATION":
                before = text[max(0, span.start_char - CONTEXT) : span.start_char]
                after = text[span.end_char : span.end_char + CONTEXT]
                span._.value = str(parse_designation(span.text, before=before, after=after))
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
