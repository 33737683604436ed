"""What the doors of this app share."""

from __future__ import annotations

from typing import Any

from django.http import Http404

from xiangfeng.orgs.models import Unit
from xiangfeng.sites.queries import upper_units
from xiangfeng.web.doors import StaffRequest, number


def chosen_unit(request: StaffRequest, capability: str) -> tuple[Unit, list[Unit]]:
    """The county or township the address names by ``unit``, else the highest in reach; and all there are to choose from."""
    units = list(upper_units(request.actor, capability))
    wanted = number(request.GET.get("unit", ""))
    unit = next((one for one in units if one.pk == wanted), next(iter(units), None))
    if unit is None:
        raise Http404("您的管辖范围内没有维护点位的单位。")
    return unit, units


def who(request: StaffRequest) -> dict[str, Any]:
    return {"actor": request.actor, "at": request.at}
