"""Annotated articles in and out: the JSONL format of the annotation guidelines, checked line by line.

In: a file with one article a line (`id`, `text`, `entities`, `relations`; other keys are ignored). Out: `AnnotatedArticle`,
its mentions in text order, an outer one before those it holds. Promise: what is read is valid, so nothing later checks again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xiaojuren.errors import XiaojurenError
from xiaojuren.schema import LABELS, RELATIONS, ROLE_RELATION, ROLES, SIGNATURES, Mention, Relation


@dataclass(frozen=True, slots=True)
class AnnotatedArticle:
    """A text with its mentions and relations, gold or predicted."""

    article_id: str
    text: str
    mentions: tuple[Mention, ...] = ()
    relations: tuple[Relation, ...] = ()


def read_annotated(path: Path | str) -> Iterator[AnnotatedArticle]:
    """Yield the articles of a file. Raises X101 (not readable) and X301 (path, line and what is wrong there)."""
    for number, record in read_records(path):
        try:
            yield _article(record)
        except (KeyError, TypeError, ValueError) as error:
            reason = f"no `{error.args[0]}`" if isinstance(error, KeyError) else str(error)
            raise XiaojurenError("X301", path=path, line=number, reason=reason) from error


def read_texts(path: Path | str) -> Iterator[AnnotatedArticle]:
    """Yield only id and text of the articles of a file; annotations in it are not looked at."""
    for number, record in read_records(path):
        article_id, text = record.get("id"), record.get("text")
        if not isinstance(text, str) or not isinstance(article_id, (str, int)):
            raise XiaojurenError("X301", path=path, line=number, reason="it needs `id` and `text`")
        yield AnnotatedArticle(str(article_id), text)


def read_records(path: Path | str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield (line number, object) of a JSONL file; blank lines are passed over. Raises X101, X102 and X103."""
    found = False
    try:
        with Path(path).open("rb") as stream:
            for number, line in enumerate(stream, start=1):
                if line.strip():
                    found = True
                    yield number, _object(path, number, line)
    except OSError as error:
        raise XiaojurenError("X101", path=path, reason=error.strerror) from error
    if not found:
        raise XiaojurenError("X102", path=path)


def _object(path: Path | str, number: int, line: bytes) -> dict[str, Any]:
    try:
        record = json.loads(line.decode("utf-8-sig"))
    except ValueError as error:
        raise XiaojurenError("X103", path=path, line=number, reason=error) from error
    if not isinstance(record, dict):
        raise XiaojurenError("X103", path=path, line=number, reason=f"a {type(record).__name__}")
    return record


def _article(record: dict[str, Any]) -> AnnotatedArticle:
    text, article_id = record["text"], record["id"]
    if not isinstance(text, str):
        raise TypeError("`text` is not a string")
    entities = sorted(
        ((_mention(entity, text), str(entity["id"])) for entity in record.get("entities", [])),
        key=lambda item: (item[0].start, -item[0].end, item[0].label),
    )
    place = {name: i for i, (_, name) in enumerate(entities)}
    if len(place) < len(entities):
        raise ValueError("two entities have the same id")
    mentions = tuple(mention for mention, _ in entities)
    relations = tuple(_relation(raw, place, mentions) for raw in record.get("relations", []))
    return AnnotatedArticle(str(article_id), text, mentions, relations)


def _mention(raw: dict[str, Any], text: str) -> Mention:
    start, end, label = raw["start"], raw["end"], raw["label"]
    if label not in LABELS:
        raise ValueError(f"entity {raw['id']} has the unknown label {label}")
    if not (isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(text)):
        raise ValueError(f"entity {raw['id']} at {start}–{end} lies outside the text of {len(text)} characters")
    return Mention(start, end, label, float(raw.get("score", 1.0)))


def _relation(raw: dict[str, Any], place: dict[str, int], mentions: tuple[Mention, ...]) -> Relation:
    label, role = raw["label"], raw.get("role")
    if label not in RELATIONS:
        raise ValueError(f"unknown relation {label}")
    for end in (raw["head"], raw["tail"]):
        if end not in place:
            raise ValueError(f"a relation refers to the entity {end}, which is not there")
    head, tail = place[raw["head"]], place[raw["tail"]]
    heads, tails = SIGNATURES[label]
    if mentions[head].label not in heads or mentions[tail].label not in tails:
        raise ValueError(f"{label} cannot join {mentions[head].label} to {mentions[tail].label}")
    if role is not None and (label != ROLE_RELATION or role not in ROLES):
        raise ValueError(f"{label} cannot have the role {role}")
    return Relation(head, tail, label, role, float(raw.get("score", 1.0)))


def to_record(article: AnnotatedArticle, *, scores: bool = False) -> dict[str, Any]:
    """Return the JSON object of an article, its entities named T1, T2 … in text order, with scores where asked."""
    entities = []
    for number, m in enumerate(article.mentions, start=1):
        entity: dict[str, Any] = {"id": f"T{number}", "start": m.start, "end": m.end, "label": m.label}
        entities.append(entity | ({"score": round(m.score, 4)} if scores else {}))
    relations = []
    for r in article.relations:
        relation: dict[str, Any] = {"head": f"T{r.head + 1}", "tail": f"T{r.tail + 1}", "label": r.label}
        relation |= {"role": r.role} if r.role else {}
        relations.append(relation | ({"score": round(r.score, 4)} if scores else {}))
    return {"id": article.article_id, "text": article.text, "entities": entities, "relations": relations}


def write_annotated(path: Path | str, articles: Iterable[AnnotatedArticle], *, scores: bool = False) -> int:
    """Write articles to a new file, one a line, and return how many. Raises X004."""
    count = 0
    try:
        with Path(path).open("w", encoding="utf8", newline="\n") as stream:
            for article in articles:
                stream.write(json.dumps(to_record(article, scores=scores), ensure_ascii=False) + "\n")
                count += 1
    except OSError as error:
        raise XiaojurenError("X004", path=path, reason=error.strerror) from error
    return count
