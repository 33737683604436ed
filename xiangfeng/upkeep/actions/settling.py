"""Holding jobs against records, and the township's duty of 消杀 against both."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from xiangfeng.base.paths import ancestors
from xiangfeng.duties.actions import refresh
from xiangfeng.duties.models import DutyKind
from xiangfeng.orgs.models import Unit
from xiangfeng.upkeep.models import Job, JobState, WorkKind

BY_RECORD = (JobState.OPEN, JobState.DONE)
"""The states that the records decide; 免做 is decided by a person."""


def settle_job(job: Job) -> None:
    """Done on the day of its first record that is not void, or open; 免做 stays."""
    first = (
        job.records.filter(is_void=False).order_by("done_on", "pk").values_list("done_on", flat=True).first()
    )
    state = JobState.DONE if first else JobState.OPEN
    if Job.objects.filter(pk=job.pk, state__in=BY_RECORD).update(state=state, done_on=first):
        job.state, job.done_on = state, first


def settle_duties(unit: Unit, kind: str, days: Iterable[dt.date]) -> None:
    """Ask the duty of 消杀 of the unit and of those above it anew for the spans that cover ``days``."""
    if kind != WorkKind.DISINFECTION:
        return
    above = Unit.objects.filter(path__in=ancestors(unit.path, with_self=True)).filter(
        occurrences__duty__kind=DutyKind.DISINFECTION
    )
    for one in above.distinct().order_by("path"):
        for day in sorted(set(days)):
            refresh(one, kinds=[DutyKind.DISINFECTION], on=day)


def settle_year(unit: Unit, kind: str) -> None:
    """The same for every span of the unit, when routines were laid out or cut."""
    if kind == WorkKind.DISINFECTION:
        refresh(unit, kinds=[DutyKind.DISINFECTION])
