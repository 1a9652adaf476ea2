"""The custom attributes that our components set on spaCy's objects.

Importing this module registers them, so that they exist as soon as any of our components does.
"""

from __future__ import annotations

from spacy.tokens import Doc, Span

#: The key of `doc.spans` under which every mention stands, nested ones too.
SPANS_KEY = "sc"


def register() -> None:
    """Register `span._.score`, `span._.value` and `doc._.facts`; doing it again changes nothing."""
    if not Span.has_extension("score"):
        Span.set_extension("score", default=1.0)
    if not Span.has_extension("value"):
        Span.set_extension("value", default=None)
    if not Doc.has_extension("facts"):
        Doc.set_extension("facts", default=[])


register()
