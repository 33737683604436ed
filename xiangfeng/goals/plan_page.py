"""What the page of a plan shows, put together from queries; no writing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import may
from xiangfeng.goals.check import without_owner
from xiangfeng.goals.forms.goals import GoalForm, goal_initial
from xiangfeng.goals.models import Outcome, Plan, PlanState
from xiangfeng.goals.queries.board import Line, board_of, goals_of, summary_of
from xiangfeng.goals.queries.checking import checks_of, nodes_of
from xiangfeng.goals.queries.evaluations import evaluations_of
from xiangfeng.goals.queries.plans import MANAGE, goals_to_carry, lower_plans, may_manage, units_under
from xiangfeng.goals.standing import AHEAD, OVERDUE, REACHED, SHORT
from xiangfeng.goals.tags import counts_of, gap_of
from xiangfeng.history.models import Entry
from xiangfeng.history.queries import entries_for
from xiangfeng.web.moves import acts_for
from xiangfeng.web.timeline import timeline

TABS = (
    ("tops", "主要目标"),
    ("all", "全部"),
    (OVERDUE, "逾期"),
    (SHORT, "有差距"),
    (AHEAD, "未到期"),
    (REACHED, "达标"),
)
STEPS = ("编制", "待批准", "已批准")


def page_of(plan: Plan, actor: Actor, *, today: dt.date, edit: int, tab: str, unit: int) -> dict[str, Any]:
    """The context of ``plan.html``. At most nine queries beside those that found the plan."""
    goals = list(goals_of(plan))
    is_live = plan.state in (PlanState.APPROVED, PlanState.REPLACED)
    lines = board_of(goals, today=today, is_live=is_live)
    can_edit = may_manage(actor, plan)
    editing = next((line.goal for line in lines if line.goal.pk == edit), None) if can_edit else None
    tags = [goal.tags for goal in goals]
    return {
        "plan": plan,
        "lines": _shown(lines, tab, unit) if is_live else lines,
        "tabs": _tabs(lines, tab) if is_live and lines else [],
        "summary": summary_of(lines),
        "is_live": is_live,
        "checks": checks_of(plan, goals) if not is_live else [],
        "no_owner": without_owner(nodes_of(goals)),
        "can_edit": can_edit,
        "to_carry": _to_carry(plan, lines) if can_edit else 0,
        "can_manage": may(actor, MANAGE, plan),
        "editing": editing,
        "edit_url": reverse("goals:goal_edit", args=[editing.pk]) if editing else "",
        "back_url": reverse("goals:plan", args=[plan.pk]),
        "submit": "保存",
        "again": False,
        "form": GoalForm(initial=goal_initial(editing), units=units_under(plan.unit)) if editing else None,
        "acts": acts_for(plan, actor, reverse("goals:plan_move", args=[plan.pk])) if not is_live else [],
        "steps": _steps(plan),
        "tag_counts": counts_of(tags),
        "tag_gap": gap_of(tags) if goals else "",
        **_lower(plan),
        "evaluations": list(evaluations_of(plan)) if is_live else [],
        "successor": getattr(plan, "replaced_by", None),
        "events": events_of(entries_for(plan)),
    }


def _to_carry(plan: Plan, lines: Sequence[Line]) -> int:
    """How many goals that last year left unfinished are not in the draft."""
    known = {line.goal.carried_from.line for line in lines if line.goal.carried_from}
    return sum(goal.outcome == Outcome.CARRIED for goal in goals_to_carry(plan, known))


def _lower(plan: Plan) -> dict[str, Any]:
    lower = lower_plans(plan)
    done = sum(has for _, has in lower)
    return {"lower": lower, "lower_done": done, "lower_share": 100 * done // len(lower) if lower else 0}


def _shown(lines: Sequence[Line], tab: str, unit: int) -> list[Line]:
    """The whole tree, or the leaves in one state or of one unit."""
    if unit:
        return [line for line in lines if line.is_leaf and line.goal.unit_id == unit]
    if tab == "tops":
        return [line for line in lines if line.depth == 1]
    if tab in (OVERDUE, SHORT, AHEAD, REACHED):
        return [line for line in lines if line.is_leaf and line.state.state == tab]
    return list(lines)


def _tabs(lines: Sequence[Line], tab: str) -> list[dict[str, Any]]:
    counts = summary_of(lines)
    return [
        {
            "title": title, "count": counts[key], "url": f"?tab={key}", "is_on": key == tab,
            "is_bad": key == OVERDUE and counts[key] > 0,
        }
        for key, title in TABS
    ]  # fmt: skip


def _steps(plan: Plan) -> list[dict[str, str]]:
    at = {PlanState.DRAFT: 0, PlanState.SUBMITTED: 1}.get(PlanState(plan.state), 3)
    return [
        {"title": title, "state": "done" if number < at else "now" if number == at else ""}
        for number, title in enumerate(STEPS)
    ]


def events_of(entries: QuerySet[Entry]) -> list[dict[str, str]]:
    """History entries for the timeline, latest first, the long middle left out."""
    return timeline(entries.order_by("-at", "-id")[:12])
