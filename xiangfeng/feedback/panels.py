"""What the page of a report says of 合并, 拆分, 关联, 延期 and 催办; reading only."""

from __future__ import annotations

import datetime as dt
from typing import Any

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import may
from xiangfeng.feedback.actions.extending import reason_against_asking, reason_against_urging
from xiangfeng.feedback.flow import DECIDE, MANAGE, REPORT, own_case
from xiangfeng.feedback.models import ExtensionState, Report
from xiangfeng.feedback.models import ReportState as S
from xiangfeng.feedback.queries import sees_all
from xiangfeng.feedback.queries.nearby import likely_same, together_with


def panels_for(row: Report, actor: Actor, today: dt.date) -> dict[str, Any]:
    """``grouping`` (None for who reads the brief alone) and ``extension``, as the two parts of the page draw them. Three queries at most."""
    return {
        "grouping": _grouping(row, actor) if sees_all(actor, row) else None,
        "extension": _extension(row, actor, today),
    }


def _grouping(row: Report, actor: Actor) -> dict[str, Any]:
    found = together_with(row, actor)
    manages = may(actor, MANAGE, row.unit) and own_case(row, actor) is None
    is_whole = not (found["whole"] or found["parts"])
    can_merge = manages and is_whole and REPORT.reason_against(row, "merge", actor) is None
    known = {one.pk for one in found["related"]}
    near = [one for one in likely_same(row, actor) if one.report.pk not in known] if manages else []
    return found | {
        "near": near,
        "can_manage": manages,
        "can_merge": can_merge,
        "can_split": manages and is_whole and not found["merged"] and row.state in (S.NEW, S.ACCEPTED),
        "is_any": any(found.values()) or bool(near) or manages,
    }


def _extension(row: Report, actor: Actor, today: dt.date) -> dict[str, Any]:
    asked = list(row.extensions.order_by("asked_at", "id"))
    waits = next((one for one in asked if one.state == ExtensionState.ASKED), None)
    is_used = any(one.state != ExtensionState.DENIED for one in asked)
    can_ask = not is_used and reason_against_asking(row, actor, today) is None
    can_decide = bool(waits) and row.is_open and may(actor, DECIDE, row.unit) and own_case(row, actor) is None
    can_urge = reason_against_urging(row, actor, today) is None
    return {
        "rows": asked,
        "waits": waits,
        # Where 12345 leaves no day to ask for, there is nothing to press.
        "can_ask": can_ask and (row.upper_due_on is None or row.upper_due_on > row.due_on),
        "can_decide": can_decide,
        "can_urge": can_urge,
        "is_any": bool(asked) or can_ask or can_urge,
    }
