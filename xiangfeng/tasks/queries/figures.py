"""办结率 and 按期率, each defined once."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q
from django.db.models.functions import TruncMonth

from xiangfeng.access.actor import Actor
from xiangfeng.tasks.models import TaskState
from xiangfeng.tasks.queries.seen import tasks_for


@dataclass(frozen=True, slots=True)
class Rate:
    """One lead unit's tasks that were due in one month.

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


def rates(actor: Actor, start: dt.date, end: dt.date) -> list[Rate]:
    """Both rates of each lead unit in sight by the month of the deadline, from ``start`` to ``end``; a month in which a unit had
    nothing due has no line. One query."""
    done = Q(state=TaskState.DONE)
    rows = (
        tasks_for(actor)
        .filter(due_on__gte=start, due_on__lte=end)
        .exclude(state__in=(TaskState.DRAFT, TaskState.CANCELLED, TaskState.SKIPPED))
        .annotate(month=TruncMonth("due_on"))
        .order_by()
        .values("lead_id", "lead__name", "lead__path", "month")
        .annotate(
            due=Count("pk"),
            done=Count("pk", filter=done),
            on_time=Count("pk", filter=done & Q(was_late=False)),
        )
        .order_by("lead__path", "month")
    )
    return [
        Rate(row["lead_id"], row["lead__name"], row["month"], row["due"], row["done"], row["on_time"])
        for row in rows
    ]
