"""What waits for the 创建办, in words, and where each kind of duty is done. Pure: no database."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import NoReverseMatch, reverse

from xiangfeng.access.actor import Actor
from xiangfeng.duties import lights
from xiangfeng.duties.models import DutyKind
from xiangfeng.duties.spans import label_of

# Loose names of pages above: kept as words, and left out while there is no such page.
PLACES: dict[str, tuple[str, str]] = {
    DutyKind.LEADING_MEETING: ("定会议时间", "meetings:new"),
    DutyKind.MOBILISATION: ("定会议时间", "meetings:new"),
    DutyKind.ASSESSMENT: ("去月度考评", "assessments:periods"),
    DutyKind.PLAN: ("去年度计划", "goals:plans"),
    DutyKind.EVALUATION: ("去年度计划", "goals:plans"),
    DutyKind.PLEDGE: ("去责任书", "pledges:pledges"),
}
NOT_YET = {
    DutyKind.LEADING_MEETING: "还没有开",
    DutyKind.MOBILISATION: "还没有开",
    DutyKind.ASSESSMENT: "还没有发",
    DutyKind.PLAN: "还没有批准",
    DutyKind.PLEDGE: "还没有签齐",
}


def place_of(kind: str) -> tuple[str, str] | None:
    """Label and address of the page on which this kind of duty is done; None where it has none of its own."""
    label, name = PLACES.get(kind, ("", ""))
    try:
        return (label, reverse(name)) if name else None
    except NoReverseMatch:
        return None


def describe(row: Any, actor: Actor, today: dt.date) -> dict[str, Any]:
    """A row of `queries.waiting_for` in words."""
    kind, frequency, start, red = row.extra.split("|")
    label = label_of(frequency, dt.date.fromisoformat(start[:10]))
    place = place_of(kind)
    left = (row.due_on - today).days
    when = f"{lights.day(row.due_on, today)}到期"
    if today >= dt.date.fromisoformat(red[:10]):
        detail = f"{when}，已逾期{-left}天；补做以后记“迟办”"
    elif left < 0:
        detail = f"{when}，已过{-left}天，快要转红"
    else:
        detail = f"{when}，{'今天是最后一天' if left == 0 else f'还剩{left}天'}"
    return {
        "text": f"{label}{row.title}{NOT_YET.get(DutyKind(kind), '还没有做')}",
        "detail": detail,
        "effect": "做完有了真实记录，这一条自动消失，不用打勾",
        "label": place[0] if place else "看怎么办",
        "url": place[1] if place else link(row.source, row.pk),
        "is_mine": True,
    }


def link(source: str, pk: int) -> str:
    """The page of a hit."""
    return reverse("duties:duty" if source == "duties.duty" else "duties:occurrence", args=[pk])
