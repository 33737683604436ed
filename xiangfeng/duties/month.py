"""A month of the duty calendar as a page draws it: days with 休 and 班, and what falls due on them. Pure."""

from __future__ import annotations

import calendar as gregorian
import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.urls import reverse

from xiangfeng.base.workdays import Calendar, UnknownYear
from xiangfeng.duties import lights
from xiangfeng.duties.models import Occurrence, OccurrenceState
from xiangfeng.duties.spans import short_of


@dataclass(frozen=True)
class Chip:
    """One thing on a day."""

    kind: str
    text: str
    url: str
    explain: str


@dataclass(frozen=True)
class Day:
    """A day of the grid; ``mark`` is 休 or 班 or nothing."""

    date: dt.date
    mark: str
    is_off: bool
    is_today: bool
    chips: list[Chip] = field(default_factory=list)

    @property
    def weekday(self) -> str:
        return f"周{'一二三四五六日'[self.date.weekday()]}"


@dataclass(frozen=True)
class Month:
    """The grid in weeks, Monday first; None for days of other months. ``is_known``: whether its 放假安排 is entered."""

    first: dt.date
    weeks: list[list[Day | None]]
    is_known: bool
    total: int
    done: int
    red: int
    carried: int

    @property
    def days(self) -> list[Day]:
        """The days on which something falls due or that are today, for the list on phones."""
        return [day for week in self.weeks for day in week if day and (day.chips or day.is_today)]

    @property
    def this(self) -> str:
        return f"{self.first:%Y-%m}"

    @property
    def before(self) -> str:
        return f"{self.first - dt.timedelta(days=1):%Y-%m}"

    @property
    def after(self) -> str:
        return f"{self.first + dt.timedelta(days=31):%Y-%m}"


def month_of(
    first: dt.date, rows: Iterable[Occurrence], carried: Iterable[Occurrence], today: dt.date, days: Calendar
) -> Month:
    """The month that begins on ``first``. ``carried`` are those overdue from before, which stand on today's day."""
    by_day: dict[dt.date, list[Chip]] = defaultdict(list)
    rows, carried = list(rows), [row for row in carried if row.light(today) == "red"]
    for row in carried:
        by_day[today].append(_chip(row, today, days))
    for row in rows:
        by_day[row.due_on].append(_chip(row, today, days))
    weeks: list[list[Day | None]] = [
        [_day(day, by_day, today, days) if day.month == first.month else None for day in week]
        for week in gregorian.Calendar(firstweekday=0).monthdatescalendar(first.year, first.month)
    ]
    return Month(
        first,
        weeks,
        first.year in days.years,
        len(rows),
        sum(row.light(today) in ("green", "late") for row in rows),
        sum(row.light(today) == "red" for row in rows),
        len(carried),
    )


def _day(date: dt.date, chips: dict[dt.date, list[Chip]], today: dt.date, days: Calendar) -> Day:
    try:
        special, is_off = days.special(date), not days.is_workday(date)
    except UnknownYear:
        special, is_off = None, date.weekday() >= 5
    is_known = date.year in days.years
    mark = special.mark if special else "休" if is_off and is_known else ""
    return Day(date, mark, is_off, date == today, chips.get(date, []))


def _chip(row: Occurrence, today: dt.date, days: Calendar) -> Chip:
    light = row.light(today)
    short = short_of(row.duty.frequency, row.start)
    after = ""
    if light == "red":
        after = f" 逾{-lights.left(row, today, days)[0]}天"
    elif row.state == OccurrenceState.MERGED:
        after = " 合并"
    elif light == "late":
        after = " 迟"
    elif light == "exempt":
        after = " 免"
    return Chip(
        {"": "info", "green": "ok", "late": "ok", "yellow": "warn", "red": "bad", "exempt": "idle"}[light],
        f"{short}{row.duty.title}{after}",
        reverse("duties:occurrence", args=[row.pk]),
        lights.explain(row, today, days),
    )
