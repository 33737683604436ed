"""What waits for a unit, and what the search finds, in the shapes of the unions over all apps."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import CharField, DateField, F, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from xiangfeng.access.actor import Actor
from xiangfeng.upkeep.models import Item, Job, JobState, Routine, WorkRecord
from xiangfeng.upkeep.queries.rows import VIEW, VIEW_OWN, own_units


def waiting_for(actor: Actor, *, today: dt.date) -> tuple[QuerySet[Any, Any], ...]:
    """Jobs of the actor's very own units that are due soon or overdue. ``extra``: pace and first day of the span."""
    units = own_units(actor)
    if not units:
        return ()
    rows = Job.objects.filter(unit_id__in=units, state=JobState.OPEN, warn_on__lte=today)
    extra = Concat("routine__pace", Value("|"), Cast("start", CharField()), output_field=CharField())
    found = rows.order_by().values_list(
        Value("upkeep.job"), "pk", "state", Cast("due_on", DateField()), "routine__title", "unit__name", extra
    )
    return (found,)


def _holding(text: str, *names: str) -> Q:
    found = Q()
    for name in names:
        found |= Q(**{f"{name}__icontains": text})
    return found


def found_by(actor: Actor, text: str) -> tuple[QuerySet[Any, Any], ...]:
    """Routines by title, doer and proof; records by people, place, agent and remark; rows of registers by name. Not by the names of
    householders: those are for their own village."""
    routines = Routine.objects.within(actor, VIEW).filter(
        _holding(text, "title", "doer", "proof", "unit__name")
    )
    records: Any = WorkRecord.objects.within(actor, VIEW) | WorkRecord.objects.within(actor, VIEW_OWN)
    records = records.filter(_holding(text, "done_by", "place", "agent", "remark", "unit__name"))
    items: Any = Item.objects.within(actor, VIEW) | Item.objects.within(actor, VIEW_OWN)
    items = items.filter(_holding(text, "name", "finding"), is_active=True)
    work = Concat(F("unit__name"), Value("　"), F("done_by"), output_field=CharField())
    nothing = Cast(Value(None), DateField())
    return (
        routines.order_by().values_list(
            Value("upkeep.routine"), "pk", "title", "unit__name", Cast("from_on", DateField())
        ),
        records.order_by().values_list(
            Value("upkeep.record"), "pk", Concat("place", Value(" "), "remark", output_field=CharField()), work,
            Cast("done_on", DateField()),
        ),
        items.order_by().values_list(Value("upkeep.item"), "pk", "name", "unit__name", nothing),
    )  # fmt: skip
