"""Calling a meeting: its day and place, its agenda, its notice, and taking it back."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F
from django.urls import reverse

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import may
from xiangfeng.base.errors import Refused, Stale
from xiangfeng.base.numbering import chinese_numeral, tidy_document_number
from xiangfeng.documents.actions import next_number
from xiangfeng.history.actions import record
from xiangfeng.meetings.actions.attendance import invite_usual
from xiangfeng.meetings.flow import MANAGE
from xiangfeng.meetings.models import AgendaItem, Meeting, MeetingState
from xiangfeng.meetings.papers import notice_paper
from xiangfeng.meetings.queries import audience_of, load_meeting
from xiangfeng.notifications.actions import notify
from xiangfeng.orgs.models import Unit
from xiangfeng.web.papers import keep_paper
from xiangfeng.workflow.flow import fire

FIELDS = (
    "title", "is_leading", "is_mobilisation", "combine_basis", "day", "starts", "planned_minutes", "place", "host",
    "recorder", "requirements", "contact", "contact_phone", "late_reason", "notice_number",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Point:
    """One point of an agenda as it was typed."""

    title: str
    speaker: str = ""
    minutes: int = 10


@transaction.atomic
def create_meeting(unit: Unit, *, actor: Actor, at: dt.datetime, **values: Any) -> Meeting:
    """Begin a meeting of ``unit`` as 筹备, numbered, with those who usually come already on the list.

    Refuses who may not hold meetings there, both kinds at once without basis (A3.2), and a day before today without the
    reason why it is written down late.
    """
    if not may(actor, MANAGE, unit):
        raise Refused(f"您不能替“{unit.name}”办会")
    meeting = Meeting(unit=unit, created_by_id=actor.user_id, created_at=at, token=secrets.token_urlsafe(24))
    _take(meeting, values, at)
    meeting.number = next_number(unit, "会议", year=meeting.day.year)
    meeting.save()
    invite_usual(meeting)
    record(
        meeting, verb="登记会议", actor=actor, at=at, note=meeting.late_reason,
        after={"类别": meeting.kind_text, "日期": meeting.day},
    )  # fmt: skip
    return meeting


def _take(meeting: Meeting, values: dict[str, Any], at: dt.datetime) -> None:
    """Put the typed values into the row and hold them against the rules for meetings. The reason for writing it down
    late is asked when the row is made or moved to a day that has passed, not because time went by since."""
    was = (meeting.day, bool(meeting.late_reason)) if meeting.pk else (None, True)
    for name in FIELDS:
        if name in values:
            value = values[name]
            setattr(meeting, name, value.strip() if isinstance(value, str) else value)
    if meeting.is_combined and not meeting.combine_basis:
        raise Refused("两个会合并召开，要写明依据（如：减负要求，一次会议、一套材料）")
    if not meeting.is_combined:
        meeting.combine_basis = ""
    is_asked = was != (meeting.day, False)
    if meeting.day < at.date() and is_asked and not meeting.late_reason:
        raise Refused(f"{meeting.day.month}月{meeting.day.day}日已经过去；补录开过的会，请写明补录理由")
    if abs((meeting.day - at.date()).days) > 1100:
        raise Refused("日期离今天太远，请核对年份")
    if meeting.notice_number:
        tidy = tidy_document_number(meeting.notice_number)
        if tidy is None:
            raise Refused("通知文号应写成 云创办〔2026〕12号 这样")
        meeting.notice_number = tidy
    meeting.title = meeting.title or title_of(meeting)
    if not meeting.title:
        raise Refused("请写会议名称")


def title_of(meeting: Meeting) -> str:
    """The usual name: 2026年第三季度文明创建领导小组会议; empty for other meetings."""
    if not (meeting.is_leading or meeting.is_mobilisation):
        return ""
    quarter = f"{meeting.day.year}年第{chinese_numeral((meeting.day.month - 1) // 3 + 1)}季度"
    if meeting.is_combined:
        return f"{quarter}文明创建领导小组会议暨动员推进会"
    return f"{quarter}文明创建{'领导小组会议' if meeting.is_leading else '动员推进会'}"


def claim(meeting: Meeting, version: int) -> None:
    """Take the next version of the meeting's text, or :class:`Stale` when somebody else has saved since ``version``."""
    rows = Meeting.objects.filter(pk=meeting.pk, version=version, state=meeting.state)
    if not rows.update(version=F("version") + 1):
        raise Stale("您打开之后，别人改过这个会议。请另开一页看现在的内容，再把您的改动补上去保存")
    meeting.version = version + 1


def check_open(meeting: Meeting, actor: Actor) -> None:
    """Refuses who may not hold this meeting, and one that is closed or cancelled."""
    if not may(actor, MANAGE, meeting):
        raise Refused("您不能改这个会议")
    if not meeting.is_open:
        raise Refused(f"现在是“{meeting.get_state_display()}”，不能再改；纪要有误的，先重新打开")


@transaction.atomic
def edit_meeting(meeting: Meeting, *, version: int, actor: Actor, at: dt.datetime, **values: Any) -> Meeting:
    """Change what was typed. Those already told hear of another time or place (改期); a held meeting keeps its day's proof."""
    check_open(meeting, actor)
    before = _told(meeting)
    _take(meeting, values, at)
    if meeting.state == MeetingState.NOTIFIED and meeting.late_reason:
        raise Refused("通知已经发过，不用补录理由；会议改期请填新的日期")
    claim(meeting, version)
    meeting.save(update_fields=[*FIELDS])
    record(meeting, verb="改会议信息", actor=actor, at=at, before=before, after=_told(meeting))
    if meeting.state == MeetingState.NOTIFIED and before != _told(meeting):
        text = f"会议改期：{meeting.title}，{meeting.when_text}，{meeting.place}"
        _tell(meeting, text, at=at)
    return meeting


def _told(meeting: Meeting) -> dict[str, str]:
    return {"日期": str(meeting.day), "时间": f"{meeting.starts:%H:%M}", "地点": meeting.place}


@transaction.atomic
def set_agenda(
    meeting: Meeting, points: Sequence[Point], *, version: int, actor: Actor, at: dt.datetime
) -> None:
    """Write the agenda anew, in this order. Refuses points without a title or of no length."""
    check_open(meeting, actor)
    if any(not point.title.strip() for point in points):
        raise Refused("每一项议程都要有议题")
    if any(not 1 <= point.minutes <= 480 for point in points):
        raise Refused("每项议程的时长应在 1 到 480 分钟之间")
    claim(meeting, version)
    meeting.agenda.all().delete()
    AgendaItem.objects.bulk_create(
        AgendaItem(
            meeting=meeting, seq=seq, title=point.title.strip(), speaker=point.speaker.strip(),
            minutes=point.minutes,
        )
        for seq, point in enumerate(points, start=1)
    )  # fmt: skip
    after = {"项数": len(points), "分钟": sum(point.minutes for point in points)}
    record(meeting, verb="排议程", actor=actor, at=at, after=after)


@transaction.atomic
def issue_notice(meeting: Meeting, *, actor: Actor, at: dt.datetime) -> None:
    """签发会议通知: the paper is kept and everybody with an account hears of it. Refuses a meeting that has begun."""
    if at.replace(tzinfo=None) >= meeting.starts_at:
        raise Refused("会议时间已经过去。改一个以后的时间；已经开过的，写明补录理由后直接登记到会")
    fire(meeting, "notify", actor=actor, at=at, notified_on=at.date())
    loaded = load_meeting(meeting)
    title = f"{meeting.title}通知"
    paper = notice_paper(loaded, at.date())
    pdf, docx = keep_paper(paper, title, unit=meeting.unit, purpose="会议文书", actor=actor, at=at)
    Meeting.objects.filter(pk=meeting.pk).update(notice_pdf=pdf, notice_docx=docx)
    meeting.notice_pdf, meeting.notice_docx = pdf, docx
    _tell(meeting, f"请参加：{meeting.title}，{meeting.when_text}，{meeting.place}。请回执", at=at)


@transaction.atomic
def cancel_meeting(meeting: Meeting, *, reason: str, actor: Actor, at: dt.datetime) -> None:
    """取消会议 with its reason; who was told of it is told again."""
    was_told = meeting.state == MeetingState.NOTIFIED
    fire(meeting, "cancel", actor=actor, at=at, note=reason)
    if was_told:
        _tell(meeting, f"会议取消：{meeting.title}（{reason.strip()}）", at=at)


def _tell(meeting: Meeting, text: str, *, at: dt.datetime) -> None:
    notify(audience_of(meeting, on=at.date()), text=text, url=reverse("meetings:invited"), at=at)
