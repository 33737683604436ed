"""Doors to stored files: the ledger, and each file to look at or to download."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.defaultfilters import filesizeformat
from django.urls import reverse

from xiangfeng.administration.timeline import moment
from xiangfeng.attachments.models import FileKind
from xiangfeng.attachments.queries import VIEW, VIEW_OWN, attachments_for, open_file, visible_to
from xiangfeng.base.errors import Refused
from xiangfeng.web.doors import StaffRequest, find, needs
from xiangfeng.web.ledger import Column, Empty, Filter, Spec, ledger


def _url(row: Any) -> str:
    return reverse("administration:attachment", args=[row.pk])


LIST = Spec(
    title="佐证文件",
    note="照片已去掉拍摄地点和设备信息",
    columns=(
        Column("name", "文件名", lambda row: row.name, sort="name", url=_url),
        Column("unit", "单位", lambda row: row.unit.name, sort="unit__path"),
        Column("kind", "类型", lambda row: row.get_kind_display(), sort="kind"),
        Column("size", "大小", lambda row: filesizeformat(row.size), sort="size", is_numeric=True),
        Column("purpose", "用途", lambda row: row.purpose, sort="purpose"),
        Column("by", "上传人", lambda row: str(row.uploaded_by) if row.uploaded_by else ""),
        Column("at", "上传时间", lambda row: moment(row.uploaded_at), sort="uploaded_at"),
        Column("sha256", "校验值", lambda row: row.sha256, is_default=False),
    ),
    filters=(
        Filter("kind", "类型", lambda request: FileKind.choices, lambda rows, value: rows.filter(kind=value)),
    ),
    search=("name", "unit__name", "purpose"),
    search_label="文件名、单位、用途",
    empty=Empty("还没有佐证文件", "打分时拍的照片、异议的佐证、签发的通报都会存在这里。"),
)  # fmt: skip


@needs(VIEW)
def attachments(request: StaffRequest) -> HttpResponse:
    """Files of the units in reach."""
    return ledger(request, attachments_for(request.actor), LIST)


@needs(VIEW, VIEW_OWN)
def attachment(request: StaffRequest, pk: int) -> HttpResponseBase:
    """One file: pictures are shown, everything else is downloaded."""
    row = find(visible_to(request.actor), pk=pk)
    try:
        content = open_file(row)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("administration:attachments" if request.actor.can(VIEW) else "workbench:inbox")
    # Django closes the file with the answer. A browser must not guess another type, nor a shared computer keep a copy.
    answer = FileResponse(
        content, as_attachment=not row.is_image, filename=row.name, content_type=row.content_type
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer
