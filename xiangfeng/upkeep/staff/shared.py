"""What the doors of this app share."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import Http404
from django.urls import reverse

from xiangfeng.orgs.models import Unit, UnitKind
from xiangfeng.upkeep.queries.rows import VIEW
from xiangfeng.web.doors import StaffRequest

FURTHEST = 50
"""Years; an address that asks for a month beyond is a slip."""
UPPER = (UnitKind.PROVINCE, UnitKind.CITY, UnitKind.COUNTY, UnitKind.TOWNSHIP)


def own_unit(request: StaffRequest, capability: str) -> Unit:
    """The county or township for which the person acts: the highest on which they hold the right."""
    paths = request.actor.reach(capability)
    unit = Unit.objects.filter(path__in=paths, kind__in=UPPER).order_by("path").first()
    if unit is None:
        raise Http404("您的管辖范围内没有可以办这件事的单位。")
    return unit


def asked_month(request: StaffRequest, key: str = "month") -> dt.date:
    """The first day of the month in the address (``2026-11``); this month for anything else."""
    today: dt.date = request.at.date()
    try:
        asked = dt.date.fromisoformat(f"{request.GET.get(key, '')}-01")
    except ValueError:
        return today.replace(day=1)
    return asked if abs(asked.year - today.year) <= FURTHEST else today.replace(day=1)


def month_after(first: dt.date, months: int) -> dt.date:
    """The first day of the month some months on, or back."""
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return dt.date(year, month + 1, 1)


PAGES = (
    ("upkeep:jobs", "各期作业", ""),
    ("upkeep:matrix", "月作业表", VIEW),
    ("upkeep:records", "作业记录", ""),
    ("upkeep:routines", "作业安排", VIEW),
)


def tabs_of(request: StaffRequest, here: str) -> list[dict[str, Any]]:
    """The pages of the daily work that belong together, as tabs."""
    return [
        {"title": title, "url": reverse(name), "count": None, "is_on": name == here, "is_bad": False}
        for name, title, right in PAGES
        if not right or request.actor.can(right)
    ]
