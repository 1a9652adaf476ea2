from __future__ import annotations

import io
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from xiaojuren.article import Article, Failure, mark_duplicates, read_articles
from xiaojuren.errors import XiaojurenError

TEXT = "澄湾经开区日前与岭瑞电子签约，岭瑞电子将投资6亿元建设传感器项目。"
OTHER = "苏棠纺织今年实现出口额2.4亿元，被认定为国家高新技术企业。"
SAMPLE = Path(__file__).parents[2] / "data" / "sample"


def read(*inputs: Path | str, stdin: bytes = b"") -> tuple[list[Article], list[Failure]]:
    failures: list[Failure] = []
    return list(read_articles(inputs, failures.append, stdin=io.BytesIO(stdin))), failures


def test_every_kind_of_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf8")
    (tmp_path / "b.html").write_bytes(f"<html><body><p>{TEXT}</p></body></html>".encode("gb18030"))
    (tmp_path / "c.jsonl").write_text(json.dumps({"id": 7, "text": TEXT, "date": "2020年1月2日"}), encoding="utf8")
    (tmp_path / "d.csv").write_text(f"title,text\n题,{TEXT}\n", encoding="utf-8-sig")
    pq.write_table(pa.table({"html": [f"<p>{TEXT}</p>"], "source": ["日报"]}), tmp_path / "e.parquet")
    (tmp_path / "ignored.pdf").write_bytes(b"%PDF")
    articles, failures = read(tmp_path)
    assert failures == []
    assert [article.text for article in articles] == [TEXT] * 5
    assert [Path(article.path).name for article in articles] == [
        "a.txt",
        "b.html",
        "c.jsonl#1",
        "d.csv#1",
        "e.parquet#1",
    ]
    assert (articles[2].article_id, articles[2].date) == ("7", "2020-01-02")
    assert (articles[3].title, articles[4].source) == ("题", "日报")


def test_standard_input_may_be_a_page_or_records() -> None:
    assert [a.text for a in read("-", stdin=TEXT.encode("gbk"))[0]] == [TEXT]
    lines = "\n".join(json.dumps({"text": t}) for t in (TEXT, OTHER))
    assert [a.text for a in read("-", stdin=lines.encode())[0]] == [TEXT, OTHER]


def test_a_broken_record_harms_no_other(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join([json.dumps({"text": TEXT}), '{"text": "坏', "[1]", "{}", json.dumps({"text": OTHER})]))
    articles, failures = read(path)
    assert [a.text for a in articles] == [TEXT, OTHER]
    assert [(f.code, f.path.rpartition("#")[2]) for f in failures] == [("X103", "2"), ("X103", "3"), ("X105", "4")]
    assert "line 2" in failures[0].message


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("empty.txt", b"", "X102"),
        ("empty.jsonl", b"\n\n", "X102"),
        ("empty.csv", b"", "X102"),
        ("binary.txt", bytes(range(32)) * 9, "X107"),
        ("no_column.csv", "题目,正文\n甲,乙\n".encode(), "X104"),
        ("broken.parquet", b"PAR1 not really", "X109"),
        ("nothing.txt", b"- - -", "X108"),
    ],
)
def test_a_file_that_gives_nothing_is_said_to(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    (tmp_path / name).write_bytes(content)
    articles, failures = read(tmp_path / name)
    assert articles == []
    assert [failure.code for failure in failures] == [code]
    assert name in failures[0].message


def test_a_missing_input_is_raised_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(XiaojurenError, match="X002"):
        read_articles([tmp_path / "no"])
    with pytest.raises(XiaojurenError, match="X003"):
        read_articles([tmp_path])


def test_ids_are_unique(tmp_path: Path) -> None:
    for name in ("a.jsonl", "b.jsonl"):
        (tmp_path / name).write_text(json.dumps({"id": 1, "text": TEXT}) + "\n" + json.dumps({"id": 1, "text": OTHER}))
    articles, _ = read(tmp_path)
    assert len({a.article_id for a in articles}) == 4


def test_the_same_body_in_other_signs_is_a_duplicate() -> None:
    bodies = [TEXT, OTHER, TEXT.replace("，", ", ").replace("6", "６")]
    marked = list(mark_duplicates(Article(str(i), "", body) for i, body in enumerate(bodies)))
    assert [a.duplicate_of for a in marked] == [None, None, "0"]


def test_other_figures_are_no_duplicate() -> None:
    marked = list(mark_duplicates([Article("0", "", TEXT), Article("1", "", TEXT.replace("6", "7"))]))
    assert [a.duplicate_of for a in marked] == [None, None]


def test_the_sample_corpus_reads_as_its_readme_says() -> None:
    articles, failures = read(SAMPLE)
    assert sorted(f.code for f in failures) == ["X102", "X103", "X107"]
    marked = list(mark_duplicates(articles))
    assert len(marked) == 12
    assert sum(a.duplicate_of is not None for a in marked) == 1
    for article in marked:
        assert article.title
        assert article.date
        for chrome in ("热线", "版权", "ICP", "打印", "首页", "责任编辑"):
            assert chrome not in article.text
