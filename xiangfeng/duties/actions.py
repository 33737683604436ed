"""Growing the duty calendar, keeping it true to the records, and the two ways out with reason and basis."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import transaction

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import may
from xiangfeng.base.errors import Refused
from xiangfeng.base.workdays import Calendar, UnknownYear
from xiangfeng.calendars.queries import calendar
from xiangfeng.duties import proofs
from xiangfeng.duties.models import Duty, Occurrence, OccurrenceState
from xiangfeng.duties.spans import due_on, last_of_month, spans_of
from xiangfeng.history.actions import record
from xiangfeng.orgs.models import Unit
from xiangfeng.regulations.models import RegulationState

ONE_DAY = dt.timedelta(days=1)


@transaction.atomic
def grow_calendar(unit: Unit, *, year: int, actor: Actor, at: dt.datetime) -> int:
    """Write the occurrences of ``year`` for every duty of the unit's 制度 in force; gives how many are new.

    Twice is harmless. Spans that ended before the 制度 took effect are left out. Records that are already there count at once.
    """
    if not may(actor, "duties.manage", unit):
        raise Refused(f"您不能排“{unit.name}”的义务日历")
    days = calendar()
    duties = Duty.objects.filter(
        unit=unit, is_active=True, article__regulation__state=RegulationState.IN_FORCE
    ).select_related("article__regulation")
    known = set(Occurrence.objects.filter(unit=unit, year=year).values_list("duty_id", "start"))
    rows = [
        _occurrence(duty, start, end, year, days)
        for duty in duties.order_by("seq", "id")
        for start, end in spans_of(duty.frequency, year)
        if (duty.pk, start) not in known and end >= (duty.article.regulation.effective_on or end)
    ]
    Occurrence.objects.bulk_create(rows, ignore_conflicts=True)
    if rows:
        record(unit, verb="排义务日历", actor=actor, at=at, data={"年度": year, "条数": len(rows)})
    refresh(unit, year=year)
    return len(rows)


def _occurrence(duty: Duty, start: dt.date, end: dt.date, year: int, days: Calendar) -> Occurrence:
    due = due_on(
        duty.due_rule,
        end,
        month=duty.due_month,
        day=duty.due_day,
        workdays=duty.due_workdays,
        calendar=days,
    )
    red = last_of_month(due.year, due.month) + ONE_DAY if duty.is_grace_to_month_end else due + ONE_DAY
    return Occurrence(
        duty=duty, unit=duty.unit, year=year, start=start, end=end, due_on=due, red_on=red,
        warn_on=_warn_on(duty, due, days),
    )  # fmt: skip


def _warn_on(duty: Duty, due: dt.date, days: Calendar) -> dt.date | None:
    try:
        return days.subtract_workdays(due, duty.warn_workdays)
    except UnknownYear:
        return None  # the clock fills it in when the year's 放假安排 has been entered


@transaction.atomic
def refresh(
    unit: Unit, *, kinds: Iterable[str] | None = None, year: int | None = None, on: dt.date | None = None
) -> int:
    """Hold the unit's occurrences against the real records and write what has changed; gives how many changed.

    Call it in the transaction in which a record of ``kinds`` comes to be or ceases to be; ``on`` narrows to the spans
    that cover a day. 免办 and 并入 are left alone.
    """
    rows = Occurrence.objects.filter(
        unit=unit, state__in=(OccurrenceState.OPEN, OccurrenceState.FULFILLED)
    ).select_related("duty")
    if kinds is not None:
        rows = rows.filter(duty__kind__in=list(kinds))
    if year is not None:
        rows = rows.filter(year=year)
    if on is not None:
        rows = rows.filter(start__lte=on, end__gte=on)
    return _settle(list(rows.order_by("pk")))


def _settle(rows: Sequence[Occurrence]) -> int:
    found = proofs.find(rows)
    changed = [row for row in rows if _apply(row, found.get(row.pk))]
    Occurrence.objects.bulk_update(changed, ["state", "done_on", "proof_text", "proof_url", "proof_key"])
    return len(changed)


def _apply(row: Occurrence, proof: proofs.Proof | None) -> bool:
    before = (row.state, row.done_on, row.proof_text, row.proof_url, row.proof_key)
    if proof is None:
        row.state, row.done_on = OccurrenceState.OPEN, None
        row.proof_text = row.proof_url = row.proof_key = ""
    else:
        row.state, row.done_on = OccurrenceState.FULFILLED, proof.done_on
        row.proof_text, row.proof_url, row.proof_key = proof.text, proof.url, proof.key
    return before != (row.state, row.done_on, row.proof_text, row.proof_url, row.proof_key)
