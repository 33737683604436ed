"""Which reports a person may see."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Exists, F, Model, OuterRef, Q, QuerySet

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import may
from xiangfeng.base.paths import WIDTH, ancestors, successor
from xiangfeng.feedback.models import Report
from xiangfeng.orgs.models import Unit
from xiangfeng.tasks.queries.waits import own_units
from xiangfeng.visitors.codes import code_digest

_Row = TypeVar("_Row", bound=Model)
VIEW, VIEW_OWN, MANAGE, HANDLE = "feedback.view", "feedback.view_own", "feedback.manage", "feedback.handle"
HANDED = ~Q(handler=F("unit"))
"""What the receiving unit does not deal with itself."""
ALONG = ("unit", "handler", "about", "category", "norm", "site", "village")


def reports_for(actor: Actor) -> QuerySet[Report]:
    """Reports of which the actor may open the page: those they may read, and those handed to their own unit, of which the page shows the brief;
    never one about a unit they sit in."""
    handed = Q(handler_id__in=handed_units(actor)) & HANDED
    found = _in_reach(actor) | handed if actor.can(VIEW) else handed
    return but_about(Report.objects.filter(found), actor).select_related(*ALONG)


def read_by(actor: Actor) -> QuerySet[Report]:
    """Reports of which the actor may read what was said: those that units in reach received. What lists, search and figures go over."""
    return but_about(Report.objects.filter(_in_reach(actor)), actor).select_related(*ALONG)


def handed_units(actor: Actor) -> list[int]:
    """The units in which the actor sits and deals with what is handed to them: a village's people, and the office of a township to which
    the county hands something."""
    return sorted({*own_units(actor, VIEW_OWN), *own_units(actor, HANDLE)})


def _in_reach(actor: Actor) -> Q:
    """What ``Report.scope`` says of VIEW. For who sees a whole tree it is said so that the database goes through the latest reports and asks of
    each, until the page is full, instead of collecting all to sort them; for others by the units' ids, so that it goes by the index of
    unit and time."""
    paths = actor.reach(VIEW)
    if actor.is_system or not any(len(path) == WIDTH for path in paths):
        return Q(unit__in=Unit.objects.within(actor, VIEW).values("pk"))
    reached = Q(pk__in=[])
    for path in paths:
        reached |= Q(path__gte=path, path__lt=successor(path))
    return Q(Exists(Unit.objects.filter(reached, pk=OuterRef("unit_id"))))


def own_reports_for(actor: Actor) -> QuerySet[Report]:
    """Reports handed to the very units in which the actor sits by one above, the nearest deadline first."""
    rows = Report.objects.filter(HANDED, handler_id__in=handed_units(actor))
    return but_about(rows, actor).select_related(*ALONG).order_by("due_on", "id")


def received_by(actor: Actor) -> QuerySet[Report]:
    """Reports that the very units received in which the actor deals with them (MANAGE)."""
    return but_about(Report.objects.filter(unit_id__in=own_units(actor, MANAGE)), actor)


def but_about(rows: QuerySet[_Row], actor: Actor, about: str = "about_id") -> QuerySet[_Row]:
    """``rows`` without what is about a unit in which the actor sits, or one above it; ``about`` leads from a row to that unit."""
    # The unit complained of lies on the way from the root to the actor's own.
    above = {path for grant in actor.grants for path in ancestors(grant.path, with_self=True)}
    return rows.exclude(**{f"{about}__in": Unit.objects.filter(path__in=above).values("pk")})


def sees_all(actor: Actor, row: Report) -> bool:
    """Whether the actor reads what was said and the photos; the handling unit reads ``brief`` alone."""
    return may(actor, VIEW, row)


def reports_from(*keys: str) -> QuerySet[Report]:
    """The reports that came from rows above, by their keys (``supervision.opening:3``); the caller has checked those rows."""
    return Report.objects.filter(origin_key__in=keys).select_related(*ALONG)


def report_by(code: str) -> Report | None:
    """The report of a receipt, or None; how the code is written makes no difference."""
    return Report.objects.filter(code_hash=code_digest(code)).select_related(*ALONG).first()
