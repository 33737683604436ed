"""Inspections and visits that may be seen, and what assessments ask about them."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

from django.conf import settings
from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, ExtractYear

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import Scope
from xiangfeng.inspections.models import (
    Answer,
    CheckPlan,
    Draw,
    Inspection,
    Party,
    Verdict,
    Visit,
    VisitState,
)
from xiangfeng.orgs.models import Appointment, Person, Unit
from xiangfeng.orgs.queries import subtree_of
from xiangfeng.sites.models import Site

VIEW, VIEW_OWN, MANAGE, INSPECT = (
    "inspections.view", "inspections.view_own", "inspections.manage", "inspections.inspect",
)  # fmt: skip


def inspections_for(actor: Actor) -> QuerySet[Inspection]:
    """The inspections the actor may see, the latest first, with how many visits they hold and how many are in."""
    live = ~Q(visits__state=VisitState.VOID) & Q(visits__isnull=False)
    return (
        Inspection.objects.within(actor, VIEW)
        .select_related("unit", "planned")
        .annotate(
            visit_count=Count("visits", filter=live),
            done_count=Count("visits", filter=Q(visits__state=VisitState.HANDED_IN)),
        )
        .order_by("-starts_on", "-pk")
    )


def with_parts(rows: QuerySet[Inspection]) -> QuerySet[Inspection]:
    """The same inspections with visits, sites, parties, members and the year's cap at hand: three queries more, whatever their number."""
    visits: Any = Visit.objects.select_related("site__type", "site__unit", "party").order_by("seq", "pk")
    people: Any = Person.objects.select_related("unit").order_by("unit__path", "pk")
    parties: Any = Party.objects.prefetch_related(Prefetch("members", people)).order_by("seq", "pk")
    plans = CheckPlan.objects.filter(unit=OuterRef("unit"), year=ExtractYear(OuterRef("starts_on")))
    cap = Coalesce(Subquery(plans.order_by().values("cap")[:1]), Value(settings.VISITS_CAP))
    return rows.annotate(cap=cap).prefetch_related(Prefetch("visits", visits), Prefetch("parties", parties))


def visits_for(actor: Actor) -> QuerySet[Visit]:
    """The checks the actor may see: those of inspections in reach, those they make themselves, and of what lies below them
    what has been handed in – a township does not see where the county will look next."""
    scope = Visit.scope
    mine = Visit.objects.filter(party__members=actor.person_id or 0).order_by().values("pk")
    known = Q(state=VisitState.HANDED_IN) | Q(pk__in=mine)
    seen = Scope("inspection__unit").q(actor, VIEW) | scope.q(actor, VIEW) & known | scope.q(actor, VIEW_OWN)
    return (
        Visit.objects.filter(seen)
        .select_related("inspection__unit", "site__unit", "site__type", "party")
        .order_by("-inspection__starts_on", "seq", "pk")
    )


def own_visits_for(actor: Actor) -> QuerySet[Visit]:
    """What was found at the sites of the actor's own unit, the latest first; never where somebody will look next."""
    rows = Visit.objects.within(actor, VIEW_OWN).filter(state=VisitState.HANDED_IN)
    return rows.select_related("inspection__unit", "site__unit", "site__type").order_by("-visited_on", "-pk")


def draws_for(actor: Actor) -> QuerySet[Draw]:
    """The draws the actor may see, the latest first."""
    return Draw.objects.within(actor, VIEW).select_related("inspection__unit").order_by("-drawn_at", "-pk")


def sites_to_check(inspection: Inspection) -> QuerySet[Site]:
    """The sites in use below the inspecting unit that are not in this inspection yet."""
    rows = Site.objects.filter(unit__in=subtree_of(inspection.unit), is_active=True)
    taken = Visit.objects.filter(inspection=inspection).values("site_id")
    return rows.exclude(pk__in=taken).select_related("unit", "type").order_by("unit__path", "code", "pk")


def people_to_send(unit: Unit, on: dt.date) -> QuerySet[Person]:
    """Who may go along on that day: the people of the inspecting unit and of those below it, in tree order; nobody who left
    their last post, but somebody who never had one (a volunteer, say)."""
    in_post = Appointment.objects.on(on).values("person_id")
    rows = Person.objects.filter(unit__in=subtree_of(unit), unit__is_active=True)
    rows = rows.filter(Q(pk__in=in_post) | Q(appointments=None))
    return rows.select_related("unit").order_by("unit__path", "pk")


def checked_items(unit: Unit, start: dt.date, end: dt.date) -> dict[tuple[int, str], int]:
    """For each responsible unit and indicator of the score sheet: how many handed-in visits of ``unit``'s inspections from ``start`` to
    ``end`` looked at an item that goes to it, whether they found something or not (不涉及 is no look). Two queries."""
    visits = Visit.objects.filter(
        inspection__unit=unit, state=VisitState.HANDED_IN, visited_on__gte=start, visited_on__lte=end
    )
    found: Counter[tuple[int, str]] = Counter()
    looked: dict[int, set[str]] = {}
    for visit_id, item in (
        Answer.objects.filter(visit__in=visits)
        .exclude(verdict=Verdict.SKIP)
        .order_by()
        .values_list("visit_id", "item")
    ):
        looked.setdefault(visit_id, set()).add(item)
    for visit in visits.select_related("inspection", "site").order_by("pk"):
        items = visit.inspection.forms.get(visit.form, {}).get("items", [])
        indicators = {one["indicator"] for one in items if one["code"] in looked.get(visit.pk, ())}
        found.update((visit.site.unit_id, indicator) for indicator in indicators if indicator)
    return dict(found)
