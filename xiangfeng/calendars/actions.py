"""What may be done to the calendar. Rights and history are the caller's business (xiangfeng.administration)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence

from django.db import transaction

from xiangfeng.base.errors import Refused
from xiangfeng.base.workdays import SEED_YEARS, seeded
from xiangfeng.calendars.models import Day, Source, Year
from xiangfeng.calendars.tables import Row

_SATURDAY = 5


@transaction.atomic
def import_year(year: int, rows: Sequence[Row], *, basis: str = "") -> Year:
    """Take over the whole arrangement of ``year``, replacing what was there; the year is confirmed by it.

    The last days of the December before may be among the rows (元旦 connected over the turn of the year). Refuses days
    of other years, a day named twice, a 班 on an ordinary working day, and a list without 1 January and 1 October,
    which no State Council notice lacks.
    """
    problems = problems_of(year, rows)
    if problems:
        raise Refused("；".join(problems))
    arrangement, _ = Year.objects.update_or_create(
        year=year, defaults={"source": Source.NOTICE, "basis": basis.strip()[:60], "is_confirmed": True}
    )
    arrangement.days.all().delete()
    for row in rows:
        _put(row, arrangement, Source.NOTICE)
    return arrangement


def problems_of(year: int, rows: Sequence[Row]) -> list[str]:
    """Why ``rows`` cannot be the arrangement of ``year``, a Chinese sentence each; empty when they can."""
    problems = []
    for row in rows:
        belongs = row.date.year == year or (row.date.year, row.date.month) == (year - 1, 12)
        if not belongs:
            problems.append(f"{row.date} 不属于{year}年")
        elif row.is_workday and row.date.weekday() < _SATURDAY:
            problems.append(f"{row.date} 本来就是工作日，不用标“班”")
    problems += [f"{day} 出现了两次" for day, times in Counter(row.date for row in rows).items() if times > 1]
    off = {row.date for row in rows if not row.is_workday}
    for month in (1, 10):
        if dt.date(year, month, 1) not in off:
            problems.append(f"没有{month}月1日放假，看样子不是{year}年全年的安排")
    return problems


def _put(row: Row, arrangement: Year, source: Source) -> Day:
    values = {"is_workday": row.is_workday, "name": row.name.strip()[:40], "source": source}
    day, _ = Day.objects.update_or_create(date=row.date, defaults={"year": arrangement, **values})
    return day


@transaction.atomic
def set_day(date: dt.date, *, is_workday: bool, name: str) -> Day:
    """Mark one day 休 or 班 by hand (a county's own festival, a day moved at short notice). Refuses without a name.

    A year nobody confirmed stays unconfirmed: one day does not make an arrangement.
    """
    if not name.strip():
        raise Refused("请写明这一天放假或上班的名目")
    arrangement, _ = Year.objects.get_or_create(year=date.year, defaults={"source": Source.MANUAL})
    return _put(Row(date, is_workday, name), arrangement, Source.MANUAL)


@transaction.atomic
def clear_day(date: dt.date) -> None:
    """Let the day follow the week again. Refuses when it was not marked."""
    deleted, _ = Day.objects.filter(date=date).delete()
    if not deleted:
        raise Refused(f"{date} 没有单独标过")


@transaction.atomic
def confirm_year(year: int, *, basis: str = "") -> Year:
    """Declare that all days of ``year`` have been entered by hand, so that it may be counted with."""
    arrangement = Year.objects.filter(year=year).first()
    if arrangement is None or not arrangement.days.exists():
        raise Refused(f"{year}年一天都还没有录入，先录入再确认")
    arrangement.is_confirmed = True
    arrangement.basis = basis.strip()[:60] or arrangement.basis
    arrangement.save(update_fields=["is_confirmed", "basis"])
    return arrangement


@transaction.atomic
def seed_years() -> list[int]:
    """Enter the years that come with the software and are not confirmed yet; gives them. Doing it again adds nothing."""
    done = set(Year.objects.filter(is_confirmed=True).values_list("year", flat=True))
    missing = [year for year in SEED_YEARS if year not in done]
    calendar = seeded(missing)
    for number in missing:
        year, _ = Year.objects.update_or_create(
            year=number, defaults={"source": Source.SEED, "is_confirmed": True}
        )
        by_hand = set(Day.objects.filter(date__year=number).values_list("date", flat=True))
        Day.objects.bulk_create(
            Day(year=year, date=date, is_workday=day.is_workday, name=day.name, source=Source.SEED)
            for date, day in calendar.days(number).items()
            if date not in by_hand
        )
    return missing
