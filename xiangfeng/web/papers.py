"""A 文书 as an answer: rendered anew, or the file that was kept when it was issued; and keeping it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.conf import settings
from django.core.files.base import ContentFile
from django.http import Http404, HttpResponse

from xiangfeng.access.actor import Actor
from xiangfeng.attachments.actions import store_file
from xiangfeng.attachments.models import Attachment
from xiangfeng.attachments.queries import open_file
from xiangfeng.base.errors import Refused
from xiangfeng.documents.docx import render_docx
from xiangfeng.documents.paper import Paper
from xiangfeng.documents.pdf import render_pdf
from xiangfeng.orgs.models import Unit
from xiangfeng.web.ledger import file_response

CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def check_kind(kind: str) -> None:
    """404 for any other ending than pdf and docx; for doors that have work to do before they render."""
    if kind not in CONTENT_TYPES:
        raise Http404("只有 PDF 和 Word 两种")


def paper_response(paper: Paper, name: str, kind: str) -> HttpResponse:
    """The paper as PDF, shown in the browser, or as DOCX, to be saved. 404 for another kind."""
    check_kind(kind)
    return file_response(_render(paper, kind), f"{name}.{kind}", CONTENT_TYPES[kind], is_inline=kind == "pdf")


def keep_paper(
    paper: Paper,
    name: str,
    *,
    unit: Unit,
    purpose: str,
    actor: Actor,
    at: dt.datetime,
    kinds: Iterable[str] = tuple(CONTENT_TYPES),
    is_restricted: bool = True,
) -> list[Attachment]:
    """The paper as it is issued, kept among the files of ``unit``, one for each of ``kinds`` (PDF, then DOCX): later
    changes of text or layout do not touch them. ``name`` comes without ending. ``is_restricted`` as for
    :func:`store_file`: who may read the paper is for its own page to say.
    """
    return [
        store_file(
            ContentFile(_render(paper, kind), name=f"{name}.{kind}"),
            unit=unit,
            actor=actor,
            at=at,
            purpose=purpose,
            is_restricted=is_restricted,
        )
        for kind in kinds
    ]


def _render(paper: Paper, kind: str) -> bytes:
    return render_pdf(paper, fonts=[settings.FONT_DIR]) if kind == "pdf" else render_docx(paper)


def kept_response(file: Attachment, name: str) -> HttpResponse:
    """The bytes that were kept, pictures and PDF shown in the browser; 404 with the reason when the storage has lost them."""
    try:
        with open_file(file) as stream:
            content = stream.read()
    except Refused as refusal:
        raise Http404(str(refusal)) from refusal
    is_inline = file.is_image or file.content_type == CONTENT_TYPES["pdf"]
    return file_response(content, name, file.content_type, is_inline=is_inline)
