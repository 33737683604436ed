"""Doors to 批示: the one sentence from anywhere, the list, one 批示 with what came of it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from xiangfeng.access.scope import may
from xiangfeng.administration.staff.pages import form_page
from xiangfeng.advice.actions.instructions import instruct as give_instruction
from xiangfeng.advice.actions.instructions import make_task_of
from xiangfeng.advice.forms import InstructionForm, TaskForm
from xiangfeng.advice.models import Instruction, Proposal
from xiangfeng.advice.queries import instructions_for, tasks_behind, units_below
from xiangfeng.advice.queries.rows import VIEW
from xiangfeng.advice.staff.shared import moment, own_unit, task_lines
from xiangfeng.advice.subjects import own_address, subject_of
from xiangfeng.base.errors import Refused
from xiangfeng.calendars.queries import calendar
from xiangfeng.tasks.actions import given_text
from xiangfeng.tasks.models import TaskState
from xiangfeng.web.doors import StaffRequest, fill, find, needs
from xiangfeng.web.ledger import Column, Empty, Spec, Tab, ledger

INSTRUCT, ASSIGN = "advice.instruct", "tasks.assign"


def instruct_url(*, subject: str, text: str, url: str) -> str:
    """Where a leader writes a 批示 on something; other apps link there by the same three words."""
    return reverse("advice:instruct") + "?" + urlencode({"subject": subject, "text": text, "url": url})


def _state(row: Instruction) -> tuple[str, str]:
    if row.has_task:
        return "ok", "已转任务"
    return ("warn", "等转任务") if row.wants_task else ("line", "批示")


SPEC = Spec(
    title="批示",
    columns=(
        Column("at", "时间", lambda row: moment(row.at), sort="at"),
        Column(
            "leader",
            "批示人",
            lambda row: f"{row.leader_name}　{row.leader_post}".strip(),
            sort="leader_name",
        ),
        Column(
            "text", "批示", lambda row: row.text, url=lambda row: reverse("advice:instruction", args=[row.pk])
        ),
        Column("subject", "批示的事", lambda row: row.subject_text),
        Column("state", "办理", lambda row: _state(row)[1], tag=_state),
    ),
    empty=Empty("还没有批示", "领导在领导一屏、任务、建议单、问题页上点“批示”，写一句话，这里就列出来。"),
    tabs=(
        Tab("all", "全部", Q()),
        Tab("wanted", "等转任务", Q(wants_task=True, has_task=False), is_bad=True),
        Tab("tasked", "已转任务", Q(has_task=True)),
    ),
    search=("text", "leader_name", "subject_text"),
    search_label="批示、批示人、事由",
    row_url=lambda row: reverse("advice:instruction", args=[row.pk]),
)


@needs(VIEW)
def instructions(request: StaffRequest) -> HttpResponse:
    """All 批示 in reach."""
    url = reverse("advice:instruct") if request.actor.can(INSTRUCT) else ""
    return ledger(request, instructions_for(request.actor), SPEC, new_url=url, new_label="写批示")


@needs(VIEW)
def instruction(request: StaffRequest, pk: int) -> HttpResponse:
    """One 批示: what it is on, what came of it."""
    row = find(instructions_for(request.actor), pk=pk)
    tasks = tasks_behind([row.key])
    context = {
        "row": row,
        "tasks": task_lines(tasks, request.at.date()),
        "state": _state(row),
        "can_task": all(task.state == TaskState.CANCELLED for task in tasks)
        and may(request.actor, ASSIGN, row),
    }
    return render(request, "advice/staff/instruction.html", context)


@needs(INSTRUCT)
def instruct(request: StaffRequest) -> HttpResponse:
    """A leader writes one sentence; ``?subject=&text=&url=`` say what it is on. It may become a task in the same press."""
    unit = own_unit(request, INSTRUCT)
    asked = {
        "subject": request.GET.get("subject", "")[:80],
        "subject_text": request.GET.get("text", "")[:120],
        "url": own_address(request.GET.get("url", "")),
    }
    may_give = may(request.actor, ASSIGN, unit)
    form = InstructionForm(
        request.POST or None, units=units_below(unit), may_give=may_give, initial=asked | _proposed(request)
    )
    if request.method == "POST" and (made := fill(form, lambda: _give(request, unit, form.cleaned_data))):
        messages.success(request, "批示已发出，已转为任务" if made.has_task else "批示已发出，创建办收到消息")
        return redirect(made.subject_url or reverse("advice:instruction", args=[made.pk]))
    crumbs = [("批示", reverse("advice:instructions"))]
    back_url = asked["url"] or crumbs[0][1]
    return form_page(request, form, title="写批示", submit="发出批示", crumbs=crumbs, back_url=back_url)


def _proposed(request: StaffRequest) -> dict[str, Any]:
    """A deadline to begin with."""
    if request.method == "POST":
        return {}
    try:
        return {"due_on": calendar().add_workdays(request.at.date(), settings.PROBLEM_WORKDAYS)}
    except Refused:
        return {}  # next year's calendar is not there yet: the leader picks the day himself


def _give(request: StaffRequest, unit: Any, data: dict[str, Any]) -> Instruction:
    subject = subject_of(data["subject"], request.actor)
    if isinstance(subject, Proposal):
        unit = subject.unit
    return give_instruction(
        unit, text=data["text"], subject_key=data["subject"], subject_text=data["subject_text"],
        subject_url=data["url"], make_task=data["make_task"], lead=data.get("lead"), due_on=data.get("due_on"),
        actor=request.actor, at=request.at,
    )  # fmt: skip


@needs(ASSIGN)
def instruction_task(request: StaffRequest, pk: int) -> HttpResponse:
    """Make the task of a 批示."""
    row = find(Instruction.objects.within(request.actor, ASSIGN).select_related("unit"), pk=pk)
    initial = {"title": row.subject_text or row.text[:120]} | _proposed(request)
    form = TaskForm(request.POST or None, units=units_below(row.unit), initial=initial)
    if request.method == "POST":
        task = fill(form, lambda: make_task_of(row, actor=request.actor, at=request.at, **form.cleaned_data))
        if task:
            messages.success(request, given_text(task))
            return redirect("advice:instruction", pk=pk)
    crumbs = [
        ("批示", reverse("advice:instructions")),
        (row.leader_name, reverse("advice:instruction", args=[pk])),
    ]
    note = f"{row.leader_name}：{row.text}"
    return form_page(request, form, title="按批示转任务", submit="立项并交办", crumbs=crumbs, note=note)
