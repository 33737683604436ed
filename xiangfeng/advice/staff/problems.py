"""Doors to 问题: the ledger with what is overdue, registering, one problem on its way."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from xiangfeng.access.scope import may
from xiangfeng.administration.staff.pages import form_page
from xiangfeng.administration.timeline import events_of
from xiangfeng.advice.actions import problems as actions
from xiangfeng.advice.forms import NoteForm, ProblemForm, TaskForm
from xiangfeng.advice.models import Problem, ProblemSource, ProblemState
from xiangfeng.advice.queries import instructions_on, problems_for, tasks_behind, units_below
from xiangfeng.advice.queries.rows import VIEW
from xiangfeng.advice.staff.instructions import instruct_url
from xiangfeng.advice.staff.shared import chain_of, own_unit, task_lines
from xiangfeng.history.queries import entries_for
from xiangfeng.tasks.actions import given_text
from xiangfeng.web.doors import StaffRequest, fill, find, needs
from xiangfeng.web.ledger import Column, Empty, Filter, Spec, Tab, ledger
from xiangfeng.web.moves import acts_for, make_move

ASSIGN = "tasks.assign"
KINDS = {"registered": "idle", "opinion": "info", "coordinating": "info", "solved": "ok"}
STEPS = ("登记", "意见", "协调", "解决")
NEXT = {
    ProblemState.REGISTERED: 1,
    ProblemState.OPINION: 2,
    ProblemState.COORDINATING: 2,
    ProblemState.SOLVED: 4,
}
"""Which of the steps is going on or comes next in a state; 4: none."""
UNSOLVED = ~Q(state=ProblemState.SOLVED)


def _state(row: Problem) -> tuple[str, str]:
    return KINDS[row.state], str(row.get_state_display())


def _light(row: Problem, today: dt.date) -> tuple[str, str] | None:
    if row.is_overdue(today):
        return "bad", f"超期 {(today - row.due_on).days} 天"
    return ("warn", "曾超期") if row.was_late else None


SPEC = Spec(
    title="问题",
    columns=(
        Column("number", "编号", lambda row: row.number, sort="number"),
        Column("found", "发现时间", lambda row: f"{row.found_on:%Y-%m-%d}", sort="found_on"),
        Column("origin", "来源", lambda row: row.get_origin_display(), sort="origin"),
        Column("lead", "责任单位", lambda row: row.lead.name, sort="lead__path"),
        Column("place", "点位", lambda row: row.place),
        Column("description", "问题描述", lambda row: row.description,
               url=lambda row: reverse("advice:problem", args=[row.pk])),
        Column("norm", "规范码", lambda row: row.norm_code, is_default=False),
        Column("opinion", "处理意见", lambda row: row.opinion, is_default=False),
        Column("due", "期限", lambda row: f"{row.due_on:%Y-%m-%d}", sort="due_on"),
        Column("state", "状态", lambda row: row.get_state_display(), sort="state", tag=_state),
        Column("late", "超期", lambda row: (_light(row, timezone.localdate()) or ("", ""))[1],
               tag=lambda row: _light(row, timezone.localdate())),
        Column("solution", "解决情况", lambda row: row.solution, is_default=False),
        Column("solved", "解决日", lambda row: f"{row.solved_on:%Y-%m-%d}" if row.solved_on else "", is_default=False),
    ),
    empty=Empty("还没有问题", "发现问题先登记，再写意见、协调、解决；过了期限没解决的单独列出来。"),
    filters=(
        Filter("origin", "来源", lambda request: ProblemSource.choices, lambda rows, value: rows.filter(origin=value)),
    ),
    search=("number", "description", "place", "lead__name", "norm_code"),
    search_label="编号、问题、单位",
    row_url=lambda row: reverse("advice:problem", args=[row.pk]),
    tone=lambda row: "bad" if row.is_overdue(timezone.localdate()) else "",
)  # fmt: skip


@needs(VIEW)
def problems(request: StaffRequest) -> HttpResponse:
    """The ledger: 未解决, 超期, 已解决."""
    today = request.at.date()
    tabs = (
        Tab("open", "未解决", UNSOLVED),
        Tab("late", "超期", UNSOLVED & Q(due_on__lt=today), is_bad=True),
        Tab("solved", "已解决", Q(state=ProblemState.SOLVED)),
        Tab("all", "全部", Q()),
    )
    url = reverse("advice:problem_new") if request.actor.can(actions.SUBMIT) else ""
    spec = replace(SPEC, tabs=tabs, note=f"发现后 {settings.PROBLEM_WORKDAYS} 个工作日内解决")
    return ledger(request, problems_for(request.actor), spec, new_url=url, new_label="登记问题")


@needs(actions.SUBMIT)
def problem_new(request: StaffRequest) -> HttpResponse:
    """Register a problem."""
    unit = own_unit(request, actions.SUBMIT)
    form = ProblemForm(
        request.POST or None, units=units_below(unit), workdays=settings.PROBLEM_WORKDAYS,
        initial={"found_on": request.at.date(), "origin": ProblemSource.OWN},
    )  # fmt: skip
    if request.method == "POST":
        act = partial(actions.register_problem, unit, actor=request.actor, at=request.at)
        made = fill(form, lambda: act(**form.cleaned_data))
        if made:
            messages.success(request, f"已登记 {made.number}，{made.due_on:%-m月%-d日}前解决")
            return redirect("advice:problem", pk=made.pk)
    crumbs = [("问题", reverse("advice:problems"))]
    return form_page(request, form, title="登记问题", submit="登记", crumbs=crumbs)


@needs(VIEW)
def problem(request: StaffRequest, pk: int) -> HttpResponse:
    """One problem: what it is, opinion, coordination, 批示 and tasks, what to do next."""
    row, today = find(problems_for(request.actor), pk=pk), request.at.date()
    found = instructions_on(row.key)
    tasks = tasks_behind([row.key, *(one.key for one in found)])
    has_task = any(task.is_open for task in tasks if task.origin_key == row.key)
    url = reverse("advice:problem", args=[pk])
    can_instruct = row.is_open and may(request.actor, "advice.instruct", row)
    context = {
        "row": row,
        "kind": KINDS[row.state],
        "light": _light(row, today),
        "steps": _steps(row),
        "notes": list(row.coordinations.order_by("at", "id")),
        "chain": chain_of(found, tasks, today),
        "tasks": task_lines([task for task in tasks if task.origin_key == row.key], today),
        "acts": acts_for(row, request.actor, reverse("advice:problem_move", args=[pk])),
        "can_note": row.state == ProblemState.COORDINATING and may(request.actor, actions.HANDLE, row),
        "can_task": row.is_open and not has_task and may(request.actor, ASSIGN, row),
        "instruct_url": instruct_url(subject=row.key, text=row.description[:120], url=url)
        if can_instruct
        else "",
        "events": events_of(entries_for(row).order_by("-at", "-id")[:14], request.actor),
    }
    return render(request, "advice/staff/problem.html", context)


def _steps(row: Problem) -> list[dict[str, str]]:
    here = NEXT[ProblemState(row.state)]
    return [
        {"title": title, "state": "done" if place < here else "now" if place == here else ""}
        for place, title in enumerate(STEPS)
    ]


@require_POST
@needs(VIEW)
def problem_move(request: StaffRequest, pk: int) -> HttpResponse:
    """Every move of a problem: opine, coordinate, solve, reopen."""
    row, who = find(problems_for(request.actor), pk=pk), {"actor": request.actor, "at": request.at}
    verbs: dict[str, Any] = {
        "opine": lambda row, note: actions.give_opinion(row, text=note, **who),
        "coordinate": lambda row, note: actions.start_coordination(row, text=note, **who),
        "solve": lambda row, note: actions.solve_problem(row, text=note, **who),
        "reopen": lambda row, note: actions.reopen_problem(row, reason=note, **who),
    }
    return make_move(request, row, verbs, reverse("advice:problem", args=[pk]))


@needs(actions.HANDLE)
def problem_note(request: StaffRequest, pk: int) -> HttpResponse:
    """One more note of the coordination."""
    row = find(Problem.objects.within(request.actor, actions.HANDLE).select_related("unit", "lead"), pk=pk)
    form = NoteForm(request.POST or None)
    if request.method == "POST" and fill(
        form, lambda: actions.note_coordination(row, actor=request.actor, at=request.at, **form.cleaned_data)
    ):
        messages.success(request, "已记下")
        return redirect("advice:problem", pk=pk)
    return form_page(
        request, form, title="记协调情况", submit="记下", crumbs=_crumbs(row), note=row.description[:60]
    )


def _crumbs(row: Problem) -> list[tuple[str, str]]:
    return [("问题", reverse("advice:problems")), (row.number, reverse("advice:problem", args=[row.pk]))]


@needs(ASSIGN)
def problem_task(request: StaffRequest, pk: int) -> HttpResponse:
    """Hand a problem on as a task."""
    row = find(Problem.objects.within(request.actor, ASSIGN).select_related("unit", "lead"), pk=pk)
    initial = {"title": row.description[:120], "lead": row.lead_id, "due_on": row.due_on}
    form = TaskForm(request.POST or None, units=units_below(row.unit), initial=initial)
    if request.method == "POST":
        act = partial(actions.make_task_of_problem, row, actor=request.actor, at=request.at)
        task = fill(form, lambda: act(**form.cleaned_data))
        if task:
            messages.success(request, given_text(task))
            return redirect("advice:problem", pk=pk)
    return form_page(request, form, title="转任务", submit="立项并交办", crumbs=_crumbs(row))
