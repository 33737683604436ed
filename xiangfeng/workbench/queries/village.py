"""What the home of a village or a responsible unit shows: four figures and who to turn to."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Min, Q

from xiangfeng.access.actor import Actor
from xiangfeng.assessments.models import Entry
from xiangfeng.leadership.models import Charge
from xiangfeng.orgs.models import Appointment, Unit
from xiangfeng.tasks.models import Task, TaskKind, TaskState

ROLES = {"village", "liaison"}
MONTHS = 3


@dataclass(frozen=True)
class Count3:
    """Open tasks of one kind: how many, how many of them overdue, and the next deadline."""

    total: int = 0
    overdue: int = 0
    next_due: dt.date | None = None


@dataclass(frozen=True)
class Home:
    """The figures behind the four buttons."""

    unit: Unit | None
    holder: str
    office: str
    tasks: Count3
    rectifications: Count3
    result: Entry | None
    open_result: Entry | None


def is_village(actor: Actor) -> bool:
    """Whether this person only speaks for a village or a responsible unit."""
    return bool(actor.grants) and {grant.role for grant in actor.grants} <= ROLES


def home_for(actor: Actor, *, today: dt.date) -> Home:
    """Everything the page shows beside the todos. Five queries."""
    unit = _unit_of(actor)
    results = list(
        Entry.objects.within(actor, "assessments.view_own")
        .select_related("period__unit", "unit")
        .order_by("-period__year", "-period__month", "unit__path")[:MONTHS]
    )
    # As ``file_objection`` asks it: the time runs from 定稿 and anew from the 通报.
    still_open = [
        entry
        for entry in results
        if entry.period.object_until is not None and entry.period.object_until >= today
    ]
    counts = _counts(actor, today)
    return Home(
        unit=unit,
        holder=_holder_of(unit, today),
        office=_office_of(unit, today),
        tasks=counts[False],
        rectifications=counts[True],
        result=results[0] if results else None,
        open_result=still_open[0] if still_open else None,
    )


def _unit_of(actor: Actor) -> Unit | None:
    home = actor.home
    return Unit.objects.select_related("parent").filter(pk=home.unit_id).first() if home else None


def _counts(actor: Actor, today: dt.date) -> dict[bool, Count3]:
    """Open tasks, told apart into 整改 and all others. One query."""
    found = {False: Count3(), True: Count3()}
    rows = (
        Task.objects.within(actor, "tasks.view_own")
        .filter(state__in=(TaskState.ASSIGNED, TaskState.ACCEPTED))
        .order_by()
        .values("kind")
        .annotate(total=Count("pk"), overdue=Count("pk", filter=Q(due_on__lt=today)), next_due=Min("due_on"))
    )
    for row in rows.order_by("kind"):
        before = found[row["kind"] == TaskKind.RECTIFICATION]
        days = [day for day in (before.next_due, row["next_due"]) if day is not None]
        found[row["kind"] == TaskKind.RECTIFICATION] = Count3(
            before.total + row["total"], before.overdue + row["overdue"], min(days, default=None)
        )
    return found


def _holder_of(unit: Unit | None, today: dt.date) -> str:
    charge = (
        Charge.objects.on(today).filter(target=unit).select_related("person").order_by("id").first()
        if unit
        else None
    )
    return charge.person.name if charge else ""


def _office_of(unit: Unit | None, today: dt.date) -> str:
    """Who is called when something is unclear: the head of the office above."""
    if unit is None or unit.parent is None:
        return ""
    seat = (
        Appointment.objects.on(today)
        .filter(post__unit=unit.parent, post__role__in=("director", "clerk"))
        .select_related("person", "post")
        .order_by("-post__role", "post__seq", "id")
        .first()
    )
    return f"{unit.parent.name}创建办 {seat.person.name}" if seat else f"{unit.parent.name}创建办"
