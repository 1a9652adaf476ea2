from __future__ import annotations

import pytest

from xiaojuren.article import Article
from xiaojuren.article.page import iso_date, read_page
from xiaojuren.errors import XiaojurenError

BODY = [
    "本报讯 昨日，柳埠镇与宏桥锂能在县行政中心签署协议，宏桥锂能将投资8亿元建设隔膜生产基地。",
    "该基地占地120亩，全部建成后可年产隔膜3亿平方米，预计明年6月投产。",
    "宏桥锂能成立于2012年，2021年被认定为省级专精特新中小企业，产品销往二十多个国家。",
]
ABOVE = """柳埠新闻网
首页 | 要闻 | 乡镇 | 视频 | 专题 | 电子报
您现在的位置：首页 > 要闻 > 正文
"""
BELOW = """
责任编辑：苏念
【打印】【关闭】
上一篇：柳埠镇召开防汛会议
相关新闻
·柳埠镇新增两家企业
·县领导调研重点项目
版权所有 柳埠新闻网 未经授权不得转载 苏ICP备00000000号
新闻热线：0000-0000000
"""


def page(*, twice: bool = False) -> str:
    body = "\n\n".join("  " + paragraph for paragraph in BODY)
    stated = "宏桥锂能8亿元隔膜基地落户柳埠\n2022-03-15 09:12:33    来源：柳埠日报    作者：顾远\n"
    return ABOVE + (body + "\n\n" if twice else "") + stated + body + BELOW


def read(text: str, *, html: bool | None = None) -> Article:
    return read_page(text, article_id="a", path="p", html=html)


@pytest.mark.parametrize("twice", [False, True])
def test_the_body_is_kept_once_and_the_site_is_left_out(twice: bool) -> None:
    assert read(page(twice=twice)).text == "\n".join(BODY)


def test_title_date_source_and_author_are_lifted_out() -> None:
    article = read(page(twice=True))
    assert article.title == "宏桥锂能8亿元隔膜基地落户柳埠"
    assert (article.date, article.source, article.author) == ("2022-03-15", "柳埠日报", "顾远")


def test_offsets_lead_back_to_the_same_words() -> None:
    source = page(twice=True)
    article = read(source)
    for words in ("宏桥锂能", "8亿元", "120亩", "省级专精特新中小企业"):
        start = article.text.index(words)
        low, high = article.source_span(start, start + len(words))
        assert source[low:high] == words


def test_html_gives_the_same_article() -> None:
    paragraphs = "".join(f"<p>&nbsp;&nbsp;{paragraph.replace('8亿元', '<b>8亿元</b>')}</p>" for paragraph in BODY)
    source = (
        "<html><head><title>宏桥锂能8亿元隔膜基地落户柳埠_柳埠新闻网</title><script>var a = '项目项目。';</script></head>"
        "<body><div><a href='/'>首页</a> <a href='/a'>要闻</a></div><h1>宏桥锂能8亿元隔膜基地落户柳埠</h1>"
        f"<span>2022-03-15 09:12</span><span>来源：柳埠日报</span><div>{paragraphs}</div>"
        "<ul><li><a href='/1'>柳埠镇新增两家企业</a></li></ul><footer>版权所有 柳埠新闻网</footer></body></html>"
    )
    article = read(source)
    assert article.text == "\n".join(BODY)
    assert (article.title, article.date, article.source) == ("宏桥锂能8亿元隔膜基地落户柳埠", "2022-03-15", "柳埠日报")
    start = article.text.index("8亿元")
    low, high = article.source_span(start, start + 3)
    assert source[low:high] == "8亿元"


def test_a_single_sentence_is_an_article() -> None:
    assert read("宏桥锂能8月2日公告，拟投资3亿元扩建生产线。").text == "宏桥锂能8月2日公告，拟投资3亿元扩建生产线。"


def test_a_page_without_an_article_is_said_to_have_none() -> None:
    with pytest.raises(XiaojurenError) as error:
        read("...\n|\n---\n")
    assert error.value.code == "X108"


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("发布时间：2021年11月8日", "2021-11-08"),
        ("2022-07-22 16:43:29", "2022-07-22"),
        ("2019/3/5", "2019-03-05"),
        ("2019.13.05", ""),
        ("电话 0799-6321110", ""),
    ],
)
def test_dates(text: str, date: str) -> None:
    assert iso_date(text) == date
