from __future__ import annotations

import torch
from hypothesis import given
from hypothesis import strategies as st

from xiaojuren.nn.pairs import REACH, PairHead, candidate_pairs
from xiaojuren.schema import LABELS, RELATIONS, SIGNATURES, Mention


def brute_force(mentions: list[Mention]) -> set[tuple[int, int]]:
    """Pairs by definition: some relation allows them, and they stand near."""
    out = set()
    for h, a in enumerate(mentions):
        for t, b in enumerate(mentions):
            gap = max(a.start - b.end, b.start - a.end)
            possible = [r for r, (heads, tails) in SIGNATURES.items() if a.label in heads and b.label in tails]
            if h > t and "COOPERATES_WITH" in possible:
                possible.remove("COOPERATES_WITH")
            if h != t and gap <= REACH and possible:
                out.add((h, t))
    return out


mention_lists = st.lists(
    st.builds(lambda s, n, c: Mention(s, s + n, c), st.integers(0, 900), st.integers(1, 60), st.sampled_from(LABELS)),
    max_size=20,
    unique_by=lambda m: m.key,
).map(lambda found: sorted(found, key=lambda m: (m.start, -m.end, m.label)))


@given(mention_lists)
def test_candidates_are_what_the_schema_allows_nearby(mentions: list[Mention]) -> None:
    pairs = candidate_pairs(mentions, torch.zeros(1000, dtype=torch.long))
    assert set(zip(pairs.head.tolist(), pairs.tail.tolist(), strict=True)) == brute_force(mentions)
    for h, t, row in zip(pairs.head.tolist(), pairs.tail.tolist(), pairs.allowed.tolist(), strict=True):
        for relation, possible in zip(RELATIONS, row, strict=True):
            heads, tails = SIGNATURES[relation]
            if possible:
                assert mentions[h].label in heads
                assert mentions[t].label in tails


def test_no_mentions_no_scores() -> None:
    head = PairHead(8, hidden=8, heads=2, dropout=0.0)
    relation, role = head(torch.randn(5, 8), [], candidate_pairs([], torch.zeros(5, dtype=torch.long)))
    assert relation.shape[0] == role.shape[0] == 0


def test_scores_do_not_depend_on_how_many_go_at_once(monkeypatch: object) -> None:
    torch.manual_seed(0)
    head = PairHead(8, hidden=8, heads=2, dropout=0.0).eval()
    x = torch.randn(600, 8)
    mentions = [Mention(20 * i, 20 * i + 5, LABELS[i % 5]) for i in range(30)]
    pairs = candidate_pairs(mentions, torch.zeros(600, dtype=torch.long))
    whole = head(x, mentions, pairs)
    monkeypatch.setattr("xiaojuren.nn.pairs.PAIRS_AT_ONCE", 7)  # type: ignore[attr-defined]
    for a, b in zip(whole, head(x, mentions, pairs), strict=True):
        torch.testing.assert_close(a, b, atol=1e-5, rtol=1e-4)
