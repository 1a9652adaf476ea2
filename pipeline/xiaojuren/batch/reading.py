"""What a model reads in a text, as plain data: the mentions and the facts, ready to cross a process or to be written.

In: a pipeline and texts. Out: a `Reading` a text, in the order of the texts; a text that breaks the model gives a `Failure`
and the others are unharmed.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from xiaojuren.components.extensions import SPANS_KEY
from xiaojuren.errors import XiaojurenError
from xiaojuren.schema import Fact

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Found:
    """A mention found: its characters in the text, its label, its score and what its words come to."""

    start: int
    end: int
    label: str
    score: float
    value: str | None


@dataclass(frozen=True, slots=True)
class Reading:
    """The mentions of a text in text order, and its facts, which name mentions by their positions."""

    mentions: tuple[Found, ...] = ()
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Broken:
    """A text that no reading could be made of, with the code and message of the error."""

    code: str
    message: str


def read_texts(nlp: Language, texts: Sequence[str]) -> Iterator[Reading | Broken]:
    """Yield a reading of each text. Texts are read together, and one by one where one of them breaks."""
    try:
        yield from [reading_of(doc) for doc in nlp.pipe(texts)]
    except Exception as error:
        if len(texts) == 1:
            yield _broken(error)
        else:
            for text in texts:
                yield from read_texts(nlp, [text])


def _broken(error: Exception) -> Broken:
    if isinstance(error, XiaojurenError):
        return Broken(error.code, error.message)
    logger.debug("a text broke the model", exc_info=error)
    wrapped = XiaojurenError("X901", stage="extract", reason=f"{type(error).__name__}: {error}")
    return Broken(wrapped.code, wrapped.message)


def reading_of(doc: Doc) -> Reading:
    """Return what the pipeline left on a document as plain data."""
    mentions = tuple(
        Found(span.start_char, span.end_char, span.label_, span._.score, span._.value)
        for span in doc.spans.get(SPANS_KEY, ())
    )
    return Reading(mentions, tuple(doc._.facts))
