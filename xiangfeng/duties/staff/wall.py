"""The compliance wall with the burden count, and the default duties."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from xiangfeng.calendars import queries as calendars
from xiangfeng.duties import actions
from xiangfeng.duties.actions.install import offered_to
from xiangfeng.duties.queries import MANAGE, VIEW, burden_of, duties_for, of_year
from xiangfeng.duties.staff.calendar import chosen_unit, chosen_year
from xiangfeng.duties.wall import counts_of, wall_of
from xiangfeng.orgs.models import Unit, UnitKind
from xiangfeng.orgs.queries import units_for
from xiangfeng.web.doors import StaffRequest, attempt, find, needs, number


@needs(VIEW)
def wall(request: StaffRequest) -> HttpResponse:
    """Duties × months of one unit, and what all of it comes to for whoever does it."""
    unit, units = chosen_unit(request)
    year, today = chosen_year(request), request.at.date()
    rows = list(of_year(unit, year)) if unit else []
    duties = list(duties_for(request.actor).filter(unit=unit, is_active=True).order_by("seq", "pk"))
    doers, paces = burden_of(duties)
    context = {
        "unit": unit,
        "units": units,
        "year": year,
        "today": today,
        "rows": wall_of(rows, today, calendars.calendar(), year=year),
        "counts": counts_of(rows, today),
        "doers": doers,
        "paces": paces,
        "duty_count": len(duties),
        "times": sum(one.times for one in doers),
        "can_install": bool(_installable(request)),
    }
    return render(request, "duties/staff/wall.html", context)


def _installable(request: StaffRequest) -> list[Unit]:
    rows = units_for(request.actor, MANAGE).filter(kind__in=(UnitKind.COUNTY, UnitKind.TOWNSHIP))
    return list(rows.order_by("path"))


@needs(MANAGE)
def install(request: StaffRequest) -> HttpResponse:
    """Choose among the default duties; they are attached to the articles in force."""
    units = _installable(request)
    wanted = number(request.POST.get("unit", request.GET.get("unit", "")))
    unit = find(units_for(request.actor, MANAGE), pk=wanted or (units[0].pk if units else 0))
    if request.method == "POST":
        made: list[object] = []
        act = partial(
            actions.install_duties,
            unit,
            actor=request.actor,
            at=request.at,
            kinds=request.POST.getlist("kind"),
        )
        if attempt(request, lambda: made.extend(act()), done="今明两年的义务日历已经排好"):
            messages.info(request, f"新设 {len(made)} 项义务" if made else "没有新设：请至少勾选一项")
            return redirect("duties:wall" if made else "duties:install")
    offered = offered_to(unit)
    context = {
        "unit": unit,
        "units": units,
        "offered": offered,
        "is_open": any(not one.hindrance for one in offered),
        "first": request.at.date().replace(day=1),
    }
    return render(request, "duties/staff/install.html", context)
