"""Doors to inspections: the list, making one, one with all its visits, its moves."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from xiangfeng.access.scope import may
from xiangfeng.administration.staff.pages import form_page
from xiangfeng.administration.timeline import events_of
from xiangfeng.history.queries import entries_for
from xiangfeng.inspections.actions import arranging, running
from xiangfeng.inspections.forms import InspectionForm
from xiangfeng.inspections.models import Inspection, InspectionState, Kind, PlannedCheck, VisitState
from xiangfeng.inspections.queries import inspections_for
from xiangfeng.inspections.queries.plans import open_lines
from xiangfeng.inspections.staff.shared import (
    INSPECTION_KINDS,
    MANAGE,
    VIEW,
    VISIT_KINDS,
    crumbs,
    found,
    own_unit,
    score_text,
)
from xiangfeng.web.doors import StaffRequest, fill, find, needs, number
from xiangfeng.web.ledger import Column, Empty, Filter, Spec, Tab, ledger
from xiangfeng.web.moves import acts_for, make_move


def _state(row: Inspection) -> tuple[str, str]:
    return INSPECTION_KINDS[row.state], str(row.get_state_display())


def _days(row: Inspection) -> str:
    return f"{row.starts_on:%Y-%m-%d}" + ("" if row.starts_on == row.ends_on else f" 至 {row.ends_on:%m-%d}")


SPEC = Spec(
    title="检查",
    columns=(
        Column("number", "编号", lambda row: row.number, sort="number"),
        Column("title", "名称", lambda row: row.title,
               url=lambda row: reverse("inspections:inspection", args=[row.pk])),
        Column("kind", "种类", lambda row: row.get_kind_display(), sort="kind"),
        Column("announced", "通知", lambda row: "事先通知" if row.is_announced else "不通知"),
        Column("days", "日期", _days, sort="starts_on"),
        Column("visits", "点位", lambda row: row.visit_count, is_numeric=True),
        Column("done", "已查", lambda row: row.done_count, is_numeric=True),
        Column("state", "状态", lambda row: row.get_state_display(), sort="state", tag=_state),
        Column("unit", "检查单位", lambda row: row.unit.name, sort="unit__path", is_default=False),
        Column("tags", "文明类别", lambda row: row.tags, is_default=False),
        Column("over", "超次理由", lambda row: row.over_cap_reason, is_default=False),
    ),
    empty=Empty("还没有检查", "按计划或临时组织一次检查：选点位或抽签，编检查组，派发以后检查人就能填表。"),
    filters=(
        Filter("kind", "种类", lambda request: Kind.choices, lambda rows, value: rows.filter(kind=value)),
    ),
    tabs=(
        Tab("open", "进行中", Q(state__in=(InspectionState.DRAFT, InspectionState.ISSUED))),
        Tab("closed", "已结束", Q(state=InspectionState.CLOSED)),
        Tab("cancelled", "已取消", Q(state=InspectionState.CANCELLED)),
        Tab("all", "全部", Q()),
    ),
    search=("number", "title"),
    search_label="编号、名称",
    row_url=lambda row: reverse("inspections:inspection", args=[row.pk]),
    template="inspections/staff/inspections.html",
)  # fmt: skip


@needs(VIEW)
def inspections(request: StaffRequest) -> HttpResponse:
    """All inspections in reach; ``?site=`` leads to the checks of one site instead."""
    if site := number(request.GET.get("site", "")):
        return redirect(f"{reverse('inspections:visits')}?site={site}")
    url = reverse("inspections:inspection_new") if request.actor.can(MANAGE) else ""
    return ledger(request, inspections_for(request.actor), SPEC, new_url=url, new_label="组织检查")


@needs(MANAGE)
def inspection_new(request: StaffRequest) -> HttpResponse:
    """Make one, by a line of the plan (``?line=``) or free."""
    unit, today = own_unit(request, MANAGE), request.at.date()
    lines = open_lines(unit.pk, today.year)
    line = lines.filter(pk=number(request.GET.get("line", ""))).select_related("plan").first()
    initial: dict[str, Any] = _proposed(line, today) if line else {"kind": Kind.MONTHLY, "starts_on": today}
    form = InspectionForm(request.POST or None, initial=initial, lines=lines)
    if request.method == "POST":
        act = partial(arranging.create_inspection, unit, actor=request.actor, at=request.at)
        if made := fill(form, lambda: act(**form.cleaned_data)):
            messages.success(request, f"已建立 {made.number}，接着选点位、编组")
            return redirect("inspections:inspection", pk=made.pk)
    return form_page(
        request,
        form,
        title="组织检查",
        submit="建立检查",
        crumbs=[("检查", reverse("inspections:inspections"))],
    )


def _proposed(line: PlannedCheck, today: dt.date) -> dict[str, Any]:
    return {
        "title": f"{line.month}月{line.title}",
        "kind": line.kind,
        "planned": line,
        "is_announced": False,
        "starts_on": max(today, dt.date(line.plan.year, line.month, 1)),
        "tags": line.tags,
    }


@needs(MANAGE)
def inspection_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change what it is, before it is handed out."""
    row = find(Inspection.objects.within(request.actor, MANAGE).select_related("unit"), pk=pk)
    form = InspectionForm(request.POST or None, initial=InspectionForm.initial_of(row))
    if request.method == "POST":
        act = partial(arranging.edit_inspection, row, actor=request.actor, at=request.at)
        fill(form, lambda: act(**form.cleaned_data))
        if not form.errors:
            messages.success(request, "已保存")
            return redirect("inspections:inspection", pk=pk)
    return form_page(request, form, title="改检查", submit="保存", crumbs=crumbs(row))


@needs(VIEW)
def inspection(request: StaffRequest, pk: int) -> HttpResponse:
    """One inspection: what it is, parties, every visit with where it stands, draws, what to do next."""
    row = found(request, pk)
    visits = [_line(visit) for visit in row.visits.all()]
    is_draft = row.state == InspectionState.DRAFT
    can_manage = may(request.actor, MANAGE, row)
    context = {
        "row": row,
        "kind": INSPECTION_KINDS[row.state],
        "days": _days(row),
        "visits": visits,
        "villages": len({visit["visit"].site.unit_id for visit in visits}),
        "missing": [one["visit"] for one in visits if one["visit"].state == VisitState.WAITING],
        "share": _share(visits),
        "parties": list(row.parties.all()),
        "draws": list(row.draws.order_by("drawn_at", "pk")),
        "acts": acts_for(row, request.actor, reverse("inspections:inspection_move", args=[pk])),
        "can_arrange": can_manage and is_draft,
        "can_party": can_manage and row.state in (InspectionState.DRAFT, InspectionState.ISSUED),
        "events": events_of(entries_for(row).order_by("-at", "-id")[:14], request.actor),
    }
    return render(request, "inspections/staff/inspection.html", context)


def _share(visits: list[dict[str, Any]]) -> int:
    """How much is in, in percent of what is to be made."""
    live = [one["visit"].state for one in visits if one["visit"].state != VisitState.VOID]
    return round(100 * live.count(VisitState.HANDED_IN) / len(live)) if live else 0


def _line(visit: Any) -> dict[str, Any]:
    return {
        "visit": visit,
        "kind": VISIT_KINDS[visit.state],
        "score": score_text(visit),
    }


@require_POST
@needs(VIEW)
def inspection_move(request: StaffRequest, pk: int) -> HttpResponse:
    """Hand out, allow beyond the cap, end, call off, open again."""
    row, who = found(request, pk), {"actor": request.actor, "at": request.at}
    verbs: dict[str, Any] = {
        "issue": lambda row, note: running.issue_inspection(row, **who),
        "allow": lambda row, note: running.allow_over_cap(row, reason=note, **who),
        "close": lambda row, note: running.close_inspection(row, **who),
        "cancel": lambda row, note: running.cancel_inspection(row, reason=note, **who),
        "resume": lambda row, note: running.resume_inspection(row, reason=note, **who),
    }
    return make_move(request, row, verbs, reverse("inspections:inspection", args=[pk]))
