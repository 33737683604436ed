"""Doors of papers and tables: the plan and the evaluation as PDF and DOCX, goals into and out of xlsx."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from xiangfeng.base.errors import Refused
from xiangfeng.goals.actions.goals import import_goals
from xiangfeng.goals.exports import goals_xlsx, paper_of_evaluation, paper_of_plan
from xiangfeng.goals.forms.goals import GoalFileForm
from xiangfeng.goals.goal_list import Read, read_goals
from xiangfeng.goals.goal_preview import lines_of, preview_of
from xiangfeng.goals.models import Plan, PlanState
from xiangfeng.goals.queries.board import board_of, goals_of
from xiangfeng.goals.queries.evaluations import readable_for, share_of
from xiangfeng.goals.queries.plans import MANAGE, VIEW, VIEW_OWN, plans_for, units_under
from xiangfeng.web.doors import StaffRequest, fill, find, needs
from xiangfeng.web.ledger import xlsx_response
from xiangfeng.web.papers import paper_response


@needs(VIEW)
def plan_file(request: StaffRequest, pk: int, kind: str) -> HttpResponse:
    """The plan with 目标任务分解表 as attachment."""
    plan = find(plans_for(request.actor), pk=pk)
    lines = board_of(list(goals_of(plan)), is_live=False)
    draft = "" if plan.state in (PlanState.APPROVED, PlanState.REPLACED) else "（草稿）"
    return paper_response(paper_of_plan(plan, lines, today=request.at.date()), f"{plan}{draft}", kind)


@needs(VIEW, VIEW_OWN)
def evaluation_file(request: StaffRequest, pk: int, kind: str) -> HttpResponse:
    """The evaluation as a report, with the figures of its day; of other units only for those who see their goals."""
    row = find(readable_for(request.actor), pk=pk)
    share = share_of(row, request.actor)
    return paper_response(paper_of_evaluation(row, share, today=request.at.date()), f"{row}报告", kind)


@needs(VIEW)
def plan_xlsx(request: StaffRequest, pk: int) -> HttpResponse:
    """年度目标任务分解 as the county's table; filled in and read back it is the same plan."""
    plan = find(plans_for(request.actor), pk=pk)
    is_live = plan.state in (PlanState.APPROVED, PlanState.REPLACED)
    lines = board_of(list(goals_of(plan)), today=request.at.date(), is_live=is_live)
    return xlsx_response(goals_xlsx(lines), f"{plan}目标任务分解表")


@needs(MANAGE)
def plan_import(request: StaffRequest, pk: int) -> HttpResponse:
    """Upload goals; they are shown cell by cell before anything is written."""
    plan = find(plans_for(request.actor), pk=pk)
    form = GoalFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        if read := fill(form, lambda: _read(plan, upload)):
            context = {"preview": preview_of(plan, upload.name, read)}
            return render(request, "web/import_preview.html", context)
    importing = {
        "title": f"导入{plan}的目标", "note": "计划里还没有目标时用",
        "blank_url": reverse("goals:plan_xlsx", args=[pk]), "crumb": (str(plan), reverse("goals:plan", args=[pk])),
    }  # fmt: skip
    return render(request, "web/import_start.html", {"form": form, "importing": importing})


def _read(plan: Plan, upload: Any) -> Read:
    if upload.size > settings.UPLOAD_MAX_MB * 1024 * 1024:
        raise Refused(f"文件超过 {settings.UPLOAD_MAX_MB} MB，请确认选的是目标任务分解表")
    units = {unit.name: unit.pk for unit in units_under(plan.unit)}
    return read_goals(upload.read(), units=units, year=plan.year)


@require_POST
@needs(MANAGE)
def plan_import_confirm(request: StaffRequest, pk: int) -> HttpResponse:
    """Write what the preview showed."""
    plan = find(plans_for(request.actor), pk=pk)
    try:
        lines = lines_of(request.POST.get("token", ""), plan)
        count = import_goals(plan, lines, actor=request.actor, at=request.at)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("goals:plan_import", pk=pk)
    messages.success(request, f"已导入 {count} 个目标")
    return redirect("goals:plan", pk=pk)
