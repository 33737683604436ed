"""A plan's goals as they stand on a day: the tree, each with its value, where it comes from and its state."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import OuterRef, QuerySet, Subquery

from xiangfeng.goals import figures
from xiangfeng.goals.models import Goal, Plan, Progress
from xiangfeng.goals.standing import REACHED, Standing, of_children, standing


@dataclass
class Line:
    """A goal with what is known of it; ``depth`` from 1, ``label`` its number in the tree (2.3)."""

    goal: Goal
    depth: int
    label: str
    value: Decimal | None = None
    source: str = ""
    source_url: str = ""
    progress: Progress | None = None
    state: Standing = field(default_factory=lambda: Standing("ahead", "未到期"))
    is_leaf: bool = True
    is_live: bool = False

    @property
    def unit_name(self) -> str:
        """Who answers for it; empty while nobody does."""
        return self.goal.unit.name if self.goal.unit else ""

    @property
    def proof_name(self) -> str:
        """The name of what proves the last report."""
        attached = self.progress.attachment if self.progress else None
        return attached.name if attached else ""


def latest_progress(lines: Iterable[int]) -> dict[int, Progress]:
    """The last report of each goal, by the goal's line. One query."""
    newest = Progress.objects.filter(goal=OuterRef("goal")).order_by("-on", "-id").values("pk")[:1]
    rows = Progress.objects.filter(goal_id__in=set(lines), pk=Subquery(newest))
    return {row.goal_id: row for row in rows.select_related("attachment").order_by("pk")}


def goals_of(plan: Plan) -> QuerySet[Goal]:
    """The plan's goals with their units, as figures want them."""
    return plan.goals.select_related("plan", "unit", "carried_from__plan").order_by("seq", "id")


def board_of(goals: Sequence[Goal], *, today: dt.date | None = None, is_live: bool = True) -> list[Line]:
    """The goals of one plan in the order of the tree. One query for reports and those of the registered figures; none
    for a plan not yet ``is_live``, whose goals have no values."""
    below: dict[int | None, list[Goal]] = defaultdict(list)
    known = {goal.pk for goal in goals}
    for goal in goals:
        below[goal.parent_id if goal.parent_id in known else None].append(goal)
    lines: list[Line] = []

    def walk(parent: int | None, depth: int, prefix: str) -> None:
        for number, goal in enumerate(below[parent], start=1):
            label = f"{prefix}{number}"
            lines.append(Line(goal, depth, label, is_leaf=not below[goal.pk]))
            walk(goal.pk, depth + 1, f"{label}.")

    walk(None, 1, "")
    if is_live and today:
        fill(lines, today=today)
    return lines


def fill(lines: Sequence[Line], *, today: dt.date) -> None:
    """Values and states: live figures first, else the last report; a goal above takes what its children make."""
    reports = latest_progress(line.goal.line for line in lines)
    live = figures.find([line.goal for line in lines])
    by_parent: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        if line.goal.parent_id:
            by_parent[line.goal.parent_id].append(line)
    for line in reversed(lines):  # children stand after their parent
        goal, children = line.goal, by_parent[line.goal.pk]
        line.is_live = True
        line.progress = reports.get(goal.line)
        if found := live.get(goal.pk):
            line.value, line.source, line.source_url = found.value, found.text, found.url
        elif line.progress:
            line.value, line.source = line.progress.value, f"{line.progress.on:%-m月%-d日}填报"
        elif children and goal.is_additive and any(one.value is not None for one in children):
            line.value = sum((one.value for one in children if one.value is not None), Decimal(0))
            line.source = f"{len(children)} 个单位合计"
        line.state = _state(line, children, today)


def _state(line: Line, children: Sequence[Line], today: dt.date) -> Standing:
    goal = line.goal
    if children and not (goal.is_additive and goal.target is not None) and not goal.outcome:
        return of_children([one.state for one in children])
    return standing(
        line.value, goal.target, direction=goal.direction, measure=goal.measure, due_on=goal.due_on,
        today=today, outcome=goal.outcome,
    )  # fmt: skip


def summary_of(lines: Sequence[Line]) -> dict[str, int]:
    """How many leaves there are and how they stand."""
    leaves = [line for line in lines if line.is_leaf]
    found = {"all": len(leaves), "reached": 0, "short": 0, "overdue": 0, "ahead": 0, "dropped": 0}
    for line in leaves:
        found[line.state.state] += 1
    tops = [line for line in lines if line.depth == 1]
    found["tops"] = len(tops)
    found["tops_reached"] = sum(line.state.state == REACHED for line in tops)
    return found
