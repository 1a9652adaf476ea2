from __future__ import annotations

from pathlib import Path

from xiaojuren.article import read_articles
from xiaojuren.article.template import NOTHING, learn, learn_files

SITE = "青禾新闻网伴您看遍青禾的山和水，每天清晨六点准时见面。"
BODIES = [f"11月{i}日，澄波制药第{i}条生产线在青禾县投产，投资{i}亿元，当地四百人就业。" for i in range(1, 7)]


def page(body: str) -> str:
    return f"青禾新闻网\n{body}\n{SITE}\n"


def test_a_line_on_most_pages_is_of_the_site() -> None:
    template = learn(page(body) for body in BODIES)
    assert SITE in template
    assert BODIES[0] not in template


def test_copies_of_one_article_make_no_template() -> None:
    assert BODIES[0] not in learn([page(BODIES[0])] * 5 + [page(BODIES[1])])


def test_two_pages_are_no_corpus(tmp_path: Path) -> None:
    for i in range(2):
        (tmp_path / f"{i}.txt").write_text(page(BODIES[i]), encoding="utf8")
    assert learn_files(sorted(tmp_path.iterdir())) == NOTHING


def test_a_folder_teaches_what_a_single_page_cannot(tmp_path: Path) -> None:
    for i, body in enumerate(BODIES):
        (tmp_path / f"{i}.txt").write_text(page(body), encoding="utf8")
    assert [article.text for article in read_articles([tmp_path])] == BODIES
    (alone,) = read_articles([tmp_path / "0.txt"])
    assert alone.text == f"{BODIES[0]}\n{SITE}"


def test_a_page_that_cannot_be_read_is_passed_over(tmp_path: Path) -> None:
    for i, body in enumerate(BODIES):
        (tmp_path / f"{i}.txt").write_text(page(body), encoding="utf8")
    files = [*sorted(tmp_path.iterdir()), tmp_path / "gone.txt"]
    assert SITE in learn_files(files)
