"""Which tasks may be seen."""

from __future__ import annotations

from django.db.models import QuerySet

from xiangfeng.tasks.models import Task


def tasks_from(key: str) -> QuerySet[Task]:
    """The tasks that came from one row above, by its key (``meetings.resolution:12``); the caller has checked the row."""
    return Task.objects.filter(origin_key=key).select_related("lead", "unit").order_by("id")
