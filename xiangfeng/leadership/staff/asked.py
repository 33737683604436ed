"""Which unit and which day an address asks for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from xiangfeng.leadership.forms import asked_day
from xiangfeng.leadership.queries import MANAGE, units_with_groups
from xiangfeng.orgs.models import Unit
from xiangfeng.web.doors import StaffRequest, find


def chosen(request: StaffRequest, units: list[Unit], wanted: str = "") -> Unit:
    """The unit of ``?unit=``, else the person's own, else the first; ``Nowhere`` when there is none to look at."""
    wanted = wanted or request.GET.get("unit", "")
    if wanted:
        found = next((unit for unit in units if str(unit.pk) == wanted), None)
        if found is None:
            raise Http404("没有这个单位，或者不在您的管辖范围内。")
        return found
    home = request.actor.home
    own = next((unit for unit in units if home is not None and unit.pk == home.unit_id), None)
    first = own or next(iter(units), None)
    if first is None:
        raise Nowhere
    return first


class Nowhere(Exception):
    """The person's post reaches no unit that has a leading group: nothing to show, and no fault of theirs."""


def or_nowhere(door: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A door of the menu that says so when the person's post reaches no leading group."""

    @wraps(door)
    def answer(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return door(request, *args, **kwargs)
        except Nowhere:
            return render(request, "leadership/staff/nowhere.html")

    return answer


def day_of(request: StaffRequest) -> dt.date:
    """The day of ``?on=``; today when none or nonsense is asked."""
    return asked_day(request.GET.get("on", ""), request.at.date())


def managed(request: StaffRequest, pk: int) -> Unit:
    """A unit whose group the person keeps, or 404."""
    return find(units_with_groups(request.actor) & Unit.objects.within(request.actor, MANAGE), pk=pk)


def head_of(request: StaffRequest, wanted: str = "") -> dict[str, Any]:
    """What both pages say on top: unit, day, the other units."""
    rows: QuerySet[Unit] = units_with_groups(request.actor)
    units = list(rows)
    unit, on = chosen(request, units, wanted), day_of(request)
    return {
        "unit": unit,
        "units": units if len(units) > 1 else [],
        "on": on,
        "today": request.at.date(),
        "is_today": on == request.at.date(),
    }


def group_url(unit: Unit | int) -> str:
    return reverse("leadership:group") + f"?unit={unit if isinstance(unit, int) else unit.pk}"


def charges_url(unit: Unit | int) -> str:
    return reverse("leadership:charges") + f"?unit={unit if isinstance(unit, int) else unit.pk}"
