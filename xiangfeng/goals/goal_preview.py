"""What the preview of a list of goals shows, and the good lines carried through it, signed."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.urls import reverse

from xiangfeng.base.errors import Refused
from xiangfeng.goals.goal_list import Read
from xiangfeng.goals.models import Plan
from xiangfeng.web.previews import sealed, unsealed

SALT = "goals.plan_import"
SHOWN_ERRORS = 60
NUMERIC = ("目标值", "权重")


def preview_of(plan: Plan, filename: str, read: Read) -> dict[str, Any]:
    """The variable ``preview`` of web/import_preview.html."""
    bad = {(one.number, one.column): one.reason for one in read.bad}
    return {
        "title": f"核对要导入{plan}的目标", "filename": filename, "unit": "行",
        "good_count": len(read.lines), "bad_count": len({one.number for one in read.bad}),
        "errors": [
            {"line": one.number, "column": one.column, "text": one.text, "reason": one.reason}
            for one in read.bad[:SHOWN_ERRORS]
        ],
        "more_errors": max(len(read.bad) - SHOWN_ERRORS, 0),
        "columns": [{"title": title, "is_numeric": title in NUMERIC} for title in read.columns if title],
        "rows": [
            {
                "line": number,
                "is_bad": any((number, title) in bad for title in read.columns),
                "cells": [
                    {"text": text, "is_numeric": title in NUMERIC, "error": bad.get((number, title), "")}
                    for title, text in zip(read.columns, cells, strict=True)
                    if title
                ],
            }
            for number, cells in read.shown
        ],
        "more_rows": 0,
        "confirm_url": reverse("goals:plan_import_confirm", args=[plan.pk]),
        "back_url": reverse("goals:plan_import", args=[plan.pk]),
        "confirm_label": "写入",
        "says": "有误的行整行不写；进展、完成值、状态、佐证几列由系统生成，不导入。",
        "token": _token(plan, read),
    }  # fmt: skip


def _token(plan: Plan, read: Read) -> str:
    packed = [
        [
            place,
            {
                name: str(value) if isinstance(value, Decimal | dt.date) else value
                for name, value in fields.items()
            },
        ]
        for place, fields in read.lines
    ]
    return sealed(packed, salt=SALT, of=plan.pk)


def lines_of(token: str, plan: Plan) -> list[tuple[str, dict[str, Any]]]:
    """The good lines of a preview. Refused when it is too old, tampered with or another plan's."""
    lines = unsealed(token, salt=SALT, of=plan.pk, whose="这份计划")
    if not lines:
        raise Refused("没有可写入的行，请改好表格再导入")
    return [(place, _fields(fields)) for place, fields in lines]


def _fields(packed: dict[str, Any]) -> dict[str, Any]:
    found = dict(packed)
    for name in ("target", "weight"):
        found[name] = Decimal(found[name]) if found[name] is not None else None
    found["due_on"] = dt.date.fromisoformat(found["due_on"]) if found["due_on"] else None
    return found
