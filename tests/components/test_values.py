"""`span._.value`: the amounts of a document, read with the words around them."""

from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc, Span

from xiaojuren.components.extensions import SPANS_KEY
from xiaojuren.components.values import ValuesComponent


@pytest.fixture(scope="module")
def component() -> ValuesComponent:
    return ValuesComponent(spacy.blank("zh"), "values")


def make_doc(component: ValuesComponent, marked: str) -> Doc:
    """A document of characters whose amounts `[` and `]` mark."""
    text, places = "", []
    for piece in marked.split("["):
        mention, bracket, rest = piece.partition("]")
        if bracket:
            places.append((len(text), len(text) + len(mention)))
        text += mention + rest
    doc = Doc(component.nlp.vocab, words=list(text), spaces=[False] * len(text))
    doc.spans[SPANS_KEY] = [Span(doc, start, end, label="AMOUNT") for start, end in places]
    return doc


def values_of(doc: Doc) -> list[str | None]:
    return [span._.value for span in doc.spans[SPANS_KEY]]


@pytest.mark.parametrize(
    ("marked", "values"),
    [
        ("总投资[50亿元]。", ["5000000000 CNY"]),
        ("总投资约[50亿元]，占地[162亩]以上", ["≈5000000000 CNY", "≥108000 m2"]),
        ("年产[10万吨]项目", ["100000 t/year"]),
        ("分别投资[3亿]和[5亿美元]", ["300000000 USD", "500000000 USD"]),
        ("约[若干]", [None]),
        ("", []),
    ],
)
def test_values_of_amounts(component: ValuesComponent, marked: str, values: list[str | None]):
    assert values_of(component(make_doc(component, marked))) == values


def test_other_labels_have_no_value(component: ValuesComponent):
    doc = make_doc(component, "总投资50亿元")
    doc.spans[SPANS_KEY] = [Span(doc, 3, 7, label="ORG")]
    assert values_of(component(doc)) == [None]


def test_a_document_without_mentions_passes(component: ValuesComponent):
    doc = component.nlp.make_doc("总投资50亿元")
    assert component(doc) is doc
