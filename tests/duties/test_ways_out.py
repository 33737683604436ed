"""免办 and 并入: who, with what, and back."""

from __future__ import annotations

import datetime as dt

import pytest

from xiangfeng.access.actor import SYSTEM
from xiangfeng.base.errors import Refused, Stale
from xiangfeng.duties import actions
from xiangfeng.duties.models import Occurrence, OccurrenceState
from xiangfeng.history.queries import entries_for

D = dt.date
WHY = ("换届年份", "县委办通知〔2026〕8号")


@pytest.fixture
def pair(town):
    """The fourth quarter of two meetings."""
    return town.one(town.add("A3.1"), 10), town.one(town.add("A3.2", title="动员推进会"), 10)


def test_a_leader_exempts_with_reason_and_basis(town, pair, at):
    leader = town.cast.actor("leader")
    for reason, basis in (("", "依据"), ("理由", " ")):
        with pytest.raises(Refused, match="理由和依据"):
            actions.exempt_occurrence(pair[0], reason, basis, actor=leader, at=at)
    actions.exempt_occurrence(pair[0], *WHY, actor=leader, at=at)
    row = Occurrence.objects.get(pk=pair[0].pk)
    assert (row.state, row.decided_by, row.decided_on) == ("exempt", "林岚", at.date())
    assert row.light(D(2027, 2, 1)) == "exempt"
    assert entries_for(row).get().note == "理由：换届年份；依据：县委办通知〔2026〕8号"


@pytest.mark.parametrize("key", ["clerk", "director", "county", "village"])
def test_nobody_else_does(town, pair, at, key):
    with pytest.raises(Refused, match="主要负责人或分管领导"):
        actions.exempt_occurrence(pair[0], *WHY, actor=town.cast.actor(key), at=at)
    with pytest.raises(Refused, match="主要负责人或分管领导"):
        actions.merge_occurrence(pair[0], pair[1], *WHY, actor=town.cast.actor(key), at=at)


def test_what_is_done_is_not_exempted(town, pair, at):
    town.done["other"] = [D(2026, 10, 20)]
    actions.refresh(town.unit)
    row = town.one(pair[0].duty, 10)
    with pytest.raises(Refused, match="已经做到"):
        actions.exempt_occurrence(row, *WHY, actor=SYSTEM, at=at)


def test_the_second_of_two_is_told(town, pair, at):
    twin = town.one(pair[0].duty, 10)
    actions.exempt_occurrence(pair[0], *WHY, actor=SYSTEM, at=at)
    with pytest.raises(Stale):
        actions.exempt_occurrence(twin, *WHY, actor=SYSTEM, at=at)


def test_a_merged_one_has_the_light_of_the_other(town, pair, at):
    one, other = pair
    actions.merge_occurrence(one, other, "两会合开", "减负", actor=SYSTEM, at=at)
    assert town.one(one.duty, 10).light(D(2027, 1, 1)) == "red"
    Occurrence.objects.filter(pk=other.pk).update(state="fulfilled", done_on=D(2026, 12, 20), proof_key="x:1")
    assert town.one(one.duty, 10).light(D(2027, 1, 1)) == "green"


def test_no_merging_into_itself_in_circles_or_across_time(town, pair, at):
    one, other = pair
    with pytest.raises(Refused, match="它自己"):
        actions.merge_occurrence(one, one, *WHY, actor=SYSTEM, at=at)
    with pytest.raises(Refused, match="不在同一段时间"):
        actions.merge_occurrence(one, town.one(other.duty, 7), *WHY, actor=SYSTEM, at=at)
    actions.merge_occurrence(one, other, *WHY, actor=SYSTEM, at=at)
    one, other = town.one(one.duty, 10), town.one(other.duty, 10)
    with pytest.raises(Refused, match="有别的义务并入了这一期"):
        actions.exempt_occurrence(other, *WHY, actor=SYSTEM, at=at)
    with pytest.raises(Refused, match="有别的义务并入了这一期"):
        actions.merge_occurrence(other, one, *WHY, actor=SYSTEM, at=at)
    third = town.one(town.add("A4.3b", title="问卷"), 10)
    with pytest.raises(Refused, match="自己已经并入"):
        actions.merge_occurrence(third, one, *WHY, actor=SYSTEM, at=at)


def test_taking_it_back_counts_the_record_at_once(town, pair, at):
    actions.exempt_occurrence(pair[0], *WHY, actor=SYSTEM, at=at)
    town.done["other"] = [D(2026, 11, 3)]
    assert actions.refresh(town.unit, year=2026) == 1  # the other one only: 免办 is a person's decision
    row = town.one(pair[0].duty, 10)
    with pytest.raises(Refused, match="理由"):
        actions.restore_occurrence(row, "", actor=town.cast.actor("head"), at=at)
    actions.restore_occurrence(row, "会还是开了", actor=town.cast.actor("head"), at=at)
    row = Occurrence.objects.get(pk=row.pk)
    assert (row.state, row.reason, row.decided_on) == (OccurrenceState.FULFILLED, "", None)
    with pytest.raises(Refused, match="没有免办或并入可撤回"):
        actions.restore_occurrence(row, "再来", actor=SYSTEM, at=at)


def test_a_record_that_arrives_meanwhile_does_not_undo_a_decision(town, pair, at):
    """Refresh has read the row as open; the leader decides; refresh writes: the decision stays."""
    from xiangfeng.duties.actions.settling import settle

    read = town.one(pair[0].duty, 10)
    actions.exempt_occurrence(pair[0], *WHY, actor=SYSTEM, at=at)
    town.done["other"] = [D(2026, 11, 3)]
    settle([read])
    assert Occurrence.objects.get(pk=read.pk).state == OccurrenceState.EXEMPT
