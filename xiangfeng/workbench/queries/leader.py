"""The leader's one screen: figures, overdue things, the last ranking and six months of tasks, each with its address."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncMonth

from xiangfeng.access.actor import Actor
from xiangfeng.assessments.models import Entry, Period, PeriodState
from xiangfeng.base.paths import successor
from xiangfeng.orgs.models import Unit, UnitKind
from xiangfeng.tasks.models import Task, TaskState

MONTHS = 6
OPEN = (TaskState.ASSIGNED, TaskState.ACCEPTED)
OVERDUE = 200


@dataclass(frozen=True)
class Month:
    """The tasks whose deadline lay in one month, up to today: how many, how many closed without being late."""

    first: dt.date
    due: int
    on_time: int
    overdue: int = 0

    @property
    def rate(self) -> str:
        return rate(self.on_time, self.due)


@dataclass(frozen=True)
class Place:
    """One line of the last ranking; ``move``: 升 2, 降 1, 平, or nothing for a newcomer."""

    entry: Entry
    move: str
    tone: str

    @property
    def way(self) -> str:
        """The class that colours the move."""
        return {"升": "up", "降": "down"}.get(self.move[:1], "xf-aux")

    @property
    def bar(self) -> str:
        """The score as a length, in hundredths."""
        return f"{min(float(self.entry.shown or 0), 100):.1f}"


def rate(part: int, whole: int) -> str:
    """A share as a percentage with one decimal; a dash where there is nothing to share."""
    return f"{part * 100 / whole:.1f}%" if whole else "—"


def townships_for(actor: Actor) -> QuerySet[Unit]:
    """The townships whose screen this person may open, in tree order."""
    return (
        Unit.objects.within(actor, "duties.view")
        .filter(kind=UnitKind.TOWNSHIP, is_active=True)
        .order_by("path")
    )


def _tasks_of(town: Unit) -> QuerySet[Task]:
    """The tasks that the township and the units below it lead: those its ledger lists."""
    return Task.objects.filter(lead__path__gte=town.path, lead__path__lt=successor(town.path))


def task_months(town: Unit, *, today: dt.date) -> list[Month]:
    """Every month in which a task of the township was or is due, oldest first. One query."""
    counted = _tasks_of(town).exclude(state__in=(TaskState.DRAFT, TaskState.SKIPPED, TaskState.CANCELLED))
    is_due = Q(due_on__lte=today)
    rows = (
        counted.order_by()
        .annotate(first=TruncMonth("due_on"))
        .values("first")
        .annotate(
            due=Count("pk", filter=is_due),
            on_time=Count("pk", filter=is_due & Q(state=TaskState.DONE, was_late=False)),
            overdue=Count("pk", filter=Q(state__in=OPEN, due_on__lt=today)),
        )
        .order_by("first")
    )
    return [Month(row["first"], row["due"], row["on_time"], row["overdue"]) for row in rows]


def last_months(months: Sequence[Month], *, today: dt.date) -> list[Month]:
    """The six months that end with this one, those without tasks as zeros."""
    known = {(month.first.year, month.first.month): month for month in months}
    place = today.year * 12 + today.month - 1
    found = []
    for number in range(place - MONTHS + 1, place + 1):
        year, month = number // 12, number % 12 + 1
        found.append(known.get((year, month)) or Month(dt.date(year, month, 1), 0, 0))
    return found


def overdue_tasks(town: Unit, *, today: dt.date) -> list[Task]:
    """Tasks of the township past their deadline and not reported finished, the longest overdue first. One query."""
    rows = _tasks_of(town).filter(state__in=OPEN, due_on__lt=today)
    return list(rows.select_related("lead", "charged").order_by("due_on", "pk")[:OVERDUE])


def last_ranking(town: Unit) -> list[Place]:
    """The last month whose figures stand, by rank, with the change against the month before it. One query."""
    fixed = Period.objects.filter(unit=town, state__in=(PeriodState.FINAL, PeriodState.PUBLISHED))
    rows = list(
        Entry.objects.filter(period__in=fixed.order_by("-year", "-month").values("pk")[:2])
        .select_related("unit", "period")
        .order_by("-period__year", "-period__month", "rank", "seq", "pk")
    )
    if not rows:
        return []
    last = rows[0].period_id
    before = {row.unit_id: row.rank for row in rows if row.period_id != last}
    ranked = [row for row in rows if row.period_id == last and row.rank is not None]
    grades = list(dict.fromkeys(row.grade for row in ranked))
    tones = ("ok", "warn", "bad")
    return [
        Place(row, _move(before.get(row.unit_id), row.rank or 0), tones[min(grades.index(row.grade), 2)])
        for row in ranked
    ]


def _move(before: int | None, now: int) -> str:
    if before is None:
        return ""
    return f"升 {before - now}" if now < before else f"降 {now - before}" if now > before else "平"
