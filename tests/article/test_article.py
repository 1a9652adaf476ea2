from __future__ import annotations

import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as st

from xiaojuren.article import OffsetMap
from xiaojuren.article.article import Piece, cut_pieces
from xiaojuren.article.html import html_lines


def test_without_pieces_a_text_is_its_source() -> None:
    assert OffsetMap().to_source(3, 7) == (3, 7)


def test_a_reference_counts_as_a_whole() -> None:
    # "A&amp;B" became "A&B"
    offsets = OffsetMap(((0, 0, 1, 1), (1, 1, 1, 5), (2, 6, 1, 1)))
    assert offsets.to_source(1, 2) == (1, 6)
    assert offsets.to_source(0, 3) == (0, 7)
    assert offsets.to_source(2, 3) == (6, 7)


def test_a_break_put_in_belongs_to_the_end_of_what_stands_before() -> None:
    # "ab" + "\n" + "cd", from "ab<p>cd"
    offsets = OffsetMap(((0, 0, 2, 2), (3, 5, 2, 2)))
    assert offsets.to_source(2, 3) == (2, 2)
    assert offsets.to_source(1, 4) == (1, 6)


@given(st.lists(st.integers(1, 6), min_size=1, max_size=8), st.data())
def test_cut_pieces_keep_every_character_in_its_place(lengths: list[int], data: st.DataObject) -> None:
    pieces: list[Piece] = []
    clean, source = 0, 0
    for length in lengths:
        pieces.append((clean, source, length, length))
        clean, source = clean + length, source + length + data.draw(st.integers(0, 3))
    start = data.draw(st.integers(0, clean - 1))
    end = data.draw(st.integers(start + 1, clean))
    cut = OffsetMap(tuple(cut_pieces(pieces, start, end, -start)))
    whole = OffsetMap(tuple(pieces))
    for at in range(start, end):
        assert cut.to_source(at - start, at - start + 1) == whole.to_source(at, at + 1)


words = st.lists(
    st.sampled_from(["项目", "&amp;", "&ldquo;", "&#24180;", "&nbsp;", " ", "\n", "<b>", "</b>", "<br>", "<p>", "亿元", "5", "\u3000"]),
    max_size=30,
).map("".join)  # fmt: skip


@given(words)
def test_a_plain_character_of_a_line_is_the_one_it_leads_to(source: str) -> None:
    for line in html_lines(source).lines:
        offsets = OffsetMap(tuple(line.pieces))
        for at, character in enumerate(line.text):
            start, end = offsets.to_source(at, at + 1)
            if end - start == 1 and not character.isspace():
                assert source[start:end] == character


def test_articles_need_neither_torch_nor_spacy() -> None:
    code = "import sys, xiaojuren.article; print(sorted({'torch', 'spacy', 'transformers'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
