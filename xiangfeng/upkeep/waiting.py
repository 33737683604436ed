"""One job that waits, in words; and where a search hit is read. No database."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse

from xiangfeng.access.actor import Actor
from xiangfeng.upkeep.spans import label_of


def describe(row: Any, actor: Actor, today: dt.date) -> dict[str, Any]:
    """A job as 我的待办 shows it; its button opens the short form."""
    pace, _, start = row.extra.partition("|")
    return {
        "text": f"{row.unit_name}：{row.title}",
        "detail": label_of(pace, dt.date.fromisoformat(start)),
        "effect": "记哪天做的、谁做的、做了多少，就算做到",
        "label": "记一笔",
        "url": f"{reverse('upkeep:record_new')}?job={row.pk}",
        "is_mine": True,
    }


def link(source: str, pk: int) -> str:
    """Where a hit is read."""
    return reverse(source.replace(".", ":"), args=[pk])
