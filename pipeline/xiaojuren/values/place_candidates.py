"""A place as data: the candidates that words may mean, with scores, and the text that they are written out as.

In: candidates. Out: a `Place`, which says whether one of them is decided on.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from xiaojuren.values.gazetteer.zones import Zone

Kind = Literal["division", "zone", "country", "region", "other"]

#: A candidate is decided on when it is so many times as likely as the next, and no less likely than this.
LEAD, LEAST = 2.5, 0.4
#: Candidates less likely than this share of the best are not written out; nor are more than so many.
_SHARE, _MOST = 0.2, 8


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that words may mean.

    `code` is the division's (GB/T 2260; nine digits for a town) or the country's (ISO 3166-1), empty for others. `name` is the full
    name: 江西省萍乡市. `parent` is the code of the smallest division or of the country around it, empty if unknown. `former` is the
    name used where it is no longer the name. The scores of a place add up to 1.
    """

    code: str
    name: str
    kind: Kind
    level: str = ""
    parent: str = ""
    score: float = 1.0
    former: str = ""

    @property
    def location(self) -> str:
        """The code of the place, or else of what is around it."""
        return self.code or self.parent


@dataclass(frozen=True, slots=True)
class Place:
    """The candidates of a place, the likeliest first: there is always one. `zone` tells more of a zone.

    `members` are the divisions that a region consists of, where that is settled.
    """

    words: str
    candidates: tuple[Candidate, ...]
    zone: Zone | None = None
    members: tuple[str, ...] = ()

    @property
    def best(self) -> Candidate:
        """The likeliest candidate."""
        return self.candidates[0]

    @property
    def kind(self) -> Kind:
        """The kind of the likeliest candidate."""
        return self.best.kind

    @property
    def decided(self) -> bool:
        """Whether one candidate is clearly the likeliest."""
        if len(self.candidates) == 1:
            return True
        return self.best.score >= LEAST and self.best.score >= LEAD * self.candidates[1].score

    @property
    def code(self) -> str | None:
        """The code of the place, None where it is undecided or has none."""
        return (self.best.code or None) if self.decided else None

    @property
    def parent(self) -> str | None:
        """The code of what is around the place, None where it is undecided or unknown."""
        return (self.best.parent or None) if self.decided else None

    @property
    def likely(self) -> tuple[Candidate, ...]:
        """The best candidate if it is decided on, else those that are not far behind it."""
        if self.decided:
            return self.candidates[:1]
        return tuple(found for found in self.candidates if found.score >= _SHARE * self.best.score)

    def __str__(self) -> str:
        """Return `360300 江西省萍乡市`, `CN 中国`, `region 长三角`, `zone 萍乡经济技术开发区 < 360300`; `|` between candidates."""
        written = list(dict.fromkeys(_write(found) for found in self.likely))
        more = [f"… {len(written)}"] if len(written) > _MOST else []
        return " | ".join(written[:_MOST] + more)


def _write(found: Candidate) -> str:
    if found.code:
        return f"{found.code} {found.name}"
    return f"{found.kind} {found.name} < {found.parent}" if found.parent else f"{found.kind} {found.name}".rstrip()


def ranked(words: str, candidates: list[Candidate], **more: object) -> Place:
    """Return the place of these candidates, their scores made to add up to 1; equals stand in the order of their codes."""
    total = sum(found.score for found in candidates) or 1.0
    ordered = sorted(candidates, key=lambda found: (-found.score, found.location, found.name))
    scored = tuple(replace(found, score=found.score / total) for found in ordered)
    return replace(Place(words, scored), **more)  # type: ignore[arg-type]
