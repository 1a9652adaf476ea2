"""Attention as plain matrix products, for training in bfloat16 on a processor.

In: query, key and value of a Hugging Face encoder. Out: the same as its own attention, up to rounding. The fused kernel of
torch 2.13 is the fastest forward, but its backward gains nothing from bfloat16: on a Xeon with AMX, 8 windows of 384 pieces
and 12 heads take 6 + 38 ms with it and 11 + 15 ms with this (benchmarks/attention.py).
"""

from __future__ import annotations

from typing import Any

from torch import Tensor, nn
from transformers import AttentionInterface, PreTrainedModel

_NAME = "xiaojuren_matmul"


def matmul_attention(
    module: nn.Module,
    query: Tensor,
    key: Tensor,
    value: Tensor,
    attention_mask: Tensor | None,
    *,
    scaling: float | None = None,
    dropout: float = 0.0,
    **_: Any,
) -> tuple[Tensor, None]:
    """Attend. *Shape:* query, key, value (batch, heads, pieces, width) → (batch, pieces, heads, width).

    `attention_mask` broadcasts to (batch, heads, pieces, pieces): what is added to the scores, or where it is boolean, which
    of them count.
    """
    scale = query.shape[-1] ** -0.5 if scaling is None else scaling
    scores = (query * scale) @ key.transpose(2, 3)
    if attention_mask is not None:
        if attention_mask.dtype.is_floating_point:
            scores = scores + attention_mask.to(scores.dtype)
        else:
            scores = scores.masked_fill(~attention_mask, float("-inf"))
    weights = nn.functional.dropout(scores.softmax(-1, dtype=scores.dtype), p=dropout, training=module.training)
    return (weights @ value).transpose(1, 2).contiguous(), None


def use_matmul_attention(encoder: PreTrainedModel) -> None:
    """Let `encoder` attend by `matmul_attention`; the masks are made as for the fused kernel."""
    from transformers.masking_utils import ALL_MASK_ATTENTION_FUNCTIONS, sdpa_mask

    AttentionInterface.register(_NAME, matmul_attention)
    ALL_MASK_ATTENTION_FUNCTIONS.register(_NAME, sdpa_mask)
    encoder.set_attn_implementation(_NAME)
