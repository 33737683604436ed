"""A table as it was printed, and the contradictions found in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

ERROR, WARN = "error", "warn"

KINDS = {
    "rank": "名次与分数不符",
    "order": "没有按分数从高到低排",
    "declared_count": "自述数与实有数不符",
    "percentage": "百分比不符",
    "sum": "合计不符",
    "distribution": "等次分布不符",
    "mean": "平均分不符",
    "duplicate_unit": "单位重复",
    "unknown_unit": "单位不在名单",
    "missing_unit": "名单里的单位没有列入",
    "range": "分数超出范围",
    "award_total": "奖励合计不符",
    "round_name": "期次名称不一致",
    "score": "得分与计算结果不符",
    "grade": "等次与计算结果不符",
    "award": "奖惩与计算结果不符",
    "wording": "用语不当",
}


@dataclass(frozen=True)
class Anomaly:
    """One contradiction. `kind` is a key of `KINDS`; `severity` is `error` (certainly wrong) or `warn` (look at it);
    `where` names sheet and row; `message` is a whole sentence."""

    kind: str
    severity: str
    where: str
    message: str


@dataclass(frozen=True)
class PrintedRow:
    """One row as printed. `row` is the Excel row; `parts` are 各项得分 and `counts` 各等次的个数, by heading."""

    row: int
    unit: str
    rank: int | None = None
    score: Decimal | None = None
    group: str = ""
    grade: str = ""
    award: Decimal | None = None
    award_text: str = ""
    upper: str = ""
    remark: str = ""
    size: int | None = None
    parts: tuple[tuple[str, Decimal], ...] = ()
    counts: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Said:
    """A sentence or title beside the table."""

    where: str
    text: str
    is_title: bool = False


@dataclass(frozen=True)
class PrintedTable:
    """A ranking table or 等次分布表 with what is said around it; `totals` is its 小计/合计 row, `mean` its 平均."""

    where: str
    rows: tuple[PrintedRow, ...]
    said: tuple[Said, ...] = ()
    totals: PrintedRow | None = None
    mean: Decimal | None = None

    def at(self, row: PrintedRow) -> str:
        return f"{self.where}第{row.row}行"


def ranked_rows(rows: Sequence[PrintedRow]) -> Sequence[PrintedRow]:
    """The rows with a rank; all rows where none has one."""
    return [row for row in rows if row.rank is not None] or rows


def places_of(value: Decimal) -> int:
    """How many decimals a number was written with."""
    return max(0, -int(value.as_tuple().exponent))
