"""What one task's page says: steps, timeline and the one big button of a village. Pure but for the rows it is given."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils.timezone import localtime

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import may
from xiangfeng.history.models import Entry
from xiangfeng.tasks.lights import Day
from xiangfeng.tasks.models import Task, TaskKind, TaskState
from xiangfeng.web.timeline import timeline

_ORDER = ("draft", "assigned", "accepted", "submitted", "done")
TONES = {"退回重办": "bad", "核查通过，销号": "ok", "报完成": "now", "催办": "bad"}
"""The colour of an entry in the timeline, by what was done."""


def _said(value: dt.date | dt.datetime | None) -> str:
    if value is None:
        return ""
    day = localtime(value).date() if isinstance(value, dt.datetime) else value
    return f"{day.month}月{day.day}日"


def steps_of(task: Task) -> list[dict[str, str]]:
    """立项→交办→签收→报完成→核查销号, each done one with its day."""
    is_fix = task.kind == TaskKind.RECTIFICATION
    days = (
        ("发现", task.found_on or task.created_at) if is_fix else ("立项", task.created_at),
        ("交办", task.assigned_at),
        ("签收", task.accepted_at),
        ("整改提交" if is_fix else "报完成", task.submitted_on),
        ("核查销号", task.closed_on),
    )
    if task.state in (TaskState.SKIPPED, TaskState.CANCELLED):
        done = [{"title": f"{name} {_said(day)}", "state": "done"} for name, day in days if day]
        return [*done, {"title": task.get_state_display(), "state": "now"}]
    at = _ORDER.index(task.state)
    found = []
    for number, (name, day) in enumerate(days):
        is_done = number <= at
        title = f"{name} {_said(day)}".strip() if is_done else name
        found.append({"title": title, "state": "done" if is_done else "now" if number == at + 1 else ""})
    if at in (1, 2):
        found[3]["title"] += f" {_said(task.due_on)}前"
    return found


def lateness_of(task: Task, day: Day) -> str:
    """How late it is or was, in words; empty when it never was."""
    if task.state in (TaskState.DRAFT, TaskState.SKIPPED, TaskState.CANCELLED):
        return ""
    if days := day.late_days(task.due_on, task.submitted_on):
        return f"交来时已逾期 {days} 个工作日" if task.submitted_on else f"已逾期 {days} 个工作日"
    return "曾逾期，延期前就过了期限" if task.was_late else ""


def extension_reason(task: Task, actor: Actor) -> str | None:
    """Why the actor cannot ask for 延期 now; None when they can, "" when it is not for them."""
    if not may(actor, "tasks.handle", task):
        return ""
    if hasattr(task, "extension"):
        return "只能延期一次，已经申请过了"
    return None if task.is_at_work else ""


def events_of(task: Task, entries: Iterable[Entry]) -> list[dict[str, str]]:
    """The timeline, latest first; what is waited for stands above it."""
    waits = {
        TaskState.DRAFT: f"等{task.unit.name}交办",
        TaskState.ASSIGNED: f"等{task.lead.name}签收",
        TaskState.ACCEPTED: f"等{task.lead.name}办结，{_said(task.due_on)}前",
        TaskState.SUBMITTED: f"等{task.unit.name}核查",
    }
    return timeline(entries, tones=TONES, awaited=waits.get(TaskState(task.state), ""))
