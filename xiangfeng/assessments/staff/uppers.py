"""上级考评 of many villages from one table: blank, preview, write."""

from __future__ import annotations

from dataclasses import astuple
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from xiangfeng.assessments.actions.imports import import_uppers
from xiangfeng.assessments.actions.scores import SCORE, check_open
from xiangfeng.assessments.forms.sheet import ImportForm
from xiangfeng.assessments.models import Period
from xiangfeng.assessments.staff.imports import KEEP_SECONDS, content_of
from xiangfeng.assessments.staff.periods import find_period
from xiangfeng.assessments.upper_list import HEADINGS, POINTS, Line, Read, read_uppers, write_blank
from xiangfeng.base.errors import Refused
from xiangfeng.scoring.sheets import SheetError
from xiangfeng.web.doors import StaffRequest, needs
from xiangfeng.web.ledger import xlsx_response
from xiangfeng.web.previews import table_of

SALT = "assessments.uppers"


def _entries(row: Period) -> dict[str, int]:
    found = row.entries.order_by("seq", "id").values_list("unit__name", "pk")
    return dict(found)


@require_GET
@needs(SCORE)
def uppers_blank(request: StaffRequest, pk: int) -> HttpResponse:
    """The table to fill, with the villages of the month."""
    row = find_period(request, pk)
    content = write_blank(row.scheme_version.scheme, list(_entries(row)))
    return xlsx_response(content, f"{row.unit.name}{row.year}年{row.month}月上级考评（空表）")


@needs(SCORE)
def uppers_import(request: StaffRequest, pk: int) -> HttpResponse:
    """Upload what the county or city gave; it is shown line by line before anything is written."""
    row = find_period(request, pk)
    form = ImportForm(request.POST or None, request.FILES or None)
    form.fields["file"].label = "上级考评"
    form.fields[
        "file"
    ].help_text = (
        "Excel 文件（.xlsx）。用法填只列出、替换一项指标、替换一个来源或替换综合得分，空着就是只列出。"
    )
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            check_open(row, request.actor)
            read = read_uppers(content_of(upload), row.scheme_version.scheme, _entries(row))
            context = {"preview": _preview(row, upload.name, read), "period": row}
            return render(request, "assessments/staff/sheet_preview.html", context)
        except (SheetError, Refused) as error:
            form.add_error("file", str(error))
    blank = reverse("assessments:uppers_blank", args=[pk])
    importing = {"title": f"导入{row.month}月上级考评", "note": row.unit.name, "blank_url": blank}
    context = {"form": form, "importing": importing, "period": row, "uppers_url": ""}
    return render(request, "assessments/staff/sheet_import.html", context)


def _preview(row: Period, name: str, read: Read) -> dict[str, Any]:
    packed = {"period": row.pk, "lines": [astuple(line) for line in read.lines]}
    table = table_of(HEADINGS, read.shown, read.bad, numeric=(POINTS,))
    return table | {
        "title": f"核对要导入的{row.month}月上级考评",
        "filename": name,
        "unit": "行",
        "good_count": len(read.lines),
        "back_url": reverse("assessments:uppers_import", args=[row.pk]),
        "confirm_url": reverse("assessments:uppers_confirm", args=[row.pk]),
        "confirm_label": "写入",
        "says": "有误的行整行不写；同一单位同一层级同名的考评，用这次的成绩换掉原来的。",
        "token": signing.dumps(packed, salt=SALT, compress=True),
    }


@require_POST
@needs(SCORE)
def uppers_confirm(request: StaffRequest, pk: int) -> HttpResponse:
    """Write what the preview showed, all or nothing."""
    row = find_period(request, pk)
    try:
        data = signing.loads(request.POST.get("token", ""), salt=SALT, max_age=KEEP_SECONDS)
        lines = [Line(*line) for line in data["lines"]] if data["period"] == row.pk else []
        count = import_uppers(row, lines, actor=request.actor, at=request.at)
    except signing.BadSignature:
        messages.error(request, "预览放得太久或不完整，请重新导入")
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"已写入 {count} 条上级考评")
    return redirect("assessments:sheet", pk=pk)
