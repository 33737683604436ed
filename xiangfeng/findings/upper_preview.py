"""What the preview of a list from above shows, and the good lines carried through it, signed."""

from __future__ import annotations

from dataclasses import astuple
from typing import Any

from django.urls import reverse

from xiangfeng.findings.upper_list import Line, Read
from xiangfeng.orgs.models import Unit
from xiangfeng.web.previews import sealed, table_of, unsealed

SALT = "findings.import"
NUMERIC = ("处数", "扣分")


def preview_of(unit: Unit, source_text: str, filename: str, read: Read) -> dict[str, Any]:
    """The variable ``preview`` of web/import_preview.html."""
    return table_of(read.columns, read.shown, read.bad, numeric=NUMERIC) | {
        "title": f"核对“{source_text}”的问题",
        "filename": filename,
        "unit": "条",
        "good_count": len(read.lines),
        "warnings": [f"“{title}”这一列没有读" for title in read.unread if title != "序号"],
        "confirm_url": reverse("findings:import_confirm"),
        "back_url": reverse("findings:import"),
        "confirm_label": "登记",
        "says": "来源记作“上级”；同一份表再导入一次不会重复。有误的行整行不写。",
        "token": sealed([source_text, [astuple(line) for line in read.lines]], salt=SALT, of=unit.pk),
    }


def lines_of(token: str, unit: Unit) -> tuple[str, list[Line]]:
    """Which check, and the good lines of a preview. Refused when it is too old, tampered with or another unit's."""
    source_text, lines = unsealed(token, salt=SALT, of=unit.pk, whose="本单位")
    return source_text, [Line(*line) for line in lines]
