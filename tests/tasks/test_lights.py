"""The three lights by working days."""

from __future__ import annotations

import datetime as dt

import pytest

from xiangfeng.base.workdays import seeded
from xiangfeng.tasks.lights import day_of, is_short, report_on

CALENDAR = seeded([2026])
MONDAY = dt.date(2026, 11, 23)


@pytest.mark.parametrize(
    ("state", "due", "was_late", "light"),
    [
        ("accepted", dt.date(2026, 11, 20), False, "overdue"),
        ("accepted", MONDAY, False, "soon"),
        ("assigned", dt.date(2026, 11, 26), False, "soon"),
        ("assigned", dt.date(2026, 11, 27), False, ""),
        ("submitted", dt.date(2026, 11, 20), False, ""),
        ("draft", dt.date(2026, 11, 20), False, ""),
        ("done", MONDAY, False, "done"),
        ("done", MONDAY, True, "late"),
    ],
)
def test_lights(state: str, due: dt.date, was_late: bool, light: str):
    assert day_of(MONDAY, CALENDAR, 3).light(state, due, was_late=was_late) == light


def test_warning_leaps_over_the_weekend():
    thursday = dt.date(2026, 11, 26)
    assert day_of(thursday, CALENDAR, 3).soon_until == dt.date(2026, 12, 1)


def test_late_days_are_working_days_and_at_least_one():
    day = day_of(MONDAY, CALENDAR, 3)
    assert day.late_days(dt.date(2026, 11, 20), None) == 1
    assert day.late_days(dt.date(2026, 11, 18), dt.date(2026, 11, 20)) == 2
    assert day.late_days(dt.date(2026, 11, 20), dt.date(2026, 11, 22)) == 1, "a Sunday is late, too"
    assert day.late_days(MONDAY, None) == 0


def test_an_unknown_year_is_counted_by_plain_days():
    assert not is_short(CALENDAR, dt.date(2026, 12, 30), dt.date(2027, 1, 10), 2)
    assert day_of(dt.date(2026, 12, 31), CALENDAR, 3).soon_until == dt.date(2027, 1, 3)


def test_reports_are_due_by_working_days_and_not_after_the_deadline():
    assert report_on(CALENDAR, "week", MONDAY, dt.date(2026, 12, 31)) == dt.date(2026, 11, 30)
    assert report_on(CALENDAR, "week", MONDAY, dt.date(2026, 11, 27)) is None
    assert report_on(CALENDAR, "", MONDAY, dt.date(2026, 12, 31)) is None
