"""Doors of 评估: the list, writing one, closing it, the receipts."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from xiangfeng.access.scope import may
from xiangfeng.goals.actions import evaluations as actions
from xiangfeng.goals.forms.goals import VILLAGES
from xiangfeng.goals.forms.plans import EvaluationForm, NewEvaluationForm
from xiangfeng.goals.models import Evaluation, EvaluationState, Plan, PlanState
from xiangfeng.goals.plan_page import events_of
from xiangfeng.goals.queries.evaluations import evaluations_for, readable_for, readings_for, share_of
from xiangfeng.goals.queries.plans import MANAGE, VIEW, VIEW_OWN, units_under
from xiangfeng.history.queries import entries_for
from xiangfeng.orgs.models import Unit
from xiangfeng.web.doors import StaffRequest, attempt, fill, find, needs
from xiangfeng.web.ledger import Column, Empty, Spec, ledger
from xiangfeng.web.moves import acts_for, make_move

SPEC = Spec(
    title="评估",
    columns=(
        Column("name", "评估", str, url=lambda e: reverse("goals:evaluation", args=[e.pk])),
        Column("unit", "单位", lambda e: e.unit.name, sort="unit__path"),
        Column("kind", "种类", lambda e: e.get_kind_display()),
        Column("until", "评估到", lambda e: e.covers_until, sort="covers_until"),
        Column("state", "状态", lambda e: e.get_state_display(),
               tag=lambda e: ("ok" if e.closed_on else "info", e.get_state_display())),
        Column("closed", "完成日", lambda e: e.closed_on or ""),
        Column("read", "已阅", lambda e: f"{e.seen}/{e.told}" if e.closed_on else "", is_numeric=True),
    ),
    empty=Empty("还没有评估", "每季、每半年回头看一次目标完成情况，写清问题和调整意见，反馈给各单位。"),
    note="半年至少评估一次，年底总结",
    search=("unit__name", "plan__title", "summary", "problems"),
    search_label="单位、计划、内容",
)  # fmt: skip


@needs(VIEW)
def evaluations(request: StaffRequest) -> HttpResponse:
    """All evaluations within reach."""
    url = reverse("goals:evaluation_new") if request.actor.can(MANAGE) else ""
    return ledger(request, evaluations_for(request.actor), SPEC, new_url=url, new_label="开始评估")


@needs(MANAGE)
def evaluation_new(request: StaffRequest) -> HttpResponse:
    """Begin an evaluation of an approved plan."""
    plans = Plan.objects.within(request.actor, MANAGE).filter(state=PlanState.APPROVED)
    today = request.at.date()
    half = dt.date(today.year, 6, 30) if today.month >= 6 else dt.date(today.year - 1, 12, 31)
    kind = "half" if half.month == 6 else "year"
    plans = plans.order_by("-year", "unit__path", "-id")
    form = NewEvaluationForm(request.POST or None, plans=plans, initial={"kind": kind, "covers_until": half})
    if request.method == "POST":

        def act() -> Evaluation:
            data = dict(form.cleaned_data)
            return actions.open_evaluation(data.pop("plan"), **data, actor=request.actor, at=request.at)

        if made := fill(form, act):
            return redirect("goals:evaluation", pk=made.pk)
    back = reverse("goals:evaluations")
    page = {
        "title": "开始评估",
        "crumbs": [("评估", back)],
        "submit": "取完成值，开始写",
        "back_url": back,
        "note": "",
    }
    return render(request, "administration/staff/form.html", {"page": page, "form": form})


@needs(VIEW, VIEW_OWN)
def evaluation(request: StaffRequest, pk: int) -> HttpResponse:
    """Writing it while open; reading it, with the receipts, once closed."""
    row = find(readable_for(request.actor), pk=pk)
    is_open = row.state == EvaluationState.OPEN and may(request.actor, MANAGE, row)
    units = units_under(row.unit).exclude(pk=row.unit_id)
    share = share_of(row, request.actor)
    form = EvaluationForm(request.POST or None, units=units, initial=_initial(row, share.readings, units))
    if request.method == "POST" and fill(form, lambda: _save(request, row, form)):
        return redirect("goals:evaluation", pk=pk)
    url = reverse("goals:evaluation_move", args=[pk])
    context = {
        "evaluation": row,
        "form": form if is_open else None,
        "share": share,
        "seen": sum(one.read_at is not None for one in share.readings),
        "mine": [one for one in readings_for(request.actor).filter(evaluation=row) if one.read_at is None],
        "acts": acts_for(row, request.actor, url),
        "can_manage": may(request.actor, MANAGE, row),
        "may_revise": row.plan.state == PlanState.APPROVED and row.adjustments.strip(),
        "can_see_plan": may(request.actor, VIEW, row),
        "events": events_of(entries_for(row)),
    }
    return render(request, "goals/staff/evaluation.html", context, status=422 if request.POST else 200)


def _initial(row: Evaluation, readings: list[Any], units: Any) -> dict[str, Any]:
    chosen: Any = [one.unit_id for one in readings]
    if not chosen and row.revision == 1:
        chosen = units.filter(kind__in=VILLAGES)
    names = ("summary", "problems", "adjustments", "revision")
    return {name: getattr(row, name) for name in names} | {"units": chosen}


def _save(request: StaffRequest, row: Evaluation, form: EvaluationForm) -> Evaluation:
    data = dict(form.cleaned_data)
    units: list[Unit] = list(data.pop("units"))
    return actions.edit_evaluation(row, **data, units=units, actor=request.actor, at=request.at)


@require_POST
@needs(MANAGE)
def evaluation_move(request: StaffRequest, pk: int) -> HttpResponse:
    """Close or reopen."""
    row = find(evaluations_for(request.actor), pk=pk)
    who = {"actor": request.actor, "at": request.at}
    acts: dict[str, Any] = {
        "close": partial(actions.close_evaluation, **who),
        "reopen": partial(actions.reopen_evaluation, **who),
    }
    return make_move(request, row, acts, reverse("goals:evaluation", args=[pk]))


@require_POST
@needs(VIEW_OWN)
def evaluation_read(request: StaffRequest, pk: int) -> HttpResponse:
    """已阅 by one's own unit."""
    row = find(readings_for(request.actor), pk=pk)
    attempt(
        request, lambda: actions.mark_read(row, actor=request.actor, at=request.at), done="已阅，创建办看得到"
    )
    return redirect("goals:evaluation", pk=row.evaluation_id)
