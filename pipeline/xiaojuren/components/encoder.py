"""`xiaojuren_encoder`: reads a document's text once and leaves its character vectors for the components behind it.

In: a `Doc`. Out: the same, with its vectors under a private key of `doc.user_data` that the last component removes. What is
encoded is the normalised text (`xiaojuren.article.normal`); the document and its tokens stay as they are.
The component owns the model: its folder is the whole of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import torch
from spacy.language import Language
from spacy.tokens import Doc

from xiaojuren.article.normal import Normalised, normalise
from xiaojuren.components import extensions  # noqa: F401  (registers the attributes)
from xiaojuren.errors import XiaojurenError
from xiaojuren.nn.model import Extractor

NAME = "xiaojuren_encoder"
_KEY = "xiaojuren.encoded"
#: Documents are encoded together up to this many characters, however many they are.
BATCH_CHARACTERS = 12_000


@dataclass(slots=True)
class Encoded:
    """What the heads need of a document: the characters are those of the normalised text, and so are the heads' offsets.

    *Shape:* `vectors` (chars, width); `sentence` (chars,).
    """

    vectors: torch.Tensor
    sentence: torch.Tensor
    normalised: Normalised


class EncoderComponent:
    """Encodes documents in batches of a bounded number of characters."""

    def __init__(self, nlp: Language, name: str) -> None:
        self.nlp, self.name = nlp, name
        self._extractor: Extractor | None = None

    # Not called `model`: spaCy asks any component whether it has one, before ours is loaded.
    @property
    def extractor(self) -> Extractor:
        """The model. Raises X202 where the pipeline was not loaded from a folder."""
        if self._extractor is None:
            raise XiaojurenError("X202", path=self.name, reason="it has no model; load a trained pipeline")
        return self._extractor

    @extractor.setter
    def extractor(self, extractor: Extractor) -> None:
        self._extractor = extractor.eval()

    def __call__(self, doc: Doc) -> Doc:
        """Encode one document."""
        self._encode([doc])
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 64) -> Iterator[Doc]:
        """Encode a stream, at most `batch_size` documents or `BATCH_CHARACTERS` characters at a time."""
        batch: list[Doc] = []
        size = 0
        for doc in stream:
            length = len(doc.text)
            if batch and (len(batch) >= batch_size or size + length > BATCH_CHARACTERS):
                yield from self._encode(batch)
                batch, size = [], 0
            batch.append(doc)
            size += length
        if batch:
            yield from self._encode(batch)

    def _encode(self, docs: list[Doc]) -> list[Doc]:
        normalised = [normalise(doc.text) for doc in docs]
        prepared = [self.extractor.prepare(one.text) for one in normalised]
        encoded = self.extractor.encode(prepared)
        for doc, text, one, vectors in zip(docs, normalised, prepared, encoded, strict=True):
            doc.user_data[_KEY] = Encoded(vectors, torch.from_numpy(one.char_sentence), text)
        return docs

    def to_disk(self, path: Path, *, exclude: Iterable[str] = ()) -> None:
        """Write the model's folder."""
        self.extractor.save(Path(path))

    def from_disk(self, path: Path, *, exclude: Iterable[str] = ()) -> EncoderComponent:
        """Read the model's folder."""
        self.extractor = Extractor.load(Path(path))
        return self


@Language.factory(NAME, assigns=["doc.user_data"])
def make_encoder(nlp: Language, name: str) -> EncoderComponent:
    """Make the component; it has no options, since the model's folder says all."""
    return EncoderComponent(nlp, name)


def encoded(doc: Doc) -> Encoded:
    """Return what the encoder left for `doc`. Raises X203 where it has not run."""
    try:
        result: Encoded = doc.user_data[_KEY]
    except KeyError:
        raise XiaojurenError("X203", name="given", component=NAME, pipes="no encoded document") from None
    return result


def release(doc: Doc) -> None:
    """Drop the vectors of `doc`; nothing behind the last head needs them."""
    doc.user_data.pop(_KEY, None)


def model_of(nlp: Language) -> Extractor:
    """Return the model of a loaded pipeline. Raises X203."""
    if not nlp.has_pipe(NAME):
        name = nlp.meta.get("name", "")
        raise XiaojurenError("X203", name=name, component=NAME, pipes=", ".join(nlp.pipe_names))
    component = nlp.get_pipe(NAME)
    if not isinstance(component, EncoderComponent):
        raise XiaojurenError("X203", name=NAME, component=NAME, pipes=type(component).__name__)
    return component.extractor
