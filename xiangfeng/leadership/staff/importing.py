"""Doors to take over ledger 1 from xlsx: blank, preview, write."""

from __future__ import annotations

from dataclasses import astuple
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from xiangfeng.base.errors import Refused
from xiangfeng.leadership.actions.takeover import import_members
from xiangfeng.leadership.exports import write_ledger
from xiangfeng.leadership.forms import FileForm
from xiangfeng.leadership.queries import MANAGE, known_to
from xiangfeng.leadership.staff.asked import group_url, managed
from xiangfeng.leadership.takeover import Line, Read, read_members
from xiangfeng.orgs.models import Unit
from xiangfeng.web.doors import StaffRequest, fill, needs
from xiangfeng.web.ledger import xlsx_response
from xiangfeng.web.previews import sealed, unsealed

SALT = "leadership.import"
SHOWN = 300


@needs(MANAGE)
def blank(request: StaffRequest) -> HttpResponse:
    """An empty ledger 1 to fill."""
    return xlsx_response(write_ledger(()), "领导小组成员（空表）")


@needs(MANAGE)
def group_import(request: StaffRequest, pk: int) -> HttpResponse:
    """Upload ledger 1; it is shown cell by cell before anything is written."""
    unit = managed(request, pk)
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        read = fill(form, lambda: _read(unit, upload))
        if read:
            context = {"preview": _preview(unit, upload.name, read)}
            return render(request, "web/import_preview.html", context)
    importing = {
        "title": f"导入{unit.name}领导小组成员",
        "note": "已在名单里的人更新职务和分工，没有的列入",
        "blank_url": reverse("leadership:blank"),
        "crumb": (f"{unit.name}领导小组", f"{reverse('leadership:group')}?unit={unit.pk}"),
    }
    return render(request, "web/import_start.html", {"form": form, "importing": importing})


def _read(unit: Unit, upload: Any) -> Read:
    if upload.size > settings.UPLOAD_MAX_MB * 1024 * 1024:
        raise Refused(f"文件超过 {settings.UPLOAD_MAX_MB} MB，请确认选的是成员名单")
    return read_members(upload.read(), known_to(unit))


def _preview(unit: Unit, filename: str, read: Read) -> dict[str, Any]:
    bad = {(one.number, one.column): one.reason for one in read.bad}
    return {
        "title": f"核对要导入{unit.name}的领导小组成员",
        "filename": filename,
        "unit": "行",
        "good_count": len(read.lines),
        "bad_count": len(read.bad),
        "errors": [
            {"line": one.number, "column": one.column, "text": one.text, "reason": one.reason}
            for one in read.bad[:60]
        ],
        "more_errors": max(len(read.bad) - 60, 0),
        "columns": [{"title": title, "is_numeric": title == "序号"} for title in read.columns if title],
        "rows": [_row(number, cells, read.columns, bad) for number, cells in read.shown[:SHOWN]],
        "more_rows": max(len(read.shown) - SHOWN, 0),
        "confirm_url": reverse("leadership:group_import_confirm", args=[unit.pk]),
        "back_url": reverse("leadership:group_import", args=[unit.pk]),
        "confirm_label": "写入",
        "says": "有误的行整行不写；电话一列不写。",
        "token": _token(unit, read.lines),
    }


def _row(
    number: int, cells: list[str], columns: list[str], bad: dict[tuple[int, str], str]
) -> dict[str, Any]:
    return {
        "line": number,
        "is_bad": any((number, title) in bad for title in columns),
        "cells": [
            {"text": text, "is_numeric": title == "序号", "error": bad.get((number, title), "")}
            for title, text in zip(columns, cells, strict=True)
            if title
        ],
    }


def _token(unit: Unit, lines: list[Line]) -> str:
    return sealed([astuple(line) for line in lines], salt=SALT, of=unit.pk)


def _lines(token: str, unit: Unit) -> list[Line]:
    return [
        Line(*[*rest, tuple(villages)])
        for *rest, villages in unsealed(token, salt=SALT, of=unit.pk, whose="这个单位")
    ]


@require_POST
@needs(MANAGE)
def confirm(request: StaffRequest, pk: int) -> HttpResponse:
    """Write what the preview showed, all or nothing."""
    unit = managed(request, pk)
    try:
        lines = _lines(request.POST.get("token", ""), unit)
        done = import_members(unit, lines, actor=request.actor, at=request.at)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("leadership:group_import", pk=pk)
    messages.success(request, f"列入 {done.created} 人，更新 {done.changed} 人，定包干 {done.charges} 个村")
    return redirect(group_url(unit))
