"""What the doors of this app share: the own unit, the chain as a page draws it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import Http404
from django.utils import timezone

from xiangfeng.access.actor import Actor
from xiangfeng.advice.models import Instruction
from xiangfeng.orgs.models import Unit, UnitKind
from xiangfeng.tasks.models import Task
from xiangfeng.web.doors import StaffRequest

UPPER = (UnitKind.PROVINCE, UnitKind.CITY, UnitKind.COUNTY, UnitKind.TOWNSHIP)
TASK_KINDS = {"done": "ok", "cancelled": "line", "skipped": "line", "submitted": "warn", "draft": "idle"}


def own_unit(request: StaffRequest, capability: str) -> Unit:
    """The county or township for which the person acts: the highest on which they hold the right."""
    paths = request.actor.reach(capability)
    unit = Unit.objects.filter(path__in=paths, kind__in=UPPER).order_by("path").first()
    if unit is None:
        raise Http404("您的管辖范围内没有可以办这件事的单位。")
    return unit


def moment(at: dt.datetime) -> str:
    return f"{timezone.localtime(at):%-m月%-d日 %H:%M}"


def task_lines(tasks: list[Task], today: dt.date) -> list[dict[str, Any]]:
    """The tasks that came of something, with where they stand."""
    return [
        {
            "task": task,
            "url": f"/work/tasks/{task.pk}/",
            "kind": "bad" if task.is_overdue(today) else TASK_KINDS.get(task.state, "info"),
            "text": f"{task.get_state_display()}，已逾期"
            if task.is_overdue(today)
            else task.get_state_display(),
        }
        for task in tasks
    ]


def chain_of(instructions: list[Instruction], tasks: list[Task], today: dt.date) -> list[dict[str, Any]]:
    """Each 批示 with the tasks that came of it."""
    return [
        {"row": one, "tasks": task_lines([task for task in tasks if task.origin_key == one.key], today)}
        for one in instructions
    ]


def may_direct(actor: Actor) -> bool:
    return actor.can("advice.instruct")
