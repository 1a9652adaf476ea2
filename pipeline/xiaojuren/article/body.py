"""Which lines of a page are the article.

In: the lines and what each is taken for. Out: the numbers of the body's lines. Bylines, editors' lines and headings of what else
there is cut the page into stretches; the body is the one with the most prose in it, an article's place below a byline counting
for it. In HTML only the tightest block around the prose is looked at. Then the edges are set by the rhythm of the body itself:
its indent, its blank lines. A body that stands twice is kept once.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from xiaojuren.article.container import best_run, tightest
from xiaojuren.article.furniture import Kind, is_caption, is_note
from xiaojuren.article.lines import Line, Page, fold
from xiaojuren.article.rhythm import NUMBERED, PART, REACHED, Stretch, in_rhythm, is_indented

#: A paragraph counts this many characters at most, so that one long one does not outweigh a body.
MOST = 200
#: What a line takes from a stretch of prose: two short paragraphs are worth bridging a few such lines.
COST = {Kind.CHROME: 60, Kind.SHORT: 8, Kind.ROW: 15, Kind.INSET: 4}
#: Characters from which on a paragraph that stands twice is a repetition and not a phrase.
_LEAST_REPEATED = 20
#: A body with less of the page's prose than this was looked for in the wrong containers.
_LEAST_SHARE = 0.25
#: How much more prose counts right below the first byline of a page.
_BELOW_BYLINE = 2.5
#: At the end of a body a site's word about itself is likelier: one such word for this many characters.
_LAST_NOTE_REACH = 22

_ENDED = re.compile(r"[。！？；][”’」』）)]?$")
_SCENE = re.compile(r"(现场|合影|剧照|外景|内景|全景|一角|掠影|瞬间|场景|留影|致辞|讲话|发言|揭牌|剪彩|参观|座谈)$")


def choose_body(page: Page, kinds: Sequence[Kind]) -> list[int]:
    """Return the numbers of the lines of the body; where there is no prose at all, of the short lines."""
    if Kind.PROSE not in kinds:
        kinds = [_or_prose(line, kind) for line, kind in zip(page.lines, kinds, strict=True)]
    if Kind.PROSE not in kinds:
        return [i for i, kind in enumerate(kinds) if kind is Kind.SHORT]
    prose = [i for i, kind in enumerate(kinds) if kind is Kind.PROSE]
    copies = [_repeated(page.lines, kinds, last=last) for last in (False, True)]
    body = max((_chosen(page, kinds, copy) for copy in copies), key=lambda one: one[0])[1]
    mass = sum(min(len(page.lines[i].text), MOST) for i in prose)
    if sum(min(len(page.lines[i].text), MOST) for i in body) < _LEAST_SHARE * mass and any(
        page.lines[i].doubtful for i in prose
    ):  # the site names its containers oddly
        trusted = replace(page, lines=[replace(line, doubtful=False) for line in page.lines])
        body = max((_chosen(trusted, kinds, copy) for copy in copies), key=lambda one: one[0])[1]
    return body or prose


def _or_prose(line: Line, kind: Kind) -> Kind:
    """Return prose for a short line that ends like a sentence: on a page without paragraphs it may be one."""
    return Kind.PROSE if kind is Kind.SHORT and _ENDED.search(line.text) else kind


def _repeated(lines: Sequence[Line], kinds: Sequence[Kind], *, last: bool) -> set[int]:
    """Return the lines of prose that stand elsewhere too: all but the first copy, or all but the last."""
    seen: set[str] = set()
    out = set()
    numbers = range(len(lines))
    for i in reversed(numbers) if last else numbers:
        if kinds[i] is Kind.PROSE and len(lines[i].text) >= _LEAST_REPEATED:
            words = fold(lines[i].text)
            if words in seen:
                out.add(i)
            seen.add(words)
    return out


def _chosen(page: Page, kinds: Sequence[Kind], repeated: set[int]) -> tuple[float, list[int]]:
    worths = [
        worth(line, kind) if i not in repeated else -COST[Kind.CHROME]
        for i, (line, kind) in enumerate(zip(page.lines, kinds, strict=True))
    ]
    low, high, tight = tightest(page, kinds, worths) if page.parents else (0, len(kinds), False)
    stretch = max(_stretches(kinds, worths, low, high, tight), key=lambda one: one.worth)
    stretch = in_rhythm(page.lines, kinds, stretch)
    return stretch.worth, _inside(page.lines, kinds, stretch, repeated)


def worth(line: Line, kind: Kind) -> int:
    """Return what a line adds to a stretch of prose."""
    if kind is Kind.PROSE:
        return 0 if line.doubtful else min(len(line.text) - line.linked, MOST)
    return -COST.get(kind, COST[Kind.CHROME])


def _stretches(kinds: Sequence[Kind], worths: Sequence[float], low: int, high: int, tight: bool) -> list[Stretch]:
    """Return the best run of lines between any two bylines or ends."""
    cuts = [low - 1, *(i for i in range(low, high) if kinds[i] in (Kind.BYLINE, Kind.END)), high]
    out = []
    byline = next((i for i, kind in enumerate(kinds[:low]) if kind is Kind.BYLINE), -1)
    credited = False
    for before, after in pairwise(cuts):
        if before >= low and kinds[before] is Kind.BYLINE and byline < 0:
            byline = before
        stretch = _best_run(kinds, worths, before + 1, after, tight)
        if stretch.worth > 0:
            if byline >= 0 and not credited:
                credited = True
                stretch = Stretch(stretch.worth * _BELOW_BYLINE, *_bounds(stretch), tight)
            out.append(stretch)
    return out or [_best_run(kinds, [max(w, 0) for w in worths], low, high, tight)]


def _bounds(stretch: Stretch) -> tuple[int, int, int, int]:
    return stretch.start, stretch.end, stretch.low, stretch.high


def _best_run(kinds: Sequence[Kind], worths: Sequence[float], low: int, high: int, tight: bool) -> Stretch:
    best, begin, end = best_run(worths, low, high)
    while begin < end and kinds[begin] is not Kind.PROSE:
        begin += 1
    return Stretch(best, begin, end, low, high, tight)


def _inside(lines: Sequence[Line], kinds: Sequence[Kind], s: Stretch, repeated: set[int]) -> list[int]:
    """Return the lines of a stretch without what stands among paragraphs: captions, page marks, links."""
    indented = is_indented(lines, kinds, s)
    numbers = range(s.start, s.end)
    doubtful = sum(lines[i].doubtful for i in numbers) * 2 > len(numbers)
    out = []
    for i in numbers:
        line, kind = lines[i], kinds[i]
        if (
            i in repeated
            or (line.doubtful and not doubtful)
            or (kind not in PART and not (kind is Kind.CHROME and REACHED.match(line.text)))
        ):
            continue
        if kind is Kind.ROW and not (s.tight or line.indented or _is_row(kinds, i)):
            continue
        if kind is Kind.SHORT and (is_caption(line.text) or _is_captioned(lines, i, indented=indented)):
            continue
        if (
            indented
            and not line.indented
            and (is_caption(line.text) or (len(line.text) < 60 and line.text[-1] in "。）】"))
        ):
            continue
        out.append(i)
    while len(out) > 1 and _is_left_over(lines[out[-1]].text):
        out.pop()
    return out


def _is_left_over(text: str) -> bool:
    """Say whether the last line of a body is none of it: a site's word about itself, or a heading of files."""
    return is_note(text, reach=_LAST_NOTE_REACH) or text.strip(" :：") in ("附件", "相关附件")


def _is_row(kinds: Sequence[Kind], i: int) -> bool:
    return (i > 0 and kinds[i - 1] is Kind.ROW) or (i + 1 < len(kinds) and kinds[i + 1] is Kind.ROW)


def _is_captioned(lines: Sequence[Line], i: int, *, indented: bool) -> bool:
    """Say whether a short line speaks of a picture: it stands right below one, or names a scene and breaks the indent."""
    if NUMBERED.match(lines[i].text) or lines[i].indented:
        return False
    if indented and _SCENE.search(lines[i].text):
        return True
    return lines[i].pictured or (i > 0 and len(lines[i - 1].text) < 9 and is_caption(lines[i - 1].text))
