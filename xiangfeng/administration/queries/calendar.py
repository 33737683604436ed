"""A year of the calendar as a page draws it."""

from __future__ import annotations

import calendar as gregorian
import datetime as dt
from dataclasses import dataclass

from xiangfeng.calendars.models import Day, Year

_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Cell:
    """One day: its mark (休, 班 or nothing), and whether people work on it."""

    date: dt.date
    mark: str
    name: str
    is_workday: bool

    @property
    def says(self) -> str:
        """The day in words, for who cannot see the colours."""
        text = f"{self.date.month}月{self.date.day}日"
        return f"{text} {self.mark} {self.name}".strip() if self.mark else text


@dataclass(frozen=True, slots=True)
class Month:
    """A month in weeks, Monday first; None before its first and after its last day."""

    number: int
    weeks: list[list[Cell | None]]
    workdays: int


@dataclass(frozen=True, slots=True)
class YearPage:
    """A year with its marks; ``arrangement`` is None for a year nobody has entered."""

    year: int
    arrangement: Year | None
    months: list[Month]
    marked: list[Day]

    @property
    def is_confirmed(self) -> bool:
        return self.arrangement is not None and self.arrangement.is_confirmed


def year_page(year: int) -> YearPage:
    """The year as entered, confirmed or not. Two queries."""
    arrangement = Year.objects.filter(year=year).first()
    marked = list(Day.objects.filter(date__year=year).select_related("year").order_by("date"))
    by_date = {day.date: day for day in marked}
    return YearPage(year, arrangement, [_month(year, number, by_date) for number in range(1, 13)], marked)


def _month(year: int, number: int, marked: dict[dt.date, Day]) -> Month:
    weeks: list[list[Cell | None]] = [
        [_cell(day, marked.get(day)) if day.month == number else None for day in week]
        for week in gregorian.Calendar(firstweekday=0).monthdatescalendar(year, number)
    ]
    workdays = sum(cell.is_workday for week in weeks for cell in week if cell)
    return Month(number, weeks, workdays)


def _cell(date: dt.date, day: Day | None) -> Cell:
    if day is None:
        return Cell(date, "", "", date.weekday() < _SATURDAY)
    return Cell(date, day.mark, day.name, day.is_workday)
