"""Whom a task concerns: messages go to the people of one unit, never to everybody above it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from xiangfeng.access.roles import ROLES
from xiangfeng.orgs.models import Appointment


def own_user_ids(unit_ids: Iterable[int], capability: str, *, on: dt.date) -> dict[int, list[int]]:
    """By unit id the users who hold ``capability`` by a post in that very unit. One query."""
    wanted = sorted(set(unit_ids))
    rows = Appointment.objects.on(on).filter(
        post__unit_id__in=wanted,
        post__role__in=[key for key, role in ROLES.items() if capability in role.capabilities],
        person__user__is_active=True,
    )
    found: dict[int, list[int]] = defaultdict(list)
    for unit_id, user_id in rows.order_by("id").values_list("post__unit_id", "person__user_id"):
        found[unit_id].append(user_id)
    return {unit_id: sorted(set(found[unit_id])) for unit_id in wanted}
