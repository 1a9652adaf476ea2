"""Title, date, source and author of an article, lifted out of the lines around its body.

In: a page, what its lines are taken for, and which of them are the body. Out: `Stated`. What the page shows goes before what its
head states; a label (`来源：`) goes before a place (the name between title and date).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from xiaojuren.article.furniture import Kind
from xiaojuren.article.labels import CREDIT, FULL_DATE, TIME, fields, is_organisation, iso_date, without_roles
from xiaojuren.article.lines import Page
from xiaojuren.article.title import find_title

#: A longer line states nothing.
_LONGEST = 200
#: A line that is no byline is read for labels up to this length: an editors' line, a row of a table.
_LONGEST_LABELLED = 80
#: How far above the body a byline is looked for before the rest of the page.
_NEAR = 15
_NOBODY = re.compile(
    r"^(admin\w*|administrator|root|webmaster|佚名|未知|匿名|网络|管理员|系统管理员|超级管理员|本站|原创|小编|"
    r"无|暂无|互联网|.*编辑)$",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"^《[^》]{1,20}》(?:周刊|杂志|月刊|报)?")
_TAKEN = re.compile(
    r"(?:转自|摘自|转载自|原载于?|来源于?|选自)[\s:：]*(《[^》]{1,20}》|[^\s，。：:《》|（）()【】]{2,20})"
)
_POSTED = re.compile(r"\bby\s+([\w .&'-]{2,40}?)(?:\s{2,}|$|[|·])", re.IGNORECASE)
_POST_AUTHOR = re.compile(r"本帖最后由\s*(\S{1,20})\s*于")
_OPENED = re.compile(r"^.{0,14}?[（(]((?:本报|本网|本台|全媒体|特约|见习)*(?:记者|通讯员)[^（）()。]{2,40})[）)]")
_PAPER = re.compile(r"[\u4e00-\u9fff]{2,4}?(?:日报|晚报|早报|晨报|商报|时报|周报|都市报)")
_PART, _BLANK = re.compile(r"\s*[·|丨｜│]\s*|\s{2,}"), re.compile(r"\s+")
_BY = re.compile(r"(?:^|\s)由\s+(\S{1,12})")
_NOISE = re.compile(
    r"(?i:posted on|发表于|发布于)\s?(?!\s)\S*|https?://\S*|www\.\S*|\S*(?:有话说|参与|评论|阅读|分享|打印|字号|关注|浏览|点击)\S*"
)
_ACCOUNT = re.compile(r"^[\w\u4e00-\u9fff·“”‘’-]{2,14}$")
_NO_ACCOUNT = re.compile(
    r"关注|正文|新闻|要闻|动态|公告|通知|首页|列表|原创|快讯|资讯|深度|频道|打印|字号|人物|分享|打开|登录|"
    r"\d{4}"
)
_SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛范彭郎鲁韦马苗凤"
    "方俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝"
    "邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄穆萧尹姚邵汪祁毛狄米贝明计伏成戴宋庞熊纪舒屈项祝董梁杜阮蓝季贾路江"
    "童颜郭梅林钟徐邱骆高夏蔡田樊胡凌霍万柯管卢莫房"
    "丁邓宗宣崔程邢裴陆荣翁段侯宁仇武符刘景詹龙叶黎白蒲卓蔺池乔温庄晏柴阎连习艾向古易廖耿匡文欧利师聂晁曾沙丰关查游权盖"
)


@dataclass(frozen=True, slots=True)
class Stated:
    """What is said about an article beside its body."""

    title: str = ""
    date: str = ""
    source: str = ""
    author: str = ""


def find_stated(page: Page, kinds: Sequence[Kind], body: Sequence[int]) -> Stated:
    """Return what a page states of the article whose lines are `body`."""
    inside, begin = set(body), body[0]
    around = [
        i
        for i, line in enumerate(page.lines)
        if i not in inside and len(line.text) <= _LONGEST and kinds[i] is not Kind.INSET
    ]
    near = sorted(around, key=lambda i: (not begin - _NEAR <= i < begin, kinds[i] is not Kind.BYLINE, abs(i - begin)))
    dated = _dated(page, kinds, near, begin)
    if dated is None:  # `2002年11月5日 某某办公室` below the title
        dated = next((i for i in near if begin - 3 <= i < begin and _is_dated(page.lines[i].text)), None)
    above = (i for i in near if begin - _NEAR <= i < begin and kinds[i] is Kind.BYLINE)
    anchor = max(above, default=None) if dated is None else dated
    title, place = find_title(page, kinds, body, anchor)
    named = _named(page, kinds, near)
    bare = _bare_parts(page, kinds, dated, title)
    head = page.stated
    source = named.get("source") or _taken(page, near) or head.get("source", "") or _account(page, kinds, place, anchor)
    source = source or bare.get("source", "") or _paper(page, around)
    if not source and is_organisation(head.get("author", "")):
        source = head["author"]
    author = named.get("author") or _credited(page, kinds, near) or bare.get("author", "") or _opened(page, begin)
    if not author and not is_organisation(head.get("author", "")):
        author = _person(head.get("author", ""))
    date = (iso_date(page.lines[dated].text) if dated is not None else "") or iso_date(head.get("date", ""))
    return Stated(title, date or _any_date(page, near, begin), source, author)


def _dated(page: Page, kinds: Sequence[Kind], near: Sequence[int], begin: int) -> int | None:
    """Return the byline with a date that is nearest above the body, or below where there is none above."""
    dates = [i for i in near if kinds[i] is Kind.BYLINE and iso_date(page.lines[i].text)]
    above = [i for i in dates if i < begin]
    return max(above, default=None) if above else min(dates, default=None)


def _is_dated(text: str) -> bool:
    return len(text) < 40 and bool(iso_date(text)) and not re.search(r"今天是|欢迎|成文", text)


def _any_date(page: Page, near: Sequence[int], begin: int) -> str:
    """Return the date of a line that is no byline: the one above the body, or one that says it is."""
    for i in near:
        text = page.lines[i].text
        if i < begin and not re.search(r"今天是|欢迎|成文", text) and iso_date(text):
            return iso_date(text)
    for i in near:
        text = page.lines[i].text
        if re.search(r"更新|发布|日期|时间", text) and iso_date(text):
            return iso_date(text)
    return ""


def _named(page: Page, kinds: Sequence[Kind], near: Sequence[int]) -> dict[str, str]:
    out: dict[str, str] = {}
    places: dict[str, int] = {}
    for i in near:
        if kinds[i] is not Kind.BYLINE and (len(page.lines[i].text) > _LONGEST_LABELLED or "。" in page.lines[i].text):
            continue
        for name, value in fields(page.lines[i].text):
            value = _person(value) if name == "author" else _source(value)
            if value and name not in out:
                out[name], places[name] = value, i
            elif value and name == "author" and places[name] == i:  # 记者 … 通讯员 …
                out[name] = f"{out[name]} {value}"
    return out


def _source(value: str) -> str:
    quoted = _QUOTED.match(value)
    if quoted:
        return quoted.group()
    first = value.split("  ")[0]
    words = first.split()
    if len(words) > 1 and not first.isascii():
        first = words[0]
    return first if len(first) <= 40 and not first.isdigit() and not re.match(r"https?:|www\.", first) else ""


def _person(value: str) -> str:
    names = without_roles(value)
    nobody = _NOBODY.match(value.strip()) or _NOBODY.match(names)
    return names if names and len(names) <= 40 and not nobody and not re.search(r"\d|[。，：:]", names) else ""


def _taken(page: Page, near: Sequence[int]) -> str:
    for i in near:
        text = page.lines[i].text
        match = _TAKEN.search(text) if len(text) < 60 and "”" not in text else None
        if match:
            return match.group(1) if match.start() < 2 else match.group(1).strip("《》")
    for i in near:
        match = _POSTED.search(page.lines[i].text) if iso_date(page.lines[i].text) else None
        if match and not _NOBODY.match(match.group(1)):
            return match.group(1)
    return ""


def _credited(page: Page, kinds: Sequence[Kind], near: Sequence[int]) -> str:
    for i in near:
        text = page.lines[i].text
        posted = _POST_AUTHOR.search(text)
        if posted:
            return _person(posted.group(1))
        if kinds[i] is Kind.BYLINE and re.search(r"记者|通讯员|文/|文／|撰文", text) and not iso_date(text):
            names = _person(re.sub(r"[（()）■□●◎▲◆【】\[\]]|文/?图|图/\S+", " ", text))
            if names:
                return names
    return ""


def _opened(page: Page, begin: int) -> str:
    """Return the names in a bracket that opens the first paragraph."""
    match = _OPENED.match(page.lines[begin].text[:80])
    return _person(match.group(1)) if match else ""


def _bare_parts(page: Page, kinds: Sequence[Kind], dated: int | None, title: str) -> dict[str, str]:
    """Return the source and the author that stand in the dated line without a label: `2012-08-13 09:40  某周刊  张三`."""
    if dated is None:
        return {}
    text = _NOISE.sub("  ", TIME.sub("  ", FULL_DATE.sub("  ", page.lines[dated].text)))
    parts = [part.strip() for part in (_PART if _PART.search(text.strip()) else _BLANK).split(text)]
    if len(parts) > 8 or text.isascii() or _POSTED.search(text):
        return {}
    by = _BY.search(text)
    if by:
        return {"author": by.group(1)}
    parts = [_whole(re.sub(r"(?:记者|通讯员)$", "", part)) for part in parts]
    named = [part for part in parts if _ACCOUNT.match(re.sub(r"[《》 ]", "", part))]
    named = [
        part
        for part in named
        if not re.search(
            r"\d|分享|评论|阅读|参与|字号|打印|来源|作者|发表|^发布|编辑|浏览|星期|有话|原创|Original|本帖|最后|认证|达人|"
            r"创作者|官方|关注|转发",
            part,
        )
    ]
    if (
        text.lstrip().startswith(("原创", "Original")) and len(named) > 1
    ):  # an account's article: the author, then the account
        return {"author": named[0], "source": named[-1]}
    out: dict[str, str] = {}
    for part in named[:3]:
        if _is_name(part) and "author" not in out:
            out["author"] = part
        elif "source" not in out and (is_organisation(part) or _QUOTED.match(part) or "author" not in out):
            out["source"] = part
        elif "author" not in out:
            out["author"] = part
    return out if out.get("source") != title else {}


def _whole(part: str) -> str:
    """Return a part without what follows a paper's name behind a blank: a button."""
    first = part.split(" ")[0]
    return first if is_organisation(first) else part


def _is_name(text: str) -> bool:
    return 2 <= len(text) <= 4 and text[0] in _SURNAMES and not is_organisation(text)


def _account(page: Page, kinds: Sequence[Kind], place: int | None, dated: int | None) -> str:
    """Return the account that stands on a line of its own between the title and the date."""
    if place is None or dated is None or not place < dated <= place + 3:
        return ""
    if CREDIT.match(page.lines[dated].text):
        return ""
    for i in (*range(place + 1, dated), dated + 1):
        text = page.lines[i].text if i < len(page.lines) else ""
        if i > dated and sum(line.text.startswith(text[:14]) for line in page.lines) < 3:
            break  # below the date only the site's own name, which stands elsewhere too
        if _ACCOUNT.match(text) and not _NO_ACCOUNT.search(text) and kinds[i] in (Kind.SHORT, Kind.CHROME):
            return text
    return ""


def _paper(page: Page, around: Sequence[int]) -> str:
    """Return the newspaper that the page's masthead and footer name, where two of them do."""
    found = Counter(name for name in _papers(page, around))
    best = found.most_common(1)
    return best[0][0] if best and best[0][1] >= 2 else ""


def _papers(page: Page, around: Sequence[int]) -> Iterator[str]:
    for i in around:
        for match in _PAPER.finditer(page.lines[i].text[:_LONGEST]):
            yield match.group()
