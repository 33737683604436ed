"""Keeping a paper as it was issued."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from xiangfeng.access.actor import Actor
from xiangfeng.attachments.actions import store_file
from xiangfeng.attachments.models import Attachment
from xiangfeng.documents.docx import render_docx
from xiangfeng.documents.paper import Paper
from xiangfeng.documents.pdf import render_pdf
from xiangfeng.orgs.models import Unit


def keep_paper(
    paper: Paper, name: str, unit: Unit, *, actor: Actor, at: dt.datetime
) -> tuple[Attachment, Attachment]:
    """The paper as PDF and DOCX among the files of ``unit``."""
    files = (
        SimpleUploadedFile(f"{name}.pdf", render_pdf(paper, fonts=[settings.FONT_DIR])),
        SimpleUploadedFile(f"{name}.docx", render_docx(paper)),
    )
    pdf, docx = (
        store_file(file, unit=unit, actor=actor, at=at, purpose="会议文书", is_restricted=True)
        for file in files
    )
    return pdf, docx
