"""What the doors of this app share: one report within sight, the units to choose from."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse

from xiangfeng.feedback.flow import MANAGE
from xiangfeng.feedback.models import Report
from xiangfeng.feedback.queries import reports_for
from xiangfeng.orgs.models import Unit, UnitKind
from xiangfeng.orgs.queries import ASSESSED_KINDS, subtree_of
from xiangfeng.web.doors import StaffRequest, find

UPPER = (UnitKind.COUNTY, UnitKind.TOWNSHIP)


def find_report(request: StaffRequest, pk: int) -> Report:
    """A report within sight, or 404."""
    return find(reports_for(request.actor), pk=pk)


def own_unit(request: StaffRequest, capability: str = MANAGE) -> Unit:
    """The county or township for which the person takes reports: the highest on which they hold the right."""
    paths = request.actor.reach(capability)
    unit = (
        Unit.objects.filter(path__in=paths, kind__in=UPPER).select_related("parent").order_by("path").first()
    )
    if unit is None:
        raise Http404("您的管辖范围内没有受理群众反映的单位。")
    return unit


def units_below(unit: Unit) -> QuerySet[Unit]:
    """Who may handle a report of ``unit``, in tree order."""
    return subtree_of(unit).filter(is_active=True).exclude(pk=unit.pk)


def villages_of(unit: Unit) -> QuerySet[Unit]:
    return subtree_of(unit).filter(is_active=True, kind__in=ASSESSED_KINDS)


def crumbs(row: Report | None = None) -> list[tuple[str, str]]:
    own = [(row.number, reverse("feedback:report", args=[row.pk]))] if row else []
    return [("群众反映", reverse("feedback:reports")), *own]
