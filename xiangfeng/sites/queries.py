"""What may be seen of sites, types and checklists."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import (
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Sum,
)
from django.db.models.functions import Coalesce

from xiangfeng.access.actor import Actor
from xiangfeng.base.paths import ancestors, successor
from xiangfeng.orgs.models import Unit, UnitKind
from xiangfeng.orgs.queries import units_for
from xiangfeng.sites.models import Checklist, ChecklistItem, Site, SiteType
from xiangfeng.sites.site_list import Known
from xiangfeng.web.rows import found_rows, joined

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
    where = joined("@unit__name", "　", "@address")
    return (found_rows(found, "sites.site", title="name", detail=where, at="last_checked_on"),)


def managed_units(actor: Actor) -> QuerySet[Unit]:
    """The units in use that may answer for a site the actor keeps, in tree order."""
    return units_for(actor, MANAGE).filter(is_active=True)


def import_ground(actor: Actor) -> Known:
    """What an import by the actor is checked against. Three queries, whatever there is."""
    units = list(managed_units(actor).select_related("parent"))
    names: dict[str, list[int]] = defaultdict(list)
    for unit in units:
        names[unit.name].append(unit.pk)
    for unit in units:
        if unit.parent is not None and (long := f"{unit.parent.name}{unit.name}") not in names:
            names[long].append(unit.pk)
    paths = {path for unit in units for path in ancestors(unit.path, with_self=True)}
    types: dict[str, list[SiteType]] = defaultdict(list)
    for one in SiteType.objects.filter(unit__path__in=paths).select_related("unit").order_by("pk"):
        types[one.unit.path].append(one)
    sites = Site.objects.within(actor, MANAGE).order_by("-pk")
    rows = list(sites.values_list("unit_id", "code", "name", "pk", "type__name"))
    return Known(
        units=names,
        types={unit.pk: _names_of(unit, types) for unit in units},
        codes={(unit_id, code): (pk, has) for unit_id, code, _, pk, has in rows},
        names={(unit_id, name): code for unit_id, code, name, _, _ in rows},
    )


def _names_of(unit: Unit, types: dict[str, list[SiteType]]) -> dict[str, int]:
    near = (one for path in ancestors(unit.path, with_self=True) for one in types.get(path, ()))
    return {one.name: one.pk for one in nearest(near)}


def upper_units(actor: Actor, capability: str) -> QuerySet[Unit]:
    """The counties and townships in reach, which keep types, checklists and a map; the highest first."""
    return units_for(actor, capability).filter(kind__in=UPPER, is_active=True)


def types_offered(actor: Actor, *, besides: SiteType | None = None) -> list[SiteType]:
    """The types a site of the actor's may be given: of their township and those above; for a county all there are in use.
    ``besides``: the one the site has, retired or not."""
    top = upper_units(actor, MANAGE).first()
    if top is None:
        found = []
    elif top.kind == UnitKind.TOWNSHIP:
        found = usable_types(top)
    else:
        found = list(types_for(actor).filter(is_active=True))
    return found if besides is None or besides in found else [*found, besides]


def page_types(unit: Unit) -> list[SiteType]:
    """All types for the page of ``unit``: its own in or out of use, and those above that none of its own hides; with
    ``site_count`` of the sites in use."""
    rows = SiteType.objects.filter(unit__path__in=ancestors(unit.path, with_self=True))
    rows = rows.select_related("unit", "checklist").order_by("unit__path", "seq", "id")
    count = Count("sites", filter=Q(sites__is_active=True))
    found: list[SiteType] = list(rows.annotate(site_count=count))
    own = [one for one in found if one.unit_id == unit.pk]
    hidden = {one.name for one in own}
    return own + [one for one in nearest(found) if one.unit_id != unit.pk and one.name not in hidden]


def map_sites(unit: Unit, actor: Actor) -> QuerySet[Site]:
    """The sites in use of ``unit`` and below that the actor may see."""
    rows = Site.objects.within(actor, VIEW).filter(
        is_active=True, unit__path__gte=unit.path, unit__path__lt=successor(unit.path)
    )
    return rows.select_related("unit", "type").order_by("unit__path", "code", "id")


def units_with_sites(actor: Actor) -> QuerySet[Unit]:
    """The units that answer for a site the actor may see."""
    return units_for(actor, VIEW).filter(Exists(Site.objects.filter(unit=OuterRef("pk"))))
