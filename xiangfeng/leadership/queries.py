"""Who is in the leading group and who holds what, on any day."""

from __future__ import annotations

import datetime as dt
from typing import Any

from xiangfeng.leadership.models import Charge, Member
from xiangfeng.orgs.models import Unit


def members_of(unit: Unit, *, on: dt.date) -> Any:
    """The leading group of ``unit`` as it stood on that day, 组长 first by its own order. One query."""
    rows = Member.objects.filter(unit=unit)
    return rows.on(on).select_related("person__unit", "represents").order_by("seq", "id")


def holders_of(unit: Unit, *, on: dt.date) -> dict[int, Charge]:
    """Village id → its 包干 of that day; villages that nobody holds are not in it. One query."""
    rows = Charge.objects.filter(unit=unit, target__isnull=False).on(on)
    found = rows.select_related("person", "target").order_by("id")
    return {row.target_id: row for row in found if row.target_id is not None}
