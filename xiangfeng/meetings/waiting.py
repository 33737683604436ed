"""One waiting row in words: what it is, what a press does, and where."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse

from xiangfeng.access.actor import Actor
from xiangfeng.meetings.models import MeetingState as S


def describe(row: tuple[Any, ...], actor: Actor, today: dt.date) -> dict[str, Any]:
    """Text, detail, effect, label, url and whose turn it is, for one row of ``waiting_for``."""
    source, pk, state, day, title, unit_name, extra = row
    if source == "meetings.attendance":
        return {
            "text": title,
            "detail": f"{day.month}月{day.day}日 · {extra} · 请{unit_name}参加",
            "effect": "回执后，创建办看得到谁来、谁请假",
            "label": "回执",
            "url": reverse("meetings:invitation", args=[pk]),
            "is_mine": True,
        }
    left, _, place = extra.split("|", 2)
    holds, issues = actor.can("meetings.manage"), actor.can("meetings.issue")
    detail, effect, label, is_mine = {
        S.DRAFT: ("筹备中，还没发通知", "签发后参会单位收到消息，可以回执", "签发通知" if issues else "筹备", True),
        S.NOTIFIED: ("会议日已到，到会情况没有登记", "登记后接着写纪要", "登记到会", holds),
        S.HELD: ("已开，纪要没有印发", "印发后制度要求的这一次会议算完成", "办纪要", True),
        S.CLOSED: (f"{left} 条议定事项没有转任务", "转为任务后牵头单位收到，按期反馈", "转任务", holds),
    }[S(state)]  # fmt: skip
    if state == S.NOTIFIED and day > today:
        detail, effect, label, is_mine = "通知已发，等开会", "看谁来、谁请假", "看回执", False
    return {
        "text": title,
        "detail": f"{day.month}月{day.day}日 · {place} · {detail}",
        "effect": effect,
        "label": label,
        "url": reverse("meetings:meeting", args=[pk]),
        "is_mine": is_mine,
    }


def link(source: str, pk: int) -> str:
    """Where a search hit is read."""
    if source == "meetings.resolution":
        return reverse("meetings:resolution", args=[pk])
    return reverse("meetings:meeting", args=[pk])
