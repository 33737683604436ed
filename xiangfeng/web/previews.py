"""A list that somebody uploaded: its heading, what is wrong with which cell, and what web/import_preview.html shows of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.core import signing

from xiangfeng.base.errors import Refused

SHOWN_ERRORS, SHOWN_ROWS = 60, 300
KEEP_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class Bad:
    """A cell that cannot be taken: line, column, what is in it, why not."""

    number: int
    column: str
    text: str
    reason: str


def find_headings(
    rows: Sequence[Sequence[Any]],
    known: Collection[str],
    *,
    needed: Collection[str],
    read: Callable[[Any], str],
    says: str,
) -> tuple[int, list[str]]:
    """Which of the first ten rows is the heading, and its titles: those in ``known``, the others blank.

    ``read`` gives the title that a cell stands for. Refused with ``says`` when no row has all that are ``needed``, and when a
    known title stands there twice.
    """
    for index, row in enumerate(rows[:10]):
        titles = [read(cell) for cell in row]
        if all(title in titles for title in needed):
            found = [title if title in known else "" for title in titles]
            twice = [title for title in set(found) if title and found.count(title) > 1]
            if twice:
                raise Refused(f"表头“{twice[0]}”出现了两次，请删掉多余的一列")
            return index, found
    raise Refused(says)


def sealed(lines: Any, *, salt: str, of: Any) -> str:
    """What a preview hands on to the press of its button: the good ``lines`` as JSON can say them, signed, for ``of`` (the key of a unit, a
    plan, a person) alone."""
    return signing.dumps({"of": of, "lines": lines}, salt=salt, compress=True)


def unsealed(token: str, *, salt: str, of: Any, whose: str) -> Any:
    """The lines of :func:`sealed`. Refused when the preview is older than an hour, was tampered with, or is not of ``of``, which ``whose``
    names (这份计划)."""
    try:
        data = signing.loads(token, salt=salt, max_age=KEEP_SECONDS)
    except signing.BadSignature as error:
        raise Refused("预览放得太久或不完整，请重新导入") from error
    if data["of"] != of:
        raise Refused(f"这份预览不是{whose}的，请重新导入")
    return data["lines"]


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
