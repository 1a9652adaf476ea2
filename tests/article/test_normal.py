from __future__ import annotations

import subprocess
import sys
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from xiaojuren.article import Article, OffsetMap, simplified
from xiaojuren.article.normal import Normalised, normalise

#: Stretches that the rules meet, so that random texts are full of them.
TROUBLE = (
    "项目", "５０億元", "「小巨人」", "投資", "\u200b", "\ufeff", "\r\n", "\r", "\n", "\u3000", "\xa0", '"', "＂", "e\u0301", "\u0301",
    "\u0323\u0302", "葛\U000e0100", "\ufe0f", "👨\u200d👩\u200d👧", "🇨🇳", "1\ufe0f\u20e3", "\ud83d", "\ude00", "\u0958", "ᄀ", "ᅡ", "ᆨ",
    "ｶ", "ﾞ", "\uf900", "⽇", "\u0344", "\xad", "\x00", "𝟓", "㎡", "①", "\u0f73", "\u1100\u1160", "。", "，", "A", "Ａ",
)  # fmt: skip
every_character = (
    st.characters() | st.characters(categories=["Cs"]) | st.characters(categories=["Mn", "Mc", "Cf", "Zs"])
)
texts = st.lists(st.sampled_from(TROUBLE) | every_character, max_size=24).map("".join)

SIMPLE = "昨日，宏桥锂能与柳埠镇签约，总投资50亿元，建设隔膜基地，入选“小巨人”。"
TRADITIONAL = "昨日，宏橋鋰能與柳埠鎮簽約，總投資50億元，建設隔膜基地，入選「小巨人」。"


@pytest.fixture(scope="module", autouse=True)
def _loaded() -> None:
    """OpenCC, which the first text loads, so that no example takes that long."""
    normalise("")


@given(texts)
@example("")
@example("\ufeff\u200b")
@example("葛\U000e0100\u0301")
def test_maps_are_total_and_monotone(text: str) -> None:
    made = normalise(text)
    for length, other, go in (
        (len(made.text), len(text), made.to_source),
        (len(text), len(made.text), made.to_normalised),
    ):
        before = (0, 0)
        for at in range(length):
            start, end = go(at, at + 1)
            assert 0 <= start <= end <= other
            assert before[0] <= start
            assert before[1] <= end
            before = start, end


@given(texts)
def test_every_normalised_character_comes_back_to_itself(text: str) -> None:
    made = normalise(text)
    for at in range(len(made.text)):
        start, end = made.to_source(at, at + 1)
        assert start < end
        low, high = made.to_normalised(start, end)
        assert low <= at < high
        assert (low, high) == (at, at + 1) or made.text[low:high] == normalise(text[start:end]).text


@given(texts)
def test_every_character_comes_back_to_itself_or_is_dropped(text: str) -> None:
    made = normalise(text)
    for at, character in enumerate(text):
        start, end = made.to_normalised(at, at + 1)
        if start == end:
            assert character == "\r" or unicodedata.category(character) in ("Cc", "Cf", "Mn")
        else:
            low, high = made.to_source(start, end)
            assert low <= at < high


@given(texts, st.data())
def test_ranges_lead_where_their_ends_do(text: str, data: st.DataObject) -> None:
    made = normalise(text)
    for length, go in ((len(made.text), made.to_source), (len(text), made.to_normalised)):
        start = data.draw(st.integers(0, length))
        end = data.draw(st.integers(start, length))
        if start < end:
            places = [go(at, at + 1) for at in range(start, end)]
            full = [place for place in places if place[0] < place[1]]
            if full:
                assert go(start, end) == (full[0][0], full[-1][1])
            else:
                low, high = go(start, end)
                assert low == high


@given(texts)
def test_a_paragraph_before_a_text_only_moves_it(text: str) -> None:
    alone, behind = normalise(text), normalise("项\n" + text)
    assert behind.text == "项\n" + alone.text
    for at in range(len(alone.text)):
        start, end = alone.to_source(at, at + 1)
        assert behind.to_source(at + 2, at + 3) == (start + 2, end + 2)


@given(texts)
def test_a_normalised_text_holds_nothing_odd(text: str) -> None:
    made = normalise(text).text
    assert unicodedata.is_normalized("NFC", made)
    made.encode("utf8")
    assert not set(made) & set('\r\u200b\u200d\ufeff\xad\u3000\xa0\ufe0f「」『』＂"０Ａ')
    again = normalise(made)
    assert again == Normalised(made, OffsetMap())


@given(st.text("项目投资50亿元，。“小巨人”（A股）：%—…·～\n "))
def test_an_ordinary_text_comes_back_as_it_is(text: str) -> None:
    made = normalise(text)
    assert made.text is text
    assert made.offsets == OffsetMap()


@pytest.mark.parametrize(
    ("given_text", "wanted"),
    [
        ("２０２２年Ａ股ａ＋５％", "2022年A股a+5%"),
        ("甲，乙。（丙）：丁；！？～", "甲，乙。（丙）：丁；！？～"),
        ("甲\u3000乙\xa0丙\u2003丁\t戊", "甲 乙 丙 丁 戊"),
        ("甲\u200b乙\ufeff丙\xad丁\u2060\x00戊", "甲乙丙丁戊"),
        ("甲\r\n乙\r丙\u2028丁\n", "甲\n乙\n丙\n丁\n"),
        ("「甲」『乙』〝丙〞｢丁｣", "“甲”“乙”“丙”“丁”"),
        ('"甲"和＂乙＂', "“甲”和“乙”"),
        ('"甲\n"乙"', "“甲\n“乙”"),
        ("‘甲’—丙…丁·戊", "‘甲’—丙…丁·戊"),
        ("阿爾‧法・貝塔", "阿尔·法·贝塔"),
        ("︵甲︶﹁乙﹂﹐﹑﹔", "（甲）“乙”，、；"),
        ("50㎡①Ⅱ期㎞", "50㎡①Ⅱ期㎞"),
        ("⽇\ufa19\u212b𝟓", "日神Å5"),
        ("cafe\u0301 ﾊﾟｶﾞ", "café パガ"),
        ("葛\U000e0100👍\ufe0f", "葛👍"),
        ("甲\ud800乙", "甲\ufffd乙"),
        (TRADITIONAL, SIMPLE),
        ("乾隆著於此", "乾隆著於此"),
    ],
)  # fmt: skip
def test_rules(given_text: str, wanted: str) -> None:
    assert normalise(given_text).text == wanted


def test_a_composed_character_counts_as_a_whole() -> None:
    made = normalise("xe\u0301\u0323y葛\U000e0100")
    assert made.to_source(1, 2)[0] == 1
    assert made.to_normalised(1, 2) == made.to_normalised(2, 3) == made.to_normalised(1, 4)
    at = made.text.index("葛")
    assert made.to_source(at, at + 1) == (5, 7)


def test_what_is_dropped_at_the_ends_of_a_word_is_not_in_its_span() -> None:
    text = "\ufeff签\u200b约\u200b。"
    made = normalise(text)
    start, end = made.to_source(0, 2)
    assert text[start:end] == "签\u200b约"
    assert made.to_normalised(0, 1) == (0, 0)
    assert made.to_normalised(start, end) == (0, 2)


def test_a_name_with_a_traditional_character_leaves_a_paragraph_simplified() -> None:
    text = f"{SIMPLE}负责人刘億出席。"
    assert normalise(text).text is text
    assert normalise(f"{text}\n{TRADITIONAL}").text == f"{text}\n{SIMPLE}"


class Lengthening:
    """A conversion that changes lengths, as phrases may."""

    def convert(self, text: str) -> str:
        return text.replace("軟體", "软件包").replace("資料庫", "库").replace("開", "开")


@given(st.lists(st.sampled_from(["軟體", "資料庫", "開", "，", "项"]), max_size=8).map("".join))
def test_a_conversion_that_changes_lengths_keeps_every_place(text: str) -> None:
    simplified.traditional_only()  # made with OpenCC itself
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(simplified, "converter", Lengthening)
        made = normalise(text)
    assert made.text == Lengthening().convert(text)
    for at in range(len(made.text)):
        low, high = made.to_normalised(*made.to_source(at, at + 1))
        assert low <= at < high
    for at, character in enumerate(text):
        start, end = made.to_normalised(at, at + 1)
        assert character != "，" or made.text[start:end] == "，"


def test_a_mention_cuts_the_same_words_out_of_the_source() -> None:
    # "总投资&nbsp;５０亿元&amp;" with a soft hyphen in the page became the clean text
    source = "<p>总投资&nbsp;５０\u00ad億元&amp;專案</p>"
    clean = "总投资\xa0５０\u00ad億元&專案"
    offsets = OffsetMap(((0, 3, 3, 3), (3, 6, 1, 6), (4, 12, 5, 5), (9, 17, 1, 5), (10, 22, 2, 2)))
    article = replace(Article("a", "a.html", clean), offsets=offsets)
    made = normalise(article.text)
    assert made.text == "总投资 50亿元&专案"
    at = made.text.index("50亿元")
    start, end = made.to_source(at, at + 4)
    low, high = article.source_span(start, end)
    assert clean[start:end] == source[low:high] == "５０\u00ad億元"
    assert offsets.to_clean(low, high) == (start, end)


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(1, 4), st.integers(0, 2), st.integers(0, 3)), max_size=8))
def test_a_clean_text_and_its_source_answer_to_each_other(steps: list[tuple[int, int, int, int]]) -> None:
    pieces = []
    clean = source = 0
    for inserted, length, skipped, extra in steps:
        clean, source = clean + inserted, source + skipped
        pieces.append((clean, source, length, length + extra))
        clean, source = clean + length, source + length + extra
    offsets = OffsetMap(tuple(pieces))
    before = (0, 0)
    for at in range(source):
        start, end = offsets.to_clean(at, at + 1)
        assert before[0] <= start <= end <= clean
        before = start, end
        made = any(piece[1] <= at < piece[1] + piece[3] for piece in pieces)
        assert (start < end) == made
        if made:
            low, high = offsets.to_source(start, end)
            assert low <= at < high


def test_normalising_needs_neither_torch_nor_spacy() -> None:
    code = (
        "import sys; from xiaojuren.article.normal import normalise; normalise('「５０億元」');"
        "print(sorted({'torch', 'spacy', 'transformers'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
