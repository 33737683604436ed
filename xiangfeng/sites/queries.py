"""What may be seen of sites, types and checklists."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import (
    CharField,
    Count,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
)
from django.db.models.functions import Coalesce, Concat

from xiangfeng.access.actor import Actor
from xiangfeng.base.paths import ancestors
from xiangfeng.orgs.models import Unit, UnitKind
from xiangfeng.sites.models import Checklist, ChecklistItem, Site, SiteType

VIEW, VIEW_OWN, MANAGE = "sites.view", "sites.view_own", "sites.manage"
UPPER = (UnitKind.COUNTY, UnitKind.TOWNSHIP)
"""The kinds of units that keep types, checklists and a map."""


def sites_for(actor: Actor) -> QuerySet[Site]:
    """The sites the actor may see, the own unit's among them; in use or not; by unit and code."""
    rows = Site.objects.filter(Site.scope.q(actor, VIEW) | Site.scope.q(actor, VIEW_OWN))
    return rows.select_related("unit", "type__checklist").order_by("unit__path", "code", "id")


def own_sites_for(actor: Actor) -> QuerySet[Site]:
    """The sites for which the actor's own unit answers."""
    rows = Site.objects.within(actor, VIEW_OWN).select_related("unit", "type__checklist")
    return rows.order_by("unit__path", "code", "id")


def checklists_for(actor: Actor) -> QuerySet[Checklist]:
    """The checklists of the actor's units, those above and below, with their items and norms at hand; the county's first."""
    items = Prefetch("items", ChecklistItem.objects.select_related("norm").order_by("seq", "id"))
    rows = Checklist.objects.within(actor, VIEW).select_related("unit").prefetch_related(items)
    return rows.order_by("unit__path", "name", "id")


def counted_checklists_for(actor: Actor) -> QuerySet[Checklist]:
    """The same for the list: ``item_count``, ``total`` points, and ``uses``, how many types in use are checked by it."""
    used = SiteType.objects.filter(checklist=OuterRef("pk"), is_active=True).order_by().values("checklist")
    uses = Coalesce(Subquery(used.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0)
    rows = Checklist.objects.within(actor, VIEW).select_related("unit").order_by("unit__path", "name", "id")
    return rows.annotate(item_count=Count("items"), total=Sum("items__points"), uses=uses)


def types_for(actor: Actor) -> QuerySet[SiteType]:
    """The types of the actor's units, those above and below, in order."""
    rows = SiteType.objects.within(actor, VIEW).select_related("unit", "checklist")
    return rows.order_by("unit__path", "seq", "id")


def usable_types(unit: Unit) -> list[SiteType]:
    """The types in use that sites of ``unit`` may have: its own and those of the units above; of one name the nearer."""
    rows = SiteType.objects.filter(unit__path__in=ancestors(unit.path, with_self=True))
    return nearest(rows.select_related("unit", "checklist").order_by("unit__path", "seq", "id"))


def nearest(types: Iterable[SiteType]) -> list[SiteType]:
    """Of types of one name the one furthest down, whose word counts; retired ones hide those above and go themselves."""
    found: dict[str, SiteType] = {}
    for one in sorted(types, key=lambda one: (one.unit.path, one.seq, one.pk)):
        found[one.name] = one
    return sorted(
        (one for one in found.values() if one.is_active), key=lambda one: (one.unit.path, one.seq, one.pk)
    )


def waiting_for(actor: Actor, *, today: dt.date) -> tuple[QuerySet[Any, Any], ...]:
    """Nothing waits here: what is found at a site is a finding."""
    return ()


def found_by(actor: Actor, text: str) -> tuple[QuerySet[Any, Any], ...]:
    """Sites by code, name, address and unit."""
    if not (actor.can(VIEW) or actor.can(VIEW_OWN)):
        return ()
    words = (
        Q(code__icontains=text)
        | Q(name__icontains=text)
        | Q(address__icontains=text)
        | Q(unit__name__icontains=text)
    )
    found = sites_for(actor).select_related(None).order_by().filter(words)
    where = Concat("unit__name", Value("　"), "address", output_field=CharField())
    return (found.values_list(Value("sites.site"), "pk", "name", where, "last_checked_on"),)
