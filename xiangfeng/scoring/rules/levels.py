"""状态描述法: rules that find a level A/B/C/C# and give its share of the points: R4, R5, R6."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from ..entry import Cell
from ..figures import Number, figure
from .kind import EmptyEntryError, EntryError, Parameters, RuleKind, counted


@dataclass(frozen=True)
class Ratio(Parameters):
    """A level and its share of the points in percent."""

    level: str
    percent: Decimal


DEFAULT_RATIOS = (
    Ratio("A", Decimal(100)),
    Ratio("B", Decimal(66)),
    Ratio("C", Decimal(33)),
    Ratio("C#", Decimal(0)),
)


@dataclass(frozen=True)
class Levelled(RuleKind):
    """What R4, R5 and R6 share: the table of levels, and that the level itself may be entered."""

    ratios: tuple[Ratio, ...] = DEFAULT_RATIOS
    rest: str = "C#"

    def problems(self, points: Decimal) -> list[str]:
        found = [
            f"等级“{each.level}”的比例应当在 0–100 之间"
            for each in self.ratios
            if not 0 <= each.percent <= 100
        ]
        if len({each.level for each in self.ratios}) < len(self.ratios):
            found.append("比例表里有重复的等级")
        known = {each.level for each in self.ratios}
        found += [f"等级“{level}”不在比例表里" for level in self._named() if level not in known]
        return found

    def _named(self) -> list[str]:
        raise NotImplementedError

    def find(self, cell: Cell) -> str:
        """The level of a raw entry."""
        raise NotImplementedError

    def level(self, cell: Cell) -> str:
        """The level entered, or found from the raw entry."""
        return self.find(cell) if cell.level is None else cell.level

    def _percent(self, level: str) -> Decimal:
        for each in self.ratios:
            if each.level == level:
                return each.percent
        raise EntryError(f"没有“{level}”这个等级，请填{'、'.join(each.level for each in self.ratios)}")

    def amount(self, points: Decimal, cell: Cell) -> Number:
        return points * self._percent(self.level(cell)) / 100

    def steps(self, points: Decimal, cell: Cell) -> str:
        level = self.level(cell)
        share = f"{figure(points)}×{figure(self._percent(level))}%"
        return f"{self._because(cell)}{level}级：{share} = {figure(self.amount(points, cell))}"

    def _because(self, cell: Cell) -> str:
        return ""

    def allowed(self, points: Decimal) -> tuple[Number, ...]:
        return tuple(points * each.percent / 100 for each in self.ratios)

    def _shares(self) -> str:
        return "、".join(f"{each.level}得{figure(each.percent)}%" for each in self.ratios)


@dataclass(frozen=True)
class AtLeast(Parameters):
    """A level and how many standards it asks for."""

    at_least: int
    level: str


@dataclass(frozen=True)
class ByStandardsMet(Levelled):
    """R4 达标条数判级: of `of` standards, the number met decides (`count`, or the numbers in `met`)."""

    key: ClassVar[str] = "R4"
    title: ClassVar[str] = "达标条数判级"
    asks: ClassVar[str] = "达标几条"

    of: int = 5
    bands: tuple[AtLeast, ...] = (AtLeast(5, "A"), AtLeast(4, "B"), AtLeast(3, "C"))

    def problems(self, points: Decimal) -> list[str]:
        found = super().problems(points)
        asked = [band.at_least for band in self.bands]
        if asked != sorted(set(asked), reverse=True):
            found.append("各级的达标条数应当由多到少")
        if asked and asked[0] > self.of:
            found.append(f"达标条数 {asked[0]} 超过了标准条数 {self.of}")
        return found

    def _named(self) -> list[str]:
        return [*(band.level for band in self.bands), self.rest]

    def sentence(self, points: Decimal) -> str:
        bands = "，".join(f"符合{band.at_least}条为{band.level}" for band in self.bands)
        return f"满分{figure(points)}分，{self.of}条标准中{bands}，其余为{self.rest}；{self._shares()}。"

    def _met(self, cell: Cell) -> Decimal:
        if cell.met is not None:
            _check_numbers(cell.met, self.of)
            return Decimal(len(set(cell.met)))
        if cell.count is None:
            raise EmptyEntryError("未录达标条数")
        met = counted(cell, "达标条数")
        if met > self.of:
            raise EntryError(f"达标 {figure(met)} 条，超过标准条数 {self.of}")
        return met

    def find(self, cell: Cell) -> str:
        met = self._met(cell)
        return next((band.level for band in self.bands if met >= band.at_least), self.rest)

    def _because(self, cell: Cell) -> str:
        return "" if cell.level is not None else f"符合 {figure(self._met(cell))} 条，"


@dataclass(frozen=True)
class AtMost(Parameters):
    """A level and how many problems it bears."""

    at_most: int
    level: str


@dataclass(frozen=True)
class ByProblems(Levelled):
    """R5 问题例数判级: 0例 A, 1例 B, 2例 C, more C#; an item may know only A (0例) and C#."""

    key: ClassVar[str] = "R5"
    title: ClassVar[str] = "问题例数判级"
    asks: ClassVar[str] = "发现几例"

    bands: tuple[AtMost, ...] = (AtMost(0, "A"), AtMost(1, "B"), AtMost(2, "C"))

    def problems(self, points: Decimal) -> list[str]:
        found = super().problems(points)
        borne = [band.at_most for band in self.bands]
        if borne != sorted(set(borne)):
            found.append("各级的问题例数应当由少到多")
        return found

    def _named(self) -> list[str]:
        return [*(band.level for band in self.bands), self.rest]

    def sentence(self, points: Decimal) -> str:
        parts, after = [], 0
        for band in self.bands:
            span = f"{after}例" if band.at_most == after else f"{after}–{band.at_most}例"
            parts.append(f"{span}为{band.level}")
            after = band.at_most + 1
        return f"满分{figure(points)}分，问题{'，'.join(parts)}，{after}例及以上为{self.rest}；{self._shares()}。"

    def find(self, cell: Cell) -> str:
        count = counted(cell, "问题例数")
        return next((band.level for band in self.bands if count <= band.at_most), self.rest)

    def _because(self, cell: Cell) -> str:
        return "" if cell.level is not None else f"发现 {figure(counted(cell, '问题例数'))} 例，"


@dataclass(frozen=True)
class Choice(Parameters):
    """A level that asks for certain standards (`all`), for a number of them (`count`), or for both."""

    level: str
    all: tuple[str, ...] = ()
    count: int = 0


@dataclass(frozen=True)
class BySubset(Levelled):
    """R6 指定子集判级 (符合2)3)4)=B): the first choice that holds; `met` holds the numbers of the standards met."""

    key: ClassVar[str] = "R6"
    title: ClassVar[str] = "指定子集判级"
    asks: ClassVar[str] = "符合哪几条"
    entry: ClassVar[str] = "met"

    of: int = 4
    choices: tuple[Choice, ...] = ()

    def problems(self, points: Decimal) -> list[str]:
        found = super().problems(points)
        if not self.choices:
            found.append("至少要有一个子集")
        for choice in self.choices:
            if not choice.all and not choice.count:
                found.append(f"“{choice.level}”没有写要符合哪几条")
            if choice.count > self.of:
                found.append(f"“{choice.level}”要求符合 {choice.count} 条，超过标准条数 {self.of}")
            found += [
                f"“{choice.level}”提到第{number}条，标准只有 {self.of} 条"
                for number in choice.all
                if number not in _numbers(self.of)
            ]
        return found

    def _named(self) -> list[str]:
        return [*(choice.level for choice in self.choices), self.rest]

    def sentence(self, points: Decimal) -> str:
        choices = "，".join(f"符合{_wording(choice)}为{choice.level}" for choice in self.choices)
        return f"满分{figure(points)}分，{self.of}条标准中{choices}，其余为{self.rest}；{self._shares()}。"

    def find(self, cell: Cell) -> str:
        if cell.met is None:
            raise EmptyEntryError("未选符合哪几条")
        _check_numbers(cell.met, self.of)
        met = set(cell.met)
        for choice in self.choices:
            if met.issuperset(choice.all) and len(met) >= choice.count:
                return choice.level
        return self.rest

    def _because(self, cell: Cell) -> str:
        if cell.level is not None:
            return ""
        met = "、".join(sorted(set(cell.met or ()), key=int))
        return f"符合第 {met} 条，" if met else "一条也不符合，"


def _wording(choice: Choice) -> str:
    named = f"第{'、'.join(choice.all)}条" if choice.all else ""
    return named + (f"{'且' if named else ''}{choice.count}条" if choice.count else "")


def _numbers(of: int) -> set[str]:
    return {str(number) for number in range(1, of + 1)}


def _check_numbers(met: tuple[str, ...], of: int) -> None:
    for number in met:
        if number not in _numbers(of):
            raise EntryError(f"没有第“{number}”条标准，只有第 1–{of} 条")
