"""Doors to the records: a village's page, the ledger, the short form, one record put right or voided."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from xiangfeng.access.scope import may
from xiangfeng.administration.staff.pages import form_page
from xiangfeng.administration.timeline import events_of
from xiangfeng.history.queries import entries_for
from xiangfeng.upkeep.actions import records as actions
from xiangfeng.upkeep.forms import CorrectForm, RecordForm
from xiangfeng.upkeep.lists import RECORDS, record_tag
from xiangfeng.upkeep.models import Job, WorkKind, WorkRecord
from xiangfeng.upkeep.queries.rows import (
    RECORD,
    VIEW,
    VIEW_OWN,
    jobs_for,
    own_jobs_for,
    records_for,
    units_to_record,
)
from xiangfeng.upkeep.spans import tag_of
from xiangfeng.upkeep.staff.shared import tabs_of
from xiangfeng.web.doors import StaffRequest, attempt, fill, find, needs, number
from xiangfeng.web.ledger import ledger

LATEST = 10


@needs(VIEW_OWN)
def own(request: StaffRequest) -> HttpResponse:
    """A village's page: what is due with one big button each, what was recorded."""
    today = request.at.date()
    jobs = [(row, tag_of(row, today)) for row in own_jobs_for(request.actor, today=today)]
    records = records_for(request.actor)[:LATEST]
    context = {"jobs": jobs, "records": [(row, record_tag(row)) for row in records]}
    return render(request, "upkeep/staff/own.html", context)


@needs(VIEW, VIEW_OWN)
def records(request: StaffRequest) -> HttpResponse:
    """The ledger of what was done."""
    url = reverse("upkeep:record_new") if request.actor.can(RECORD) else ""
    tabs = tabs_of(request, "upkeep:records")
    rows = records_for(request.actor)
    return ledger(request, rows, RECORDS, new_url=url, new_label="记一笔", kind_tabs=tabs)


@needs(RECORD)
def record_new(request: StaffRequest) -> HttpResponse:
    """The short form: for a job, or for a kind of work; without either, the kinds to choose from."""
    pk = number(request.GET.get("job", ""))
    job = find(jobs_for(request.actor).within(request.actor, RECORD), pk=pk) if pk else None  # type: ignore[attr-defined]
    kind = job.routine.kind if job else request.GET.get("kind", "")
    if kind not in WorkKind.values:
        return render(request, "upkeep/staff/kinds.html", {"kinds": WorkKind.choices})
    form = _form(request, job, kind)
    if request.method == "POST":
        made = fill(form, lambda: _record(request, form.cleaned_data, job, kind))
        if made:
            said = f"，{made.job.label}这一期做到了" if made.job else ""
            messages.success(request, f"已记下{made.unit.name}{made.get_kind_display()}{said}")
            return redirect("upkeep:own" if request.actor.can(VIEW_OWN) else "upkeep:records")
    return _page(request, form, job, kind)


def _form(request: StaffRequest, job: Job | None, kind: str) -> RecordForm:
    units = units_to_record(request.actor)
    return RecordForm(
        request.POST or None, request.FILES or None, kind=kind, units=units, job=job, days=actions.FREE_DAYS,
        initial=_initial(request, job, kind),
    )  # fmt: skip


def _initial(request: StaffRequest, job: Job | None, kind: str) -> dict[str, Any]:
    """Today, the unit one sits in, and the people and agent of the last time."""
    home = request.actor.home
    unit_id = job.unit_id if job else home.unit_id if home else 0
    last = records_for(request.actor).filter(unit_id=unit_id, kind=kind, is_void=False).first()
    initial: dict[str, Any] = {"done_on": request.at.date(), "unit": unit_id}
    if last:
        area = last.area and f"{last.area:.2f}".removesuffix(".00")
        initial |= {"done_by": last.done_by, "agent": last.agent, "area": area}
    elif job:
        initial["done_by"] = job.routine.doer
    return initial


def _record(request: StaffRequest, data: dict[str, Any], job: Job | None, kind: str) -> WorkRecord:
    fields = {name: value for name, value in data.items() if name not in ("unit", "photo")}
    unit = job.unit if job else data["unit"]
    who = {"actor": request.actor, "at": request.at}
    return actions.record_work(unit, kind=kind, job=job, upload=data.get("photo"), **fields, **who)


def _page(request: StaffRequest, form: RecordForm, job: Job | None, kind: str) -> HttpResponse:
    label = str(WorkKind(kind).label)
    list_name = "upkeep:own" if request.actor.can(VIEW_OWN) else "upkeep:records"
    note = f"{job.routine.title} · {job.label} · {job.due_on:%-m月%-d日}前" if job else "不对应哪一期也可以记"
    hint = job.routine.proof if job else ""
    return form_page(
        request, form, title=f"{job.unit.name} 记{label}" if job else f"记{label}", submit="记下", note=note,
        hint=f"算做到的凭据：{hint}" if hint else "", crumbs=[("作业记录", reverse(list_name))],
    )  # fmt: skip


@needs(VIEW, VIEW_OWN)
def record(request: StaffRequest, pk: int) -> HttpResponse:
    """One record: the facts, the photo, what was changed."""
    row = find(records_for(request.actor), pk=pk)
    context = {
        "row": row,
        "tag": record_tag(row),
        "can_change": not row.is_void and may(request.actor, RECORD, row),
        "events": events_of(entries_for(row).order_by("-at", "-id")[:14], request.actor),
    }
    return render(request, "upkeep/staff/record.html", context)


@needs(RECORD)
def record_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Put it right, with the reason."""
    row = find(records_for(request.actor).within(request.actor, RECORD), pk=pk)  # type: ignore[attr-defined]
    form = CorrectForm(request.POST or None, row=row)
    if request.method == "POST":
        act = partial(actions.correct_record, row, actor=request.actor, at=request.at)
        if fill(form, lambda: act(**form.cleaned_data) or True):
            messages.success(request, "已更正，原来记的留在经过里")
            return redirect("upkeep:record", pk=pk)
    crumbs = [("作业记录", reverse("upkeep:records")), (str(row), reverse("upkeep:record", args=[pk]))]
    return form_page(request, form, title="更正作业记录", submit="更正", crumbs=crumbs)


@require_POST
@needs(RECORD)
def record_void(request: StaffRequest, pk: int) -> HttpResponse:
    """Void it, with the reason."""
    row, reason = find(records_for(request.actor), pk=pk), request.POST.get("note", "")
    act = partial(actions.void_record, row, reason=reason, actor=request.actor, at=request.at)
    attempt(request, act, done="已作废；对应的那一期又算没做")
    return redirect("upkeep:record", pk=pk)
