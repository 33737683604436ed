"""What the workbench asks: what waits for a person, and what a search finds."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import CharField, DateField, F, OuterRef, Q, QuerySet, Value
from django.db.models.expressions import Combinable, Exists
from django.db.models.functions import Cast, Coalesce, Concat

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import ScopedQuerySet
from xiangfeng.goals.models import Evaluation, EvaluationState, Goal, Plan, PlanState, Programme, Progress
from xiangfeng.goals.queries.evaluations import readings_for
from xiangfeng.goals.queries.plans import APPROVE, MANAGE, VIEW, own_goals_for

SOON = dt.timedelta(days=30)
_TEXT = CharField()


def _row(rows: QuerySet[Any], source: str, **columns: Combinable) -> QuerySet[Any]:
    named = {f"w_{name}": value for name, value in columns.items()}
    rows = rows.annotate(w_source=Value(source, output_field=_TEXT), **named).order_by()
    return rows.values_list("w_source", "pk", *named)


def waiting_for(actor: Actor, *, today: dt.date) -> tuple[QuerySet[Any], ...]:
    """Plans to finish or approve, evaluations begun, goals due within 30 days and not reported, evaluations to be read.

    Each in the order source, pk, state, due_on, title, unit_name, extra (see the brief of the workbench).
    """
    return (_plans(actor), _evaluations(actor), _goals(actor, today), _readings(actor))


def _plans(actor: Actor) -> QuerySet[Any]:
    makers = Plan.objects.within(actor, MANAGE).values("pk")
    deciders = Plan.objects.within(actor, APPROVE).values("pk")
    open_ones = Q(pk__in=makers, state__in=(PlanState.DRAFT, PlanState.SUBMITTED))
    rows = Plan.objects.filter(open_ones | Q(pk__in=deciders, state=PlanState.SUBMITTED))
    return _row(
        rows, "goals.plan", state=F("state"), due=Cast(Value(None), DateField()), title=F("title"),
        unit=F("unit__name"), extra=F("unit__path"),
    )  # fmt: skip


def _evaluations(actor: Actor) -> QuerySet[Any]:
    rows: ScopedQuerySet[Evaluation] = Evaluation.objects.within(actor, MANAGE).filter(
        state=EvaluationState.OPEN
    )
    return _row(
        rows, "goals.evaluation", state=F("kind"), due=Cast(Value(None), DateField()), title=F("plan__title"),
        unit=F("unit__name"), extra=Value("", output_field=_TEXT),
    )  # fmt: skip


def _goals(actor: Actor, today: dt.date) -> QuerySet[Any]:
    reports = Progress.objects.filter(goal_id=Coalesce(OuterRef("first_id"), OuterRef("pk")))
    reached = reports.filter(value__gte=OuterRef("target"))
    rows = own_goals_for(actor).filter(figure="manual", outcome="", due_on__lte=today + SOON)
    rows = rows.filter(
        Q(direction="ge") & ~Exists(reached)
        | Q(direction="le") & ~Exists(reports.filter(on__gt=today - SOON))
    )
    return _row(
        rows, "goals.goal", state=F("direction"), due=F("due_on"), title=F("title"), unit=F("unit__name"),
        extra=F("indicator"),
    )  # fmt: skip


def _readings(actor: Actor) -> QuerySet[Any]:
    rows = readings_for(actor).filter(read_at=None)
    return _row(
        rows, "goals.reading", state=Value("unread", output_field=_TEXT), due=Cast(Value(None), DateField()),
        title=F("evaluation__plan__title"), unit=F("unit__name"), extra=Cast("evaluation_id", CharField()),
    )  # fmt: skip


def found_by(actor: Actor, text: str) -> tuple[QuerySet[Any], ...]:
    """Programmes, plans and goals within reach (and one's own goals) that name ``text``."""

    def hits(rows: QuerySet[Any], source: str, detail: Any, at: Any) -> QuerySet[Any]:
        rows = rows.annotate(f_source=Value(source, output_field=_TEXT), f_detail=detail, f_at=at).order_by()
        return rows.values_list("f_source", "pk", "title", "f_detail", "f_at")

    nothing = Cast(Value(None), DateField())
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
    goal_detail = Concat("plan__title", Value(" "), Coalesce("unit__name", Value("")), output_field=_TEXT)
    return (
        hits(
            plans,
            "goals.plan",
            Concat("unit__name", Value(" "), "upper_number", output_field=_TEXT),
            F("approved_on"),
        ),
        hits(programmes, "goals.programme", F("unit__name"), nothing),
        hits(goals, "goals.goal", goal_detail, F("due_on")),
    )
