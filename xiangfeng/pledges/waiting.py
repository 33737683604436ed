"""Rows that wait and rows that were found, in words."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse

from xiangfeng.access.actor import Actor
from xiangfeng.base.paths import covers
from xiangfeng.pledges.queries import COUNTERSIGN, own_paths


def describe(row: Any, actor: Actor, today: dt.date) -> dict[str, Any]:
    """One waiting row: whose signature it wants, and what happens when it is pressed."""
    source, pk, state, _, title, unit_name, path = row
    kind = "责任书" if source == "pledges.pledge" else "补充协议"
    if state == "to_sign":
        is_mine = path in own_paths(actor)
    else:
        is_mine = any(covers(above, path) for above in actor.reach(COUNTERSIGN))
    side = "乙方" if state == "to_sign" else "甲方"
    page = link(source, pk)
    told = {
        "detail": f"{title}，{'送签后等乙方' if side == '乙方' else '乙方已签，等甲方'}签字",
        "is_mine": is_mine,
    }
    if is_mine:
        name = "pledges:sign" if kind == "责任书" else "pledges:supplement_sign"
        return told | {
            "text": f"等您签：{unit_name}{kind}", "label": "签字", "url": reverse(name, args=[pk]),
            "effect": "看清内容，输入密码或验证码，签字生效",
        }  # fmt: skip
    return told | {
        "text": f"{unit_name}{kind}等{side}签", "label": "看看", "url": page, "effect": "打开看签到哪一步，可以催签",
    }  # fmt: skip


def link(source: str, pk: int) -> str:
    """The page of a found row."""
    return reverse(source.replace(".", ":"), args=[pk])
