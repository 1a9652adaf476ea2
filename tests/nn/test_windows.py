from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiaojuren.nn.windows import plan_windows


@given(
    n=st.integers(0, 3000),
    breaks=st.lists(st.integers(0, 3000), max_size=60),
    context=st.integers(0, 20),
    core=st.integers(1, 80),
)
def test_cores_tile_the_text_and_windows_fit(n: int, breaks: list[int], context: int, core: int) -> None:
    size = 2 * context + core
    windows = list(plan_windows(n, sorted(set(breaks)), size=size, context=context))
    at = 0
    for w in windows:
        assert w.core_start == at
        assert w.core_end > w.core_start
        assert w.start <= w.core_start
        assert w.core_end <= w.end
        assert w.end - w.start <= size
        at = w.core_end
    assert at == n


@given(n=st.integers(1, 2000), context=st.integers(0, 16), core=st.integers(2, 64))
def test_every_core_has_its_context(n: int, context: int, core: int) -> None:
    for w in plan_windows(n, [], size=2 * context + core, context=context):
        assert w.core_start - w.start >= min(context, w.core_start)
        assert w.end - w.core_end >= min(context, n - w.core_end)


def test_a_core_ends_at_a_sentence() -> None:
    first = next(plan_windows(200, [0, 30, 47, 90], size=60, context=10))
    assert (first.core_start, first.core_end) == (0, 47)


def test_a_window_needs_a_core() -> None:
    with pytest.raises(ValueError, match="leaves no core"):
        list(plan_windows(10, [], size=20, context=10))
