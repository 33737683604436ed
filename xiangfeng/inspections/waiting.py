"""One waiting plan or inspection in words: what it is, what a press does, and where. Pure but for addresses."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse

from xiangfeng.access.actor import Actor
from xiangfeng.inspections.models import InspectionState


def describe(row: Any, actor: Actor, today: dt.date) -> dict[str, Any]:
    """One row in words."""
    if row.source == "inspections.checkplan":
        url = reverse("inspections:plan", args=[row.pk])
        return _said(
            f"{row.title}年检查计划等您批准", f"{row.unit_name}", "批准以后按月组织检查", "看计划", url
        )
    if row.source == "inspections.visit":
        url = reverse("inspections:field")
        return _said(
            f"请检查：{row.title}", "您那一组还有点位没查", "带手机去，没有网络也能填", "现场填表", url
        )
    url = reverse("inspections:inspection", args=[row.pk])
    if row.state == InspectionState.DRAFT:
        return _said(
            f"检查还在筹备：{row.title}", "没有派发", "选好点位、编好组，派发给检查人", "接着筹备", url
        )
    return _said(
        f"检查进行中：{row.title}",
        "查完以后结束",
        "看哪些点位还没交表",
        "看进度",
        url,
        is_mine=row.due_on < today,
    )


def _said(
    text: str, detail: str, effect: str, label: str, url: str, *, is_mine: bool = True
) -> dict[str, Any]:
    return {"text": text, "detail": detail, "effect": effect, "label": label, "url": url, "is_mine": is_mine}


def link(source: str, pk: int) -> str:
    """Where a search hit is read."""
    return reverse(source.replace(".", ":"), args=[pk])
