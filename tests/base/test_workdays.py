"""Working days against the State Council notice for 2026."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangfeng.base.errors import Refused
from xiangfeng.base.workdays import Calendar, SpecialDay, UnknownYear, seeded

DAY = dt.date.fromisoformat
SEEDED = seeded()

# 2026, typed from the notice: (first, last) of each holiday, and the weekend days worked instead.
HOLIDAYS_2026 = {
    "元旦": ("2026-01-01", "2026-01-03"),
    "春节": ("2026-02-15", "2026-02-23"),
    "清明": ("2026-04-04", "2026-04-06"),
    "劳动节": ("2026-05-01", "2026-05-05"),
    "端午": ("2026-06-19", "2026-06-21"),
    "中秋": ("2026-09-25", "2026-09-27"),
    "国庆节": ("2026-10-01", "2026-10-07"),
}
WORKED_2026 = {
    "2026-01-04": "元旦",
    "2026-02-14": "春节",
    "2026-02-28": "春节",
    "2026-05-09": "劳动节",
    "2026-09-20": "国庆节",
    "2026-10-10": "国庆节",
}


def notice() -> Calendar:
    days = {DAY(day): SpecialDay(True, name) for day, name in WORKED_2026.items()}
    for name, (first, last) in HOLIDAYS_2026.items():
        span = (DAY(last) - DAY(first)).days
        days |= {DAY(first) + dt.timedelta(days=n): SpecialDay(False, name) for n in range(span + 1)}
    return Calendar({2025: {}, 2026: days})


VECTORS = [
    ("2026-02-13", 5, "2026-02-27"),
    ("2026-02-13", 15, "2026-03-12"),
    ("2026-09-30", 3, "2026-10-10"),
    ("2026-09-18", 1, "2026-09-20"),
    ("2026-09-24", 2, "2026-09-29"),
    ("2026-04-30", 5, "2026-05-11"),
    ("2025-12-31", 1, "2026-01-04"),
    ("2026-05-08", 1, "2026-05-09"),
]


@pytest.mark.parametrize("calendar", [notice(), SEEDED], ids=["notice", "seeded"])
@pytest.mark.parametrize(("start", "days", "end"), VECTORS)
def test_standard_vectors(calendar, start, days, end):
    assert calendar.add_workdays(DAY(start), days) == DAY(end)
    assert calendar.workdays_between(DAY(start), DAY(end)) == days


@pytest.mark.parametrize("calendar", [notice(), SEEDED], ids=["notice", "seeded"])
def test_months_of_2026(calendar):
    months = [calendar.workdays_in_month(2026, month) for month in range(1, 13)]
    assert months == [21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23]
    assert sum(months) == 248


def test_seed_agrees_with_the_notice_on_every_day_of_2026():
    typed = notice()
    days = [dt.date(2026, 1, 1) + dt.timedelta(days=n) for n in range(365)]
    assert [d for d in days if typed.is_workday(d) != SEEDED.is_workday(d)] == []
    assert SEEDED.special(DAY("2026-10-10")) == SpecialDay(True, "国庆节")
    assert SEEDED.special(DAY("2026-10-01")).mark == "休"
    assert SEEDED.special(DAY("2026-10-12")) is None


def test_zero_days_is_the_start_even_on_a_holiday():
    assert SEEDED.add_workdays(DAY("2026-10-01"), 0) == DAY("2026-10-01")


def test_backwards():
    assert SEEDED.subtract_workdays(DAY("2026-02-27"), 3) == DAY("2026-02-24")
    assert SEEDED.subtract_workdays(DAY("2026-10-10"), 3) == DAY("2026-09-30")
    assert SEEDED.workdays_between(DAY("2026-10-10"), DAY("2026-09-30")) == -3


def test_negative_days_are_an_error():
    with pytest.raises(ValueError, match="不能为负"):
        SEEDED.add_workdays(DAY("2026-10-10"), -1)


def test_a_year_without_data_is_loud():
    assert SEEDED.years[0] == 2004
    assert SEEDED.years[-1] == 2026
    for act in (
        lambda: SEEDED.add_workdays(DAY("2026-12-31"), 1),
        lambda: SEEDED.is_workday(DAY("2027-03-06")),
        lambda: SEEDED.workdays_between(DAY("2026-12-31"), DAY("2027-01-02")),
        lambda: SEEDED.workdays_in_month(2027, 1),
        lambda: seeded([2027]),
    ):
        with pytest.raises(UnknownYear, match=r"2027年的放假调休安排还没有录入") as caught:
            act()
        assert caught.value.year == 2027
        assert isinstance(caught.value, Refused)


@given(st.dates(dt.date(2010, 1, 1), dt.date(2025, 6, 1)), st.integers(1, 60))
def test_adding_and_counting_are_inverse(start, days):
    end = SEEDED.add_workdays(start, days)
    assert SEEDED.is_workday(end)
    assert SEEDED.workdays_between(start, end) == days
    if SEEDED.is_workday(start):
        assert SEEDED.subtract_workdays(end, days) == start
