"""The home of a village: four buttons, then the few most urgent things."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from xiangfeng.web.doors import StaffRequest, needs
from xiangfeng.workbench.four import buttons_of
from xiangfeng.workbench.queries import dated_for
from xiangfeng.workbench.queries.village import home_for, is_village

__all__ = ["home_of_village", "is_village", "village"]

FIRST = 5
WEEKDAYS = "一二三四五六日"


@needs("assessments.view_own")
def village(request: StaffRequest) -> HttpResponse:
    """The same page by its own address."""
    return home_of_village(request)


def home_of_village(request: StaffRequest) -> HttpResponse:
    """What a village sees first: nothing to learn, nothing to look for."""
    today: dt.date = request.at.date()
    home = home_for(request.actor, today=today)
    todos = dated_for(request.actor, today=today)
    mine = [todo for todo in todos if todo.is_mine]
    context: dict[str, Any] = {
        "today": today,
        "weekday": WEEKDAYS[today.weekday()],
        "home": home,
        "buttons": buttons_of(home, mine, today),
        "first": mine[:FIRST],
        "count": len(mine),
        "more": len(todos) - len(mine[:FIRST]),
        "all_url": reverse("workbench:inbox") + "?part=all",
        "paper_url": reverse("manual_page", args=["village"]),
    }
    return render(request, "workbench/staff/village.html", context)
