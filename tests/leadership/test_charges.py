"""包干: one holder a village or key work on any day; what nobody holds is on a list (A2.2b)."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.cast import LONG_AGO
from xiangfeng.base.errors import Refused
from xiangfeng.leadership.actions.charges import assign_charge, close_work, create_work, end_charge
from xiangfeng.leadership.actions.members import appoint_member
from xiangfeng.leadership.models import Charge, GroupPost
from xiangfeng.leadership.queries import board_of, holders_of

DAY = dt.date(2026, 11, 23)
NEXT = DAY + dt.timedelta(days=1)


@pytest.fixture
def town(cast, at):
    unit = cast.units["云溪镇"]
    for key, post in (("head", GroupPost.CHIEF), ("leader", GroupPost.DEPUTY)):
        appoint_member(
            unit, person=cast.people[key], post=post, from_date=LONG_AGO, actor=cast.actor("clerk"), at=at
        )
    return unit


@pytest.fixture
def who(cast, at):
    return {"actor": cast.actor("clerk"), "at": at}


def test_a_new_holder_ends_the_one_before(cast, town, who):
    village = cast.units["石桥村"]
    assign_charge(town, person=cast.people["head"], target=village, from_date=LONG_AGO, **who)
    assign_charge(town, person=cast.people["leader"], target=village, from_date=DAY, **who)
    assert holders_of(town, on=DAY - dt.timedelta(days=1))[village.pk].person.name == "何正"
    assert holders_of(town, on=DAY)[village.pk].person.name == "林岚"
    assert Charge.objects.on(DAY).count() == 1


def test_what_cannot_be_given(cast, town, who):
    village, person = cast.units["石桥村"], cast.people["leader"]
    with pytest.raises(Refused, match="周敏在2026年11月23日不是云溪镇领导小组成员"):
        assign_charge(town, person=cast.people["director"], target=village, from_date=DAY, **who)
    with pytest.raises(Refused, match="“柳湾村”不在云溪镇下面"):
        assign_charge(town, person=person, target=cast.units["柳湾村"], from_date=DAY, **who)
    with pytest.raises(Refused, match="二者选一"):
        assign_charge(town, person=person, from_date=DAY, **who)
    assign_charge(town, person=person, target=village, from_date=DAY, **who)
    with pytest.raises(Refused, match="林岚从2026年11月23日起包干石桥村，新的包干要从这以后"):
        assign_charge(town, person=cast.people["head"], target=village, from_date=DAY, **who)
    with pytest.raises(Refused, match="林岚已经包干石桥村"):
        assign_charge(town, person=person, target=village, from_date=NEXT, **who)


@pytest.mark.parametrize("key", ["leader", "outsider", "county"])
def test_only_who_keeps_the_group_gives(cast, town, at, key):
    with pytest.raises(Refused, match="您不能改云溪镇的领导小组、分工和包干"):
        assign_charge(
            town, person=cast.people["leader"], target=cast.units["石桥村"], from_date=DAY,
            actor=cast.actor(key), at=at,
        )  # fmt: skip


def test_the_board_puts_what_nobody_holds_first(cast, town, who):
    work = create_work(town, name="集镇秩序整治", year=2026, **who)
    assign_charge(town, person=cast.people["leader"], target=cast.units["石桥村"], from_date=DAY, **who)
    board = board_of(town, on=DAY)
    assert [line.name for line in board.unheld] == ["南坡村", "集镇秩序整治"]
    assert [(load.name, load.count) for load in board.loads] == [("林岚", 1), ("何正", 0)]
    assign_charge(town, person=cast.people["leader"], work=work, from_date=DAY, **who)
    assert [line.name for line in board_of(town, on=DAY).unheld] == ["南坡村"]
    # The day before nobody held anything.
    assert len(board_of(town, on=DAY - dt.timedelta(days=1)).unheld) == 3


def test_ending_puts_the_village_back_on_the_list(cast, town, who):
    village = cast.units["石桥村"]
    charge = assign_charge(town, person=cast.people["leader"], target=village, from_date=LONG_AGO, **who)
    end_charge(charge, to_date=DAY, **who)
    assert village.pk in holders_of(town, on=DAY)
    assert village.pk not in holders_of(town, on=NEXT)
    with pytest.raises(Refused, match="不能往后延"):
        end_charge(charge, to_date=NEXT, **who)


def test_a_closed_work_needs_nobody(cast, town, who):
    work = create_work(town, name="集镇秩序整治", year=2026, **who)
    charge = assign_charge(town, person=cast.people["leader"], work=work, from_date=LONG_AGO, **who)
    close_work(work, **who)
    charge.refresh_from_db()
    assert charge.to_date == DAY
    assert "集镇秩序整治" not in [line.name for line in board_of(town, on=NEXT).unheld]
    with pytest.raises(Refused, match="已经办结了"):
        close_work(work, **who)
    with pytest.raises(Refused, match="已在2026年11月23日办结"):
        assign_charge(town, person=cast.people["head"], work=work, from_date=NEXT, **who)


def test_a_work_is_listed_once_a_year(town, who):
    create_work(town, name="文明实践月", year=2026, **who)
    with pytest.raises(Refused, match="这一年已有同名的重点工作"):
        create_work(town, name=" 文明实践月 ", year=2026, **who)
    assert create_work(town, name="文明实践月", year=2027, **who).pk
