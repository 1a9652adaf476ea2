from __future__ import annotations

import codecs

import pytest

from xiaojuren.article.decode import decode
from xiaojuren.errors import XiaojurenError

TEXT = "岚江市澜图新能源科技有限公司投资30亿元建设储能电池项目，项目用地210亩，达产后年产值预计达到45亿元。"
TRADITIONAL = "嵐江市瀾圖新能源科技有限公司投資三十億元興建儲能電池專案，專案用地二百一十畝，預計年產值達到四十五億元。"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "gbk", "gb2312", "utf-16-le", "utf-16-be"])
def test_simplified_text_is_decoded(encoding: str) -> None:
    assert decode(TEXT.encode(encoding)).text == TEXT


def test_big5_is_told_from_gbk() -> None:
    decoded = decode(TRADITIONAL.encode("big5"))
    assert (decoded.text, decoded.encoding) == (TRADITIONAL, "big5hkscs")


@pytest.mark.parametrize(
    ("bom", "encoding"),
    [(codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")],
)
def test_a_byte_order_mark_decides_and_is_not_text(bom: bytes, encoding: str) -> None:
    assert decode(bom + TEXT.encode(encoding)).text == TEXT


def test_what_a_page_declares_is_not_believed() -> None:
    page = f'<meta charset="gb2312"><p>{TEXT}</p>'
    assert decode(page.encode("utf-8")).text == page
    page = f'<meta charset="utf-8"><p>{TEXT}</p>'
    assert decode(page.encode("gbk")).text == page


def test_damage_is_counted() -> None:
    data = (TEXT * 20).encode("gb18030")
    decoded = decode(data[:-1] + b"\xff")
    assert decoded.encoding == "gb18030"
    assert decoded.damaged >= 1


@pytest.mark.parametrize("data", [bytes(range(32)) * 20, b"\x89PNG\r\n\x1a\n" + bytes(300), b"\x00" * 100])
def test_binary_data_is_refused(data: bytes) -> None:
    with pytest.raises(XiaojurenError) as error:
        decode(data, path="x.html")
    assert error.value.code in ("X106", "X107")
    assert "x.html" in str(error.value)
