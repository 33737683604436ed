"""立项: one form for one task, for several lead units, for a part of another task, or from a duty that falls due."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from xiangfeng.access.scope import may
from xiangfeng.duties.models import Occurrence
from xiangfeng.history.queries import entries_for
from xiangfeng.orgs.models import Unit, UnitKind
from xiangfeng.orgs.queries import units_for
from xiangfeng.regulations.queries import norms_for
from xiangfeng.tasks.actions.giving import edit_draft_task, give_to_each
from xiangfeng.tasks.forms import KINDS, DraftForm, TaskForm
from xiangfeng.tasks.models import Origin, Task
from xiangfeng.tasks.queries import tasks_for
from xiangfeng.web.doors import StaffRequest, fill, find, needs, number

GIVE = "tasks.assign"


def giving_unit(request: StaffRequest) -> Unit:
    """The county or township the actor gives work for: the topmost they may."""
    kinds = (UnitKind.COUNTY, UnitKind.TOWNSHIP)
    unit = units_for(request.actor, GIVE).filter(kind__in=kinds).first()
    if unit is None:
        raise Http404("您没有可以交办的单位")
    return unit


def leads_of(unit: Unit) -> Any:
    """Whom a unit gives work to: those directly below, and itself."""
    rows = Unit.objects.filter(is_active=True)
    return (rows.filter(parent=unit) | rows.filter(pk=unit.pk)).order_by("seq", "id")


def _source(request: StaffRequest) -> tuple[Unit, dict[str, Any], dict[str, Any]]:
    """The giving unit, what is kept with the task, and what the form begins with."""
    if wanted := number(request.GET.get("parent", "")):
        parent: Task = find(tasks_for(request.actor), pk=wanted)
        unit = parent.unit if may(request.actor, GIVE, parent.unit) else parent.lead
        first = {"kind": parent.kind if parent.kind in dict(KINDS) else "task", "due_on": parent.due_on, "basis": parent.basis}  # fmt: skip
        return unit, {"parent": parent}, first
    if wanted := number(request.GET.get("occurrence", "")):
        rows = Occurrence.objects.within(request.actor, GIVE).select_related("unit", "duty__article")
        one = find(rows, pk=wanted)
        first = {"title": str(one), "due_on": one.due_on, "content": one.duty.proof, "origin": Origin.DUTY}
        return one.unit, {"occurrence": one}, {**first, "origin_text": one.duty.title, "kind": "task"}
    kind = request.GET.get("kind", "")
    return giving_unit(request), {}, {"kind": kind if kind in dict(KINDS) else "task"}


@needs(GIVE)
def new(request: StaffRequest) -> HttpResponse:
    """The form; kept as a draft or handed out at once."""
    unit, fixed, first = _source(request)
    units = {"units": leads_of(unit), "norms": norms_for(unit)}
    form = TaskForm(request.POST or None, request.FILES or None, initial=first, **units)
    if request.method == "POST":
        is_draft = "draft" in request.POST
        photo = request.FILES.get("photo")
        tasks = fill(
            form,
            lambda: give_to_each(
                unit,
                leads=list(form.cleaned_data["leads"]),
                photo=photo,
                assign=not is_draft,
                actor=request.actor,
                at=request.at,
                **form.fields_of_task(),
                **fixed,
            ),
        )
        if tasks:
            messages.success(request, f"已{'立项' if is_draft else '交办'} {len(tasks)} 件")
            return redirect("tasks:task", pk=tasks[0].pk) if len(tasks) == 1 else redirect("tasks:tasks")
    return render(request, "tasks/staff/new.html", {"form": form, "unit": unit, **fixed})


@needs(GIVE)
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change what is not handed out yet."""
    rows = tasks_for(request.actor).select_related("parent", "campaign", "site__unit")
    row = find(rows.prefetch_related("helpers"), pk=pk)
    kept = Unit.objects.filter(pk__in=[row.lead_id, *(one.pk for one in row.helpers.all())], is_active=True)
    units = (leads_of(row.unit) | kept).order_by("seq", "id")
    given = {"units": units, "norms": norms_for(row.unit), "seen": entries_for(row).count()}
    form = DraftForm(request.POST or None, task=row, **given)
    if request.method == "POST":
        act = partial(edit_draft_task, row, actor=request.actor, at=request.at)
        if fill(form, lambda: act(**form.fields_of_task())):
            messages.success(request, "已改好；还没有交办")
            return redirect("tasks:task", pk=pk)
    return render(request, "tasks/staff/new.html", {"form": form, "unit": row.unit, "task": row})
