"""Growing the calendar of a year from the duties."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from django.db import transaction

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import may
from xiangfeng.base.errors import Refused
from xiangfeng.base.workdays import Calendar, UnknownYear
from xiangfeng.calendars.queries import calendar
from xiangfeng.duties.actions.settling import refresh
from xiangfeng.duties.models import Duty, Occurrence, OccurrenceState
from xiangfeng.duties.spans import due_on, last_of_month, spans_of
from xiangfeng.history.actions import record
from xiangfeng.orgs.models import Unit
from xiangfeng.regulations.models import RegulationState

ONE_DAY = dt.timedelta(days=1)
Spans = dict[int, list[tuple[dt.date, dt.date]]]


@transaction.atomic
def grow_calendar(unit: Unit, *, year: int, actor: Actor, at: dt.datetime) -> int:
    """Write the occurrences of ``year`` for every duty of the unit's 制度 in force; gives how many are new.

    Twice is harmless. Left out: spans that ended before the 制度 took effect, that ended or fell due before the duty's own 起算日, that
    overlap one already there (of the frequency before), and those whose due day no calendar tells yet. Records that are
    already there count at once.
    """
    if not may(actor, "duties.manage", unit):
        raise Refused(f"您不能排“{unit.name}”的义务日历")
    days = calendar()
    duties = Duty.objects.filter(
        unit=unit, is_active=True, article__regulation__state=RegulationState.IN_FORCE
    ).select_related("article__regulation", "unit")
    known = _known(unit, year)
    rows = [row for duty in duties.order_by("seq", "id") for row in _missing(duty, year, days, known)]
    Occurrence.objects.bulk_create(rows, ignore_conflicts=True)
    if rows:
        record(unit, verb="排义务日历", actor=actor, at=at, data={"年度": year, "条数": len(rows)})
        refresh(unit, year=year)
    return len(rows)


def _known(unit: Unit, year: int) -> Spans:
    found: Spans = defaultdict(list)
    rows = Occurrence.objects.filter(unit=unit, year__in=(year - 1, year, year + 1)).order_by("pk")
    for duty_id, start, end in rows.values_list("duty_id", "start", "end"):
        found[duty_id].append((start, end))
    return found


def _missing(duty: Duty, year: int, days: Calendar, known: Spans) -> list[Occurrence]:
    effective, taken = duty.article.regulation.effective_on, known.get(duty.pk, [])
    earliest = max(filter(None, (effective, duty.from_on)), default=dt.date.min)
    found = []
    for start, end in spans_of(duty.frequency, year):
        if end < earliest or any(start <= other_end and other <= end for other, other_end in taken):
            continue
        row = Occurrence(duty=duty, unit=duty.unit, year=year, start=start, end=end)
        if set_days(row, days) and row.due_on >= (duty.from_on or row.due_on):
            found.append(row)
    return found


def set_days(row: Occurrence, days: Calendar) -> bool:
    """Work out when the row is due, turns yellow and turns red; False while the calendar cannot tell when it is due."""
    duty = row.duty
    try:
        row.due_on = due_on(
            duty.due_rule,
            row.end,
            month=duty.due_month,
            day=duty.due_day,
            workdays=duty.due_workdays,
            calendar=days,
        )
    except UnknownYear:
        return False
    row.red_on = row.due_on + ONE_DAY
    if duty.is_grace_to_month_end:
        row.red_on = last_of_month(row.due_on.year, row.due_on.month) + ONE_DAY
    try:
        row.warn_on = days.subtract_workdays(row.due_on, duty.warn_workdays)
    except UnknownYear:
        row.warn_on = None  # the clock fills it in when the year's 放假安排 has been entered
    return True


@transaction.atomic
def reckon_again(unit: Unit, *, today: dt.date) -> int:
    """Work out the days of the unit's coming occurrences anew, after a change of a rule or of the working days; gives
    how many moved. What is past its due day is left as it was."""
    days = calendar()
    rows = Occurrence.objects.filter(unit=unit, state=OccurrenceState.OPEN, due_on__gte=today).select_related(
        "duty"
    )
    moved = []
    for row in rows.order_by("pk"):
        before = (row.due_on, row.warn_on, row.red_on)
        if set_days(row, days) and before != (row.due_on, row.warn_on, row.red_on):
            moved.append(row)
    Occurrence.objects.filter(state=OccurrenceState.OPEN).bulk_update(moved, ["due_on", "warn_on", "red_on"])
    return len(moved)
