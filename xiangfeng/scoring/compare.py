"""Comparing a table as printed with the result computed from the same scores."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from xiangfeng.base.rounding import half_up

from .checks import ERROR, Anomaly, PrintedRow, PrintedTable, places_of
from .compute import Outcome, Result
from .figures import figure


def compare(table: PrintedTable, result: Result) -> list[Anomaly]:
    """Score, rank, grade and reward of every printed row against the computed one, where the table prints them."""
    outcomes = {row.name: row for row in result.rows}
    has_awards = bool(result.scheme.tiers) and any(row.award_text for row in table.rows)
    return [
        Anomaly(kind, ERROR, table.at(row), message)
        for row in table.rows
        if row.unit in outcomes
        for kind, message in _differences(row, outcomes[row.unit], has_awards)
    ]


def _differences(row: PrintedRow, outcome: Outcome, has_awards: bool) -> Iterator[tuple[str, str]]:
    if outcome.total is not None and row.score is not None:
        accepted = (outcome.shown, half_up(outcome.total, places_of(row.score)))
        if row.score not in accepted:
            computed = figure(outcome.shown or 0)
            yield "score", f"{row.unit}得分印的是{figure(row.score)}，按方案计算是{computed}。"
    if row.rank is not None and row.rank not in (outcome.rank, outcome.group_rank):
        computed = f"应为第{outcome.rank}名" if outcome.rank else "不参加排名"
        yield "rank", f"{row.unit}印的是第{row.rank}名，按方案计算{computed}。"
    if row.grade and outcome.grade and row.grade != outcome.grade:
        yield "grade", f"{row.unit}等次印的是“{row.grade}”，按方案计算是“{outcome.grade}”。"
    if has_awards and (row.award is not None or not row.award_text):
        yield from _award_difference(row, outcome)


def _award_difference(row: PrintedRow, outcome: Outcome) -> Iterator[tuple[str, str]]:
    computed = sum((award.amount for award in outcome.awards), Decimal(0))
    printed = row.award or Decimal(0)
    if printed != computed:
        yield "award", f"{row.unit}奖惩印的是{_money(printed)}，按方案是{_money(computed)}。"


def _money(amount: Decimal) -> str:
    return f"{figure(amount)}元" if amount else "没有"
