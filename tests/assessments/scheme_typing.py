"""What a browser sends of a form of the 指标体系."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict

from xiangfeng.assessments.forms.schemes import PieceForm
from xiangfeng.assessments.models import SchemeVersion
from xiangfeng.assessments.scheme_edit import rows_of

HOME = "/work/assessments/schemes/"
UNDO = 'name="verb" value="undo"'


def posted(form: Any) -> dict[str, str | list[str]]:
    """What a browser would send of a form as it stands on the page."""
    data: dict[str, str | list[str]] = {}
    for part in form.parts:
        for field in part:
            _send(data, field.html_name, field.field, field.value())
    return data


def _send(data: dict[str, Any], name: str, field: Any, value: Any) -> None:
    value = field.prepare_value(value)
    if hasattr(field, "cells"):
        rows = value or []
        data[f"{name}-rows"] = str(len(rows))
        for number, row in enumerate(rows):
            for key, cell in field.cells.items():
                _send(data, f"{name}-{number}-{key}", cell, row.get(key, cell.initial))
    elif isinstance(value, bool):
        if value:
            data[name] = "on"
    elif value is not None:
        data[name] = value if isinstance(value, list) else str(value)


def query_of(data: dict[str, Any]) -> Any:
    query = QueryDict(mutable=True)
    for key, value in data.items():
        query.setlist(key, value if isinstance(value, list) else [value])
    return query


def piece_of(row: SchemeVersion, at: str) -> tuple[str, dict[str, Any]]:
    """The address of a row's form and what it would send."""
    line = next(one for one in rows_of(row.scheme) if one.at == at)
    form = PieceForm(row.scheme, line.place, line.piece)
    data = posted(form) | {"revision": str(row.revision), "was": form.name}
    return f"{HOME}{row.pk}/?at={at}", data | ({"params": form.chosen} if form.params else {})
