"""What the preview of a list of sites shows, and the good lines carried through it, signed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.urls import reverse

from xiangfeng.sites.site_list import COORDINATES, Line, Read
from xiangfeng.web.previews import sealed, unsealed

SALT = "sites.site_import"
SHOWN_ERRORS, SHOWN_ROWS = 60, 300


def preview_of(filename: str, read: Read, user_id: int | None) -> dict[str, Any]:
    """The variable ``preview`` of web/import_preview.html."""
    return {
        "title": "核对要导入的点位",
        "filename": filename,
        "unit": "行",
        "good_count": len(read.lines),
        "bad_count": len(read.bad),
        "errors": [
            {"line": one.number, "column": one.column, "text": one.text, "reason": one.reason}
            for one in read.bad[:SHOWN_ERRORS]
        ],
        "more_errors": max(len(read.bad) - SHOWN_ERRORS, 0),
        "columns": [{"title": title, "is_numeric": title in COORDINATES} for title in read.columns if title],
        "rows": _rows(read),
        "more_rows": max(len(read.shown) - SHOWN_ROWS, 0),
        "confirm_url": reverse("sites:import_confirm"),
        "back_url": reverse("sites:import"),
        "confirm_label": "写入",
        "says": "责任单位和编号都相同的更新，没有的新建；有误的行整行不写。",
        "warnings": [f"“{title}”这一列不是点位表里的，没有读" for title in read.unread],
        "token": _token(read.lines, user_id),
    }


def _rows(read: Read) -> list[dict[str, Any]]:
    bad = {(one.number, one.column): one.reason for one in read.bad}
    lines = {one.number for one in read.bad}
    return [
        {
            "line": number,
            "is_bad": number in lines,
            "cells": [
                {"text": text, "is_numeric": title in COORDINATES, "error": bad.get((number, title), "")}
                for title, text in zip(read.columns, cells, strict=True)
                if title
            ],
        }
        for number, cells in read.shown[:SHOWN_ROWS]
    ]


def _token(lines: list[Line], user_id: int | None) -> str:
    packed = [
        [line.number, line.unit_id, line.pk, {name: _packed(value) for name, value in line.fields.items()}]
        for line in lines
    ]
    return sealed(packed, salt=SALT, of=user_id)


def _packed(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal) else value


def lines_of(token: str, user_id: int | None) -> list[Line]:
    """The good lines of a preview. Refused when it is too old, tampered with or somebody else's."""
    lines = unsealed(token, salt=SALT, of=user_id, whose="您")
    return [Line(number, unit_id, pk, _unpacked(fields)) for number, unit_id, pk, fields in lines]


def _unpacked(fields: dict[str, Any]) -> dict[str, Any]:
    numbers = {name: Decimal(fields[name]) for name in ("x", "y") if fields.get(name) is not None}
    return fields | numbers
