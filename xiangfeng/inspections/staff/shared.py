"""What the doors of this app share."""

from __future__ import annotations

from django.http import Http404
from django.urls import reverse

from xiangfeng.inspections.models import CheckPlan, Inspection, Visit
from xiangfeng.inspections.queries import inspections_for, with_parts
from xiangfeng.orgs.models import Unit, UnitKind
from xiangfeng.web.doors import StaffRequest, find

VIEW, VIEW_OWN, MANAGE, INSPECT = (
    "inspections.view", "inspections.view_own", "inspections.manage", "inspections.inspect",
)  # fmt: skip
UPPER = (UnitKind.PROVINCE, UnitKind.CITY, UnitKind.COUNTY, UnitKind.TOWNSHIP)

INSPECTION_KINDS = {"draft": "idle", "issued": "info", "closed": "ok", "cancelled": "line"}
VISIT_KINDS = {"waiting": "warn", "handed_in": "ok", "void": "line"}


def own_unit(request: StaffRequest, capability: str) -> Unit:
    """The county or township for which the person acts: the highest on which they hold the right."""
    paths = request.actor.reach(capability)
    unit = Unit.objects.filter(path__in=paths, kind__in=UPPER).order_by("path").first()
    if unit is None:
        raise Http404("您的管辖范围内没有可以办这件事的单位。")
    return unit


def found(request: StaffRequest, pk: int, capability: str = VIEW) -> Inspection:
    """One inspection with its parts, or 404; ``capability`` for pages that change it."""
    rows = inspections_for(request.actor)
    if capability != VIEW:
        rows = rows & Inspection.objects.within(request.actor, capability)
    return find(with_parts(rows), pk=pk)


def plan_crumbs(plan: CheckPlan) -> list[tuple[str, str]]:
    return [
        ("检查计划", reverse("inspections:plans")),
        (f"{plan.year}年", reverse("inspections:plan", args=[plan.pk])),
    ]


def crumbs(row: Inspection) -> list[tuple[str, str]]:
    return [
        ("检查", reverse("inspections:inspections")),
        (row.title, reverse("inspections:inspection", args=[row.pk])),
    ]


def score_text(visit: Visit) -> str:
    """A score as people write it: “17 / 20”."""
    if visit.score is None or visit.full is None:
        return ""
    return f"{_plain(visit.score)} / {_plain(visit.full)}"


def _plain(value: object) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
