"""工作日: which days are worked, with the State Council's yearly 调休 laid over the ordinary weekend.

Pure arithmetic. The days come from :mod:`xiangfeng.calendars`; the numbers to hold to are the yearly notice
「国务院办公厅关于部分节假日安排的通知」. A year nobody has entered is an error, never "weekends only".
"""

from __future__ import annotations

import calendar as gregorian
import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from xiangfeng.base.errors import Refused

_ONE = dt.timedelta(days=1)
_SATURDAY = 5


class UnknownYear(Refused):
    """The arrangement of ``year`` has not been entered, so its working days cannot be told."""

    def __init__(self, year: int) -> None:
        self.year = year
        super().__init__(
            f"{year}年的放假调休安排还没有录入，算不出工作日。请先在“工作日历”里按国办通知录入{year}年。"
        )


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day the notice names: 休 (off, ``is_workday`` false) or 班 (worked), and the festival it belongs to."""

    is_workday: bool
    name: str = ""

    @property
    def mark(self) -> str:
        """The character printed on wall calendars: 班 or 休."""
        return "班" if self.is_workday else "休"


class Calendar:
    """The days of the years that are known. Every method raises :class:`UnknownYear` on touching another."""

    def __init__(self, years: Mapping[int, Mapping[dt.date, SpecialDay]]) -> None:
        self._years = years

    @property
    def years(self) -> tuple[int, ...]:
        """The years with an arrangement, in order."""
        return tuple(sorted(self._years))

    def days(self, year: int) -> Mapping[dt.date, SpecialDay]:
        """The days of ``year`` that the notice names."""
        try:
            return self._years[year]
        except KeyError:
            raise UnknownYear(year) from None

    def special(self, day: dt.date) -> SpecialDay | None:
        """What the notice says about ``day``; None for a day it does not name."""
        return self.days(day.year).get(day)

    def is_workday(self, day: dt.date) -> bool:
        """Whether ``day`` is worked: as the notice says, else Monday to Friday."""
        special = self.special(day)
        return special.is_workday if special else day.weekday() < _SATURDAY

    def add_workdays(self, start: dt.date, days: int) -> dt.date:
        """The ``days``-th working day after ``start``, which itself is not counted (起算日不计); 0 gives ``start``."""
        return self._walk(start, days, _ONE)

    def after(self, start: dt.date, days: int) -> dt.date:
        """Like :meth:`add_workdays`, but by plain days when it touches an unknown year: for a day that must be told."""
        try:
            return self.add_workdays(start, days)
        except UnknownYear:
            return start + dt.timedelta(days=days)

    def subtract_workdays(self, start: dt.date, days: int) -> dt.date:
        """The ``days``-th working day before ``start``, which itself is not counted; 0 gives ``start``."""
        return self._walk(start, days, -_ONE)

    def _walk(self, start: dt.date, days: int, step: dt.timedelta) -> dt.date:
        if days < 0:
            raise ValueError("工作日数不能为负")
        day = start
        while days:
            day += step
            days -= self.is_workday(day)
        return day

    def workdays_between(self, start: dt.date, end: dt.date) -> int:
        """Working days after ``start`` up to and with ``end``; negative when ``end`` comes first (已超期).

        The inverse of :meth:`add_workdays`: n working days after ``start`` are n working days away.
        """
        if end < start:
            return -self.workdays_between(end, start)
        span = (end - start).days
        return sum(self.is_workday(start + dt.timedelta(days=n)) for n in range(1, span + 1))

    def workdays_in_month(self, year: int, month: int) -> int:
        """How many days of the month are worked."""
        last = gregorian.monthrange(year, month)[1]
        return sum(self.is_workday(dt.date(year, month, day)) for day in range(1, last + 1))


SEED_YEARS = range(2004, 2027)


def seeded(years: Iterable[int] = SEED_YEARS) -> Calendar:
    """The calendar of ``years`` as the chinesecalendar package knows it (2004–2026); UnknownYear for others."""
    from chinese_calendar.constants import Holiday, holidays, workdays

    covered = {day.year for day in holidays}
    found: dict[int, dict[dt.date, SpecialDay]] = {}
    for year in years:
        if year not in covered:
            raise UnknownYear(year)
        found[year] = {}
    for is_workday, days in ((False, holidays), (True, workdays)):
        for day, festival in days.items():
            if day.year in found:
                found[day.year][day] = SpecialDay(is_workday, Holiday(festival).chinese)
    return Calendar(found)
