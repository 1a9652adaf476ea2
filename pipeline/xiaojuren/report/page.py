"""The report: one HTML page with every article's mentions marked in its text and its facts beside it.

In: articles with their readings. Out: a page that works from the disk and offline: its style and its few lines of script are
in it, and its Content-Security-Policy lets nothing else run or load. Every word of an article goes in escaped.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from importlib.resources import files
from pathlib import Path

from xiaojuren.article import Article
from xiaojuren.batch.reading import Found, Reading
from xiaojuren.schema import LABELS, Fact

LABEL_NAMES = {"ORG": "机构", "PROJECT": "项目", "PLACE": "地点", "AMOUNT": "数额", "DESIGNATION": "称号"}
RELATION_NAMES = {
    "INVESTS_IN": "投资",
    "HAS_AMOUNT": "数额",
    "HAS_DESIGNATION": "获称号",
    "LOCATED_IN": "位于",
    "COOPERATES_WITH": "合作",
}
ROLE_NAMES = {
    "total_investment": "总投资",
    "phase_investment": "分期投资",
    "completed_investment": "完成投资",
    "planned_investment": "计划投资",
    "contract": "合同额",
    "financing": "融资",
    "registered_capital": "注册资本",
    "output_value": "产值",
    "revenue": "营业收入",
    "profit": "利润",
    "tax": "税收",
    "export": "出口",
    "land_area": "用地",
    "floor_area": "建筑面积",
    "capacity": "产能",
    "other": "其他",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """An article and what was read in it."""

    article: Article
    reading: Reading


def write_report(
    path: Path, entries: Sequence[Entry], *, total: int, model: str, write: Callable[[Path, str], None]
) -> None:
    """Write the page of `entries`, the first of `total` articles, by means of `write`."""
    write(path, "".join(_page(entries, total, model)))


def _page(entries: Sequence[Entry], total: int, model: str) -> Iterator[str]:
    here = files("xiaojuren.report")
    style = (here / "page.css").read_text(encoding="utf8")
    script = (here / "page.js").read_text(encoding="utf8")
    policy = f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; base-uri 'none'; form-action 'none'"
    facts = sum(len(entry.reading.facts) for entry in entries)
    yield '<!doctype html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
    yield f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    yield f"<title>小巨人：{total} 篇文章</title>\n<style>{style}</style>\n</head>\n<body>\n"
    shown = f"{total} 篇文章" if len(entries) == total else f"{total} 篇文章中的前 {len(entries)} 篇"
    yield f"<header><h1>小巨人 <small>{shown}，{facts} 条事实；模型 {escape(model)}</small></h1>\n"
    yield '<div class="bar"><input id="filter" type="search" placeholder="筛选：企业、项目、地点、称号…" aria-label="筛选文章">'
    yield '<span id="count" aria-live="polite"></span><span class="legend">'
    yield "".join(f'<mark class="{label}">{LABEL_NAMES[label]}</mark>' for label in LABELS)
    yield "</span></div></header>\n<main>\n"
    for number, entry in enumerate(entries, start=1):
        yield from _entry(number, entry)
    yield f"</main>\n<script>{script}</script>\n</body>\n</html>\n"


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf8")).digest()).decode("ascii")


def _entry(number: int, entry: Entry) -> Iterator[str]:
    article, reading = entry.article, entry.reading
    about = [article.date, article.source, article.author, article.path]
    yield f'<section class="article" id="a{number}" data-id="{escape(article.article_id)}">\n'
    yield f"<h2>{escape(article.title or article.text[:30] + '…')}</h2>\n"
    yield f'<p class="about">{" · ".join(escape(part) for part in about if part)}'
    if article.duplicate_of:
        yield f' · <span class="copy">与 {escape(article.duplicate_of)} 相同</span>'
    yield '</p>\n<div class="sides">\n<div class="text">'
    yield marked(article.text, reading.mentions, prefix=f"a{number}-")
    yield '</div>\n<aside class="facts">'
    yield from _facts(number, entry)
    yield "</aside>\n</div>\n</section>\n"


def marked(text: str, mentions: Sequence[Found], *, prefix: str) -> str:
    """Return `text` escaped, a paragraph a `<p>`, every mention in a `<mark>`, nested ones inside those that hold them.

    `mentions` stand in text order, an outer one before those it holds; none crosses another.
    """
    out: list[str] = ["<p>"]
    open_ends: list[int] = []
    at = 0

    def advance(to: int) -> None:
        nonlocal at
        while open_ends and open_ends[-1] <= to:
            out.append(_paragraphs(text[at : open_ends[-1]], inside=True) + "</mark>")
            at = open_ends.pop()
        out.append(_paragraphs(text[at:to], inside=bool(open_ends)))
        at = to

    for number, m in enumerate(mentions, start=1):
        advance(m.start)
        said = f"{LABEL_NAMES[m.label]} {m.label}，{m.score:.2f}" + (f"，{m.value}" if m.value else "")
        out.append(f'<mark class="{m.label}" id="{prefix}m{number}" title="{escape(said)}">')
        open_ends.append(m.end)
    advance(len(text))
    return "".join(out) + "</p>"


def _paragraphs(text: str, *, inside: bool) -> str:
    return escape(text).replace("\n", "<br>" if inside else "</p>\n<p>")


def _facts(number: int, entry: Entry) -> Iterator[str]:
    facts = entry.reading.facts
    if not facts:
        yield '<p class="none">没有找到事实。</p>'
        return
    yield "<table><thead><tr><th>主体</th><th>关系</th><th>对象</th><th>分数</th></tr></thead>\n<tbody>\n"
    for fact in facts:
        yield _fact(f"a{number}-", entry, fact)
    yield "</tbody></table>"


def _fact(prefix: str, entry: Entry, fact: Fact) -> str:
    head, tail = f"{prefix}m{fact.head + 1}", f"{prefix}m{fact.tail + 1}"
    relation = RELATION_NAMES[fact.relation] + (f"：{ROLE_NAMES[fact.role]}" if fact.role else "")
    evidence = entry.article.text[fact.evidence_start : fact.evidence_end]
    value = entry.reading.mentions[fact.tail].value
    small = f"<small>{escape(value)}</small>" if value else ""
    return (
        f'<tr data-head="{head}" data-tail="{tail}" data-relation="{fact.relation}" title="{escape(evidence)}">'
        f'<td><a class="{fact.head_label}" href="#{head}">{escape(fact.head_text)}</a></td><td>{relation}</td>'
        f'<td><a class="{fact.tail_label}" href="#{tail}">{escape(fact.tail_text)}</a>{small}</td>'
        f"<td>{fact.score:.2f}</td></tr>\n"
    )
