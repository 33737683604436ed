"""The compliance wall with the burden count, and the default duties."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from xiangfeng.access.scope import may
from xiangfeng.calendars import queries as calendars
from xiangfeng.duties import actions
from xiangfeng.duties.queries import MANAGE, VIEW, burden_of, duties_for, of_year
from xiangfeng.duties.staff.calendar import chosen_unit, chosen_year
from xiangfeng.duties.wall import counts_of, wall_of
from xiangfeng.orgs.models import UnitKind
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
        "installable": _installable(request) if unit is None or may(request.actor, MANAGE, unit) else [],
    }
    return render(request, "duties/staff/wall.html", context)


def _installable(request: StaffRequest) -> list[tuple[int, str]]:
    rows = units_for(request.actor, MANAGE).filter(kind__in=(UnitKind.COUNTY, UnitKind.TOWNSHIP))
    return list(rows.order_by("path").values_list("pk", "name"))


@require_POST
@needs(MANAGE)
def install(request: StaffRequest) -> HttpResponse:
    """Attach the default duties to the articles in force."""
    unit = find(units_for(request.actor, MANAGE), pk=number(request.POST.get("unit", "")))
    made: list[object] = []
    act = partial(actions.install_duties, unit, actor=request.actor, at=request.at)
    done = attempt(request, lambda: made.extend(act()), done="已按施行中的制度核对默认义务")
    if done and made:
        messages.info(request, f"新设 {len(made)} 项义务，今明两年的义务日历已经排好")
    elif done:
        messages.info(request, "没有可以新设的：要么都已设过，要么带这些要求的条款还没有施行")
    return redirect("duties:wall")
