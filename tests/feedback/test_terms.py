"""延期, 催办 and the clock."""

from __future__ import annotations

import datetime as dt

import pytest

from xiangfeng.base.errors import Refused, Stale
from xiangfeng.calendars.actions import seed_years
from xiangfeng.feedback.actions import Sender, register_report
from xiangfeng.feedback.actions.accepting import accept_report, refuse_report
from xiangfeng.feedback.actions.answering import close_report, reply_report
from xiangfeng.feedback.actions.clock import close_unrated, forget_senders, run_clock, urge_late
from xiangfeng.feedback.actions.dispatching import dispatch_report, keep_report, sign_report
from xiangfeng.feedback.actions.extending import ask_extension, decide_extension, urge_report
from xiangfeng.feedback.actions.grouping import merge_report
from xiangfeng.feedback.actions.suggesting import set_adoption
from xiangfeng.feedback.models import Contact, Report, Step
from xiangfeng.feedback.queries import waiting_for
from xiangfeng.notifications.models import Message


@pytest.fixture
def who(cast, at):
    return {"actor": cast.actor("clerk"), "at": at}


@pytest.fixture
def leader(cast, at):
    return {"actor": cast.actor("leader"), "at": at}


@pytest.fixture
def village(cast, at):
    return {"actor": cast.actor("village"), "at": at}


@pytest.fixture
def take(cast, at):
    def make(**more):
        given = {"text": "沟堵了", "channel": "web", "kind": "complaint", "at": at, **more}
        return register_report(cast.units["云溪镇"], **given).report

    return make


@pytest.fixture
def sent(take, cast, who):
    def make(**more):
        row = take(**more)
        accept_report(row, kind=row.kind, **who)
        dispatch_report(row, handler=cast.units["石桥村"], brief="沟堵", **who)
        return row

    return make


def told(cast, seat):
    return list(Message.objects.filter(user=cast.user(seat)).order_by("pk").values_list("text", flat=True))


def test_more_time_is_asked_once_and_the_sender_reads_until_when_and_why(sent, cast, village, leader, at):
    seed_years()
    row = sent()
    sign_report(row, **village)
    wanted = dt.date(2026, 12, 14)
    assert row.due_on == dt.date(2026, 12, 7)
    for day, reason, words in (
        (row.due_on, "等配件", "晚于"), (dt.date(2026, 12, 22), "等配件", "最迟延到12月21日"), (wanted, " ", "理由"),
    ):  # fmt: skip
        with pytest.raises(Refused, match=words):
            ask_extension(row, wanted_on=day, reason=reason, **village)
    ask_extension(row, wanted_on=wanted, reason="清淤车要从县里调", **village)
    with pytest.raises(Refused, match="只能延期一次"):
        ask_extension(row, wanted_on=wanted, reason="再等", **village)
    waits = [tuple(line) for branch in waiting_for(leader["actor"], today=at.date()) for line in branch]
    assert [(line[0], line[1], line[6]) for line in waits] == [("feedback.extension", row.pk, "2026-12-14")]
    with pytest.raises(Refused, match="分管领导"):
        decide_extension(row, grants=True, **village)
    decide_extension(row, grants=True, **leader)
    with pytest.raises(Stale):
        decide_extension(row, grants=True, **leader)
    row.refresh_from_db()
    assert (row.due_on, row.first_due_on) == (wanted, dt.date(2026, 12, 7))
    public = row.steps.filter(is_public=True, title="办理延期").get()
    assert public.text == "期限延到12月14日，因为：清淤车要从县里调"
    assert any("延到12月14日" in text for text in told(cast, "village"))


def test_a_refused_extension_needs_a_reason_and_may_be_asked_again(sent, village, leader):
    row = sent()
    ask_extension(row, wanted_on=row.due_on + dt.timedelta(days=2), reason="人手少", **village)
    with pytest.raises(Refused, match="理由"):
        decide_extension(row, grants=False, **leader)
    decide_extension(row, grants=False, answer="抽调人手", **leader)
    assert not row.steps.filter(is_public=True, text__contains="人手").exists()
    ask_extension(row, wanted_on=row.due_on + dt.timedelta(days=1), reason="下雨", **village)


def test_late_is_too_late_to_ask_and_12345_sets_the_last_day(sent, cast, village, at):
    row = sent(channel="upper", upper_number="A1", upper_due_on=dt.date(2026, 12, 1))
    with pytest.raises(Refused, match="向12345申请"):
        ask_extension(row, wanted_on=dt.date(2026, 12, 2), reason="下雨", **village)
    row = sent()
    late = dt.datetime.combine(row.due_on + dt.timedelta(days=1), dt.time(9), tzinfo=at.tzinfo)
    with pytest.raises(Refused, match="已经过了"):
        ask_extension(
            row, wanted_on=row.due_on + dt.timedelta(days=5), reason="下雨", actor=village["actor"], at=late
        )
    with pytest.raises(Refused, match="承办单位"):
        ask_extension(row, wanted_on=row.due_on, reason="下雨", actor=cast.actor("sibling"), at=at)


def test_urging_by_hand_once_a_day(sent, take, cast, who, village):
    row = sent()
    with pytest.raises(Refused, match="受理单位"):
        urge_report(row, **village)
    urge_report(row, **who)
    with pytest.raises(Refused, match="今天已经催过"):
        urge_report(row, **who)
    assert any(text.startswith("催办") for text in told(cast, "village"))
    with pytest.raises(Refused, match="不在承办单位"):
        urge_report(take(), **who)


def test_the_clock_urges_once_the_day_after_the_deadline_and_lateness_stays(sent, take, cast, who):
    out, _home = sent(), take()
    due = dt.datetime.combine(out.due_on, dt.time(6), tzinfo=who["at"].tzinfo)
    assert urge_late(at=due) == 0
    after = due + dt.timedelta(days=1)
    assert (urge_late(at=after), urge_late(at=after), urge_late(at=after + dt.timedelta(days=3))) == (2, 0, 0)
    assert set(Report.objects.values_list("was_late", flat=True)) == {True}
    assert Step.objects.filter(title="超期催办", is_public=False).count() == 2
    assert told(cast, "village")[-1] == told(cast, "clerk")[-1] == "催办：有 1 件群众反映超过期限，请马上办"
    urged = sent()
    urge_report(urged, **who)
    Report.objects.exclude(pk=urged.pk).delete()
    assert urge_late(at=after) == 1


def test_the_clock_files_what_nobody_judged_and_leaves_the_rest(take, who, at):
    seed_years()

    def replied(**more):
        row = take(**more)
        accept_report(row, kind=row.kind, **who)
        keep_report(row, **who)
        if row.kind == "suggestion":
            set_adoption(row, adoption="adopted", reason="好", **who)
        reply_report(row, text="已清", **who)
        return row

    silent, judged, idea = replied(), replied(), replied(kind="suggestion")
    Report.objects.filter(pk=judged.pk).update(rating="satisfied")
    assert close_unrated(at=at + dt.timedelta(days=7)) == 0  # Monday a week on: the fifth working day itself
    assert (close_unrated(at=at + dt.timedelta(days=8)), close_unrated(at=at + dt.timedelta(days=8))) == (
        1,
        0,
    )
    states = [Report.objects.get(pk=row.pk).state for row in (silent, judged, idea)]
    assert states == ["closed", "replied", "replied"]
    assert "未评价" in silent.steps.latest("pk").text


def test_who_said_it_is_forgotten_a_year_after_the_end(take, who, at, settings):
    named = {"privacy": "named", "sender": Sender(name="王五", phone="13800001234")}
    ended, opened, merged = take(**named), take(**named), take(**named)
    refuse_report(ended, reason="不清楚", **who)
    merge_report(merged, into=opened, **who)
    year = dt.timedelta(days=settings.FEEDBACK_FORGET_DAYS)
    assert forget_senders(at=at + year) == 0
    later = at + year + dt.timedelta(minutes=1)
    assert (forget_senders(at=later), forget_senders(at=later)) == (1, 0)
    assert Contact.objects.get(report=ended).name == Contact.objects.get(report=ended).phone == ""
    assert Contact.objects.filter(name="王五").count() == 2
    ended.refresh_from_db()
    assert ended.forgotten_on == later.date() and ended.text == "沟堵了" and ended.code_hash
    keep = {"actor": who["actor"], "at": at}
    accept_report(opened, kind="complaint", **keep)
    keep_report(opened, **keep)
    reply_report(opened, text="已清", **keep)
    close_report(opened, **keep)
    assert forget_senders(at=later) == 2


def test_the_clock_does_it_all_and_twice_nothing(sent, at):
    sent()
    later = at + dt.timedelta(days=60)
    assert (run_clock(at=later), run_clock(at=later)) == (1, 0)


def test_the_page_asks_for_and_decides_more_time(sent, cast, client_for):
    row = sent()
    url = f"/work/feedback/{row.pk}/"
    handler = client_for(cast.people["village"])
    assert "申请延期" in handler.get(url).text
    given = {"wanted_on": (row.due_on + dt.timedelta(days=3)).isoformat(), "reason": "等清淤车"}
    assert handler.post(f"{url}do/extend/", given).status_code == 302
    leader = client_for(cast.people["leader"])
    assert (
        "同意延期" in leader.get(url).text and "等清淤车" in leader.get("/work/").text + leader.get(url).text
    )
    assert "不同意要写明理由" in leader.post(f"{url}press/", {"verb": "deny"}, follow=True).text
    leader.post(f"{url}press/", {"verb": "grant"})
    row.refresh_from_db()
    assert row.due_on.isoformat() == given["wanted_on"]
    clerk = client_for(cast.people["clerk"])
    assert "同意" in clerk.get(url).text
    assert "已催办" in clerk.post(f"{url}press/", {"verb": "urge"}, follow=True).text
