"""检查整改 in numbers: what was found and not dealt with, what is overdue, how far the running inspections are."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from xiangfeng.access.actor import Actor
from xiangfeng.feedback.models import OPEN, Report
from xiangfeng.findings.models import Finding, FindingState
from xiangfeng.inspections.models import InspectionState, Visit, VisitState
from xiangfeng.orgs.models import Unit
from xiangfeng.tasks.models import AT_WORK, Task, TaskKind


@dataclass(frozen=True, slots=True)
class Checking:
    """``recorded``: findings nobody has decided about; ``late``: 整改 past their day and not reported; ``checked`` of ``owed``: the
    sites of its inspections that are under way (the county's are not counted for a township, which does not see them); ``voiced``: 群众反映
    not answered yet, ``voiced_late`` of them past their day."""

    recorded: int
    late: int
    checked: int
    owed: int
    voiced: int = 0
    voiced_late: int = 0


def with_checking(units: QuerySet[Unit], *, today: dt.date) -> QuerySet[Unit]:
    """Units that know the numbers of themselves and everything below them, for :func:`checking_of`. No query more."""
    findings = Finding.objects.filter(_below("lead"), state=FindingState.RECORDED)
    late = Task.objects.filter(
        _below("lead"), kind=TaskKind.RECTIFICATION, state__in=AT_WORK, due_on__lt=today
    )
    visits = Visit.objects.filter(_below("inspection__unit"), inspection__state=InspectionState.ISSUED)
    visits = visits.exclude(state=VisitState.VOID)
    voiced = Report.objects.filter(_below("handler"), state__in=OPEN)
    return units.annotate(
        recorded=_count(findings),
        late=_count(late),
        checked=_count(visits.filter(state=VisitState.HANDED_IN)),
        owed=_count(visits),
        voiced=_count(voiced),
        voiced_late=_count(voiced.filter(due_on__lt=today)),
    )


def checking_of(unit: Any) -> Checking:
    """The numbers of a unit that :func:`with_checking` gave."""
    return Checking(unit.recorded, unit.late, unit.checked, unit.owed, unit.voiced, unit.voiced_late)


def checking_for(actor: Actor, *, today: dt.date) -> Checking | None:
    """The numbers of the highest unit whose findings, inspections and tasks the actor may see; None for who may not. One query."""
    paths = set.intersection(
        *(set(actor.reach(f"{app}.view")) for app in ("findings", "inspections", "tasks"))
    )
    if not paths:
        return None
    unit = with_checking(Unit.objects.filter(path__in=paths), today=today).order_by("path").first()
    return checking_of(unit) if unit else None


def _below(name: str) -> Q:
    return Q(**{f"{name}__path__startswith": OuterRef("path")})


def _count(rows: QuerySet[Any]) -> Coalesce:
    """How many rows, as a column."""
    counted = rows.order_by().annotate(same=Value(1)).values("same").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
