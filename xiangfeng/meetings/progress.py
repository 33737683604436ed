"""A resolution's task in one sign and a few words; pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from xiangfeng.meetings.models import Resolution
from xiangfeng.tasks.models import TaskState

SOON = dt.timedelta(days=3)
LONGEST = 14  # characters of what a unit reported, in a list


def progress_of(row: Resolution, today: dt.date) -> tuple[str, str]:
    """The kind of sign and its words: 已办结, 待核查, 逾期几天, 剩几天."""
    task = row.task
    if task is None:
        return "bad", "没转任务"
    if task.state == TaskState.DONE:
        return "ok", "已办结（曾逾期）" if task.was_late else "已办结"
    if task.state in (TaskState.CANCELLED, TaskState.SKIPPED):
        return "idle", task.get_state_display()
    if task.state == TaskState.SUBMITTED:
        return "info", "已报完成，待核查"
    days = (task.due_on - today).days
    if days < 0:
        return "bad", f"逾期 {-days} 天" + (" · 等领导确认时限" if task.state == TaskState.DRAFT else "")
    said = getattr(row, "said", None) or task.get_state_display()
    words = f"{'今天到期' if days == 0 else f'剩 {days} 天'} · {said if len(said) <= LONGEST else said[: LONGEST - 1] + '…'}"
    return ("warn" if days <= SOON.days else "info"), words


def counts_of(rows: Iterable[Resolution]) -> dict[str, int]:
    """How many there are, done, under way and not yet tasks."""
    found = list(rows)
    done = sum(row.task is not None and row.task.state == TaskState.DONE for row in found)
    untasked = sum(row.task is None for row in found)
    return {"all": len(found), "done": done, "untasked": untasked, "open": len(found) - done - untasked}
