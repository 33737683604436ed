"""会议通知, 签到表 and 纪要 as PDF and DOCX: what was issued is given as it was, before that a fresh draft."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpResponse

from xiangfeng.attachments.models import Attachment
from xiangfeng.attachments.queries import open_file
from xiangfeng.base.errors import Refused
from xiangfeng.documents.docx import render_docx
from xiangfeng.documents.paper import Paper
from xiangfeng.documents.pdf import render_pdf
from xiangfeng.meetings import papers, queries
from xiangfeng.meetings.models import Meeting, MeetingState
from xiangfeng.meetings.queries import ATTEND, VIEW
from xiangfeng.meetings.staff.meetings import find_meeting
from xiangfeng.web.doors import StaffRequest, find, needs
from xiangfeng.web.ledger import file_response

CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def _answer(paper: Paper, name: str, kind: str) -> HttpResponse:
    content = render_pdf(paper, fonts=[settings.FONT_DIR]) if kind == "pdf" else render_docx(paper)
    return file_response(content, f"{name}.{kind}", CONTENT_TYPES[kind], is_inline=kind == "pdf")


def _kept(file: Attachment, name: str, kind: str) -> HttpResponse:
    try:
        with open_file(file) as stream:
            content = stream.read()
    except Refused as refusal:
        raise Http404(str(refusal)) from refusal
    return file_response(content, f"{name}.{kind}", CONTENT_TYPES[kind], is_inline=kind == "pdf")


def _readable(
    request: StaffRequest, pk: int, kind: str, states: tuple[MeetingState, ...]
) -> tuple[Meeting, bool]:
    """The meeting, and whether its paper is issued; those who were only asked to come see issued papers alone."""
    if kind not in CONTENT_TYPES:
        raise Http404("只有 PDF 和 Word 两种")
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
        return _kept(kept, f"{row.title}通知", kind)
    return _answer(papers.notice_paper(row, request.at.date()), f"{row.title}通知（草稿）", kind)


@needs(VIEW)
def sheet_file(request: StaffRequest, pk: int, kind: str) -> HttpResponse:
    """签到表 to be signed by hand."""
    if kind not in CONTENT_TYPES:
        raise Http404("只有 PDF 和 Word 两种")
    row = find_meeting(request, pk)
    return _answer(papers.sheet_paper(row), f"{row.title}签到表", kind)


@needs(VIEW, ATTEND)
def minutes_file(request: StaffRequest, pk: int, kind: str) -> HttpResponse:
    """纪要: to those who were asked to come once it is issued."""
    row, is_issued = _readable(request, pk, kind, (MeetingState.CLOSED,))
    kept = row.minutes_pdf if kind == "pdf" else row.minutes_docx
    if is_issued and kept is not None:
        return _kept(kept, f"{row.title}纪要", kind)
    today = request.at.date()
    paper = papers.minutes_paper(row, list(queries.previous_resolutions(row)), today)
    return _answer(paper, f"{row.title}纪要（草稿）", kind)
