"""From totals to places: ranks, grades, listings, awards, and the comparison with earlier periods."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from xiangfeng.base.ranking import competition_ranks

from ..entry import Past
from ..figures import Number
from ..scheme.model import Listing, Scheme, Tier
from .plan import Plan
from .result import Award, Outcome

History = Sequence[Mapping[str, Past]]


@dataclass(frozen=True)
class Standing:
    """A ranked unit within one scope: its rank from the top and from the bottom, and how many are ranked there."""

    rank: int
    from_bottom: int
    size: int
    tied: bool


def reaches(scheme: Scheme, value: Number, line: Decimal) -> bool:
    """The score is on the good side of a line, the line itself included."""
    return value >= line if scheme.direction == "higher" else value <= line


def compared(scheme: Scheme, row: Outcome) -> Number:
    """The score that ranks, grades and thresholds look at: published or exact."""
    value = row.shown if scheme.rank_on == "shown" else row.total
    if value is None:
        raise ValueError(f"{row.name}没有得分")
    return value


def standings(scheme: Scheme, rows: Sequence[Outcome], *, apart: bool) -> dict[str, Standing]:
    """The standing of every ranked unit, by key, among all or within its group."""
    scopes: dict[str, list[Outcome]] = defaultdict(list)
    for row in rows:
        if row.status == "ranked":
            scopes[row.group if apart else ""].append(row)
    found = {}
    for scope in scopes.values():
        values = [compared(scheme, row) for row in scope]
        lower = scheme.direction == "lower"
        top = competition_ranks(values, lower_is_better=lower)
        bottom = competition_ranks(values, lower_is_better=not lower)
        shared = Counter(top)
        for row, rank, last in zip(scope, top, bottom, strict=True):
            if rank is not None and last is not None:
                found[row.key] = Standing(rank, last, len(scope), shared[rank] > 1)
    return found


class Places:
    """Gives every outcome its place. One instance serves one computed period."""

    def __init__(self, plan: Plan, rows: Sequence[Outcome], history: History) -> None:
        self.plan = plan
        self.scheme = plan.scheme
        self.rows = rows
        self.history = history
        self.overall = standings(self.scheme, rows, apart=False)
        self.grouped = standings(self.scheme, rows, apart=True)
        self.published = self.grouped if self.scheme.ranking == "group" else self.overall

    def placed(self) -> list[Outcome]:
        """The outcomes with everything about their place filled in."""
        graded = [self._ranked(row) for row in self.rows]
        lists = self._lists(graded)
        return [self._finished(row, tuple(lists[row.key])) for row in graded]

    def _ranked(self, row: Outcome) -> Outcome:
        standing = self.published.get(row.key)
        if standing is None:
            return row
        return replace(
            row,
            rank=standing.rank,
            group_rank=self.grouped[row.key].rank,
            tied=standing.tied,
            grade=self.grade(compared(self.scheme, row)),
        )

    def grade(self, value: Number) -> str:
        """The first grade whose line the value reaches, else the rest; empty without grades."""
        for grade in self.scheme.grades:
            if grade.at_least is None or reaches(self.scheme, value, grade.at_least):
                return grade.name
        return ""

    def _standing(self, row: Outcome, within: str) -> Standing:
        scope = within or self.scheme.ranking
        return (self.grouped if scope == "group" else self.overall)[row.key]

    def _lists(self, rows: list[Outcome]) -> dict[str, list[str]]:
        lists: dict[str, list[str]] = defaultdict(list)
        for listing in self.scheme.listings:
            for row in rows:
                free = not (listing.exclusive and lists[row.key])
                if row.status == "ranked" and free and self._belongs(row, listing):
                    lists[row.key].append(listing.name)
        return lists

    def _belongs(self, row: Outcome, listing: Listing) -> bool:
        standing, value = self._standing(row, listing.within), compared(self.scheme, row)
        if listing.side == "top" and self._barred(row):
            return False
        place = standing.rank if listing.side == "top" else standing.from_bottom
        return place <= listing.count(standing.size) and self._between(value, listing.at_least, listing.below)

    def _between(self, value: Number, at_least: Decimal | None, below: Decimal | None) -> bool:
        if at_least is not None and not reaches(self.scheme, value, at_least):
            return False
        return below is None or not reaches(self.scheme, value, below)

    def _barred(self, row: Outcome) -> bool:
        """取消评优 by a 一票否决."""
        return any(veto.effect == "no_award" for veto, _ in self.plan.hits(row.subject))

    def _awards(self, row: Outcome) -> tuple[Award, ...]:
        tiers = self.scheme.tiers if row.status == "ranked" else ()
        tier = next((tier for tier in tiers if self._earns(row, tier)), None)
        return (Award(tier.name, tier.amount),) if tier else ()

    def _earns(self, row: Outcome, tier: Tier) -> bool:
        if tier.is_honour and self._barred(row):
            return False
        if tier.needs_upper and not row.subject.upper:
            return False
        if tier.grades and row.grade not in tier.grades:
            return False
        standing = self._standing(row, tier.within)
        place = standing.rank if tier.side == "top" else standing.from_bottom
        if tier.first is not None and place < tier.first:
            return False
        if tier.last is not None and place > tier.last:
            return False
        return self._between(compared(self.scheme, row), tier.at_least, tier.below)

    def _finished(self, row: Outcome, lists: tuple[str, ...]) -> Outcome:
        past = self.history[-1].get(row.key) if self.history else None
        up = past.rank - row.rank if past and past.rank is not None and row.rank is not None else None
        more = row.shown - past.total if past and past.total is not None and row.shown is not None else None
        return replace(
            row,
            lists=lists,
            awards=self._awards(row),
            change_rank=up,
            change_score=more,
            months_at_bottom=self._months_at_bottom(row),
        )

    def _months_at_bottom(self, row: Outcome) -> int:
        """How many periods in a row, this one included, the unit held the last place of its scope."""
        standing = self.published.get(row.key)
        if standing is None or standing.from_bottom != 1 or standing.rank == 1:
            return 0
        return 1 + next(
            (gap for gap, month in enumerate(reversed(self.history)) if not self._was_last(row, month)),
            len(self.history),
        )

    def _was_last(self, row: Outcome, month: Mapping[str, Past]) -> bool:
        past = month.get(row.key)
        if past is None or past.rank is None or past.rank == 1:
            return False
        ranks = [
            one.rank for key, one in month.items() if one.rank is not None and self._same_scope(row, key)
        ]
        return past.rank == max(ranks)

    def _same_scope(self, row: Outcome, key: str) -> bool:
        """The unit of that key is ranked together with `row`. An earlier month does not say the groups it had."""
        return self.scheme.ranking == "all" or self._groups.get(key) == row.group

    @cached_property
    def _groups(self) -> dict[str, str]:
        return {row.key: row.group for row in self.rows}
