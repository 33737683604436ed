"""合并, 拆分, 关联, and what is suggested as the same."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from xiangfeng.base.errors import Refused
from xiangfeng.feedback.actions import Sender, register_report
from xiangfeng.feedback.actions.accepting import accept_report, refuse_report
from xiangfeng.feedback.actions.answering import reply_report
from xiangfeng.feedback.actions.dispatching import dispatch_report, keep_report
from xiangfeng.feedback.actions.extending import latest_for
from xiangfeng.feedback.actions.grouping import (
    Part,
    merge_report,
    relate_reports,
    settle_parent,
    split_report,
    unmerge_report,
    unrelate_reports,
)
from xiangfeng.feedback.actions.settings import install_categories
from xiangfeng.feedback.distances import metres_between
from xiangfeng.feedback.models import Category, Contact, Report
from xiangfeng.feedback.public.pages import progress_page
from xiangfeng.feedback.queries.nearby import likely_same, together_with


@pytest.fixture
def who(cast, at):
    return {"actor": cast.actor("clerk"), "at": at}


@pytest.fixture
def take(cast, at):
    def make(text="路灯不亮", unit="云溪镇", **more):
        return register_report(
            cast.units[unit], text=text, channel=more.pop("channel", "web"), at=at, **more
        ).report

    return make


def replied(row, text, who):
    if row.state == "new":
        accept_report(row, kind=row.kind, **who)
    keep_report(row, **who)
    reply_report(row, text=text, **who)


def test_the_sender_of_a_merged_report_sees_progress_and_reply_of_the_main_one_and_nothing_else(
    take, who, at
):
    main = take("我家门口的灯坏了", privacy="named", sender=Sender(name="王五", phone="13800001234"))
    accept_report(main, kind="help", **who)
    row, third = take("村口没灯"), take("黑")
    merge_report(third, into=row, **who)
    merge_report(row, into=main, actor=who["actor"], at=at + dt.timedelta(hours=1))
    third.refresh_from_db()
    assert (row.state, third.merged_into) == ("merged", main)
    later = {"actor": who["actor"], "at": at + dt.timedelta(hours=2)}
    replied(main, "已换灯泡", later)
    shown = progress_page(Report.objects.get(pk=row.pk), at=later["at"])
    assert (shown["reply"]["text"], shown["is_merged"]) == ("已换灯泡", True)
    assert [event["title"] for event in shown["events"]] == ["已答复", "办理中", "已合并", "已收到"]
    said = " ".join(f"{event['title']}{event['text']}" for event in shown["events"])
    assert "门口" not in said and "王五" not in said and main.number not in said


def test_the_earlier_deadline_of_two_merged_reports_holds_until_somebody_is_replied_to(take, who, at):
    late, main = take(kind="enquiry"), take(kind="complaint")
    assert late.due_on < main.due_on
    merge_report(late, into=main, **who)
    main.refresh_from_db()
    assert main.due_on == main.first_due_on == late.due_on
    other, done = take(kind="enquiry"), take(kind="complaint")
    replied(done, "好了", who)
    due = done.due_on
    merge_report(other, into=done, **who)
    done.refresh_from_db()
    assert done.due_on == due


def test_what_was_merged_by_mistake_goes_its_own_way_again(take, who, at, cast):
    main, row = (
        take("路灯不亮"),
        take("水管漏水", privacy="named", sender=Sender(name="王五", phone="13800001234")),
    )
    due = row.due_on
    merge_report(row, into=main, **who)
    with pytest.raises(Refused, match="写明理由"):
        unmerge_report(row, reason="", **who)
    with pytest.raises(Refused, match="反映人的姓名"):
        unmerge_report(Report.objects.get(pk=row.pk), reason="王五说的是水管", **who)
    row = Report.objects.get(pk=row.pk)
    assert (row.state, row.merged_into) == ("merged", main)
    unmerge_report(row, reason="说的是水管，不是路灯", **who)
    row = Report.objects.get(pk=row.pk)
    assert (row.state, row.merged_into, row.due_on, row.accepted_at) == ("accepted", None, due, at)
    assert not main.merged.exists() and main.steps.filter(title="分出一件", is_public=False).exists()
    shown = progress_page(row, at=at)
    assert shown["is_merged"] is False
    assert "分开办理" in [event["title"] for event in shown["events"]]
    dispatch_report(row, handler=cast.units["石桥村"], brief="水管漏水", **who)
    assert row.state == "sent"


def test_the_deadline_goes_back_with_what_was_merged_by_mistake(take, who, at):
    main, first, second = take(kind="complaint"), take(kind="enquiry"), take(kind="help")
    own, soon, later = main.due_on, first.due_on, second.due_on
    assert soon < later < own
    merge_report(second, into=main, **who)
    merge_report(first, into=main, **who)
    assert (main.due_on, main.first_due_on) == (soon, soon)

    def due():
        row = Report.objects.get(pk=main.pk)
        assert row.due_on == row.first_due_on
        return row.due_on

    unmerge_report(Report.objects.get(pk=second.pk), reason="两回事", **who)
    assert due() == soon
    unmerge_report(Report.objects.get(pk=first.pk), reason="两回事", **who)
    assert due() == own
    merge_report(Report.objects.get(pk=first.pk), into=Report.objects.get(pk=main.pk), **who)
    merge_report(Report.objects.get(pk=second.pk), into=Report.objects.get(pk=main.pk), **who)
    unmerge_report(Report.objects.get(pk=first.pk), reason="两回事", **who)
    assert due() == later
    unmerge_report(Report.objects.get(pk=second.pk), reason="两回事", **who)
    assert due() == own


def test_the_deadline_of_12345_goes_along(take, who, at):
    upper = at.date() + dt.timedelta(days=3)
    row = take(channel="upper", upper_number="123", upper_due_on=upper)
    main = take()
    parts = split_report(row, parts=[Part("灯"), Part("水")], **who)
    assert [latest_for(part) for part in parts] == [upper, upper]
    other = take(channel="upper", upper_number="456", upper_due_on=upper)
    merge_report(other, into=main, **who)
    assert latest_for(main) == upper


def test_what_cannot_be_merged(take, who, cast):
    row, county = take(), take(unit="某县")
    ended = take()
    refuse_report(ended, reason="重复", **who)
    about = take(about=cast.units["石桥村"])
    at_village = take()
    accept_report(at_village, kind="help", **who)
    dispatch_report(at_village, handler=cast.units["石桥村"], brief="灯坏", **who)
    whole = take("灯坏了，沟也堵了")
    part = split_report(whole, parts=[Part("灯坏"), Part("沟堵")], **who)[0]
    for first, into, words in (
        (row, row, "自己"), (row, county, "同一个单位"), (row, ended, "不予受理"), (about, at_village, "请换一个单位"),
        (row, part, "拆分过"), (part, row, "拆分过"), (whole, row, "拆分过"),
    ):  # fmt: skip
        with pytest.raises(Refused, match=words):
            merge_report(first, into=into, **who)
    with pytest.raises(Refused, match="权限"):
        merge_report(row, into=take(), actor=cast.actor("village"), at=who["at"])


def test_the_whole_is_replied_to_when_all_its_parts_are(take, who, cast):
    whole = take(
        "灯坏了，沟也堵了，王五说的", privacy="named", sender=Sender(name="王五", phone="13800001234")
    )
    with pytest.raises(Refused, match="姓名"):
        split_report(whole, parts=[Part("灯坏"), Part("王五家沟堵")], **who)
    with pytest.raises(Refused, match="2 到 5"):
        split_report(whole, parts=[Part("灯坏"), Part("  ")], **who)
    lamp, ditch = split_report(whole, parts=[Part("灯坏", kind="help"), Part("沟堵")], **who)
    whole.refresh_from_db()
    assert (whole.state, lamp.state, lamp.kind, ditch.kind) == ("handling", "accepted", "help", "complaint")
    assert not Contact.objects.filter(report__in=[lamp, ditch]).exists() and not lamp.code_hash
    with pytest.raises(Refused, match="还没有都答复"):
        reply_report(whole, text="好了", **who)
    replied(lamp, "换了灯", who)
    whole.refresh_from_db()
    assert whole.state == "handling"
    refuse_report(ditch, reason="县里修，已有计划", **who)
    whole.refresh_from_db()
    assert whole.state == "replied" and whole.first_replied_at == who["at"]
    assert "换了灯" in whole.reply and "已有计划" in whole.reply
    parts = progress_page(whole, at=who["at"])["parts"]
    assert [(one["row"].pk, one["tag"][1]) for one in parts] == [(lamp.pk, "已答复"), (ditch.pk, "不予受理")]
    settle_parent(lamp, **who)
    with pytest.raises(Refused, match="不能再拆"):
        split_report(lamp, parts=[Part("一"), Part("二")], **who)


def test_reports_are_related_both_ways_and_let_go_again(take, who, cast):
    one, two = take(), take()
    relate_reports(one, two, **who)
    actor = who["actor"]
    assert together_with(one, actor)["related"] == [two] and together_with(two, actor)["related"] == [one]
    with pytest.raises(Refused, match="已经关联"):
        relate_reports(two, one, **who)
    with pytest.raises(Refused, match="不由您受理"):
        relate_reports(one, take(unit="东河镇"), **who)
    unrelate_reports(two, one, **who)
    assert together_with(one, actor)["related"] == []
    with pytest.raises(Refused, match="没有关联"):
        unrelate_reports(one, two, **who)


def test_likely_the_same_by_category_and_village_or_by_distance(take, who, cast, at):
    install_categories(cast.units["云溪镇"], **who)
    kinds = {row.code: row for row in Category.objects.all()}
    village, actor = cast.units["石桥村"], who["actor"]
    here = {"latitude": Decimal("30.000000"), "longitude": Decimal("103.000000")}
    row = take(category=kinds["traffic"], village=village, **here)
    near = take(latitude=Decimal("30.000400"), longitude=Decimal("103.000200"))
    far = take(latitude=Decimal("30.000800"), longitude=Decimal("103.000800"))
    same = take(category=kinds["traffic"], village=village)
    take(category=kinds["traffic"], village=cast.units["南坡村"])
    take(category=kinds["order"], village=village)
    old = take(category=kinds["traffic"], village=village, came_on=at.date() - dt.timedelta(days=31))
    ended = take(category=kinds["traffic"], village=village)
    refuse_report(ended, reason="不清楚", **who)
    hidden = take(category=kinds["traffic"], village=village, about=village)
    with CaptureQueriesContext(connection) as queries:
        found = likely_same(row, actor)
    assert len(queries) == 1
    assert [one.report for one in found] == [near, hidden, same] and "米" in found[0].why
    assert hidden not in [one.report for one in likely_same(row, cast.actor("village"))]
    assert far not in [one.report for one in found] and old not in [one.report for one in found]
    assert likely_same(take(), actor) == []


def test_metres_in_degrees_and_in_metres():
    at = lambda **more: Report(**{name: Decimal(value) for name, value in more.items()})  # noqa: E731
    assert round(metres_between(at(x="103", y="30"), at(x="103.001", y="30"))) == 96
    assert metres_between(at(x="500100", y="3300000"), at(x="500160", y="3300080")) == 100
    assert metres_between(at(x="103", y="30"), at(latitude="30", longitude="103")) is None


def test_the_page_suggests_merges_and_splits(take, who, cast, client_for):
    install_categories(cast.units["云溪镇"], **who)
    given = {"category": Category.objects.get(code="traffic"), "village": cast.units["石桥村"]}
    row, other = take("路口没灯", **given), take("灯不亮", **given)
    client, url = client_for(cast.people["clerk"]), f"/work/feedback/{row.pk}/"
    page = client.get(url).text
    assert "可能是同一件事" in page and other.number in page and "拆成几件" in page
    client.post(f"{url}press/", {"verb": "relate", "other": other.number})
    assert "取消关联" in client.get(url).text
    assert "没有编号是" in client.post(f"{url}press/", {"verb": "merge", "other": "甲"}, follow=True).text
    client.post(f"{url}press/", {"verb": "merge", "other": other.number})
    row.refresh_from_db()
    assert row.merged_into == other and "已并入" in client.get(url).text
    url = f"/work/feedback/{other.pk}/"
    assert row.number in client.get(url).text
    other = take("灯坏，沟堵")
    done = client.post(f"/work/feedback/{other.pk}/do/split/", {"part1": "灯坏", "part2": "沟堵", "kind": ""})
    assert done.status_code == 302 and other.parts.count() == 2
    assert "拆出的 2 件" in client.get(f"/work/feedback/{other.pk}/").text
