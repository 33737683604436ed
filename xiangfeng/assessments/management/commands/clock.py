"""``xiangfeng clock``: what the calendar does by itself; run once a day (see deploy/)."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from xiangfeng.assessments.actions.periods import open_due_periods, warn_late_periods


class Command(BaseCommand):
    """Opens this month's assessments and warns of months without 通报; running it twice changes nothing."""

    help = "到点的事：开本月考评期，提醒逾期未发的通报"

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.localtime()
        opened = open_due_periods(at=at)
        warned = warn_late_periods(at=at)
        self.stdout.write(f"开考评期 {len(opened)} 个，逾期提醒 {warned} 条")
