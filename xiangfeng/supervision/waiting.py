"""What waits of 社会监督, in words; and where a hit is read. No database."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse

from xiangfeng.access.actor import Actor


def describe(row: Any, actor: Actor, today: dt.date) -> dict[str, Any] | None:
    """One row as 我的待办 shows it."""
    if row.source == "supervision.box":
        return _said(
            f"意见箱 {row.extra} 号该开箱了：{row.title}", "超过规定的天数没有开",
            "两人到场开箱，记下件数，逐件登记", "记开箱", reverse("supervision:opening_new", args=[row.pk]),
        )  # fmt: skip
    if row.source == "supervision.opening":
        number, counted, entered = row.extra.split("|")
        return _said(
            f"意见箱 {number} 号还有 {int(counted) - int(entered)} 件没有登记：{row.title}",
            f"清点 {counted} 件，已登记 {entered} 件", "逐件登记成群众反映，或写明为什么没有录", "去登记",
            reverse("supervision:opening", args=[row.pk]),
        )  # fmt: skip
    if row.source == "supervision.supervisor":
        return _said(
            f"{row.title}还没有{row.extra}担任社会监督员", "群众代表、人大代表各至少 1 名",
            "登记监督员，聘书签发后算在聘", "去登记", reverse("supervision:supervisors"),
        )  # fmt: skip
    return _of_term(row)


def _of_term(row: Any) -> dict[str, Any]:
    url = reverse("supervision:supervisor", args=[row.pk])
    if row.state == "signing":
        return _said(
            f"聘书等签发：{row.title}", f"聘期 {row.extra}", "编号、留底，从聘期起那天算在聘", "去签发", url
        )
    if row.state == "draft":
        return _said(
            f"聘书还没有送签：{row.title}", f"聘期 {row.extra}", "核对聘期后送领导签发", "去送签", url
        )
    return _said(f"监督员聘期快满：{row.title}", row.extra, "续聘，或者另聘一位", "去办理", url)


def _said(text: str, detail: str, effect: str, label: str, url: str) -> dict[str, Any]:
    return {"text": text, "detail": detail, "effect": effect, "label": label, "url": url, "is_mine": True}


def link(source: str, pk: int) -> str:
    """Where a hit is read."""
    return reverse(source.replace(".", ":"), args=[pk])
