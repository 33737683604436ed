"""Lists by what a person may see: the office what lies below it, a village its own."""

from __future__ import annotations

import datetime as dt
from typing import Any, TypeVar

from django.db.models import Count, Prefetch, Q, QuerySet

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import Scoped, ScopedQuerySet
from xiangfeng.orgs.models import Unit
from xiangfeng.orgs.queries import subtree_of
from xiangfeng.tasks.queries.waits import own_units
from xiangfeng.upkeep.models import Item, Job, JobState, Routine, SpotCheck, WorkRecord

VIEW, VIEW_OWN, MANAGE, RECORD = "upkeep.view", "upkeep.view_own", "upkeep.manage", "upkeep.record"
_M = TypeVar("_M", bound=Scoped)


def _seen(model: type[_M], actor: Actor) -> ScopedQuerySet[_M]:
    manager: Any = model.objects
    rows: ScopedQuerySet[_M] = manager.within(actor, VIEW) | manager.within(actor, VIEW_OWN)
    return rows


def routines_for(actor: Actor) -> QuerySet[Routine]:
    """Routines of the units in reach, those in force first, with their units."""
    rows = Routine.objects.within(actor, VIEW).select_related("unit", "site")
    rows = rows.prefetch_related(Prefetch("units", Unit.objects.order_by("path")))
    return rows.order_by("-is_active", "unit__path", "kind", "id")


def jobs_for(actor: Actor) -> QuerySet[Job]:
    """Jobs of the units in reach, the nearest due day first."""
    rows = _seen(Job, actor).select_related("routine__unit", "routine__site", "unit")
    return rows.order_by("due_on", "unit__path", "id")


def records_for(actor: Actor) -> QuerySet[WorkRecord]:
    """Records of the units in reach, the latest first."""
    rows = _seen(WorkRecord, actor).select_related("unit", "job__routine__unit", "job__unit", "site", "photo")
    return rows.order_by("-done_on", "-id")


def items_for(actor: Actor) -> QuerySet[Item]:
    """Rows of the registers of the units in reach."""
    return _seen(Item, actor).select_related("unit").order_by("unit__path", "name", "id")


def spots_for(actor: Actor) -> QuerySet[SpotCheck]:
    """Random checks of the units in reach, the latest first."""
    return _seen(SpotCheck, actor).select_related("unit").order_by("-drawn_at", "-id")


def own_jobs_for(actor: Actor, *, today: dt.date) -> QuerySet[Job]:
    """Open jobs of the actor's very own units that are running or overdue, the most urgent first."""
    return jobs_for(actor).filter(unit_id__in=own_units(actor, RECORD), state=JobState.OPEN, start__lte=today)


def units_to_record(actor: Actor) -> QuerySet[Unit]:
    """The units for which the actor may record, in tree order."""
    return Unit.objects.within(actor, RECORD).filter(is_active=True).order_by("path")


def units_below(unit: Unit) -> QuerySet[Unit]:
    """Who may answer for a routine of ``unit``: itself and everything below it."""
    return subtree_of(unit).filter(is_active=True).order_by("path")


def with_counts(rows: QuerySet[Routine], today: dt.date) -> QuerySet[Routine]:
    """Routines with ``unit_count``, ``due`` (jobs whose span has ended), ``done`` of them and ``late`` (overdue now)."""
    ended = Q(jobs__due_on__lt=today)
    return rows.annotate(
        unit_count=Count("units", distinct=True),
        due=Count("jobs", filter=ended & ~Q(jobs__state=JobState.EXCUSED), distinct=True),
        done=Count("jobs", filter=ended & Q(jobs__state=JobState.DONE), distinct=True),
        late=Count("jobs", filter=ended & Q(jobs__state=JobState.OPEN), distinct=True),
    ).order_by("-is_active", "unit__path", "kind", "id")
