"""What waits for one person, and what they wait for."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import CharField, DateField, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, Concat

from xiangfeng.access.actor import Actor
from xiangfeng.access.roles import ROLES
from xiangfeng.tasks.models import AT_WORK, Extension, ExtensionState, Task, TaskState


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
    bar = Value("|")
    reported = Coalesce(Cast("report_on", CharField()), Value(""))
    extra = Concat(
        Cast("lead_id", CharField()), bar, Cast("unit_id", CharField()), bar, "kind", bar, reported,
        output_field=CharField(),
    )  # fmt: skip
    tasks = rows.order_by().values_list(
        Value("tasks.task"), "pk", "state", "due_on", "title", "lead__name", extra
    )
    if not deciders:
        return (tasks,)
    asked = Extension.objects.filter(
        task__unit_id__in=deciders, state=ExtensionState.ASKED, task__state__in=AT_WORK
    )
    wanted = Cast("wanted_on", CharField())
    extensions = asked.order_by().values_list(
        Value("tasks.extension"),
        "task_id",
        "state",
        Cast("task__due_on", DateField()),
        "task__title",
        "task__lead__name",
        wanted,
    )
    return tasks, extensions
