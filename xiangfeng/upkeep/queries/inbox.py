"""What waits for a unit, and what the search finds, in the shapes of the unions over all apps."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Case, CharField, QuerySet, Value, When

from xiangfeng.access.actor import Actor
from xiangfeng.tasks.queries.waits import own_units
from xiangfeng.upkeep.models import Item, Job, JobState, Routine, WorkKind, WorkRecord
from xiangfeng.upkeep.queries.rows import RECORD, VIEW, VIEW_OWN
from xiangfeng.web.rows import found_rows, holding, joined, waiting_rows

KIND = Case(*(When(kind=key, then=Value(word)) for key, word in WorkKind.choices), output_field=CharField())


def waiting_for(actor: Actor, *, today: dt.date) -> tuple[QuerySet[Any, Any], ...]:
    """Jobs of the actor's very own units that are due soon or overdue. ``extra``: pace and first day of the span."""
    units = own_units(actor, RECORD)
    if not units:
        return ()
    rows = Job.objects.filter(unit_id__in=units, state=JobState.OPEN, warn_on__lte=today)
    said = {"title": "routine__title", "unit": "unit__name", "due": "due_on"}
    return (waiting_rows(rows, "upkeep.job", **said, extra=joined("@routine__pace", "|", "@start")),)


def found_by(actor: Actor, text: str) -> tuple[QuerySet[Any, Any], ...]:
    """Routines by title, doer and proof; records by people, place, agent and remark; rows of registers by name. Not by the names of
    householders: those are for their own village."""
    routines = Routine.objects.within(actor, VIEW).filter(
        holding(text, "title", "doer", "proof", "unit__name")
    )
    records: Any = WorkRecord.objects.within(actor, VIEW) | WorkRecord.objects.within(actor, VIEW_OWN)
    records = records.filter(holding(text, "done_by", "place", "agent", "remark", "unit__name"))
    items: Any = Item.objects.within(actor, VIEW) | Item.objects.within(actor, VIEW_OWN)
    items = items.filter(holding(text, "name", "finding"), is_active=True)
    done = {
        "title": joined(KIND, " ", "@place", " ", "@remark"),
        "detail": joined("@unit__name", "　", "@done_by"),
    }
    return (
        found_rows(routines, "upkeep.routine", title="title", detail="unit__name", at="from_on"),
        found_rows(records, "upkeep.record", **done, at="done_on"),
        found_rows(items, "upkeep.item", title="name", detail="unit__name"),
    )
