"""Minutes, resolutions and their tasks."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from xiangfeng.meetings import queries
from xiangfeng.meetings.actions import minutes as actions
from xiangfeng.meetings.forms import Decisions, MinutesForm, VersionForm
from xiangfeng.meetings.models import Meeting, Resolution
from xiangfeng.meetings.progress import progress_of
from xiangfeng.meetings.queries import MANAGE, VIEW
from xiangfeng.meetings.staff.meetings import find_meeting, locked
from xiangfeng.orgs.queries import subtree_of
from xiangfeng.tasks.models import TaskState
from xiangfeng.web.doors import StaffRequest, attempt, back, fill, find, needs
from xiangfeng.web.ledger import Column, Empty, Filter, Spec, Tab, ledger

OVER = (TaskState.DONE, TaskState.SKIPPED, TaskState.CANCELLED)


@needs(MANAGE)
def minutes(request: StaffRequest, pk: int) -> HttpResponse:
    """Write the three parts; what the units reported and what became of the last resolutions stands beside them."""
    row = find_meeting(request, pk, MANAGE)
    if not row.is_open:
        return locked(request, row)
    form = MinutesForm(request.POST or None, initial=_initial(row))
    if request.method == "POST":
        act = partial(actions.write_minutes, row, actor=request.actor, at=request.at)
        if fill(form, lambda: act(**form.cleaned_data)) is not None:
            return redirect("meetings:meeting", pk=pk)
    today = request.at.date()
    previous = [(one, *progress_of(one, today)) for one in queries.previous_resolutions(row)]
    parts = [(form[name], title, is_needed) for name, title, _, is_needed in row.parts]
    context = {"meeting": row, "form": form, "parts": parts, "previous": previous}
    return render(request, "meetings/staff/minutes.html", context)


def _initial(row: Meeting) -> dict[str, Any]:
    names = ("version", "ended", "summary", "decisions", "measures")
    return {name: getattr(row, name) for name in names} | {"began": row.began or row.starts}


@needs(MANAGE)
def decisions(request: StaffRequest, pk: int) -> HttpResponse:
    """What was decided, as lines with lead unit and deadline."""
    row = find_meeting(request, pk, MANAGE)
    if not row.is_open:
        return locked(request, row)
    units = {unit.pk: unit for unit in subtree_of(row.unit).filter(is_active=True)}
    rows = {one.pk: one for one in row.resolutions.all()}
    lines = [{"pk": o.pk, "text": o.text, "lead": o.lead_id, "due_on": o.due_on} for o in rows.values()]
    leads = [(unit.pk, unit.name) for unit in units.values()]
    form = VersionForm(request.POST or None, initial={"version": row.version})
    typed = Decisions(request.POST or None, initial=lines, prefix="one", form_kwargs={"leads": leads})
    if request.method == "POST" and typed.is_valid():
        act = partial(
            actions.set_resolutions, row, _decisions(typed, units), actor=request.actor, at=request.at
        )
        if fill(form, lambda: act(version=form.cleaned_data["version"]) or True) is not None:
            return redirect("meetings:meeting", pk=pk)
    listed = [(one, rows.get(one["pk"].value() and int(one["pk"].value()))) for one in typed]
    context = {"meeting": row, "form": form, "typed": typed, "listed": listed}
    return render(request, "meetings/staff/decisions.html", context)


def _decisions(typed: Any, units: dict[int, Any]) -> list[actions.Decision]:
    return [
        actions.Decision(data.get("pk") or 0, data["text"], units[data["lead"]], data["due_on"])
        for data in typed.cleaned_data
        if data.get("text")
    ]


@require_POST
@needs("tasks.assign")
def make_task(request: StaffRequest, pk: int) -> HttpResponse:
    """One resolution becomes a task."""
    rows = Resolution.objects.within(request.actor, VIEW).select_related("meeting__unit", "lead", "task")
    row = find(rows, pk=pk)
    act = partial(actions.make_task, row, actor=request.actor, at=request.at)
    attempt(request, act, done=f"已转为任务，在“任务督办”里交给{row.lead.name}")
    return back(request, reverse("meetings:meeting", args=[row.meeting_id]))


@require_POST
@needs("tasks.assign")
def make_tasks(request: StaffRequest, pk: int) -> HttpResponse:
    """All that are not tasks yet become tasks."""
    row = find_meeting(request, pk)
    act = partial(actions.make_all_tasks, row, actor=request.actor, at=request.at)
    attempt(request, act, done="没转的议定事项都已转为任务")
    return redirect("meetings:meeting", pk=pk)


def _years(request: HttpRequest) -> list[tuple[str, str]]:
    this = timezone.localdate().year
    return [(str(year), f"{year}年") for year in range(this, this - 6, -1)]


def _progress(row: Resolution) -> tuple[str, str]:
    return progress_of(row, timezone.localdate())


def _day(day: dt.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


COLUMNS = (
    Column("text", "议定事项", lambda r: r.text, url=lambda r: reverse("meetings:resolution", args=[r.pk])),
    Column("meeting", "会议", lambda r: r.meeting.title),
    Column("day", "会议日期", lambda r: _day(r.meeting.day), sort="meeting__day", is_default=False),
    Column("lead", "牵头单位", lambda r: r.lead.name, sort="lead__path"),
    Column("due", "时限", lambda r: _day(r.due_on), sort="due_on"),
    Column("task", "任务", lambda r: r.task.number if r.task else "", url=lambda r: r.task_url),
    Column("progress", "进展", lambda r: _progress(r)[1], tag=_progress),
)
SPEC = Spec(
    title="议定事项",
    columns=COLUMNS,
    empty=Empty("还没有议定事项", "在会议页写下议定了什么、谁牵头、什么时候办完，一按就转为任务，进展都在这里。"),
    note="没转任务的排在最前面",
    filters=(Filter("year", "年度", _years, lambda rows, value: rows.filter(meeting__day__year=int(value))),),
    tabs=(
        Tab("all", "全部", Q()),
        Tab("none", "没转任务", Q(task=None), is_bad=True),
        Tab("open", "在办", Q(task__isnull=False) & ~Q(task__state__in=OVER)),
        Tab("done", "已办结", Q(task__state=TaskState.DONE)),
    ),
    search=("text", "lead__name", "meeting__title", "task__number"),
    search_label="事项、单位、会议",
    tone=lambda r: "bad" if _progress(r)[0] == "bad" else "",
)  # fmt: skip


@needs(VIEW)
def resolutions(request: StaffRequest) -> HttpResponse:
    """Everything that was decided and what became of it."""
    return ledger(request, queries.resolutions_for(request.actor), SPEC)


@needs(VIEW)
def resolution(request: StaffRequest, pk: int) -> HttpResponse:
    """Where a resolution stands: on its meeting's page."""
    row = find(queries.resolutions_for(request.actor), pk=pk)
    return redirect(reverse("meetings:meeting", args=[row.meeting_id]) + f"#resolution-{row.pk}")
