"""What the pages of one goal, of one's own goals, of the stages and of the year's end show; no writing."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import may
from xiangfeng.goals.forms.goals import ProgressForm, SliceForm, WorkForm, spans_of_year
from xiangfeng.goals.models import Goal, Outcome, Plan, PlanState, Progress, Slice
from xiangfeng.goals.plan_page import events_of
from xiangfeng.goals.queries.board import Line, board_of, fill, goals_of, summary_of
from xiangfeng.goals.queries.plans import MANAGE, may_report
from xiangfeng.goals.standing import REACHED
from xiangfeng.history.queries import entries_for
from xiangfeng.tasks.queries import tasks_from

OUTCOMES = [(str(one.value), "还没有定" if not one.value else str(one.label)) for one in Outcome]


def goal_page(goal: Goal, actor: Actor, *, today: dt.date) -> dict[str, Any]:
    """The context of ``goal.html``."""
    children = list(goal.children.select_related("plan", "unit").order_by("seq", "id"))
    lines = board_of([goal, *children], today=today)
    line = lines[0]
    reports = Progress.objects.filter(goal_id=goal.line).select_related("attachment", "by")
    why_not = _why_not(goal, line)
    may_fill = may_report(actor, goal)
    return {
        "goal": goal, "line": line, "children": lines[1:],
        "reports": list(reports.order_by("-on", "-id")[:30]),
        "slices": _slices(goal), "events": events_of(entries_for(goal)),
        "tasks": list(tasks_from(f"goals.goal:{goal.line}")),
        "can_manage": may(actor, MANAGE, goal), "can_see_plan": may(actor, "goals.view", goal),
        "work_form": WorkForm(initial={"due_on": goal.due_on}) if _may_assign(goal, actor) else None,
        "may_fill": may_fill, "why_not": why_not,
        "form": ProgressForm(initial={"on": min(today, dt.date(goal.plan.year, 12, 31))})
        if may_fill and not why_not else None,
        "slice_form": SliceForm(year=goal.plan.year) if may(actor, MANAGE, goal) else None,
    }  # fmt: skip


def _may_assign(goal: Goal, actor: Actor) -> bool:
    return (
        goal.plan.state == PlanState.APPROVED and goal.unit is not None and may(actor, "tasks.assign", goal)
    )


def _why_not(goal: Goal, line: Line) -> str:
    if goal.plan.state != PlanState.APPROVED:
        return "计划批准后才能填报"
    if goal.figure != "manual":
        return "完成值由系统取数，不用填报"
    if not line.is_leaf:
        return "已分解到单位，由各单位填报"
    return f"年末已定为“{goal.get_outcome_display()}”" if goal.outcome else ""


def _slices(goal: Goal) -> list[tuple[str, Slice]]:
    titles = dict(spans_of_year(goal.plan.year))
    return [(titles.get(one.label, one.label), one) for one in goal.slices.order_by("label")]


def own_page(rows: Sequence[Goal], year: int, *, today: dt.date) -> dict[str, Any]:
    """The context of ``own.html``: the goals of one year, the latest unless another is asked for."""
    years = sorted({goal.plan.year for goal in rows}, reverse=True)
    shown = next((one for one in (year, today.year, *years) if one in years), today.year)
    lines = [
        Line(goal, 1, str(n)) for n, goal in enumerate((g for g in rows if g.plan.year == shown), start=1)
    ]
    fill(lines, today=today)
    tabs = [
        {"title": f"{one}年", "count": None, "url": f"?year={one}", "is_on": one == shown, "is_bad": False}
        for one in years
    ]
    several = len({line.goal.unit_id for line in lines}) > 1
    return {
        "lines": lines, "year": shown, "tabs": tabs if len(years) > 1 else [], "summary": summary_of(lines),
        "has_units": several, "today": today,
    }  # fmt: skip


def span_days(label: str) -> tuple[dt.date, dt.date]:
    """First and last day of 2026Q1 or 2026-03."""
    if "Q" in label:
        year, quarter = int(label[:4]), int(label[-1])
        first, last = 3 * quarter - 2, 3 * quarter
    else:
        year, first = int(label[:4]), int(label[-2:])
        last = first
    return dt.date(year, first, 1), dt.date(year, last, calendar.monthrange(year, last)[1])


def stages_page(plan: Plan, span: str, *, today: dt.date) -> dict[str, Any]:
    """The context of ``stages.html``: work arranged for the span, and goals due in it."""
    spans = spans_of_year(plan.year)
    month = today.month if today.year == plan.year else 1
    if span not in dict(spans):
        span = f"{plan.year}Q{(month + 2) // 3}"
    start, end = span_days(span)
    lines = board_of(list(goals_of(plan)), today=today)
    by_goal = {line.goal.pk: line for line in lines}
    labels = [label for label, _ in spans if start <= span_days(label)[0] and span_days(label)[1] <= end]
    slices = Slice.objects.filter(goal__plan=plan, label__in=labels).order_by("label", "goal__seq", "id")
    titles = dict(spans)
    return {
        "plan": plan, "span": span, "title": titles[span], "start": start, "end": end,
        "work": [(titles[one.label], one, by_goal[one.goal_id]) for one in slices],
        "due": [line for line in lines if line.is_leaf and line.goal.due_on and start <= line.goal.due_on <= end],
        "tabs": [_span_tab(label, title, span) for label, title in spans[:4]],
        "months": [_span_tab(label, title, span) for label, title in spans[4:]],
    }  # fmt: skip


def _span_tab(label: str, title: str, span: str) -> dict[str, Any]:
    return {"title": title, "count": None, "url": f"?span={label}", "is_on": label == span, "is_bad": False}


def closing_page(plan: Plan, posted: Mapping[str, str] | None, *, today: dt.date) -> dict[str, Any]:
    """The context of ``closing.html``; an undecided goal that is reached is proposed as 完成."""
    rows = []
    for line in board_of(list(goals_of(plan)), today=today):
        if not line.is_leaf:
            continue
        goal = line.goal
        outcome, note = goal.outcome, goal.outcome_note
        if posted is None and not outcome and line.state.state == REACHED:
            outcome = Outcome.DONE
        if posted is not None:
            asked = posted.get(f"outcome-{goal.pk}", outcome)
            outcome = asked if asked in Outcome.values else goal.outcome
            note = posted.get(f"note-{goal.pk}", note)
        rows.append({"line": line, "outcome": str(outcome), "note": note})
    undecided = sum(not row["outcome"] for row in rows)
    return {"plan": plan, "rows": rows, "outcomes": OUTCOMES, "undecided": undecided}
