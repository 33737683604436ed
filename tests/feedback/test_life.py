"""A report from 登记 to 办结: who may do what, what the handling unit reads, what stays on record."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.core.files.base import ContentFile

from tests.world import picture
from xiangfeng.base.errors import Refused, Stale
from xiangfeng.feedback.actions import Sender, register_report, reopen_report
from xiangfeng.feedback.actions.accepting import (
    accept_report,
    petition_report,
    refuse_report,
    transfer_report,
)
from xiangfeng.feedback.actions.answering import (
    answer_report,
    ask_sender,
    close_report,
    reply_report,
    reveal_contact,
    send_back_report,
)
from xiangfeng.feedback.actions.dispatching import (
    dispatch_report,
    give_back_report,
    keep_report,
    recall_report,
    sign_report,
)
from xiangfeng.feedback.actions.extending import ask_extension, decide_extension
from xiangfeng.feedback.actions.grouping import Part, merge_report, split_report
from xiangfeng.feedback.actions.suggesting import make_finding, make_task, set_adoption
from xiangfeng.feedback.models import Report
from xiangfeng.feedback.queries import found_by, reports_for, waiting_for
from xiangfeng.feedback.waiting import describe
from xiangfeng.findings.models import Finding, Source
from xiangfeng.history.models import Entry
from xiangfeng.notifications.models import Message
from xiangfeng.orgs.actions import create_unit
from xiangfeng.tasks.queries import tasks_from

NAME, PHONE = "王五", "13800001234"
TEXT, BRIEF = "我家门口石桥河边有人倒垃圾", "河边有垃圾，请清理"
DAY = dt.timedelta(days=1)


@pytest.fixture
def who(cast, at):
    """``who("village", days=2)``: that person, so many days later."""
    return lambda seat="clerk", days=0: {"actor": cast.actor(seat), "at": at + days * DAY}


@pytest.fixture
def take(cast, at):
    def make(text=TEXT, channel="web", **more):
        return register_report(cast.units["云溪镇"], text=text, channel=channel, at=at, **more).report

    return make


@pytest.fixture
def sent(cast, take, who):
    """A named report, handed to 石桥村."""

    def make(**more):
        row = take(privacy="named", sender=Sender(name=NAME, phone=PHONE), **more)
        accept_report(row, kind="complaint", **who())
        dispatch_report(row, handler=cast.units["石桥村"], brief=BRIEF, **who())
        return row

    return make


def _states(row):
    return [(step.title, step.is_public) for step in row.steps.order_by("id")]


def test_from_acceptance_to_the_end(sent, who, cast):
    row = sent()
    assert (row.state, row.due_on, row.sign_due_on) == ("sent", dt.date(2026, 12, 7), dt.date(2026, 11, 24))
    sign_report(row, **who("village"))
    answer_report(row, text="已清", photos=[ContentFile(picture(5), name="后.png")], **who("village", 1))
    send_back_report(row, reason="拍一张全景", **who())
    answer_report(row, text="已清，见照片", **who("village", 2))
    reply_report(row, text="河边已清理", **who(days=2))
    close_report(row, way="电话回访", text="说干净了", rating="satisfied", **who(days=3))
    row.refresh_from_db()
    assert (row.state, row.rating, row.follow_up, row.followed_by) == (
        "closed",
        "satisfied",
        "电话回访：说干净了",
        "陈晓",
    )
    assert (row.answer, row.reply, row.was_late) == ("已清，见照片", "河边已清理", False)
    assert [title for title, is_public in _states(row) if is_public] == [
        "已收到", "已受理", "已派单", "办理中", "已答复", "已办结",
    ]  # fmt: skip
    told = set(Message.objects.values_list("user__username", "text"))
    assert ("village", f"有群众反映 {row.number} 交石桥村办，12月7日前办结，请签收") in told
    assert ("clerk", f"石桥村报来 {row.number} 的办理结果，请审核答复") in told


def test_nothing_of_who_said_it_or_what_stays_in_history_or_messages(sent, who):
    row = sent()
    reveal_contact(row, **who())
    kept = str(list(Entry.objects.values())) + str(list(Message.objects.values()))
    assert not [word for word in (NAME, PHONE, TEXT) if word in kept]
    assert Entry.objects.filter(verb="查看反映人联系方式", actor_name="陈晓").count() == 1


def test_it_goes_neither_up_nor_out_nor_to_those_complained_of(cast, take, who):
    village = cast.units["石桥村"]
    team = create_unit(village, kind="station", name="石桥一组", actor=who()["actor"])
    row = take(privacy="named", sender=Sender(name=NAME, phone=PHONE))
    accept_report(row, kind="complaint", about=village, **who())
    for unit, words in (
        ("云溪镇", "本单位办理"), ("柳湾村", "不归云溪镇管"), ("石桥村", "反映的是石桥村"),
    ):  # fmt: skip
        with pytest.raises(Refused, match=words):
            dispatch_report(row, handler=cast.units[unit], brief=BRIEF, **who())
    with pytest.raises(Refused, match="反映的是石桥村"):
        dispatch_report(row, handler=team, brief=BRIEF, **who())
    for brief, words in ((" ", "请写转办内容"), (f"{NAME}说河边有垃圾", "姓名或电话"), (PHONE, "姓名或电话")):
        with pytest.raises(Refused, match=words):
            dispatch_report(row, handler=cast.units["南坡村"], brief=brief, **who())
    assert Report.objects.get().state == "accepted"


def test_what_acceptance_refuses(cast, take, who):
    row = take()
    for words, more in (
        ("反映的是云溪镇自己", {"about": cast.units["云溪镇"]}),
        ("不归云溪镇管", {"about": cast.units["东河镇"]}),
        ("不在云溪镇", {"village": cast.units["柳湾村"]}),
        ("最迟到11月26日", {"due_on": dt.date(2026, 11, 27)}),
        ("已经过去", {"due_on": dt.date(2026, 11, 20)}),
    ):
        with pytest.raises(Refused, match=words):
            accept_report(row, **{"kind": "enquiry"} | more, **who())
    with pytest.raises(Refused, match="没有这项权限"):
        accept_report(row, kind="enquiry", **who("leader"))
    accept_report(row, kind="enquiry", due_on=dt.date(2026, 11, 24), **who())
    row.refresh_from_db()
    assert (row.kind, row.due_on, row.first_due_on) == (
        "enquiry",
        dt.date(2026, 11, 24),
        dt.date(2026, 11, 24),
    )


def test_a_unit_gives_back_once_and_in_time(sent, who, cast):
    row = sent()
    give_back_report(row, reason="不在本村", **who("village", 1))
    assert (row.state, row.handler, row.returns) == ("accepted", cast.units["云溪镇"], 1)
    assert not reports_for(cast.actor("village")).exists()
    assert "退单" not in [title for title, is_public in _states(row) if is_public]
    dispatch_report(row, handler=cast.units["石桥村"], brief=BRIEF, **who(days=1))
    with pytest.raises(Refused, match="已经退过一次"):
        give_back_report(row, reason="还是不在", **who("village", 1))
    late = sent(form_key="b")
    with pytest.raises(Refused, match="签收期限（11月24日）内"):
        give_back_report(late, reason="不在本村", **who("village", 2))


def test_who_had_it_hears_that_it_was_taken_back(sent, who, cast):
    row = sent()
    sign_report(row, **who("village"))
    recall_report(row, reason="改由南坡村办", **who())
    assert (row.state, row.signed_at, row.handler) == ("accepted", None, cast.units["云溪镇"])
    assert Message.objects.filter(user__username="village", text__contains="已收回").count() == 1


def test_once_late_is_late_for_good(sent, who):
    row = sent()
    sign_report(row, **who("village"))
    answer_report(row, text="已清", **who("village"))
    reply_report(row, text="已清理", **who(days=15))
    assert row.was_late
    first = row.first_replied_at
    reopen_report(row, reason="又有人倒", **who(days=16))
    assert (row.state, row.reopened, row.due_on) == ("accepted", 1, dt.date(2026, 12, 23))
    keep_report(row, **who(days=16))
    reply_report(row, text="再清一次", **who(days=17))
    row.refresh_from_db()
    assert (row.was_late, row.first_replied_at) == (True, first)


@pytest.mark.parametrize(
    ("leave", "state", "said"),
    [
        (lambda row, who: refuse_report(row, reason="邻里小事", **who), "refused", "邻里小事"),
        (
            lambda row, who: petition_report(row, reason="补偿争议", **who),
            "petitioned",
            "请到信访部门登记。补偿争议",
        ),
        (
            lambda row, who: transfer_report(row, to="公安局", reason="治安", **who),
            "moved",
            "移交公安局。治安",
        ),
    ],
)
def test_the_ways_out_say_why(take, who, leave, state, said):
    row = take()
    leave(row, who())
    last = row.steps.order_by("-id")[0]
    assert (row.state, last.text, last.is_public, row.closed_at is not None) == (state, said, True, True)
    with pytest.raises(Refused, match="不能受理"):
        accept_report(row, kind="help", **who())


def test_a_suggestion_that_is_taken_needs_a_task_before_it_is_filed(take, who, cast):
    row = take(kind="suggestion")
    accept_report(row, kind="suggestion", **who())
    keep_report(row, **who())
    with pytest.raises(Refused, match="采纳、部分采纳还是不采纳"):
        reply_report(row, text="谢谢", **who())
    with pytest.raises(Refused, match="先定采纳"):
        make_task(row, title="种树", lead=cast.units["石桥村"], due_on=dt.date(2026, 12, 20), **who())
    set_adoption(row, adoption="partly", reason="先种一半", **who())
    reply_report(row, text="先种一半", **who())
    with pytest.raises(Refused, match="先立项交办"):
        close_report(row, **who())
    task = make_task(row, title="种树", lead=cast.units["石桥村"], due_on=dt.date(2026, 12, 20), **who())
    assert list(tasks_from(row.key)) == [task]
    assert (task.origin, task.origin_url) == ("public", f"/work/feedback/{row.pk}/")
    with pytest.raises(Refused, match="已转为任务"):
        make_task(row, title="种树", lead=cast.units["石桥村"], due_on=dt.date(2026, 12, 20), **who())
    close_report(row, **who())
    assert row.state == "closed"


def test_only_a_suggestion_is_taken_or_not(sent, who):
    with pytest.raises(Refused, match="只有建议"):
        set_adoption(sent(), adoption="adopted", reason="好", **who())


def test_a_fault_goes_into_the_ledger_of_faults_once(sent, who, cast):
    row, village = sent(), cast.units["石桥村"]
    with pytest.raises(Refused, match="姓名或电话"):
        make_finding(row, lead=village, text=f"{NAME}反映河边有垃圾", **who())
    first = make_finding(row, lead=village, text="河边有垃圾", **who())
    again = make_finding(row, lead=village, text="河边有垃圾", **who())
    assert (first, Finding.objects.count()) == (again, 1)
    assert (first.source, first.source_text) == (Source.PUBLIC, f"群众反映 {row.number}")
    assert first.source_url == f"/work/feedback/{row.pk}/"
    assert [title for title, _ in _states(row)].count("转整改") == 1


def test_who_said_it_is_for_few(sent, take, who, cast):
    row = sent()
    for seat in ("village", "leader", "head"):
        with pytest.raises(Refused, match="不能看"):
            reveal_contact(row, **who(seat))
    assert reveal_contact(row, **who("county")).phone == PHONE
    with pytest.raises(Refused, match="没有留"):
        reveal_contact(take(form_key="b"), **who())


def test_the_office_asks_the_sender(sent, who):
    row = sent()
    ask_sender(row, text="哪一段？", **who())
    assert row.messages.get().side == "office"
    for seat, words in (("village", "受理单位"), ("leader", "受理单位")):
        with pytest.raises(Refused, match=words):
            ask_sender(row, text="哪一段？", **who(seat))


def _waiting(actor, today):
    rows = [row for branch in waiting_for(actor, today=today) for row in branch]
    from xiangfeng.workbench.todos import Row

    return {describe(Row(*row), actor, today)["text"] for row in rows}


def test_what_waits_for_whom(sent, take, who, cast, at):
    sent(), take(form_key="b"), take(form_key="c")
    seen = {seat: _waiting(cast.actor(seat), at.date()) for seat in ("clerk", "village", "sibling", "leader")}
    assert seen == {
        "clerk": {"云溪镇有 2 件群众反映待受理"}, "village": {f"群众反映：{BRIEF}"}, "sibling": set(), "leader": set(),
    }  # fmt: skip


def test_the_handling_unit_finds_its_brief_alone(sent, cast):
    sent()

    def hits(seat, text):
        return sum(len(branch) for branch in found_by(cast.actor(seat), text))

    assert (hits("clerk", "门口石桥"), hits("village", "门口石桥"), hits("village", "请清理")) == (1, 0, 1)


@pytest.mark.parametrize(
    "say",
    [
        lambda row, who: send_back_report(row, reason=f"{NAME}说没清", **who()),
        lambda row, who: reply_report(row, text=f"{NAME}同志，已清理", **who()),
        lambda row, who: (
            reply_report(row, text="已清", **who()),
            close_report(row, text=f"打{PHONE}问过", **who()),
        ),
        lambda row, who: (
            reply_report(row, text="已清", **who()),
            reopen_report(row, reason=f"{NAME}不认", **who()),
        ),
    ],
)
def test_what_others_read_or_what_stays_does_not_name_the_sender(sent, who, say):
    row = sent()
    sign_report(row, **who("village"))
    answer_report(
        row, text=f"问过{NAME}", **who("village")
    )  # who handles it does not learn whether the guess was right
    with pytest.raises(Refused, match="姓名或电话"):
        say(row, who)
    assert NAME not in str(list(Entry.objects.values())) + str(list(row.steps.values()))


def test_one_sign_of_a_surname_is_no_name(take, who):
    row = take(privacy="confidential", sender=Sender(name="石"))
    refuse_report(row, reason="石桥村已在修", **who())
    assert row.state == "refused"


def test_the_sender_of_the_whole_or_of_a_merged_one_is_not_named_either(take, who, cast):
    named = {"privacy": "named", "sender": Sender(name=NAME, phone=PHONE)}
    whole, other, main = take(**named), take(**named, form_key="b"), take(form_key="c")
    part = split_report(whole, parts=[Part("路灯"), Part("水沟")], **who())[0]
    for row in (other, main):
        accept_report(row, kind="complaint", **who())
    merge_report(other, into=main, **who())
    for row in (part, main):
        with pytest.raises(Refused, match="姓名或电话"):
            dispatch_report(row, handler=cast.units["石桥村"], brief=f"{NAME}反映", **who())


def test_who_is_complained_of_in_a_merged_one_does_not_get_the_main_one(take, who, cast):
    village = cast.units["石桥村"]
    other, main = take(), take(form_key="b")
    accept_report(other, kind="complaint", about=village, **who())
    accept_report(main, kind="complaint", **who())
    merge_report(other, into=main, **who())
    with pytest.raises(Refused, match="反映的是石桥村"):
        dispatch_report(main, handler=village, brief=BRIEF, **who())


def test_a_finding_does_not_tell_a_unit_that_it_was_complained_of(take, who, cast):
    village = cast.units["石桥村"]
    row = take(privacy="confidential", sender=Sender(phone=PHONE), place="我家门口")
    accept_report(
        row, kind="complaint", about=village, village=cast.units["南坡村"], place="我家门口", **who()
    )
    with pytest.raises(Refused, match="反映的是石桥村"):
        make_finding(row, lead=village, text="河边有垃圾", **who())
    assert make_finding(row, lead=cast.units["南坡村"], text="河边有垃圾", **who()).place == "南坡村"


def test_a_delay_asked_before_the_reply_does_not_shorten_the_new_term(sent, who):
    row = sent()
    sign_report(row, **who("village"))
    ask_extension(row, wanted_on=dt.date(2026, 12, 9), reason="等配件", **who("village"))
    answer_report(row, text="已清", **who("village"))
    reply_report(row, text="已清理", **who())
    reopen_report(row, reason="又有人倒", **who(days=14))
    with pytest.raises(Stale):
        decide_extension(row, grants=True, **who("leader", 14))
    assert row.due_on == dt.date(2026, 12, 21)


def test_a_leader_who_also_sits_there_is_not_asked_for_the_delay(sent, who, cast, at):
    row = sent()
    sign_report(row, **who("village"))
    ask_extension(row, wanted_on=dt.date(2026, 12, 9), reason="等配件", **who("village"))
    leader = cast.actor("leader")
    both = replace(leader, grants=(*leader.grants, *cast.actor("sibling").grants))
    assert [len(_waiting(actor, at.date())) for actor in (leader, both)] == [1, 1]
    Report.objects.update(about=cast.units["南坡村"])
    assert [len(_waiting(actor, at.date())) for actor in (leader, both)] == [1, 0]
