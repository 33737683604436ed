"""Doors to the routines: list, arrange, one with its matrix, change, stop."""

from __future__ import annotations

import datetime as dt
from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from xiangfeng.access.scope import may
from xiangfeng.administration.staff.pages import form_page
from xiangfeng.administration.timeline import events_of
from xiangfeng.history.queries import entries_for
from xiangfeng.orgs.queries import ASSESSED_KINDS
from xiangfeng.sites.models import Site
from xiangfeng.upkeep.actions import routines as actions
from xiangfeng.upkeep.forms import RoutineEditForm, RoutineForm
from xiangfeng.upkeep.lists import ROUTINES
from xiangfeng.upkeep.matrix import quarter_of, unit_matrix
from xiangfeng.upkeep.queries.rows import MANAGE, VIEW, jobs_for, routines_for, units_below, with_counts
from xiangfeng.upkeep.staff.shared import asked_month, month_after, own_unit, tabs_of
from xiangfeng.web.doors import StaffRequest, attempt, fill, find, needs
from xiangfeng.web.ledger import ledger

CRUMB = ("作业安排", "upkeep:routines")


@needs(VIEW)
def routines(request: StaffRequest) -> HttpResponse:
    """The routines with how far they are kept."""
    url = reverse("upkeep:routine_new") if request.actor.can(MANAGE) else ""
    rows = with_counts(routines_for(request.actor).prefetch_related(None), request.at.date())
    tabs = tabs_of(request, "upkeep:routines")
    return ledger(request, rows, ROUTINES, new_url=url, new_label="安排周期作业", kind_tabs=tabs)


@needs(MANAGE)
def routine_new(request: StaffRequest) -> HttpResponse:
    """Arrange one."""
    unit = own_unit(request, MANAGE)
    units = units_below(unit)
    sites = (
        Site.objects.filter(unit__in=units, is_active=True)
        .select_related("unit")
        .order_by("unit__path", "code")
    )
    villages = units.filter(kind__in=ASSESSED_KINDS)
    initial = {"from_on": request.at.date().replace(day=1), "units": villages}
    form = RoutineForm(request.POST or None, units=units, sites=sites, initial=initial)
    if request.method == "POST":
        act = partial(actions.arrange_routine, unit, actor=request.actor, at=request.at)
        made = fill(form, lambda: act(**form.cleaned_data | {"units": list(form.cleaned_data["units"])}))
        if made:
            messages.success(request, f"已安排“{made.title}”，各单位的各期排到年底")
            return redirect("upkeep:routine", pk=made.pk)
    return form_page(
        request,
        form,
        title="安排周期作业",
        submit="安排",
        crumbs=[(CRUMB[0], reverse(CRUMB[1]))],
        note=unit.name,
    )


def _quarter(request: StaffRequest) -> tuple[dt.date, dt.date]:
    return quarter_of(asked_month(request, "from"))


@needs(VIEW)
def routine(request: StaffRequest, pk: int) -> HttpResponse:
    """One routine: what it asks for, units × spans of a quarter."""
    row, today = find(routines_for(request.actor), pk=pk), request.at.date()
    first, last = _quarter(request)
    jobs = (
        jobs_for(request.actor)
        .filter(routine=row, due_on__range=(first, last))
        .order_by("unit__path", "start")
    )
    headings, lines = unit_matrix(list(jobs), row.pace, first, last, today)
    context = {
        "row": row,
        "units": list(row.units.all()),
        "first": first,
        "last": last,
        "before": month_after(first, -3),
        "after": month_after(first, 3),
        "headings": headings,
        "lines": lines,
        "can_manage": row.is_active and may(request.actor, MANAGE, row),
        "events": events_of(entries_for(row).order_by("-at", "-id")[:14], request.actor),
    }
    return render(request, "upkeep/staff/routine.html", context)


@needs(MANAGE)
def routine_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change what may change."""
    row = find(routines_for(request.actor).within(request.actor, MANAGE), pk=pk)  # type: ignore[attr-defined]
    form = RoutineEditForm(
        request.POST or None, units=units_below(row.unit), initial=RoutineEditForm.initial_of(row)
    )
    if request.method == "POST":
        act = partial(actions.edit_routine, row, actor=request.actor, at=request.at)
        if fill(form, lambda: act(**form.cleaned_data | {"units": list(form.cleaned_data["units"])}) or True):
            messages.success(request, "已改好；以后的各期按新的排")
            return redirect("upkeep:routine", pk=pk)
    crumbs = [(CRUMB[0], reverse(CRUMB[1])), (row.title, reverse("upkeep:routine", args=[pk]))]
    hint = "作业种类、频次和起日不能改；要换，停下这项另排一项。"
    return form_page(request, form, title="改周期作业", submit="保存", crumbs=crumbs, hint=hint)


@require_POST
@needs(MANAGE)
def routine_stop(request: StaffRequest, pk: int) -> HttpResponse:
    """Stop it from now on."""
    row, reason = find(routines_for(request.actor), pk=pk), request.POST.get("note", "")
    act = partial(actions.stop_routine, row, reason=reason, actor=request.actor, at=request.at)
    attempt(request, act, done="已停下，以后的各期不再排；到今天为止该做的还要做")
    return redirect("upkeep:routine", pk=pk)
