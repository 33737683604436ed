"""The calendar as it stands, and how far it reaches."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from xiangfeng.base.workdays import Calendar, SpecialDay
from xiangfeng.calendars.models import Year

WARN_DAYS = 30


@dataclass(frozen=True, slots=True)
class Coverage:
    """Up to which year, from today's on, working days can be told without a gap; None when not even today's."""

    until: int | None
    warnings: tuple[str, ...]


def calendar() -> Calendar:
    """The confirmed years, read anew by one query: no worker counts with a calendar another has changed."""
    rows = (
        Year.objects.filter(is_confirmed=True)
        .order_by("year", "days__date")
        .values_list("year", "days__date", "days__is_workday", "days__name")
    )
    years: dict[int, dict[dt.date, SpecialDay]] = {}
    for year, date, is_workday, name in rows:
        years.setdefault(year, {})
        # An arrangement may name days of the December before; they count when that year is known, too.
        if date is not None and date.year in years:
            years[date.year][date] = SpecialDay(is_workday, name)
    return Calendar(years)


def coverage(today: dt.date) -> Coverage:
    """How far the calendar reaches from ``today``, with a warning from 30 days before it ends. One query."""
    confirmed = set(Year.objects.filter(is_confirmed=True).values_list("year", flat=True))
    if today.year not in confirmed:
        return Coverage(
            None,
            (
                f"{today.year}年的放假调休安排还没有录入，现在算不出任何工作日期限。请马上按国办通知录入“工作日历”。",
            ),
        )
    last = today.year
    while last + 1 in confirmed:
        last += 1
    if (dt.date(last, 12, 31) - today).days > WARN_DAYS:
        return Coverage(last, ())
    return Coverage(
        last,
        (
            f"{last + 1}年的放假调休安排还没有录入，{last}年12月31日以后的工作日期限算不出来。"
            f"请按国办通知录入“工作日历”。",
        ),
    )
