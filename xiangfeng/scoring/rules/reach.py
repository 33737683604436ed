"""Rules that build points up: R0 直接打分, R7 比例法, R10 加分."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar

from ..entry import Cell
from ..figures import Number, figure
from .kind import EmptyEntryError, EntryError, RuleKind, counted, positive, result_of


@dataclass(frozen=True)
class Direct(RuleKind):
    """R0 直接打分: the assessor judges and types the points; `text` says by what."""

    key: ClassVar[str] = "R0"
    title: ClassVar[str] = "直接打分"
    asks: ClassVar[str] = "得分"
    entry: ClassVar[str] = "value"

    text: str = ""

    def sentence(self, points: Decimal) -> str:
        return f"由考评人员在0–{figure(points)}分之间打分{'，' + self.text if self.text else ''}。"

    def amount(self, points: Decimal, cell: Cell) -> Number:
        raise EmptyEntryError("未录得分")

    def steps(self, points: Decimal, cell: Cell) -> str:
        raise EmptyEntryError("未录得分")


@dataclass(frozen=True)
class Proportional(RuleKind):
    """R7 比例法: 实际/目标×满分, not above full when `capped`."""

    key: ClassVar[str] = "R7"
    title: ClassVar[str] = "按比例得分"
    asks: ClassVar[str] = "实际值"
    entry: ClassVar[str] = "actual"

    target: Decimal
    what: str = "实际数"
    unit: str = ""
    capped: bool = True

    def problems(self, points: Decimal) -> list[str]:
        return positive("目标值", self.target)

    def sentence(self, points: Decimal) -> str:
        cap = "，得满为止" if self.capped else "，可以超过满分"
        return f"得分＝{self.what}÷{figure(self.target)}{self.unit}×{figure(points)}分{cap}。"

    def _raw(self, points: Decimal, cell: Cell) -> Fraction:
        if cell.actual is None:
            raise EmptyEntryError(f"未录{self.what}")
        if cell.actual < 0:
            raise EntryError(f"{self.what}不能为负，现在是 {figure(cell.actual)}")
        return Fraction(cell.actual) / Fraction(self.target) * Fraction(points)

    def amount(self, points: Decimal, cell: Cell) -> Number:
        raw = self._raw(points, cell)
        return points if self.capped and raw > points else raw

    def steps(self, points: Decimal, cell: Cell) -> str:
        expression = f"{figure(cell.actual or 0)}÷{figure(self.target)}×{figure(points)}"
        return result_of(expression, self._raw(points, cell), self.amount(points, cell))


@dataclass(frozen=True)
class Bonus(RuleKind):
    """R10 加分封顶: `each` per unit, at most `most` (by default the item's own points); added to the 综合得分."""

    key: ClassVar[str] = "R10"
    title: ClassVar[str] = "加分"
    asks: ClassVar[str] = "加分几个"

    each: Decimal
    unit: str = "个"
    most: Decimal | None = None

    def problems(self, points: Decimal) -> list[str]:
        found = positive("每个加分", self.each)
        if self.most is not None and not 0 < self.most <= points:
            found.append(f"加分上限应当大于 0 且不超过本项分值 {figure(points)}")
        return found

    def _most(self, points: Decimal) -> Decimal:
        return points if self.most is None else self.most

    def sentence(self, points: Decimal) -> str:
        return (
            f"每{self.unit}加{figure(self.each)}分，最多加{figure(self._most(points))}分，直接计入综合得分。"
        )

    def amount(self, points: Decimal, cell: Cell) -> Number:
        return min(counted(cell, f"{self.unit}数") * self.each, self._most(points))

    def steps(self, points: Decimal, cell: Cell) -> str:
        count = counted(cell, f"{self.unit}数")
        expression = f"{figure(count)}×{figure(self.each)}"
        return result_of(expression, count * self.each, self.amount(points, cell))
