"""The clock: what is due soon and overdue is told once, collected for each person."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict

from django.conf import settings
from django.db import transaction

from xiangfeng.calendars.queries import calendar
from xiangfeng.notifications.actions import notify
from xiangfeng.notifications.queries import told_since
from xiangfeng.tasks.lights import day_of
from xiangfeng.tasks.models import AT_WORK, Task
from xiangfeng.tasks.queries.people import own_user_ids


@transaction.atomic
def warn_tasks(*, at: dt.datetime) -> int:
    """Mark what is overdue (``was_late`` for good) and tell each lead unit's people in one message what is due soon, what is
    overdue and which 进展 is expected; gives how many people were told. Once a day, however often the clock strikes."""
    today = at.date()
    day = day_of(today, calendar(), settings.TASK_WARN_WORKDAYS)
    rows = Task.objects.filter(state__in=AT_WORK)
    rows.filter(due_on__lt=today, was_late=False).update(was_late=True)
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    for lead_id, due_on, report_on in rows.order_by("pk").values_list("lead_id", "due_on", "report_on"):
        if due_on <= day.soon_until:
            counts[lead_id]["逾期" if due_on < today else "快到期"] += 1
        elif report_on is not None and report_on <= today:
            counts[lead_id]["该反馈进展"] += 1
    users = own_user_ids(counts, "tasks.handle", on=today)
    url, sent = "/work/tasks/own/", 0
    for lead_id, count in sorted(counts.items()):
        parts = "，".join(
            f"{word} {count[word]} 件" for word in ("逾期", "快到期", "该反馈进展") if count[word]
        )
        text = f"任务提醒：{parts}"
        fresh = set(users[lead_id]) - told_since(url, at.replace(hour=0, minute=0, second=0, microsecond=0))
        notify(fresh, text=text, url=url, at=at)
        sent += len(fresh)
    return sent
