"""A checklist as an inspection keeps it: plain data that later changes of the checklist do not reach."""

from __future__ import annotations

from typing import Any

from xiangfeng.scoring.scheme import plain
from xiangfeng.sites.models import Checklist, ChecklistItem


def snapshot(checklist: Checklist) -> dict[str, Any]:
    """``{"name", "items": [{"code", "title", "standard", "topic", "points", "each", "is_fatal", "norm", "norm_code",
    "indicator", "needs_photo"}]}`` in the checklist's order; numbers as text, ``norm`` an id or None. One query."""
    items = checklist.items.select_related("norm").order_by("seq", "id")
    return {"name": checklist.name, "items": [_line(item) for item in items]}


def _line(item: ChecklistItem) -> dict[str, Any]:
    return {
        "code": item.code,
        "title": item.title,
        "standard": item.standard,
        "topic": item.topic,
        "points": plain(item.points),
        "each": plain(item.each),
        "is_fatal": item.is_fatal,
        "norm": item.norm_id,
        "norm_code": item.norm.code if item.norm else "",
        "indicator": item.indicator,
        "needs_photo": item.needs_photo,
    }
