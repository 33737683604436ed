"""Rules that start from full points and take away: R1, R2, R3, R8, R9, R11."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar

from ..entry import Cell
from ..figures import Number, figure
from .kind import (
    ZERO,
    EmptyEntryError,
    EntryError,
    Parameters,
    RuleKind,
    counted,
    floor_at_zero,
    positive,
    result_of,
)


@dataclass(frozen=True)
class PerFinding(RuleKind):
    """R1 每处扣分, 扣完为止. `limit` stops earlier; `fatal` names what costs all points (`ok=False`)."""

    key: ClassVar[str] = "R1"
    title: ClassVar[str] = "每处扣分"
    asks: ClassVar[str] = "发现几处"

    each: Decimal
    unit: str = "处"
    limit: Decimal | None = None
    fatal: str = ""

    def problems(self, points: Decimal) -> list[str]:
        found = positive("每处扣分", self.each)
        if self.each > points:
            found.append(f"每{self.unit}扣 {figure(self.each)} 分，超过了满分 {figure(points)}")
        if self.limit is not None and not 0 < self.limit <= points:
            found.append(f"扣分上限应当大于 0 且不超过满分 {figure(points)}")
        return found

    def sentence(self, points: Decimal) -> str:
        end = "扣完为止" if self.limit is None else f"最多扣{figure(self.limit)}分"
        fatal = f"，出现{self.fatal}的本项不得分" if self.fatal else ""
        return f"满分{figure(points)}分，每{self.unit}扣{figure(self.each)}分，{end}{fatal}。"

    def amount(self, points: Decimal, cell: Cell) -> Number:
        if self.fatal and cell.ok is False:
            return ZERO
        minus = self._minus(cell)
        return floor_at_zero(points, minus if self.limit is None else min(minus, self.limit))

    def _minus(self, cell: Cell) -> Decimal:
        if cell.count is None and any(finding.points is not None for finding in cell.deductions):
            return sum((self._price(finding.points, finding.count) for finding in cell.deductions), ZERO)
        return counted(cell, f"{self.unit}数") * self.each

    def _price(self, points: Decimal | None, count: Decimal) -> Decimal:
        return self.each * count if points is None else points

    def steps(self, points: Decimal, cell: Cell) -> str:
        if self.fatal and cell.ok is False:
            return f"出现{self.fatal}，本项不得分"
        minus, final = self._minus(cell), self.amount(points, cell)
        if cell.count is None and any(finding.points is not None for finding in cell.deductions):
            prices = [figure(self._price(finding.points, finding.count)) for finding in cell.deductions]
            taken = prices[0] if len(prices) == 1 else f"({' + '.join(prices)})"
        else:
            taken = f"{figure(counted(cell, f'{self.unit}数'))}×{figure(self.each)}"
        if self.limit is not None and minus > self.limit:
            return f"{figure(points)} − {figure(self.limit)}（{taken} 超过上限）= {figure(final)}"
        return result_of(f"{figure(points)} − {taken}", points - minus, final)


@dataclass(frozen=True)
class AllOrNothing(RuleKind):
    """R2 不符合不得分 (`ok`; a finding or a count above zero also means not met)."""

    key: ClassVar[str] = "R2"
    title: ClassVar[str] = "不符合不得分"
    asks: ClassVar[str] = "是否符合"
    entry: ClassVar[str] = "ok"

    text: str = "不符合标准"

    def sentence(self, points: Decimal) -> str:
        return f"符合得{figure(points)}分，{self.text}的不得分。"

    def amount(self, points: Decimal, cell: Cell) -> Number:
        if cell.ok is not None:
            return points if cell.ok else ZERO
        return ZERO if counted(cell, "是否符合") else points

    def steps(self, points: Decimal, cell: Cell) -> str:
        return f"符合标准，得 {figure(points)}" if self.amount(points, cell) else f"{self.text}，不得分"


@dataclass(frozen=True)
class Case(Parameters):
    """One 情形 of R3 and what it costs."""

    when: str
    minus: Decimal


@dataclass(frozen=True)
class ByCase(RuleKind):
    """R3 分档扣分. `met` names the cases that apply, by number from 1 or by text: the dearest counts, or all of them."""

    key: ClassVar[str] = "R3"
    title: ClassVar[str] = "分档扣分"
    asks: ClassVar[str] = "属于哪一档"
    entry: ClassVar[str] = "met"

    bands: tuple[Case, ...]
    add_up: bool = False

    def problems(self, points: Decimal) -> list[str]:
        found = [] if self.bands else ["至少要有一档"]
        for band in self.bands:
            if not 0 < band.minus <= points:
                found.append(
                    f"“{band.when}”扣 {figure(band.minus)} 分，应当大于 0 且不超过满分 {figure(points)}"
                )
        if len({band.when for band in self.bands}) < len(self.bands):
            found.append("有两档的情形相同")
        return found

    def sentence(self, points: Decimal) -> str:
        cases = "，".join(f"{band.when}扣{figure(band.minus)}分" for band in self.bands)
        return (
            f"满分{figure(points)}分，{cases}，{'逐项累加，扣完为止' if self.add_up else '按最重的一档扣'}。"
        )

    def amount(self, points: Decimal, cell: Cell) -> Number:
        prices = [band.minus for band in self._cases(cell)]
        return floor_at_zero(points, sum(prices, ZERO) if self.add_up else max(prices, default=ZERO))

    def _cases(self, cell: Cell) -> list[Case]:
        if cell.met is None:
            raise EmptyEntryError("未选属于哪一档")
        known = {str(number): band for number, band in enumerate(self.bands, 1)}
        known |= {band.when: band for band in self.bands}
        for name in cell.met:
            if name not in known:
                raise EntryError(f"没有“{name}”这一档")
        return list(dict.fromkeys(known[name] for name in cell.met))

    def steps(self, points: Decimal, cell: Cell) -> str:
        cases = self._cases(cell)
        if not cases:
            return f"没有扣分情形，得 {figure(points)}"
        if not self.add_up:
            cases = [max(cases, key=lambda band: band.minus)]
        taken = " − ".join(f"{figure(band.minus)}（{band.when}）" for band in cases)
        raw = points - sum((band.minus for band in cases), ZERO)
        return result_of(f"{figure(points)} − {taken}", raw, self.amount(points, cell))


@dataclass(frozen=True)
class PerPoint(RuleKind):
    """R8 每低（高）1个百分点扣分. `per` is the size of one step; `part` says how a part of a step counts:
    `exact` (按比例), `floor` (不计), `ceil` (按一个计)."""

    key: ClassVar[str] = "R8"
    title: ClassVar[str] = "每差1个百分点扣分"
    asks: ClassVar[str] = "实际值"
    entry: ClassVar[str] = "actual"

    target: Decimal
    each: Decimal
    per: Decimal = Decimal(1)
    unit: str = "个百分点"
    side: str = "below"
    part: str = "exact"

    def problems(self, points: Decimal) -> list[str]:
        found = positive("每个单位扣分", self.each) + positive("单位大小", self.per)
        if self.side not in ("below", "above"):
            found.append("方向只能是 below（低于目标）或 above（高于目标）")
        if self.part not in PARTS:
            found.append("不足一个单位只能是 exact、floor 或 ceil")
        return found

    def sentence(self, points: Decimal) -> str:
        way = "低" if self.side == "below" else "高"
        part = PARTS[self.part]
        return (
            f"满分{figure(points)}分，目标{figure(self.target)}，每{way}{figure(self.per)}{self.unit}"
            f"扣{figure(self.each)}分{part}，扣完为止。"
        )

    def _units(self, cell: Cell) -> Number:
        if cell.actual is None:
            raise EmptyEntryError("未录实际值")
        gap = self.target - cell.actual if self.side == "below" else cell.actual - self.target
        units = Fraction(max(gap, ZERO)) / Fraction(self.per)
        if self.part == "floor":
            return Decimal(math.floor(units))
        return Decimal(math.ceil(units)) if self.part == "ceil" else units

    def amount(self, points: Decimal, cell: Cell) -> Number:
        return floor_at_zero(points, Fraction(self._units(cell)) * Fraction(self.each))

    def steps(self, points: Decimal, cell: Cell) -> str:
        units, way = self._units(cell), "低" if self.side == "below" else "高"
        if not units:
            return f"实际 {figure(cell.actual or ZERO)}，达到目标 {figure(self.target)}，得 {figure(points)}"
        raw = Fraction(points) - Fraction(units) * Fraction(self.each)
        about = f"{way} {figure(units)} 个单位" if self.per != 1 else f"{way} {figure(units)} {self.unit}"
        expression = f"{about}：{figure(points)} − {figure(units)}×{figure(self.each)}"
        return result_of(expression, raw, self.amount(points, cell))


PARTS = {"exact": "（不足的按比例）", "floor": "（不足的不计）", "ceil": "（不足的按一个计）"}


@dataclass(frozen=True)
class Sampled(RuleKind):
    """R9 抽样扣分: of `sample` drawn, each failing one costs `each`."""

    key: ClassVar[str] = "R9"
    title: ClassVar[str] = "抽样扣分"
    asks: ClassVar[str] = "不合格几户"

    sample: int
    each: Decimal
    unit: str = "户"

    def problems(self, points: Decimal) -> list[str]:
        return positive("样本数", Decimal(self.sample)) + positive("每个扣分", self.each)

    def sentence(self, points: Decimal) -> str:
        drawn, each = f"{self.sample}{self.unit}", f"每{self.unit}不合格扣{figure(self.each)}分"
        return f"满分{figure(points)}分，随机抽查{drawn}，{each}，扣完为止。"

    def amount(self, points: Decimal, cell: Cell) -> Number:
        return floor_at_zero(points, self._failing(cell) * self.each)

    def _failing(self, cell: Cell) -> Decimal:
        failing = counted(cell, f"不合格{self.unit}数")
        if failing > self.sample:
            raise EntryError(f"不合格 {figure(failing)} {self.unit}，超过抽查的 {self.sample} {self.unit}")
        return failing

    def steps(self, points: Decimal, cell: Cell) -> str:
        failing = self._failing(cell)
        expression = f"{figure(points)} − {figure(failing)}×{figure(self.each)}"
        return result_of(expression, points - failing * self.each, self.amount(points, cell))


@dataclass(frozen=True)
class Late(RuleKind):
    """R11 逾期扣分: `each` per day after `free` days of grace."""

    key: ClassVar[str] = "R11"
    title: ClassVar[str] = "逾期扣分"
    asks: ClassVar[str] = "逾期几天"

    each: Decimal
    free: int = 0
    unit: str = "天"

    def problems(self, points: Decimal) -> list[str]:
        return positive("每天扣分", self.each) + ([] if self.free >= 0 else ["宽限不能为负"])

    def sentence(self, points: Decimal) -> str:
        free = f"宽限{self.free}{self.unit}，" if self.free else ""
        return f"满分{figure(points)}分，{free}每逾期1{self.unit}扣{figure(self.each)}分，扣完为止。"

    def _charged(self, cell: Cell) -> Decimal:
        return max(counted(cell, f"逾期{self.unit}数") - self.free, ZERO)

    def amount(self, points: Decimal, cell: Cell) -> Number:
        return floor_at_zero(points, self._charged(cell) * self.each)

    def steps(self, points: Decimal, cell: Cell) -> str:
        late = self._charged(cell)
        grace = f"（已减去宽限 {self.free} {self.unit}）" if self.free else ""
        expression = f"{figure(points)} − {figure(late)}×{figure(self.each)}"
        return result_of(expression, points - late * self.each, self.amount(points, cell)) + grace
