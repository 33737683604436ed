"""The leading group: exactly one 组长, at least one 分管, any past day readable, four fields or no 分工 (A1.1, A2.1)."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.cast import LONG_AGO
from xiangfeng.access.actor import SYSTEM
from xiangfeng.base.errors import Refused, Stale
from xiangfeng.history.queries import entries_for
from xiangfeng.leadership.actions.charges import assign_charge
from xiangfeng.leadership.actions.members import appoint_member, edit_member, end_member, replace_member
from xiangfeng.leadership.completeness import check
from xiangfeng.leadership.models import Charge, GroupPost, Member
from xiangfeng.leadership.queries import holders_of, members_of, turning_days

DAY = dt.date(2026, 11, 23)


@pytest.fixture
def town(cast):
    return cast.units["云溪镇"]


@pytest.fixture
def seat(cast, town, at):
    def make(key, post=GroupPost.MEMBER, **fields):
        fields = {"from_date": LONG_AGO, "actor": cast.actor("clerk"), "at": at} | fields
        return appoint_member(fields.pop("unit", town), person=cast.people[key], post=post, **fields)

    return make


def test_a_group_is_complete_with_one_chief_and_a_deputy():
    assert check([("chief", "何正"), ("deputy", "林岚")]).is_complete
    assert check([("chief", "何正"), ("deputy", "林岚"), ("deputy", "唐波"), ("member", "赵")]).is_complete
    assert check([("deputy", "林岚")]).problems == ("没有组长，要恰好 1 名",)
    assert check([("chief", "何正")]).problems == ("没有分管，要至少 1 名副组长（分管）",)
    assert "组长有 2 名（何正、林岚）" in check([("chief", "何正"), ("chief", "林岚")]).problems[0]
    assert len(check([]).problems) == 2


def test_a_second_chief_in_the_same_days_is_refused(seat):
    seat("head", GroupPost.CHIEF)
    with pytest.raises(
        Refused, match="组长只能有 1 名：何正从2020年1月1日起是组长。换人请在何正那一行用“换届”"
    ):
        seat("leader", GroupPost.CHIEF, from_date=DAY)
    assert Member.objects.count() == 1


def test_a_second_chief_by_editing_is_refused(cast, seat, at):
    seat("head", GroupPost.CHIEF)
    deputy = seat("leader", GroupPost.DEPUTY)
    with pytest.raises(Refused, match="组长只能有 1 名"):
        edit_member(deputy, revision=0, post=GroupPost.CHIEF, actor=cast.actor("clerk"), at=at)
    assert Member.objects.get(pk=deputy.pk).post == GroupPost.DEPUTY


def test_chiefs_may_follow_one_another(seat, town):
    seat("head", GroupPost.CHIEF, to_date=dt.date(2026, 6, 30))
    seat("leader", GroupPost.CHIEF, from_date=dt.date(2026, 7, 1))
    assert [one.person.name for one in members_of(town, on=dt.date(2026, 6, 30))] == ["何正"]
    assert [one.person.name for one in members_of(town, on=dt.date(2026, 7, 1))] == ["林岚"]
    assert turning_days(town) == [dt.date(2026, 7, 1), LONG_AGO]


def test_nobody_sits_twice_in_the_same_days(seat):
    seat("leader", GroupPost.DEPUTY)
    with pytest.raises(Refused, match="林岚在这段时间已是副组长（分管）"):
        seat("leader", GroupPost.MEMBER, from_date=DAY)


def test_people_of_elsewhere_are_refused(seat, cast):
    with pytest.raises(Refused, match="孙河不是云溪镇及下属单位的人"):
        seat("outsider")
    with pytest.raises(Refused, match="“柳湾村”不在云溪镇下面"):
        seat("liaison", represents=cast.units["柳湾村"])


@pytest.mark.parametrize("key", ["leader", "county", "outsider", "village"])
def test_who_does_not_keep_the_group_is_refused(cast, seat, key):
    with pytest.raises(Refused, match="您不能改云溪镇的领导小组"):
        seat("head", GroupPost.CHIEF, actor=cast.actor(key))


def test_the_division_is_in_force_only_with_all_four_fields(cast, seat, at):
    member = seat("leader", GroupPost.DEPUTY, division="抓督查", duty="每月一次")
    assert not member.is_divided
    assert member.missing == ("责任", "奖惩")
    edit_member(member, revision=0, liability="  ", actor=cast.actor("clerk"), at=at)
    assert member.missing == ("责任", "奖惩")
    edit_member(member, revision=1, liability="负分管责任", reward="按办法", actor=cast.actor("clerk"), at=at)
    assert Member.objects.get(pk=member.pk).is_divided


def test_the_second_of_two_editors_is_told(cast, seat, at):
    member = seat("leader", GroupPost.DEPUTY)
    twin = Member.objects.get(pk=member.pk)
    edit_member(member, revision=0, division="抓督查", actor=cast.actor("clerk"), at=at)
    with pytest.raises(Stale, match="刚被别人改过"):
        edit_member(twin, revision=0, division="抓宣传", actor=cast.actor("director"), at=at)
    assert Member.objects.get(pk=member.pk).division == "抓督查"


def test_changes_are_on_record_with_both_values(cast, seat, at):
    member = seat("leader", GroupPost.DEPUTY, division="抓督查")
    edit_member(member, revision=0, division="抓宣传", actor=cast.actor("clerk"), at=at)
    last = entries_for(member).last()
    assert (last.verb, last.actor_name) == ("修改领导小组成员", "陈晓")
    assert (last.before, last.after) == ({"分工": "抓督查"}, {"分工": "抓宣传"})


def test_ending_the_only_chief_needs_a_plain_yes(cast, seat, at, town):
    chief = seat("head", GroupPost.CHIEF)
    who = {"actor": cast.actor("clerk"), "at": at}
    with pytest.raises(Refused, match="2026年11月24日起，云溪镇领导小组就没有组长了。有人接任请用“换届”"):
        end_member(chief, to_date=DAY, **who)
    assert Member.objects.get(pk=chief.pk).to_date is None
    end_member(Member.objects.get(pk=chief.pk), to_date=DAY, accepts_gap=True, **who)
    assert list(members_of(town, on=DAY + dt.timedelta(days=1))) == []
    assert [one.pk for one in members_of(town, on=DAY)] == [chief.pk]


def test_one_of_two_deputies_ends_without_a_warning_the_last_does_not(cast, seat, at):
    first, second = seat("leader", GroupPost.DEPUTY), seat("director", GroupPost.DEPUTY)
    who = {"actor": cast.actor("clerk"), "at": at}
    end_member(first, to_date=DAY, **who)
    with pytest.raises(Refused, match="就没有分管了"):
        end_member(second, to_date=DAY, **who)


def test_an_end_is_never_put_off_nor_before_the_start(cast, seat, at):
    member = seat("director", from_date=dt.date(2026, 1, 1), to_date=DAY)
    who = {"actor": cast.actor("clerk"), "at": at}
    with pytest.raises(Refused, match="不能往后延"):
        end_member(member, to_date=DAY + dt.timedelta(days=1), **who)
    with pytest.raises(Refused, match="止日不能早于起日"):
        end_member(member, to_date=dt.date(2025, 12, 31), **who)


def test_what_somebody_holds_ends_with_the_seat(cast, seat, at, town):
    member = seat("director")
    village = cast.units["石桥村"]
    who = {"actor": cast.actor("clerk"), "at": at}
    assign_charge(town, person=member.person, target=village, from_date=LONG_AGO, **who)
    end_member(member, to_date=DAY, **who)
    assert set(holders_of(town, on=DAY)) == {village.pk}
    assert holders_of(town, on=DAY + dt.timedelta(days=1)) == {}


def test_handing_over_is_one_step(cast, seat, at, town):
    chief = seat(
        "head",
        GroupPost.CHIEF,
        division="总负责",
        duty="调度",
        liability="第一责任",
        reward="按办法",
        title="镇长",
    )
    village = cast.units["石桥村"]
    who = {"actor": cast.actor("clerk"), "at": at}
    assign_charge(town, person=chief.person, target=village, from_date=LONG_AGO, **who)
    new = replace_member(
        chief, person=cast.people["director"], on=DAY, title="镇长", basis="云党发〔2026〕9号", **who
    )
    before, after = members_of(town, on=DAY - dt.timedelta(days=1)), members_of(town, on=DAY)
    assert [one.person.name for one in before] == ["何正"]
    assert [one.person.name for one in after] == ["周敏"]
    assert new.is_divided
    assert new.post == GroupPost.CHIEF
    assert holders_of(town, on=DAY)[village.pk].person == cast.people["director"]
    assert holders_of(town, on=DAY - dt.timedelta(days=1))[village.pk].person == cast.people["head"]


def test_a_failed_handing_over_ends_nothing(cast, seat, at):
    chief = seat("head", GroupPost.CHIEF)
    seat("leader", GroupPost.DEPUTY)
    who = {"actor": cast.actor("clerk"), "at": at}
    with pytest.raises(Refused, match="林岚在这段时间已是"):
        replace_member(chief, person=cast.people["leader"], on=DAY, **who)
    assert Member.objects.get(pk=chief.pk).to_date is None
    chief.refresh_from_db()
    with pytest.raises(Refused, match="接任日期要在这以后"):
        replace_member(chief, person=cast.people["director"], on=LONG_AGO, **who)
    with pytest.raises(Refused, match="接任的还是何正"):
        replace_member(chief, person=cast.people["head"], on=DAY, **who)


def test_a_handing_over_may_leave_the_villages_behind(cast, seat, at, town):
    member = seat("director")
    who = {"actor": cast.actor("clerk"), "at": at}
    assign_charge(town, person=member.person, target=cast.units["石桥村"], from_date=LONG_AGO, **who)
    replace_member(member, person=cast.people["liaison"], on=DAY, takes_charges=False, **who)
    assert Charge.objects.on(DAY).count() == 0


def test_the_system_may_seat_from_the_clock(cast, town, at):
    assert appoint_member(
        town, person=cast.people["head"], post=GroupPost.CHIEF, from_date=DAY, actor=SYSTEM, at=at
    ).pk
