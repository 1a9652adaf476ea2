"""`xiaojuren_spans`: the mentions of a document.

In: an encoded `Doc`. Out: `doc.spans["sc"]` with every mention, nested ones too, `span._.score`, and `doc.ents`, the flat
choice of the outermost. The model finds them in the normalised text, and they are led back to the document's. Tokens are
split where a mention begins or ends inside one, so none is lost to a word boundary.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup
from spacy.util import filter_spans

from xiaojuren.components.encoder import encoded, model_of
from xiaojuren.components.extensions import SPANS_KEY
from xiaojuren.schema import Mention

NAME = "xiaojuren_spans"


class SpansComponent:
    """Finds mentions with the model of the pipeline's encoder."""

    def __init__(self, nlp: Language, name: str) -> None:
        self.nlp, self.name = nlp, name

    def __call__(self, doc: Doc) -> Doc:
        """Set the mentions of `doc`."""
        state = encoded(doc)
        found = model_of(self.nlp).find_mentions(state.vectors)
        given = [moved(m, state.normalised.to_source(m.start, m.end)) for m in found]
        set_mentions(doc, without_blank_ends(doc.text, given))
        return doc

    def to_disk(self, path: Path, *, exclude: Iterable[str] = ()) -> None:
        """Write nothing: the weights are the encoder's."""

    def from_disk(self, path: Path, *, exclude: Iterable[str] = ()) -> SpansComponent:
        """Read nothing."""
        return self


@Language.factory(NAME, assigns=["doc.spans", "doc.ents"], requires=["doc.user_data"])
def make_spans(nlp: Language, name: str) -> SpansComponent:
    """Make the component."""
    return SpansComponent(nlp, name)


def moved(mention: Mention, place: tuple[int, int]) -> Mention:
    """Return the mention at another place: (start, end) of the same words in another form of the text."""
    return mention if place == (mention.start, mention.end) else replace(mention, start=place[0], end=place[1])


def without_blank_ends(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Return the mentions without blanks at their ends: nobody means them, and a space behind a token is in no span.

    One that is nothing but blanks is dropped, and so is the weaker of two that become the same.
    """
    kept: dict[tuple[int, int, str], Mention] = {}
    for m in mentions:
        words = text[m.start : m.end]
        start, end = m.start + len(words) - len(words.lstrip()), m.start + len(words.rstrip())
        trimmed = replace(m, start=start, end=end)
        if start < end and (trimmed.key not in kept or kept[trimmed.key].score < m.score):
            kept[trimmed.key] = trimmed
    return sorted(kept.values(), key=lambda m: (m.start, -m.end, m.label))


def set_mentions(doc: Doc, mentions: Sequence[Mention]) -> None:
    """Put `mentions` into `doc.spans["sc"]` and `doc.ents`, splitting tokens at their ends where needed."""
    _split_tokens(doc, {edge for m in mentions for edge in (m.start, m.end)})
    spans: list[Span] = []
    for m in mentions:
        span = doc.char_span(m.start, m.end, label=m.label, alignment_mode="strict")
        if span is None:  # cannot be: the tokens were split at both ends
            raise ValueError(f"no tokens for characters {m.start}–{m.end} of a document of {len(doc.text)}")
        span._.score = m.score
        spans.append(span)
    doc.spans[SPANS_KEY] = SpanGroup(doc, name=SPANS_KEY, spans=spans)
    doc.ents = tuple(filter_spans(spans))


def _split_tokens(doc: Doc, edges: set[int]) -> None:
    inner: dict[int, list[int]] = {}
    for token in doc:
        cuts = [edge - token.idx for edge in range(token.idx + 1, token.idx + len(token)) if edge in edges]
        if cuts:
            inner[token.i] = cuts
    if not inner:
        return
    with doc.retokenize() as retokenizer:
        for i, cuts in inner.items():
            token = doc[i]
            parts = [token.text[a:b] for a, b in zip([0, *cuts], [*cuts, len(token)], strict=True)]
            retokenizer.split(token, parts, heads=[token] * len(parts))


def mentions_of(doc: Doc) -> list[Mention]:
    """Return the mentions of `doc.spans["sc"]` as plain data, in their order."""
    return [Mention(s.start_char, s.end_char, s.label_, s._.score) for s in doc.spans.get(SPANS_KEY, ())]
