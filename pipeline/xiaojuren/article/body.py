"""Which lines of a page are the article.

In: the lines and what each is taken for. Out: the numbers of the body's lines. Bylines, editors' lines and headings of what else
there is cut the page into stretches; the body is the one with the most prose in it, an article's place below a byline counting
for it. In HTML only the tightest block around the prose is looked at. Then the edges are set by the rhythm of the body itself:
its indent, its blank lines. A body that stands twice is kept once.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from xiaojuren.article.container import best_run, tightest
from xiaojuren.article.furniture import Kind, is_caption, is_note
from xiaojuren.article.lines import Line, Page, fold

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
#: A rhythm is the body's own where at most this share of the other lines keeps it.
_ELSEWHERE = 0.4
#: Paragraphs between blank lines are the rhythm where they have this share of the prose of a stretch.
_CHAINED = 0.4
#: An indent may be lost by a note of the site within the stretch: a smaller share of its prose is enough.
_INDENTED = 0.4
#: A line at the edge that breaks the rhythm is none of the body, unless it is a paragraph this long.
_LONG = 80
#: At the end of a body a site's word about itself is likelier: one such word for this many characters.
_LAST_NOTE_REACH = 22
#: How many lines below the last paragraph a signature may stand.
_REACH = 8

_ENDED = re.compile(r"[。！？；][”’」』）)]?$")
_STOPPED = re.compile(r"[。！？；!?;：:…”’》）)]$")
_NUMBERED = re.compile(
    r"^\W{0,2}([一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[）)]|"
    r"\d{1,2}[.、．)）](?!\d)|第[一二三四五六七八九十\d]{1,3}[条章步部])"
)
_SALUTED = re.compile(r"^[^。！？]{2,60}[:：]$")
_SIGNED = re.compile(
    r"^[^，。！？：:]{2,30}(公司|局|委员会|委|政府|办公室|办|部|中心|协会|学会|商会|集团|大学|学院|医院|银行|"
    r"工会|院|处|署|厅|组|指挥部|董事会|监事会|站)$"
)
_DATED = re.compile(
    r"^[12二][\d〇○零Ｏ一二三四五六七八九]{3}\s?年\s?[\d一二三四五六七八九十]{1,3}\s?月\s?[\d一二三四五六七八九十]{1,3}\s?日$"
)
_REACHED = re.compile(r"^(联系|咨询|报名|举报|监督)?(人|电话|方式|地址|邮箱|传真)\s*[:：]")
_SCENE = re.compile(r"(现场|合影|剧照|外景|内景|全景|一角|掠影|瞬间|场景|留影|致辞|讲话|发言|揭牌|剪彩|参观|座谈)$")
_PART = frozenset({Kind.SHORT, Kind.ROW, Kind.PROSE})


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A run of lines `start .. end` with its worth, within the bounds that it may grow to."""

    worth: float
    start: int
    end: int
    low: int
    high: int
    tight: bool = False


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
    stretch = _in_rhythm(page.lines, kinds, stretch)
    return stretch.worth, _inside(page.lines, kinds, stretch, repeated)


def worth(line: Line, kind: Kind) -> int:
    """Return what a line adds to a stretch of prose."""
    if kind is Kind.PROSE:
        return 0 if line.doubtful else min(len(line.text) - line.linked, MOST)
    return -COST.get(kind, COST[Kind.CHROME])


def _stretches(kinds: Sequence[Kind], worths: Sequence[float], low: int, high: int, tight: bool) -> list[_Stretch]:
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
                stretch = _Stretch(stretch.worth * _BELOW_BYLINE, *_bounds(stretch), tight)
            out.append(stretch)
    return out or [_best_run(kinds, [max(w, 0) for w in worths], low, high, tight)]


def _bounds(stretch: _Stretch) -> tuple[int, int, int, int]:
    return stretch.start, stretch.end, stretch.low, stretch.high


def _best_run(kinds: Sequence[Kind], worths: Sequence[float], low: int, high: int, tight: bool) -> _Stretch:
    best, begin, end = best_run(worths, low, high)
    while begin < end and kinds[begin] is not Kind.PROSE:
        begin += 1
    return _Stretch(best, begin, end, low, high, tight)


def _in_rhythm(lines: Sequence[Line], kinds: Sequence[Kind], s: _Stretch) -> _Stretch:
    """Cut a stretch, and let it grow, to the lines that keep its rhythm."""
    start, end = s.start, s.end
    bare = not any(kind in (Kind.CHROME, Kind.END) for kind in kinds)  # saved without the site around it
    indented, gapped = _is_indented(lines, kinds, s), _is_gapped(lines, kinds, s)
    while indented and end - start > 1 and not lines[start].indented and len(lines[start].text) < _LONG:
        start += 1
    while indented and end - start > 1 and not lines[end - 1].indented and len(lines[end - 1].text) < _LONG:
        end -= 1
    if gapped:
        start, end = _chain(lines, kinds, start, end)

    def keeps(i: int, *, below: bool) -> bool:
        line, text = lines[i], lines[i].text
        if kinds[i] not in _PART or is_caption(text):
            return False
        if s.tight or (indented and line.indented):
            return True
        if indented:
            return bool(below and (_DATED.match(text) or _SIGNED.match(text)))
        if bare:
            return below or _is_opening(text)
        ended = i + 1 >= s.high or lines[i + 1].gap
        if gapped:
            return (
                (line.gap and ended) if below else (lines[i + 1].gap and (_is_opening(text) or kinds[i] is Kind.PROSE))
            )
        return _is_closing(text) if below else _is_opening(text)

    if bare:
        start, end = s.start, s.end
    while start > s.low and keeps(start - 1, below=False):
        start -= 1
    at = end
    passed = {Kind.INSET, Kind.CHROME} if s.tight or indented else {Kind.INSET}
    while at < s.high and (kinds[at] in passed or keeps(at, below=True)):
        at += 1
        end = at if kinds[at - 1] not in passed else end
    return _Stretch(s.worth, start, _signature(lines, kinds, end, s.high), s.low, s.high, s.tight)


def _is_indented(lines: Sequence[Line], kinds: Sequence[Kind], s: _Stretch) -> bool:
    prose = [lines[i] for i in range(s.start, s.end) if kinds[i] is Kind.PROSE]
    mass = sum(len(line.text) for line in prose)
    outside = [line.indented for i, line in enumerate(lines) if not s.start <= i < s.end]
    return sum(len(line.text) for line in prose if line.indented) >= _INDENTED * max(mass, 1) and (
        sum(outside) <= _ELSEWHERE * max(len(outside), 1)
    )


def _is_gapped(lines: Sequence[Line], kinds: Sequence[Kind], s: _Stretch) -> bool:
    outside = [line.gap for i, line in enumerate(lines) if not s.start <= i < s.end]
    if sum(outside) > _ELSEWHERE * max(len(outside), 1):
        return False
    start, end = _chain(lines, kinds, s.start, s.end)
    return any(lines[i].gap for i in range(start + 1, end)) and _mass(lines, kinds, start, end) >= _CHAINED * _mass(
        lines, kinds, s.start, s.end
    )


def _mass(lines: Sequence[Line], kinds: Sequence[Kind], start: int, end: int) -> int:
    return sum(len(lines[i].text) for i in range(start, end) if kinds[i] is Kind.PROSE)


def _chain(lines: Sequence[Line], kinds: Sequence[Kind], start: int, end: int) -> tuple[int, int]:
    """Return the lines with blank lines between them that have most of the prose, and the long paragraphs beside them."""
    starts = [start, *(i for i in range(start + 1, end) if not lines[i].gap)]
    chains = list(zip(starts, [*starts[1:], end], strict=True))
    best = max(range(len(chains)), key=lambda n: _mass(lines, kinds, *chains[n]))
    first = last = best
    while first > 0 and _is_body_like(lines, kinds, chains[first - 1]):
        first -= 1
    while last + 1 < len(chains) and _is_body_like(lines, kinds, chains[last + 1]):
        last += 1
    return chains[first][0], chains[last][1]


def _is_body_like(lines: Sequence[Line], kinds: Sequence[Kind], chain: tuple[int, int]) -> bool:
    prose = [i for i in range(*chain) if kinds[i] is Kind.PROSE]
    return len(prose) > 1 or any(len(lines[i].text) >= _LONG for i in prose)


def _is_opening(text: str) -> bool:
    return bool(_SALUTED.match(text) or _NUMBERED.match(text))


def _is_closing(text: str) -> bool:
    if len(text) > 60:
        return False
    return bool(_NUMBERED.match(text) or _DATED.match(text) or _SIGNED.match(text) or _STOPPED.search(text))


def _signature(lines: Sequence[Line], kinds: Sequence[Kind], end: int, high: int) -> int:
    """Return the end moved behind a signature or its date, where only contacts and short lines stand before it."""
    for i in range(end, min(high, end + _REACH)):
        text = lines[i].text
        if _DATED.match(text) or (_SIGNED.match(text) and i + 1 < high and _DATED.match(lines[i + 1].text)):
            end = i + 1
        elif kinds[i] not in _PART and not _REACHED.match(text):
            break
    return end


def _inside(lines: Sequence[Line], kinds: Sequence[Kind], s: _Stretch, repeated: set[int]) -> list[int]:
    """Return the lines of a stretch without what stands among paragraphs: captions, page marks, links."""
    indented = _is_indented(lines, kinds, s)
    numbers = range(s.start, s.end)
    doubtful = sum(lines[i].doubtful for i in numbers) * 2 > len(numbers)
    out = []
    for i in numbers:
        line, kind = lines[i], kinds[i]
        if (
            i in repeated
            or (line.doubtful and not doubtful)
            or (kind not in _PART and not (kind is Kind.CHROME and _REACHED.match(line.text)))
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
    while len(out) > 1 and is_note(lines[out[-1]].text, reach=_LAST_NOTE_REACH):
        out.pop()
    return out


def _is_row(kinds: Sequence[Kind], i: int) -> bool:
    return (i > 0 and kinds[i - 1] is Kind.ROW) or (i + 1 < len(kinds) and kinds[i + 1] is Kind.ROW)


def _is_captioned(lines: Sequence[Line], i: int, *, indented: bool) -> bool:
    """Say whether a short line speaks of a picture: it stands right below one, or names a scene and breaks the indent."""
    if _NUMBERED.match(lines[i].text) or lines[i].indented:
        return False
    if indented and _SCENE.search(lines[i].text):
        return True
    return lines[i].pictured or (i > 0 and len(lines[i - 1].text) < 9 and is_caption(lines[i - 1].text))
