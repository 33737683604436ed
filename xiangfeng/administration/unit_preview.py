"""What the preview of a list of units shows, and the good lines carried through it, signed."""

from __future__ import annotations

from dataclasses import astuple
from typing import Any

from django.core import signing
from django.urls import reverse

from xiangfeng.administration.unit_list import Line, Read
from xiangfeng.base.errors import Refused
from xiangfeng.orgs.models import Unit

SALT = "administration.unit_import"
KEEP_SECONDS = 3600
SHOWN_ERRORS, SHOWN_ROWS = 60, 300


def preview_of(parent: Unit, filename: str, read: Read) -> dict[str, Any]:
    """The variable ``preview`` of web/import_preview.html."""
    columns = [title for title in read.columns if title]
    return {
        "title": f"核对要导入{parent.name}的单位",
        "filename": filename,
        "unit": "行",
        "good_count": len(read.lines),
        "bad_count": len(read.bad),
        "errors": [
            {"line": one.number, "column": one.column, "text": one.text, "reason": one.reason}
            for one in read.bad[:SHOWN_ERRORS]
        ],
        "more_errors": max(len(read.bad) - SHOWN_ERRORS, 0),
        "columns": [{"title": title, "is_numeric": title == "排序"} for title in columns],
        "rows": _rows(read),
        "more_rows": max(len(read.shown) - SHOWN_ROWS, 0),
        "confirm_url": reverse("administration:unit_import_confirm", args=[parent.pk]),
        "back_url": reverse("administration:unit_import", args=[parent.pk]),
        "confirm_label": "写入",
        "says": "同名的更新类别、排序、代码，没有的新建；有误的行整行不写。",
        "token": _token(parent, read.lines),
    }


def _rows(read: Read) -> list[dict[str, Any]]:
    bad = {(one.number, one.column): one.reason for one in read.bad}
    return [
        {
            "line": number,
            "is_bad": any((number, title) in bad for title in read.columns),
            "cells": [
                {"text": text, "is_numeric": title == "排序", "error": bad.get((number, title), "")}
                for title, text in zip(read.columns, cells, strict=True)
                if title
            ],
        }
        for number, cells in read.shown[:SHOWN_ROWS]
    ]


def _token(parent: Unit, lines: list[Line]) -> str:
    packed = [[*astuple(line)[:-1], sorted(line.given)] for line in lines]
    return signing.dumps({"parent": parent.pk, "lines": packed}, salt=SALT, compress=True)


def lines_of(token: str, parent: Unit) -> list[Line]:
    """The good lines of a preview. Refused when it is too old, tampered with or another unit's."""
    try:
        data = signing.loads(token, salt=SALT, max_age=KEEP_SECONDS)
    except signing.BadSignature as error:
        raise Refused("预览放得太久或不完整，请重新导入") from error
    if data["parent"] != parent.pk:
        raise Refused("这份预览不是这个单位的，请重新导入")
    return [
        Line(number, name, kind, group, seq, code, frozenset(given))
        for number, name, kind, group, seq, code, given in data["lines"]
    ]
