"""A published 通报 fulfils the month's duty of 考评 (A4.1a), and the year's mean is a figure of a village's goal."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Avg, Count
from django.urls import reverse
from django.utils.timezone import localtime

from xiangfeng.assessments.models import Entry, Period, PeriodState
from xiangfeng.duties import proofs
from xiangfeng.duties.models import DutyKind, Occurrence
from xiangfeng.goals import figures
from xiangfeng.goals.models import Goal


def published_months(occurrences: Sequence[Occurrence]) -> dict[int, proofs.Proof]:
    """The month's 通报 for each occurrence, done on the day it was issued. One query."""
    rows = Period.objects.filter(
        unit_id__in={row.unit_id for row in occurrences},
        year__in={row.start.year for row in occurrences},
        state=PeriodState.PUBLISHED,
        published_at__isnull=False,
    )
    by_month = {(row.unit_id, row.year, row.month): row for row in rows.order_by("pk")}
    found = {}
    for one in occurrences:
        period = by_month.get((one.unit_id, one.start.year, one.start.month))
        if period is not None and period.published_at is not None:
            found[one.pk] = proofs.Proof(
                localtime(period.published_at).date(),
                f"{period}通报",
                reverse("assessments:bulletin", args=[period.pk]),
                f"assessments.period:{period.pk}",
            )
    return found


def yearly_means(goals: Sequence[Goal]) -> dict[int, figures.Figure]:
    """The mean of a unit's published monthly totals in the plan's year, to one decimal. One query."""
    rows = (
        Entry.objects.filter(
            unit_id__in={goal.unit_id for goal in goals},
            period__year__in={goal.plan.year for goal in goals},
            period__state=PeriodState.PUBLISHED,
            shown__isnull=False,
        )
        .values("unit_id", "period__year")
        .annotate(mean=Avg("shown"), count=Count("pk"))
        .order_by("unit_id", "period__year")
    )
    means = {(row["unit_id"], row["period__year"]): row for row in rows}
    found = {}
    for goal in goals:
        row = means.get((goal.unit_id or 0, goal.plan.year))
        if row is None:
            found[goal.pk] = figures.Figure(None, "还没有通报过的考评")
            continue
        mean = Decimal(str(row["mean"])).quantize(Decimal("0.1"), ROUND_HALF_UP)
        found[goal.pk] = figures.Figure(mean, f"考评 {row['count']} 期", reverse("assessments:own"))
    return found


def register() -> None:
    """Say to the floors below where these records are."""
    proofs.register(DutyKind.ASSESSMENT, published_months)
    figures.register("assessment_mean", "月度考评年平均分", yearly_means)
