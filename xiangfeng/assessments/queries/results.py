"""The result of a period: always computed from its facts, so that every number opens down to the single deduction."""

from __future__ import annotations

from dataclasses import dataclass

from xiangfeng.assessments.models import Entry, Period, PeriodState
from xiangfeng.assessments.queries.sheet import Sheet, history_of, load_sheet
from xiangfeng.scoring.compute import Outcome, Result, compute


@dataclass(frozen=True)
class Line:
    """One row of the ranking: the entry as stored and its outcome as computed now."""

    entry: Entry
    outcome: Outcome

    @property
    def has_moved(self) -> bool:
        """The stored rank or score is not what the facts give now: the ledger was altered behind our back."""
        return (self.entry.rank, self.entry.shown) != (self.outcome.rank, self.outcome.shown)


@dataclass(frozen=True)
class Ranking:
    """A period's computed result with its entries, in the order of the ranking; ``before``: the month before it."""

    sheet: Sheet
    result: Result
    lines: list[Line]
    before: Period | None = None

    @property
    def altered(self) -> list[Line]:
        """Lines of a 定稿 period whose stored figures differ from the recomputed ones."""
        is_fixed = self.sheet.period.state in (PeriodState.FINAL, PeriodState.PUBLISHED)
        return [line for line in self.lines if line.has_moved] if is_fixed else []


def ranking_of(period: Period) -> Ranking:
    """Compute a period with its earlier months. Six queries whatever its size."""
    sheet = load_sheet(period)
    history, before = history_of(period)
    result = compute(sheet.scheme, sheet.subjects, history=history)
    by_unit = {str(entry.unit_id): entry for entry in sheet.entries}
    return Ranking(sheet, result, [Line(by_unit[outcome.key], outcome) for outcome in result.rows], before)
