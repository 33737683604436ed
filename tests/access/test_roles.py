"""One table says who may do what; the Actor reads it and nothing else."""

from __future__ import annotations

import dataclasses

import pytest

from xiangfeng.access.actor import NOBODY, SYSTEM, Actor, Grant
from xiangfeng.access.roles import CAPABILITIES, OF_THE_ASSESSED, ROLES
from xiangfeng.access.scope import may

COUNTY, TOWN, VILLAGE, OTHER = "00001", "0000100002", "000010000200003", "0000100009"


def actor(*grants: tuple[str, str]) -> Actor:
    return Actor(user_id=1, name="某人", grants=tuple(Grant(role, path, 0) for role, path in grants))


def test_every_capability_is_given_to_some_role():
    given = frozenset().union(*(role.capabilities for role in ROLES.values()))
    assert given == set(CAPABILITIES)


def test_the_three_administrators_hold_no_right_over_the_work_and_none_of_each_other():
    three = [ROLES[key].capabilities for key in ("system_admin", "security_admin", "audit_admin")]
    assert not any(word.startswith("assessments.") for held in three for word in held)
    shared = {word for n, held in enumerate(three) for other in three[n + 1 :] for word in held & other}
    assert shared == {"orgs.view"}


def test_whoever_scores_is_not_whoever_objects():
    for key, role in ROLES.items():
        assert not (
            {"assessments.score", "assessments.answer"} & role.capabilities
            and OF_THE_ASSESSED & role.capabilities
        ), key


def test_an_actor_without_a_grant_can_nothing():
    assert not any(NOBODY.can(word) for word in CAPABILITIES)
    assert NOBODY.reach("assessments.view") == ()
    assert NOBODY.home is None


def test_the_system_can_everything():
    assert all(SYSTEM.can(word) and may(SYSTEM, word) for word in CAPABILITIES)


def test_reach_names_the_topmost_units_once():
    both = actor(("clerk", VILLAGE), ("clerk", TOWN), ("clerk", OTHER))
    assert both.reach("assessments.score") == (TOWN, OTHER)
    assert both.reach("assessments.issue") == ()


def test_a_right_counts_only_where_its_own_role_sits():
    mixed = actor(("member", COUNTY), ("clerk", TOWN))
    assert mixed.reach("assessments.view") == (COUNTY,)
    assert mixed.reach("assessments.score") == (TOWN,)
    assert "assessments.score" in mixed.capabilities_on(VILLAGE)
    assert "assessments.score" not in mixed.capabilities_on(OTHER)
    assert mixed.has_role("clerk", VILLAGE)
    assert not mixed.has_role("clerk", COUNTY)


def test_home_is_the_unit_highest_in_the_tree():
    home = actor(("village", VILLAGE), ("clerk", TOWN)).home
    assert home is not None
    assert home.path == TOWN


def test_an_actor_cannot_be_given_more_afterwards():
    someone = actor(("village", VILLAGE))
    with pytest.raises(dataclasses.FrozenInstanceError):
        someone.grants = (Grant("head", COUNTY, 0),)  # type: ignore[misc]


def test_the_post_that_signs_is_the_nearest_that_holds_the_right():
    posts = (
        Grant("head", COUNTY, 0, "县长"),
        Grant("head", TOWN, 0, "镇长"),
        Grant("clerk", TOWN, 0, "创建办干事"),
        Grant("village", VILLAGE, 0, "村书记"),
    )
    who = Actor(user_id=1, name="某人", grants=posts)
    assert who.post_for("advice.instruct", VILLAGE) == "镇长"
    assert who.post_for("advice.submit", TOWN) == "创建办干事"
    assert who.post_for("advice.instruct", OTHER) == "县长"
    assert who.post_for("advice.instruct", "00002") == ""
