"""The days of a 公示: when it starts and ends, how much is left, as a strip of days. Pure (F4.2)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from xiangfeng.base.errors import Refused
from xiangfeng.base.workdays import Calendar, UnknownYear
from xiangfeng.notices.models import Subject

LONGEST = 60
STRICT = (Subject.REWARD, Subject.SANCTION, Subject.ELECTION)
"""What must be shown for the least number of working days."""


@dataclass(frozen=True, slots=True)
class Day:
    """One working day of the strip: its place, the day, and past, today or to come ("")."""

    n: int
    day: dt.date
    state: str


def check_workdays(subject: str, workdays: int | None, *, least: int) -> int:
    """The length of a 公示. Refuses none, one that is too long, and under ``least`` for 奖励, 处理 and 评选."""
    if not workdays or workdays > LONGEST:
        raise Refused(f"公示期请写 1 到 {LONGEST} 个工作日")
    if subject in STRICT and workdays < least:
        raise Refused(f"{Subject(subject).label}公示不少于 {least} 个工作日")
    return workdays


def span(issued_on: dt.date, workdays: int, days: Calendar) -> tuple[dt.date, dt.date]:
    """First and last day of a 公示: working days only, the day of issue not counted."""
    return days.add_workdays(issued_on, 1), days.add_workdays(issued_on, workdays)


def left(today: dt.date, ends_on: dt.date, days: Calendar) -> int:
    """Working days after today up to the last; 0 on the last day and later. By plain days in a year nobody entered."""
    try:
        return max(0, days.workdays_between(today, ends_on))
    except UnknownYear:
        return max(0, (ends_on - today).days)


def strip(starts_on: dt.date, ends_on: dt.date, today: dt.date, days: Calendar) -> list[Day]:
    """The working days from the first to the last, as they stand today."""
    try:
        found = list(_worked(starts_on, ends_on, days))
    except UnknownYear:
        return []
    return [
        Day(n, day, "today" if day == today else "past" if day < today else "")
        for n, day in enumerate(found, 1)
    ]


def _worked(start: dt.date, end: dt.date, days: Calendar) -> Iterator[dt.date]:
    for offset in range((end - start).days + 1):
        day = start + dt.timedelta(days=offset)
        if days.is_workday(day):
            yield day
