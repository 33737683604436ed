"""What the preview of a list of units shows, and the good lines carried through it, signed."""

from __future__ import annotations

from dataclasses import astuple
from typing import Any

from django.core import signing
from django.urls import reverse

from xiangfeng.administration.unit_list import Line, Read
from xiangfeng.base.errors import Refused
from xiangfeng.orgs.models import Unit
from xiangfeng.web.previews import table_of

SALT = "administration.unit_import"
KEEP_SECONDS = 3600


def preview_of(parent: Unit, filename: str, read: Read) -> dict[str, Any]:
    """The variable ``preview`` of web/import_preview.html."""
    return table_of(read.columns, read.shown, read.bad, numeric=("排序",)) | {
        "title": f"核对要导入{parent.name}的单位",
        "filename": filename,
        "unit": "行",
        "good_count": len(read.lines),
        "confirm_url": reverse("administration:unit_import_confirm", args=[parent.pk]),
        "back_url": reverse("administration:unit_import", args=[parent.pk]),
        "confirm_label": "写入",
        "says": "同名的更新类别、排序、代码，没有的新建；有误的行整行不写。",
        "token": _token(parent, read.lines),
    }


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
