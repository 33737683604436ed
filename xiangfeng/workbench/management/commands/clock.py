"""``xiangfeng clock``: what the calendar does by itself; run once a day (see deploy/)."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from xiangfeng.assessments.actions.periods import open_due_periods, warn_late_periods
from xiangfeng.duties.actions import grow_due_calendars, warn_of_occurrences
from xiangfeng.feedback.actions.clock import run_clock as run_feedback
from xiangfeng.notices.actions.ending import close_due_notices
from xiangfeng.surveys.actions.running import close_due_surveys
from xiangfeng.tasks.actions.warning import warn_tasks
from xiangfeng.upkeep.actions.routines import lay_out_jobs
from xiangfeng.visitors.actions import forget_visitors
from xiangfeng.workbench.actions import send_digests

Step = Callable[[dt.datetime], int]

STEPS: tuple[tuple[str, Step], ...] = (
    ("开考评期", lambda at: len(open_due_periods(at=at))),
    ("排周期作业", lambda at: lay_out_jobs(at=at)),
    ("排义务日历", lambda at: grow_due_calendars(at=at)),
    ("公示到期", lambda at: close_due_notices(at=at)),
    ("群众反映到期", lambda at: run_feedback(at=at)),
    ("问卷截止", lambda at: close_due_surveys(at=at)),
    ("逾期通报提醒", lambda at: warn_late_periods(at=at)),
    ("义务到期提醒", lambda at: warn_of_occurrences(at=at)),
    ("任务到期提醒", lambda at: warn_tasks(at=at)),
    ("清理访客计数", lambda at: forget_visitors(at=at)),
    ("每周待办汇总", lambda at: send_digests(at=at)),
)
"""In this order: what is opened and laid out first, then who is told of what."""


class Command(BaseCommand):
    """Opens this month's assessments, keeps routines and duty calendars laid out, warns of what is late; twice changes nothing.

    A step that breaks down does not keep the others from being done; the command then ends with an error that names it.
    """

    help = "到点的事：开本月考评期，排义务日历，提醒快到期和逾期的事"

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.localtime()
        broken = []
        for title, step in STEPS:
            try:
                self.stdout.write(f"{title} {step(at)}")
            except Exception as error:  # noqa: BLE001 - whatever it is, the other steps still have their day
                logging.getLogger(__name__).exception("clock: %s", title)
                broken.append(f"{title}（{error}）")
        if broken:
            raise CommandError(f"这几步没有做成：{'；'.join(broken)}")
