"""What a line of a page is: prose, a short line, or one of the pieces of furniture that every site has.

In: a `Line`. Out: its `Kind`. A line is judged by what it is: its length, its sentences, its digits, its links, and the words that
the furniture of all sites shares (a breadcrumb, a hotline, a note on copyright). No site's own words stand here.
"""

from __future__ import annotations

import re
from enum import Enum

from xiaojuren.article.labels import BYLINE_LABEL, CREDIT, FULL_DATE, TIME, is_byline, is_item
from xiaojuren.article.lines import Line

#: Han characters that a paragraph of prose has at least; the shorter a line, the likelier it is a caption or a link.
_LEAST_HAN = 12
#: And what a paragraph that opens a list has: 现将有关事项通知如下：
_LEAST_OPENING = 16
#: A line is a link where more of it than this is inside one.
_MOST_LINKED = 0.6
#: A line longer than this is never taken for furniture by its words: an article may speak of all of them.
_LONGEST_NOTE = 300
#: Characters of a line that one word of a site about itself accounts for.
NOTE_REACH = 13
#: Words of furniture have this share of the characters of a line that is furniture.
_FURNISHED = 0.3


class Kind(Enum):
    """What a line is taken for."""

    PROSE = "prose"
    #: a heading, a list item, a signature, a caption: its neighbours decide
    SHORT = "short"
    CHROME = "chrome"
    #: many short parts: a menu, or a row of a table
    ROW = "row"
    #: what stands among the paragraphs of a body: a caption, a page mark
    INSET = "inset"
    #: a date, a source, an author: an article begins below it
    BYLINE = "byline"
    #: what stands below an article: editors, other articles, comments, rights
    END = "end"


_HAN = re.compile(r"[\u4e00-\u9fff]")
_STOP = re.compile(r"[。！？；!?;…]")
_COMMA = re.compile(r"[，,、：:]")
_PARTS = re.compile(r"[\s|｜┊│·•>›»/＞]+")
_MARKED = r"^[\s\W_]{0,4}"
#: The heading, or the only line, of what stands below an article.
_END = re.compile(
    _MARKED + r"(相关(新闻|阅读|链接|文章|报道|资讯|推荐|稿件|专题|解读|信息|内容|文件|产品)|延伸阅读|更多(新闻|阅读|"
    r"内容|资讯|精彩|文章|相关|关于)"
    r"|猜你喜欢|你可能|您可能|为[你您]推荐|热门(文章|新闻|推荐|资讯|评论|排行)|推荐(阅读|文章|新闻|产品|资讯)|"
    r"往期|精彩推荐|今日推荐|热榜|其[它他](动态|新闻|文章)"
    r"|(新闻|点击|阅读|热点|日|周)?排行|最新(文章|新闻|资讯|动态|评论|留言|发布|求购|供应)|大家都在|作者(最近|"
    r"其他|更多|简介)|关于作者"
    r"|[上下]一?[篇条个则]\s*(新闻|文章)?\s*([:：→>]|\s|$)|前一篇|后一篇|←|没有了$|返回(列表|上页|上一页|上一级)|back to list"
    r"|(网友|最新|全部|热门|精彩|用户|读者|文明)?(评论|留言|跟帖|点评)(区$|列表|\s*[（(]?\d|$)|(发表|我要|写|"
    r"查看|欢迎|参与)(您的)?(评论|留言|回复|跟帖)|\d+\s*条?(评论|回复|跟帖)|收藏\s*\d"
    r"|(责任|网络|本期|本版|执行|值班|美术|技术|文字)?(编辑|责编|校对|审核|审校|初审|复审|终审|编审|监制|总编|"
    r"编排|排版|版式|统筹|策划|值班主任|编导|摄像|校审)\s*[:：|丨｜/]"
    r"|(作者|版权|免责|风险|特别|郑重|原创|转载|侵权|法律|本[台报网站])?声明\s*[:：]|(版权|免责|郑重|转载|"
    r"侵权|本[台报网站])(提示|提醒|说明)\s*[:：]|(版权|免责|法律|原创|转载|侵权)(声明|说明|须知|提示)|"
    r"标签\s*[:：]|关键[词字]\s*[:：]|tags?\s*[:：]"
    r"|附件下载|文章附件|分享(到|至|此文|本文|文章)|友情链接|展开剩余|展开全文|余下全文|赞\s*\d|点赞|"
    r"喜欢\s*\d|阅读原文|本文(网址|地址|链接|标题|来自|来源)|原文(链接|地址|网址)"
    r"|(素材|制图|美编|文案|视频|海报|供稿|出品|主编|审稿|审读|签发|图文|图片)\s*[:：|丨｜][^，。]{1,20}$|扫(一扫|码|描.{0,8}码)|长按|版权所有|copyright|©|声明[:：])",
    re.IGNORECASE,
)
#: Words of the furniture of every site; enough of a short line without a sentence.
_FURNITURE = re.compile(
    r"热线|爆料|扫一扫|扫码|二维码|微信|微博|客户端|分享|字[体号]\s*([:：【\[(（大+]|$)|打印|关闭|收藏|举报|"
    r"投稿|来稿|声明|转载|上一?[篇条页]|下一?[篇条页]|评论|留言|网友|浏览|点击|阅读[:：量次数时]|人阅读"
    r"|首\s*页|登录|登陆|注册|网站地图|联系我们|关于我们|位置\s*[:：]|无障碍|返回|更多|广告|邮编|邮箱|传真|"
    r"客服|app|加入我们|简体|繁体|搜索|导航|rss|顶一下|踩一下|回复|关注|点赞|在看|公众号|收录于"
    r"|视频加载|播放|页次|第\s*\d+\s*页|共\s*\d+\s*页|我有话说|参与\)|加载中|浏览器|设为主页|手机版|电脑版|"
    r"加好友|发消息|验证码|用户名|密码|提交|访问者|访问量|粉丝|阅读模式|电梯直达|只看|楼主|编辑\s*[:：]",
    re.IGNORECASE,
)
#: What only a site says of itself: rights, records, ways to reach it.
_STRONG = re.compile(
    r"版权所有|copyright|©|all rights reserved|ICP备|ICP证|公网安备|网安备|网站标识码|许可证(编号)?\s*[:：]|"
    r"国内统一(连续出版物号|刊号)|备案(序)?号|免责声明|版权声明"
    r"|(关注|搜索|扫描|扫).{0,12}(公众号|二维码|微信)|下载.{0,8}客户端|未经.{0,12}(授权|许可|同意)|(主办|承办|"
    r"技术支持|运行维护)(单位)?\s*[:：]|powered? by|建议.{0,6}分辨率|当前位置|您?(现在|所在)?的位置\s*[:：]"
    r"|(蓝字|右上角|上方|下方).{0,6}(关注|分享)|(cookie|newsletter)",
    re.IGNORECASE,
)
#: The words with which a site speaks of itself, its rights and its readers in whole sentences.
_NOTE = re.compile(
    r"本[网站刊](?!讯)|本(平台|(微信)?公众号|栏目|文章?|报(?!讯|记者))|(我们|作者|"
    r"编辑部)(?=[^，。]{0,12}(联系|删|处理|核实|投稿))|转载|刊[用载登发]|出处|版权|侵权|权益|著作权|首发权|"
    r"授权|许可|书面同意|声明|免责|观点|立场|不代表|不构成"
    r"|仅供(参考|学习|交流)|投资建议|风险自[担负]|(操作|后果|盈亏)自负|入市|据此|来稿|投稿|稿件|稿酬|稿费|"
    r"署名|署上|原创|联系我们|联系(本|删|电话|方式|邮箱)|删[除去]|真实性|准确性|完整性|网友|留言|发言|发帖|"
    r"跟帖|评论|登录|注册|文明(上网|用语|发言)"
    r"|脏话|(微信)?公众号|二维码|客户端|app|下载|订阅|退订|扫码|扫一扫|分享(给|到)|转发|点赞|点击|长按|热线|"
    r"爆料|线索|欢迎(您|光临|访问|关注|来|登录|使用|订阅)|光临|您(的|好|对|如果|若)|感兴趣|邮箱|网址|链接|"
    r"来源|作者|浏览器|客服|顾问|洽谈|注明|写明|"
    r"(记者|本报).{0,6}采写|名字|互联网|账号|网站|文字和图片|图片(来自|源自|源于)|网络(转载|收集|整理)|您|"
    r"搜索|扫描|[上下]方|更多|微信(?!公众号)",
    re.IGNORECASE,
)
_LEAD = re.compile(
    _MARKED
    + (
        r"(导\s*读|导\s*语|摘\s*要|核心提示|内容(提要|摘要|简介|导读)|提\s*要|核心阅读|阅读提示|本文(摘要|导读)|"
        r"要点提示|新闻摘要|编辑点评)\s*[】\]:：]"
    )
)
_CONTACT = re.compile(
    r"(电话|热线|传真|手机|座机|总机|邮箱|e-?mail|tel|fax|qq|邮编|微信号?|地址|网址)[^，。]{0,8}[:：]", re.IGNORECASE
)
_LONG_NUMBER = re.compile(r"\d{3,4}[-—–]\d{6,8}|\d{7,12}|@\w+\.|https?://|www\.")
_ASIDE = re.compile(r"^[（(【]?((图片?来源|图源|图片作者)\s*[:：]|(上接|下转|转)第?\s*\w{1,6}\s*版)")
_FILE = re.compile(r"\.(docx?|xlsx?|pdf|wps|zip|rar|pptx?|et|ofd)\W{0,2}$", re.IGNORECASE)
_CONTRIBUTED = re.compile(r"^[（(][^。]{2,30}(供稿|报道|撰稿|整理|供图|供稿供图|投稿)[）)]$")
_PAGES = re.compile(
    _MARKED
    + (
        r"(上一?页|下一?页|首页|末页|尾页|第\s*\d+\s*页|共\s*\d+\s*页|(?<!\d)\d{1,2}(?!\d)|余下全文|返回目录|跳至|阅读全文|"
        r"(?<!\d)\d{1,4}/\d{1,4}(?!\d)|页|[\s|()（）\[\]<>《》])+$"
    )
)
_GREETING = re.compile(
    _MARKED
    + (
        r"(今天是\s*[:：\d]|欢迎(您|光临|访问|来到|关注|使用|登[录陆]|进入|订阅)|您好[！，,!]|热烈(欢迎|祝贺|"
        r"庆祝)[^。]+$|您是第|现在时间)"
    )
)
_PICTURE = re.compile(
    r"^[\[【(（]?\s*(图片?|画面|配图|视频截图|资料图|效果图|示意图)\s*\d{0,3}\s*([:：]|[\]】)）]|$)|^[▲△↑]|"
    r"(摄|供图|（资料图片?）|（视频截图）)[。）)]?$"
)
_FILING = re.compile(
    _MARKED
    + (
        r"(索\s*引\s*号|发文字号|发布机构|发文机[关构]|主题分类|主题词|成文日期|有\s*效\s*性|公开(方式|时限|属性|"
        r"日期)|生成日期|文\s*号|标\s*题|信息分类|体裁分类|组配分类|废止日期|生效日期|内容概述|名\s*称)\s*[:：]"
    )
)


def classify(line: Line, *, known: bool = False) -> Kind:
    """Say what a line is. `known`: other pages of the site have it too."""
    text = line.text
    length, han = len(text), len(_HAN.findall(text))
    if line.aside or line.linked > _MOST_LINKED * length:
        return Kind.END if length < 60 and _END.match(text) else Kind.CHROME
    if length <= _LONGEST_NOTE:
        kind = _furniture(text, length, han)
        if kind is not None:
            return kind
    if known:
        return Kind.CHROME
    if line.heading == "h1":
        return Kind.SHORT
    if han >= _LEAST_HAN and _STOP.search(text):
        return Kind.PROSE
    if (han >= _LEAST_OPENING and text[-1] in ":：") or (han >= 30 and len(_COMMA.findall(text)) >= 2):
        return Kind.PROSE
    return Kind.SHORT if han >= 2 else Kind.CHROME


def _furniture(text: str, length: int, han: int) -> Kind | None:
    stops = len(_STOP.findall(text))
    if length < 60 and _ASIDE.match(text):
        return Kind.INSET
    if is_byline(text):
        return Kind.BYLINE
    if length < 100 and _FILE.search(text):
        return Kind.END
    if length < 80 and _PAGES.match(text):
        return Kind.INSET
    if length < 100 and _END.match(text) and not (_is_sentence(text) and not is_note(text)):
        return Kind.END
    if _STRONG.search(text) and (not stops or is_note(text)):
        return Kind.END if re.search(r"版权|copyright|©|备案|ICP", text, re.IGNORECASE) else Kind.CHROME
    if length < 40 and _CONTRIBUTED.match(text):
        return Kind.END
    if length < 80 and _PICTURE.search(text):
        return Kind.INSET
    if _LEAD.match(text) or (_GREETING.match(text) and length < 80):
        return Kind.CHROME
    if CREDIT.match(text) or _FILING.match(text):
        return Kind.BYLINE
    if stops and is_note(text):
        return Kind.CHROME
    if not stops and not is_item(text):
        if length < 60 and _is_furnished(text, length, han):
            return Kind.CHROME
        if length < 100 and _CONTACT.search(text) and _LONG_NUMBER.search(text):
            return Kind.CHROME
        if length < 60 and FULL_DATE.search(text) and (TIME.search(text) or BYLINE_LABEL.search(text)) and han < 20:
            return Kind.CHROME
        parts = [part for part in _PARTS.split(text) if part]
        if len(parts) >= 4 and length / len(parts) < 9:
            return Kind.ROW
    return None


def _is_sentence(text: str) -> bool:
    """Say whether a line is a sentence without a label before it."""
    return text[-1] in "。！？；”" and not re.search(r"[:：|丨｜】]", text[:10])


def _is_furnished(text: str, length: int, han: int) -> bool:
    """Say whether the words of furniture are a good part of a short line: a heading may have one of them."""
    words = sum(len(match.group()) for match in _FURNITURE.finditer(text))
    return words > 0 and (
        words >= _FURNISHED * max(han, 1) or length <= 6 or re.search(r"[\d:：|【】\[\]（(>=_]", text) is not None
    )


def is_note(text: str, *, reach: int = NOTE_REACH) -> bool:
    """Say whether a sentence is a site's word about itself, its rights or its readers: one such word for `reach` characters."""
    found = {match.group() for match in _NOTE.finditer(text)}
    return len(found) >= 2 and len(found) * reach >= len(text)


def is_caption(text: str) -> bool:
    """Say whether a line speaks of a picture."""
    return len(text) < 80 and _PICTURE.search(text) is not None
