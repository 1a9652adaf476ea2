"""What several commands share: the model used where none is named, and gold articles beside what is to be judged by them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from xiaojuren.errors import XiaojurenError

if TYPE_CHECKING:
    from xiaojuren.corpus.annotated import AnnotatedArticle

#: The pipeline that ships with the repository.
DEFAULT_MODEL = "zh_xiaojuren_md"


def gold_and_predictions(
    gold: Path, model: str | None, predictions: Path | None
) -> tuple[list[AnnotatedArticle], list[AnnotatedArticle]]:
    """Return the articles of `gold`, and those of `predictions` or what `model` finds in them. Raises X006 for both."""
    from xiaojuren.corpus.annotated import read_annotated

    if model and predictions:
        raise XiaojurenError("X006", reason="give --model or --predictions, not both")
    articles = list(read_annotated(gold))
    if predictions:
        return articles, list(read_annotated(predictions))
    from xiaojuren.components.load import load_pipeline
    from xiaojuren.corpus.predict import predict

    return articles, list(predict(load_pipeline(model or DEFAULT_MODEL), articles))
