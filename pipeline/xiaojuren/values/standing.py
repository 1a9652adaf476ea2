"""The standing of a title: what the words around its mention say of it.

In: the folded text before and behind a mention. Out: a `Status`, or None where nothing is said. Only the sentence of the mention is
read, and in it what stands nearest: 拟认定 is a proposal, 未入选 a denial, 力争入选 an aim, though all three hold the words of a grant.
"""

from __future__ import annotations

import re
from typing import Literal

#: granted: holds it; passed_review: was confirmed; proposed: on a list open to objection; applied: asked for or recommended;
#: targeted: aimed at, as by a plan or a nursery of firms; revoked: taken away; not_granted: asked for in vain, or denied.
Status = Literal["granted", "passed_review", "proposed", "applied", "targeted", "revoked", "not_granted"]

_SENTENCE = re.compile(r"[。！!？?;；]")
_CLAUSE = re.compile(r"[,，:：]")
_GOES_ON = re.compile(
    r"^(?:.{0,2}|同时|以及|其中)$|[、和及]$"
)  # a clause that only goes on with a list: what rules it stands before

_GRANT = (
    r"入选|入围|跻身|跨入|跃居|位居|进位至|上榜|登榜|荣登|登上|位列|名列|列入|列为|被列|纳入|认定|评定|评为|评选|评上|获评|荣膺|荣获|荣列|斩获|摘得|捧得|夺得|喜获|喜提|获授"
    r"|获颁|授予|颁发|授牌|命名|确定为|确认为|获批|获选|晋升|晋级|升格|当选|蝉联|表彰|创成"
)
#: Words that go with other things than titles too: they count only in the clause of the mention.
_LOOSE = r"获得|取得|通过|批准|批复|获准|登记|公布|通报|建成|备案|入库|成为|升级|升为|进入"
#: And words of having and gaining, that go with anything: they count only close before the mention, the shortest right before it.
_WEAK = (
    r"(?:拥|现|已|共|建|设|还|仅|总|另|各|含|握|具)有|设立|达到|新增|净增|增至|增加|突破|累计|汇聚|集聚|聚集|作为|属于|连续"
    r"|(?:是|为|(?<!体)系|有|获|达)(?:一家|一个|一批|首批|唯一的?|全国|全省|全市|我国|我省|国家级?|省级|市级|\d+[余多]?[家个])*$"
)
_KIND_OF = re.compile(r"(?:是|系)[^,，]*的$")  # 是一家从事催化剂业务的高新技术企业
_WEAK_REACH = 12  # characters between such a word and the mention: a number of firms, a batch

#: An aim of the whole sentence, and help or hope that reaches to the end of its clause.
_AIM = r"力争|目标|预计|确保|(?<!截)(?<!截至)到20\d\d年|今后|下一步"
_HOPE = rf"{_AIM}|(?<!向上)争取|计划|有望|即将|努力|瞄准|冲刺|冲击|推动|支持|鼓励|引导|扶持|助力|帮助|将(?:被|会|新增|要|再)|如果|倘若"

_NOT = r"(?:尚未|并未|未能|未|没能|没有|没)(?:再次|能|曾|被|获|成功|顺利|如期|继续|最终)*"

#: The cues before a mention, each with what it says: at one place of the text the first that fits.
_CUES: tuple[tuple[str, str], ...] = (
    ("not_granted", rf"{_NOT}(?:{_GRANT}|{_LOOSE}|拥有|得到)|落选|无缘|(?:不是|并非|不属于|没有)(?:一家)?$"),
    ("revoked", r"撤销|撤消|取消|摘牌|摘掉|摘帽|不再(?:具备|具有|认定|享有|保留|是|拥有|列入)|丧失|失去|吊销|移出|除名|收回"),
    ("proposed", r"(?<![虚模])拟|(?<!经)(?<!经过)公示(?!期满|结束|无异议|后)|待认定|初步认定|初选"),
    ("granted", r"(?:成功|顺利|获准|获批)(?:申报|申请|创建|培育|打造|创成|争创|建设|入选)(?:成为|为)?|申报成功"),
    ("granted", r"(?:新|累计|已|共|先后|相继|总计)(?:新增|增)?(?:培育|创建|打造|孵化|引育|培植)"),
    ("granted", r"(?:培育|孵化|创建|打造|引育)(?:出|了|形成|认定)|创建成(?!为)"),
    ("passed_review", r"(?:通过|完成)了?[^,，]{0,12}(?:复核|复审|复评|复查|重新认定)|(?:复核|复审)(?:评价)?(?:通过|合格)"),
    ("applied", r"(?:申报|申请)(?:认定|评定|评选|成为|命名|创建)?|报送|推荐(?!入选)|参评|参选|提名|候选|角逐|竞逐"),
    ("applied", r"(?:组织|启动|开展)[^,，]{0,8}(?:认定|评选|遴选|复核)"),
    ("targeted", r"争创|创建|培育|培植|打造|孵化|引育|梯队|后备"),
    ("hope", _HOPE),
    ("granted", _GRANT),
    ("loose", _LOOSE),
    ("weak", _WEAK),
)  # fmt: skip
_CUE = re.compile("|".join(f"(?P<{name}_{i}>{pattern})" for i, (name, pattern) in enumerate(_CUES)))
_SAYS: dict[str, Status] = {
    "not_granted": "not_granted", "revoked": "revoked", "proposed": "proposed", "applied": "applied", "targeted": "targeted",
    "passed_review": "passed_review", "granted": "granted", "loose": "granted", "weak": "granted", "hope": "targeted",
}  # fmt: skip

#: What follows a mention, read to the end of its clause: the first that fits.
_HELD = r"称号|荣誉|资质|资格|认定|认证|证书|牌匾|名单|名录|榜单"
_FOLLOWS: tuple[tuple[Status, re.Pattern[str]], ...] = (
    ("revoked", re.compile(r".{0,10}(?:撤销|撤消|取消|摘牌|吊销|收回|摘掉)")),
    ("not_granted", re.compile(r".{0,8}(?:落选|未入选|未通过|未获|未能|复核不合格|复审不合格)")),
    ("proposed", re.compile(r".{0,12}(?:公示(?!期满|结束|无异议|期已)|拟认定|拟入选|建议名单)")),
    ("targeted", re.compile(r"(?:企业|单位|梯度|后备|的)*(?:培育(?!名单)|梯队|后备|种子)")),
    ("targeted", re.compile(r"(?:行列|阵营|目标)*(?:冲刺|冲击|迈进|进军|奋进)")),
    ("applied", re.compile(rf"(?:企业|的|{_HELD})*(?:申报|申请|推荐|评审|遴选|候选|提名)(?!成功|获批)")),
    ("granted", re.compile(rf"(?:企业|等)*(?:{_HELD})+(?!工作|标准|办法|条件|管理|政策|培训|奖励|机构|程序|流程|要求|服务)")),
    ("granted", re.compile(r"(?:企业|总数|总量|数量|累计|已|分别)*(?:达|增至|突破|有|新增|增加|增长|\d+[余多]?[家个户项])")),
    ("granted", re.compile(r"(?:成功|正式|顺利|均|已)*(?:获批|揭牌|授牌|挂牌|通过.{0,8}认定)")),
)  # fmt: skip
_REVIEW = re.compile(r".{0,8}(?:复核|复审|复评|复查|重新认定)")


def read_status(before: str, after: str) -> Status | None:
    """Return what the text `before` a mention and `after` it, both folded, say of its standing."""
    sentence = _SENTENCE.split(before)[-1]
    clause = _CLAUSE.split(_SENTENCE.split(after)[0])[0]
    said = _said_before(sentence)
    follows = next((status for status, pattern in _FOLLOWS if pattern.match(clause)), None)
    if said == "revoked":
        return said
    if follows in ("revoked", "not_granted"):
        return follows
    if _REVIEW.match(clause):
        return _review(sentence, clause, said)
    if said in (None, "granted", "passed_review") and follows in ("proposed", "targeted", "applied"):
        return follows
    status = said or follows
    aimed = re.search(_AIM, sentence) and not re.search(_GRANT, _CLAUSE.split(sentence)[-1])
    return "targeted" if status == "granted" and aimed else status


def _said_before(sentence: str) -> Status | None:
    """Return what the clause of the mention says, or, where it only goes on with a list, the one before it."""
    near = True
    for clause in reversed(_CLAUSE.split(sentence)):
        status = _said_in(clause, near=near)
        if status or not _GOES_ON.search(clause):
            return status
        near = False
    return None


def _said_in(clause: str, *, near: bool) -> Status | None:
    """Return what the last cue of a clause says, in the light of a plan or proposal before it; `near` is the mention's own clause."""
    cues = []
    for match in _CUE.finditer(clause):
        cue = (match.lastgroup or "").rpartition("_")[0]
        far = cue == "weak" and len(clause) - match.end() > _WEAK_REACH
        if not far and (near or cue not in ("weak", "loose")):
            cues.append(cue)
    if not cues:
        return "granted" if near and _KIND_OF.search(clause) else None
    *earlier, last = cues
    if _SAYS[last] in ("granted", "passed_review"):
        last = next((cue for cue in earlier if cue in ("proposed", "hope")), last)
    return _SAYS[last]


def _review(sentence: str, clause: str, said: Status | None) -> Status | None:
    """Return what a review that follows the mention came to: 通过…复核, …复核通过, 拟通过…复核, 申请…复核."""
    if said in ("proposed", "applied", "not_granted", "targeted"):
        return said
    if "公示" in clause:
        return "proposed"
    passed = "通过" in clause or "合格" in clause or said in ("granted", "passed_review")
    return "passed_review" if passed else None
