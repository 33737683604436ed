"""What the doors of this app share."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.urls import reverse

from xiangfeng.orgs.models import Unit, UnitKind
from xiangfeng.web.doors import StaffRequest

UPPER = (UnitKind.PROVINCE, UnitKind.CITY, UnitKind.COUNTY, UnitKind.TOWNSHIP)
PAGES = (("supervision:boxes", "意见箱"), ("supervision:openings", "开箱记录"))


def own_unit(request: StaffRequest, capability: str) -> Unit:
    """The county or township for which the person acts: the highest on which they hold the right."""
    paths = request.actor.reach(capability)
    unit = Unit.objects.filter(path__in=paths, kind__in=UPPER).order_by("path").first()
    if unit is None:
        raise Http404("您的管辖范围内没有可以办这件事的单位。")
    return unit


def who(request: StaffRequest) -> dict[str, Any]:
    """Who acts and when, for an action."""
    return {"actor": request.actor, "at": request.at}


def tabs_of(here: str) -> list[dict[str, Any]]:
    """Boxes and openings, as tabs."""
    return [
        {"title": title, "url": reverse(name), "count": None, "is_on": name == here, "is_bad": False}
        for name, title in PAGES
    ]
