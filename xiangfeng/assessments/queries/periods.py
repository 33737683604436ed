"""Schemes, periods, entries and objections a person may see."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from xiangfeng.access.actor import Actor
from xiangfeng.assessments.models import Entry, Objection, Period, SchemeState, SchemeVersion
from xiangfeng.orgs.models import Unit
from xiangfeng.orgs.queries import subtree_of

VIEW = "assessments.view"
VIEW_OWN = "assessments.view_own"


def schemes_for(actor: Actor) -> QuerySet[SchemeVersion]:
    """The schemes of the actor's own units and of those above, newest year first."""
    return SchemeVersion.objects.within(actor, VIEW).select_related("unit")


def active_schemes_of(unit: Unit) -> QuerySet[SchemeVersion]:
    """What a unit may assess by: its own active schemes first, then those of the units above."""
    from xiangfeng.base.paths import ancestors

    return (
        SchemeVersion.objects.filter(
            unit__path__in=ancestors(unit.path, with_self=True), state=SchemeState.ACTIVE
        )
        .select_related("unit")
        .order_by("-unit__path", "-year", "-id")
    )


def periods_for(actor: Actor) -> QuerySet[Period]:
    """The periods of the units the actor looks after, newest first, with the number of entries."""
    return (
        Period.objects.within(actor, VIEW)
        .select_related("unit", "scheme_version", "bulletin__unit")
        .annotate(entry_count=Count("entries"))
        .order_by("-year", "-month", "unit__path")  # an aggregate drops the model's own order
    )


def previous_of(period: Period, *, limit: int = 12) -> QuerySet[Period]:
    """The unit's earlier periods whose figures stand, newest first."""
    return Period.objects.filter(
        Q(year__lt=period.year) | Q(year=period.year, month__lt=period.month),
        unit_id=period.unit_id,
        finalised_at__isnull=False,
    ).order_by("-year", "-month")[:limit]


def candidates_for(period: Period) -> QuerySet[Unit]:
    """Units below the period's own that do not take part yet: villages and whatever else may be assessed."""
    taken = period.entries.values("unit_id")
    return (
        subtree_of(period.unit)
        .filter(is_active=True)
        .exclude(pk__in=taken)
        .exclude(pk=period.unit_id)
        .select_related("parent")
        .order_by("path")
    )


def own_entries_for(actor: Actor) -> QuerySet[Entry]:
    """A village's own results, newest month first."""
    return (
        Entry.objects.within(actor, VIEW_OWN)
        .select_related("period__unit", "period__scheme_version", "unit")
        .order_by("-period__year", "-period__month", "unit__path")
    )


def objections_for(actor: Actor) -> QuerySet[Objection]:
    """Objections the actor may answer or has filed for their own unit, the unanswered first."""
    rows = Objection.objects.within(actor, VIEW) | Objection.objects.within(actor, "assessments.object")
    return rows.select_related("entry__unit", "entry__period__unit").order_by("state", "due_on", "-id")


def has_anything(period: Period) -> bool:
    """Whether anything at all was entered for the month: a cell, 加减分 or an upper level's result."""
    rows = Entry.objects.filter(period=period)
    entered = Q(scores__isnull=False) | Q(adjustments__isnull=False) | Q(upper_results__isnull=False)
    return rows.filter(entered).exists()
