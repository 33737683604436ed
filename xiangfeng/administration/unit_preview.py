"""What the preview of a list of units shows, and the good lines carried through it, signed."""

from __future__ import annotations

from dataclasses import astuple
from typing import Any

from django.urls import reverse

from xiangfeng.administration.unit_list import Line, Read
from xiangfeng.orgs.models import Unit
from xiangfeng.web.previews import sealed, table_of, unsealed

SALT = "administration.unit_import"


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
    return sealed(packed, salt=SALT, of=parent.pk)


def lines_of(token: str, parent: Unit) -> list[Line]:
    """The good lines of a preview. Refused when it is too old, tampered with or another unit's."""
    return [
        Line(number, name, kind, group, seq, code, frozenset(given))
        for number, name, kind, group, seq, code, given in unsealed(
            token, salt=SALT, of=parent.pk, whose="这个单位"
        )
    ]
