"""What waits of 一封信, in words; and where a hit is read. No database."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse

from xiangfeng.access.actor import Actor
from xiangfeng.letters.models import LetterState


def describe(row: Any, actor: Actor, today: dt.date) -> dict[str, Any] | None:
    """One row as 我的待办 shows it."""
    url = reverse("letters:letter", args=[row.pk])
    if row.state == LetterState.SIGNING:
        text, effect, label = f"一封信等签发：{row.title}", "签发后留存打印件，公众网上可以看", "去签发"
    else:
        text, effect, label = f"回执收齐了：{row.title}", "把收到的回执录完，再结束", "去结束"
    return {
        "text": text, "detail": row.unit_name, "effect": effect, "label": label, "url": url, "is_mine": True,
    }  # fmt: skip


def link(source: str, pk: int) -> str:
    """Where a hit is read."""
    return reverse(source.replace(".", ":"), args=[pk])
