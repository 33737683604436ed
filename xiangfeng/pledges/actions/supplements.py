"""Drafting a 补充协议, the one way to change what was signed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from django.db import IntegrityError, transaction

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import may
from xiangfeng.base.errors import Refused
from xiangfeng.documents.actions import next_number
from xiangfeng.history.actions import record
from xiangfeng.pledges import content
from xiangfeng.pledges.models import Pledge, PledgeState, Supplement
from xiangfeng.pledges.queries import lines_in_force


@transaction.atomic
def draft_supplement(
    pledge: Pledge,
    *,
    wanted: Mapping[int, Mapping[str, Decimal | dt.date]],
    reason: str,
    basis: str,
    actor: Actor,
    at: dt.datetime,
) -> Supplement:
    """A 补充协议 with what differs from the lines in force; ``wanted``: target, weight and due_on by line.

    Refuses an unsigned 责任书, one with another 补充协议 under way, no change at all, a missing reason or basis, and
    weights that no longer make 100.
    """
    if not may(actor, "pledges.manage", pledge.unit):
        raise Refused("您的岗位没有这项权限")
    if pledge.state != PledgeState.SIGNED:
        raise Refused("签订以后才用补充协议；没有签的，直接改草稿")
    if not reason.strip() or not basis.strip():
        raise Refused("请写明变更的原因和依据（会议或文件）")
    current = lines_in_force(pledge)
    told = {pk: {name: content.plain(value) for name, value in one.items()} for pk, one in wanted.items()}
    changes = content.changes_between(current, told)
    if not changes:
        raise Refused("没有改动任何一项，请先改要变更的目标值、权重或时限")
    total = sum((Decimal(line["weight"]) for line in content.in_force(current, [changes])), Decimal(0))
    if total != 100:
        raise Refused(f"改后权重合计 {content.plain(total)}，应为 100，请一并调整其他项的权重")
    try:
        with transaction.atomic():
            row = Supplement.objects.create(
                pledge=pledge, changes=changes, reason=reason.strip(), basis=basis.strip(), created_at=at,
                number=next_number(pledge.unit, "补充协议", year=pledge.year),
            )  # fmt: skip
    except IntegrityError as error:
        raise Refused("这份责任书已有一份补充协议没有签完，请先签完或作废") from error
    record(row, verb="拟补充协议", actor=actor, at=at, note=reason.strip(), data=changes)
    return row
