"""The three rates as live figures of goals (`goals.figures`)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from django.db.models import Q
from django.utils import timezone

from xiangfeng.feedback.models import Report
from xiangfeng.feedback.queries.rates import shares_by
from xiangfeng.feedback.rates import REPLY, TITLES, Share
from xiangfeng.goals import figures
from xiangfeng.goals.models import Goal

RATES_URL = "/work/feedback/rates/"


def rate_figures(goals: Sequence[Goal], rate: str) -> dict[int, figures.Figure]:
    """The rate of what came in the plan's year and the goal's unit received or handled; the plan's unit where the goal has none. One query."""
    today = timezone.localdate()
    units = {goal.pk: goal.unit_id or goal.plan.unit_id for goal in goals}
    ids, years = set(units.values()), {goal.plan.year for goal in goals}
    own = Q(unit_id__in=ids) | Q(handler_id__in=ids) | Q(replier_id__in=ids)
    handler = "first_id" if rate == REPLY else "handler_id"
    rows = Report.objects.filter(own, came_on__year__in=years)
    found = shares_by(rows, ("unit_id", handler, "came_on__year"), today=today)
    figures_by_goal = {}
    for goal in goals:
        share = sum(
            (
                row["shares"][rate]
                for row in found
                if units[goal.pk] in (row["unit_id"], row[handler]) and row["came_on__year"] == goal.plan.year
            ),
            start=Share(),
        )
        year = goal.plan.year
        text = f"群众反映 {share.good}/{share.of} 件" if share.of else f"还没有计入{TITLES[rate]}的群众反映"
        url = f"{RATES_URL}?from={year}-01-01&to={year}-12-31"
        figures_by_goal[goal.pk] = figures.Figure(share.percent, text, url if share.of else "")
    return figures_by_goal


def register() -> None:
    """Offer them to goals."""
    for rate, title in TITLES.items():
        figures.register(f"feedback_{rate}", f"群众反映{title}", partial(rate_figures, rate=rate))
