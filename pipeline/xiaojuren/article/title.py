"""The title of an article.

In: a page, what its lines are taken for, the body and the line that dates it. Out: the title and its line. A title is the line right
above the byline or the body, a heading of HTML, or a part of the head's title; it shares words with the body, and it often
stands elsewhere on the page too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from xiaojuren.article.furniture import Kind
from xiaojuren.article.labels import is_organisation, iso_date
from xiaojuren.article.lines import Page, fold

_LONGEST, _SHORTEST = 90, 4
#: A page has one title: more headings than this are looked through by nobody.
_MOST_HEADINGS = 30
#: How many lines above the byline, and above the body, a title is looked for.
_ABOVE_BYLINE, _ABOVE_BODY = 9, 8
_PARTS = re.compile(r"\s*[_|｜—–]+\s*|\s+-+\s*|\s*-+\s+|-{2,}")
#: What is put before or behind a title: `[转帖]`, `[复制链接]`, `标题：`.
_BEFORE = re.compile(r"^(?:(?:标\s*题|题\s*目)\s*[:：]\s*|\[[^\[\]]{1,8}\]\s*)+")
_BEHIND = re.compile(r"(?:\s*\[[^\[\]]{1,8}\])+$")
_SUBTITLE = re.compile(r"^\s*[—–-]{1,}|^[（(].*[）)]$")
_HEADINGS = {"h1": 3.0, "h2": 1.2, "h3": 0.5}


def find_title(page: Page, kinds: Sequence[Kind], body: Sequence[int], dated: int | None) -> tuple[str, int | None]:
    """Return the title and the number of its line; ("", None) where there is none."""
    lines, begin, inside = page.lines, body[0], set(body)
    bigrams = _bigrams("".join(lines[i].text for i in body))
    head = [page.stated.get("title", ""), page.stated.get("head", "")]
    stands = [fold(line.text) for i, line in enumerate(lines) if i not in inside and len(line.text) < 150] + [
        fold(text) for text in head if text
    ]
    anchor = dated if dated is not None and dated < begin else begin
    near = [i for i in range(max(0, anchor - _ABOVE_BYLINE), anchor) if i not in inside]
    near += [i for i in range(max(anchor + 1, begin - _ABOVE_BODY), begin) if i not in inside]
    headings = [i for i, line in enumerate(lines) if line.heading and i not in inside]
    near += [i for i in headings[:_MOST_HEADINGS] if i not in near]
    paragraphs = {fold(lines[i].text) for i in body}
    best: tuple[float, str, int | None] = (0.0, "", None)
    for i in near:
        text = tidy(lines[i].text)
        if not _could_be(text) or lines[i].aside or kinds[i] is Kind.BYLINE:
            continue
        if text.endswith(("。", "；", ";")) or fold(text) in paragraphs or iso_date(text) or _is_menu(text, kinds[i]):
            continue
        score = 2.0 * _shared(text, bigrams) + _HEADINGS.get(lines[i].heading, 0.0) + _place(i, anchor, begin)
        words = fold(text)
        score += min(1.0, 0.6 * (sum(words in other for other in stands) - 1)) if len(words) >= 6 else -0.5
        score -= (
            1.5 * bool(_SUBTITLE.match(text))
            + 1.2 * (kinds[i] in (Kind.CHROME, Kind.END, Kind.INSET))
            + 0.5 * lines[i].doubtful
        )
        score += 0.4 * (len(words) >= 10) - 0.8 * (len(words) <= 14 and is_organisation(text))
        score -= 1.0 * (lines[i].linked > 0.6 * len(lines[i].text))
        if score > best[0]:
            best = (score, text, i)
    if best[0] >= 1.0:
        return best[1], best[2]
    return _from_head(head, bigrams), None


def _could_be(text: str) -> bool:
    return _SHORTEST <= len(text) <= _LONGEST and len(fold(text)) >= _SHORTEST


def _is_menu(text: str, kind: Kind) -> bool:
    return kind is Kind.ROW and (len(text.split()) > 3 or any(mark in text for mark in ">›»|"))


def tidy(text: str) -> str:
    """Return a title without the marks that a site puts around it."""
    return _BEHIND.sub("", _BEFORE.sub("", text)).strip()


def _place(i: int, anchor: int, begin: int) -> float:
    """Return how much the place of a line above the byline, or below it, speaks for a title."""
    if i < anchor:
        return 1.4 / (anchor - i) if anchor - i <= _ABOVE_BYLINE else 0.0
    return 0.5 / (begin - i) if i < begin else 0.0


def _from_head(head: Sequence[str], bigrams: set[str]) -> str:
    parts = [part for title in head for part in (title, *_PARTS.split(title)) if _could_be(part)]
    best = max(parts, key=lambda part: (round(_shared(part, bigrams), 1), len(part)), default="")
    return best if _shared(best, bigrams) >= 0.3 else ""


def _bigrams(text: str) -> set[str]:
    words = fold(text)
    return {words[i : i + 2] for i in range(len(words) - 1)}


def _shared(title: str, bigrams: set[str]) -> float:
    """Return the share of the pairs of characters of a title that the body has too."""
    own = _bigrams(title)
    return len(own & bigrams) / len(own) if len(fold(title)) >= _SHORTEST else 0.0
