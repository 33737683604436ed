"""Who may fill a form, and what is in it: what filling, sending and settling ask alike."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.timezone import localtime

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import may
from xiangfeng.inspections.avoiding import is_barred
from xiangfeng.inspections.models import Inspection, InspectionState, Visit, VisitState

INSPECT, MANAGE = "inspections.inspect", "inspections.manage"


def items_of(visit: Visit) -> dict[str, dict[str, Any]]:
    """The items of the visit's form by code, in order, as they were when the inspection was issued."""
    form = visit.inspection.forms.get(visit.form) or {}
    return {item["code"]: item for item in form.get("items", ())}


def is_own(visit: Visit, actor: Actor) -> bool:
    """Whether the actor holds a post in the unit that answers for the site, or below it (回避)."""
    return is_barred((grant.path for grant in actor.grants), visit.site.unit.path)


def reason_against(visit: Visit, actor: Actor) -> str:
    """Why ``actor`` may not fill this form, whatever its state; empty when they may.

    It takes the right to inspect there and either a seat in the visit's party or the right to run this inspection, so that no
    township fills in what the county checks; nobody checks their own unit (A4.1b).
    """
    if actor.is_system:
        return ""
    if not may(actor, INSPECT, visit):
        return "您不能检查这个点位"
    if is_own(visit, actor):
        return f"您在{visit.site.unit.name}任职，要回避，不能检查这里"
    if may(actor, MANAGE, visit.inspection):
        return ""
    is_member = visit.party is not None and visit.party.members.filter(pk=actor.person_id or 0).exists()
    return "" if is_member else "您不在这个点位的检查组里，不能填这张表"


def first_day_of(inspection: Inspection) -> dt.date:
    """The first day on which a check of it can have been made: it had begun or been handed out."""
    days = [inspection.starts_on]
    return min([*days, localtime(inspection.issued_at).date()] if inspection.issued_at else days)


def reason_shut(visit: Visit) -> str:
    """Why nobody may fill it now: struck off, or its inspection is not going on; empty when it is open."""
    if visit.state == VisitState.VOID:
        return f"这个点位不查了：{visit.void_reason}" if visit.void_reason else "这个点位不查了"
    state = InspectionState(visit.inspection.state)
    if state == InspectionState.ISSUED:
        return ""
    return f"“{visit.inspection.title}”{state.label}，不能再填"


def visit_rows() -> Any:
    """Visits with all that filling asks of them."""
    return Visit.objects.select_related("inspection__unit", "site__unit", "party")
