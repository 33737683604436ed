"""The text of a 责任书 as values: lines from goals, the hash of what is signed, what a 补充协议 leaves in force. Pure."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from xiangfeng.documents.wording import check_wording
from xiangfeng.goals.check import number
from xiangfeng.goals.shares import to_hundred

Line = dict[str, Any]
FIELDS = (("target", "目标值"), ("weight", "权重"), ("due_on", "完成时限"))
"""What a 补充协议 may change of a line."""
TEXTS = {
    "responsibilities": "责任内容",
    "support": "甲方责任与保障",
    "method": "考核办法",
    "rewards": "奖惩办法",
}

RESPONSIBILITIES = (
    "乙方主要负责人为第一责任人，把目标任务分解到人、落实到月，按季度检查进度；发现问题按期整改，"
    "如实填报完成情况并留存佐证；遇到难以完成的情况，及时书面报告甲方。"
)
SUPPORT = (
    "甲方按年度计划落实创建经费和以奖代补资金，统筹垃圾收运、活动器材等公共设施；创建办负责业务培训和日常指导，"
    "收到乙方求助后5个工作日内答复；考评规则和结果及时公开，受理乙方的异议。"
)
METHOD = (
    "年终按目标任务表逐项核算：完成目标的得该项满分，未完成的按完成比例计分，合计100分。"
    "完成值以业务记录自动取数和经核实的填报为准；乙方对结果有异议的，可在公布后5个工作日内提出。"
)
REWARDS = (
    "年度得分90分以上的，列为以奖代补对象并通报表扬；低于70分的，由分管领导约谈并限期改进。"
    "不得收取保证金，不得罚款。"
)


def share_weights(weights: Sequence[Decimal]) -> list[Decimal]:
    """The weights of one unit's goals in their proportions, to one decimal, making 100."""
    return to_hundred(weights)


def digest_of(content: Mapping[str, Any]) -> str:
    """sha256 of the canonical text: the same content gives the same value on every machine."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def in_force(lines: Sequence[Line], supplements: Iterable[Sequence[Line]]) -> list[Line]:
    """The lines with the changes of the signed 补充协议, oldest first, laid over them."""
    found = {line["line"]: dict(line) for line in lines}
    for changes in supplements:
        for change in changes:
            if change["line"] in found:
                found[change["line"]] |= change["new"]
    return list(found.values())


def changes_between(old: Sequence[Line], new: Mapping[int, Mapping[str, str]]) -> list[Line]:
    """What of the lines in force differs from ``new`` (target, weight, due_on by line)."""
    found = []
    for line in old:
        wanted = new.get(line["line"], {})
        names = [name for name, _ in FIELDS if name in wanted and wanted[name] != line[name]]
        if names:
            found.append(
                {
                    "line": line["line"],
                    "title": line["title"],
                    "measure": line["measure"],
                    "old": {name: line[name] for name in names},
                    "new": {name: wanted[name] for name in names},
                }
            )
    return found


def plain(value: Decimal | dt.date | None) -> str:
    """A figure or a day as the stored lines write it."""
    return value.isoformat() if isinstance(value, dt.date) else number(value)


def said(name: str, value: str, measure: str) -> str:
    """A figure of a line as people read it: 8场, 权重 10, 12月20日."""
    if name == "due_on":
        day = dt.date.fromisoformat(value) if value else None
        return f"{day.month}月{day.day}日" if day else "不限"
    return f"权重 {value}" if name == "weight" else f"{value}{measure}"


def wrong_words(texts: Mapping[str, str]) -> list[str]:
    """What a township's 责任书 may not say, as sentences: 罚款, 保证金 and the like (行政处罚法第16条)."""
    found = []
    for key, title in TEXTS.items():
        for one in check_wording(texts.get(key, "")):
            if not one.is_hint:
                offers = "、".join(one.offers)
                found.append(f"“{title}”里的“{one.found}”不能写：{one.reason}可改为：{offers}")
    return found


def target_text(line: Line) -> str:
    """≥ 90 分, ≤ 3 起."""
    sign = "≥" if line["direction"] == "ge" else "≤"
    return f"{sign} {line['target']} {line['measure']}".strip()
