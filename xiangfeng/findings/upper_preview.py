"""What the preview of a list from above shows, and the good lines carried through it, signed."""

from __future__ import annotations

from dataclasses import astuple
from typing import Any

from django.core import signing
from django.urls import reverse

from xiangfeng.base.errors import Refused
from xiangfeng.findings.upper_list import Line, Read
from xiangfeng.orgs.models import Unit

SALT = "findings.import"
KEEP_SECONDS = 3600
SHOWN_ERRORS, SHOWN_ROWS = 60, 300
NUMERIC = ("处数", "扣分")


def preview_of(unit: Unit, source_text: str, filename: str, read: Read) -> dict[str, Any]:
    """The variable ``preview`` of web/import_preview.html."""
    columns = [title for title in read.columns if title]
    return {
        "title": f"核对“{source_text}”的问题",
        "filename": filename,
        "unit": "条",
        "good_count": len(read.lines),
        "bad_count": len(read.bad),
        "errors": [
            {"line": one.number, "column": one.column, "text": one.text, "reason": one.reason}
            for one in read.bad[:SHOWN_ERRORS]
        ],
        "more_errors": max(len(read.bad) - SHOWN_ERRORS, 0),
        "columns": [{"title": title, "is_numeric": title in NUMERIC} for title in columns],
        "rows": _rows(read),
        "more_rows": max(len(read.shown) - SHOWN_ROWS, 0),
        "confirm_url": reverse("findings:import_confirm"),
        "back_url": reverse("findings:import"),
        "confirm_label": "登记",
        "says": "来源记作“上级”；同一份表再导入一次不会重复。有误的行整行不写。",
        "token": signing.dumps(
            {"unit": unit.pk, "source": source_text, "lines": [astuple(line) for line in read.lines]},
            salt=SALT,
            compress=True,
        ),
    }


def _rows(read: Read) -> list[dict[str, Any]]:
    bad = {(one.number, one.column): one.reason for one in read.bad}
    return [
        {
            "line": number,
            "is_bad": any((number, title) in bad for title in read.columns),
            "cells": [
                {"text": text, "is_numeric": title in NUMERIC, "error": bad.get((number, title), "")}
                for title, text in zip(read.columns, cells, strict=True)
                if title
            ],
        }
        for number, cells in read.shown[:SHOWN_ROWS]
    ]


def lines_of(token: str, unit: Unit) -> tuple[str, list[Line]]:
    """Which check, and the good lines of a preview. Refused when it is too old, tampered with or another unit's."""
    try:
        data = signing.loads(token, salt=SALT, max_age=KEEP_SECONDS)
    except signing.BadSignature as error:
        raise Refused("预览放得太久或不完整，请重新导入") from error
    if data["unit"] != unit.pk:
        raise Refused("这份预览不是本单位的，请重新导入")
    return data["source"], [Line(*line) for line in data["lines"]]
