"""督办单, 整改通知书, 销号单 and 催办通知书 as PDF and Word."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpResponse

from xiangfeng.documents.docx import render_docx
from xiangfeng.documents.paper import Paper
from xiangfeng.documents.pdf import render_pdf
from xiangfeng.tasks.exports import NAMES, paper_of, urge_notice
from xiangfeng.tasks.models import Urge
from xiangfeng.tasks.queries import VIEW, VIEW_OWN, tasks_for
from xiangfeng.tasks.staff.tasks import find_task
from xiangfeng.web.doors import StaffRequest, find, needs
from xiangfeng.web.ledger import file_response

CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def _answer(paper: Paper, name: str, kind: str) -> HttpResponse:
    content = render_pdf(paper, fonts=[settings.FONT_DIR]) if kind == "pdf" else render_docx(paper)
    return file_response(content, f"{name}.{kind}", CONTENT_TYPES[kind], is_inline=kind == "pdf")


@needs(VIEW, VIEW_OWN)
def paper(request: StaffRequest, pk: int, what: str, kind: str) -> HttpResponse:
    """One paper of a task."""
    row = find_task(request, pk)
    made = paper_of(row, what, on=request.at.date()) if what in NAMES and kind in CONTENT_TYPES else None
    if made is None:
        raise Http404("没有这份文书；销号单要销号以后才有")
    return _answer(made, f"{row.number} {NAMES[what]}", kind)


@needs(VIEW, VIEW_OWN)
def urge_paper(request: StaffRequest, pk: int, kind: str) -> HttpResponse:
    """The notice of one 催办."""
    rows = Urge.objects.filter(task__in=tasks_for(request.actor)).select_related("task__unit", "task__lead")
    urge = find(rows, pk=pk)
    if kind not in CONTENT_TYPES:
        raise Http404("只有 PDF 和 Word 两种")
    return _answer(urge_notice(urge), f"{urge.number} 催办通知书", kind)
