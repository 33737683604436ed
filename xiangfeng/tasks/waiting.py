"""One waiting task in words: what it is, what a press does, and where. Pure but for addresses."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse

from xiangfeng.access.actor import Actor
from xiangfeng.access.roles import ROLES
from xiangfeng.tasks.models import TaskKind, TaskState

Words = tuple[str, str, str, bool]


def _holds(actor: Actor, capability: str, unit_id: int) -> bool:
    """Whether the actor holds it by a post in that very unit."""
    return any(
        grant.unit_id == unit_id and capability in ROLES[grant.role].capabilities for grant in actor.grants
    )


def describe(row: tuple[Any, ...], actor: Actor, today: dt.date) -> dict[str, Any]:
    """Text, detail, effect, label, url and whose turn it is, for one row of ``waiting_for``."""
    source, pk, state, due_on, title, unit_name, extra = row
    if source == "tasks.extension":
        wanted = dt.date.fromisoformat(extra)
        words: Words = (
            f"{unit_name}申请延到{wanted.month}月{wanted.day}日",
            "同意后期限改动，只能延期一次；不同意要写理由",
            "去批",
            True,
        )
    else:
        lead_id, unit_id, kind, report_on = extra.split("|")
        mine = _holds(actor, "tasks.handle", int(lead_id))
        gave = _holds(actor, "tasks.judge", int(unit_id))
        words = _words(state, kind, report_on, unit_name, today, mine=mine, gave=gave, actor=actor)
    detail, effect, label, is_mine = words
    return {
        "text": title,
        "detail": detail,
        "effect": effect,
        "label": label,
        "url": reverse("tasks:task", args=[pk]),
        "is_mine": is_mine,
    }


def _words(
    state: str, kind: str, report_on: str, lead: str, today: dt.date, *, mine: bool, gave: bool, actor: Actor
) -> Words:
    name = TaskKind(kind).label
    if state == TaskState.DRAFT:
        if actor.can("tasks.decide"):
            return f"{name} · 期限很短，等您确认", "确认后创建办才能交办", "去确认", True
        return f"{name} · 已立项，还没有交办", f"交办后{lead}收到消息", "去交办", True
    if state == TaskState.SUBMITTED:
        if gave:
            return f"{name} · {lead}报完成，等核查", "核查通过就销号；没办好退回重办", "去核查", True
        return f"{name} · 已报完成，等核查", "核查前可以撤回补充", "看进度", False
    if not mine:
        return f"{name} · {lead}还没有报完成", "可以催办，或看办到哪一步", "去催办", False
    if state == TaskState.ASSIGNED:
        return f"{name} · 还没有签收", "签收后开始办理，交办单位看得到", "签收", True
    if report_on and report_on <= today.isoformat():
        return f"{name} · 该反馈进展了", "写一句办到哪一步，可以附照片", "反馈进展", True
    if kind == TaskKind.RECTIFICATION:
        return "整改 · 改好后报完成", "填一句怎么改的，传 1 张照片", "报整改", True
    return f"{name} · 办理中", "写一句做了什么，转交办单位核查", "报完成", True


def link(source: str, pk: int) -> str:
    """Where a search hit is read."""
    return reverse("tasks:campaign" if source == "tasks.campaign" else "tasks:task", args=[pk])
