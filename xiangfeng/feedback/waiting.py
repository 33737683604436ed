"""What waits of 群众反映, in words; and where a hit is read. No database."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse

from xiangfeng.access.actor import Actor

OF_OFFICE = {
    "new": ("待受理", "定诉求类别和期限；不归本单位的写明理由", "去受理", "new"),
    "accepted": ("待派单", "派给承办单位，或者本单位办理", "去派单", "accepted"),
    "handling": ("由本单位办理", "办好后直接答复反映人", "去办理", "going"),
    "answered": ("待审核答复", "核对办理结果，答复反映人或退回重办", "去审核", "answered"),
}  # fmt: skip
OF_HANDLER = {
    "sent": ("签收后开始办理；不归本单位的可以退一次", "去签收"),
    "handling": ("办好后报办理结果，由受理单位答复反映人", "去办理"),
}


def describe(row: Any, actor: Actor, today: dt.date) -> dict[str, Any] | None:
    """What waits of one state for the office, or one report for the unit that handles it."""
    source, pk, state, _, title, unit_name, extra = row
    if source == "feedback.extension":
        day = dt.date.fromisoformat(extra)
        text = f"群众反映 {title}：{unit_name}申请延到{day.month}月{day.day}日"
        effect = "同意后期限改动，反映人看得到；不同意要写理由"
        return _said(text, "反映延期", effect, "去批", reverse("feedback:report", args=[pk]))
    count, kind = extra.split("|", 1)
    if kind == "office":
        word, effect, label, tab = OF_OFFICE[state]
        url = f"{reverse('feedback:reports')}?tab={tab}"
        return _said(f"{unit_name}有 {count} 件群众反映{word}", "", effect, label, url)
    effect, label = OF_HANDLER[state]
    text = f"群众反映：{title[:40]}"
    return _said(text, f"{unit_name}交办，{kind}", effect, label, reverse("feedback:report", args=[pk]))


def _said(text: str, detail: str, effect: str, label: str, url: str) -> dict[str, Any]:
    return {"text": text, "detail": detail, "effect": effect, "label": label, "url": url, "is_mine": True}


def link(source: str, pk: int) -> str:
    """Where a hit is read."""
    return reverse(source.replace(".", ":"), args=[pk])
