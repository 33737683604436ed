"""What waits for somebody, and what the search finds, in the shapes of the unions over all apps."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast

from xiangfeng.access.actor import Actor
from xiangfeng.inspections.models import CheckPlan, Inspection, InspectionState, PlanState, Visit, VisitState
from xiangfeng.inspections.queries.inspections import MANAGE, VIEW, visits_for
from xiangfeng.tasks.queries.waits import own_units
from xiangfeng.web.rows import found_rows, holding, joined, waiting_rows

APPROVE = "inspections.approve"


def waiting_for(actor: Actor, *, today: dt.date) -> tuple[QuerySet[Any, Any], ...]:
    """Plans to be approved, inspections in 筹备 or running for who organises them (those of townships are not the county's to do),
    and for inspectors those in which their party still has a site to check.

    ``extra`` of an inspection is ``manage`` for who organises it, else ``inspect``.
    """
    plans = CheckPlan.objects.within(actor, APPROVE).filter(
        state=PlanState.DRAFT, lines__isnull=False, year__gte=today.year
    )
    running = (InspectionState.DRAFT, InspectionState.ISSUED)
    mine = Inspection.objects.filter(unit_id__in=own_units(actor, MANAGE), state__in=running)
    waiting = Visit.objects.filter(
        state=VisitState.WAITING, inspection__state=InspectionState.ISSUED,
        party__members=actor.person_id or 0, inspection__starts_on__lte=today,
    )  # fmt: skip
    to_check = Inspection.objects.filter(pk__in=waiting.order_by().values("inspection_id"))
    fields: dict[str, Any] = {"title": "title", "unit": "unit__name", "due": "ends_on"}
    return (
        waiting_rows(
            plans.distinct(), "inspections.checkplan", title=Cast("year", CharField()), unit="unit__name"
        ),
        waiting_rows(mine, "inspections.inspection", extra=Value("manage"), **fields),
        waiting_rows(to_check, "inspections.visit", extra=Value("inspect"), **fields),
    )


def found_by(actor: Actor, text: str) -> tuple[QuerySet[Any, Any], ...]:
    """Inspections by number and title; checks by code, site and unit – of their own a village finds only those handed in."""
    inspections = Inspection.objects.within(actor, VIEW).filter(holding(text, "number", "title"))
    visits = (
        visits_for(actor).select_related(None).filter(holding(text, "code", "site__name", "site__unit__name"))
    )
    return (
        found_rows(inspections, "inspections.inspection", title="title", detail="number", at="starts_on"),
        found_rows(
            visits,
            "inspections.visit",
            title=joined("@site__unit__name", " ", "@site__name"),
            detail=joined("@inspection__title", "　表号 ", "@code"),
            at="inspection__starts_on",
        ),
    )
