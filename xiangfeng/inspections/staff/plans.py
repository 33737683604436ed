"""Doors to the year's plan: lines by month, the villages' burden, approval."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from xiangfeng.access.scope import may
from xiangfeng.administration.staff.pages import form_page
from xiangfeng.administration.timeline import events_of
from xiangfeng.history.queries import entries_for
from xiangfeng.inspections.actions import planning as actions
from xiangfeng.inspections.forms import CapForm, LineForm, PlanForm
from xiangfeng.inspections.models import CheckPlan, InspectionState, PlannedCheck, PlanState
from xiangfeng.inspections.queries import burdens_of, plans_for
from xiangfeng.inspections.queries.plans import mean_text
from xiangfeng.inspections.staff.shared import MANAGE, VIEW, own_unit, plan_crumbs
from xiangfeng.inspections.tags import gap_in
from xiangfeng.web.doors import StaffRequest, attempt, fill, find, needs
from xiangfeng.web.ledger import Column, Empty, Spec, ledger, ledger_xlsx
from xiangfeng.web.moves import acts_for, make_move

KINDS = {"draft": "idle", "approved": "ok"}

SPEC = Spec(
    title="检查计划",
    columns=(
        Column(
            "year",
            "年度",
            lambda row: f"{row.year}年",
            sort="year",
            url=lambda row: reverse("inspections:plan", args=[row.pk]),
        ),
        Column("unit", "单位", lambda row: row.unit.name, sort="unit__path"),
        Column("lines", "计划检查", lambda row: row.line_count, is_numeric=True),
        Column("made", "已组织", lambda row: row.made_count, is_numeric=True),
        Column("cap", "每村最多", lambda row: row.cap, is_numeric=True),
        Column(
            "state", "状态", lambda row: row.get_state_display(),
            tag=lambda row: (KINDS[row.state], row.get_state_display()),
        ),
        Column("by", "批准", lambda row: f"{row.approved_by} {row.approved_on:%Y-%m-%d}" if row.approved_on else ""),
    ),
    empty=Empty("还没有检查计划", "每年排一份：哪个月查什么、查几个村，每村一年最多几次；领导批准后按月组织。"),
    row_url=lambda row: reverse("inspections:plan", args=[row.pk]),
)  # fmt: skip

LINES = Spec(
    title="检查计划",
    columns=(
        Column("month", "月份", lambda row: f"{row.month}月"),
        Column("kind", "种类", lambda row: row.get_kind_display()),
        Column("title", "检查内容", lambda row: row.title),
        Column("villages", "拟查村数", lambda row: row.villages, is_numeric=True),
        Column("tags", "文明类别", lambda row: row.tags),
        Column("made", "已组织", lambda row: "、".join(one.number for one in row.inspections.all())),
    ),
    empty=Empty("还没有", ""),
)


@needs(VIEW)
def plans(request: StaffRequest) -> HttpResponse:
    """The plans of all years."""
    url = reverse("inspections:plan_new") if request.actor.can(MANAGE) else ""
    return ledger(request, plans_for(request.actor), SPEC, new_url=url, new_label="排计划")


@needs(MANAGE)
def plan_new(request: StaffRequest) -> HttpResponse:
    """Begin a plan."""
    unit = own_unit(request, MANAGE)
    initial = {"year": request.at.year, "cap": settings.VISITS_CAP}
    form = PlanForm(request.POST or None, initial=initial)
    if request.method == "POST":
        act = partial(actions.create_plan, unit, actor=request.actor, at=request.at)
        if made := fill(form, lambda: act(**form.cleaned_data)):
            return redirect("inspections:plan", pk=made.pk)
    return form_page(
        request,
        form,
        title="排检查计划",
        submit="开始排",
        crumbs=[("检查计划", reverse("inspections:plans"))],
    )


@needs(VIEW)
def plan(request: StaffRequest, pk: int) -> HttpResponse:
    """One year: the checks by month, what the months leave out, the villages' burden, what to do next."""
    in_order: Any = PlannedCheck.objects.prefetch_related("inspections").order_by("month", "pk")
    row = find(plans_for(request.actor).prefetch_related(Prefetch("lines", in_order)), pk=pk)
    lines = list(row.lines.all())
    burdens = burdens_of(row)
    can_edit = row.state == PlanState.DRAFT and may(request.actor, MANAGE, row)
    context = {
        "plan": row,
        "kind": KINDS[row.state],
        "months": _months(lines),
        "burdens": burdens,
        "over": sum(one.over > 0 for one in burdens),
        "mean": mean_text(lines, len(burdens)),
        "village_visits": sum(line.villages for line in lines),
        "can_edit": can_edit,
        "can_make": may(request.actor, MANAGE, row),
        "acts": acts_for(row, request.actor, reverse("inspections:plan_move", args=[pk])),
        "events": events_of(entries_for(row).order_by("-at", "-id")[:12], request.actor),
    }
    return render(request, "inspections/staff/plan.html", context)


def _months(lines: list[PlannedCheck]) -> list[dict[str, Any]]:
    """The lines by month, with what the month leaves out (A1.2a), and which of them were organised."""
    months: dict[int, list[dict[str, Any]]] = {}
    for line in lines:
        living = [one for one in line.inspections.all() if one.state != InspectionState.CANCELLED]
        months.setdefault(line.month, []).append({"line": line, "inspections": living})
    return [
        {"month": month, "lines": found, "gap": gap_in(one["line"].tags for one in found)}
        for month, found in sorted(months.items())
    ]


@needs(VIEW)
def plan_file(request: StaffRequest, pk: int) -> HttpResponse:
    """The lines as xlsx."""
    row = find(plans_for(request.actor), pk=pk)
    return ledger_xlsx(request, row.lines.prefetch_related("inspections").order_by("month", "pk"), LINES)


@require_POST
@needs(VIEW)
def plan_move(request: StaffRequest, pk: int) -> HttpResponse:
    """Approve, or send back to be changed."""
    row, who = find(plans_for(request.actor), pk=pk), {"actor": request.actor, "at": request.at}
    verbs: dict[str, Any] = {
        "approve": lambda row, note: actions.approve_plan(row, **who),
        "reopen": lambda row, note: actions.reopen_plan(row, reason=note, **who),
    }
    return make_move(request, row, verbs, reverse("inspections:plan", args=[pk]))


@require_POST
@needs(MANAGE)
def plan_ask(request: StaffRequest, pk: int) -> HttpResponse:
    """Ask the leaders to approve it."""
    row = find(CheckPlan.objects.within(request.actor, MANAGE).select_related("unit"), pk=pk)
    attempt(
        request, lambda: actions.ask_approval(row, actor=request.actor, at=request.at), done="已报请领导批准"
    )
    return redirect("inspections:plan", pk=pk)


@needs(MANAGE)
def plan_cap(request: StaffRequest, pk: int) -> HttpResponse:
    """Change the cap."""
    row = find(CheckPlan.objects.within(request.actor, MANAGE).select_related("unit"), pk=pk)
    form = CapForm(request.POST or None, initial={"cap": row.cap})
    if request.method == "POST":
        act = partial(actions.change_cap, row, actor=request.actor, at=request.at)
        fill(form, lambda: act(cap=form.cleaned_data["cap"]))
        if not form.errors:
            return redirect("inspections:plan", pk=pk)
    return form_page(request, form, title="改次数上限", submit="保存", crumbs=plan_crumbs(row))


@needs(MANAGE)
def line_new(request: StaffRequest, pk: int) -> HttpResponse:
    """Add a check to the plan."""
    row = find(CheckPlan.objects.within(request.actor, MANAGE).select_related("unit"), pk=pk)
    return _line_page(request, row, None, {"month": request.at.month}, "加一项检查")


@needs(MANAGE)
def line_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change one."""
    rows = PlannedCheck.objects.within(request.actor, MANAGE).select_related("plan__unit")
    line = find(rows, pk=pk)
    return _line_page(request, line.plan, line, LineForm.initial_of(line), "改计划检查")


def _line_page(
    request: StaffRequest, row: CheckPlan, line: PlannedCheck | None, initial: dict[str, Any], title: str
) -> HttpResponse:
    form = LineForm(request.POST or None, initial=initial)
    if request.method == "POST":
        act = partial(actions.put_line, row, line=line, actor=request.actor, at=request.at)
        if fill(form, lambda: act(**form.cleaned_data)):
            messages.success(request, "已保存")
            return redirect("inspections:plan", pk=row.pk)
    return form_page(request, form, title=title, submit="保存", crumbs=plan_crumbs(row))


@require_POST
@needs(MANAGE)
def line_remove(request: StaffRequest, pk: int) -> HttpResponse:
    """Take one out."""
    rows = PlannedCheck.objects.within(request.actor, MANAGE).select_related("plan__unit")
    line = find(rows, pk=pk)
    plan_pk = line.plan_id
    attempt(request, lambda: actions.remove_line(line, actor=request.actor, at=request.at), done="已删除")
    return redirect("inspections:plan", pk=plan_pk)
