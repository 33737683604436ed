"""领导一屏."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from xiangfeng.orgs.models import Unit
from xiangfeng.web.doors import StaffRequest, needs, number
from xiangfeng.workbench.queries.checking import checking_of, with_checking
from xiangfeng.workbench.queries.leader import townships_for
from xiangfeng.workbench.queries.screen import screen_for


@needs("tasks.urge")
def leader(request: StaffRequest) -> HttpResponse:
    """Everything a leader asks first, on one page; the county chooses the township."""
    today: dt.date = request.at.date()
    towns = list(with_checking(townships_for(request.actor), today=today))
    wanted = number(request.GET.get("unit", ""))
    town: Unit | None = next((one for one in towns if one.pk == wanted), towns[0] if towns else None)
    context: dict[str, Any] = {
        "today": today,
        "at": request.at,
        "towns": towns,
        "town": town,
        "this_month": str(today.month),
    }
    if town is not None:
        context |= screen_for(town, request.actor, today=today, checking=checking_of(town)) | {
            "here": request.get_full_path()
        }
    return render(request, "workbench/staff/leader.html", context)
