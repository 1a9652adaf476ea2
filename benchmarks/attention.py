"""Why training in bfloat16 attends by plain matrix products: both ways, forward and backward, interleaved.

    python benchmarks/attention.py [--rounds 15] [--threads 2]

Prints medians in milliseconds over the rounds for a batch of 8 windows of 384 pieces with 12 heads of width 32, the shape of
the default encoder, and the ratio of the sums.
"""

from __future__ import annotations

import argparse
import time
from statistics import median

import torch
from torch import Tensor, nn

from xiaojuren.nn.attention import matmul_attention

SHAPE = (8, 12, 384, 32)


def fused(query: Tensor, key: Tensor, value: Tensor, mask: Tensor) -> Tensor:
    """Attend with torch's own kernel."""
    return nn.functional.scaled_dot_product_attention(query, key, value, attn_mask=mask).transpose(1, 2)


def plain(query: Tensor, key: Tensor, value: Tensor, mask: Tensor) -> Tensor:
    """Attend with this project's function."""
    return matmul_attention(nn.Identity(), query, key, value, mask)[0]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    print("precision      way    forward  backward   (ms, medians)")
    for dtype in (torch.float32, torch.bfloat16):
        times: dict[str, tuple[list[float], list[float]]] = {"fused": ([], []), "plain": ([], [])}
        mask = torch.zeros(SHAPE[0], 1, SHAPE[2], SHAPE[2], dtype=torch.bool).logical_not()
        mask[:, :, :, 370:] = False
        for _ in range(options.rounds + 2):
            for name, attend in (("fused", fused), ("plain", plain)):
                inputs = [torch.randn(SHAPE, dtype=dtype, requires_grad=True) for _ in range(3)]
                started = time.perf_counter()
                out = attend(*inputs, mask)
                between = time.perf_counter()
                out.backward(torch.ones_like(out))
                times[name][0].append(between - started)
                times[name][1].append(time.perf_counter() - between)
        sums = {}
        for name, (forward, backward) in times.items():
            f, b = (median(t[2:]) * 1000 for t in (forward, backward))  # the first two rounds warm up
            sums[name] = f + b
            print(f"{str(dtype)[6:]:<14} {name:<6} {f:7.1f}  {b:8.1f}")
        print(f"{'':14} fused takes {sums['fused'] / sums['plain']:.2f} times what plain takes")


if __name__ == "__main__":
    main()
