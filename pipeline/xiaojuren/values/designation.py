"""Designations: `国家级第四批专精特新“小巨人”企业` to title, level, batch and year, and what the words around say of its standing.

In: the words of a `DESIGNATION`, and the words before and behind them. Out: a `Designation`. It never raises: a title that is not
in the catalogue (designations.tsv) keeps its wording, with level, batch and year still read. Quotation marks, spaces and width do
not matter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from xiaojuren.values.levels import Reading, guesses, level_inside, readings, without_inner_level
from xiaojuren.values.standing import Status, read_status
from xiaojuren.values.titles import Level, Title, fold, narrowed_title_of, title_of, unbracketed

#: How much of the text on each side is worth giving to `parse_designation`: a sentence seldom says the status from farther away.
CONTEXT = 80


@dataclass(frozen=True, slots=True)
class Designation:
    """A title as a text names it.

    `key` is its slug in the catalogue, None where it has none; `name` the canonical title, or else the wording. `level` is None where
    the words do not tell it or tell several (国家、省级). `region` is the place that the words begin with, `subject` what the title is
    narrowed to (凿岩装备 in 江西省凿岩装备技术创新中心); both are empty where there is none. `batch` counts 批 and 届. `status` is None
    where nothing around the title tells of it.
    """

    key: str | None
    name: str
    level: Level | None = None
    region: str = ""
    subject: str = ""
    batch: int | None = None
    year: int | None = None
    status: Status | None = None

    def __str__(self) -> str:
        """Return the known fields, in this order: `专精特新“小巨人”企业 | national | batch 4 | 2022 | granted`.

        The region stands behind the level and the subject before the title: `凿岩装备·技术创新中心 | provincial 江西省`.
        """
        name = f"{self.subject}·{self.name}" if self.subject else self.name
        level = " ".join(part for part in (self.level, self.region) if part)
        batch = "" if self.batch is None else f"batch {self.batch}"
        year = "" if self.year is None else str(self.year)
        return " | ".join(part for part in (name, level, batch, year, self.status) if part)


def parse_designation(words: str, *, before: str = "", after: str = "") -> Designation:
    """Return the designation that `words` name, with the status that the text `before` and `after` them gives it."""
    text, year = _take_year(fold(words))
    text, batch = _take_batch(text)
    text = text.replace("()", "")
    body, tail = _part_tail(text)
    found = _known(text)
    if found is None and tail:
        found = _known(body)
        after = tail + after if found else after
    found = found or _unknown(words, body)
    status = read_status(_fold_lines(before), _fold_lines(after))
    return replace(found, batch=batch, year=year, status=status)


def _fold_lines(text: str) -> str:
    return fold(text.replace("\n", "。"))


# --- year, batch, and words that are no longer of the title

_AD = r"(?:19|20)\d{2}"
_YEAR = re.compile(
    rf"(?:{_AD}年?度?(?P<joint>[-~—–至到、和及]+))?(?P<last>{_AD}|[一二][〇零○O一二三四五六七八九]{{3}})年度?"
    rf"|\((?P<only>{_AD})\)|^(?P<bare>{_AD})(?=[一-鿿])"
)
_COUNT = r"(?:\d{1,3}|[一二三四五六七八九十百]{1,5})"
_BATCH = re.compile(
    rf"首(?:批(?!次)|届)|第(?P<first>{_COUNT})(?P<more>(?:[、和及至到~-]第?{_COUNT})*)(?:批次|批|届|轮)"
)
_TAIL = re.compile(r"(?:公示|推荐|候选|入围)?(?:荣誉称号|称号|荣誉|殊荣|名单|名录|榜单|资质|资格|认定|证书|牌匾)$")

_DIGITS = {c: str(i) for i, c in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0", "O": "0"}


def _take_year(text: str) -> tuple[str, int | None]:
    """Return the text without its years, and the year: the last of a range (2022—2023年度), none of several."""
    matches = list(_YEAR.finditer(text))
    years = {
        int("".join(_DIGITS.get(c, c) for c in match["last"] or match["only"] or match["bare"])) for match in matches
    }
    listed = any(set(match["joint"] or "") & set("、和及") for match in matches)
    return _YEAR.sub("", text), years.pop() if len(years) == 1 and not listed else None


def _take_batch(text: str) -> tuple[str, int | None]:
    """Return the text without its batches, and the batch, none where there are several."""
    matches = list(_BATCH.finditer(text))
    if len(matches) != 1 or matches[0]["more"]:
        return _BATCH.sub("", text), None
    return _BATCH.sub("", text), _whole_number(matches[0]["first"] or "1")


def _whole_number(digits: str) -> int:
    """Return the number below a thousand that Arabic or Chinese digits write: 12, 十二, 二十, 一百二十."""
    if digits[0] not in "一二三四五六七八九十百":
        return int(digits)
    total, current = 0, 0
    for c in digits:
        if c in "十百":
            total += (current or 1) * (10 if c == "十" else 100)
            current = 0
        else:
            current = int(_DIGITS[c])
    return total + current


def _part_tail(text: str) -> tuple[str, str]:
    match = _TAIL.search(text)
    return (text[: match.start()], match.group()) if match and match.start() else (text, "")


# --- the title


def _known(text: str) -> Designation | None:
    """Return the designation of the catalogue that `text` names, with or without what stands in brackets."""
    forms = dict.fromkeys((unbracketed(text), unbracketed(re.sub(r"\([^()]*\)", "", text))))
    for find in (_whole, _narrowed):
        for form in forms:
            found = find(form)
            if found:
                return found
    return None


def _whole(text: str) -> Designation | None:
    """Return the title that `text` is, once words of level and place are taken off: as few of them as need be."""
    tried = list(readings(text))
    inner = without_inner_level(tried[-1])
    for reading in (*tried, *guesses(tried[-1]), *([inner] if inner else [])):
        title = title_of(reading.rest)
        if title:
            return _designation(title, reading)
    return None


def _narrowed(text: str) -> Designation | None:
    """Return the title that `text` narrows, once all words of level and place are taken off, those inside too if that leaves less."""
    *_, last = readings(text)
    inner = without_inner_level(last)
    found = [(reading, *match) for reading in (last, inner) if reading and (match := narrowed_title_of(reading.rest))]
    if not found:
        return None
    reading, title, subject = min(found, key=lambda match: len(match[2]))
    return replace(_designation(title, reading), subject=subject.strip("的·・、-—"))


def _designation(title: Title, reading: Reading) -> Designation:
    """Return the title at the level said outright, else at that of the place where it exists there, else at its own."""
    level = reading.level or level_inside(reading.rest)
    if level is None and not reading.several:
        level = reading.region_level if reading.region_level in title.levels else title.default
    return Designation(title.key, title.name, level=level, region=reading.region)


def _unknown(words: str, text: str) -> Designation:
    *_, last = readings(unbracketed(text))
    level = last.level
    if level is None and not last.several:
        level = last.region_level or level_inside(last.rest)
    return Designation(None, words, level=level, region=last.region)
