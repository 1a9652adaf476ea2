"""Weights in 8 bits: a safetensors file a quarter the size of the float one.

In: a module. Out: one file. Matrices are stored as int8 with one scale a row (symmetric, round to nearest), everything else
as float16. Promise: loading gives float32 weights within half a step of what was saved, and runs no pickle.
"""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from xiaojuren.errors import XiaojurenError

_SCALE = "/scale"
_LEVELS = 127
#: A matrix smaller than this gains nothing from 8 bits.
_SMALL = 4096


def quantise(matrix: Tensor) -> tuple[Tensor, Tensor]:
    """Return int8 values and the float32 scale of each row. *Shape:* (rows, …) → the same, (rows,)."""
    flat = matrix.detach().float().reshape(len(matrix), -1)
    scale = flat.abs().amax(1).clamp(min=1e-12) / _LEVELS
    values = (flat / scale.unsqueeze(1)).round().clamp(-_LEVELS, _LEVELS).to(torch.int8)
    return values.reshape(matrix.shape), scale


def dequantise(values: Tensor, scale: Tensor) -> Tensor:
    """Undo `quantise`, up to rounding."""
    flat = values.reshape(len(values), -1).float() * scale.unsqueeze(1)
    return flat.reshape(values.shape)


def _is_large(value: Tensor) -> bool:
    return value.ndim >= 2 and value.numel() >= _SMALL


@torch.no_grad()
def round_as_stored(model: nn.Module) -> None:
    """Give `model` the weights that it will have after `save` and `load`, so that what is measured is what ships."""
    for value in model.state_dict().values():
        value.copy_(dequantise(*quantise(value)) if _is_large(value) else value.half())


def save(model: nn.Module, path: Path) -> None:
    """Write the weights of `model`, its matrices in 8 bits."""
    tensors: dict[str, Tensor] = {}
    for name, value in model.state_dict().items():
        if _is_large(value):
            tensors[name], tensors[name + _SCALE] = quantise(value.cpu())
        else:
            tensors[name] = value.detach().cpu().to(torch.float16).contiguous()
    save_file({name: value.contiguous() for name, value in tensors.items()}, str(path), {"format": "xiaojuren-int8"})


def load(model: nn.Module, path: Path) -> None:
    """Fill `model` from a file that `save` wrote. Raises X202 (unreadable) and X204 (other names or shapes)."""
    try:
        stored = load_file(str(path))
    except (OSError, SafetensorError) as error:
        raise XiaojurenError("X202", path=path, reason=error) from error
    state = {
        name: dequantise(value, stored[name + _SCALE]) if name + _SCALE in stored else value.float()
        for name, value in stored.items()
        if not name.endswith(_SCALE)
    }
    try:
        model.load_state_dict(state, strict=True)
    except RuntimeError as error:
        raise XiaojurenError("X204", path=path, reason=str(error).splitlines()[-1].strip()) from error
