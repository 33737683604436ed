"""Rows that wait and rows that were found, in words. Pure but for the addresses."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse

from xiangfeng.access.actor import Actor
from xiangfeng.base.paths import covers
from xiangfeng.goals.models import EvaluationKind


def describe(row: Any, actor: Actor, today: dt.date) -> dict[str, Any]:
    """One waiting row: text, detail, what pressing does, the button, where it leads, whether it is mine to do."""
    source, pk, state, due_on, title, unit_name, extra = row
    if source == "goals.plan":
        return _plan(pk, state, title, unit_name, extra, actor)
    if source == "goals.evaluation":
        return _told(
            f"{unit_name}{EvaluationKind(state).label}还没有完成", title,
            "写完情况和问题，选好反馈单位，再点完成评估", "去评估", reverse("goals:evaluation", args=[pk]),
        )  # fmt: skip
    if source == "goals.reading":
        return _told(
            f"{title}的评估请{unit_name}阅", "看完点“已阅”", "打开评估，看完点已阅", "看评估",
            reverse("goals:evaluation", args=[int(extra)]),
        )  # fmt: skip
    text = f"{title}" + (f"：{extra}" if extra and extra not in title else "")
    late = due_on is not None and due_on < today
    detail = f"{unit_name}的年度目标，" + ("已过期限，还没有达标" if late else "快到期限，还没有达标")
    return _told(text, detail, "填报完成值和进展，可附佐证", "填进展", reverse("goals:goal", args=[pk]))


def _told(text: str, detail: str, effect: str, label: str, url: str, is_mine: bool = True) -> dict[str, Any]:
    return {"text": text, "detail": detail, "effect": effect, "label": label, "url": url, "is_mine": is_mine}


def _plan(pk: int, state: str, title: str, unit_name: str, path: str, actor: Actor) -> dict[str, Any]:
    url = reverse("goals:plan", args=[pk])
    if state == "draft":
        return _told(
            f"{title}还没有提交", f"{unit_name}，编制中", "改完检查单上的问题，提交审批", "接着编", url
        )
    decides = any(covers(above, path) for above in actor.reach("goals.approve"))
    effect = "批准后计划锁定，各单位看到自己的目标" if decides else "打开看看，批准前可以撤回"
    text = f"请批准{title}" if decides else f"{title}等领导批准"
    return _told(text, unit_name, effect, "去批准" if decides else "看计划", url, decides)


def link(source: str, pk: int) -> str:
    """The page of a found row."""
    return reverse(source.replace(".", ":"), args=[pk])
