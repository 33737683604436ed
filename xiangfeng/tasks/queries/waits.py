"""What waits for one person, and what they wait for."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce

from xiangfeng.access.actor import Actor
from xiangfeng.access.roles import ROLES
from xiangfeng.tasks.models import AT_WORK, Extension, ExtensionState, Task, TaskState
from xiangfeng.web.rows import joined, waiting_rows


def own_units(actor: Actor, capability: str, *, but: str = "") -> list[int]:
    """The units in which the actor sits by a post that holds ``capability`` (and not ``but``): not those below."""
    return sorted(
        {
            grant.unit_id
            for grant in actor.grants
            if capability in ROLES[grant.role].capabilities and but not in ROLES[grant.role].capabilities
        }
    )


def waiting_for(actor: Actor, *, today: dt.date) -> tuple[QuerySet[Any, Any], ...]:
    """Tasks whose next step is the actor's, and overdue or reported ones that they wait for; 延期 to be decided.

    ``extra``: lead unit's id, giving unit's id, kind, the day a 进展 is due, and ``short`` for an unconfirmed short deadline.
    """
    leads = own_units(actor, "tasks.handle")
    offices = own_units(actor, "tasks.judge", but="tasks.decide")
    deciders = own_units(actor, "tasks.decide")
    if not (leads or offices or deciders):
        return ()
    rows = Task.objects.filter(
        Q(lead_id__in=leads, state__in=(*AT_WORK, TaskState.SUBMITTED))
        | Q(unit_id__in=offices, state__in=(TaskState.DRAFT, TaskState.SUBMITTED))
        | Q(unit_id__in=offices, state__in=AT_WORK, due_on__lt=today)
        | Q(unit_id__in=deciders, state=TaskState.DRAFT, is_short=True, short_confirmed_by="")
    )
    reported = Coalesce(Cast("report_on", CharField()), Value(""))
    extra = joined("@lead_id", "|", "@unit_id", "|", "@kind", "|", reported)
    tasks = waiting_rows(rows, "tasks.task", title="title", unit="lead__name", due="due_on", extra=extra)
    if not deciders:
        return (tasks,)
    asked = Extension.objects.filter(
        task__unit_id__in=deciders, state=ExtensionState.ASKED, task__state__in=AT_WORK
    )
    extensions = waiting_rows(
        asked,
        "tasks.extension",
        pk="task_id",
        title="task__title",
        unit="task__lead__name",
        due="task__due_on",
        extra=Cast("wanted_on", CharField()),
    )
    return tasks, extensions
