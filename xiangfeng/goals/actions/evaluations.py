"""评估: opening, writing, closing with the figures of that day, and the receipts of those told (B2.11, G3.3)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import may
from xiangfeng.base.errors import Refused, Stale
from xiangfeng.base.paths import covers
from xiangfeng.duties.actions import refresh
from xiangfeng.duties.models import DutyKind
from xiangfeng.goals.check import number
from xiangfeng.goals.models import Evaluation, EvaluationState, Plan, PlanState, Reading
from xiangfeng.goals.queries.board import board_of, goals_of
from xiangfeng.goals.queries.plans import MANAGE, VIEW_OWN, units_under
from xiangfeng.history.actions import record
from xiangfeng.notifications.actions import notify
from xiangfeng.orgs.models import Unit
from xiangfeng.orgs.queries import user_ids_by_unit
from xiangfeng.workflow.flow import fire, hold

DUTIES = (DutyKind.EVALUATION, DutyKind.SUMMARY)


@transaction.atomic
def open_evaluation(
    plan: Plan, *, kind: str, covers_until: dt.date, actor: Actor, at: dt.datetime
) -> Evaluation:
    """Begin to look back at a span of an approved plan. Refuses a day to come or outside the plan's year, and twice."""
    if not may(actor, MANAGE, plan):
        raise Refused("您不能评估这份计划")
    if plan.state != PlanState.APPROVED:
        raise Refused("只评估已批准的计划")
    if covers_until.year != plan.year:
        raise Refused(f"评估到哪一天，要在{plan.year}年内")
    if covers_until > at.date():
        raise Refused("还没有到的日子不能评估")
    try:
        with transaction.atomic():
            row = Evaluation.objects.create(
                unit=plan.unit, plan=plan, kind=kind, covers_until=covers_until, created_at=at,
                snapshot=snapshot_of(plan, at.date()),
            )  # fmt: skip
    except IntegrityError as error:
        raise Refused("这一期的评估已经有了，到评估页打开它") from error
    record(row, verb="开始评估", actor=actor, at=at)
    return row


def snapshot_of(plan: Plan, today: dt.date) -> list[dict[str, Any]]:
    """Each goal with its value and state as they stand on the day, as plain JSON."""
    return [
        {
            "label": line.label, "depth": line.depth, "title": line.goal.title, "indicator": line.goal.indicator,
            "unit": line.goal.unit.name if line.goal.unit else "", "target": line.goal.goal_text,
            "value": number(line.value), "source": line.source, "state": line.state.state, "text": line.state.text,
            "is_leaf": line.is_leaf, "unit_id": line.goal.unit_id,
        }
        for line in board_of(list(goals_of(plan)), today=today)
    ]  # fmt: skip


@transaction.atomic
def edit_evaluation(
    evaluation: Evaluation,
    *,
    summary: str,
    problems: str,
    adjustments: str,
    units: Sequence[Unit],
    revision: int,
    actor: Actor,
    at: dt.datetime,
) -> Evaluation:
    """Write the three parts and to whom it is fed back, and take the figures anew."""
    _open_for_change(evaluation, actor)
    values = {
        "summary": summary.strip(), "problems": problems.strip(), "adjustments": adjustments.strip(),
        "snapshot": snapshot_of(evaluation.plan, at.date()),
    }  # fmt: skip
    fresh = Evaluation.objects.filter(pk=evaluation.pk, revision=revision)
    if not fresh.update(**values, revision=F("revision") + 1):
        raise Stale("这份评估刚被别人改过，请刷新后再改")
    allowed = set(units_under(evaluation.unit).values_list("pk", flat=True))
    wanted = {unit.pk for unit in units}
    if not wanted <= allowed:
        raise Refused("反馈单位要在本单位管辖范围内")
    evaluation.readings.exclude(unit_id__in=wanted).delete()
    known = set(evaluation.readings.values_list("unit_id", flat=True))
    Reading.objects.bulk_create(Reading(evaluation=evaluation, unit_id=pk) for pk in sorted(wanted - known))
    evaluation.refresh_from_db()
    record(evaluation, verb="写评估", actor=actor, at=at, data={"反馈单位": len(wanted)})
    return evaluation


def _open_for_change(evaluation: Evaluation, actor: Actor) -> None:
    if not may(actor, MANAGE, evaluation):
        raise Refused("您不能改这份评估")
    if evaluation.state != EvaluationState.OPEN:
        raise Refused("评估已完成，要改先重新打开")
    hold(evaluation)


@transaction.atomic
def close_evaluation(evaluation: Evaluation, *, actor: Actor, at: dt.datetime, note: str = "") -> Evaluation:
    """Lock it, tell the units it is fed back to, and let it fulfil the duty."""
    snapshot = snapshot_of(evaluation.plan, at.date())
    fire(
        evaluation, "close", actor=actor, at=at, closed_on=at.date(), closed_by=actor.name, snapshot=snapshot
    )
    refresh(evaluation.unit, kinds=DUTIES, on=evaluation.covers_until)
    units = [row.unit for row in evaluation.readings.select_related("unit")]
    users = {one for ids in user_ids_by_unit(VIEW_OWN, units, on=at.date()).values() for one in ids}
    url = f"/work/goals/evaluations/{evaluation.pk}/"
    notify(users - {actor.user_id}, text=f"{evaluation}已完成，请阅", url=url, at=at)
    return evaluation


@transaction.atomic
def reopen_evaluation(evaluation: Evaluation, *, note: str, actor: Actor, at: dt.datetime) -> Evaluation:
    """Take it back with a reason; receipts are void, the duty is open again."""
    fire(evaluation, "reopen", actor=actor, at=at, note=note, closed_on=None, closed_by="")
    evaluation.readings.update(read_at=None, read_by="")
    refresh(evaluation.unit, kinds=DUTIES, on=evaluation.covers_until)
    return evaluation


@transaction.atomic
def mark_read(reading: Reading, *, actor: Actor, at: dt.datetime) -> Reading:
    """已阅, by somebody of the unit. Refuses others; twice is harmless."""
    if not any(covers(above, reading.unit.path) for above in actor.reach(VIEW_OWN)):
        raise Refused("只有反馈单位自己能点已阅")
    if reading.evaluation.state != EvaluationState.CLOSED:
        raise Refused("评估还没有完成")
    if Reading.objects.filter(pk=reading.pk, read_at=None).update(read_at=at, read_by=actor.name):
        record(reading, verb="已阅", actor=actor, at=at)
    return reading
