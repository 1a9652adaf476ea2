"""What the head of an HTML page states of its article: meta elements and JSON-LD.

In: the attributes of a meta element, or the text of a JSON-LD script. Out: `title`, `date`, `source`, `author` where named.
"""

from __future__ import annotations

import json
from typing import Any

_META = {
    "articletitle": "title", "og:title": "title", "headline": "title",
    "pubdate": "date", "publishdate": "date", "article:published_time": "date", "datepublished": "date",
    "og:release_date": "date", "firstpublishedtime": "date", "apub:time": "date", "weibo:article:create_at": "date",
    "contentsource": "source", "source": "source", "mediaid": "source", "article:source": "source",
    "author": "author", "article:author": "author", "og:article:author": "author",
}  # fmt: skip
#: A longer script is no description of an article.
_LONGEST_SCRIPT = 200_000
_LONGEST = 300


def meta(attributes: dict[str, str]) -> tuple[str, str] | None:
    """Return the field that a meta element states and its value, or None."""
    name = attributes.get("name") or attributes.get("property") or attributes.get("itemprop") or ""
    field, value = _META.get(name.lower().replace(" ", "")), attributes.get("content", "").strip()
    return (field, value) if field and value and len(value) <= _LONGEST else None


def json_ld(script: str) -> dict[str, str]:
    """Return what a JSON-LD script says of the first article in it."""
    if len(script) > _LONGEST_SCRIPT:
        return {}
    try:
        found = json.loads(script)
    except (ValueError, RecursionError):
        return {}
    if isinstance(found, dict) and isinstance(found.get("@graph"), list):
        found = found["@graph"]
    for item in found if isinstance(found, list) else [found]:
        if isinstance(item, dict) and ("headline" in item or "datePublished" in item):
            names = {"title": "headline", "date": "datePublished", "author": "author", "source": "publisher"}
            stated = {field: _name(item.get(name)) for field, name in names.items()}
            return {field: value for field, value in stated.items() if value}
    return {}


def _name(value: Any) -> str:
    if isinstance(value, list):
        return " ".join(filter(None, map(_name, value[:5])))
    if isinstance(value, dict):
        value = value.get("name")
    return value.strip()[:_LONGEST] if isinstance(value, str) else ""
