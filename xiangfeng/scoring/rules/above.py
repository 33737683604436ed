"""Rules that look beyond one cell and are applied by `compute`: R12 一票否决, R13 上级成绩替换, R14 名次赋分."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from ..entry import Cell
from ..figures import Number, figure
from ..scheme.model import EFFECTS
from .kind import ZERO, EmptyEntryError, Parameters, RuleKind


@dataclass(frozen=True)
class VetoRule(RuleKind):
    """R12 一票否决: what happens to the unit when the condition is met. Belongs to the scheme, not to an item."""

    key: ClassVar[str] = "R12"
    title: ClassVar[str] = "一票否决"
    above: ClassVar[bool] = True

    what: str = "出现否决情形"
    effect: str = "no_award"
    cap: Decimal | None = None

    def problems(self, points: Decimal) -> list[str]:
        if self.effect not in EFFECTS:
            return [f"后果只能是{'、'.join(EFFECTS.values())}"]
        return ["封顶要写明封顶分"] if self.effect == "cap" and self.cap is None else []

    def sentence(self, points: Decimal) -> str:
        outcome = {
            "no_award": "取消本期评优和奖励",
            "cap": f"综合得分最高{figure(self.cap or ZERO)}分",
            "zero": "综合得分清零",
            "no_rank": "本期不参加排名",
        }
        return f"{self.what}的，{outcome[self.effect]}。"


@dataclass(frozen=True)
class Replace(RuleKind):
    """R13 上级成绩替换: as an item's rule, the upper level's score is the item's score; it is entered as points."""

    key: ClassVar[str] = "R13"
    title: ClassVar[str] = "直接采用上级成绩"
    asks: ClassVar[str] = "上级成绩"
    entry: ClassVar[str] = "value"
    above: ClassVar[bool] = True

    by: str = "上级"

    def sentence(self, points: Decimal) -> str:
        return f"满分{figure(points)}分，{self.by}考评过的直接采用{self.by}成绩。"

    def amount(self, points: Decimal, cell: Cell) -> Number:
        raise EmptyEntryError(f"未录{self.by}成绩")


@dataclass(frozen=True)
class RankScore(Parameters):
    """A rank and its score."""

    rank: int
    score: Decimal


@dataclass(frozen=True)
class RankToScore(RuleKind):
    """R14 名次赋分: units are ranked by what was entered and the rank gives the score.

    `table` names scores by rank and `rest` serves the ranks it does not name; without a table the first has `start`
    (by default the full mark) and each further rank `each` less, not below `rest`. `lower` puts small numbers first.
    """

    key: ClassVar[str] = "R14"
    title: ClassVar[str] = "名次赋分"
    asks: ClassVar[str] = "用于排名的数"
    entry: ClassVar[str] = "actual"
    above: ClassVar[bool] = True

    table: tuple[RankScore, ...] = ()
    start: Decimal | None = None
    each: Decimal = Decimal(1)
    rest: Decimal = ZERO
    lower: bool = False

    def problems(self, points: Decimal) -> list[str]:
        found = []
        if len({row.rank for row in self.table}) < len(self.table):
            found.append("名次分数表里有重复的名次")
        highest = [row.score for row in self.table] + [self.rest, self.start or ZERO]
        if max(highest) > points:
            found.append(f"名次分数超过了满分 {figure(points)}")
        if min(highest) < 0 or self.each < 0:
            found.append("名次分数不能为负")
        return found

    def sentence(self, points: Decimal) -> str:
        order = "数小者在前" if self.lower else "数大者在前"
        if self.table:
            named = "，".join(f"第{row.rank}名{figure(row.score)}分" for row in self.table)
            return f"按名次赋分（{order}）：{named}，其余{figure(self.rest)}分。"
        return (
            f"按名次赋分（{order}）：第1名{figure(self.first(points))}分，每降1名减{figure(self.each)}分，"
            f"最低{figure(self.rest)}分。"
        )

    def first(self, points: Decimal) -> Decimal:
        """The score of the first rank when there is no table."""
        return points if self.start is None else self.start

    def score_of(self, rank: int, points: Decimal) -> Decimal:
        """The score of a rank."""
        if self.table:
            return next((row.score for row in self.table if row.rank == rank), self.rest)
        return max(self.first(points) - self.each * (rank - 1), self.rest)

    def amount(self, points: Decimal, cell: Cell) -> Number:
        """The number that is ranked (not yet the score)."""
        if cell.actual is None:
            raise EmptyEntryError("未录用于排名的数")
        return cell.actual
