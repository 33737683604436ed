"""The calendar: as `calendars` does it, with the right checked and the act recorded (chain "system": it is everybody's)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from xiangfeng.access.actor import Actor
from xiangfeng.base.errors import Refused
from xiangfeng.calendars import actions as calendars
from xiangfeng.calendars.models import Day, Year
from xiangfeng.calendars.tables import Row
from xiangfeng.history.actions import record

MANAGE = "calendars.manage"


def _allowed(actor: Actor) -> None:
    if not actor.can(MANAGE):
        raise Refused("您的岗位不能改工作日历")


def _known(date: dt.date) -> dict[str, str]:
    day = Day.objects.filter(date=date).first()
    return {"mark": day.mark, "name": day.name} if day else {"mark": "按周"}


@transaction.atomic
def set_day(date: dt.date, *, is_workday: bool, name: str, actor: Actor, at: dt.datetime) -> Day:
    """Mark one day 休 or 班."""
    _allowed(actor)
    before = _known(date)
    day = calendars.set_day(date, is_workday=is_workday, name=name)
    record(day, verb="标记日期", actor=actor, at=at, before=before, after=_known(date))
    return day


@transaction.atomic
def clear_day(date: dt.date, *, actor: Actor, at: dt.datetime) -> None:
    """Let a day follow the week again."""
    _allowed(actor)
    before, year = _known(date), Year.objects.filter(days__date=date).first()
    calendars.clear_day(date)
    record(year, verb="取消日期标记", actor=actor, at=at, before={"date": date, **before}, after=_known(date))


@transaction.atomic
def import_year(year: int, rows: Sequence[Row], *, basis: str, actor: Actor, at: dt.datetime) -> Year:
    """Take over a year's notice, replacing what was there."""
    _allowed(actor)
    replaced = Day.objects.filter(year__year=year).count()
    arrangement = calendars.import_year(year, rows, basis=basis)
    data = {"days": len(rows), "replaced": replaced, "basis": arrangement.basis}
    record(arrangement, verb="导入工作日历", actor=actor, at=at, data=data)
    return arrangement


@transaction.atomic
def confirm_year(year: int, *, actor: Actor, at: dt.datetime) -> Year:
    """Declare a year entered by hand as complete."""
    _allowed(actor)
    arrangement = calendars.confirm_year(year)
    record(arrangement, verb="确认工作日历", actor=actor, at=at)
    return arrangement
