"""Spans of time a duty stands for, and the day it is due. Pure arithmetic (requirements §1.10)."""

from __future__ import annotations

import calendar as gregorian
import datetime as dt

from xiangfeng.base.numbering import chinese_numeral
from xiangfeng.base.workdays import Calendar

MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
_DAY = dt.timedelta(days=1)


def last_of_month(year: int, month: int) -> dt.date:
    """The month's last day; ``month`` may run past 12 into later years."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return dt.date(year, month, gregorian.monthrange(year, month)[1])


def spans_of(frequency: str, year: int) -> list[tuple[dt.date, dt.date]]:
    """First and last day of each span of ``year``. Weeks are ISO weeks whose Thursday lies in the year; a triennial duty
    has one span of three years, in years divisible by three only."""
    if frequency == "week":
        thursday = dt.date(year, 1, 4) + dt.timedelta(days=3 - dt.date(year, 1, 4).weekday())
        found = []
        while thursday.year == year:
            found.append((thursday - 3 * _DAY, thursday + 3 * _DAY))
            thursday += 7 * _DAY
        return found
    if frequency == "triennial":
        return [(dt.date(year - 2, 1, 1), dt.date(year, 12, 31))] if year % 3 == 0 else []
    length = MONTHS[frequency]
    return [
        (dt.date(year, month, 1), last_of_month(year, month + length - 1)) for month in range(1, 13, length)
    ]


def label_of(frequency: str, start: dt.date) -> str:
    """The span that begins on ``start`` as people say it."""
    year = start.year
    if frequency == "week":
        iso = start.isocalendar()
        return f"{iso.year}年第{iso.week}周"
    if frequency == "month":
        return f"{year}年{start.month}月"
    if frequency == "quarter":
        return f"{year}年{chinese_numeral((start.month + 2) // 3)}季度"
    if frequency == "half":
        return f"{year}年{'上' if start.month == 1 else '下'}半年"
    return f"{year}年" if frequency == "year" else f"{year}–{year + 2}年"


def short_of(frequency: str, start: dt.date) -> str:
    """The span without its year, for places that show one year: 11月, 四季度, 下半年, 第47周; a year has none."""
    if frequency in ("year", "triennial"):
        return ""
    return label_of(frequency, start).partition("年")[2]


def due_on(
    rule: str,
    end: dt.date,
    *,
    month: int | None = None,
    day: int | None = None,
    workdays: int | None = None,
    calendar: Calendar,
) -> dt.date:
    """The last day on time for a span that ends on ``end``. UnknownYear when working days of a year nobody entered count."""
    if rule == "next_day":
        last = last_of_month(end.year, end.month + 1)
        return last.replace(day=min(day or last.day, last.day))
    if rule == "fixed":
        last = last_of_month(end.year, month or 12)
        return last.replace(day=min(day or last.day, last.day))
    if rule == "workdays":
        return calendar.add_workdays(end, workdays or 0)
    return end
