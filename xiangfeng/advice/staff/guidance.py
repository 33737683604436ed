"""Doors to 指导调研: the list, one's own short list, writing down, one record with what came of it, its paper."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from xiangfeng.access.scope import may
from xiangfeng.administration.staff.pages import form_page
from xiangfeng.administration.timeline import events_of
from xiangfeng.advice.actions import guidance as actions
from xiangfeng.advice.exports import guidance_paper
from xiangfeng.advice.forms import GuidanceForm, ReasonForm, ResultForm, TaskForm
from xiangfeng.advice.models import Guidance, GuidanceKind
from xiangfeng.advice.queries import (
    guidance_for,
    own_guidance_for,
    readable_guidance,
    tasks_behind,
    units_below,
    units_guided_by,
)
from xiangfeng.advice.queries.rows import VIEW, VIEW_OWN
from xiangfeng.advice.staff.shared import own_unit, task_lines
from xiangfeng.history.queries import entries_for
from xiangfeng.orgs.queries import units_for
from xiangfeng.tasks.actions import given_text
from xiangfeng.web.doors import StaffRequest, fill, find, needs
from xiangfeng.web.ledger import Column, Empty, Filter, Spec, Tab, day_filter, ledger
from xiangfeng.web.papers import check_kind, paper_response

ASSIGN = "tasks.assign"
NAMES = ("kind", "title", "held_on", "people", "seen", "advised", "result", "late_reason", "revision")
COUNTS = Q(void_reason="")


def _url(row: Guidance) -> str:
    return reverse("advice:guidance", args=[row.pk])


SPEC = Spec(
    title="指导调研",
    columns=(
        Column("number", "编号", lambda row: row.number, sort="number", is_default=False),
        Column("day", "日期", lambda row: row.held_on.isoformat(), sort="held_on"),
        Column("kind", "种类", lambda row: row.get_kind_display(), sort="kind"),
        Column("subject", "对象单位", lambda row: row.subject.name, sort="subject__path"),
        Column("title", "事项", lambda row: row.title, url=_url),
        Column("people", "参加人", lambda row: row.people),
        Column("seen", "了解到的情况", lambda row: row.seen, is_default=False),
        Column("advised", "指导意见", lambda row: row.advised, is_default=False),
        Column("result", "落实结果", lambda row: row.result),
        Column("recorder", "记录人", lambda row: row.recorder, is_default=False),
        Column("void", "作废理由", lambda row: row.void_reason, is_default=False),
    ),
    empty=Empty("还没有指导调研记录", "到村、到单位指导或调研以后，把看到的、提出的意见和落实结果记在这里，对象单位也看得到。"),
    note="谁去的、看到什么、提了什么意见、落实得怎样",
    filters=(
        Filter("unit", "对象单位", lambda request: [(str(u.pk), u.name) for u in units_for(request.actor, VIEW)],
               lambda rows, value: rows.filter(subject_id=value)),
        day_filter("from", "从", lambda rows, day: rows.filter(held_on__gte=day)),
        day_filter("to", "到", lambda rows, day: rows.filter(held_on__lte=day)),
    ),
    tabs=(
        Tab("all", "全部", COUNTS),
        Tab("guidance", "指导", COUNTS & Q(kind=GuidanceKind.GUIDANCE)),
        Tab("survey", "调研", COUNTS & Q(kind=GuidanceKind.SURVEY)),
        Tab("open", "还没有结果", COUNTS & Q(result="") & ~Q(advised="")),
        Tab("void", "已作废", ~COUNTS),
    ),
    search=("number", "title", "people", "seen", "advised", "subject__name"),
    search_label="事项、单位、人员",
    row_url=_url,
)  # fmt: skip


@needs(VIEW)
def guidances(request: StaffRequest) -> HttpResponse:
    """The ledger of all records in reach."""
    url = reverse("advice:guidance_new") if request.actor.can(actions.SUBMIT) else ""
    return ledger(request, guidance_for(request.actor), SPEC, new_url=url, new_label="记指导调研")


@needs(VIEW_OWN)
def own_guidance(request: StaffRequest) -> HttpResponse:
    """The records about one's own unit, the latest first."""
    rows = own_guidance_for(request.actor)[:30]
    return render(request, "advice/staff/own_guidance.html", {"rows": list(rows)})


@needs(actions.SUBMIT)
def guidance_new(request: StaffRequest) -> HttpResponse:
    """Write one down; ``?unit=`` and ``?kind=`` choose beforehand."""
    unit = own_unit(request, actions.SUBMIT)
    asked = {
        "subject": request.GET.get("unit"),
        "kind": request.GET.get("kind"),
        "held_on": request.at.date(),
    }
    form = GuidanceForm(
        request.POST or None, request.FILES or None, units=units_guided_by(unit), initial=asked
    )
    if request.method == "POST":
        act = partial(actions.add_guidance, unit, actor=request.actor, at=request.at)
        made = fill(form, lambda: act(**_values(form)))
        if made:
            messages.success(request, f"已记下 {made.number}，{made.subject.name}看得到")
            return redirect("advice:guidance", pk=made.pk)
    return form_page(request, form, title="记指导调研", submit="记下", crumbs=_crumbs())


def _values(form: GuidanceForm) -> dict[str, Any]:
    return {name: value for name, value in form.cleaned_data.items() if name != "revision"}


def _crumbs(row: Guidance | None = None) -> list[tuple[str, str]]:
    own = [(row.number, _url(row))] if row else []
    return [("指导调研", reverse("advice:guidances")), *own]


@needs(VIEW, VIEW_OWN)
def guidance(request: StaffRequest, pk: int) -> HttpResponse:
    """One record: what was seen, advised and done, its files and tasks."""
    row, actor = find(readable_guidance(request.actor), pk=pk), request.actor
    tasks = tasks_behind([row.key]) if actor.can("tasks.view") else []
    can_write = may(actor, actions.SUBMIT, row.unit) and not row.is_void
    can_look = may(actor, VIEW, row)
    entries = entries_for(row).order_by("-at", "-id")[:14] if can_look else []
    context = {
        "row": row,
        "is_own": not can_look,
        "files": list(row.files.select_related("attachment").order_by("id")),
        "tasks": task_lines(tasks, request.at.date()),
        "can_write": can_write,
        "can_edit": can_write and actions.is_young(row, request.at),
        "can_task": not row.is_void
        and not any(task.is_open for task in tasks)
        and may(actor, ASSIGN, row.unit),
        "events": events_of(entries, actor),
    }
    return render(request, "advice/staff/guidance.html", context)


def _mine(request: StaffRequest, pk: int) -> Guidance:
    """A record that the actor may write on: 404 out of reach."""
    rows = Guidance.objects.within(request.actor, actions.SUBMIT)
    return find(rows.select_related("unit", "subject"), pk=pk)


@needs(actions.SUBMIT)
def guidance_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Correct a record while it is young."""
    row = _mine(request, pk)
    initial = {name: getattr(row, name) for name in NAMES}
    form = GuidanceForm(request.POST or None, request.FILES or None, units=None, initial=initial)
    if request.method == "POST":
        who: dict[str, Any] = {"actor": request.actor, "at": request.at}
        act = partial(actions.edit_guidance, row, **who)
        if fill(form, lambda: act(revision=form.cleaned_data["revision"] or 0, **_values(form))):
            messages.success(request, "已保存")
            return redirect("advice:guidance", pk=pk)
    return form_page(
        request, form, title="修改指导调研", submit="保存", crumbs=_crumbs(row), note=row.subject.name
    )


@needs(actions.SUBMIT)
def guidance_result(request: StaffRequest, pk: int) -> HttpResponse:
    """Add what came of it."""
    row = _mine(request, pk)
    form = ResultForm(request.POST or None, initial={"result": row.result, "revision": row.revision})
    if request.method == "POST" and fill(
        form,
        lambda: actions.note_result(
            row,
            revision=form.cleaned_data["revision"] or 0,
            result=form.cleaned_data["result"],
            actor=request.actor,
            at=request.at,
        ),
    ):
        messages.success(request, "落实结果已记下")
        return redirect("advice:guidance", pk=pk)
    return form_page(request, form, title="记落实结果", submit="记下", crumbs=_crumbs(row), note=row.title)


@needs(actions.SUBMIT)
def guidance_void(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a wrong record out of account."""
    row, form = _mine(request, pk), ReasonForm(request.POST or None)
    if request.method == "POST":
        act = partial(actions.void_guidance, row, actor=request.actor, at=request.at)
        if fill(form, lambda: act(reason=form.cleaned_data["reason"])):
            messages.success(request, "已作废，对象单位不再看到")
            return redirect("advice:guidance", pk=pk)
    hint = "记录不会删掉，在“已作废”里还查得到。"
    return form_page(
        request, form, title="作废指导调研", submit="作废", crumbs=_crumbs(row), note=row.title, hint=hint
    )


@needs(ASSIGN)
def guidance_task(request: StaffRequest, pk: int) -> HttpResponse:
    """Hand what was advised on as a task."""
    row = find(Guidance.objects.within(request.actor, ASSIGN).select_related("unit", "subject"), pk=pk)
    initial = {
        "title": row.title,
        "lead": row.subject_id,
        "due_on": request.at.date() + dt.timedelta(days=14),
    }
    form = TaskForm(request.POST or None, units=units_below(row.unit), initial=initial)
    if request.method == "POST":
        act = partial(actions.make_task_of_guidance, row, actor=request.actor, at=request.at)
        task = fill(form, lambda: act(**form.cleaned_data))
        if task:
            messages.success(request, given_text(task))
            return redirect("advice:guidance", pk=pk)
    return form_page(request, form, title="转任务", submit="立项并交办", crumbs=_crumbs(row))


@needs(VIEW, VIEW_OWN)
def guidance_paper_file(request: StaffRequest, pk: int, kind: str) -> HttpResponse:
    """The record as 调研报告 or 指导记录, PDF or DOCX."""
    row = find(readable_guidance(request.actor), pk=pk)
    check_kind(kind)
    tasks = tasks_behind([row.key]) if may(request.actor, "tasks.view", row) else []
    return paper_response(guidance_paper(row, tasks), row.number, kind)
