"""The clock: what turns due soon or overdue is told once, collected for each lead unit's people."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from xiangfeng.calendars.queries import calendar
from xiangfeng.notifications.actions import notify
from xiangfeng.tasks.lights import day_of
from xiangfeng.tasks.models import AT_WORK, Task
from xiangfeng.tasks.queries.people import own_user_ids

WORDS = ("逾期", "快到期", "该反馈进展")


@transaction.atomic
def warn_tasks(*, at: dt.datetime) -> int:
    """Mark what is overdue (``was_late`` for good) and tell each lead unit's people in one message what has become due soon or
    overdue since the last strike and which 进展 is expected today; gives how many people were told.

    Each task is told once for yellow and once for red; the weekly note reminds of what still waits.
    """
    today = at.date()
    soon_until = day_of(today, calendar(), settings.TASK_WARN_WORKDAYS).soon_until
    rows = Task.objects.filter(state__in=AT_WORK)
    rows.filter(due_on__lt=today, was_late=False).update(was_late=True)
    late = Q(due_on__lt=today, told_late_on=None)
    soon = Q(due_on__gte=today, due_on__lte=soon_until, told_soon_on=None)
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    for word, which in zip(WORDS, (late, soon, Q(report_on=today)), strict=True):
        for lead_id in rows.filter(which).order_by("pk").values_list("lead_id", flat=True):
            counts[lead_id][word] += 1
    rows.filter(late).update(told_late_on=today)
    rows.filter(soon).update(told_soon_on=today)
    return _tell(counts, at)


def _tell(counts: dict[int, Counter[str]], at: dt.datetime) -> int:
    users = own_user_ids(counts, "tasks.handle", on=at.date())
    sent = 0
    for lead_id, count in sorted(counts.items()):
        parts = "，".join(f"{word} {count[word]} 件" for word in WORDS if count[word])
        notify(users[lead_id], text=f"任务提醒：{parts}", url="/work/tasks/own/", at=at)
        sent += len(users[lead_id])
    return sent
