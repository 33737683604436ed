"""本单位任务: for a telephone, one big button for the next step."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from xiangfeng.tasks.lists import status_of
from xiangfeng.tasks.models import CLOSED, TaskKind, TaskState
from xiangfeng.tasks.queries import VIEW_OWN, own_tasks_for
from xiangfeng.tasks.staff.lists import today_of
from xiangfeng.web.doors import StaffRequest, needs


@needs(VIEW_OWN)
def own(request: StaffRequest) -> HttpResponse:
    """What the unit has to do, what waits for 核查, what is done; 整改 alone with ``?kind=rectification``."""
    day, is_fix = today_of(request), request.GET.get("kind") == TaskKind.RECTIFICATION
    rows = own_tasks_for(request.actor)
    rows = rows.filter(kind=TaskKind.RECTIFICATION) if is_fix else rows
    units = {grant.unit_id for grant in request.actor.grants}
    shown = [(row, status_of(row, day), row.lead_id in units) for row in rows.exclude(state__in=CLOSED)]
    closed = rows.filter(state__in=CLOSED).order_by("-closed_on", "-id")[:10]
    context = {
        "is_fix": is_fix,
        "mine": [one for one in shown if one[2] and one[0].is_at_work],
        "waiting": [one for one in shown if one[2] and one[0].state == TaskState.SUBMITTED],
        "helped": [one for one in shown if not one[2]],
        "closed": [(row, status_of(row, day)) for row in closed],
        "today": day.today,
    }
    return render(request, "tasks/staff/own.html", context)
