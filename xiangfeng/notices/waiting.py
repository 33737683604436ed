"""What waits for a signer or for the office, in words; and where a search hit is read. No database."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse

from xiangfeng.access.actor import Actor
from xiangfeng.notices.models import NoticeKind, NoticeState


def describe(row: Any, actor: Actor, today: dt.date) -> dict[str, Any]:
    """One row as 我的待办 shows it."""
    if row.source == "notices.objection":
        return _said(
            f"公示收到异议：{row.title}", row.extra, "核实后写答复，可以选择公开", "去答复",
            reverse("notices:objection", args=[row.pk]),
        )  # fmt: skip
    url = reverse("notices:notice", args=[row.pk])
    if row.state == NoticeState.SIGNING:
        kind = NoticeKind(row.extra).label
        return _said(f"{kind}等签发：{row.title}", row.unit_name, "签发后马上对社会公开", "去签发", url)
    return _said(
        f"公示期满有异议：{row.title}", row.unit_name, "答复异议，决定维持、调整或取消", "去处理", url
    )


def _said(text: str, detail: str, effect: str, label: str, url: str) -> dict[str, Any]:
    return {"text": text, "detail": detail, "effect": effect, "label": label, "url": url, "is_mine": True}


def link(source: str, pk: int) -> str:
    """Where a hit is read."""
    return reverse(source.replace(".", ":"), args=[pk])
