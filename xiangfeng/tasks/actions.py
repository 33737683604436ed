"""What may be done to tasks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import may
from xiangfeng.base.errors import Refused
from xiangfeng.documents.actions import next_number
from xiangfeng.history.actions import record
from xiangfeng.orgs.models import Unit
from xiangfeng.tasks.models import Origin, Task, TaskKind


@transaction.atomic
def create_task(
    unit: Unit,
    *,
    title: str,
    lead: Unit,
    due_on: dt.date,
    actor: Actor,
    at: dt.datetime,
    kind: str = TaskKind.TASK,
    origin: str = Origin.OWN,
    origin_text: str = "",
    origin_url: str = "",
    origin_key: str = "",
    helpers: Sequence[Unit] = (),
    **fields: Any,
) -> Task:
    """立项: a task of ``unit`` for ``lead``, numbered, not yet handed out (`assign_task` does that).

    Refuses who may not give tasks for ``unit``, a lead unit outside it, an empty title and a deadline before today.
    ``origin_key`` names the row it came from (``meetings.resolution:12``).
    """
    _check_giving(unit, title, lead, due_on, actor, at)
    task = Task.objects.create(
        unit=unit,
        number=next_number(unit, TaskKind(kind).label, year=at.year),
        kind=kind,
        title=title.strip(),
        lead=lead,
        due_on=due_on,
        first_due_on=due_on,
        origin=origin,
        origin_text=origin_text[:120],
        origin_url=origin_url,
        origin_key=origin_key,
        created_by_id=actor.user_id,
        created_at=at,
        **fields,
    )
    task.helpers.set(helpers)
    record(task, verb="立项", actor=actor, at=at, after={"牵头": lead.name, "期限": due_on})
    return task


def _check_giving(unit: Unit, title: str, lead: Unit, due_on: dt.date, actor: Actor, at: dt.datetime) -> None:
    if not may(actor, "tasks.assign", unit):
        raise Refused(f"您不能替“{unit.name}”交办任务")
    if not lead.path.startswith(unit.path):
        raise Refused(f"“{lead.name}”不归{unit.name}管，不能向它交办")
    if not title.strip():
        raise Refused("请写明要办的事项")
    if due_on < at.date():
        raise Refused("期限已经过去，请定一个今天以后的日期")
