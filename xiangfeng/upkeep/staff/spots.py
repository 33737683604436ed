"""Doors to random checks of a register: draw, look at one and draw it again."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from xiangfeng.access.scope import may
from xiangfeng.base.drawing import draw
from xiangfeng.base.errors import Refused
from xiangfeng.upkeep.actions.items import draw_items
from xiangfeng.upkeep.models import SpotCheck
from xiangfeng.upkeep.queries.rows import (
    MANAGE,
    VIEW,
    VIEW_OWN,
    items_for,
    spots_for,
    units_to_record,
)
from xiangfeng.upkeep.registers import BY_KEY
from xiangfeng.upkeep.staff.registers import declared
from xiangfeng.web.doors import StaffRequest, find, needs, number


@require_POST
@needs(MANAGE)
def spot_new(request: StaffRequest, key: str) -> HttpResponse:
    """Draw some rows of a unit's register, by a seed made here and kept."""
    declared(key)
    unit = find(units_to_record(request.actor), pk=number(request.POST.get("unit", "")))
    seed = f"{request.at:%Y%m%d}-{secrets.token_hex(4)}"
    try:
        spot = draw_items(unit, register=key, seed=seed, actor=request.actor, at=request.at)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("upkeep:register", key=key)
    return redirect("upkeep:spot", pk=spot.pk)


@needs(VIEW, VIEW_OWN)
def spot(request: StaffRequest, pk: int) -> HttpResponse:
    """What was drawn and how each stands, with the same draw made once more from the seed."""
    row = find(spots_for(request.actor), pk=pk)
    again = draw([one for one, _ in row.pool], row.wanted, row.seed)
    context = {
        "row": row,
        "register": BY_KEY[row.register],
        "list_url": reverse("upkeep:register", args=[row.register]),
        "lines": _lines(request, row),
        "is_same": again == row.drawn,
        "can_check": may(request.actor, MANAGE, row),
    }
    return render(request, "upkeep/staff/spot.html", context)


def _lines(request: StaffRequest, row: SpotCheck) -> list[dict[str, Any]]:
    """The drawn rows in the order in which they came out, each with its check in this draw. Two queries."""
    items = {one.pk: one for one in items_for(request.actor).filter(pk__in=row.drawn)}
    checks = {one.item_id: one for one in row.checks.order_by("on", "pk")}
    names = dict(row.pool)
    return [{"name": names.get(pk, ""), "item": items.get(pk), "check": checks.get(pk)} for pk in row.drawn]
