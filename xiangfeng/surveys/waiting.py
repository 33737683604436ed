"""What waits of 问卷, in words; and where a hit is read. No database."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse

from xiangfeng.access.actor import Actor

WORDS = {
    "submitted": ("问卷等您批准：{title}", "看题目有没有引导，批准以后投放", "去批准"),
    "running": ("问卷快截止了：{title}", "看各村收了多少份，不够的去催", "看进度"),
    "closed": ("问卷已截止：{title}", "看结果，报领导公开或归档", "看结果"),
}


def describe(row: Any, actor: Actor, today: dt.date) -> dict[str, Any] | None:
    """One row as 我的待办 shows it."""
    text, effect, label = WORDS[row.state]
    return {
        "text": text.format(title=row.title),
        "detail": f"{row.extra}　{row.unit_name}",
        "effect": effect,
        "label": label,
        "url": link(row.source, row.pk),
        "is_mine": True,
    }


def link(source: str, pk: int) -> str:
    """Where a hit is read."""
    return reverse(source.replace(".", ":"), args=[pk])
