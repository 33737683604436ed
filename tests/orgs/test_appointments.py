"""Who sat where on which day (A1.1), who may seat whom, and the Actor that follows."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser

from tests.cast import LONG_AGO, Cast
from xiangfeng.access.actor import NOBODY, SYSTEM
from xiangfeng.base.errors import Refused
from xiangfeng.orgs import actions
from xiangfeng.orgs.models import Appointment, Person, Post, Unit
from xiangfeng.orgs.queries import actor_for, appointments_for, people_for, user_ids_with

NEW_YEAR = dt.date(2027, 1, 1)
LAST_DAY = dt.date(2026, 12, 31)


def seat(cast: Cast, key: str) -> Appointment:
    return Appointment.objects.select_related("post__unit", "person").get(person=cast.people[key])


def somebody(unit: Unit, name: str = "新来") -> Person:
    return actions.add_person(unit, name=name, actor=SYSTEM)


def test_the_list_of_any_past_day_can_be_read_back(cast: Cast):
    old, post = seat(cast, "director"), seat(cast, "director").post
    actions.end_appointment(old, to_date=LAST_DAY, actor=SYSTEM)
    new = somebody(cast.units["云溪镇"])
    actions.appoint_person(new, post=post, from_date=NEW_YEAR, actor=SYSTEM, basis="云委〔2026〕30号")

    def directors(day: dt.date) -> list[str]:
        rows = appointments_for(cast.actor("county"), on=day).filter(post=post)
        return [row.person.name for row in rows]

    assert directors(LONG_AGO - dt.timedelta(days=1)) == []
    assert directors(LONG_AGO) == ["周敏"]
    assert directors(LAST_DAY) == ["周敏"]
    assert directors(NEW_YEAR) == ["新来"]
    assert len(appointments_for(cast.actor("county")).filter(post=post)) == 2


def test_rights_begin_and_end_with_the_appointment(cast: Cast):
    user = cast.user("director")
    actions.end_appointment(seat(cast, "director"), to_date=LAST_DAY, actor=SYSTEM)
    assert actor_for(user, on=LONG_AGO - dt.timedelta(days=1)).grants == ()
    assert actor_for(user, on=LAST_DAY).can("assessments.review")
    retired = actor_for(user, on=NEW_YEAR)
    assert not retired.can("assessments.view")
    assert (retired.name, retired.person_id) == ("周敏", None)
    assert user.pk not in user_ids_with("assessments.review", cast.units["云溪镇"], on=NEW_YEAR)


def test_a_unit_out_of_use_gives_no_rights_and_gets_no_messages(cast: Cast):
    actions.edit_unit(cast.units["石桥村"], actor=SYSTEM, is_active=False)
    assert not cast.actor("village").can("assessments.view_own")
    assert user_ids_with("assessments.view_own", cast.units["石桥村"], on=NEW_YEAR) == []


def test_nobody_acts_without_an_account_in_use(cast: Cast):
    assert actor_for(AnonymousUser(), on=NEW_YEAR) is NOBODY
    assert actor_for(None, on=NEW_YEAR) is NOBODY
    user = cast.user("clerk")
    user.is_active = False
    assert actor_for(user, on=NEW_YEAR) is NOBODY


def test_messages_go_to_those_above_and_never_to_the_sibling(cast: Cast):
    ids = user_ids_with("assessments.view_own", cast.units["石桥村"], on=NEW_YEAR)
    assert ids == [cast.user("village").pk]
    managers = user_ids_with("assessments.manage", cast.units["云溪镇"], on=NEW_YEAR)
    assert set(managers) == {cast.user(key).pk for key in ("clerk", "director", "county")}


@pytest.mark.parametrize(
    ("who", "role", "reason"),
    [
        ("clerk", "head", "比您的岗位大"),
        ("clerk", "leader", "比您的岗位大"),
        ("clerk", "director", "比您的岗位大"),
        ("director", "head", "比您的岗位大"),
        ("director", "leader", "比您的岗位大"),
        ("clerk", "system_admin", "只能由系统管理员"),
        ("director", "audit_admin", "只能由系统管理员"),
    ],
)
def test_nobody_hands_out_more_than_they_hold(cast: Cast, who: str, role: str, reason: str):
    actor, town = cast.actor(who), cast.units["云溪镇"]
    with pytest.raises(Refused, match=reason):
        actions.create_post(town, title="新岗位", role=role, actor=actor)
    post = actions.create_post(town, title="空着的岗位", role=role, actor=SYSTEM)
    friend = somebody(town, "朋友")
    with pytest.raises(Refused, match=reason):
        actions.appoint_person(friend, post=post, from_date=LONG_AGO, actor=actor)
    held = actions.appoint_person(friend, post=post, from_date=LONG_AGO, actor=SYSTEM)
    with pytest.raises(Refused, match=reason):
        actions.end_appointment(held, to_date=LAST_DAY, actor=actor)


@pytest.mark.parametrize(
    ("who", "role", "unit"),
    [
        ("clerk", "clerk", "云溪镇"),
        ("clerk", "assessor", "云溪镇"),
        ("clerk", "village", "石桥村"),
        ("clerk", "liaison", "农业站"),
        ("clerk", "supervisor", "云溪镇"),
        ("director", "director", "云溪镇"),
        ("system_admin", "head", "云溪镇"),
        ("system_admin", "security_admin", "某县"),
    ],
)
def test_each_seats_those_below(cast: Cast, who: str, role: str, unit: str):
    post = actions.create_post(cast.units[unit], title="新岗位", role=role, actor=cast.actor(who))
    person = somebody(cast.units[unit])
    held = actions.appoint_person(person, post=post, from_date=LONG_AGO, actor=cast.actor(who))
    assert held.to_date is None


def test_a_right_over_one_township_seats_nobody_in_another(cast: Cast):
    with pytest.raises(Refused, match="您不管“东河镇”"):
        actions.create_post(cast.units["东河镇"], title="干事", role="clerk", actor=cast.actor("clerk"))
    # A system administrator of one township is an ordinary clerk in the other.
    post = actions.create_post(cast.units["东河镇"], title="系统管理员", role="system_admin", actor=SYSTEM)
    actions.appoint_person(cast.people["clerk"], post=post, from_date=LONG_AGO, actor=SYSTEM)
    with pytest.raises(Refused, match="比您的岗位大"):
        actions.create_post(cast.units["云溪镇"], title="副镇长", role="head", actor=cast.actor("clerk"))


def test_nobody_seats_oneself_nor_twice(cast: Cast):
    post = actions.create_post(cast.units["云溪镇"], title="考评员二", role="assessor", actor=SYSTEM)
    with pytest.raises(Refused, match="不能给自己任职"):
        actions.appoint_person(cast.people["clerk"], post=post, from_date=LONG_AGO, actor=cast.actor("clerk"))
    person = somebody(cast.units["云溪镇"])
    actions.appoint_person(person, post=post, from_date=LONG_AGO, to_date=LAST_DAY, actor=cast.actor("clerk"))
    with pytest.raises(Refused, match="已经任考评员二"):
        actions.appoint_person(person, post=post, from_date=LAST_DAY, actor=cast.actor("clerk"))
    again = actions.appoint_person(person, post=post, from_date=NEW_YEAR, actor=cast.actor("clerk"))
    assert again.from_date == NEW_YEAR
    with pytest.raises(Refused, match="止日不能早于"):
        actions.appoint_person(
            somebody(cast.units["云溪镇"]), post=post, from_date=NEW_YEAR, to_date=LAST_DAY, actor=SYSTEM
        )


def test_an_end_is_brought_forward_but_never_put_off(cast: Cast):
    """Else somebody whose time runs out could give themselves more of it, past every check of an appointment."""
    row = seat(cast, "clerk")
    actions.end_appointment(row, to_date=LAST_DAY, actor=cast.actor("clerk"))
    with pytest.raises(Refused, match="2026年12月31日止，不能往后延"):
        actions.end_appointment(row, to_date=NEW_YEAR, actor=cast.actor("clerk"))
    earlier = dt.date(2026, 11, 30)
    assert actions.end_appointment(row, to_date=earlier, actor=SYSTEM).to_date == earlier
    with pytest.raises(Refused, match="止日不能早于"):
        actions.end_appointment(row, to_date=LONG_AGO - dt.timedelta(days=1), actor=SYSTEM)


def test_the_three_administrators_are_three_people(cast: Cast):
    post = Post.objects.get(role="audit_admin")
    with pytest.raises(Refused, match="不能由一个人兼任"):
        actions.appoint_person(cast.people["security_admin"], post=post, from_date=LONG_AGO, actor=SYSTEM)


def test_a_seat_keeps_its_role_and_its_name_is_given_once(cast: Cast):
    post = seat(cast, "assessor").post
    actions.edit_post(post, title=" 考评组长 ", seq=3, actor=cast.actor("clerk"))
    post.refresh_from_db()
    assert (post.title, post.role, post.seq) == ("考评组长", "assessor", 3)
    with pytest.raises(Refused, match="本单位已有同名岗位"):
        actions.edit_post(post, title="镇长", seq=3, actor=cast.actor("clerk"))


def test_people_are_seen_and_moved_within_reach_only(cast: Cast):
    assert "孙河" not in [person.name for person in people_for(cast.actor("clerk"))]
    with pytest.raises(Refused, match="您不管“东河镇”"):
        actions.edit_person(cast.people["assessor"], actor=cast.actor("clerk"), unit=cast.units["东河镇"])
    with pytest.raises(Refused, match="您不管“东河镇”"):
        actions.edit_person(cast.people["outsider"], actor=cast.actor("clerk"), name="改名")
