"""The default duties of requirements §1.10."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.worlds.regulations import JANUARY
from xiangfeng.access.actor import SYSTEM
from xiangfeng.base.errors import Refused
from xiangfeng.duties import actions, rules
from xiangfeng.duties.actions.install import defaults, offered_to
from xiangfeng.duties.models import Duty, DutyKind, Frequency, Occurrence
from xiangfeng.regulations.actions import drafts, life
from xiangfeng.regulations.models import Regulation


def test_the_table_is_whole():
    """Every kind once (but 其他), every rule complete, and the counts of §1.10."""
    assert {one["kind"] for one in defaults()} == set(DutyKind.values) - {"other"}
    for one in defaults():
        duty = Duty(
            frequency=one["frequency"], due_rule=one.get("due_rule", "end"), due_month=one.get("due_month"),
            due_day=one.get("due_day"), is_grace_to_month_end=one.get("grace", False), warn_workdays=one["warn"],
        )  # fmt: skip
        assert rules.problem(duty) is None, one["title"]
    count = {name: sum(one["frequency"] == name for one in defaults()) for name in Frequency.values}
    assert count == {"week": 1, "month": 3, "quarter": 3, "half": 2, "year": 5, "triennial": 1}


def test_only_articles_in_force_get_theirs(town):
    made = actions.install_duties(town.unit, actor=SYSTEM, at=JANUARY)
    assert [duty.kind for duty in made] == ["assessment", "box", "leading_meeting", "mobilisation", "survey"]
    months = Occurrence.objects.filter(duty=made[0], year=2026).order_by("start")
    assert len(months) == 12
    november = months[10]
    assert november.due_on == dt.date(2026, 12, 10) and november.red_on == dt.date(2027, 1, 1)
    assert november.light(dt.date(2026, 12, 11)) == "yellow" and november.light(dt.date(2027, 1, 1)) == "red"


def test_twice_is_harmless_and_what_was_stopped_stays_stopped(town, at):
    first = actions.install_duties(town.unit, actor=SYSTEM, at=JANUARY)
    actions.deactivate_duty(Duty.objects.get(pk=first[0].pk), "不做了", actor=SYSTEM, at=at)
    assert actions.install_duties(town.unit, actor=SYSTEM, at=at) == []
    assert Duty.objects.count() == len(first)


def test_nobody_starts_with_a_wall_of_red(town, at):
    actions.install_duties(town.unit, actor=town.cast.actor("clerk"), at=at)
    assert not Occurrence.objects.filter(due_on__lt=dt.date(2026, 11, 1)).exists()


def test_leaders_do_not_install(town, at):
    with pytest.raises(Refused):
        actions.install_duties(town.unit, actor=town.cast.actor("head"), at=at)


def test_the_shipped_library_carries_them_all(town):
    for row in drafts.install_library(town.cast.units["东河镇"], actor=SYSTEM, at=JANUARY):
        drafts.edit_facts(
            row, revision=row.revision, actor=SYSTEM, at=JANUARY, deliberation="镇党政联席会议第1次会议",
            deliberated_on=dt.date(2026, 1, 1), effective_on=dt.date(2026, 1, 1),
        )  # fmt: skip
        life.submit_regulation(row, actor=SYSTEM, at=JANUARY)
        life.approve_regulation(row, actor=SYSTEM, at=JANUARY, note="没有抵触")
        life.enact_regulation(row, actor=SYSTEM, at=JANUARY)
    unit = town.cast.units["东河镇"]
    assert Regulation.objects.filter(unit=unit).count() == 9
    assert all(not one.hindrance for one in offered_to(unit))
    assert len(actions.install_duties(unit, actor=SYSTEM, at=JANUARY)) == len(defaults())
    assert Occurrence.objects.filter(unit=unit, year=2026).count() == 53 + 3 * 12 + 3 * 4 + 2 * 2 + 5
