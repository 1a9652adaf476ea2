"""Places: `江西省萍乡市` or `萍乡` to 360300, `萍乡经开区` to a zone in 360300, `朝阳区` to both of its candidates.

In: the words of a `PLACE` mention, and what is known of its article. Out: a `Place`, with every candidate and its score. It never
raises. Spaces, width and quotation marks do not matter. `resolve_places` reads all places of an article together; who has title,
source and date, as the batch has, gives them to `places_of_article`.
"""

from __future__ import annotations

from collections.abc import Sequence

from xiaojuren.values.place_article import PlaceContext, dateline_of, resolve
from xiaojuren.values.place_candidates import Candidate, Place
from xiaojuren.values.place_words import read_place

__all__ = ["Candidate", "Place", "PlaceContext", "parse_place", "places_of_article", "resolve_places"]


def parse_place(words: str, *, context: PlaceContext | None = None) -> Place:
    """Return the place that `words` name, weighed by `context`."""
    if context is None:
        return read_place(words)
    return resolve([read_place(words, context.date)], context)[0]


def resolve_places(
    words: Sequence[str], *, source: str = "", title: str = "", date: str = "", dateline: str = ""
) -> list[Place]:
    """Return the place of each of the words of one article, weighed by the others and by what is known of the article."""
    context = PlaceContext(source=source, title=title, dateline=dateline, date=date)
    return resolve([read_place(each, date) for each in words], context)


def places_of_article(
    words: Sequence[str], text: str, *, source: str = "", title: str = "", date: str = ""
) -> list[Place]:
    """Return the places of an article with this text: without a title its first line is one, and its head may have a dateline."""
    title = title or text.strip().split("\n", 1)[0][:80]
    return resolve_places(words, source=source, title=title, date=date, dateline=dateline_of(text))
