from __future__ import annotations

import pytest

from xiaojuren.article.furniture import Kind, classify, is_note
from xiaojuren.article.lines import Line
from xiaojuren.article.page import read_page

BODY = [
    "11月3日，澄波制药在青禾县投资6亿元的原料药基地开工，占地130亩。",
    "澄波制药董事长柯远说，基地建成后年产值可达9亿元。",
    "县长闻笛介绍，县里为项目配了专班。",
]


def clean(text: str) -> str:
    return read_page(text, article_id="a", path="p", html=False).text


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (BODY[0], Kind.PROSE),
        ("一、申报条件", Kind.SHORT),
        ("评论区里做起来的生意", Kind.SHORT),
        ("老字号的“新”与“守”", Kind.SHORT),
        ("上一年，全县新增规上企业二十一家。", Kind.PROSE),
        ("相关产品已出口到十四个国家，去年卖了两亿元。", Kind.PROSE),
        ("1. 会议时间：2023年5月6日 14:30", Kind.SHORT),
        ("首页 | 要闻 | 乡镇 | 视频 | 专题", Kind.CHROME),
        ("2022-07-22 16:43:29    来源:青禾日报", Kind.BYLINE),
        ("（记者 柯远 通讯员 闻笛）", Kind.BYLINE),
        ("Posted on 13 Sep 2018 by Admin", Kind.BYLINE),
        ("责任编辑：闻笛", Kind.END),
        ("相关阅读", Kind.END),
        ("下一篇：青禾县召开防汛会议", Kind.END),
        ("第1页 共3页 下一页", Kind.INSET),
        ("▲基地效果图。（资料图）", Kind.INSET),
        ("本网转载的稿件版权归原作者，若有侵权请联系我们删除。", Kind.CHROME),
    ],
)
def test_a_line_is_what_it_looks_like(text: str, kind: Kind) -> None:
    assert classify(Line(text, [])) is kind


def test_a_sentence_of_an_article_is_no_note_of_the_site() -> None:
    assert not is_note("居民扫一扫门口的二维码，就能看到每天的水质数据，这套系统花了县水务公司八十六万元。")


def test_an_article_without_a_site_around_it_is_kept_whole() -> None:
    text = "\n".join([*BODY, "一、建设内容", "原料药车间两座", "二、建设期限", "十八个月"])
    assert clean(text) == text


@pytest.mark.parametrize("blank", ["\n", "\n\n"])
def test_the_rhythm_of_the_body_sets_its_edges(blank: str) -> None:
    """Indented or between blank lines, the body ends where the rhythm does, though no word says so."""
    indent = "　　" if blank == "\n" else ""
    above = "青禾新闻\n要闻 县区 视频 专题 图片\n"
    above += "开工现场的机器都转了起来，工人们很忙。\n" if indent else ""
    below = "\n过来人说说考驾照要花多少钱，看完省一半。\n三步教你挑到甜的西瓜，老农都这么干。\n广告热线：0000-0000000\n"
    text = above + ("" if indent else "\n") + blank.join(indent + line for line in BODY) + below
    assert clean(text) == "\n".join(BODY)


def test_a_notice_keeps_its_salutation_list_contact_and_signature() -> None:
    notice = [
        "各乡镇人民政府：",
        "为做好2021年度技改项目申报工作，现将有关事项通知如下：",
        "一、申报范围",
        "全县规模以上工业企业。",
        "联系人：柯远 电话：0000-0000011",
        "青禾县工业和信息化局",
        "2021年3月2日",
    ]
    text = "青禾县人民政府\n关于申报技改项目的通知\n发布日期：2021-03-03 来源：县工信局\n"
    text += "\n".join("　　" + line for line in notice) + "\n【打印】【关闭】\n主办：青禾县人民政府办公室\n"
    assert clean(text) == "\n".join(notice)


def test_comments_longer_than_the_article_are_not_taken_for_it() -> None:
    text = "青禾论坛\n青禾药厂搬迁\n2020-01-02 09:00 来源：青禾日报\n" + "\n".join(BODY[:2]) + "\n网友评论\n"
    for i in range(6):
        text += f"网友{i}\n2020-01-02 1{i}:00\n我在厂里干了{i}年，看着它一天天变样，心里说不出是什么滋味，希望新厂越办越好。\n回复\n"
    assert clean(text) == "\n".join(BODY[:2])


def test_a_row_of_a_table_is_one_line_and_a_layout_table_is_not() -> None:
    rows = "<tr><td>税种</td><td>完成数</td></tr><tr><td>增值税</td><td>62140</td></tr>"
    body = "".join(f"<p>{line}</p>" for line in BODY)
    source = f"<table><tr><td><a href=/>首页</a></td><td>{body}<table>{rows}</table><p>以上数据未经审计。</p></td></tr></table>"
    text = read_page(source, article_id="a", path="p", html=True).text
    assert text == "\n".join([*BODY, "税种 完成数", "增值税 62140", "以上数据未经审计。"])
