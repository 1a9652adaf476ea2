"""How clean an article comes out of a page: our cleaning, and libraries made for it, on benchmarks/pages.

    python benchmarks/cleaning.py [--half tune|held|all] [--kind text|html] [--system NAME]... [--pages]

Printed a system: the share of the gold body's characters that the output keeps, the share of the page's other characters
that it drops, both over all pages, and how often title, date, source and author are right. White space does not count. What
the rules were written by is the `tune` half; `held` is only ever measured. Systems other than `xiaojuren` are for HTML alone
and are installed by hand: pip install trafilatura resiliparse
readability-lxml.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cache, partial
from html.parser import HTMLParser
from pathlib import Path

from rich.console import Console
from rich.table import Table

from xiaojuren.article.page import read_page
from xiaojuren.article.template import Template, learn_files
from xiaojuren.errors import XiaojurenError

PAGES = Path(__file__).parent / "pages"
FIELDS = ("title", "date", "source", "author")


@dataclass(frozen=True, slots=True)
class Case:
    """A page and its gold article: `body` and the four fields."""

    name: str
    style: str
    source: str
    gold: dict[str, str]

    @property
    def is_html(self) -> bool:
        """Whether it is HTML and not saved text."""
        return self.style.startswith("html")


@dataclass(frozen=True, slots=True)
class Outcome:
    """Characters of a page: of the body and kept, of the chrome and left in; and which fields are right."""

    body: int
    kept: int
    chrome: int
    left: int
    right: tuple[bool, ...]


class _Visible(HTMLParser):
    """The text that a page shows, by the standard library alone."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if self._hidden <= 0:
            self.parts.append(data)


def cases(half: str, kind: str | None) -> Iterator[Case]:
    """Yield the pages of a half, `all` for both."""
    split = json.loads((PAGES / "split.json").read_text(encoding="utf8"))
    styles = [style for name in split if half in (name, "all") for style in split[name]]
    for style in sorted(styles):
        for path in sorted((PAGES / style).iterdir()):
            if path.suffix == ".json" or (kind and not style.startswith(kind)):
                continue
            gold = json.loads(path.with_suffix(".json").read_text(encoding="utf8"))
            yield Case(f"{style}/{path.name}", style, path.read_text(encoding="utf8"), gold)


def with_xiaojuren(case: Case) -> dict[str, str]:
    """Clean with this project."""
    try:
        article = read_page(
            case.source, article_id="", path=case.name, html=case.is_html, template=template(case.style)
        )
    except XiaojurenError:
        return {"body": ""}
    return {"body": article.text, **{name: getattr(article, name) for name in FIELDS}}


def with_xiaojuren_alone(case: Case) -> dict[str, str]:
    """Clean with this project, the page alone: no template is learnt from the other pages of its site."""
    return with_xiaojuren(replace(case, style="html" if case.is_html else "text"))


@cache
def template(style: str) -> Template:
    """Return the template of a site, learnt from all its pages."""
    return learn_files(sorted(path for path in (PAGES / style).iterdir() if path.suffix in (".txt", ".html")))


def with_trafilatura(case: Case, **settings: bool) -> dict[str, str]:
    """Clean with trafilatura, bare text and its own metadata."""
    import trafilatura

    found = trafilatura.bare_extraction(case.source, include_comments=False, with_metadata=True, **settings)
    fields = found.as_dict() if found else {}
    named = {"title": "title", "date": "date", "source": "sitename", "author": "author"}
    return {"body": fields.get("text") or "", **{ours: fields.get(theirs) or "" for ours, theirs in named.items()}}


def with_readability(case: Case) -> dict[str, str]:
    """Clean with readability-lxml."""
    from lxml.html import fromstring
    from readability import Document

    document = Document(case.source)
    return {"body": fromstring(document.summary()).text_content(), "title": document.short_title()}


def with_resiliparse(case: Case) -> dict[str, str]:
    """Clean with resiliparse, main content only."""
    from resiliparse.extract.html2text import extract_plain_text

    return {"body": extract_plain_text(case.source, main_content=True, links=False, alt_texts=False)}


SYSTEMS: dict[str, Callable[[Case], dict[str, str]]] = {
    "xiaojuren": with_xiaojuren,
    "xiaojuren-alone": with_xiaojuren_alone,
    "trafilatura": with_trafilatura,
    "trafilatura-precision": partial(with_trafilatura, favor_precision=True),
    "trafilatura-recall": partial(with_trafilatura, favor_recall=True),
    "trafilatura-fast": partial(with_trafilatura, fast=True),
    "readability": with_readability,
    "resiliparse": with_resiliparse,
}


def outcome(case: Case, found: dict[str, str]) -> Outcome:
    """Compare what was found with the gold, character by character."""
    gold, text = _bare(case.gold["body"]), _bare(found["body"])
    visible = _Visible()
    visible.feed(case.source)
    page = _bare("".join(visible.parts) if case.is_html else case.source)
    matched = sum(block.size for block in SequenceMatcher(None, gold, text, autojunk=False).get_matching_blocks())
    right = tuple(_bare(found.get(name, "")) == _bare(case.gold[name]) for name in FIELDS)
    return Outcome(len(gold), matched, len(page) - len(gold), len(text) - matched, right)


def _bare(text: str) -> str:
    return "".join(text.split())


def summary(outcomes: Iterable[Outcome]) -> list[str]:
    """Return the cells of a row: pages, kept, dropped, and the share of right fields."""
    rows = list(outcomes)
    kept = sum(o.kept for o in rows) / sum(o.body for o in rows)
    dropped = 1 - sum(o.left for o in rows) / max(1, sum(o.chrome for o in rows))
    fields = [sum(o.right[i] for o in rows) / len(rows) for i in range(len(FIELDS))]
    return [str(len(rows)), f"{kept:.2%}", f"{dropped:.2%}", *(f"{share:.1%}" for share in fields)]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--half", choices=["tune", "held", "all"], default="tune")
    parser.add_argument("--kind", choices=["text", "html"])
    parser.add_argument("--system", choices=list(SYSTEMS), action="append")
    parser.add_argument("--pages", action="store_true", help="a row for every page that is not clean, with its fields")
    options = parser.parse_args()
    console = Console(width=150)
    table = Table(title=f"benchmarks/pages, half `{options.half}`", box=None, title_justify="left")
    for name in ("system", "kind", "pages", "body kept", "chrome dropped", *FIELDS):
        table.add_column(name, justify="left" if name in ("system", "kind") else "right")
    for system in options.system or ["xiaojuren"]:
        kinds = [options.kind] if options.kind else ["text", "html"]
        for kind in kinds if system.startswith("xiaojuren") else ["html"]:
            outcomes = []
            for case in cases(options.half, kind):
                found = SYSTEMS[system](case)
                outcomes.append(outcome(case, found))
                if options.pages:
                    _show_page(console, case, found, outcomes[-1])
            table.add_row(system, kind, *summary(outcomes))
    console.print(table)


def _show_page(console: Console, case: Case, found: dict[str, str], o: Outcome) -> None:
    if o.kept < o.body or o.left or not all(o.right):
        wrong = [
            f"{n}: {found.get(n, '')!r} for {case.gold[n]!r}" for n, r in zip(FIELDS, o.right, strict=True) if not r
        ]
        lost = f"{o.body - o.kept} of {o.body} lost, {o.left} of {o.chrome} left"
        console.print(f"{case.name}: {lost}; {'; '.join(wrong)}", markup=False, highlight=False)


if __name__ == "__main__":
    main()
