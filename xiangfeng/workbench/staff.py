"""Doors: 我的待办, the manual, and the beat that keeps a session alive while somebody types."""

from __future__ import annotations

import datetime as dt

from django.http import Http404, HttpResponse
from django.shortcuts import render

from xiangfeng.web.doors import StaffRequest
from xiangfeng.workbench import manuals
from xiangfeng.workbench.queries import month_days, recent_for, sections_of, todos_for

WEEKDAYS = "一二三四五六日"


def inbox(request: StaffRequest) -> HttpResponse:
    """What waits for me, one row each, with what happens when the button is pressed."""
    today: dt.date = request.at.date()
    todos = todos_for(request.actor, today=today)
    sections = sections_of(todos, today=today)
    wanted = request.GET.get("part", "")
    marks = {
        todo.due.day
        for todo in todos
        if todo.due and (todo.due.year, todo.due.month) == (today.year, today.month)
    }
    context = {
        "today": today,
        "weekday": WEEKDAYS[today.weekday()],
        "total": len(todos),
        "sections": [part for part in sections if wanted in ("", part.key)],
        "tabs": [(part.key, part.title, len(part.todos), part.key == wanted) for part in sections],
        "part": wanted,
        "weeks": month_days(today),
        "marks": marks,
        "dated": [todo for todo in todos if todo.due and todo.due >= today][:6],
        "recent": recent_for(request.actor),
    }
    return render(request, "workbench/staff/inbox.html", context)


def manual(request: StaffRequest, page: str = "") -> HttpResponse:
    """A page of the Chinese manual; the first one without a name."""
    try:
        found = manuals.read(page)
    except KeyError as error:
        raise Http404("手册里没有这一页") from error
    return render(request, "workbench/staff/manual.html", {"manual": found, "pages": manuals.contents()})


def keep_alive(request: StaffRequest) -> HttpResponse:
    """Answers nothing; being asked is enough to keep the session (the person pressed “继续使用”)."""
    return HttpResponse(status=204)
