"""What a plan still lacks before it can be submitted, as sentences with the goal they belong to. Pure (A1.2b, A1.2c, G3.1)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from xiangfeng.base.numbering import tidy_document_number

WHOLE = Decimal(100)


@dataclass(frozen=True, slots=True)
class Node:
    """A goal as the checks see it; ``parent`` is None at the top."""

    key: int
    parent: int | None
    title: str
    indicator: str = ""
    direction: str = "ge"
    target: Decimal | None = None
    measure: str = ""
    is_additive: bool = True
    weight: Decimal | None = None
    unit: int | None = None
    due_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong: ``kind`` names the check, ``key`` the goal to open (None: the plan itself)."""

    kind: str
    text: str
    key: int | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the checklist with what it found."""

    kind: str
    title: str
    problems: tuple[Problem, ...]


TITLES = {
    "basis": "写明依据的上级文件号",
    "any": "至少有一个目标",
    "weight": "同一级目标权重合计 100",
    "whole": "每个末级目标指标、目标值、权重、期限齐全",
    "sum": "分解数与上级目标相符",
    "due": "期限在本年内，且不晚于上级目标",
}


def number(value: Decimal | None) -> str:
    """A figure without needless zeros: 100, 92.5."""
    return "" if value is None else f"{value.normalize():f}"


def checklist(nodes: Sequence[Node], *, upper_number: str, year: int) -> list[Check]:
    """Every check in order; a plan may be submitted when none has a problem."""
    found = [*_basis(upper_number), *_any(nodes), *_weights(nodes), *_whole(nodes), *_sums(nodes)]
    found += _days(nodes, year)
    return [
        Check(kind, title, tuple(one for one in found if one.kind == kind)) for kind, title in TITLES.items()
    ]


def problems_of(nodes: Sequence[Node], *, upper_number: str, year: int) -> list[Problem]:
    """All problems of the checklist."""
    return [one for check in checklist(nodes, upper_number=upper_number, year=year) for one in check.problems]


def leaves(nodes: Iterable[Node]) -> list[Node]:
    """The goals without children: what units answer for."""
    rows = list(nodes)
    parents = {one.parent for one in rows}
    return [one for one in rows if one.key not in parents]


def without_owner(nodes: Iterable[Node]) -> list[Node]:
    """无责任单位的目标: the leaves that no unit has (A1.2c)."""
    return [one for one in leaves(nodes) if one.unit is None]


def _basis(upper_number: str) -> list[Problem]:
    if not upper_number.strip():
        return [Problem("basis", "没有写依据的上级文件号，例如 安创办〔2026〕3号")]
    if tidy_document_number(upper_number) is None:
        return [Problem("basis", f"“{upper_number}”不是发文字号，应写成 安创办〔2026〕3号 的样子")]
    return []


def _any(nodes: Sequence[Node]) -> list[Problem]:
    return [] if nodes else [Problem("any", "还没有目标，先添加或从 Excel 导入")]


def _groups(nodes: Sequence[Node]) -> dict[int | None, list[Node]]:
    groups: dict[int | None, list[Node]] = defaultdict(list)
    for one in nodes:
        groups[one.parent].append(one)
    return groups


def _weights(nodes: Sequence[Node]) -> list[Problem]:
    titles = {one.key: one.title for one in nodes}
    found = []
    for parent, group in _groups(nodes).items():
        total = sum((one.weight for one in group if one.weight is not None), Decimal(0))
        if total != WHOLE:
            where = "最上一级目标" if parent is None else f"“{titles[parent]}”的下级目标"
            gap = f"少 {number(WHOLE - total)}" if total < WHOLE else f"多 {number(total - WHOLE)}"
            found.append(Problem("weight", f"{where}权重合计 {number(total)}，应为 100，{gap}", parent))
    return found


def _whole(nodes: Sequence[Node]) -> list[Problem]:
    found = []
    for one in leaves(nodes):
        lacks = [
            word
            for word, value in (
                ("指标", one.indicator.strip()),
                ("目标值", one.target is not None),
                ("权重", one.weight is not None),
                ("完成时限", one.due_on),
            )
            if not value
        ]
        if lacks:
            found.append(Problem("whole", f"“{one.title}”缺{'、'.join(lacks)}", one.key))
    return found


def _sums(nodes: Sequence[Node]) -> list[Problem]:
    found = []
    groups = _groups(nodes)
    for parent in nodes:
        children = groups.get(parent.key, [])
        if not children or parent.target is None:
            continue
        found += _added(parent, children) if parent.is_additive else _same(parent, children)
    return found


def _added(parent: Node, children: Sequence[Node]) -> list[Problem]:
    assert parent.target is not None
    total = sum((one.target for one in children if one.target is not None), Decimal(0))
    if total == parent.target:
        return []
    gap = (
        f"还差 {number(parent.target - total)}"
        if total < parent.target
        else f"多出 {number(total - parent.target)}"
    )
    return [
        Problem(
            "sum",
            f"“{parent.title}”要 {number(parent.target)}{parent.measure}，下级合计 {number(total)}{parent.measure}，{gap}",
            parent.key,
        )
    ]


def _same(parent: Node, children: Sequence[Node]) -> list[Problem]:
    assert parent.target is not None
    found = []
    for one in children:
        if one.target is None:
            continue
        lax = one.target < parent.target if parent.direction == "ge" else one.target > parent.target
        if one.direction != parent.direction:
            found.append(
                Problem("sum", f"“{one.title}”与上级“{parent.title}”一个是不少于、一个是不超过", one.key)
            )
        elif lax:
            text = f"“{one.title}”的标准 {number(one.target)}{one.measure} 比上级“{parent.title}”的 {number(parent.target)}{parent.measure} 宽"
            found.append(Problem("sum", text, one.key))
    return found


def _days(nodes: Sequence[Node], year: int) -> list[Problem]:
    by_key = {one.key: one for one in nodes}
    found = []
    for one in nodes:
        above = by_key.get(one.parent or 0)
        if one.due_on is None:
            continue
        if one.due_on.year != year:
            found.append(Problem("due", f"“{one.title}”的期限 {one.due_on} 不在{year}年", one.key))
        elif above and above.due_on and one.due_on > above.due_on:
            found.append(
                Problem("due", f"“{one.title}”的期限 {one.due_on} 晚于上级目标的 {above.due_on}", one.key)
            )
    return found
