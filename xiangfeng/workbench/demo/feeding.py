"""The month that is being scored takes what the checks found and what was mended; the demo had typed something there before."""

from __future__ import annotations

import datetime as dt

from xiangfeng.assessments.actions.feeding import feed_sheet
from xiangfeng.assessments.actions.periods import edit_period
from xiangfeng.assessments.actions.scores import CellInput, save_cells, set_deductions
from xiangfeng.assessments.feeding import CellFeed, RateFeed, is_typed
from xiangfeng.assessments.models import Period, PeriodState
from xiangfeng.assessments.queries.feeding import plan_feed
from xiangfeng.workbench.demo.months import TEAMS
from xiangfeng.workbench.demo.places import County


def feed_months(county: County, *, at: dt.datetime) -> None:
    """For each township: the days up to now count, and where there are findings or a rate, what was typed gives way to them.

    A village that mended nothing in time keeps what was typed: one late thing would turn the demo's ranking over.
    """
    for town, team in TEAMS.items():
        rows = Period.objects.filter(unit=county.units[town], state=PeriodState.SCORING)
        period = rows.select_related("unit", "scheme_version").order_by("-year", "-month").first()
        if period is None:
            continue
        clerk = county.actor(team.clerk, at)
        edit_period(
            period,
            inspected_from=dt.date(period.year, period.month, 1),
            inspected_to=min(at.date(), period.last_day),
            declared_count=period.declared_count,
            due_on=period.due_on,
            actor=clerk,
            at=at,
        )
        plan = plan_feed(period, today=at.date())
        both: list[CellFeed | RateFeed] = [*plan.with_findings, *plan.rates]
        parts = [part for part in both if is_typed(part.score)]
        cleared = []
        for part in parts:
            score = part.score
            if score is None or not (part.fed if isinstance(part, CellFeed) else part.part):
                continue
            if isinstance(part, CellFeed) and part.hand:
                score = set_deductions(part.entry, part.key, [], version=score.version, actor=clerk, at=at)
            cleared.append(CellInput(part.entry.pk, part.key, "", score.version))
        save_cells(period, cleared, actor=clerk, at=at)
        feed_sheet(period, actor=clerk, at=at)
