"""What the workbench asks: what waits for a person, and what a search finds."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import CharField, OuterRef, Q, QuerySet, Value
from django.db.models.expressions import Exists
from django.db.models.functions import Cast, Coalesce

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import ScopedQuerySet
from xiangfeng.goals.models import Evaluation, EvaluationState, Goal, Plan, PlanState, Programme, Progress
from xiangfeng.goals.queries.evaluations import readings_for
from xiangfeng.goals.queries.plans import APPROVE, MANAGE, VIEW, own_goals_for
from xiangfeng.web.rows import found_rows, joined, waiting_rows

SOON = dt.timedelta(days=30)


def waiting_for(actor: Actor, *, today: dt.date) -> tuple[QuerySet[Any], ...]:
    """Plans to finish or approve, evaluations begun, goals due within 30 days and not reported, evaluations to be read."""
    return (_plans(actor), _evaluations(actor), _goals(actor, today), _readings(actor))


def _plans(actor: Actor) -> QuerySet[Any]:
    makers = Plan.objects.within(actor, MANAGE).values("pk")
    deciders = Plan.objects.within(actor, APPROVE).values("pk")
    open_ones = Q(pk__in=makers, state__in=(PlanState.DRAFT, PlanState.SUBMITTED))
    rows = Plan.objects.filter(open_ones | Q(pk__in=deciders, state=PlanState.SUBMITTED))
    return waiting_rows(rows, "goals.plan", title="title", unit="unit__name", extra="unit__path")


def _evaluations(actor: Actor) -> QuerySet[Any]:
    rows: ScopedQuerySet[Evaluation] = Evaluation.objects.within(actor, MANAGE).filter(
        state=EvaluationState.OPEN
    )
    return waiting_rows(rows, "goals.evaluation", state="kind", title="plan__title", unit="unit__name")


def _goals(actor: Actor, today: dt.date) -> QuerySet[Any]:
    reports = Progress.objects.filter(goal_id=Coalesce(OuterRef("first_id"), OuterRef("pk")))
    reached = reports.filter(value__gte=OuterRef("target"))
    rows = own_goals_for(actor).filter(figure="manual", outcome="", due_on__lte=today + SOON)
    rows = rows.filter(
        Q(direction="ge") & ~Exists(reached)
        | Q(direction="le") & ~Exists(reports.filter(on__gt=today - SOON))
    )
    return waiting_rows(
        rows,
        "goals.goal",
        state="direction",
        due="due_on",
        title="title",
        unit="unit__name",
        extra="indicator",
    )


def _readings(actor: Actor) -> QuerySet[Any]:
    rows = readings_for(actor).filter(read_at=None)
    return waiting_rows(
        rows,
        "goals.reading",
        state=Value("unread"),
        title="evaluation__plan__title",
        unit="unit__name",
        extra=Cast("evaluation_id", CharField()),
    )


def found_by(actor: Actor, text: str) -> tuple[QuerySet[Any], ...]:
    """Programmes, plans and goals within reach (and one's own goals) that name ``text``."""
    plans = Plan.objects.within(actor, VIEW).filter(
        Q(title__icontains=text) | Q(upper_number__icontains=text) | Q(unit__name__icontains=text)
    )
    programmes = Programme.objects.within(actor, VIEW).filter(
        Q(title__icontains=text) | Q(aims__icontains=text) | Q(contents__icontains=text)
    )
    goals = Goal.objects.filter(
        Q(pk__in=own_goals_for(actor).order_by().values("pk"))
        | Q(plan__in=Plan.objects.within(actor, VIEW).exclude(state=PlanState.REPLACED))
    ).filter(
        Q(title__icontains=text)
        | Q(indicator__icontains=text)
        | Q(unit__name__icontains=text)
        | Q(leader__icontains=text)
        | Q(helpers__icontains=text)
    )
    whose = joined("@plan__title", " ", Coalesce("unit__name", Value("")))
    upper = joined("@unit__name", " ", "@upper_number")
    return (
        found_rows(plans, "goals.plan", title="title", detail=upper, at="approved_on"),
        found_rows(programmes, "goals.programme", title="title", detail="unit__name"),
        found_rows(goals, "goals.goal", title="title", detail=whose, at="due_on"),
    )
