"""Doors of the yearly plan: the list, the page with its goals, its texts, its moves, a new version, the difference."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from xiangfeng.goals.actions import plans as actions
from xiangfeng.goals.forms.plans import NewPlanForm, PlanForm, plan_initial
from xiangfeng.goals.models import Plan, PlanState, Programme
from xiangfeng.goals.plan_page import page_of
from xiangfeng.goals.queries.comparing import changes_between
from xiangfeng.goals.queries.plans import APPROVE, MANAGE, VIEW, plans_for, programmes_for
from xiangfeng.goals.tags import gap_of
from xiangfeng.orgs.models import UnitKind
from xiangfeng.orgs.queries import units_for
from xiangfeng.web.doors import StaffRequest, attempt, fill, find, needs, number
from xiangfeng.web.ledger import Column, Empty, Filter, Spec, Tab, ledger
from xiangfeng.web.moves import make_move

STATE_KINDS = {"draft": "info", "submitted": "warn", "approved": "ok", "replaced": "idle"}


def _years(request: Any) -> list[tuple[str, str]]:
    this: int = request.at.year
    return [(str(year), f"{year}年") for year in range(this + 1, this - 6, -1)]


def _gap(plan: Plan) -> str:
    return gap_of([goal.tags for goal in plan.goals.all()])


SPEC = Spec(
    title="年度目标",
    columns=(
        Column("title", "计划", lambda p: p.title, url=lambda p: reverse("goals:plan", args=[p.pk])),
        Column("year", "年度", lambda p: p.year, sort="year"),
        Column("version", "版本", lambda p: f"第{p.version}版"),
        Column("unit", "单位", lambda p: p.unit.name, sort="unit__path"),
        Column("state", "状态", lambda p: p.get_state_display(),
               tag=lambda p: (STATE_KINDS[p.state], p.get_state_display())),
        Column("upper", "上级文件号", lambda p: p.upper_number),
        Column("approved", "批准日", lambda p: p.approved_on or ""),
        Column("count", "目标", lambda p: len(p.goals.all()), is_numeric=True),
        Column("tags", "三个文明", lambda p: _gap(p) or "都覆盖",
               tag=lambda p: ("warn", _gap(p)) if _gap(p) else ("ok", "都覆盖")),
        Column("programme", "创建方案", lambda p: p.programme.title if p.programme else "", is_default=False),
    ),
    empty=Empty("还没有年度计划", "按上级文件编出全年目标，分解到村和站所，批准后各单位照着做。"),
    note="每年1月31日前批准",
    filters=(Filter("year", "年度", _years, lambda rows, value: rows.filter(year=value)),),
    tabs=(
        Tab("now", "现行和在编", ~Q(state=PlanState.REPLACED)),
        Tab("old", "旧版", Q(state=PlanState.REPLACED)),
        Tab("all", "全部", Q()),
    ),
    search=("title", "unit__name", "upper_number"),
    search_label="名称、单位、文件号",
)  # fmt: skip


@needs(VIEW)
def plans(request: StaffRequest) -> HttpResponse:
    """All versions of all plans within reach."""
    url = reverse("goals:plan_new") if request.actor.can(MANAGE) else ""
    rows = plans_for(request.actor).prefetch_related("goals")
    return ledger(request, rows, SPEC, new_url=url, new_label="编年度计划")


@needs(MANAGE)
def plan_new(request: StaffRequest) -> HttpResponse:
    """Begin a plan; what last year left unfinished comes in by itself."""
    units = units_for(request.actor, MANAGE).exclude(kind=UnitKind.COUNTY)
    programmes = Programme.objects.within(request.actor, MANAGE).order_by("-from_year", "id")
    known = Plan.objects.within(request.actor, MANAGE).filter(year=request.at.year)
    first = programmes_for(request.actor).first()
    initial = {
        "unit": units.first(), "year": request.at.year + known.exists(), "programme": first,
    }  # fmt: skip
    form = NewPlanForm(request.POST or None, units=units, programmes=programmes, initial=initial)
    if request.method == "POST":
        act = lambda: actions.create_plan(**form.cleaned_data, actor=request.actor, at=request.at)  # noqa: E731
        if made := fill(form, act):
            return redirect("goals:plan", pk=made.pk)
    page = {
        "title": "编年度计划", "crumbs": [("年度目标", reverse("goals:plans"))], "submit": "建计划，去填目标",
        "note": "上年结转的目标会自动列入", "back_url": reverse("goals:plans"),
    }  # fmt: skip
    return render(request, "administration/staff/form.html", {"page": page, "form": form})


@needs(VIEW)
def plan(request: StaffRequest, pk: int) -> HttpResponse:
    """The plan: its goals as a tree, what the checks say, what may be done."""
    row = find(plans_for(request.actor).select_related("replaced_by"), pk=pk)
    wanted: dict[str, Any] = {
        "edit": number(request.GET.get("edit", "")), "tab": request.GET.get("tab", "tops"),
        "unit": number(request.GET.get("unit", "")),
    }  # fmt: skip
    context = page_of(row, request.actor, today=request.at.date(), **wanted)
    return render(request, "goals/staff/plan.html", context)


@needs(MANAGE)
def plan_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """The plan's own texts."""
    row = find(plans_for(request.actor), pk=pk)
    form = PlanForm(request.POST or None, initial=plan_initial(row))
    if request.method == "POST":
        act = partial(actions.edit_plan, row, actor=request.actor, at=request.at)
        if fill(form, lambda: act(**form.cleaned_data)):
            return redirect("goals:plan", pk=pk)
    back = reverse("goals:plan", args=[pk])
    page = {
        "title": "改计划文字",
        "crumbs": [(str(row), back)],
        "submit": "保存",
        "back_url": back,
        "note": "",
    }
    return render(request, "administration/staff/form.html", {"page": page, "form": form})


@require_POST
@needs(MANAGE, APPROVE)
def plan_move(request: StaffRequest, pk: int) -> HttpResponse:
    """Submit, approve, send back, take back."""
    row = find(plans_for(request.actor), pk=pk)
    who = {"actor": request.actor, "at": request.at}
    acts: dict[str, Any] = {
        "submit": partial(actions.submit_plan, **who),
        "approve": partial(actions.approve_plan, **who),
        "send_back": partial(actions.send_back_plan, **who),
        "recall": partial(actions.recall_plan, **who),
    }
    return make_move(request, row, acts, reverse("goals:plan", args=[pk]))


@require_POST
@needs(MANAGE)
def plan_delete(request: StaffRequest, pk: int) -> HttpResponse:
    """Take back a draft made by mistake."""
    row = find(plans_for(request.actor), pk=pk)
    done = attempt(
        request, lambda: actions.delete_plan(row, actor=request.actor, at=request.at), done="草稿已删除"
    )
    return redirect("goals:plans") if done else redirect("goals:plan", pk=pk)


@require_POST
@needs(MANAGE)
def plan_carry(request: StaffRequest, pk: int) -> HttpResponse:
    """补列 what last year left unfinished since the draft was begun."""
    row = find(plans_for(request.actor), pk=pk)
    act = partial(actions.carry_over, row, actor=request.actor, at=request.at)
    attempt(request, act, done="结转的目标已补列，权重和时限要重新定")
    return redirect("goals:plan", pk=pk)


@require_POST
@needs(MANAGE)
def plan_revise(request: StaffRequest, pk: int) -> HttpResponse:
    """A new version of an approved plan, with the reason."""
    row = find(plans_for(request.actor), pk=pk)
    made: list[Plan] = []

    def act() -> None:
        why = request.POST.get("why", "")
        made.append(actions.revise_plan(row, why=why, actor=request.actor, at=request.at))

    attempt(request, act, done="新版已生成，改好后提交审批；批准前仍按原来的版本执行")
    return redirect("goals:plan", pk=made[0].pk if made else pk)


@require_POST
@needs(MANAGE)
def plan_serial(request: StaffRequest, pk: int) -> HttpResponse:
    """发文顺序号 of the printed plan."""
    row = find(plans_for(request.actor), pk=pk)
    serial = number(request.POST.get("serial", "")) or None
    act = partial(actions.number_plan, row, serial=serial, actor=request.actor, at=request.at)
    attempt(
        request, act, done="已保存，下载的计划按红头文件排版" if serial else "已去掉文号，下载的计划不带红头"
    )
    return redirect("goals:plan", pk=pk)


@needs(VIEW)
def difference(request: StaffRequest, pk: int) -> HttpResponse:
    """What this version changes against the one it replaces."""
    row = find(plans_for(request.actor).select_related("replaces__unit"), pk=pk)
    changes = changes_between(row.replaces, row) if row.replaces else []
    counts = {kind: sum(one.kind == kind for one in changes) for kind in ("added", "changed", "removed")}
    context = {"plan": row, "changes": changes, "counts": counts}
    return render(request, "goals/staff/difference.html", context)
