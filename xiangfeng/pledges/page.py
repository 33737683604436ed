"""What the pages draw of signatures and changes, ready made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse

from xiangfeng.pledges import content
from xiangfeng.pledges.models import Pledge, Side, Supplement
from xiangfeng.pledges.queries import signatures_of


def sides_of(row: Pledge | Supplement) -> list[dict[str, Any]]:
    """Both sides with their signature, the giver first as on paper."""
    pledge = row if isinstance(row, Pledge) else row.pledge
    signed = signatures_of(row)
    return [
        {"label": side.label, "unit": unit.name, "signature": signed.get(side)}
        for side, unit in ((Side.GIVER, pledge.unit), (Side.PARTY, pledge.party))
    ]


def said_changes(row: Supplement) -> list[dict[str, str]]:
    """Each change as title, old and new in words."""
    names = dict(content.FIELDS)
    return [
        {
            "title": one["title"],
            "name": names[name],
            "old": content.said(name, one["old"][name], one["measure"]),
            "new": content.said(name, one["new"][name], one["measure"]),
        }
        for one in row.changes
        for name in one["new"]
    ]


def change_log(
    pledge: Pledge, supplements: Sequence[Supplement], kinds: Mapping[str, str]
) -> list[dict[str, Any]]:
    """变更记录, latest first; the first signing is its last line."""
    rows = [
        {
            "day": row.signed_on or row.created_at,
            "changes": said_changes(row),
            "reason": row.reason,
            "basis": row.basis,
            "url": reverse("pledges:supplement", args=[row.pk]),
            "kind": kinds[row.state],
            "state": row.get_state_display(),
            "text": "",
        }
        for row in supplements
    ]
    if pledge.signed_on:
        rows.append(
            {
                "day": pledge.signed_on,
                "changes": [],
                "text": f"首次签订，{len(pledge.lines)} 项目标",
                "reason": "年度分解",
                "basis": str(pledge.plan),
                "url": "",
                "kind": "ok",
                "state": "已签",
            }  # fmt: skip
        )
    return rows
