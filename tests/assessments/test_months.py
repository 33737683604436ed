"""Opening months by hand and by the clock; the days a month is given; who is told, and how often."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.assessments.conftest import small_scheme
from tests.cast import LONG_AGO, Cast
from xiangfeng.access.actor import SYSTEM
from xiangfeng.accounts.models import User
from xiangfeng.assessments.actions import periods, publishing, results, scores
from xiangfeng.assessments.actions.schemes import activate_scheme, create_scheme
from xiangfeng.assessments.models import Period, SchemeVersion
from xiangfeng.base.errors import Refused
from xiangfeng.history.queries import entries_for
from xiangfeng.notifications.actions import mark_all_read
from xiangfeng.notifications.models import Message
from xiangfeng.notifications.queries import unread_for
from xiangfeng.orgs import actions as orgs
from xiangfeng.orgs.models import Unit, UnitKind
from xiangfeng.orgs.queries import user_ids_by_unit, user_ids_with
from xiangfeng.workflow.flow import fire


def scheme_of(unit: Unit, at: dt.datetime, *, year: int = 2026, name: str = "办法") -> SchemeVersion:
    row = create_scheme(unit, replace(small_scheme(name), year=year), actor=SYSTEM, at=at)
    return activate_scheme(row, actor=SYSTEM, at=at)


def test_a_township_assesses_by_its_own_scheme_in_force_or_one_from_above(
    cast: Cast, version: SchemeVersion, at: dt.datetime
):
    town = cast.units["云溪镇"]
    who: dict[str, Any] = {"actor": cast.actor("clerk"), "at": at}
    with pytest.raises(Refused, match="是云溪镇的，东河镇不能用"):
        periods.open_period(
            cast.units["东河镇"], year=2026, month=11, scheme_version=version, actor=SYSTEM, at=at
        )
    draft = create_scheme(town, small_scheme("草稿"), **who)
    with pytest.raises(Refused, match="没有启用"):
        periods.open_period(town, year=2026, month=11, scheme_version=draft, **who)
    above = scheme_of(cast.units["某县"], at, name="县办法")
    assert periods.open_period(town, year=2026, month=11, scheme_version=above, **who).month == 11
    for year, month in ((9999, 12), (2026, 13), (0, 1)):
        with pytest.raises(Refused, match="考评月份不对"):
            periods.open_period(town, year=year, month=month, scheme_version=version, **who)


def test_december_runs_into_january(cast: Cast, version: SchemeVersion, at: dt.datetime):
    row = periods.open_period(
        cast.units["云溪镇"], year=2026, month=12, scheme_version=version, actor=SYSTEM, at=at
    )
    assert row.due_on == dt.date(2027, 1, 10)
    assert row.last_day == dt.date(2026, 12, 31)
    days = {
        dt.date(2027, 1, 10): "",
        dt.date(2027, 1, 11): "yellow",
        dt.date(2027, 1, 31): "yellow",
        dt.date(2027, 2, 1): "red",
    }
    assert {day: row.light(day) for day in days} == days


@pytest.mark.parametrize("due", [dt.date(9999, 12, 31), dt.date(1, 1, 1), dt.date(2026, 10, 31)])
def test_a_mistyped_year_does_not_put_out_the_list(period: Period, cast: Cast, at: dt.datetime, due: dt.date):
    given: dict[str, Any] = {"inspected_from": None, "inspected_to": None, "declared_count": None}
    with pytest.raises(Refused, match="一年以内，请核对年份"):
        periods.edit_period(period, due_on=due, **given, actor=cast.actor("clerk"), at=at)
    inspected: dict[str, Any] = {"inspected_from": due, "inspected_to": None, "declared_count": 2}
    if due.year != 2026:
        with pytest.raises(Refused, match="一年以内"):
            periods.edit_period(
                period, due_on=dt.date(2026, 12, 9), **inspected, actor=cast.actor("clerk"), at=at
            )


def test_every_changed_day_is_on_record(period: Period, cast: Cast, at: dt.datetime):
    periods.edit_period(
        period,
        inspected_from=dt.date(2026, 11, 21),
        inspected_to=dt.date(2026, 11, 22),
        declared_count=2,
        due_on=dt.date(2026, 12, 9),
        actor=cast.actor("clerk"),
        at=at,
    )
    last = list(entries_for(period))[-1]
    assert last.before == {"通报期限": "2026-12-10"}
    assert last.after == {
        "检查起": "2026-11-21", "检查止": "2026-11-22", "应评数": 2, "通报期限": "2026-12-09",
    }  # fmt: skip


def test_next_years_scheme_waits_for_its_year(cast: Cast, version: SchemeVersion, at: dt.datetime):
    coming = scheme_of(cast.units["云溪镇"], at, year=2027, name="新办法")
    assert [row.scheme_version for row in periods.open_due_periods(at=at)] == [version]
    january = at.replace(year=2027, month=1, day=1)
    assert [row.scheme_version for row in periods.open_due_periods(at=january)] == [coming]


def test_one_month_that_cannot_be_opened_keeps_no_other_from_it(
    cast: Cast, version: SchemeVersion, at: dt.datetime
):
    broken = scheme_of(cast.units["东河镇"], at, name="东河办法")
    SchemeVersion.objects.filter(pk=broken.pk).update(body=broken.body | {"sources": []})
    assert [row.unit.name for row in periods.open_due_periods(at=at)] == ["云溪镇"]
    assert Period.objects.count() == 1


def test_each_is_warned_once_for_yellow_and_once_for_red(cast: Cast, version: SchemeVersion, at: dt.datetime):
    periods.open_due_periods(at=at)
    yellow, red = at.replace(month=12, day=11), at.replace(year=2027, month=1, day=1)
    assert periods.warn_late_periods(at=yellow) == 5
    mark_all_read(cast.user("clerk").pk, at=yellow)
    assert periods.warn_late_periods(at=yellow + dt.timedelta(days=1)) == 0
    assert periods.warn_late_periods(at=red) == 5
    assert periods.warn_late_periods(at=red + dt.timedelta(days=1)) == 0
    assert "红灯" in unread_for(cast.user("clerk").pk).get().text


def test_the_clock_twice_changes_nothing(
    cast: Cast, version: SchemeVersion, capsys: pytest.CaptureFixture[str]
):
    call_command("clock")
    assert "开考评期 1\n" in capsys.readouterr().out
    before = (Period.objects.count(), Message.objects.count())
    call_command("clock")
    said = capsys.readouterr().out
    assert "开考评期 0\n" in said and "逾期通报提醒 0\n" in said
    assert (Period.objects.count(), Message.objects.count()) == before


def test_those_to_be_told_are_found_for_all_villages_at_once(cast: Cast, at: dt.datetime):
    units = [cast.units[name] for name in ("石桥村", "南坡村", "柳湾村", "云溪镇")]
    with CaptureQueriesContext(connection) as queries:
        found = user_ids_by_unit("assessments.view_own", units, on=at.date())
    assert len(queries) == 1
    one_by_one = {unit.pk: user_ids_with("assessments.view_own", unit, on=at.date()) for unit in units}
    assert found == one_by_one
    assert found[cast.units["石桥村"].pk] == [cast.user("village").pk]
    assert found[cast.units["柳湾村"].pk] == []


def test_telling_forty_villages_costs_as_much_as_two(cast: Cast, version: SchemeVersion, at: dt.datetime):
    def count(month: int) -> tuple[int, int]:
        period = periods.open_period(
            cast.units["云溪镇"], year=2026, month=month, scheme_version=version, actor=SYSTEM, at=at
        )
        fire(period, "start", actor=SYSTEM, at=at)
        cells = [
            scores.CellInput(entry.pk, key, "30")
            for entry in period.entries.order_by("id")
            for key in ("1", "2", "@fix")
        ]
        scores.save_cells(period, cells, actor=SYSTEM, at=at)
        results.submit_period(period, actor=SYSTEM, at=at)
        with CaptureQueriesContext(connection) as final:
            results.finalise_period(period, actor=SYSTEM, at=at)
        with CaptureQueriesContext(connection) as out:
            publishing.publish_period(period, actor=SYSTEM, at=at)
        return len(final), len(out)

    few = count(9)
    for number in range(38):
        village = orgs.create_unit(
            cast.units["云溪镇"], kind=UnitKind.VILLAGE, name=f"新村{number}", actor=SYSTEM
        )
        user = User.objects.create_user(f"new{number}", name=f"新{number}")
        person = orgs.add_person(village, name=f"新{number}", actor=SYSTEM, user=user)
        post = orgs.create_post(village, title="书记", role="village", actor=SYSTEM)
        orgs.appoint_person(person, post=post, from_date=LONG_AGO, actor=SYSTEM)
    final, out = count(10)
    # An earlier month is read for comparison now; nothing else is asked more often.
    assert final - few[0] <= 1
    assert out - few[1] <= 1
    assert Message.objects.filter(text__contains="2026年10月考评通报已发").count() == 40
