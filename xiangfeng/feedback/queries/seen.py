"""Which reports a person may see."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from xiangfeng.access.actor import Actor
from xiangfeng.base.paths import ancestors
from xiangfeng.feedback.models import Report
from xiangfeng.tasks.queries.waits import own_units
from xiangfeng.visitors.codes import code_digest

VIEW, VIEW_OWN = "feedback.view", "feedback.view_own"
ALONG = ("unit", "handler", "about", "category", "norm", "site", "village")


def reports_for(actor: Actor) -> QuerySet[Report]:
    """Reports the actor may see: those of units in reach, or handed to their own; never one about a unit they sit in."""
    rows = Report.objects.filter(Report.scope.q(actor, VIEW) | Q(handler_id__in=own_units(actor, VIEW_OWN)))
    # The unit complained of lies on the way from the root to the actor's own.
    above = {path for grant in actor.grants for path in ancestors(grant.path, with_self=True)}
    return rows.exclude(about__path__in=above).select_related(*ALONG)


def reports_from(*keys: str) -> QuerySet[Report]:
    """The reports that came from rows above, by their keys (``supervision.opening:3``); the caller has checked those rows."""
    return Report.objects.filter(origin_key__in=keys).select_related(*ALONG)


def report_by(code: str) -> Report | None:
    """The report of a receipt, or None; how the code is written makes no difference."""
    return Report.objects.filter(code_hash=code_digest(code)).select_related(*ALONG).first()
