"""What was entered for one unit in one period: cells, given scores, 加减分, 一票否决, upper-level scores.

Everything here is a fact somebody recorded; nothing is computed. `ref` and `photo` are opaque to this library: the
caller's key of the inspection record or picture, handed back in the breakdown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Deduction:
    """扣分记录: one finding. Without `points` the rule's own price for `count` findings applies."""

    text: str
    points: Decimal | None = None
    count: Decimal = Decimal(1)
    ref: str = ""
    photo: str = ""


@dataclass(frozen=True, slots=True)
class MissingUse:
    """缺项/缺轮 办法 used for one cell or source, with its reason; both are printed in the 通报.

    `policy` is one of `scheme.POLICIES`; `value` (points) or `percent` of the full mark belong to `given`.
    """

    policy: str
    reason: str = ""
    value: Decimal | None = None
    percent: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One score cell. Directly typed points (`value`) win over `judges` (averaged), those over the raw entry.

    Raw entries by rule: `count` (处数、例数、户数、天数、个数), `ok` (符合/不符合), `met` (numbers of the standards or
    conditions met), `actual` (实际值), `level` (A/B/C/C#). `given_by` is the level that scored (镇/县/市).
    """

    value: Decimal | None = None
    count: Decimal | None = None
    ok: bool | None = None
    met: tuple[str, ...] | None = None
    actual: Decimal | None = None
    level: str | None = None
    judges: tuple[Decimal, ...] = ()
    deductions: tuple[Deduction, ...] = ()
    given_by: str = ""
    note: str = ""
    missing: MissingUse | None = None

    @property
    def is_empty(self) -> bool:
        """Nothing was entered (a note or a missing rule is no entry)."""
        return (
            self.value is None
            and self.count is None
            and self.ok is None
            and self.met is None
            and self.actual is None
            and self.level is None
            and not self.judges
            and not self.deductions
        )


@dataclass(frozen=True, slots=True)
class Adjustment:
    """加分 (points above zero) or 减分 (below), added to the 综合得分 within the scheme's caps."""

    points: Decimal
    text: str
    by: str = ""
    ref: str = ""


@dataclass(frozen=True, slots=True)
class VetoHit:
    """一票否决 that happened: the code of the scheme's veto and the facts."""

    code: str
    reason: str = ""
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Upper:
    """上级考评成绩. `at` says what it replaces (R13): `cell` (`key` = code of the item), `source` (`key` = its key),
    `subject` (the whole 综合得分); with `note` it is printed beside ours and replaces nothing."""

    at: str
    value: Decimal
    by: str
    key: str = ""
    note: str = ""


Given = Decimal | Sequence[Decimal | None]


@dataclass(frozen=True, slots=True)
class Subject:
    """被考评单位 with all its entries. In `cells` a bare `Decimal` is short for `Cell(value=…)`.

    `given` holds one number for a `given` source and a list for a `mean` source (`None` in it is a missed round).
    `missing` gives the 缺轮 rule for single sources of this unit. `is_ranked=False` keeps it in the table, unranked.
    """

    key: str
    name: str
    group: str = ""
    is_ranked: bool = True
    cells: Mapping[str, Cell | Decimal] = field(default_factory=dict)
    given: Mapping[str, Given] = field(default_factory=dict)
    missing: Mapping[str, MissingUse] = field(default_factory=dict)
    adjustments: tuple[Adjustment, ...] = ()
    vetoes: tuple[VetoHit, ...] = ()
    upper: tuple[Upper, ...] = ()


class Past(NamedTuple):
    """A unit's published result of an earlier period: rank, shown total, number of ranked units it was ranked in."""

    rank: int | None
    total: Decimal | None
    group_size: int = 0
