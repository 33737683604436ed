"""计分规则 R0–R14: the registry, one sentence each, and the check of a typed score.

`RULES["R1"].explain(params, points)` gives the sentence shown on screen, `.score(points, params, cell)` the exact
points with their arithmetic. R12, R13 and R14 reach beyond a cell: `compute` applies them.
"""

from __future__ import annotations

from decimal import Decimal

from ..figures import figure
from ..scheme.codec import SchemeError
from ..scheme.model import Node, Rule, Source
from .above import RankToScore, Replace, VetoRule
from .deduct import AllOrNothing, ByCase, Late, PerFinding, PerPoint, Sampled
from .kind import EmptyEntryError, EntryError, Points, RuleKind
from .levels import ByProblems, ByStandardsMet, BySubset
from .reach import Bonus, Direct, Proportional

__all__ = [
    "RULES",
    "EntryError",
    "EmptyEntryError",
    "Points",
    "RankToScore",
    "RuleKind",
    "VetoRule",
    "bind",
    "check_given",
    "check_value",
    "explain",
]

RULES: dict[str, type[RuleKind]] = {
    kind.key: kind
    for kind in (
        Direct,
        PerFinding,
        AllOrNothing,
        ByCase,
        ByStandardsMet,
        ByProblems,
        BySubset,
        Proportional,
        PerPoint,
        Sampled,
        Bonus,
        Late,
        VetoRule,
        Replace,
        RankToScore,
    )
}


def bind(rule: Rule) -> RuleKind:
    """The rule with typed parameters, ready to score; raises `SchemeError` for an unknown name or bad parameters."""
    kind = RULES.get(rule.name)
    if kind is None:
        raise SchemeError(f"没有“{rule.name}”这种计分规则，可用的是 R0–R14。")
    return kind.parse(rule.params)


def explain(node: Node) -> str:
    """The rule of a scored node in one Chinese sentence."""
    if node.rule is None or node.points is None:
        return "本级不单独计分。"
    return bind(node.rule).sentence(node.points)


def check_value(node: Node, value: Decimal) -> str | None:
    """Why `value` cannot be the score of this node, in words with the remedy; `None` when it can."""
    points = node.points or Decimal(0)
    kind = bind(node.rule) if node.rule else None
    top = kind.most if isinstance(kind, Bonus) and kind.most is not None else points
    levels = kind.allowed(points) if kind else None
    if levels is not None:
        if any(value == level for level in levels):
            return None
        return f"{figure(value)} 不是本项能得的分，请改为{'、'.join(figure(level) for level in levels)}之一"
    if isinstance(kind, Proportional) and not kind.capped:
        return _check_range(value, None, node.step)
    return _check_range(value, top, node.step)


def check_given(source: Source, value: Decimal) -> str | None:
    """Why `value` cannot be the given score of this source; `None` when it can."""
    return _check_range(value, source.full, source.step)


def _check_range(value: Decimal, top: Decimal | None, step: Decimal | None) -> str | None:
    remedy = f"请改为 {'0 以上' if top is None else f'0–{figure(top)}'}"
    if step:
        remedy += f"，最小单位 {figure(step)}"
    if value < 0:
        return f"{figure(value)} 小于 0，{remedy}"
    if top is not None and value > top:
        return f"{figure(value)} 超过满分 {figure(top)}，{remedy}"
    if step and value % step:
        return f"{figure(value)} 不是 {figure(step)} 的整数倍，{remedy}"
    return None
