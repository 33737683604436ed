"""A plan held against its checks."""

from __future__ import annotations

from collections.abc import Iterable

from xiangfeng.goals.check import Check, Node, Problem, checklist, problems_of
from xiangfeng.goals.models import Goal, Plan


def nodes_of(goals: Iterable[Goal]) -> list[Node]:
    """The goals as the pure checks see them."""
    return [
        Node(
            key=one.pk,
            parent=one.parent_id,
            title=f"{one.title}（{one.unit.name}）" if one.parent_id and one.unit else one.title,
            indicator=one.indicator,
            direction=one.direction,
            target=one.target,
            measure=one.measure,
            is_additive=one.is_additive,
            weight=one.weight,
            unit=one.unit_id,
            due_on=one.due_on,
        )
        for one in goals
    ]


def _nodes(plan: Plan) -> list[Node]:
    return nodes_of(plan.goals.select_related("unit").order_by("seq", "id"))


def problems_of_plan(plan: Plan) -> list[Problem]:
    """What keeps the plan from being submitted. One query."""
    return problems_of(_nodes(plan), upper_number=plan.upper_number, year=plan.year)


def checks_of(plan: Plan, goals: Iterable[Goal]) -> list[Check]:
    """The whole checklist for goals already loaded."""
    return checklist(nodes_of(goals), upper_number=plan.upper_number, year=plan.year)


def goals_without_owner(plan: Plan) -> list[Goal]:
    """无责任单位的目标: leaves that no unit has; empty before any 责任书 is made (A1.2c). One query."""
    rows = plan.goals.filter(children=None, unit=None).order_by("seq", "id")
    return list(rows.select_related("parent"))
