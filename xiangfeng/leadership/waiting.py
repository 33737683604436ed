"""What waits for who keeps the leading group, in words; and where a search hit is read. No database."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse

from xiangfeng.access.actor import Actor


def describe(row: Any, actor: Actor, today: dt.date) -> dict[str, Any]:
    """An incomplete group or a village nobody holds, as one line of 我的待办."""
    if row.source == "leadership.group":
        chiefs, deputies = map(int, row.extra.split("|"))
        lacks = [] if chiefs == 1 else ["没有组长" if not chiefs else f"组长有 {chiefs} 名"]
        lacks += [] if deputies else ["没有分管"]
        return {
            "text": f"{row.unit_name}领导小组不完整：{'、'.join(lacks)}",
            "detail": "要恰好 1 名组长、至少 1 名分管",
            "effect": "到领导小组页任职或换届",
            "label": "去补齐",
            "url": reverse("leadership:group") + f"?unit={row.pk}",
            "is_mine": True,
        }
    return {
        "text": f"{row.title}没有人包干",
        "detail": f"{row.unit_name}的村都要有包干领导",
        "effect": "选一位领导小组成员和起日",
        "label": "定包干",
        "url": reverse("leadership:charges") + f"?unit={row.extra}",
        "is_mine": True,
    }


def link(source: str, pk: int) -> str:
    """Where a hit is read."""
    if source == "leadership.member":
        return reverse("leadership:member", args=[pk])
    return reverse("leadership:charges") + f"?work={pk}"
