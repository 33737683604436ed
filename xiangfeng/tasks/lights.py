"""The three lights of a task – 快到期, 逾期, 已完成 – and the other days counted in working days. Pure (A4.4, A5.1c).

Days of a year whose 放假安排 nobody has entered are counted as they stand in the calendar: a task due then must still be
warned of.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from xiangfeng.base.workdays import Calendar, UnknownYear

SOON, OVERDUE, DONE, LATE = "soon", "overdue", "done", "late"
WORDS = {SOON: "快到期", OVERDUE: "逾期", DONE: "按期完成", LATE: "逾期完成"}
REPORT_WORKDAYS = {"week": 5, "half_month": 10, "month": 21}
_AT_WORK = ("assigned", "accepted")


@dataclass(frozen=True, slots=True)
class Day:
    """Today with what lists need to tell the lights without asking the calendar again for each row."""

    today: dt.date
    soon_until: dt.date
    calendar: Calendar

    def light(self, state: str, due_on: dt.date, *, was_late: bool) -> str:
        """``overdue`` past its day, ``soon`` within the warning days, ``done`` and ``late`` when closed; else ""."""
        if state == "done":
            return LATE if was_late else DONE
        if state not in _AT_WORK:
            return ""
        return OVERDUE if due_on < self.today else SOON if due_on <= self.soon_until else ""

    def late_days(self, due_on: dt.date, finished_on: dt.date | None) -> int:
        """Working days past the deadline, up to the day of finishing or today; 0 when there are none.

        At least 1 for whatever is late, also when only a Sunday lies between.
        """
        end = finished_on or self.today
        return max(1, between(self.calendar, due_on, end)) if end > due_on else 0


def day_of(today: dt.date, calendar: Calendar, warn_workdays: int) -> Day:
    """Today, with the last deadline that counts as soon: ``warn_workdays`` working days from now."""
    return Day(today, calendar.after(today, warn_workdays), calendar)


def between(calendar: Calendar, start: dt.date, end: dt.date) -> int:
    """Working days after ``start`` up to ``end``; plain days when a year between is unknown."""
    try:
        return calendar.workdays_between(start, end)
    except UnknownYear:
        return (end - start).days


def is_short(calendar: Calendar, today: dt.date, due_on: dt.date, shortest: int) -> bool:
    """Whether a deadline leaves fewer than ``shortest`` working days after today."""
    return between(calendar, today, due_on) < shortest


def report_on(calendar: Calendar, frequency: str, since: dt.date, due_on: dt.date) -> dt.date | None:
    """The day by which the next 进展反馈 is due; None without a frequency, and when the work is due before."""
    days = REPORT_WORKDAYS.get(frequency)
    if not days:
        return None
    day = calendar.after(since, days)
    return day if day < due_on else None
