"""专项工作 by the five-stage template (G4.1–2)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from xiangfeng.access.actor import Actor
from xiangfeng.base.errors import Refused
from xiangfeng.history.actions import record
from xiangfeng.orgs.models import Unit
from xiangfeng.tasks.actions.giving import assign_task, create_task
from xiangfeng.tasks.models import STAGES, Campaign, TaskKind


@dataclass(frozen=True)
class StageInput:
    """One stage as it is filled in: all four are needed (G4.2)."""

    lead: Unit
    owner: str
    starts_on: dt.date
    due_on: dt.date


@transaction.atomic
def open_campaign(
    unit: Unit,
    *,
    title: str,
    purpose: str,
    stages: Sequence[StageInput],
    actor: Actor,
    at: dt.datetime,
    assign: bool = False,
) -> Campaign:
    """A 专项 with its five stages as tasks; ``assign`` hands them out at once.

    Refuses less than the five stages, a stage without a responsible person, one that ends before it begins, and stages
    that end before the one before them.
    """
    _check_stages(title, stages)
    campaign = Campaign.objects.create(
        unit=unit, title=title.strip()[:80], purpose=purpose.strip(), created_at=at
    )
    record(campaign, verb="建立专项", actor=actor, at=at)
    for number, (name, stage) in enumerate(zip(STAGES, stages, strict=True), start=1):
        task = create_task(
            unit,
            title=f"{name}：{campaign.title}",
            lead=stage.lead,
            due_on=stage.due_on,
            kind=TaskKind.STAGE,
            campaign=campaign,
            stage=number,
            owner=stage.owner.strip()[:40],
            starts_on=stage.starts_on,
            actor=actor,
            at=at,
        )
        if assign:
            assign_task(task, actor=actor, at=at)
    return campaign


def _check_stages(title: str, stages: Sequence[StageInput]) -> None:
    if not title.strip():
        raise Refused("请写专项的名称")
    if len(stages) != len(STAGES):
        raise Refused("五个阶段都要填；不需要的阶段，之后写明理由跳过")
    before: dt.date | None = None
    for name, stage in zip(STAGES, stages, strict=True):
        if not stage.owner.strip():
            raise Refused(f"“{name}”还没有责任人")
        if stage.due_on < stage.starts_on:
            raise Refused(f"“{name}”的结束日早于开始日")
        if before is not None and stage.due_on < before:
            raise Refused(f"“{name}”比前一个阶段还早结束，请核对日期")
        before = stage.due_on
