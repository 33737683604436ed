"""The goal tree: adding, editing, ordering, deleting, and breaking one goal down to many units (A1.2b, A1.2c)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F, Max

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import may
from xiangfeng.base.errors import Refused, Stale
from xiangfeng.base.places import shifted
from xiangfeng.duties.actions import refresh
from xiangfeng.duties.models import DutyKind
from xiangfeng.goals.actions.plans import bring_into_next, open_for_change
from xiangfeng.goals.check import WHOLE, number
from xiangfeng.goals.models import Goal, Outcome, Plan, Slice
from xiangfeng.goals.queries.plans import units_under
from xiangfeng.goals.shares import split
from xiangfeng.history.actions import record
from xiangfeng.orgs.models import Unit

FIELDS = (
    "title", "indicator", "direction", "target", "measure", "is_additive", "weight", "unit", "helpers", "leader",
    "due_on", "tags", "figure",
)  # fmt: skip
DEEPEST = 4


@transaction.atomic
def add_goal(plan: Plan, *, parent: Goal | None, actor: Actor, at: dt.datetime, **fields: Any) -> Goal:
    """A goal at the end of its siblings. Refuses a fifth level, and a unit that is not the plan's."""
    open_for_change(plan, actor)
    _check_unit(plan, fields.get("unit"))
    if parent is not None and _depth(parent) >= DEEPEST:
        raise Refused(f"目标最多分解 {DEEPEST} 级")
    goal = Goal.objects.create(plan=plan, parent=parent, seq=_next_seq(plan, parent), **fields)
    record(goal, verb="添加目标", actor=actor, at=at, after=_said(goal))
    return goal


def _check_unit(plan: Plan, unit: Unit | None) -> None:
    if unit is not None and not unit.path.startswith(plan.unit.path):
        raise Refused(f"“{unit.name}”不归{plan.unit.name}管，不能定为牵头单位")


def _depth(goal: Goal) -> int:
    depth, above = 1, goal.parent
    while above is not None:
        depth, above = depth + 1, above.parent
    return depth


def _next_seq(plan: Plan, parent: Goal | None) -> int:
    return (plan.goals.filter(parent=parent).aggregate(Max("seq"))["seq__max"] or 0) + 1


def _said(goal: Goal) -> dict[str, Any]:
    found = {
        "目标": goal.title, "指标": goal.indicator, "目标值": goal.goal_text, "权重": number(goal.weight),
        "牵头单位": goal.unit.name if goal.unit else "", "完成时限": goal.due_on, "责任领导": goal.leader,
    }  # fmt: skip
    return {name: value for name, value in found.items() if value not in ("", None)}


@transaction.atomic
def edit_goal(goal: Goal, *, revision: int, actor: Actor, at: dt.datetime, **fields: Any) -> Goal:
    """Change a goal of a draft. :class:`Stale` when somebody saved it since ``revision``."""
    open_for_change(goal.plan, actor)
    _check_unit(goal.plan, fields.get("unit"))
    before = _said(goal)
    if not Goal.objects.filter(pk=goal.pk, revision=revision).update(**fields, revision=F("revision") + 1):
        raise Stale(f"“{goal.title}”刚被别人改过，请刷新后再改")
    goal.refresh_from_db()
    record(goal, verb="改目标", actor=actor, at=at, before=before, after=_said(goal))
    return goal


@transaction.atomic
def move_goal(goal: Goal, *, is_up: bool, actor: Actor, at: dt.datetime) -> None:
    """Change places with the sibling before or after it; at the end nothing happens."""
    open_for_change(goal.plan, actor)
    rows = goal.plan.goals.filter(parent=goal.parent_id).order_by("seq", "id")
    siblings = shifted(rows, goal, is_up=is_up)
    if siblings is None:
        return
    for seq, one in enumerate(siblings, start=1):
        one.seq = seq
    Goal.objects.bulk_update(siblings, ["seq"])
    record(goal, verb="调整目标顺序", actor=actor, at=at)


@transaction.atomic
def delete_goal(goal: Goal, *, actor: Actor, at: dt.datetime) -> None:
    """Take a goal and what hangs below it out of a draft. What was reported for it stays with its first version."""
    open_for_change(goal.plan, actor)
    record(goal, verb="删除目标", actor=actor, at=at, before=_said(goal))
    goal.delete()


@transaction.atomic
def break_down(
    goal: Goal, *, units: Sequence[Unit], is_equal: bool, actor: Actor, at: dt.datetime
) -> list[Goal]:
    """按单位分解: one child for each unit in one step.

    ``is_equal`` splits the target evenly (counts); otherwise each unit keeps the same standard (rates). Weights are
    equal and make 100. Refuses a goal without target, one already broken down, and units outside the plan's.
    """
    open_for_change(goal.plan, actor)
    if not units:
        raise Refused("请先勾选要分到的单位")
    if goal.target is None or not goal.indicator.strip():
        raise Refused(f"“{goal.title}”还没有指标和目标值，先填好再分解")
    if goal.children.exists():
        raise Refused(f"“{goal.title}”已有下级目标，先删除再按单位分解")
    if _depth(goal) >= DEEPEST:
        raise Refused(f"目标最多分解 {DEEPEST} 级")
    for unit in units:
        _check_unit(goal.plan, unit)
    places = 0 if goal.target == goal.target.to_integral_value() and goal.target >= len(units) else 2
    targets = split(goal.target, len(units), places) if is_equal else [goal.target] * len(units)
    weights = split(WHOLE, len(units), 2)
    children = [
        Goal(
            plan=goal.plan, parent=goal, seq=seq, title=goal.title, indicator=goal.indicator,
            direction=goal.direction, target=target, measure=goal.measure, is_additive=is_equal, weight=weight,
            unit=unit, leader=goal.leader, due_on=goal.due_on, tags=goal.tags, figure=goal.figure,
            requirement=goal.requirement,
        )
        for seq, (unit, target, weight) in enumerate(zip(units, targets, weights, strict=True), start=1)
    ]  # fmt: skip
    Goal.objects.bulk_create(children)
    Goal.objects.filter(pk=goal.pk).update(is_additive=is_equal, revision=F("revision") + 1)
    way = "平均分" if is_equal else "同一标准"
    record(goal, verb="按单位分解", actor=actor, at=at, data={"单位数": len(units), "分法": way})
    return children


@transaction.atomic
def import_goals(
    plan: Plan, rows: Sequence[tuple[str, dict[str, Any]]], *, actor: Actor, at: dt.datetime
) -> int:
    """Write the lines of a table: ``(place, fields)`` in order, place being 1, 1.1, 1.2 … Refuses a plan that has goals."""
    open_for_change(plan, actor)
    if plan.goals.exists():
        raise Refused("计划里已有目标，导入会重复；先删除现有目标再导入")
    made: dict[str, Goal] = {}
    units = {unit.pk: unit for unit in units_under(plan.unit)}
    for seq, (place, fields) in enumerate(rows, start=1):
        above = place.rpartition(".")[0]
        unit = units.get(fields.get("unit_id") or 0)
        values = {name: value for name, value in fields.items() if name != "unit_id"}
        made[place] = Goal.objects.create(plan=plan, parent=made.get(above), seq=seq, unit=unit, **values)
    record(plan, verb="从 Excel 导入目标", actor=actor, at=at, data={"条数": len(made)})
    return len(made)


@transaction.atomic
def set_slice(
    goal: Goal, *, label: str, work: str, target: Decimal | None, actor: Actor, at: dt.datetime
) -> None:
    """What of the goal falls into a quarter or month; an empty ``work`` takes it out (A5.1b). Also after approval:
    when in the year something is done is the office's to arrange, what is to be reached is not."""
    if not may(actor, "goals.manage", goal.plan):
        raise Refused("您不能安排这份计划")
    if not label.startswith(str(goal.plan.year)):
        raise Refused(f"时段要在{goal.plan.year}年内")
    if not work.strip():
        Slice.objects.filter(goal=goal, label=label).delete()
        record(goal, verb="取消阶段安排", actor=actor, at=at, data={"时段": label})
        return
    Slice.objects.update_or_create(goal=goal, label=label, defaults={"work": work.strip(), "target": target})
    record(goal, verb="定阶段安排", actor=actor, at=at, after={"时段": label, "安排": work.strip()})


@transaction.atomic
def close_goals(
    plan: Plan, decisions: Sequence[tuple[Goal, str, str]], *, actor: Actor, at: dt.datetime
) -> int:
    """年末结清: each goal 完成, 结转 or 取消 (B3.1). Refuses 结转 and 取消 without a note; gives how many changed.
    What is carried goes into next year's plan at once where that is a draft already."""
    if not may(actor, "goals.manage", plan):
        raise Refused("您不能结清这份计划")
    if plan.state != "approved":
        raise Refused("计划批准以后才能结清目标")
    changed = []
    for goal, outcome, note in decisions:
        if outcome in (Outcome.CARRIED, Outcome.CANCELLED) and not note.strip():
            raise Refused(f"“{goal.title}”{Outcome(outcome).label}要写明原因")
        if (goal.outcome, goal.outcome_note) == (outcome, note.strip()):
            continue
        before = {"年末结果": Outcome(goal.outcome).label}
        goal.outcome, goal.outcome_note = outcome, note.strip()[:200]
        goal.save(update_fields=["outcome", "outcome_note"])
        record(goal, verb="结清目标", actor=actor, at=at, note=goal.outcome_note, before=before,
               after={"年末结果": Outcome(outcome).label})  # fmt: skip
        changed.append(goal.outcome)
    if Outcome.CARRIED in changed:
        bring_into_next(plan, actor=actor, at=at)
    if changed:  # who has nothing left to answer for owes no 责任书
        refresh(plan.unit, kinds=[DutyKind.PLEDGE], year=plan.year)
    return len(changed)
