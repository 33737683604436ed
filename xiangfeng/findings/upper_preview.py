"""What the preview of a list from above shows, and the good lines carried through it, signed."""

from __future__ import annotations

from dataclasses import astuple
from typing import Any

from django.core import signing
from django.urls import reverse

from xiangfeng.base.errors import Refused
from xiangfeng.findings.upper_list import Line, Read
from xiangfeng.orgs.models import Unit
from xiangfeng.web.previews import table_of

SALT = "findings.import"
KEEP_SECONDS = 3600
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
        "token": signing.dumps(
            {"unit": unit.pk, "source": source_text, "lines": [astuple(line) for line in read.lines]},
            salt=SALT,
            compress=True,
        ),
    }


def lines_of(token: str, unit: Unit) -> tuple[str, list[Line]]:
    """Which check, and the good lines of a preview. Refused when it is too old, tampered with or another unit's."""
    try:
        data = signing.loads(token, salt=SALT, max_age=KEEP_SECONDS)
    except signing.BadSignature as error:
        raise Refused("预览放得太久或不完整，请重新导入") from error
    if data["unit"] != unit.pk:
        raise Refused("这份预览不是本单位的，请重新导入")
    return data["source"], [Line(*line) for line in data["lines"]]
