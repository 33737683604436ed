"""The ledgers, and what is done to several tasks at once."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from xiangfeng.calendars.queries import calendar
from xiangfeng.tasks.actions.giving import assign_tasks
from xiangfeng.tasks.actions.judging import urge_tasks
from xiangfeng.tasks.lights import Day, day_of
from xiangfeng.tasks.lists import spec_for
from xiangfeng.tasks.models import TaskKind
from xiangfeng.tasks.queries import VIEW, full, rates, tasks_for
from xiangfeng.web.doors import StaffRequest, back, needs, number
from xiangfeng.web.ledger import ledger

PAGES = (
    ("", "tasks:tasks", "全部"),
    (TaskKind.SUPERVISION, "tasks:supervisions", "督办"),
    (TaskKind.RECTIFICATION, "tasks:rectifications", "问题整改"),
)


def today_of(request: StaffRequest) -> Day:
    """Today with the calendar. One query."""
    return day_of(request.at.date(), calendar(), settings.TASK_WARN_WORKDAYS)


def _list(request: StaffRequest, kind: str) -> HttpResponse:
    rows = tasks_for(request.actor).order_by("due_on", "id")
    rows = rows.filter(kind=kind) if kind else rows
    moves = []
    if request.actor.can("tasks.urge"):
        moves.append({"label": "催办", "value": "urge", "confirm": "给选中任务的牵头单位各发一次催办吗"})
    if request.actor.can("tasks.assign"):
        moves.append({"label": "交办", "value": "assign", "confirm": "把选中的任务交办下去吗"})
    new = reverse("tasks:new") + (f"?kind={kind}" if kind else "")
    tabs = [{"title": title, "url": reverse(name), "count": None, "is_on": kind == one, "is_bad": False} for one, name, title in PAGES]  # fmt: skip
    return ledger(
        request,
        rows,
        replace(spec_for(kind, today_of(request)), dress=full),
        bulk={"url": reverse("tasks:bulk"), "moves": moves} if moves else None,
        new_url=new if request.actor.can("tasks.assign") else "",
        new_label="立项",
        kind_tabs=tabs,
        figures_url=reverse("tasks:figures") + (f"?kind={kind}" if kind else ""),
        figures_word="整改率" if kind == TaskKind.RECTIFICATION else "办结率",
    )


@needs(VIEW)
def tasks(request: StaffRequest) -> HttpResponse:
    """任务台账: everything in reach."""
    return _list(request, "")


@needs(VIEW)
def supervisions(request: StaffRequest) -> HttpResponse:
    """督办台账."""
    return _list(request, TaskKind.SUPERVISION)


@needs(VIEW)
def rectifications(request: StaffRequest) -> HttpResponse:
    """问题整改台账."""
    return _list(request, TaskKind.RECTIFICATION)


@require_POST
@needs("tasks.urge", "tasks.assign")
def bulk(request: StaffRequest) -> HttpResponse:
    """催办 or 交办 of the ticked rows; those that cannot be are named with the reason."""
    picked = tasks_for(request.actor).filter(pk__in=map(number, request.POST.getlist("pick")))
    move, who = request.POST.get("move"), {"actor": request.actor, "at": request.at}
    if move not in ("urge", "assign"):
        messages.error(request, "没有这个动作，请刷新页面")
        return back(request, reverse("tasks:tasks"))
    rows = list(picked.order_by("pk"))
    done, reasons = urge_tasks(rows, text="", **who) if move == "urge" else assign_tasks(rows, **who)
    if done:
        messages.success(request, f"已{'催办' if move == 'urge' else '交办'} {done} 件")
    for reason in reasons[:5]:
        messages.error(request, reason)
    return back(request, reverse("tasks:tasks"))


@needs(VIEW)
def figures(request: StaffRequest) -> HttpResponse:
    """办结率 and 按期率 by unit and month."""
    years = [request.at.year, request.at.year - 1]
    year = number(request.GET.get("year", "")) or request.at.year
    year = year if year in years else request.at.year
    end = min(dt.date(year, 12, 31), request.at.date())
    kind = request.GET.get("kind", "")
    kind = kind if kind in (TaskKind.SUPERVISION, TaskKind.RECTIFICATION) else ""
    rows = rates(request.actor, dt.date(year, 1, 1), end, kind=kind)
    tabs = [{"title": title, "url": f"?year={year}&kind={one}", "count": None, "is_on": kind == one, "is_bad": False} for one, _, title in PAGES]  # fmt: skip
    context = {"rows": rows, "year": year, "years": years, "end": end, "kind": kind, "tabs": tabs}
    context |= {"word": "整改率" if kind == TaskKind.RECTIFICATION else "办结率"}
    context |= {"list_url": reverse({one: name for one, name, _ in PAGES}[kind])}
    return render(request, "tasks/staff/figures.html", context)
