"""工作日历预置: the years that come with the software; run again after an upgrade, it adds only what is missing."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from xiangfeng.calendars.actions import seed_years
from xiangfeng.calendars.queries import coverage


class Command(BaseCommand):
    help = "录入随软件提供的放假调休安排（不覆盖已确认的年份）"

    def handle(self, *args: Any, **options: Any) -> None:
        added = seed_years()
        self.stdout.write(f"已录入 {added[0]}–{added[-1]} 年" if added else "工作日历已是最新")
        for warning in coverage(timezone.localdate()).warnings:
            self.stderr.write(warning)
