"""What `compute` hands back: one outcome a unit, the statistics, and the sentences to print under the table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from ..entry import Subject
from ..figures import Number
from ..scheme.model import Scheme


@dataclass(frozen=True)
class Breakdown:
    """One number and how it came about, down to the single finding.

    `kind`: `total`, `source`, `item`, `finding`, `adjustment` or `round`. `value` is exact (`None`: 待补 or not
    counted), `weight` in percent of the parent, `formula` the arithmetic, `rule` the sentence of its rule, `by` who
    scored; `ref` and `photo` are what the caller put on the finding.
    """

    kind: str
    key: str
    label: str
    value: Number | None
    full: Decimal | None = None
    weight: Decimal | None = None
    formula: str = ""
    rule: str = ""
    by: str = ""
    notes: tuple[str, ...] = ()
    ref: str = ""
    photo: str = ""
    children: tuple[Breakdown, ...] = ()

    def quiet(self) -> Breakdown:
        """The same without notes: for what an upper level's score has replaced."""
        return replace(self, notes=(), children=tuple(child.quiet() for child in self.children))

    def walk(self) -> Iterator[Breakdown]:
        """This number and everything below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True)
class MissingUsed:
    """缺项/缺轮 办法 that was used: for whom, where, which policy, why, and the score it gave (`None`: no score)."""

    subject: str
    name: str
    place: str
    policy: str
    reason: str
    value: Number | None


@dataclass(frozen=True)
class Award:
    """奖励档 a unit reached, and its sum in 元 (below zero: 扣减以奖代补资金)."""

    name: str
    amount: Decimal


@dataclass(frozen=True)
class Outcome:
    """One unit's result.

    `status`: `ranked`, `unranked` (has a score but no rank, or was left out) or `pending` (待补). `total` is exact,
    `shown` the published score. `rank` is the published rank (within the group when groups are ranked apart),
    `group_rank` always the rank within the group. `change_rank` above zero means 升.
    """

    subject: Subject
    status: str
    total: Number | None
    shown: Decimal | None
    rank: int | None = None
    group_rank: int | None = None
    tied: bool = False
    grade: str = ""
    lists: tuple[str, ...] = ()
    awards: tuple[Award, ...] = ()
    change_rank: int | None = None
    change_score: Decimal | None = None
    months_at_bottom: int = 0
    explain: Callable[[], Breakdown] = field(repr=False, compare=False, kw_only=True)

    @property
    def key(self) -> str:
        """The unit's key."""
        return self.subject.key

    @property
    def name(self) -> str:
        """The unit's name."""
        return self.subject.name

    @property
    def group(self) -> str:
        """The unit's group, empty when there are none."""
        return self.subject.group

    @cached_property
    def breakdown(self) -> Breakdown:
        """The total with everything below it; built when first asked for."""
        return self.explain()

    @property
    def notes(self) -> tuple[str, ...]:
        """Everything unusual in this result, as Chinese sentences, in reading order."""
        return tuple(note for part in self.breakdown.walk() for note in part.notes)


@dataclass(frozen=True)
class Share:
    """One grade of a distribution: how many units, and their percentage of all ranked ones with two decimals."""

    name: str
    count: int
    percent: Decimal


@dataclass(frozen=True)
class Stat:
    """Statistics of the ranked units of one group, or of all (`group=""`). `rank` ranks the groups by `mean_shown`."""

    group: str
    listed: int
    ranked: int
    mean: Fraction | None
    mean_shown: Decimal | None
    highest: Decimal | None
    lowest: Decimal | None
    distribution: tuple[Share, ...]
    rank: int | None = None


@dataclass(frozen=True)
class Result:
    """The computed period: `rows` in the order of the ranking, then unranked units, then 待补."""

    scheme: Scheme
    rows: tuple[Outcome, ...]
    stats: Stat
    groups: tuple[Stat, ...]
    missing: tuple[MissingUsed, ...]
    caliber: tuple[str, ...]

    def row(self, key: str) -> Outcome:
        """The outcome of the unit with that key; `KeyError` when there is none."""
        return self._by_key[key]

    @cached_property
    def _by_key(self) -> dict[str, Outcome]:
        return {row.key: row for row in self.rows}

    def listed(self, name: str) -> list[Outcome]:
        """The units on the listing of that name, in the order of the table."""
        return [row for row in self.rows if name in row.lists]

    @property
    def pending(self) -> list[Outcome]:
        """The units that cannot be ranked yet: 待补."""
        return [row for row in self.rows if row.status == "pending"]
