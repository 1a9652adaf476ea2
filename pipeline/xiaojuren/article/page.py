"""A page to an article: the body without the site around it, and the title, date, source and author lifted out.

In: the lines of a page. Out: `Article` text with its offset map, or X108 where no body is left. A line is judged by what it
is (its length, its sentences, its links, where it stands), never by a site's words; the body is the stretch of lines with the
most prose in it, and a body that stands twice is kept once.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum

from xiaojuren.article.article import Article, OffsetMap, Piece, cut_pieces
from xiaojuren.article.html import Line, Page, html_lines, looks_like_html, text_lines
from xiaojuren.errors import XiaojurenError

#: A paragraph counts this many characters at most, so that one long one does not outweigh a body.
_MOST = 200
#: What a line of chrome takes from a stretch of prose: two short paragraphs are worth bridging a few such lines.
_CHROME_COST = 60
_SHORT_COST = 8
#: Han characters that a paragraph of prose has at least; the shorter a line, the likelier it is a caption or a link.
_LEAST_HAN = 12
#: Characters from which on a paragraph that stands twice is a repetition and not a phrase.
_LEAST_REPEATED = 20

_HAN = re.compile(r"[\u4e00-\u9fff]")
_END = re.compile(r"[。！？；!?;]")
_SEPARATED = re.compile(r"[\s|｜┊·>›»]+")
_DATE = re.compile(r"(?<!\d)(19\d\d|20\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)\s*日?")
_TIME = re.compile(r"\d{1,2}[:：]\d\d")
_TODAY = re.compile(r"今天是|星期[一二三四五六日天]|农历")
_FIELD = r"[\s\u3000]*[:：]\s*([^\s\u3000|｜【】\[\]()（）]+)"
_SOURCE = re.compile(r"(?:信息来源|文章来源|新闻来源|稿件来源|来\s*源)" + _FIELD)
_AUTHOR = re.compile(r"(?:作\s*者|撰稿|记\s*者)" + _FIELD)
_EDITOR = re.compile(
    r"(?:责任编辑|编\s*辑|责\s*编|审\s*核|校\s*对|监\s*制|终\s*审|作\s*者|[（(]记者|来\s*源|信息来源)\s*[:：]"
)
#: Words of the furniture of every site. A long line needs a strong one: an article may speak of a hotline.
_FURNITURE = re.compile(
    r"热线|爆料|扫一扫|扫码|二维码|微信|微博|客户端|分享|字体|字号|打印|关闭|收藏|举报|投稿|来稿|稿件|声明|转载|相关(新闻|阅读|链接|文章|报道)|推荐阅读"
    r"|上一[篇条页]|下一[篇条页]|评论|留言|网友|浏览|点击|阅读[:：量次]|首页|登录|注册|网站地图|联系我们|关于我们|位置[:：]|无障碍|返回|更多|广告|邮编|电话|传真"
)
_STRONG = re.compile(
    r"版权所有|copyright|©|ICP备|公网安备|网安备|网站标识码|(关注|搜索|扫描).{0,12}(公众号|二维码|微信)|下载.{0,8}客户端|免责声明|版权声明"
    r"|未经.{0,12}(授权|许可|同意)|本(网|站|文)(仅|不|所|系)?.{0,20}(转载|版权|立场|观点)|(主办|承办|技术支持)(单位)?[:：]|欢迎.{0,12}(线索|投稿)",
    re.IGNORECASE,
)
_TITLE_PARTS = re.compile(r"\s*[_|｜—–]+\s*|\s+-+\s*|\s*-+\s+|-{2,}")


class Kind(Enum):
    """What a line is taken for."""

    PROSE = "prose"
    SHORT = "short"
    CHROME = "chrome"


@dataclass(frozen=True, slots=True)
class Stated:
    """What is said about an article beside its body."""

    title: str = ""
    date: str = ""
    source: str = ""
    author: str = ""


def read_page(text: str, *, article_id: str, path: str, html: bool | None = None) -> Article:
    """Return the article of a page of HTML or of saved text; `html=None` looks which. Raises X108 (no body is left)."""
    if html is None:
        html = looks_like_html(text)
    page = html_lines(text) if html else text_lines(text)
    lines = page.lines
    kinds = [classify(line) for line in lines]
    body = choose_body(lines, kinds)
    if not body:
        raise XiaojurenError("X108", path=path)
    stated = _stated(page, kinds, body)
    body = [i for i in body if kinds[i] is Kind.PROSE or not _same(lines[i].text, stated.title)] or body
    clean, offsets = _join([lines[i] for i in body])
    return Article(
        article_id=article_id,
        path=path,
        text=clean,
        title=stated.title,
        date=stated.date,
        source=stated.source,
        author=stated.author,
        offsets=offsets,
    )


def with_stated(article: Article, *, title: str = "", date: str = "", source: str = "", author: str = "") -> Article:
    """Return the article with the fields that a record states, which go before those found on the page."""
    return replace(
        article,
        title=title or article.title,
        date=iso_date(date) or article.date,
        source=source or article.source,
        author=author or article.author,
    )


def classify(line: Line) -> Kind:
    """Say what a line is: prose, a short line (a heading or a caption, perhaps), or chrome."""
    text = line.text
    length, han = len(text), len(_HAN.findall(text))
    if line.aside or line.linked > 0.6 * length:
        return Kind.CHROME
    if _STRONG.search(text) and length < 200:
        return Kind.CHROME
    if length < 60 and (_FURNITURE.search(text) or (_EDITOR.search(text) and not _END.search(text))):
        return Kind.CHROME
    if length < 60 and _DATE.search(text) and han < 20 and not _END.search(text):
        return Kind.CHROME
    ends, commas = len(_END.findall(text)), len(re.findall(r"[，,、：:]", text))
    parts = [part for part in _SEPARATED.split(text) if part]
    if len(parts) >= 5 and length / len(parts) < 9 and ends < len(parts) / 4:
        return Kind.CHROME
    if han >= _LEAST_HAN and (ends or (commas >= 2 and han >= 30)):
        return Kind.PROSE
    return Kind.SHORT if han >= 2 else Kind.CHROME


def choose_body(lines: Sequence[Line], kinds: Sequence[Kind]) -> list[int]:
    """Return the numbers of the lines of the body; where there is no prose at all, of the short lines."""
    if Kind.PROSE not in kinds:
        return [i for i, kind in enumerate(kinds) if kind is Kind.SHORT]
    forward = _best_stretch(lines, kinds, _repeated(lines, kinds))
    backward = _best_stretch(lines, kinds, _repeated(lines, kinds, last=True))
    return max(forward, backward, key=lambda found: found[0])[1]


def _repeated(lines: Sequence[Line], kinds: Sequence[Kind], *, last: bool = False) -> set[int]:
    """Return the lines of prose that stand elsewhere too: all but the first copy, or all but the last."""
    seen: set[str] = set()
    out = set()
    numbers = range(len(lines))
    for i in reversed(numbers) if last else numbers:
        words = fold(lines[i].text)
        if kinds[i] is Kind.PROSE and len(words) >= _LEAST_REPEATED:
            if words in seen:
                out.add(i)
            seen.add(words)
    return out


def _best_stretch(lines: Sequence[Line], kinds: Sequence[Kind], repeated: set[int]) -> tuple[int, list[int]]:
    """Return the worth of the best run of lines and the lines of it that are body."""
    best, best_run = 0, (0, 0)
    total, start = 0, 0
    for i, (line, kind) in enumerate(zip(lines, kinds, strict=True)):
        total += _worth(line, kind) if i not in repeated else -_CHROME_COST
        if total <= 0:
            total, start = 0, i + 1
        elif total > best:
            best, best_run = total, (start, i + 1)
    start, end = best_run
    while start < end and kinds[start] is not Kind.PROSE:
        start += 1
    return best, [i for i in range(start, end) if kinds[i] is not Kind.CHROME and i not in repeated]


def _worth(line: Line, kind: Kind) -> int:
    if kind is Kind.PROSE:
        return min(len(line.text) - line.linked, _MOST)
    return -_SHORT_COST if kind is Kind.SHORT else -_CHROME_COST


def fold(text: str) -> str:
    """Return letters and digits only, in one width and case: what two copies of a text have in common."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


def _same(a: str, b: str) -> bool:
    return bool(b) and fold(a) == fold(b)


def iso_date(text: str) -> str:
    """Return the first date in `text` as `2022-07-22`, or an empty string."""
    for match in _DATE.finditer(text):
        year, month, day = (int(part) for part in match.groups())
        if 1 <= month <= 12 and 1 <= day <= 31:
            return f"{year:04}-{month:02}-{day:02}"
    return ""


def _stated(page: Page, kinds: Sequence[Kind], body: Sequence[int]) -> Stated:
    lines = page.lines
    around = [i for i in range(len(lines)) if i not in set(body)]
    dated = _dated_line(lines, around, body[0])
    near = sorted(around, key=lambda i: abs(i - (dated if dated is not None else body[0])))
    title = _title(page, kinds, body, dated)
    return Stated(
        title=title,
        date=(iso_date(lines[dated].text) if dated is not None else "") or iso_date(page.stated.get("date", "")),
        source=_first(_SOURCE, [lines[i].text for i in near]) or page.stated.get("source", ""),
        author=_first(_AUTHOR, [lines[i].text for i in near]) or page.stated.get("author", ""),
    )


def _first(pattern: re.Pattern[str], texts: Sequence[str]) -> str:
    for text in texts:
        match = pattern.search(text) if len(text) < 120 else None
        if match and not _DATE.fullmatch(match.group(1)):
            return match.group(1).strip("。；;，,")
    return ""


def _dated_line(lines: Sequence[Line], around: Sequence[int], begin: int) -> int | None:
    """Return the line that dates the article: one with a date, better with a source or a time, near the body's begin."""
    best: tuple[float, int] | None = None
    for i in around:
        text = lines[i].text
        if len(text) > 120 or not iso_date(text):
            continue
        worth = 3.0 * bool(_SOURCE.search(text)) + 2 * bool(_TIME.search(text)) + 2 * ("发布" in text or "日期" in text)
        worth += 1 / (1 + abs(i - begin)) - 4 * bool(_TODAY.search(text)) - 2 * bool(lines[i].linked)
        if worth > 0 and (best is None or worth > best[0]):
            best = (worth, i)
    return best[1] if best else None


def _title(page: Page, kinds: Sequence[Kind], body: Sequence[int], dated: int | None) -> str:
    lines = page.lines
    bigrams = _bigrams("".join(lines[i].text for i in body))
    above = [] if dated is None else [i for i in range(dated - 1, max(dated - 4, -1), -1) if i not in set(body)]
    before = range(body[0] - 1, max(body[0] - 6, -1), -1)
    headings = [i for i, line in enumerate(lines) if line.heading in ("h1", "h2")]
    for i in (*headings, *above, *before):
        line = lines[i]
        if kinds[i] is not Kind.CHROME and len(line.text) <= 80 and _shared(line.text, bigrams) >= 0.4:
            return line.text
    titled = [page.stated.get("title", ""), *(line.text for line in lines if line.heading == "title")]
    parts = [part for title in titled for part in (title, *_TITLE_PARTS.split(title)) if len(part) >= 4]
    best = max(parts, key=lambda part: (round(_shared(part, bigrams), 1), len(part)), default="")
    return best if _shared(best, bigrams) >= 0.4 else ""


def _bigrams(text: str) -> set[str]:
    words = fold(text)
    return {words[i : i + 2] for i in range(len(words) - 1)}


def _shared(title: str, bigrams: set[str]) -> float:
    """Return the share of the pairs of characters of a title that the body has too."""
    own = _bigrams(title)
    return len(own & bigrams) / len(own) if len(fold(title)) >= 4 else 0.0


def _join(lines: Sequence[Line]) -> tuple[str, OffsetMap]:
    """Return the body, a paragraph a line, with its offset map."""
    pieces: list[Piece] = []
    texts: list[str] = []
    at = 0
    for line in lines:
        pieces += cut_pieces(line.pieces, 0, len(line.text), at)
        texts.append(line.text)
        at += len(line.text) + 1
    return "\n".join(texts), OffsetMap(tuple(pieces))
