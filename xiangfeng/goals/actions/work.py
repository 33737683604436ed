"""目标 → 任务: a goal becomes assigned work with a deadline (G3.2)."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.urls import reverse

from xiangfeng.access.actor import Actor
from xiangfeng.base.errors import Refused
from xiangfeng.goals.models import Goal, PlanState
from xiangfeng.history.actions import record
from xiangfeng.tasks.actions import give_task
from xiangfeng.tasks.models import Origin, Task


@transaction.atomic
def assign_work(goal: Goal, *, title: str, due_on: dt.date, actor: Actor, at: dt.datetime) -> Task:
    """Hand out a task for the goal to its unit; it can be traced back to the goal in every version of the plan.

    Refuses a plan not in force, a goal nobody has, and whatever handing out a task refuses.
    """
    if goal.plan.state != PlanState.APPROVED:
        raise Refused("计划批准后才能按目标交办任务")
    if goal.unit is None:
        raise Refused("这个目标还没有牵头单位，先在计划里定")
    task = give_task(
        goal.plan.unit, title=title, lead=goal.unit, due_on=due_on, actor=actor, at=at, origin=Origin.GOAL,
        origin_text=goal.title, origin_url=reverse("goals:goal", args=[goal.pk]),
        origin_key=f"goals.goal:{goal.line}", tags=goal.tags,
    )  # fmt: skip
    record(goal, verb="按目标交办任务", actor=actor, at=at, note=f"{task.number} {task.title}")
    return task
