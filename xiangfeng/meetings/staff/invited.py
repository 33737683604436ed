"""Where those who are asked to come answer, and hand in what they will report."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from xiangfeng.meetings import queries
from xiangfeng.meetings.actions import attendance as actions
from xiangfeng.meetings.actions.minutes import hand_in_report
from xiangfeng.meetings.forms import ReplyForm, ReportForm
from xiangfeng.meetings.models import Attendance, MeetingState, Reply, Report
from xiangfeng.meetings.queries import ATTEND, VIEW
from xiangfeng.web.doors import StaffRequest, fill, find, needs
from xiangfeng.web.ledger import Column, Empty, Spec, ledger

REPLY_KINDS = {"": "warn", "attend": "ok", "leave": "idle", "substitute": "info"}


def _reply(row: Attendance) -> tuple[str, str]:
    if row.meeting.state == MeetingState.NOTIFIED:
        return REPLY_KINDS[row.reply], row.get_reply_display()
    return ("line", row.meeting.get_state_display()) if not row.state else ("line", row.get_state_display())


COLUMNS = (
    Column("title", "会议名称", lambda a: a.meeting.title,
           url=lambda a: reverse("meetings:invitation", args=[a.pk])),
    Column("when", "时间", lambda a: f"{a.meeting.day.year}年{a.meeting.when_text}", sort="meeting__day"),
    Column("place", "地点", lambda a: a.meeting.place),
    Column("host", "主持", lambda a: a.meeting.host, is_default=False),
    Column("unit", "请谁参加", lambda a: f"{a.unit.name} {a.name}".strip()),
    Column("reply", "回执", lambda a: _reply(a)[1], tag=_reply),
    Column("minutes", "纪要文号", lambda a: a.meeting.minutes_number),
)  # fmt: skip
SPEC = Spec(
    title="请我参加",
    columns=COLUMNS,
    empty=Empty(
        "还没有会议请您参加", "镇里发了会议通知，会出现在这里；打开就能回执、看议程、报本单位的进展和问题。"
    ),
    note="请本单位和本人参加的会议",
)


@needs(ATTEND, VIEW)
def invited(request: StaffRequest) -> HttpResponse:
    """The meetings to which the person or their unit is asked."""
    return ledger(request, queries.invitations_for(request.actor), SPEC)


@needs(ATTEND, VIEW)
def invitation(request: StaffRequest, pk: int) -> HttpResponse:
    """Answer the notice and hand in the unit's report; the office may do both for a unit that telephones."""
    row = find(queries.answerable_for(request.actor), pk=pk)
    report = Report.objects.filter(meeting_id=row.meeting_id, unit_id=row.unit_id).first()
    asked = request.POST.get("what", "") if request.method == "POST" else ""
    reply = ReplyForm(request.POST if asked == "reply" else None, initial=_answered(row))
    report_form = ReportForm(request.POST if asked == "report" else None, initial=_reported(report))
    if asked and _done(request, row, reply, report_form, asked):
        messages.success(request, "回执已交" if asked == "reply" else "汇报已交")
        return redirect("meetings:invitation", pk=pk)
    context = {
        "row": row,
        "meeting": row.meeting,
        "agenda": row.meeting.agenda.order_by("seq", "pk"),
        "reply": reply,
        "report": report,
        "report_form": report_form,
        "can_reply": row.meeting.state == MeetingState.NOTIFIED,
        "can_read": request.actor.can(VIEW),
    }
    return render(request, "meetings/staff/invitation.html", context)


def _answered(row: Attendance) -> dict[str, Any]:
    return {"reply": row.reply or Reply.ATTEND, "note": row.reply_note, "name": row.name}


def _reported(report: Report | None) -> dict[str, Any]:
    names = ("progress", "problems", "plans", "version")
    return {name: getattr(report, name) for name in names} if report else {"version": 0}


def _done(request: StaffRequest, row: Attendance, reply: ReplyForm, report: ReportForm, asked: str) -> bool:
    who: dict[str, Any] = {"actor": request.actor, "at": request.at}
    if asked == "reply":
        return fill(reply, lambda: actions.answer_notice(row, **reply.cleaned_data, **who)) is not None
    return fill(report, lambda: hand_in_report(row, **report.cleaned_data, **who)) is not None
