"""What a phone sends is done once, in whatever order it comes; nobody overwrites anybody in silence (point 3 of the issue)."""

from __future__ import annotations

import uuid

import pytest

from tests.inspections.field import ITEMS, Phone, issue
from xiangfeng.base.errors import Refused, Stale
from xiangfeng.findings.models import Finding
from xiangfeng.inspections.actions.filling import fill_answer, reopen_visit
from xiangfeng.inspections.actions.running import cancel_inspection, restore_visit, strike_visit
from xiangfeng.inspections.actions.sending import receive
from xiangfeng.inspections.actions.settling import settle_clash
from xiangfeng.inspections.models import Answer, Clash, Inspection, Receipt, VisitState


@pytest.fixture
def visits(cast, sites, at):
    return issue(cast, sites[:2], at)


@pytest.fixture
def visit(visits):
    return visits[0]


@pytest.fixture
def phone(cast, at):
    return Phone(cast.actor("assessor"), at)


@pytest.fixture
def other(cast, at):
    return Phone(cast.actor("clerk"), at)


def text(visit, code):
    row = Answer.objects.get(visit=visit, item=code)
    return row.verdict, row.count, row.note


def test_the_same_operation_is_done_once_and_answered_the_same(visit, phone):
    op = phone.filled(visit, "road", "bad", count=2)
    first, second = phone.told(op, op)
    assert first == second == phone.told(op)[0]
    assert first["answer"]["revision"] == 1
    assert Answer.objects.get().points == 1
    assert Receipt.objects.count() == 1


def test_an_earlier_turn_never_overwrites_a_later_one(visit, phone):
    early, late = phone.filled(visit, "road", "bad", count=3), phone.filled(visit, "road", "bad", count=4)
    assert phone.send(late, early) == ["done", "done"]
    assert text(visit, "road") == ("bad", 4, "")


def test_one_phone_may_change_its_own_mind_without_having_heard_back(visit, phone):
    assert phone.send(phone.filled(visit, "road"), phone.filled(visit, "road", "bad", seen=0)) == ["done"] * 2
    assert text(visit, "road")[0] == "bad"
    assert Answer.objects.get().revision == 2


def test_two_phones_clash_and_both_texts_are_kept(visit, phone, other, cast, at):
    phone.send(phone.filled(visit, "road", "bad", count=2))
    (told,) = other.told(other.filled(visit, "road", "bad", count=5, note="沿路都是"))
    assert told["result"] == "clash"
    assert text(visit, "road") == ("bad", 2, "")
    clash = Clash.objects.get()
    assert (clash.stands["count"], clash.other["count"], clash.by) == (2, 5, "陈晓")
    settle = {
        "key": str(uuid.uuid4()),
        "kind": "settle",
        "visit": str(visit.key),
        "clash": clash.pk,
        "take_other": True,
    }
    assert other.send(settle, settle) == ["done", "done"]
    assert text(visit, "road") == ("bad", 5, "沿路都是")
    with pytest.raises(Stale, match="已经由别人选定"):
        settle_clash(clash, take_other=False, actor=cast.actor("clerk"), at=at)


def test_who_has_seen_the_others_answer_may_change_it(visit, phone, other):
    phone.send(phone.filled(visit, "road", "bad", count=2))
    assert other.send(other.filled(visit, "road", seen=1)) == ["done"]
    assert phone.send(phone.filled(visit, "road", "bad", count=3)) == ["clash"]
    assert text(visit, "road")[0] == "ok"


def test_saying_the_same_is_no_clash(visit, phone, other):
    assert phone.send(phone.filled(visit, "road", "bad", count=2)) == ["done"]
    assert other.send(other.filled(visit, "road", "bad", count=2)) == ["done"]
    assert not Clash.objects.exists()


def test_handing_in_waits_for_what_it_lists_and_leaves_no_trace_till_then(visit, phone):
    ops = [phone.filled(visit, code) for code in ITEMS]
    hand_in = phone.finished(visit, answers={op["item"]: op["turn"] for op in ops})
    assert phone.told(hand_in)[0]["reason"] == "还有填好的没有传到"
    assert phone.send(*ops, hand_in | {"photos": [str(uuid.uuid4())]}) == ["done"] * 4 + ["waiting"]
    assert phone.send(hand_in, hand_in) == ["done", "done"]
    visit.refresh_from_db()
    assert (visit.state, visit.score, visit.full) == (VisitState.HANDED_IN, 20, 20)


def test_handing_in_waits_until_a_clash_is_settled(visit, phone, other, cast, at):
    phone.send(*(phone.filled(visit, code) for code in ITEMS))
    other.send(other.filled(visit, "road", "bad", count=5))
    hand_in = phone.finished(visit)
    assert "两人填得不一样" in phone.told(hand_in)[0]["reason"]
    settle_clash(Clash.objects.get(), take_other=False, actor=cast.actor("clerk"), at=at)
    assert phone.send(hand_in) == ["done"]


def test_what_comes_after_somebody_else_handed_in_is_kept_as_a_clash(visit, phone, other):
    phone.send(*(phone.filled(visit, code) for code in ITEMS), phone.finished(visit))
    assert other.send(other.filled(visit, "road"), other.filled(visit, "waste", "bad")) == ["done", "clash"]
    assert Clash.objects.get().item == "waste"
    assert text(visit, "waste")[0] == "ok"
    (told,) = other.told(other.finished(visit))
    assert (told["result"], told["reason"]) == ("refused", "这张表已经交过了")


def test_a_refusal_is_said_and_remembered_and_stops_nothing_else(visit, phone, cast, at):
    strange, gone = (
        phone.filled(visit, "strange"),
        {**phone.filled(visit, "road"), "visit": str(uuid.uuid4())},
    )
    broken = {"key": "x", "kind": "answer"}
    assert phone.send(strange, gone, broken, phone.filled(visit, "road")) == ["refused"] * 3 + ["done"]
    assert "没有这一项" in phone.told(strange)[0]["reason"]
    strike_visit(visit, reason="路不通", actor=cast.actor("clerk"), at=at)
    assert "路不通" in phone.told(phone.filled(visit, "waste"))[0]["reason"]
    with pytest.raises(Refused, match="最多送 200 项"):
        receive([{}] * 201, device="d", actor=phone.actor, at=at)


def test_only_the_party_and_the_office_fill_and_nobody_at_home(visits, cast, at, phone):
    visit = visits[0]
    for who, words in (("village", "不能检查"), ("leader", "不在这个点位的检查组"), ("outsider", "不能检查")):
        told = Phone(cast.actor(who), at).told(phone.filled(visit, "road"))[0]
        assert told["result"] == "refused"
        assert words in told["reason"]
    visit.party.members.add(cast.people["leader"])
    assert Phone(cast.actor("leader"), at).send(phone.filled(visit, "road")) == ["done"]
    assert Phone(cast.actor("director"), at).send(phone.filled(visit, "waste")) == ["done"]
    visit.site.unit = cast.units["云溪镇"]
    visit.site.code = "900"
    visit.site.save()
    assert "要回避" in phone.told(phone.filled(visit, "ditch"))[0]["reason"]


def test_handing_in_again_after_reopening_updates_and_does_not_double(visit, phone, cast, at):
    bad = (
        phone.filled(visit, "road", "bad", count=2),
        phone.filled(visit, "waste", "bad", count=1, note="桶满了"),
    )
    phone.send(*bad, phone.filled(visit, "ditch"), phone.filled(visit, "board", "bad"), phone.finished(visit))
    visit.refresh_from_db()
    assert visit.score == 20 - 1 - 0.5 - 5
    first = {row.item_code: row for row in Finding.objects.order_by("id")}
    assert {code: (row.count, row.points, row.lead_id) for code, row in first.items()} == {
        "road": (2, 1, visit.site.unit_id),
        "waste": (1, 0.5, visit.site.unit_id),
        "board": (1, 5, visit.site.unit_id),
    }
    with pytest.raises(Refused, match="已经交了"):
        fill_answer(visit, "road", verdict="ok", actor=cast.actor("clerk"), at=at)
    reopen_visit(visit, reason="数错了", actor=cast.actor("clerk"), at=at)
    assert visit.site.last_score is None
    again = phone.filled(visit, "road", "bad", count=3), phone.filled(visit, "board")
    assert phone.send(*again, phone.finished(visit)) == ["done"] * 3
    rows = Finding.objects.exclude(state="void")
    assert {(row.pk, row.item_code, row.count) for row in rows.order_by("id")} == {
        (first["road"].pk, "road", 3),
        (first["waste"].pk, "waste", 1),
    }
    visit.site.refresh_from_db()
    assert visit.site.last_score == 18


def test_a_form_that_is_opened_again_and_struck_has_found_nothing(visit, phone, cast, at):
    clerk = cast.actor("clerk")
    filled = [phone.filled(visit, code) for code in ("waste", "ditch", "board")]
    phone.send(phone.filled(visit, "road", "bad", count=2), *filled, phone.finished(visit))
    visit.refresh_from_db()
    reopen_visit(visit, reason="走错了地方", actor=clerk, at=at)
    assert visit.score is None and Finding.objects.get().state == "recorded"
    strike_visit(visit, reason="不是这里", actor=clerk, at=at)
    finding = Finding.objects.get()
    assert (finding.state, finding.reason) == ("void", "这个点位不查了：不是这里")
    restore_visit(visit, actor=clerk, at=at)
    assert phone.send(phone.finished(visit)) == ["done"]
    assert Finding.objects.exclude(state="void").get().count == 2
    visit.refresh_from_db()
    reopen_visit(visit, reason="数错了", actor=clerk, at=at)
    cancel_inspection(Inspection.objects.get(pk=visit.inspection_id), reason="重新组织", actor=clerk, at=at)
    assert not Finding.objects.exclude(state="void").exists()


def test_a_form_that_may_not_be_handed_in_does_not_wait_for_ever(visits, phone, cast, at):
    visit = visits[0]
    stranger = Phone(cast.actor("leader"), at)
    told = stranger.told(stranger.finished(visit, answers={"road": 1}))[0]
    assert (told["result"], told["reason"]) == ("refused", "您不在这个点位的检查组里，不能填这张表")
    strike_visit(visit, reason="修路", actor=cast.actor("clerk"), at=at)
    told = phone.told(phone.finished(visit, answers={"road": 1}))[0]
    assert (told["result"], told["reason"]) == ("refused", "这个点位不查了：修路")
