"""检查整改 in numbers: what was found and not dealt with, what is overdue, how far the running inspections are."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, IntegerField, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from xiangfeng.access.actor import Actor
from xiangfeng.base.paths import successor
from xiangfeng.findings.models import Finding, FindingState
from xiangfeng.inspections.models import InspectionState, Visit, VisitState
from xiangfeng.orgs.models import Unit
from xiangfeng.tasks.models import AT_WORK, Task, TaskKind


@dataclass(frozen=True, slots=True)
class Checking:
    """``recorded``: findings nobody has decided about; ``late``: 整改 past their day and not reported; ``checked`` of ``owed``: the
    sites of the inspections that are under way."""

    recorded: int
    late: int
    checked: int
    owed: int

    def __bool__(self) -> bool:
        return bool(self.recorded or self.late or self.owed)


def checking_of(unit: Unit, *, today: dt.date) -> Checking:
    """The numbers of a unit and everything below it; the caller has checked the right. One query."""
    end = successor(unit.path)
    findings = Finding.objects.filter(
        lead__path__gte=unit.path, lead__path__lt=end, state=FindingState.RECORDED
    )
    late = Task.objects.filter(
        lead__path__gte=unit.path, lead__path__lt=end, kind=TaskKind.RECTIFICATION, state__in=AT_WORK,
        due_on__lt=today,
    )  # fmt: skip
    visits = Visit.objects.filter(
        site__unit__path__gte=unit.path, site__unit__path__lt=end, inspection__state=InspectionState.ISSUED
    ).exclude(state=VisitState.VOID)
    counts = {
        "recorded": _count(findings),
        "late": _count(late),
        "checked": _count(visits.filter(state=VisitState.HANDED_IN)),
        "owed": _count(visits),
    }
    return Checking(**Unit.objects.filter(pk=unit.pk).annotate(**counts).values(*counts).get())


def _count(rows: QuerySet[Any]) -> Coalesce:
    """How many rows, as a column."""
    counted = rows.order_by().annotate(same=Value(1)).values("same").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def checking_for(actor: Actor, *, today: dt.date) -> Checking | None:
    """The numbers of the highest unit whose findings and inspections the actor may see; None for who may not. Two queries."""
    paths = (
        set(actor.reach("findings.view"))
        & set(actor.reach("inspections.view"))
        & set(actor.reach("tasks.view"))
    )
    unit = Unit.objects.filter(path__in=paths).order_by("path").first() if paths else None
    return checking_of(unit, today=today) if unit else None
