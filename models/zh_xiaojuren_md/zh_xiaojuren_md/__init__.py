"""Companies, projects, amounts, places and designations in Chinese business news, and the facts among them."""

from pathlib import Path

from spacy.language import Language
from spacy.util import get_model_meta, load_model_from_init_py

__version__ = get_model_meta(Path(__file__).parent)["version"]


def load(**overrides) -> Language:
    """Load the pipeline."""
    return load_model_from_init_py(__file__, **overrides)
