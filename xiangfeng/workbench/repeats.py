"""The same thing only once: an 应办 of the duty calendar steps back where the app that does the work has its own row."""

from __future__ import annotations

import datetime as dt

from xiangfeng.duties.models import DutyKind
from xiangfeng.duties.spans import MONTHS, last_of_month
from xiangfeng.workbench.todos import Row

DUTY = "duties.occurrence"
OWN = {
    DutyKind.ASSESSMENT: ("assessments.period",),
    DutyKind.LEADING_MEETING: ("meetings.meeting",),
    DutyKind.MOBILISATION: ("meetings.meeting",),
    DutyKind.PLAN: ("goals.plan",),
    DutyKind.EVALUATION: ("goals.evaluation",),
    DutyKind.PLEDGE: ("pledges.pledge",),
}
"""Which rows speak for a kind of duty. A meeting says in its row which kinds it is."""


def without_repeats(rows: list[Row]) -> list[Row]:
    """The rows without 应办 whose own work is under way and listed by the app it belongs to."""
    others = [row for row in rows if row.source != DUTY]
    return [row for row in rows if row.source != DUTY or not any(_speaks_for(one, row) for one in others)]


def _speaks_for(own: Row, duty: Row) -> bool:
    kind, frequency, start, *_ = duty.extra.split("|")
    if own.source not in OWN.get(DutyKind(kind), ()) or own.unit_name != duty.unit_name:
        return False
    if own.source == "meetings.meeting" and (
        own.state == "closed" or kind not in own.extra.split("|")[1].split()
    ):
        return False
    first = dt.date.fromisoformat(start[:10])
    last = last_of_month(first.year, first.month + MONTHS.get(frequency, 12) - 1)
    day = _day_of(own)
    return day is None or first <= day <= last


def _day_of(row: Row) -> dt.date | None:
    """The day that says which span a row belongs to; None when it belongs to the year."""
    if row.source == "assessments.period":
        year, month, _ = row.extra.split("|")
        return dt.date(int(year), int(month), 1)
    return row.due_on if row.source == "meetings.meeting" else None
