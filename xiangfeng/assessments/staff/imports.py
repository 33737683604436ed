"""The sheet in and out: as xlsx, blank or filled; read back with a preview; and on paper."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from xiangfeng.assessments.actions.imports import import_scores
from xiangfeng.assessments.actions.scores import SCORE, SaveReport, check_open
from xiangfeng.assessments.cells import columns_of, title_of
from xiangfeng.assessments.forms.sheet import ImportForm
from xiangfeng.assessments.models import Entry, Period
from xiangfeng.assessments.paper_form import detail_rows, overview_pages
from xiangfeng.assessments.queries.periods import VIEW
from xiangfeng.assessments.queries.sheet import Sheet, load_sheet
from xiangfeng.assessments.score_import import (
    UPPER,
    ImportPlan,
    key_of,
    plan_import,
    read_sheet,
    unread_uppers,
)
from xiangfeng.assessments.staff.periods import find_period
from xiangfeng.assessments.staff.sheet import chosen_entry
from xiangfeng.base.errors import Refused
from xiangfeng.scoring.sheets import CellProblem, ReadSheet, SheetError
from xiangfeng.scoring.sheets.blank import write_blank, write_filled
from xiangfeng.web.doors import StaffRequest, needs
from xiangfeng.web.ledger import xlsx_response

SALT = "assessments.score_import"
KEEP_SECONDS = 3600
SHOWN_ERRORS = 60


@require_GET
@needs(VIEW)
def sheet_file(request: StaffRequest, pk: int) -> HttpResponse:
    """The sheet as xlsx, filled or with ``?blank=1`` to fill; both can be imported again."""
    row = find_period(request, pk)
    loaded = load_sheet(row)
    is_blank = bool(request.GET.get("blank"))
    # Written by level (县94.6) rather than by the name of the 考评, so that an import knows the level again.
    subjects = [
        replace(one, upper=tuple(replace(upper, note="") for upper in one.upper)) for one in loaded.subjects
    ]
    content = (write_blank if is_blank else write_filled)(loaded.scheme, subjects)
    return xlsx_response(
        content, f"{row.unit.name}{row.year}年{row.month}月打分表{'（空表）' if is_blank else ''}"
    )


@require_GET
@needs(VIEW)
def paper_form(request: StaffRequest, pk: int) -> HttpResponse:
    """The form to print: all villages across A4, or with ``?each=1`` a detailed one for every village."""
    row = find_period(request, pk)
    loaded = load_sheet(row)
    chosen = chosen_entry(request.GET, loaded)
    is_each = bool(request.GET.get("each")) or chosen is not None
    context: dict[str, Any] = {
        "period": row,
        "scheme": loaded.scheme,
        "entries": [chosen] if chosen else loaded.entries,
        "has_groups": any(entry.group for entry in loaded.entries),
        "pages": [] if is_each else overview_pages(loaded.scheme),
        "rows": detail_rows(loaded.scheme) if is_each else [],
        "is_each": is_each,
    }
    return render(request, "assessments/staff/sheet_paper.html", context)


@needs(SCORE)
def sheet_import(request: StaffRequest, pk: int) -> HttpResponse:
    """Upload a filled sheet: it is checked cell by cell and shown before anything is written."""
    row = find_period(request, pk)
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            check_open(row, request.actor)
            return _preview(request, row, upload.name, content_of(upload))
        except (SheetError, Refused) as error:
            form.add_error("file", str(error))
    blank = reverse("assessments:sheet_file", args=[pk]) + "?blank=1"
    importing = {"title": f"导入{row.month}月打分表", "note": row.unit.name, "blank_url": blank}
    context = {"form": form, "importing": importing, "period": row}
    context |= {"uppers_url": reverse("assessments:uppers_import", args=[pk])}
    return render(request, "assessments/staff/sheet_import.html", context)


def content_of(upload: Any) -> bytes:
    """The bytes of an uploaded table; refused when it is too large to be one."""
    if upload.size > settings.UPLOAD_MAX_MB * 1024 * 1024:
        raise Refused(f"文件超过 {settings.UPLOAD_MAX_MB} MB，请确认选对了表")
    content: bytes = upload.read()
    return content


def _preview(request: StaffRequest, row: Period, name: str, content: bytes) -> HttpResponse:
    loaded = load_sheet(row)
    read = read_sheet(loaded, content)
    plan = plan_import(loaded, read)
    preview = {
        "title": f"核对要导入的{row.month}月打分表",
        "filename": name,
        "back_url": reverse("assessments:sheet_import", args=[row.pk]),
        "confirm_url": reverse("assessments:sheet_confirm", args=[row.pk]),
        "confirm_label": "写入",
        "unit": "格",
        "says": _says(plan),
        "warnings": [*unread_uppers(loaded, read), *read.warnings],
        "good_count": plan.count,
        "bad_count": len(read.problems),
        "errors": [_error(bad) for bad in read.problems[:SHOWN_ERRORS]],
        "more_errors": max(len(read.problems) - SHOWN_ERRORS, 0),
        "columns": _columns(loaded),
        "rows": _rows(loaded, read, plan),
        "more_rows": 0,
        "token": signing.dumps(plan.to_json(row.pk), salt=SALT, compress=True),
    }
    return render(request, "assessments/staff/sheet_preview.html", {"preview": preview, "period": row})


def _error(bad: CellProblem) -> dict[str, Any]:
    place = f"{bad.column}列 {bad.heading}" if bad.column else ""
    return {"line": bad.row, "column": place, "text": bad.value, "reason": bad.reason}


def _columns(loaded: Sheet) -> list[dict[str, Any]]:
    titles = [title_of(loaded.scheme, key) for key in columns_of(loaded.scheme)]
    numbers = [{"title": title, "is_numeric": True} for title in titles]
    first, last = (
        {"title": "村（单位）", "is_numeric": False},
        {"title": "加减分、上级考评", "is_numeric": False},
    )
    return [first, *numbers, last]


def _says(plan: ImportPlan) -> str:
    same = f"与现在相同的 {len(plan.same)} 格不动。" if plan.same else ""
    return f"{same}有误的格子保持原来的样子。"


def _rows(loaded: Sheet, read: ReadSheet, plan: ImportPlan) -> list[dict[str, Any]]:
    """A line for each unit of the file, in its order: 旧 → 新 in each cell, the reason in a bad one."""
    lines = {printed.unit: printed.row for printed in read.printed.rows} if read.printed else {}
    bad = {(problem.row, key_of(loaded, problem)): problem for problem in read.problems}
    by_name = {entry.unit.name: entry for entry in loaded.entries}
    rows = []
    for name, line in sorted(lines.items(), key=lambda pair: pair[1]):
        entry = by_name.get(name)
        cells = [{"text": name, "is_numeric": False, "error": _reason(bad, line, "")}]
        for key in columns_of(loaded.scheme):
            problem = bad.get((line, key))
            text = problem.value if problem else _shown(plan, entry, key)
            cells.append({"text": text, "is_numeric": True, "error": problem.reason if problem else ""})
        cells.append({"text": _extra(plan, entry), "is_numeric": False, "error": ""})
        is_bad = any(cell["error"] for cell in cells)
        rows.append({"line": line, "is_bad": is_bad, "cells": cells})
    return rows


def _reason(bad: dict[tuple[int, str], Any], line: int, key: str) -> str:
    problem = bad.get((line, key))
    return str(problem.reason) if problem else ""


def _shown(plan: ImportPlan, entry: Entry | None, key: str) -> str:
    if entry is None:
        return ""
    change = next((one for one in plan.changes if (one.entry_id, one.key) == (entry.pk, key)), None)
    if change is None:
        return plan.same.get((entry.pk, key), "")
    return f"{change.before} → {change.shown}" if change.before else f"新 {change.shown}"


def _extra(plan: ImportPlan, entry: Entry | None) -> str:
    mine = [one for one in plan.extras if entry is not None and one.entry_id == entry.pk]
    signs = {"bonus": "＋", "deduction": "−", "veto": "否决 ", UPPER: "上级 "}
    return "；".join(f"{signs[one.kind]}{one.veto_code or one.points} {one.reason}" for one in mine)


def _left(report: SaveReport) -> int:
    return len(report.stale) + len(report.refused)


@require_POST
@needs(SCORE)
def sheet_confirm(request: StaffRequest, pk: int) -> HttpResponse:
    """Write what the preview showed."""
    row = find_period(request, pk)
    try:
        data = signing.loads(request.POST.get("token", ""), salt=SALT, max_age=KEEP_SECONDS)
        if data["period"] != row.pk:
            raise Refused("这份预览不是本期的，请重新导入")
        plan = ImportPlan.from_json(data)
        report = import_scores(row, plan, actor=request.actor, at=request.at)
    except signing.BadSignature:
        messages.error(request, "预览放得太久或不完整，请重新导入")
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        extras = f"、{len(plan.extras)} 条加减分、上级考评" if plan.extras else ""
        messages.success(request, f"已写入 {len(plan.changes) - _left(report)} 格{extras}")
        if left := _left(report):
            messages.warning(request, f"有 {left} 格在核对期间被别人改过，没有覆盖，请在表里看")
    return redirect("assessments:sheet", pk=pk)
