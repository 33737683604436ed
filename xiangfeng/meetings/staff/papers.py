"""会议通知, 签到表 and 纪要 as PDF and DOCX: what was issued is given as it was, before that a fresh draft."""

from __future__ import annotations

from django.http import Http404, HttpResponse

from xiangfeng.meetings import papers, queries
from xiangfeng.meetings.models import Meeting, MeetingState
from xiangfeng.meetings.queries import ATTEND, VIEW
from xiangfeng.meetings.staff.meetings import find_meeting
from xiangfeng.web.doors import StaffRequest, find, needs
from xiangfeng.web.papers import check_kind, kept_response, paper_response


def _readable(
    request: StaffRequest, pk: int, kind: str, states: tuple[MeetingState, ...]
) -> tuple[Meeting, bool]:
    """The meeting, and whether its paper is issued; those who were only asked to come see issued papers alone."""
    check_kind(kind)
    row = find(
        queries.readable_for(request.actor).select_related(
            "notice_pdf", "notice_docx", "minutes_pdf", "minutes_docx"
        ),
        pk=pk,
    )
    is_issued = row.state in states
    if not is_issued and not Meeting.objects.within(request.actor, VIEW).filter(pk=pk).exists():
        raise Http404("这份文书还没有印发")
    return row, is_issued


@needs(VIEW, ATTEND)
def notice_file(request: StaffRequest, pk: int, kind: str) -> HttpResponse:
    """会议通知."""
    called = (MeetingState.NOTIFIED, MeetingState.HELD, MeetingState.CLOSED)
    row, is_issued = _readable(request, pk, kind, called)
    kept = row.notice_pdf if kind == "pdf" else row.notice_docx
    if is_issued and kept is not None:
        return kept_response(kept, f"{row.title}通知.{kind}")
    return paper_response(papers.notice_paper(row, request.at.date()), f"{row.title}通知（草稿）", kind)


@needs(VIEW)
def sheet_file(request: StaffRequest, pk: int, kind: str) -> HttpResponse:
    """签到表 to be signed by hand; as ``scan`` the one that was signed."""
    row = find_meeting(request, pk)
    if kind == "scan" and row.sheet is not None:
        return kept_response(row.sheet, row.sheet.name)
    check_kind(kind)
    return paper_response(papers.sheet_paper(row), f"{row.title}签到表", kind)


@needs(VIEW, ATTEND)
def minutes_file(request: StaffRequest, pk: int, kind: str) -> HttpResponse:
    """纪要: to those who were asked to come once it is issued."""
    row, is_issued = _readable(request, pk, kind, (MeetingState.CLOSED,))
    kept = row.minutes_pdf if kind == "pdf" else row.minutes_docx
    if is_issued and kept is not None:
        return kept_response(kept, f"{row.title}纪要.{kind}")
    today = request.at.date()
    paper = papers.minutes_paper(row, list(queries.previous_resolutions(row)), today)
    return paper_response(paper, f"{row.title}纪要（草稿）", kind)
