"""The rows that every app gives to the two unions of the workbench: what waits (我的待办) and what is found (查找).

The columns stand here once: a union joins them by place. Wherever a column is asked for, a string names a field
(``unit__name``) and anything else is an expression; a constant is a ``Value``.
"""

from __future__ import annotations

from typing import Any

from django.db.models import CharField, DateField, F, Q, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Concat

NO_DAY = Cast(Value(None), DateField())
NOTHING = Value("", output_field=CharField())

Column = str | Combinable


def waiting_rows(
    rows: QuerySet[Any, Any],
    source: str,
    *,
    title: Column,
    unit: Column,
    state: Column = "state",
    due: Column = NO_DAY,
    extra: Column = NOTHING,
    pk: str = "pk",
) -> QuerySet[Any, Any]:
    """``rows`` as a branch of what waits: source, pk, state, due_on, title, unit_name, extra.

    ``extra`` is whatever else the app's ``waiting.describe`` needs, as one text; ``pk`` is of the row that is opened.
    """
    return _branch(rows, source, pk, state, due, title, unit, extra)


def found_rows(
    rows: QuerySet[Any, Any], source: str, *, title: Column, detail: Column, at: Column = NO_DAY
) -> QuerySet[Any, Any]:
    """``rows`` as a branch of what is found: source, pk, title, detail, at (the day that orders those of a kind)."""
    return _branch(rows, source, "pk", title, detail, at)


def joined(*parts: Column) -> Concat:
    """Texts, columns by name with a leading ``@`` and expressions, as one text: ``joined("@year", "年度")``."""
    pieces = [_piece(part) for part in parts]
    return Concat(*pieces, output_field=CharField())


def _piece(part: Column) -> Combinable:
    if not isinstance(part, str):
        return part
    return Cast(part[1:], CharField()) if part.startswith("@") else Value(part)


def _branch(rows: QuerySet[Any, Any], source: str, pk: str, *columns: Column) -> QuerySet[Any, Any]:
    named = [F(column) if isinstance(column, str) else column for column in columns]
    return rows.order_by().values_list(Value(source, output_field=CharField()), pk, *named)


def holding(text: str, *names: str) -> Q:
    """Rows of which one of the named columns holds ``text``, whatever the case."""
    return Q(*((f"{name}__icontains", text) for name in names), _connector=Q.OR)
