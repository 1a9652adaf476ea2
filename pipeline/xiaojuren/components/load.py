"""Loading a trained pipeline by name or path, with an error that says what to do where there is none.

In: the name of an installed package, the folder of a pipeline, or the folder that a training run or `models/` holds it in.
Out: a spaCy `Language`.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.util import is_package

from xiaojuren.components.encoder import NAME as ENCODER
from xiaojuren.components.encoder import model_of
from xiaojuren.errors import XiaojurenError, nearest


def load_pipeline(name: str) -> Language:
    """Load a pipeline. Raises X201 (no such model), X202 (not one of ours, or broken), X203, X204."""
    found = find_pipeline(name)
    try:
        nlp = spacy.load(found)
    except (OSError, ValueError, KeyError, ImportError) as error:
        raise XiaojurenError("X202", path=name, reason=" ".join(str(error).split())) from error
    model_of(nlp)
    return nlp


def find_pipeline(name: str) -> str | Path:
    """Return what `spacy.load` takes for `name`. Raises X201 and X202."""
    path = Path(name)
    if path.is_dir():
        for config in (path / "config.cfg", *sorted(path.glob("*/config.cfg")), *sorted(path.glob("*/*/config.cfg"))):
            if config.is_file() and (config.parent / ENCODER).is_dir():
                return config.parent
        raise XiaojurenError("X202", path=name, reason=f"no config.cfg with a folder {ENCODER} beside it")
    if is_package(name):
        return name
    installed = [point.name for point in importlib.metadata.entry_points(group="spacy_models")]
    raise XiaojurenError("X201", name=name, hint=nearest(name, installed))


def describe(nlp: Language) -> dict[str, str]:
    """Return name and version of a pipeline, as records of a run state it."""
    return {"name": f"{nlp.meta['lang']}_{nlp.meta['name']}", "version": str(nlp.meta["version"])}


def fingerprint_of(nlp: Language) -> str:
    """Return a hash of the weights and the settings of a loaded pipeline: 16 hexadecimal digits, equal for equal models."""
    folder = nlp.path / ENCODER if nlp.path else None
    digest = hashlib.sha256()
    for name in ("model.json", "encoder.json", "tokenizer.json", "weights.safetensors"):
        if folder and (folder / name).is_file():
            digest.update((folder / name).read_bytes())
    return digest.hexdigest()[:16]
