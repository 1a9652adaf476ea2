"""The rhythm of a body: its indent, or the blank lines between its paragraphs.

In: a stretch of lines with much prose in it. Out: the stretch with its edges set by the rhythm. A line at the edge that breaks the
rhythm is none of the body, and one beside it that keeps it is: a salutation, a list, a signature, whatever they say. Where a body
has no rhythm of its own, only what looks like an opening or a closing is taken in.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from xiaojuren.article.furniture import Kind, is_caption
from xiaojuren.article.lines import Line

#: A rhythm is the body's own where at most this share of the other lines keeps it.
_ELSEWHERE = 0.4
#: Paragraphs between blank lines are the rhythm where they have this share of the prose of a stretch.
_CHAINED = 0.4
#: An indent may be lost by a note of the site within the stretch: a smaller share of its prose is enough.
_INDENTED = 0.4
#: A line at the edge that breaks the rhythm is none of the body, unless it is a paragraph this long.
_LONG = 80
#: How many lines below the last paragraph a signature may stand.
_REACH = 8
#: How many lines of buttons may stand between a byline and its article.
_BUTTONS = 5
#: Short lines below a byline that are verses of the body, and neither an account nor a caption.
_LEAST_VERSES = 3

NUMBERED = re.compile(
    r"^\W{0,2}([一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[）)]|"
    r"\d{1,2}[.、．)）](?!\d)|第[一二三四五六七八九十\d]{1,3}[条章步部])"
)
_STOPPED = re.compile(r"[。！？；!?;：:…”’》）)]$")
_SALUTED = re.compile(r"^[^。！？]{2,60}[:：]$")
_SIGNED = re.compile(
    r"^[^，。！？：:]{2,30}(公司|局|委员会|委|政府|办公室|办|部|中心|协会|学会|商会|集团|大学|学院|医院|银行|"
    r"工会|院|处|署|厅|组|指挥部|董事会|监事会|站)$"
)
_DATED = re.compile(
    r"^[12二][\d〇○零Ｏ一二三四五六七八九]{3}\s?年\s?[\d一二三四五六七八九十]{1,3}\s?月\s?[\d一二三四五六七八九十]{1,3}\s?日$"
)
REACHED = re.compile(r"^(联系|咨询|报名|举报|监督)?(人|电话|方式|地址|邮箱|传真)\s*[:：]")
PART = frozenset({Kind.SHORT, Kind.ROW, Kind.PROSE})


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run of lines `start .. end` with its worth, within the bounds `low .. high` that it may grow to.

    `tight`: the bounds are those of a block of HTML that holds hardly anything but the article.
    """

    worth: float
    start: int
    end: int
    low: int
    high: int
    tight: bool = False


def in_rhythm(lines: Sequence[Line], kinds: Sequence[Kind], s: Stretch) -> Stretch:
    """Cut a stretch, and let it grow, to the lines that keep its rhythm."""
    bare = not any(kind in (Kind.CHROME, Kind.END) for kind in kinds)  # saved without the site around it
    indented, enclosed = is_indented(lines, kinds, s), _is_enclosed(kinds, s)
    gapped = not indented and _is_gapped(lines, kinds, s, enclosed=enclosed)
    start, end = s.start, s.end
    if not bare and indented:
        start, end = _indented_part(lines, start, end)
    elif not bare and gapped:
        start, end = _chain(lines, kinds, start, end)

    def keeps(i: int, *, below: bool) -> bool:
        line, text = lines[i], lines[i].text
        if kinds[i] not in PART or is_caption(text):
            return False
        if s.tight or (indented and line.indented):
            return True
        if indented:
            return bool(below and (_DATED.match(text) or _SIGNED.match(text)))
        if gapped:
            joined = line.gap and _is_left(lines, kinds, i) if below else lines[i + 1].gap
            return joined and (below or _is_opening(text) or kinds[i] is Kind.PROSE)
        if bare or enclosed:
            return below or _is_opening(text)
        return _is_closing(text) if below else _is_opening(text)

    passed = {Kind.INSET, Kind.CHROME} if s.tight or indented else {Kind.INSET}
    at = start
    while at > s.low and (kinds[at - 1] in passed or keeps(at - 1, below=False)):
        at -= 1
        start = at if kinds[at] not in passed else start
    if enclosed and not (indented or gapped or s.tight):
        start = _verses(kinds, start, _below_furniture(kinds, s))
    at = end
    while at < s.high and (kinds[at] in passed or keeps(at, below=True)):
        at += 1
        end = at if kinds[at - 1] not in passed else end
    return replace(s, start=start, end=_signature(lines, kinds, end, s.high))


def _indented_part(lines: Sequence[Line], start: int, end: int) -> tuple[int, int]:
    while end - start > 1 and not lines[start].indented and len(lines[start].text) < _LONG:
        start += 1
    while end - start > 1 and not lines[end - 1].indented and len(lines[end - 1].text) < _LONG:
        end -= 1
    return start, end


def _is_enclosed(kinds: Sequence[Kind], s: Stretch) -> bool:
    """Say whether a byline and an end stand around a stretch, and no furniture but right below the byline."""
    if s.low < 1 or kinds[s.low - 1] is not Kind.BYLINE or s.high >= len(kinds) or kinds[s.high] is not Kind.END:
        return False
    return Kind.CHROME not in kinds[_below_furniture(kinds, s) : s.high]


def _below_furniture(kinds: Sequence[Kind], s: Stretch) -> int:
    """Return the first line below what stands right under a byline: buttons, the name of a series."""
    top = range(s.low, min(s.start, s.low + _BUTTONS))
    return max((i + 1 for i in top if kinds[i] is Kind.CHROME), default=s.low)


def _verses(kinds: Sequence[Kind], start: int, low: int) -> int:
    """Return the start moved above three or more short lines: paragraphs broken into verses."""
    first = start
    while first > low and kinds[first - 1] is Kind.SHORT:
        first -= 1
    return first if start - first >= _LEAST_VERSES else start


def _is_left(lines: Sequence[Line], kinds: Sequence[Kind], i: int) -> bool:
    """Say whether nothing stands on the next line, or something that is no neighbour: a title stands right above its byline."""
    if i + 1 >= len(lines) or lines[i + 1].gap:
        return True
    return kinds[i + 1] is not Kind.BYLINE and kinds[i + 1] not in PART


def is_indented(lines: Sequence[Line], kinds: Sequence[Kind], s: Stretch) -> bool:
    """Say whether a stretch is indented and the page around it is not."""
    prose = [lines[i] for i in range(s.start, s.end) if kinds[i] is Kind.PROSE]
    mass = sum(len(line.text) for line in prose)
    outside = [line.indented for i, line in enumerate(lines) if not s.start <= i < s.end]
    return sum(len(line.text) for line in prose if line.indented) >= _INDENTED * max(mass, 1) and (
        sum(outside) <= _ELSEWHERE * max(len(outside), 1)
    )


def _is_gapped(lines: Sequence[Line], kinds: Sequence[Kind], s: Stretch, *, enclosed: bool) -> bool:
    outside = [line.gap for i, line in enumerate(lines) if not s.start <= i < s.end]
    if sum(outside) > _ELSEWHERE * max(len(outside), 1):
        return False
    start, end = _chain(lines, kinds, s.start, s.end)
    if not any(lines[i].gap for i in range(start + 1, end)):
        return False
    if enclosed and (end - start) * 2 < sum(kinds[i] in PART for i in range(_below_furniture(kinds, s), s.high)):
        return False  # verses of two or three lines, as accounts set them
    return _mass(lines, kinds, start, end) >= _CHAINED * _mass(lines, kinds, s.start, s.end)


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
    return bool(_SALUTED.match(text) or NUMBERED.match(text))


def _is_closing(text: str) -> bool:
    if len(text) > 60:
        return False
    return bool(NUMBERED.match(text) or _DATED.match(text) or _SIGNED.match(text) or _STOPPED.search(text))


def _signature(lines: Sequence[Line], kinds: Sequence[Kind], end: int, high: int) -> int:
    """Return the end moved behind a signature or its date, where only contacts and short lines stand before it."""
    for i in range(end, min(high, end + _REACH)):
        text = lines[i].text
        if _DATED.match(text) or (_SIGNED.match(text) and i + 1 < high and _DATED.match(lines[i + 1].text)):
            end = i + 1
        elif kinds[i] not in PART and not REACHED.match(text):
            break
    return end
