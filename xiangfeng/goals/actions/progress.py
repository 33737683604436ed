"""填报进展: a figure is entered once, by whoever has it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.db import transaction

from xiangfeng.access.actor import Actor
from xiangfeng.attachments.actions import Upload, store_file
from xiangfeng.base.errors import Refused
from xiangfeng.goals.models import Goal, PlanState, Progress
from xiangfeng.goals.queries.plans import may_report
from xiangfeng.history.actions import record


@transaction.atomic
def report_progress(
    goal: Goal,
    *,
    on: dt.date,
    value: Decimal,
    text: str,
    actor: Actor,
    at: dt.datetime,
    upload: Upload | None = None,
) -> Progress:
    """A value reached by a day, with a sentence and, where there is one, the proof.

    Refuses another unit's goal, a plan not in force, a goal whose value is fetched by the system or made up of its
    children, a day to come or of another year, and a goal already settled.
    """
    if not may_report(actor, goal):
        raise Refused("这不是您单位的目标，不能填报")
    if goal.plan.state != PlanState.APPROVED:
        raise Refused(f"计划现在是“{goal.plan.get_state_display()}”，批准后才能填报进展")
    if goal.figure != "manual":
        raise Refused("这个目标的完成值由系统取数，不用填报")
    if goal.children.exists():
        raise Refused("这个目标已分解到单位，由各单位填报")
    if goal.outcome:
        raise Refused(f"这个目标年末已定为“{goal.get_outcome_display()}”，不能再填报")
    if on > at.date():
        raise Refused("日期不能在今天以后")
    if not dt.date(goal.plan.year, 1, 1) <= on <= dt.date(goal.plan.year + 1, 3, 31):
        raise Refused(f"日期应在{goal.plan.year}年内（年底的数可补报到次年3月底）")
    proof = (
        store_file(upload, unit=goal.unit or goal.plan.unit, actor=actor, at=at, purpose="目标佐证")
        if upload
        else None
    )
    row = Progress.objects.create(
        goal_id=goal.line, on=on, value=value, text=text.strip(), attachment=proof, by_id=actor.user_id, at=at
    )
    record(goal, verb="填报进展", actor=actor, at=at, note=row.text, after={"日期": on, "完成值": value})
    return row
