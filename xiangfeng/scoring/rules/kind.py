"""What every 计分规则 has in common. A rule class is the shape of its parameters; an instance is a rule ready to use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, ClassVar, Self

from ..entry import Cell
from ..figures import Number, figure
from ..scheme.codec import read

ZERO = Decimal(0)


RULE_LABELS = {
    "at_least": "条数下限",
    "count": "条数",
    "cap": "封顶分",
    "each": "每个扣（加）分",
    "unit": "单位",
    "limit": "扣分上限",
    "fatal": "不得分情形",
    "text": "情形",
    "bands": "分档",
    "add_up": "累加",
    "when": "情形",
    "minus": "扣分",
    "of": "标准条数",
    "ratios": "比例表",
    "level": "等级",
    "percent": "比例",
    "at_most": "例数上限",
    "rest": "其余",
    "choices": "子集",
    "all": "须符合的标准",
    "target": "目标值",
    "capped": "封顶",
    "what": "名称",
    "per": "每",
    "side": "方向",
    "part": "不足一个单位",
    "sample": "样本数",
    "most": "加分上限",
    "free": "宽限",
    "effect": "后果",
    "by": "上级",
    "table": "名次分数表",
    "rank": "名次",
    "score": "分数",
    "start": "第一名分数",
    "lower": "数小者在前",
}


@dataclass(frozen=True)
class Parameters:
    """Base of rules and of the tables inside them: messages call their fields by `RULE_LABELS`."""

    labels: ClassVar[Mapping[str, str]] = RULE_LABELS


class EntryError(ValueError):
    """An entry this rule cannot score: a Chinese clause naming what is wrong."""


class EmptyEntryError(EntryError):
    """The cell holds nothing this rule can score: 未录."""


@dataclass(frozen=True)
class Points:
    """A score and the arithmetic that gave it, e.g. `17` and `20 − 6×0.5 = 17`."""

    value: Number
    steps: str


@dataclass(frozen=True)
class RuleKind(Parameters):
    """Base of all rules. Subclasses are frozen dataclasses whose fields are the parameters.

    `key` and `title` name the rule; `asks` is what is entered (in Chinese) and `entry` the field of `Cell` it goes
    to; `above` marks the rules that act above a cell (R12–R14) and are applied by `compute`.
    """

    key: ClassVar[str]
    title: ClassVar[str]
    asks: ClassVar[str] = ""
    entry: ClassVar[str] = "count"
    above: ClassVar[bool] = False

    @classmethod
    def parse(cls, params: Mapping[str, Any]) -> Self:
        """The rule with typed parameters; raises `SchemeError` in Chinese."""
        return read(cls, params, f"规则“{cls.title}”")

    @classmethod
    def explain(cls, params: Mapping[str, Any], points: Decimal) -> str:
        """The rule in one Chinese sentence, as shown on screen and on the paper form."""
        return cls.parse(params).sentence(points)

    @classmethod
    def score(cls, points: Decimal, params: Mapping[str, Any], cell: Cell) -> Points:
        """Exact points for a raw entry, with the arithmetic; raises `EntryError`."""
        return cls.parse(params).work(points, cell)

    def problems(self, points: Decimal) -> list[str]:
        """What is wrong with the parameters, as Chinese clauses."""
        return []

    def sentence(self, points: Decimal) -> str:
        raise NotImplementedError

    def amount(self, points: Decimal, cell: Cell) -> Number:
        """Exact points for the raw entry of `cell`; raises `EntryError`. Says nothing: the lean path."""
        raise NotImplementedError

    def steps(self, points: Decimal, cell: Cell) -> str:
        """The arithmetic of `amount` in one line, without the result."""
        raise NotImplementedError

    def work(self, points: Decimal, cell: Cell) -> Points:
        """`amount` and `steps` together."""
        value = self.amount(points, cell)
        return Points(value, self.steps(points, cell))

    def allowed(self, points: Decimal) -> tuple[Number, ...] | None:
        """The only scores this rule can give, when it gives levels; `None` when any step up to full is possible."""
        return None


def counted(cell: Cell, what: str) -> Decimal:
    """The count of a cell, or that of its findings; refuses negative counts and fractions."""
    count = cell.count
    if count is None:
        if not cell.deductions:
            raise EmptyEntryError(f"未录{what}")
        count = sum((finding.count for finding in cell.deductions), ZERO)
    if count < 0 or count != count.to_integral_value():
        raise EntryError(f"{what}应当是不小于 0 的整数，现在是 {figure(count)}")
    return count


def floor_at_zero(points: Decimal, minus: Number) -> Number:
    """Full points less a deduction, 扣完为止; `Decimal` stays `Decimal`."""
    if isinstance(minus, Fraction):
        left: Number = Fraction(points) - minus
    else:
        left = points - minus
    return left if left > 0 else ZERO


def result_of(expression: str, raw: Number, final: Number) -> str:
    """`20 − 6×0.5 = 17`, and what happened when the plain result was out of bounds."""
    line = f"{expression} = {figure(raw)}"
    if raw == final:
        return line
    return f"{line}，{'扣完为止' if raw < final else '封顶'}，得 {figure(final)}"


def positive(label: str, value: Number) -> list[str]:
    """A clause when a parameter that must be above zero is not."""
    return [] if value > 0 else [f"{label}应当大于 0"]
