"""What the preview of a year's notice shows, and its days carried through it, signed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from xiangfeng.administration.forms.calendar import YearForm
from xiangfeng.calendars.tables import Row
from xiangfeng.web.previews import sealed, unsealed

SALT = "administration.calendar_import"


def preview_of(form: YearForm) -> dict[str, Any]:
    """The variable ``preview`` of web/import_preview.html for a checked form."""
    rows, year = form.cleaned_data["rows"], form.cleaned_data["year"]
    file = form.cleaned_data["file"]
    return {
        "title": f"核对{year}年的放假调休",
        "filename": file.name if file else "粘贴的安排",
        "unit": "天",
        "good_count": len(rows),
        "bad_count": 0,
        "errors": [],
        "more_errors": 0,
        "columns": [{"title": title, "is_numeric": False} for title in ("日期", "类型", "名称")],
        "rows": [_line(number, row) for number, row in enumerate(rows, 1)],
        "more_rows": 0,
        "confirm_url": reverse("administration:calendar_import_confirm"),
        "back_url": reverse("administration:calendar_import"),
        "confirm_label": "写入",
        "says": f"写入后，{year}年原有的标记全部换成这些。",
        "token": _token(year, form.cleaned_data["basis"], rows),
    }


def _line(number: int, row: Row) -> dict[str, Any]:
    texts = (f"{row.date:%Y-%m-%d}", "班" if row.is_workday else "休", row.name)
    return {
        "line": number,
        "is_bad": False,
        "cells": [{"text": text, "is_numeric": False, "error": ""} for text in texts],
    }


def _token(year: int, basis: str, rows: Sequence[Row]) -> str:
    packed = [[row.date.isoformat(), row.is_workday, row.name] for row in rows]
    return sealed([year, basis, packed], salt=SALT, of=None)


def notice_of(token: str) -> tuple[int, str, list[Row]]:
    """Year, 文号 and days of a preview. Refused when it is too old or tampered with."""
    year, basis, rows = unsealed(token, salt=SALT, of=None, whose="工作日历")
    return year, basis, [Row(dt.date.fromisoformat(date), *rest) for date, *rest in rows]
