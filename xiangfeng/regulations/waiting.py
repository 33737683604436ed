"""What waits and what was found, in words. Pure but for addresses."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse

from xiangfeng.access.actor import Actor
from xiangfeng.regulations.models import RegulationState as S


def describe(row: Any, actor: Actor, today: dt.date) -> dict[str, Any]:
    """One row of `queries.waiting_for`: what it is, what pressing does, and whose turn it is."""
    _, pk, state, _, title, unit_name, extra = row
    sender, _, lack = extra.partition(":")
    url = reverse("regulations:regulation", args=[pk])
    said = {"text": f"制度《{title}》", "url": url}
    if state == S.REVIEW:
        if sender == str(actor.user_id):
            waits = {"effect": "法制审核员审过后会通知您；处理前可以撤回。", "label": "看进度"}
            return said | waits | {"detail": f"{unit_name} · 等合法性审核", "is_mine": False}
        act = {"effect": "打开全文，写意见后通过或者退回。", "label": "去审核", "is_mine": True}
        return said | act | {"detail": f"{unit_name} · 送合法性审核"}
    if state == S.DRAFT:
        act = {"effect": "退回的理由在页面右边，改好后再送审。", "label": "接着改", "is_mine": True}
        return said | act | {"detail": f"{unit_name} · 退回起草"}
    if lack:
        is_office = actor.can("regulations.manage")
        act = {"effect": "填了审议会议和施行日，才能批准施行。", "label": "填会议与施行日"}
        return (
            said | act | {"detail": f"{unit_name} · 审核通过，还没有审议会议或施行日", "is_mine": is_office}
        )
    is_mine = actor.can("regulations.enact")
    act = {"effect": "批准后从施行日起有约束力。", "label": "去批准" if is_mine else "看进度"}
    return said | act | {"detail": f"{unit_name} · 待批准施行", "is_mine": is_mine}


def link(source: str, pk: int) -> str:
    """Where a found row is read."""
    if source == "regulations.article":
        return reverse("regulations:article", args=[pk])
    return reverse("regulations:regulation", args=[pk])
