"""What web/import_preview.html shows of a list that somebody uploaded: the columns, the rows, and what is wrong with which cell."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Protocol

SHOWN_ERRORS, SHOWN_ROWS = 60, 300


class Bad(Protocol):
    """A cell that cannot be taken: line, column, what is in it, why not."""

    @property
    def number(self) -> int: ...
    @property
    def column(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def reason(self) -> str: ...


def table_of(
    columns: Sequence[str],
    shown: Sequence[tuple[int, Sequence[str]]],
    bad: Sequence[Bad],
    *,
    numeric: Collection[str] = (),
) -> dict[str, Any]:
    """The part of the variable ``preview`` that is the same for every list. A column without a title is not shown."""
    reasons = {(one.number, one.column): one.reason for one in bad}
    wrong = {one.number for one in bad}
    rows = [
        {
            "line": number,
            "is_bad": number in wrong,
            "cells": [
                {"text": text, "is_numeric": title in numeric, "error": reasons.get((number, title), "")}
                for title, text in zip(columns, cells, strict=True)
                if title
            ],
        }
        for number, cells in shown[:SHOWN_ROWS]
    ]
    return {
        "bad_count": len(bad),
        "errors": [
            {"line": one.number, "column": one.column, "text": one.text, "reason": one.reason}
            for one in bad[:SHOWN_ERRORS]
        ],
        "more_errors": max(len(bad) - SHOWN_ERRORS, 0),
        "columns": [{"title": title, "is_numeric": title in numeric} for title in columns if title],
        "rows": rows,
        "more_rows": max(len(shown) - SHOWN_ROWS, 0),
    }
