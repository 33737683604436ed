"""Findings that wait to be dealt with, in words; and where a search hit is read. No database."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse

from xiangfeng.access.actor import Actor


def describe(row: Any, actor: Actor, today: dt.date) -> dict[str, Any] | None:
    """One unit's findings that nobody has decided about."""
    _, lead_id, _, _, _, unit_name, extra = row
    count, since = extra.split("|")
    day = dt.date.fromisoformat(since)
    return {
        "text": f"{unit_name}有 {count} 条检查发现待处理",
        "detail": f"最早的一条是{day.month}月{day.day}日发现的",
        "effect": "转整改，每村出一份整改通知书；或者只记不改",
        "label": "去处理",
        "url": f"{reverse('findings:findings')}?unit={lead_id}",
        "is_mine": True,
    }


def link(source: str, pk: int) -> str:
    """Where a hit is read."""
    return reverse("findings:finding", args=[pk])
