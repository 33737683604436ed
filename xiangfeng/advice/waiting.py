"""What waits for a leader or the 创建办, in words; and where a search hit is read. No database."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse

from xiangfeng.access.actor import Actor

STEPS = {
    "registered": ("提出处理意见", "提意见"),
    "opinion": ("找相关单位协调", "去协调"),
    "coordinating": ("协调好了写明怎么解决的", "去办"),
}


def describe(row: Any, actor: Actor, today: dt.date) -> dict[str, Any] | None:
    """One row in words; None when the next step is not this person's."""
    if row.source == "advice.proposal":
        return _of_proposal(row, actor)
    if row.source == "advice.instruction":
        return _said(
            f"{row.extra}批示要转任务：{row.title}", "还没有立项", "选牵头单位和期限，立项并交办", "转任务",
            reverse("advice:instruction", args=[row.pk]),
        )  # fmt: skip
    effect, label = STEPS[row.state]
    url = reverse("advice:problem", args=[row.pk])
    return _said(f"{row.unit_name}：{row.title}", row.extra, effect, label, url)


def _of_proposal(row: Any, actor: Actor) -> dict[str, Any] | None:
    held = actor.capabilities_on(row.extra)
    url = reverse("advice:proposal", args=[row.pk])
    if row.state == "submitted":
        if "advice.instruct" in held:
            return _said(
                f"建议单等您批示：{row.title}", "创建办提出", "写一句批示，可当场转成任务", "去批示", url
            )
        if "advice.submit" in held:
            return _said(
                f"建议单等领导批示：{row.title}", "", "只是查看，批示前可撤回", "看建议单", url, is_mine=False
            )
        return None
    if "advice.submit" not in held:
        return None
    return _said(f"建议单已批示：{row.title}", "按批示办理", "转成任务，或写明结果归档", "去办理", url)


def _said(
    text: str, detail: str, effect: str, label: str, url: str, *, is_mine: bool = True
) -> dict[str, Any]:
    return {"text": text, "detail": detail, "effect": effect, "label": label, "url": url, "is_mine": is_mine}


def link(source: str, pk: int) -> str:
    """Where a hit is read."""
    return reverse(source.replace(".", ":"), args=[pk])
