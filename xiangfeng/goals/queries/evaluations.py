"""Evaluations a person may see, and those fed back to their own unit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import may
from xiangfeng.goals.models import Evaluation, EvaluationState, Plan, Reading
from xiangfeng.goals.queries.plans import VIEW, VIEW_OWN


def evaluations_for(actor: Actor) -> QuerySet[Evaluation]:
    """Evaluations within reach with how many were told and have read, latest first."""
    rows = Evaluation.objects.within(actor, VIEW).select_related("unit", "plan__unit")
    seen = Count("readings", filter=Q(readings__read_at__isnull=False))
    return rows.annotate(told=Count("readings"), seen=seen).order_by("-covers_until", "unit__path", "-id")


def readable_for(actor: Actor) -> QuerySet[Evaluation]:
    """Those of the list, and the closed ones that were fed back to one's own unit."""
    told = Q(state=EvaluationState.CLOSED, pk__in=readings_for(actor).values("evaluation_id"))
    seen = Q(pk__in=Evaluation.objects.within(actor, VIEW).values("pk"))
    return Evaluation.objects.filter(seen | told).select_related("unit", "plan__unit").order_by("pk")


@dataclass(frozen=True, slots=True)
class Share:
    """What one reader sees: all with ``goals.view``, else the totals and the own unit's lines and receipt."""

    is_whole: bool
    tops: list[dict[str, Any]]
    rest: list[dict[str, Any]]
    readings: list[Reading]
    totals: str


def share_of(row: Evaluation, actor: Actor) -> Share:
    """Two queries. The lines of the plan's own unit, and those above that nobody leads, are the totals."""
    is_whole, readings = may(actor, VIEW, row), row.readings.select_related("unit").order_by("unit__path")
    if not is_whole:
        readings = readings.filter(pk__in=readings_for(actor).values("pk"))
    own, whole = {one.unit_id for one in readings}, {None, row.unit_id}
    seen = [
        one for one in row.snapshot
        if is_whole or one["unit_id"] in own or (one["depth"] == 1 and one["unit_id"] in whole)
    ]  # fmt: skip
    tops, rest = [one for one in seen if one["depth"] == 1], [one for one in seen if one["depth"] > 1]
    states = [one["state"] for one in row.snapshot if one["is_leaf"]]
    totals = f"共{len(states)}项，达标{states.count('reached')}项，逾期{states.count('overdue')}项。"
    return Share(is_whole, tops, rest, list(readings), totals)


def readings_for(actor: Actor) -> QuerySet[Reading]:
    """The receipts asked of one's own unit."""
    rows = Reading.objects.within(actor, VIEW_OWN).filter(evaluation__state=EvaluationState.CLOSED)
    return rows.select_related("unit", "evaluation__unit", "evaluation__plan").order_by("pk")


def evaluations_of(plan: Plan) -> QuerySet[Evaluation]:
    """The evaluations of the plan in any of its versions, latest first."""
    rows = Evaluation.objects.filter(plan__unit_id=plan.unit_id, plan__year=plan.year)
    return rows.order_by("-covers_until", "-id")
