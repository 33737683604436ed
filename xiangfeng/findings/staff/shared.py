"""What the doors of this app share: for which unit the person acts, and whom it checks."""

from __future__ import annotations

from typing import Any

from django.http import Http404

from xiangfeng.findings.queries import RECORD
from xiangfeng.orgs.models import Unit, UnitKind
from xiangfeng.orgs.queries import subtree_of, units_for
from xiangfeng.web.doors import StaffRequest

UPPER = (UnitKind.COUNTY, UnitKind.TOWNSHIP)


def own_unit(request: StaffRequest) -> Unit:
    """The county or township for which the person records: the topmost."""
    unit = units_for(request.actor, RECORD).filter(kind__in=UPPER).first()
    if unit is None:
        raise Http404("您的管辖范围内没有可以登记检查发现的单位。")
    return unit


def leads_of(unit: Unit) -> Any:
    """Who may answer for a finding of ``unit``: everything below it, in tree order."""
    return subtree_of(unit).filter(is_active=True).exclude(pk=unit.pk)
