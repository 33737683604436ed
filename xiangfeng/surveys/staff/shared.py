"""What the doors of this app share."""

from __future__ import annotations

from django.http import Http404
from django.urls import reverse

from xiangfeng.orgs.models import Unit, UnitKind
from xiangfeng.surveys.flow import MANAGE
from xiangfeng.surveys.models import Survey
from xiangfeng.surveys.queries import surveys_for
from xiangfeng.web.doors import StaffRequest, find

UPPER = (UnitKind.PROVINCE, UnitKind.CITY, UnitKind.COUNTY, UnitKind.TOWNSHIP)


def own_unit(request: StaffRequest) -> Unit:
    """The county or township for which the person acts: the highest on which they may write questionnaires."""
    paths = request.actor.reach(MANAGE)
    unit = Unit.objects.filter(path__in=paths, kind__in=UPPER).order_by("path").first()
    if unit is None:
        raise Http404("您的管辖范围内没有可以办问卷的单位。")
    return unit


def seen(request: StaffRequest, pk: int) -> Survey:
    """A questionnaire the person may see: 404 out of reach."""
    return find(surveys_for(request.actor), pk=pk)


def managed(request: StaffRequest, pk: int) -> Survey:
    """One they may work with: 404 out of reach."""
    return find(Survey.objects.within(request.actor, MANAGE).select_related("unit"), pk=pk)


def ended(request: StaffRequest, pk: int) -> Survey:
    """One that is over: results before the end are nobody's, so the page is not there."""
    row = seen(request, pk)
    if not row.is_ended:
        raise Http404("问卷截止以后才有结果，截止以前谁都看不到。")
    return row


def crumbs(row: Survey | None = None) -> list[tuple[str, str]]:
    """The way to a page of a questionnaire."""
    own = [(row.number, reverse("surveys:survey", args=[row.pk]))] if row else []
    return [("问卷", reverse("surveys:surveys")), *own]
