"""Doors of a goal: adding and editing, order, breakdown, slices, reports; one's own goals; stages; year-end."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from xiangfeng.goals.actions import goals as actions
from xiangfeng.goals.actions.progress import report_progress
from xiangfeng.goals.actions.work import assign_work
from xiangfeng.goals.forms.goals import (
    VILLAGES,
    BreakForm,
    GoalForm,
    ProgressForm,
    SliceForm,
    WorkForm,
    goal_initial,
)
from xiangfeng.goals.forms.plans import errors_of
from xiangfeng.goals.goal_page import closing_page, goal_page, own_page, stages_page
from xiangfeng.goals.models import Goal
from xiangfeng.goals.queries.plans import (
    MANAGE,
    REPORT,
    VIEW,
    VIEW_OWN,
    goals_for,
    own_goals_for,
    plans_for,
    units_under,
)  # fmt: skip
from xiangfeng.tasks.actions import given_text
from xiangfeng.web.doors import StaffRequest, attempt, fill, find, needs, number


def _form_page(request: StaffRequest, goal_or_plan: Any, form: Any, title: str, submit: str) -> HttpResponse:
    plan = getattr(goal_or_plan, "plan", goal_or_plan)
    back = reverse("goals:plan", args=[plan.pk])
    context = {
        "plan": plan, "form": form, "title": title, "submit": submit, "back_url": back,
        "again": submit == "添加", "action_url": "",
    }  # fmt: skip
    return render(request, "goals/staff/goal_form.html", context)


@needs(MANAGE)
def goal_new(request: StaffRequest, pk: int) -> HttpResponse:
    """Add a goal to a plan, below ``?parent=`` where given; 保存并再加一个 comes back here."""
    plan = find(plans_for(request.actor), pk=pk)
    wanted = number(request.GET.get("parent", ""))
    parent = find(plan.goals.select_related("parent__parent"), pk=wanted) if wanted else None
    initial: dict[str, Any] = {"due_on": f"{plan.year}-12-20", "additive": "yes"}
    if parent:
        initial |= {**goal_initial(parent), "title": "", "unit": None, "weight": "", "revision": ""}
    form = GoalForm(request.POST or None, units=units_under(plan.unit), initial=initial)
    if request.method == "POST":
        act = partial(actions.add_goal, plan, parent=parent, actor=request.actor, at=request.at)
        if made := fill(form, lambda: act(**form.values())):
            messages.success(request, f"已添加“{made.title}”")
            again = request.get_full_path() if "again" in request.POST else reverse("goals:plan", args=[pk])
            return redirect(again)
    title = f"给“{parent.title}”添加下级目标" if parent else "添加目标"
    return _form_page(request, plan, form, title, "添加")


@needs(MANAGE)
def goal_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change a goal of a draft; what is wrong stands beside its field."""
    goal = find(goals_for(request.actor), pk=pk)
    form = GoalForm(request.POST or None, units=units_under(goal.plan.unit), initial=goal_initial(goal))
    if request.method == "POST":
        revision = number(request.POST.get("revision", ""))
        act = partial(actions.edit_goal, goal, revision=revision, actor=request.actor, at=request.at)
        if fill(form, lambda: act(**form.values())):
            messages.success(request, f"“{form.cleaned_data['title']}”已保存")
            return redirect(reverse("goals:plan", args=[goal.plan_id]) + f"#goal-{pk}")
    return _form_page(request, goal, form, f"改“{goal.title}”", "保存")


@require_POST
@needs(MANAGE)
def goal_act(request: StaffRequest, pk: int) -> HttpResponse:
    """Up, down, delete."""
    goal = find(goals_for(request.actor), pk=pk)
    who = {"actor": request.actor, "at": request.at}
    verb, url = request.POST.get("verb", ""), reverse("goals:plan", args=[goal.plan_id])
    if verb == "delete":
        act = partial(actions.delete_goal, goal, **who)
        attempt(request, act, done=f"已删除“{goal.title}”")
        return redirect(url)
    act = partial(actions.move_goal, goal, is_up=verb == "up", **who)
    attempt(request, act, done="顺序已调整")
    return redirect(f"{url}#goal-{pk}")


@needs(MANAGE)
def goal_break(request: StaffRequest, pk: int) -> HttpResponse:
    """按单位分解 in one step."""
    goal = find(goals_for(request.actor), pk=pk)
    units = units_under(goal.plan.unit).exclude(pk=goal.plan.unit_id)
    initial = {"way": "equal" if goal.is_additive else "same", "units": units.filter(kind__in=VILLAGES)}
    form = BreakForm(request.POST or None, units=units, initial=initial)
    if request.method == "POST":
        who = {"actor": request.actor, "at": request.at}

        def act() -> list[Goal]:
            chosen, is_equal = list(form.cleaned_data["units"]), form.cleaned_data["way"] == "equal"
            return actions.break_down(goal, units=chosen, is_equal=is_equal, **who)

        if made := fill(form, act):
            messages.success(request, f"已分到 {len(made)} 个单位，权重平均，可以逐个改")
            return redirect(reverse("goals:plan", args=[goal.plan_id]) + f"#goal-{pk}")
    return render(request, "goals/staff/goal_break.html", {"goal": goal, "form": form})


@needs(VIEW, VIEW_OWN)
def goal(request: StaffRequest, pk: int) -> HttpResponse:
    """One goal: how it stands, what was reported, when what is done."""
    row = find(goals_for(request.actor), pk=pk)
    return render(request, "goals/staff/goal.html", goal_page(row, request.actor, today=request.at.date()))


@require_POST
@needs(REPORT)
def goal_report(request: StaffRequest, pk: int) -> HttpResponse:
    """填报进展; what is wrong stands beside its field and nothing typed is lost."""
    row = find(goals_for(request.actor), pk=pk)
    form = ProgressForm(request.POST, request.FILES)

    def act() -> Any:
        data = dict(form.cleaned_data)
        upload = data.pop("file")
        return report_progress(row, **data, upload=upload, actor=request.actor, at=request.at)

    if fill(form, act):
        messages.success(request, "进展已填报")
        return redirect("goals:goal", pk=pk)
    context = goal_page(row, request.actor, today=request.at.date()) | {"form": form}
    return render(request, "goals/staff/goal.html", context, status=422)


@require_POST
@needs(MANAGE)
def goal_slice(request: StaffRequest, pk: int) -> HttpResponse:
    """What of the goal falls into a quarter or month."""
    row = find(goals_for(request.actor), pk=pk)
    form = SliceForm(request.POST, year=row.plan.year)
    if form.is_valid():
        act = partial(actions.set_slice, row, **form.cleaned_data, actor=request.actor, at=request.at)
        attempt(request, act, done="阶段安排已保存")
    else:
        messages.error(request, errors_of(form))
    return redirect(reverse("goals:goal", args=[pk]) + "#slices")


@require_POST
@needs("tasks.assign")
def goal_task(request: StaffRequest, pk: int) -> HttpResponse:
    """Hand out a task for the goal."""
    row = find(goals_for(request.actor), pk=pk)
    form = WorkForm(request.POST)
    act = partial(assign_work, row, actor=request.actor, at=request.at)
    if task := fill(form, lambda: act(**form.cleaned_data)):
        messages.success(request, given_text(task))
    else:
        messages.error(request, errors_of(form))
    return redirect("goals:goal", pk=pk)


@needs(VIEW_OWN)
def own(request: StaffRequest) -> HttpResponse:
    """What one's own unit answers for, with what is to be reported."""
    rows = list(own_goals_for(request.actor))
    context = own_page(rows, number(request.GET.get("year", "")), today=request.at.date())
    return render(request, "goals/staff/own.html", context)


@needs(VIEW)
def stages(request: StaffRequest, pk: int) -> HttpResponse:
    """阶段安排: what is due in a quarter or month, and from which goal."""
    plan = find(plans_for(request.actor), pk=pk)
    context = stages_page(plan, request.GET.get("span", ""), today=request.at.date())
    return render(request, "goals/staff/stages.html", context)


@needs(MANAGE)
def closing(request: StaffRequest, pk: int) -> HttpResponse:
    """年末结清: each goal 完成, 结转 or 取消."""
    plan = find(plans_for(request.actor), pk=pk)
    context = closing_page(plan, request.POST if request.method == "POST" else None, today=request.at.date())
    if request.method == "POST":
        decisions = [(row["line"].goal, row["outcome"], row["note"]) for row in context["rows"]]
        act = partial(actions.close_goals, plan, decisions, actor=request.actor, at=request.at)
        if attempt(request, act, done="已保存；结转的目标列入下一年计划的草稿，还没有编的，编时自动列入"):
            return redirect("goals:plan", pk=pk)
    return render(request, "goals/staff/closing.html", context)
