from __future__ import annotations

import torch
from hypothesis import given
from hypothesis import strategies as st

from xiaojuren.nn.spans import BAND, SpanHead, candidates, choose, span_loss, span_targets
from xiaojuren.schema import LABELS, Mention


def make_head() -> SpanHead:
    torch.manual_seed(0)
    return SpanHead(8, len(LABELS), head_width=4, dropout=0.0).eval()


def naive_score(head: SpanHead, x: torch.Tensor, i: int, j: int, c: int) -> torch.Tensor:
    """The score of one span, computed without the band."""
    d = head.head_width
    start = head.start(x[i])[c * d : (c + 1) * d]
    end = head.end(x[j])[c * d : (c + 1) * d]
    return start @ end / d**0.5 + head.start_bias(x[i])[c] + head.end_bias(x[j])[c] + head.length_bias[j - i, c]


def test_band_equals_span_by_span() -> None:
    head = make_head()
    torch.nn.init.normal_(head.length_bias)
    x = torch.randn(1, 150, 8)
    scores = head(x, torch.ones(1, 150, dtype=torch.bool))
    for i, j, c in [(0, 0, 0), (3, 40, 1), (63, 64, 2), (64, 127, 3), (149, 149, 4), (100, 149, 0)]:
        torch.testing.assert_close(scores[0, i, j - i, c], naive_score(head, x[0], i, j, c))


def test_padding_changes_nothing_and_never_scores() -> None:
    head = make_head()
    x = torch.randn(1, 40, 8)
    alone = head(x, torch.ones(1, 40, dtype=torch.bool))
    mask = torch.arange(100).unsqueeze(0) < 40
    padded = head(torch.nn.functional.pad(x, (0, 0, 0, 60)), mask)
    torch.testing.assert_close(padded[:, :40], alone)
    assert (padded[:, 40:] < -1e3).all()
    assert (alone[0, 39, 1:] < -1e3).all()


def test_loss_falls_to_zero_on_right_scores() -> None:
    gold = [[Mention(2, 5, "ORG"), Mention(3, 4, "PLACE")]]
    target = span_targets(gold, LABELS, (1, 10, BAND, len(LABELS)))
    assert int(target.sum()) == 2
    mask = torch.ones(1, 10, dtype=torch.bool)
    right = torch.where(target, 20.0, -20.0)
    assert span_loss(right, target, mask) < 1e-3
    assert span_loss(-right, target, mask) > 10


def test_candidates_give_offsets_back() -> None:
    target = span_targets([[Mention(2, 5, "AMOUNT")]], LABELS, (1, 10, BAND, len(LABELS)))
    found = list(candidates(torch.where(target, 3.0, -3.0), 0.0))
    assert found == [(0, 2, 5, LABELS.index("AMOUNT"), 3.0)]


mentions = st.builds(
    lambda start, length, label, score: Mention(start, start + length, label, score),
    st.integers(0, 40),
    st.integers(1, 12),
    st.sampled_from(LABELS),
    st.floats(0.01, 1),
)


@given(st.lists(mentions, max_size=25))
def test_choice_is_consistent(found: list[Mention]) -> None:
    chosen = choose(found)
    for i, a in enumerate(chosen):
        for b in chosen[i + 1 :]:
            apart = a.end <= b.start or b.end <= a.start
            nested = (a.start <= b.start and b.end <= a.end) or (b.start <= a.start and a.end <= b.end)
            assert apart or (nested and a.label != b.label and (a.start, a.end) != (b.start, b.end))
    assert chosen == sorted(chosen, key=lambda m: (m.start, -m.end, m.label))
    if found:
        assert max(m.score for m in chosen) == max(m.score for m in found)


@given(st.lists(mentions, max_size=12, unique_by=lambda m: m.score), st.randoms())
def test_choice_does_not_depend_on_order(found: list[Mention], random: object) -> None:
    shuffled = list(found)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert choose(shuffled) == choose(found)
