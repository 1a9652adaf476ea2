"""The line that says when, where from and by whom: `2022-07-22 16:43 来源：某报 作者：某某`, and its many kin.

In: the text of a line. Out: whether it is one, its date, and the fields that it names. The labels are those of the genre.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_LABELS = {
    "source": (
r"信息来源|文章来源|新闻来源|稿件来源|内容来源|来\s*源(?:于|自)?|稿\s*源|发布(?:单位|部门)|供稿(?:单位|"
r"部门)?|转自|摘自|转载自|原载(?:于)?|来稿单位|source"
),
    "author": r"作\s*者|撰\s*稿人?|撰\s*文|文字|记\s*者|通讯员|采写|发布(?:人|者)|供稿人|投稿人|author",
    "date": (
r"(?:发布|发表|发稿|更新|录入|加入|添加|创建|编辑|最后更新|发文)?(?:日\s*期|时\s*间)|更新于?|发布于?|"
r"发表于|posted on|published|date"
),
    "other": (
r"责任编辑|责\s*编|编\s*辑|审\s*核|审核人|校\s*对|点击(?:数|量|率)?|浏览(?:数|量|次数)?|阅读(?:数|量|"
r"次数)?|人气|访问量|字\s*[号体]|分享|收藏|打印|关键[词字]|标签|栏目|分类|字数|评论|views?|category|share|"
r"我要评论|摄\s*影|图片?|标\s*题|发布机构|成文日期|发文字号|主题分类|索\s*引\s*号|有\s*效\s*性|阅读时长"
),
}  # fmt: skip
_LABEL = re.compile("|".join(f"(?P<{name}>{words})" for name, words in _LABELS.items()), re.IGNORECASE)
_COLON = re.compile(r"[\s\u3000]{0,3}[:：]|\s?[丨｜|](?=\s?\S)")
BYLINE_LABEL = re.compile(
    rf"(?:{_LABELS['source']}|{_LABELS['author']}|(?:发布|发表|发稿|更新|录入|加入)?(?:日\s*期|"
    rf"时\s*间))\s*[:：]|(?:转自|摘自|原载|发表于|发布于|posted on)",
    re.IGNORECASE,
)
FULL_DATE = re.compile(
    r"(?<!\d)(19\d\d|20\d\d)\s{0,3}[-/.年]\s{0,3}(\d{1,2})\s{0,3}[-/.月]\s{0,3}(\d{1,2})(?!\d)\s{0,3}日?"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ENGLISH_DATE = re.compile(
    r"\b(?:(\d{1,2})\s+([a-z]{3})[a-z]*\.?,?\s+(20\d\d|19\d\d)|([a-z]{3})[a-z]*\.?\s+(\d{1,2}),?\s+(20\d\d|"
    r"19\d\d))\b",
    re.IGNORECASE,
)
TIME = re.compile(r"(?<!\d)\d{1,2}[:：]\d\d(?:[:：]\d\d)?(?!\d)")
_BARE_DATE = re.compile(r"^\W{0,3}(19\d\d|20\d\d)[-/.]\d{1,2}[-/.]\d{1,2}\W{0,3}(星期.|周.)?$")
_TODAY = re.compile(r"今天是|欢迎|成文|生成日期|版权|copyright|©|GMT", re.IGNORECASE)
_STOP = re.compile(r"[。！？；!?]")
#: What an app shows for the time of a young article.
_RELATIVE = re.compile(r"^\s*(刚刚|\d{1,2}\s?(分钟|小时|天|个月)前|(昨天|前天)\s?\d{1,2}[:：]\d\d)(\s|$|[·|])")
_ORGANISATION = re.compile(
    r"(?:网|报|社|台|刊|杂志|日报|晚报|周刊|局|委|办|厅|处|科|部|室|中心|发布|公司|集团|政府|协会|学院|大学|"
    r"客户端|观察|财经|传媒|融媒体?|头条|论坛|银行|工会|公众号|站|频道)[》”]?$"
)
#: An item of a list, and the time of an event: a notice has them, and they date nothing.
_ITEM = re.compile(
    r"^\W{0,2}([一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[）)]|"
    r"\d{1,2}[.、．)）](?!\d))"
)
_MEETING = re.compile(
    r"(时间|日期)\s*[:：][^:：]{6,16}日?\s*([（(]?(星期|周)[一二三四五六日天][）)]?)?\s*(上午|下午|晚|起|至|"
    r"止|前|[—–~～])"
)
_ROLES = (
    r"(?:(?:本报|本刊|本网|本台|本社|特约|见习|实习|全媒体|首席|融媒体?|新闻)*(?:记者|通讯员|特派员|评论员|"
    r"编辑)|撰文|撰稿|作者|文)"
)
#: A line that names the reporters and says nothing else: `本报记者 张三 通讯员 李四`, `（记者 张三）`, `文/张三`.
CREDIT = re.compile(
    rf"^[\s■□●◎▲◆]*(?:本报讯|本网讯|讯)?[\s（(【\[]*{_ROLES}[\s\u3000/／丨|"
    rf":：]{{0,3}}[^，。！？；：:]{{2,40}}[）)】\]]?\s*(?:文/?图|摄影报道)?$"
)
_END_OF_VALUE = re.compile(r"\s{2,}|[|｜┊【\[（(）)】\]<>；;]|[\s\u3000]*[·•]")
_ROLE = re.compile(_ROLES + r"[\s:：/／]*|本报讯|\s+\S{0,4}(?:摄影|文图|图文|报道)$")


def iso_date(text: str) -> str:
    """Return the first date in `text` as `2022-07-22`, or an empty string."""
    for match in FULL_DATE.finditer(text):
        year, month, day = (int(part) for part in match.groups())
        if 1 <= month <= 12 and 1 <= day <= 31:
            return f"{year:04}-{month:02}-{day:02}"
    match_english = _ENGLISH_DATE.search(text)
    if match_english:
        parts = match_english.groups()
        day_name, month_name, year_name = (parts[0], parts[1], parts[2]) if parts[0] else (parts[4], parts[3], parts[5])
        if month_name.lower() in _MONTHS and 1 <= int(day_name) <= 31:
            return f"{year_name}-{_MONTHS.index(month_name.lower()) + 1:02}-{int(day_name):02}"
    return ""


def is_organisation(text: str) -> bool:
    """Say whether a name ends like that of a paper, an office or a firm."""
    return _ORGANISATION.search(text) is not None


def is_item(text: str) -> bool:
    """Say whether a line is numbered, as headings and items of lists are."""
    return _ITEM.match(text) is not None


def is_byline(text: str) -> bool:
    """Say whether a line dates an article or names its source or author, and does nothing else."""
    if len(text) > 200 or _STOP.search(text) or _TODAY.search(text):
        return False
    if len(text) < 40 and _RELATIVE.match(text):
        return True
    if is_item(text) or _MEETING.search(text):
        return False
    dated = iso_date(text)
    labels = list(BYLINE_LABEL.finditer(text))
    if dated:
        words = len(FULL_DATE.sub("", text))
        return (
            bool(_BARE_DATE.match(text))
            or (bool(labels) and words < 160)
            or (bool(TIME.search(text)) and words < 60)
            or (bool(re.search(r"[·|丨]", text)) and words < 50)
        )
    return bool(labels) and labels[0].start() <= 2 and len(text) < 80 and text[labels[0].end() - 1] in ":："


def fields(text: str) -> Iterator[tuple[str, str]]:
    """Yield the fields that a line names with their values: ("source", "某报"), ("author", "张三 李四")."""
    found = [match for match in _LABEL.finditer(text) if _named(text, match)]
    for i, match in enumerate(found):
        name = match.lastgroup or ""
        start = _after(text, match)
        end = found[i + 1].start() if i + 1 < len(found) else len(text)
        value = text[start:end].strip()
        cut = _END_OF_VALUE.search(value)
        value = value[: cut.start()] if cut else value
        date = FULL_DATE.search(value)
        value = (value[: date.start()] if date and name in ("source", "author") else value).strip(
            " \u3000\u00a0。，,、：:"
        )
        if value and name != "other":
            yield name, value


def _named(text: str, match: re.Match[str]) -> bool:
    """Say whether a label is one: a colon follows, or it opens the line or stands between blanks."""
    colon = _COLON.match(text, match.end())
    before = text[match.start() - 1] if match.start() else " "
    if colon:
        return colon.group()[-1] in ":：" or not before.isalnum()
    word = match.group()
    if re.match(r"转自|摘自|转载自|原载|发表于|发布于|posted on", word, re.IGNORECASE):
        return True
    after = text[match.end()] if match.end() < len(text) else ""
    return (
        word in ("记者", "通讯员")
        and (not before.isalnum() or before in "报刊网台社约习闻")
        and after in " \u3000\u00a0"
    )


def _after(text: str, match: re.Match[str]) -> int:
    colon = _COLON.match(text, match.end())
    return colon.end() if colon else match.end()


def without_roles(names: str) -> str:
    """Return the names of a credit alone: 记者 张三 通讯员 李四 → 张三 李四."""
    return " ".join(_ROLE.sub(" ", names).split())
