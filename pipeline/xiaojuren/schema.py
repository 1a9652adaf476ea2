"""The label schema: what a mention can be, what a fact can say, and between which mentions.

This module is the only home of these names. It holds plain data and imports nothing heavy, so that every stage, from the
annotated corpus to the report, can use it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

LABELS: tuple[str, ...] = ("ORG", "PROJECT", "PLACE", "AMOUNT", "DESIGNATION")

RELATIONS: tuple[str, ...] = ("INVESTS_IN", "HAS_AMOUNT", "HAS_DESIGNATION", "LOCATED_IN", "COOPERATES_WITH")

#: Relations that hold both ways; the head is the mention that comes first in the text.
SYMMETRIC: frozenset[str] = frozenset({"COOPERATES_WITH"})

#: The one relation that carries a role.
ROLE_RELATION = "HAS_AMOUNT"

ROLES: tuple[str, ...] = (
    "total_investment",
    "phase_investment",
    "completed_investment",
    "planned_investment",
    "contract",
    "financing",
    "registered_capital",
    "output_value",
    "revenue",
    "profit",
    "tax",
    "export",
    "land_area",
    "floor_area",
    "capacity",
    "other",
)

#: relation -> (labels a head may have, labels a tail may have)
SIGNATURES: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "INVESTS_IN": (frozenset({"ORG"}), frozenset({"PROJECT", "ORG"})),
    "HAS_AMOUNT": (frozenset({"PROJECT", "ORG"}), frozenset({"AMOUNT"})),
    "HAS_DESIGNATION": (frozenset({"ORG", "PROJECT", "PLACE"}), frozenset({"DESIGNATION"})),
    "LOCATED_IN": (frozenset({"ORG", "PROJECT"}), frozenset({"PLACE"})),
    "COOPERATES_WITH": (frozenset({"ORG"}), frozenset({"ORG"})),
}


def allowed(head_label: str, tail_label: str) -> tuple[str, ...]:
    """Return the relations a mention labelled `head_label` may have to one labelled `tail_label`."""
    return tuple(r for r in RELATIONS if head_label in SIGNATURES[r][0] and tail_label in SIGNATURES[r][1])


@dataclass(frozen=True, slots=True)
class Mention:
    """A labelled span of a text. Offsets are code points, end exclusive."""

    start: int
    end: int
    label: str
    score: float = 1.0

    @property
    def key(self) -> tuple[int, int, str]:
        """What makes two mentions the same one to the scorer."""
        return (self.start, self.end, self.label)


@dataclass(frozen=True, slots=True)
class Relation:
    """A link between two mentions of one text, given by their positions in its list of mentions."""

    head: int
    tail: int
    label: str
    role: str | None = None
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Fact:
    """A relation with its words, as `doc._.facts` holds it. All offsets are code points of the document's text.

    `head` and `tail` are positions in `doc.spans["sc"]`; `evidence_start` and `evidence_end` cut out the sentence, or the
    run of sentences, in which both mentions stand.
    """

    head: int
    tail: int
    relation: str
    role: str | None
    score: float
    head_text: str
    head_label: str
    tail_text: str
    tail_label: str
    evidence_start: int
    evidence_end: int

    def to_dict(self) -> dict[str, Any]:
        """Return the fact as a plain dictionary."""
        return {name: getattr(self, name) for name in self.__slots__}
