"""Calling a meeting: kinds, titles, days, agenda, notice."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from xiangfeng.base.errors import Refused, Stale
from xiangfeng.meetings.actions import meetings
from xiangfeng.meetings.models import Meeting, MeetingState
from xiangfeng.notifications.models import Message


def test_a_meeting_is_numbered_named_by_its_quarter_and_lists_the_group_of_that_day(office):
    meeting = office.call()
    assert meeting.number == "云溪-会议-2026-0001"
    assert meeting.title == "2026年第四季度文明创建领导小组会议"
    assert [row.name for row in meeting.attendances.order_by("seq")] == ["何正", "林岚"]
    earlier = office.call(day=dt.date(2026, 9, 1), late_reason="补记")
    assert [row.name for row in earlier.attendances.order_by("seq")] == ["何正", "林岚", "周敏"]


def test_a_mobilisation_asks_every_unit_by_who_speaks_for_it(office):
    meeting = office.call(is_leading=False, is_mobilisation=True)
    assert meeting.title == "2026年第四季度文明创建动员推进会"
    asked = {row.unit.name: row.name for row in meeting.attendances.select_related("unit")}
    assert asked["石桥村"] == "石磊" and asked["农业站"] == "赵田"
    assert "柳湾村" not in asked  # the other township's


def test_both_in_one_needs_its_basis_also_in_the_database(office):
    with pytest.raises(Refused, match="写明依据"):
        office.call(is_mobilisation=True)
    both = office.call(is_mobilisation=True, combine_basis="减负：一次会议、一套材料")
    assert both.is_combined and both.kind_text == "领导小组会议＋动员推进会"
    with pytest.raises(IntegrityError), transaction.atomic():
        Meeting.objects.filter(pk=both.pk).update(combine_basis="")


def test_a_basis_is_dropped_with_the_combination(office):
    assert office.call(combine_basis="忘了删").combine_basis == ""


def test_a_past_day_needs_a_reason(office):
    with pytest.raises(Refused, match="补录理由"):
        office.call(day=dt.date(2026, 11, 22))
    assert office.call(day=dt.date(2026, 11, 22), late_reason="忘记登记").late_reason == "忘记登记"
    with pytest.raises(Refused, match="核对年份"):
        office.call(day=dt.date(2036, 11, 22))


def test_a_meeting_whose_day_went_by_is_edited_without_a_reason(office):
    meeting = office.call()
    meetings.issue_notice(meeting, actor=office.director, at=office.at)
    who = {"actor": office.clerk, "at": office.at + dt.timedelta(days=3)}
    meetings.edit_meeting(meeting, version=meeting.version, day=meeting.day, recorder="周青", **who)
    assert Meeting.objects.get(pk=meeting.pk).recorder == "周青"
    late = office.call(day=dt.date(2026, 11, 2), late_reason="补记")
    with pytest.raises(Refused, match="补录理由"):
        meetings.edit_meeting(late, version=late.version, late_reason="", **who)  # what was asked for stays
    draft = office.call()
    with pytest.raises(Refused, match="补录理由"):
        meetings.edit_meeting(draft, version=draft.version, day=dt.date(2026, 11, 2), **who)


def test_other_meetings_want_a_name(office):
    with pytest.raises(Refused, match="会议名称"):
        office.call(is_leading=False)


def test_only_the_own_office_holds_meetings(office):
    for key in ("village", "leader", "outsider"):
        with pytest.raises(Refused, match="不能替"):
            meetings.create_meeting(office.town, actor=office.cast.actor(key), at=office.at)


def test_the_second_to_save_is_told(office):
    meeting = office.call()
    twin = Meeting.objects.select_related("unit").get(pk=meeting.pk)
    meetings.edit_meeting(meeting, version=meeting.version, place="四楼", actor=office.clerk, at=office.at)
    with pytest.raises(Stale, match="别人改过"):
        meetings.edit_meeting(twin, version=twin.version, place="五楼", actor=office.clerk, at=office.at)
    meeting.refresh_from_db()
    assert meeting.place == "四楼"


def test_an_agenda_is_kept_in_order_and_refuses_blank_points(office):
    meeting = office.call()
    assert [item.title for item in meeting.agenda.order_by("seq")] == ["通报情况", "研究整治"]
    with pytest.raises(Refused, match="议题"):
        meetings.set_agenda(
            meeting, [meetings.Point(" ")], version=meeting.version, actor=office.clerk, at=office.at
        )


def test_the_notice_tells_those_with_accounts_and_is_kept(office):
    meeting = office.call(is_mobilisation=True, combine_basis="减负")
    meetings.issue_notice(meeting, actor=office.director, at=office.at)
    told = set(Message.objects.values_list("user_id", flat=True))
    wanted = {office.cast.user(key).pk for key in ("head", "leader", "village", "sibling", "liaison")}
    assert told == wanted
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.NOTIFIED
    assert meeting.notice_pdf is not None and meeting.notice_docx is not None


def test_the_notice_is_refused_without_agenda_after_the_hour_or_by_the_clerk(office):
    bare = office.call()
    meetings.set_agenda(bare, [], version=bare.version, actor=office.clerk, at=office.at)
    with pytest.raises(Refused, match="没有议程"):
        meetings.issue_notice(bare, actor=office.director, at=office.at)
    meeting = office.call(day=office.at.date(), starts=dt.time(9, 0))
    with pytest.raises(Refused, match="已经过去"):
        meetings.issue_notice(meeting, actor=office.director, at=office.at)
    with pytest.raises(Refused, match="没有这项权限"):
        meetings.issue_notice(office.call(), actor=office.clerk, at=office.at)
    late = office.call(day=dt.date(2026, 11, 2), late_reason="补记")
    with pytest.raises(Refused, match="已经过去"):
        meetings.issue_notice(late, actor=office.director, at=office.at)


def test_another_day_is_told_to_those_who_were_told(office):
    meeting = office.call()
    meetings.issue_notice(meeting, actor=office.director, at=office.at)
    Message.objects.all().delete()
    meetings.edit_meeting(
        meeting, version=meeting.version, requirements="带笔记本", actor=office.clerk, at=office.at
    )
    assert not Message.objects.exists()
    meetings.edit_meeting(
        meeting, version=meeting.version, day=dt.date(2026, 11, 26), actor=office.clerk, at=office.at
    )
    assert {text[:4] for text in Message.objects.values_list("text", flat=True)} == {"会议改期"}


def test_cancelling_says_why_to_those_who_were_told(office):
    meeting = office.call()
    meetings.issue_notice(meeting, actor=office.director, at=office.at)
    with pytest.raises(Refused, match="写明理由"):
        meetings.cancel_meeting(meeting, reason=" ", actor=office.clerk, at=office.at)
    meetings.cancel_meeting(meeting, reason="防汛值守", actor=office.clerk, at=office.at)
    assert Message.objects.filter(text__contains="会议取消", text__endswith="（防汛值守）").count() == 2
    with pytest.raises(Refused, match="已取消"):
        meetings.edit_meeting(meeting, version=meeting.version, actor=office.clerk, at=office.at)
