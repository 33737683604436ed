"""The text guard: words by which a township paper would give itself powers it has not, and what to write instead.

A township's own rules may set no administrative penalty (行政处罚法第16条) and no coercive measure (行政强制法第10条).
The guard points and offers; whether the paper goes out is decided by people. A sentence that forbids the thing
(“不得罚款”) is no finding.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from xiangfeng.documents.paper import Paper, body_length, places

LENGTH_HINT = 3000
LENGTH_LIMIT = 5000
"""Characters of the body: above the first the clerk is asked to shorten, above the second the paper is too long."""


@dataclass(frozen=True)
class Finding:
    """A word found at `start:end`, why it cannot stand and what may, best offer first.

    A hint is lawful in some papers and only asks for a look.
    """

    found: str
    start: int
    end: int
    reason: str
    offers: tuple[str, ...]
    is_hint: bool = False


@dataclass(frozen=True)
class PlacedFinding:
    """A finding and where in the paper it stands."""

    where: str
    finding: Finding


@dataclass(frozen=True)
class _Term:
    pattern: str
    reason: str
    offers: tuple[str, ...]
    is_hint: bool = False


_TERMS = (
    _Term(
        r"罚款|罚金|罚没",
        "罚款只能由法律、法规、规章设定（行政处罚法第16条），乡镇文件和村规民约无权设定。",
        ("扣减以奖代补资金", "约谈", "限期整改", "批评教育"),
    ),
    _Term(
        r"没收|收缴(?!率|费|情况)",
        "没收财物是行政处罚（行政处罚法第9条），乡镇文件无权设定（第16条）。",
        ("督促自行清理", "劝导改正", "移交有权机关依法处理"),
    ),
    _Term(
        r"扣押|查封|暂扣|扣留",
        "扣押、查封是行政强制措施，只能由法律、法规设定（行政强制法第10条）。",
        ("登记并督促自行清理", "移交有权机关依法处理"),
    ),
    _Term(
        r"强制拆除|强拆|强制执行",
        "行政强制执行由法律设定（行政强制法第13条），乡镇不能自行规定。",
        ("督促自行拆除", "移交有权机关依法处理"),
    ),
    _Term(
        r"拘留|拘禁|关押",
        "限制人身自由只能由法律设定（行政处罚法第10条），由公安机关实施。",
        ("报公安机关依法处理",),
    ),
    _Term(
        r"(?:党内|政务)?严重警告|(?:党内|政务|行政)警告(?!标)",
        "党纪政务处分由有权机关按程序作出，考核文件不能直接给予。",
        ("约谈", "书面检查", "移交有权机关依法处理"),
    ),
    _Term(
        r"警告(?!标|牌|线|灯|信息)",
        "警告是行政处罚（行政处罚法第9条），乡镇文件无权设定（第16条）。",
        ("警示提醒", "批评教育", "约谈"),
    ),
    _Term(
        r"吊销|责令停产停业|停业整顿|取缔",
        "吊销证照、责令停产停业是行政处罚（行政处罚法第9条），由有权机关实施。",
        ("限期整改", "移交有权机关依法处理"),
    ),
    _Term(
        r"停水停电|断水断电|停止供[水电气热]|[断停][水电](?=处理|措施|整改)",
        "不得用停止供水、供电、供热、供燃气的方式迫使居民履行（行政强制法第43条）。",
        ("上门劝导", "限期整改"),
    ),
    _Term(
        r"(?:取消|停发|扣发|停止发放|暂停发放)(?:其)?(?:低保金?|养老金|养老保险|救助金?|惠农补贴|各类补贴|医保)",
        "低保、养老、救助等待遇依法享有，不得与考评挂钩。",
        ("取消当年评先评优资格", "批评教育"),
    ),
    _Term(
        r"(?:缴纳|收取|交纳|扣除)[^，。；]{0,8}(?:保证金|押金|违约金)",
        "向村、户、个人收取保证金等没有法定依据。",
        ("签订承诺书", "纳入年度考核"),
    ),
    _Term(
        r"创建示范|命名授牌|命名为?[^，。；]{0,12}示范|授予[^，。；]{0,12}(?:示范|称号)|授牌",
        "乡镇不得开展创建示范活动，评比表彰要有批准的项目和文号。",
        ("通报表扬", "工作激励"),
        is_hint=True,
    ),
)
_FORBIDDING = re.compile(
    r"(?:不得|严禁|禁止|不准|不能|不可|不许|不再|无权|杜绝|取消|防止)"
    r"(?:[向对][^，。；]{1,8})?(?:实施|设定|设置|采取|进行|使用|收取|处以|给予|擅自|自行|违规|违法|随意|变相|乱|以|用|开展|搞)*$"
)


def check_wording(text: str) -> list[Finding]:
    """What in `text` a township paper may not say, in order of place."""
    found: list[Finding] = []
    for term in _TERMS:
        for match in re.finditer(term.pattern, text):
            overlaps = any(match.start() < other.end and other.start < match.end() for other in found)
            if not overlaps and not _FORBIDDING.search(text[max(0, match.start() - 40) : match.start()]):
                found.append(
                    Finding(match[0], match.start(), match.end(), term.reason, term.offers, term.is_hint)
                )
    return sorted(found, key=lambda finding: finding.start)


def suggest(text: str) -> str:
    """`text` with every finding but the hints replaced by its first offer; the author reads it again."""
    for finding in reversed(check_wording(text)):
        if not finding.is_hint:
            text = text[: finding.start] + finding.offers[0] + text[finding.end :]
    return text


def check_paper(paper: Paper) -> list[PlacedFinding]:
    """The findings in every text of the paper, and whether the body is too long (减负)."""
    found = [
        PlacedFinding(place.where, finding)
        for place in places(paper)
        for finding in check_wording(place.text)
    ]
    length = body_length(paper)
    if length > LENGTH_LIMIT:
        found.append(_too_long(length, f"正文超过{LENGTH_LIMIT}字的上限，请压缩。", is_hint=False))
    elif length > LENGTH_HINT:
        found.append(_too_long(length, f"正文超过{LENGTH_HINT}字，请看能否压缩。", is_hint=True))
    return found


def _too_long(length: int, reason: str, *, is_hint: bool) -> PlacedFinding:
    offers = ("压缩正文", "把明细移入附件")
    return PlacedFinding("全文", Finding(f"共{length}字", 0, 0, reason, offers, is_hint))
