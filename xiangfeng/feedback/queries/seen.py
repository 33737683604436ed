"""Which reports a person may see."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import may
from xiangfeng.base.paths import WIDTH, ancestors, successor
from xiangfeng.feedback.models import Report
from xiangfeng.orgs.models import Unit
from xiangfeng.tasks.queries.waits import own_units
from xiangfeng.visitors.codes import code_digest

_Row = TypeVar("_Row", bound=Model)
VIEW, VIEW_OWN, MANAGE = "feedback.view", "feedback.view_own", "feedback.manage"
ALONG = ("unit", "handler", "about", "category", "norm", "site", "village")


def reports_for(actor: Actor) -> QuerySet[Report]:
    """Reports the actor may see: those of units in reach, or handed to their own; never one about a unit they sit in."""
    seen, own = _in_reach(actor), own_units(actor, VIEW_OWN)
    # One of the two is nothing for most people; an OR with it would keep the database from its index.
    found = seen if not own else seen | Q(handler_id__in=own) if actor.can(VIEW) else Q(handler_id__in=own)
    return but_about(Report.objects.filter(found), actor).select_related(*ALONG)


def _in_reach(actor: Actor) -> Q:
    """What ``Report.scope`` says. For who sees a whole tree it is said so that the database goes through the latest reports and asks of
    each, until the page is full, instead of collecting all to sort them; for others by the units' ids, so that it goes by the index of
    handler and state."""
    paths = actor.reach(VIEW)
    if actor.is_system or not any(len(path) == WIDTH for path in paths):
        return Q(handler__in=Unit.objects.within(actor, VIEW).values("pk"))
    reached = Q(pk__in=[])
    for path in paths:
        reached |= Q(path__gte=path, path__lt=successor(path))
    return Q(Exists(Unit.objects.filter(reached, pk=OuterRef("handler_id"))))


def own_reports_for(actor: Actor) -> QuerySet[Report]:
    """Reports handed to the very units in which the actor sits, the nearest deadline first."""
    rows = Report.objects.filter(handler_id__in=own_units(actor, VIEW_OWN))
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
