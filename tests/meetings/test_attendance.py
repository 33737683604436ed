"""Replies, presence, the phone page."""

from __future__ import annotations

import datetime as dt

import pytest

from xiangfeng.attachments.models import Attachment
from xiangfeng.base.errors import Refused, Stale
from xiangfeng.history.models import Entry
from xiangfeng.meetings.actions import attendance, meetings, minutes
from xiangfeng.meetings.actions.attendance import Mark
from xiangfeng.meetings.attending import names_of, quorum_of
from xiangfeng.meetings.models import Meeting, Presence, Reply


@pytest.fixture
def called(office) -> Meeting:
    """A 动员会 of today at 10:30 that has been called; it is 10:00."""
    meeting = office.call(
        is_leading=False, is_mobilisation=True, day=office.at.date(), starts=dt.time(10, 30)
    )
    meetings.issue_notice(meeting, actor=office.director, at=office.at)
    return meeting


def _row(meeting: Meeting, unit: str):
    return meeting.attendances.select_related("unit", "meeting__unit").get(unit__name=unit)


def test_a_unit_answers_for_itself_and_nobody_else_does(office, called):
    row = _row(called, "石桥村")
    village, sibling = office.cast.actor("village"), office.cast.actor("sibling")
    with pytest.raises(Refused, match="别的单位"):
        attendance.answer_notice(row, reply=Reply.ATTEND, note="", actor=sibling, at=office.at)
    with pytest.raises(Refused, match="事由"):
        attendance.answer_notice(row, reply=Reply.LEAVE, note="", actor=village, at=office.at)
    with pytest.raises(Refused, match="代会人"):
        attendance.answer_notice(row, reply=Reply.SUBSTITUTE, note="", actor=village, at=office.at)
    attendance.answer_notice(row, reply=Reply.SUBSTITUTE, note="石小", actor=village, at=office.at)
    assert (row.reply, row.reply_note, row.replied_by) == ("substitute", "石小", "石磊")


def test_a_member_answers_by_name_without_any_right_of_a_unit(office, called):
    head = office.cast.actor("head")
    row = called.attendances.select_related("unit", "meeting__unit").get(name="何正")
    attendance.answer_notice(row, reply=Reply.ATTEND, note="", actor=head, at=office.at)
    assert row.reply == Reply.ATTEND


def test_nobody_answers_before_the_notice(office):
    row = office.call().attendances.select_related("unit", "meeting__unit")[0]
    with pytest.raises(Refused, match="筹备"):
        attendance.answer_notice(
            row, reply=Reply.ATTEND, note="", actor=office.cast.actor("head"), at=office.at
        )


def test_units_and_people_are_added_once_and_taken_off_while_nothing_is_said(office):
    meeting, village = office.call(), office.cast.units["石桥村"]
    who = {"actor": office.clerk, "at": office.at}
    assert attendance.invite_units(meeting, [village], **who) == 1
    with pytest.raises(Refused, match="已在名单"):
        attendance.invite_units(meeting, [village], **who)
    guest = attendance.invite_person(meeting, unit=village, name="李老师", title="", is_observer=True, **who)
    with pytest.raises(Refused, match="已在名单"):
        attendance.invite_person(meeting, unit=village, name="李老师", title="", is_observer=True, **who)
    attendance.take_off(guest, **who)
    assert not meeting.attendances.filter(name="李老师").exists()


def test_presence_counts_substitutes_and_leaves_observers_out(office, called):
    rows = list(called.attendances.order_by("seq"))
    states = [("present", "", ""), ("leave", "防汛", ""), ("substitute", "", "马亮")]
    marks = [Mark(row.pk, "", *state) for row, state in zip(rows, states, strict=False)]
    attendance.mark_attendance(called, marks, actor=office.clerk, at=office.at)
    called.attendances.filter(pk=rows[3].pk).update(is_observer=True)
    quorum = quorum_of(called.attendances.all())
    assert (quorum.due, quorum.came, quorum.leave, quorum.pending, quorum.observers) == (4, 2, 1, 1, 1)
    assert not quorum.is_enough  # half is not more than half
    names = dict(names_of(called.attendances.select_related("unit").order_by("seq")))
    assert names["请假"] == "林岚（防汛）" and names["出席"].endswith("（委托马亮）")


def test_presence_wants_reasons_and_the_day(office, called):
    row = called.attendances.order_by("seq")[0]
    for mark, said in ((Mark(row.pk, "", "leave"), "事由"), (Mark(row.pk, "", "substitute"), "代会人")):
        with pytest.raises(Refused, match=said):
            attendance.mark_attendance(called, [mark], actor=office.clerk, at=office.at)
    with pytest.raises(Refused, match="才开"):
        attendance.mark_attendance(office.call(), [], actor=office.clerk, at=office.at)


def test_saving_the_list_does_not_undo_who_signed_meanwhile(office, called):
    first, second = called.attendances.order_by("seq")[:2]
    attendance.sign_in(called, name=first.name, at=office.at)
    marks = [Mark(first.pk, "", ""), Mark(second.pk, "", "present")]
    assert attendance.mark_attendance(called, marks, actor=office.clerk, at=office.at) == (1, [])
    changed, stale = attendance.mark_attendance(
        called, [Mark(first.pk, "", "absent")], actor=office.clerk, at=office.at
    )
    assert changed == 0 and stale == [f"{first.name}（现在是到会）"]
    first.refresh_from_db()
    assert first.state == Presence.PRESENT and first.is_by_phone


def test_signing_by_phone_twice_is_harmless(office, called):
    one = attendance.sign_in(called, name=" 石 磊 ", at=office.at)
    again = attendance.sign_in(called, name="石磊", at=office.at + dt.timedelta(minutes=5))
    assert one.pk == again.pk and again.signed_at == one.signed_at


def test_nobody_signs_or_answers_behind_what_became_of_the_meeting(office, called):
    row, twin = _row(called, "石桥村"), _row(called, "石桥村")
    village, seen = office.cast.actor("village"), Meeting.objects.get(pk=called.pk)
    attendance.answer_notice(row, reply=Reply.LEAVE, note="防汛", actor=office.clerk, at=office.at)
    with pytest.raises(Stale, match="刚被别人登记"):
        attendance.answer_notice(twin, reply=Reply.ATTEND, note="", actor=village, at=office.at)
    meetings.cancel_meeting(called, reason="防汛", actor=office.clerk, at=office.at)
    with pytest.raises(Stale):
        attendance.sign_in(seen, name="石磊", at=office.at)
    twin.refresh_from_db(fields=["reply", "reply_note", "name"])
    with pytest.raises(Stale):
        attendance.answer_notice(twin, reply=Reply.ATTEND, note="", actor=village, at=office.at)
    row.refresh_from_db()
    assert (row.reply, row.state) == (Reply.LEAVE, Presence.PENDING)


def test_signing_by_phone_is_on_record(office, called):
    row = _row(called, "石桥村")
    attendance.mark_attendance(called, [Mark(row.pk, "", "leave", "防汛")], actor=office.clerk, at=office.at)
    attendance.sign_in(called, name="石磊", at=office.at)
    entry = Entry.objects.get(verb="手机签到")
    assert (entry.actor_id, entry.subject_id) == (None, str(row.pk))
    assert "防汛" in entry.body and "石磊" in entry.body


def test_who_comes_for_another_signs_with_the_own_name(office, called):
    row = _row(called, "石桥村")
    village = office.cast.actor("village")
    attendance.answer_notice(row, reply=Reply.SUBSTITUTE, note="石小", actor=village, at=office.at)
    signed = attendance.sign_in(called, name="石小", at=office.at)
    assert (signed.pk, signed.state, signed.substitute) == (row.pk, Presence.SUBSTITUTE, "石小")


def test_the_phone_page_refuses_strangers_namesakes_and_other_hours(office, called):
    with pytest.raises(Refused, match="没有这个名字"):
        attendance.sign_in(called, name="路人", at=office.at)
    called.attendances.filter(unit__name="南坡村").update(name="石磊")
    with pytest.raises(Refused, match="同名"):
        attendance.sign_in(called, name="石磊", at=office.at)
    for moment in (office.at.replace(hour=9, minute=29), office.at + dt.timedelta(days=1)):
        with pytest.raises(Refused, match="不在签到时间"):
            attendance.sign_in(called, name="赵田", at=moment)


def test_the_phone_page_closes_when_presence_is_settled(office, called):
    marks = [Mark(row.pk, "", "present") for row in called.attendances.order_by("pk")]
    attendance.mark_attendance(called, marks, actor=office.clerk, at=office.at)
    minutes.hold_meeting(called, actor=office.clerk, at=office.at.replace(hour=11))
    with pytest.raises(Refused, match="不在签到时间"):
        attendance.sign_in(called, name="赵田", at=office.at.replace(hour=11))


def test_held_only_when_everybody_is_settled_and_it_has_begun(office, called):
    with pytest.raises(Refused, match="才开始"):
        minutes.hold_meeting(called, actor=office.clerk, at=office.at)
    with pytest.raises(Refused, match=r"还有 \d 人没有登记"):
        minutes.hold_meeting(called, actor=office.clerk, at=office.at.replace(hour=12))


def test_a_draft_is_held_only_when_it_is_written_down_late(office):
    meeting = office.call(day=office.at.date(), starts=dt.time(8, 0))
    with pytest.raises(Refused, match="先发会议通知"):
        minutes.hold_meeting(meeting, actor=office.clerk, at=office.at)


def test_a_page_out_of_the_list_keeps_a_scan_of_the_sheet(office, called):
    from django.core.files.uploadedfile import SimpleUploadedFile

    content = called.notice_pdf and b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"
    upload = SimpleUploadedFile("签到表.pdf", content or b"")
    with pytest.raises(Refused, match="不能给"):
        attendance.attach_sheet(called, upload, actor=office.cast.actor("village"), at=office.at)
    kept = attendance.attach_sheet(called, upload, actor=office.clerk, at=office.at)
    called.refresh_from_db()
    assert called.sheet_id == kept.pk and Attachment.objects.get(pk=kept.pk).purpose == "会议签到表"
