"""我的待办."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from xiangfeng.web.doors import StaffRequest
from xiangfeng.workbench.queries import recent_for, todos_for
from xiangfeng.workbench.queries.checking import checking_for
from xiangfeng.workbench.screen import checking_urls
from xiangfeng.workbench.shortcuts import empty_text, shortcuts_for
from xiangfeng.workbench.staff.village import home_of_village, is_village
from xiangfeng.workbench.todos import Section, Todo, alike_only, folded, month_days, sections_of

WEEKDAYS = "一二三四五六日"


def inbox(request: StaffRequest) -> HttpResponse:
    """What waits for me, one row each, with what happens when the button is pressed. Villages: their own home."""
    wanted, alike = request.GET.get("part", ""), request.GET.get("alike", "")
    if is_village(request.actor) and not wanted:
        return home_of_village(request)
    today: dt.date = request.at.date()
    todos = todos_for(request.actor, today=today)
    sections = sections_of(todos, today=today)
    context = {
        "today": today,
        "weekday": WEEKDAYS[today.weekday()],
        "total": len(todos),
        "sections": _shown(sections, wanted, alike, today),
        "tabs": [(part.key, part.title, part.total, part.key == wanted) for part in sections],
        "part": "" if wanted == "all" else wanted,
        "alike": alike,
        "all_query": "?part=all" if is_village(request.actor) else "?",
        "empty_text": empty_text(request.actor),
        "shortcuts": shortcuts_for(request.actor),
        **_month(todos, today),
        "calendar_url": reverse("duties:calendar") if request.actor.can("duties.view") else "",
        "recent": recent_for(request.actor),
        "checking": checking_for(request.actor, today=today),
        "checking_urls": checking_urls(),
    }
    return render(request, "workbench/staff/inbox.html", context)


def _shown(sections: list[Section], wanted: str, alike: str, today: dt.date) -> list[Section]:
    parts = [part for part in sections if wanted in ("", "all", part.key)]
    if alike:
        return alike_only(parts, alike)
    return folded(parts, today=today, base=reverse("workbench:inbox"))


def _month(todos: list[Todo], today: dt.date) -> dict[str, Any]:
    mine = [todo for todo in todos if todo.due and todo.is_mine]
    return {
        "weeks": month_days(today),
        "marks": {todo.due for todo in mine},
        "dated": [todo for todo in mine if todo.due and todo.due >= today][:6],
    }
