"""办结率 and 按期率, each defined once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.db.models.functions import TruncMonth

from xiangfeng.access.actor import Actor
from xiangfeng.orgs.models import Unit
from xiangfeng.tasks.models import Task, TaskKind, TaskState
from xiangfeng.tasks.queries.seen import tasks_for


@dataclass(frozen=True, slots=True)
class Rate:
    """One lead unit's tasks that were due in one month, or in the days from ``month`` on.

    ``due``: handed out, not 撤销 and not 跳过, with their (last) deadline in the month. ``done``: of these, 已销号.
    ``on_time``: of these, 已销号 and never late – neither by the day of reporting nor before a 延期.
    """

    unit_id: int
    unit_name: str
    month: dt.date
    due: int
    done: int
    on_time: int

    @property
    def done_rate(self) -> float:
        """办结率 = 已销号 ÷ 应办结, in percent."""
        return 100 * self.done / self.due

    @property
    def on_time_rate(self) -> float:
        """按期率 = 按期销号 ÷ 应办结, in percent: what is still open does not count as on time."""
        return 100 * self.on_time / self.due


_OUT = (TaskState.DRAFT, TaskState.CANCELLED, TaskState.SKIPPED)
_DONE = Q(state=TaskState.DONE)
_COUNTS = {
    "due": Count("pk"),
    "done": Count("pk", filter=_DONE),
    "on_time": Count("pk", filter=_DONE & Q(was_late=False)),
}


def rates(actor: Actor, start: dt.date, end: dt.date, kind: str = "") -> list[Rate]:
    """Both rates of each lead unit in sight by the month of the deadline, from ``start`` to ``end``, of one ``kind`` when it
    is given; a month in which a unit had nothing due has no line. One query."""
    rows = tasks_for(actor).filter(due_on__gte=start, due_on__lte=end).exclude(state__in=_OUT)
    rows = rows.filter(kind=kind) if kind else rows
    found: Any = (
        rows.annotate(month=TruncMonth("due_on"))
        .order_by()
        .values("lead_id", "lead__name", "lead__path", "month")
        .annotate(**_COUNTS)
        .order_by("lead__path", "month")
    )
    return [
        Rate(row["lead_id"], row["lead__name"], row["month"], row["due"], row["done"], row["on_time"])
        for row in found
    ]


def rectification_rates(units: Iterable[Unit], start: dt.date, end: dt.date) -> dict[int, Rate]:
    """整改率 and 按期整改率 of each unit over the 整改 that were due from ``start`` to ``end``, by unit id; a unit that had none due
    is not in it. For the month's score sheet, whose right the caller has checked. One query."""
    rows: Any = (
        Task.objects.filter(
            lead_id__in=[unit.pk for unit in units],
            kind=TaskKind.RECTIFICATION,
            due_on__gte=start,
            due_on__lte=end,
        )
        .exclude(state__in=_OUT)
        .order_by()
        .values("lead_id", "lead__name")
        .annotate(**_COUNTS)
    )
    return {
        row["lead_id"]: Rate(
            row["lead_id"], row["lead__name"], start, row["due"], row["done"], row["on_time"]
        )
        for row in rows
    }
