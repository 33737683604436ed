"""The calendar grows from the duties and follows the records."""

from __future__ import annotations

import datetime as dt

import pytest

from xiangfeng.access.actor import SYSTEM
from xiangfeng.base.errors import Refused
from xiangfeng.duties import actions
from xiangfeng.duties.models import Duty, Occurrence, OccurrenceState
from xiangfeng.history.models import Entry
from xiangfeng.regulations.actions import drafts, life, text
from xiangfeng.regulations.outline import ARTICLE, CHAPTER, Piece

D = dt.date


def test_this_and_next_year_at_once(town):
    duty = town.add("A3.1")
    assert Occurrence.objects.filter(duty=duty, year=2026).count() == 4
    assert Occurrence.objects.filter(duty=duty, year=2027).count() == 4
    fourth = town.one(duty, 10)
    assert (fourth.due_on, fourth.red_on) == (D(2026, 12, 31), D(2027, 1, 1))
    assert fourth.warn_on == D(
        2026, 12, 17
    )  # ten working days before, which themselves are not counted from the day
    assert town.one(duty, 1, 2027).warn_on is None  # nobody has entered 2027 yet


def test_growing_twice_writes_nothing(town, at):
    town.add("A3.1")
    before = (Occurrence.objects.count(), Entry.objects.count())
    assert actions.grow_calendar(town.unit, year=2026, actor=SYSTEM, at=at) == 0
    assert (Occurrence.objects.count(), Entry.objects.count()) == before


def test_spans_before_the_first_day_are_not_owed(town, at):
    duty = town.add("A3.1", at=at, from_on=D(2026, 11, 1))
    assert sorted(Occurrence.objects.filter(duty=duty, year=2026).values_list("start", flat=True)) == [
        D(2026, 10, 1)
    ]
    plan = town.add(
        "A3.2", at=at, frequency="year", due_rule="fixed", due_month=1, due_day=31, from_on=D(2026, 11, 1)
    )
    assert not Occurrence.objects.filter(duty=plan, year=2026).exists()  # fell due in January
    assert Occurrence.objects.filter(duty=plan, year=2027).count() == 1


def test_only_who_may_grows(town, at):
    with pytest.raises(Refused, match="不能排"):
        actions.grow_calendar(town.unit, year=2026, actor=town.cast.actor("leader"), at=at)


def test_a_record_fulfils_and_its_going_opens_again(town):
    duty = town.add("A3.1")
    town.done["other"] = [D(2026, 9, 22)]
    assert actions.refresh(town.unit, kinds=["other"], on=D(2026, 9, 22)) == 1
    third = town.one(duty, 7)
    assert (third.state, third.done_on, third.proof_key) == ("fulfilled", D(2026, 9, 22), "record:2026-09-22")
    town.done.clear()
    assert actions.refresh(town.unit, kinds=["other"]) == 1
    third = town.one(duty, 7)
    assert (third.state, third.done_on, third.proof_text) == ("open", None, "")


def test_records_older_than_the_calendar_count(town):
    town.done["other"] = [D(2026, 3, 24)]
    assert town.one(town.add("A3.1"), 1).state == OccurrenceState.FULFILLED


def test_a_duty_needs_a_regulation_in_force(town, at):
    draft = drafts.create_regulation(town.unit, title="试行办法", actor=SYSTEM, at=at, owner="创建办")
    text.replace_text(draft, [Piece(ARTICLE, "试一试。")], revision=draft.revision, actor=SYSTEM, at=at)
    town.articles["X"] = draft.articles.get()
    with pytest.raises(Refused, match="施行以后才能设义务"):
        town.add("X")


def test_another_frequency_leaves_what_has_begun(town, at):
    duty = Duty.objects.get(pk=town.add("A3.1").pk)
    actions.edit_duty(duty, actor=SYSTEM, at=at, frequency="month")
    starts = sorted(
        Occurrence.objects.filter(duty=duty, start__year__lte=2027).values_list("start", flat=True)
    )
    assert starts[:5] == [D(2026, 1, 1), D(2026, 4, 1), D(2026, 7, 1), D(2026, 10, 1), D(2027, 1, 1)]
    assert len(starts) == 4 + 12


def test_another_rule_moves_what_is_to_come(town, at):
    duty = town.add("A3.1")
    actions.edit_duty(duty, actor=SYSTEM, at=at, due_rule="next_day", due_day=10)
    assert town.one(duty, 10).due_on == D(2027, 1, 10)
    assert town.one(duty, 7).due_on == D(2026, 9, 30)  # past
    assert Entry.objects.filter(verb="改义务").count() == 1


def test_stopping_takes_only_what_has_not_begun(town, at):
    duty = town.add("A3.1")
    with pytest.raises(Refused, match="理由"):
        actions.deactivate_duty(duty, " ", actor=SYSTEM, at=at)
    assert actions.deactivate_duty(duty, "县里统一办", actor=town.cast.actor("director"), at=at) == 4
    assert Occurrence.objects.filter(duty=duty).count() == 4
    with pytest.raises(Refused, match="停用"):
        actions.edit_duty(duty, actor=SYSTEM, at=at, title="别的")
    actions.reactivate_duty(duty, actor=SYSTEM, at=at)
    assert Occurrence.objects.filter(duty=duty, year=2027).count() == 4


def test_duties_follow_to_the_next_version(town, at):
    """The article may move and be renumbered; one that is gone ends its duty, and what has begun stays owed."""
    kept, gone = town.add("A3.1"), town.add("A3.2", title="动员会")
    old = town.articles["A3.1"].regulation
    new = drafts.revise_regulation(old, actor=SYSTEM, at=at)
    pieces = [
        Piece(CHAPTER, "新的一章"),
        Piece(ARTICLE, "先说别的。"),
        Piece(ARTICLE, "领导小组会议每季度至少一次。", "A3.1"),
    ]
    text.replace_text(new, pieces, revision=new.revision, actor=SYSTEM, at=at)
    new.refresh_from_db()
    drafts.edit_facts(
        new, revision=new.revision, actor=SYSTEM, at=at, deliberation="镇党政联席会议第9次会议",
        deliberated_on=at.date(), effective_on=at.date(),
    )  # fmt: skip
    life.submit_regulation(new, actor=SYSTEM, at=at)
    life.approve_regulation(new, actor=SYSTEM, at=at, note="没有抵触")
    life.enact_regulation(new, actor=SYSTEM, at=at)
    kept.refresh_from_db()
    gone.refresh_from_db()
    assert kept.article.regulation_id == new.pk and kept.article.requirements == "A3.1" and kept.is_active
    assert not gone.is_active
    assert Occurrence.objects.filter(duty=gone, start__gt=at.date()).count() == 0
    assert Occurrence.objects.filter(duty=gone, year=2026).count() == 4
    assert actions.grow_due_calendars(at=at) == 0


def test_a_repealed_regulation_ends_its_duties_by_the_clock(town, at):
    duty = town.add("A3.1")
    life.repeal_regulation(town.articles["A3.1"].regulation, actor=SYSTEM, at=at, note="不再需要")
    actions.grow_due_calendars(at=at)
    duty.refresh_from_db()
    assert not duty.is_active


def test_what_a_replaced_version_still_binds_to_stays_owed(town, at):
    """Decided in November, in force from January: December is still owed under the old version."""
    duty = town.add("A3.1", frequency="month")
    old = duty.article.regulation
    old.ends_on = D(2026, 12, 31)
    old.save(update_fields=["ends_on"])
    actions.carry_duties(old, None, actor=SYSTEM, at=at)
    left = Occurrence.objects.filter(duty=duty, start__gt=at.date()).values_list("start", flat=True)
    assert list(left) == [D(2026, 12, 1)]
