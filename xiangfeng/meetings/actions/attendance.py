"""Who is asked to come, what they reply, and who came."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.urls import reverse

from xiangfeng.access.actor import SYSTEM, Actor
from xiangfeng.access.scope import may
from xiangfeng.attachments.actions import Upload, store_file
from xiangfeng.attachments.models import Attachment
from xiangfeng.base.errors import Refused, Stale
from xiangfeng.history.actions import record
from xiangfeng.leadership.queries import members_of
from xiangfeng.meetings.flow import MANAGE
from xiangfeng.meetings.models import Attendance, Meeting, MeetingState, Presence, Reply
from xiangfeng.meetings.signing import is_sign_open
from xiangfeng.notifications.actions import notify
from xiangfeng.orgs.models import Appointment, Unit
from xiangfeng.orgs.queries import subtree_of, user_ids_with
from xiangfeng.workflow.flow import hold

SPEAKERS = ("village", "liaison")
"""The roles of those who speak for a unit."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What the office noted for one person; ``was`` is the state that stood on its page."""

    pk: int
    was: str
    state: str
    reason: str = ""
    substitute: str = ""
    name: str = ""


def invite_usual(meeting: Meeting) -> None:
    """Put the usual people on the list of a new meeting: the leading group as it stands on that day, and for a 动员会
    also the units below, each by who speaks for it."""
    rows: list[Attendance] = []
    if meeting.is_leading or meeting.is_mobilisation:
        for member in members_of(meeting.unit, on=meeting.day):
            unit = member.represents or member.person.unit
            name, title = member.person.name, member.title or member.get_post_display()
            rows.append(Attendance(meeting=meeting, unit=unit, person=member.person, name=name, title=title))
    if meeting.is_mobilisation:
        taken = {row.unit_id for row in rows}
        units = subtree_of(meeting.unit).filter(is_active=True).exclude(pk=meeting.unit_id)
        rows += _spoken_for(meeting, [unit for unit in units if unit.pk not in taken])
    for seq, row in enumerate(rows, start=1):
        row.seq = seq
    Attendance.objects.bulk_create(rows)


def _spoken_for(meeting: Meeting, units: Sequence[Unit]) -> list[Attendance]:
    """One row for each unit, with who holds the seat there on the day of the meeting, where anybody does."""
    held = Appointment.objects.on(meeting.day).filter(post__unit__in=units, post__role__in=SPEAKERS)
    seats = {one.post.unit_id: one for one in held.select_related("post", "person").order_by("-pk")}
    rows = []
    for unit in units:
        seat = seats.get(unit.pk)
        row = Attendance(meeting=meeting, unit=unit, title="负责人")
        if seat is not None:
            row.person, row.name, row.title = seat.person, seat.person.name, seat.post.title
        rows.append(row)
    return rows


def _check_list(meeting: Meeting, actor: Actor) -> None:
    if not may(actor, MANAGE, meeting):
        raise Refused("您不能改这个会议的参会名单")
    if meeting.state not in (MeetingState.DRAFT, MeetingState.NOTIFIED):
        raise Refused(f"现在是“{meeting.get_state_display()}”，参会名单不能再改")


@transaction.atomic
def invite_units(meeting: Meeting, units: Sequence[Unit], *, actor: Actor, at: dt.datetime) -> int:
    """Ask more units to come; those that are on the list already are passed over. Gives how many are new."""
    _check_list(meeting, actor)
    known = set(meeting.attendances.values_list("unit_id", flat=True))
    rows = _spoken_for(meeting, [unit for unit in units if unit.pk not in known])
    if not rows:
        raise Refused("请勾选要请的单位；已在名单里的不用再勾")
    last = meeting.attendances.aggregate(Max("seq"))["seq__max"] or 0
    for seq, row in enumerate(rows, start=last + 1):
        row.seq = seq
    Attendance.objects.bulk_create(rows)
    record(meeting, verb="增加参会单位", actor=actor, at=at, after={"单位": [r.unit.name for r in rows]})
    if meeting.state == MeetingState.NOTIFIED:
        users = {user for row in rows for user in user_ids_with("meetings.attend", row.unit, on=at.date())}
        text = f"请参加：{meeting.title}，{meeting.when_text}，{meeting.place}。请回执"
        notify(users, text=text, url=reverse("meetings:invited"), at=at)
    return len(rows)


@transaction.atomic
def invite_person(
    meeting: Meeting, *, unit: Unit, name: str, title: str, is_observer: bool, actor: Actor, at: dt.datetime
) -> Attendance:
    """Ask one person by name, who may have no account; as 列席 when ``is_observer``. Refuses a name that is there."""
    _check_list(meeting, actor)
    name = name.strip()
    if not name:
        raise Refused("请写姓名")
    if meeting.attendances.filter(unit=unit, name=name).exists():
        raise Refused(f"{unit.name}的{name}已在名单里")
    last = meeting.attendances.aggregate(Max("seq"))["seq__max"] or 0
    row = Attendance.objects.create(
        meeting=meeting, unit=unit, name=name, title=title.strip(), is_observer=is_observer, seq=last + 1
    )
    record(meeting, verb="增加参会人", actor=actor, at=at, after={"姓名": name, "单位": unit.name})
    return row


@transaction.atomic
def take_off(attendance: Attendance, *, actor: Actor, at: dt.datetime) -> None:
    """Take somebody off the list before the meeting; who has answered stays on it."""
    meeting = attendance.meeting
    _check_list(meeting, actor)
    if attendance.reply or attendance.state:
        raise Refused(f"{attendance}已经回执或签到，不能移出；不来的记请假")
    record(meeting, verb="移出参会名单", actor=actor, at=at, before={"姓名": str(attendance)})
    attendance.delete()


def may_answer(attendance: Attendance, actor: Actor) -> bool:
    is_own = actor.person_id is not None and attendance.person_id == actor.person_id
    return is_own or may(actor, "meetings.attend", attendance) or may(actor, MANAGE, attendance.meeting)


@transaction.atomic
def answer_notice(
    attendance: Attendance, *, reply: str, note: str, name: str = "", actor: Actor, at: dt.datetime
) -> Attendance:
    """回执: 参加, 请假 with the reason, or 委托 with who comes instead. May be changed until the meeting is held.

    ``name`` says who comes for a unit that was asked without a name. Refuses leave without a reason and 委托 without a
    name, and answers to a meeting that is not called.
    """
    meeting = attendance.meeting
    if not may_answer(attendance, actor):
        raise Refused("请您回执的是别的单位，您不能替它答复")
    if meeting.state != MeetingState.NOTIFIED:
        raise Refused(f"会议现在是“{meeting.get_state_display()}”，不用回执了")
    note, name = note.strip(), name.strip()
    if reply not in (Reply.ATTEND, Reply.LEAVE, Reply.SUBSTITUTE):
        raise Refused("请选参加、请假或委托他人")
    if reply == Reply.LEAVE and not note:
        raise Refused("请假要写明事由")
    if reply == Reply.SUBSTITUTE and not note:
        raise Refused("委托他人，请写明代会人的姓名")
    hold(meeting)
    values = {
        "reply": reply, "reply_note": note, "replied_by": actor.name, "replied_at": at,
        "name": attendance.name or name,
    }  # fmt: skip
    _write(attendance, ("reply", "reply_note", "name"), values)
    record(
        attendance, verb="会议回执", actor=actor, at=at, note=note, after={"回执": attendance.get_reply_display()}
    )  # fmt: skip
    return attendance


def _write(row: Attendance, read: Sequence[str], values: dict[str, Any]) -> None:
    """Write ``values`` if the fields ``read`` are still as they were read; :class:`Stale` otherwise."""
    as_read = {name: getattr(row, name) for name in read}
    if not Attendance.objects.filter(pk=row.pk, **as_read).update(**values):
        raise Stale(f"{row}刚被别人登记了，请刷新后再看")
    for name, value in values.items():
        setattr(row, name, value)


@transaction.atomic
def mark_attendance(
    meeting: Meeting, marks: Sequence[Mark], *, actor: Actor, at: dt.datetime
) -> tuple[int, list[str]]:
    """Write down who came, row by row: what the page did not change is left alone, so that who signed by phone in the
    meantime is not undone. Gives how many changed and, in words, which rows somebody else had changed first.

    Refuses leave and absence without 事由 only for leave; 委托 needs the name of who came.
    """
    if not may(actor, MANAGE, meeting):
        raise Refused("您不能登记这个会议的到会情况")
    if meeting.state not in (MeetingState.DRAFT, MeetingState.NOTIFIED, MeetingState.HELD):
        raise Refused(f"现在是“{meeting.get_state_display()}”，到会情况不能再改")
    if meeting.day > at.date():
        raise Refused(f"会议{meeting.day.month}月{meeting.day.day}日才开，到时再登记到会")
    rows = {row.pk: row for row in meeting.attendances.select_related("unit")}
    changed, stale = 0, []
    for mark in marks:
        row = rows.get(mark.pk)
        if row is None or not _differs(row, mark):
            continue
        if row.state != mark.was:
            stale.append(f"{row}（现在是{row.get_state_display()}）")
            continue
        _write_mark(row, mark, at)
        changed += 1
    if changed:
        record(meeting, verb="登记到会", actor=actor, at=at, after={"人数": changed})
    return changed, stale


def _differs(row: Attendance, mark: Mark) -> bool:
    typed = (mark.state, mark.reason.strip(), mark.substitute.strip(), mark.name.strip() or row.name)
    if mark.state == mark.was and row.state != mark.was:
        return False  # somebody signed while the page was open, and the page says nothing about it
    return typed != (row.state, row.reason, row.substitute, row.name)


def _write_mark(row: Attendance, mark: Mark, at: dt.datetime) -> None:
    if mark.state not in Presence.values:
        raise Refused("请选到会、委托、请假或缺席")
    if mark.state == Presence.SUBSTITUTE and not mark.substitute.strip():
        raise Refused(f"{row}是委托到会，请写代会人的姓名")
    if mark.state == Presence.LEAVE and not mark.reason.strip():
        raise Refused(f"{row}请假，请写事由")
    values = {
        "state": mark.state, "reason": mark.reason.strip(), "substitute": mark.substitute.strip(),
        "name": mark.name.strip() or row.name, "is_by_phone": False,
        "signed_at": at if mark.state in (Presence.PRESENT, Presence.SUBSTITUTE) else None,
    }  # fmt: skip
    if not Attendance.objects.filter(pk=row.pk, state=mark.was).update(**values):
        raise Stale(f"{row}刚被别人登记了，请刷新后再看")


@transaction.atomic
def sign_in(meeting: Meeting, *, name: str, at: dt.datetime) -> Attendance:
    """手机签到: somebody in the room types their name. Twice is harmless; nothing but the name and the time is kept,
    and that somebody typed it stays in the history.

    Only on the day of the meeting, from an hour before it starts until the office has settled who came. Refuses a name
    that is not on the list or stands on it twice; the printed sheet counts just as much.
    """
    if not is_sign_open(meeting, at):
        raise Refused("现在不在签到时间。会议当天开会前一小时起可以签到；也可以在纸质签到表上签名")
    hold(meeting)
    name = "".join(name.split())
    rows = list(meeting.attendances.select_related("unit").order_by("seq", "pk"))
    by_substitute = [row for row in rows if row.reply == Reply.SUBSTITUTE and row.reply_note == name]
    found = [row for row in rows if name and row.name == name] or by_substitute
    if not found:
        raise Refused("名单里没有这个名字。请核对；代会的写自己的名字，没有报过的请在纸质签到表上签名")
    if len(found) > 1:
        raise Refused("名单里有同名的人，分不清是哪一位，请在纸质签到表上签名")
    row = found[0]
    if row.state in (Presence.PRESENT, Presence.SUBSTITUTE):
        return row
    before = {"到会": row.get_state_display(), "事由": row.reason}
    is_other = row in by_substitute and row.name != name
    values = {
        "state": Presence.SUBSTITUTE if is_other else Presence.PRESENT, "substitute": name if is_other else "",
        "is_by_phone": True, "signed_at": at, "reason": "",
    }  # fmt: skip
    _write(row, ("state", "reason", "substitute", "name"), values)
    after = {"到会": row.get_state_display(), "签到人": name}
    record(row, verb="手机签到", actor=SYSTEM, at=at, before=before, after=after)
    return row


@transaction.atomic
def attach_sheet(meeting: Meeting, upload: Upload, *, actor: Actor, at: dt.datetime) -> Attachment:
    """Keep the scan or photo of the signed sheet with the meeting."""
    if not may(actor, MANAGE, meeting):
        raise Refused("您不能给这个会议上传签到表")
    if meeting.state == MeetingState.CANCELLED:
        raise Refused("会议已经取消，不用签到表")
    kept = store_file(upload, unit=meeting.unit, actor=actor, at=at, purpose="会议签到表", is_restricted=True)
    Meeting.objects.filter(pk=meeting.pk).update(sheet=kept)
    record(meeting, verb="上传签到表", actor=actor, at=at, after={"文件": kept.name})
    return kept
