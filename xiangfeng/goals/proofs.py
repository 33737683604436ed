"""An approved plan fulfils 年度计划, a closed evaluation 评估 or 年度总结; tasks done in time are a unit's live figure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.db.models import Count, Q
from django.urls import reverse

from xiangfeng.base.rounding import half_up
from xiangfeng.duties import proofs
from xiangfeng.duties.models import DutyKind, Frequency, Occurrence
from xiangfeng.goals import figures
from xiangfeng.goals.models import Evaluation, EvaluationKind, EvaluationState, Goal, Plan, PlanState
from xiangfeng.tasks.models import Task, TaskState

HALVES = (EvaluationKind.HALF, EvaluationKind.YEAR)


def approved_plans(occurrences: Sequence[Occurrence]) -> dict[int, proofs.Proof]:
    """The year's first approved version, done on the day of approval. One query."""
    rows = Plan.objects.filter(
        unit_id__in={one.unit_id for one in occurrences},
        year__in={one.start.year for one in occurrences},
        state__in=(PlanState.APPROVED, PlanState.REPLACED),
        approved_on__isnull=False,
    )
    first: dict[tuple[int, int], Plan] = {}
    for row in rows.order_by("version"):
        first.setdefault((row.unit_id, row.year), row)
    found = {}
    for one in occurrences:
        plan = first.get((one.unit_id, one.start.year))
        if plan and plan.approved_on:
            url = reverse("goals:plan", args=[plan.pk])
            found[one.pk] = proofs.Proof(plan.approved_on, str(plan)[:120], url, f"goals.plan:{plan.pk}")
    return found


def _closed(occurrences: Sequence[Occurrence], kinds: Iterable[str]) -> list[Evaluation]:
    rows = Evaluation.objects.filter(
        unit_id__in={one.unit_id for one in occurrences},
        state=EvaluationState.CLOSED,
        closed_on__isnull=False,
        kind__in=list(kinds),
        covers_until__gte=min(one.start for one in occurrences),
        covers_until__lte=max(one.end for one in occurrences),
    )
    return list(rows.select_related("unit").order_by("closed_on", "id"))


def _match(occurrences: Sequence[Occurrence], kinds: Iterable[str]) -> dict[int, proofs.Proof]:
    found: dict[int, proofs.Proof] = {}
    if not occurrences:
        return found
    rows = _closed(occurrences, kinds)
    for one in occurrences:
        # A look back at one quarter is less than what a half-yearly duty asks.
        takes_any = one.duty.frequency in (Frequency.QUARTER, Frequency.MONTH)
        for row in rows:
            fits = row.unit_id == one.unit_id and one.start <= row.covers_until <= one.end
            if fits and row.closed_on and (takes_any or row.kind in HALVES):
                url = reverse("goals:evaluation", args=[row.pk])
                key = f"goals.evaluation:{row.pk}"
                found[one.pk] = proofs.Proof(row.closed_on, str(row)[:120], url, key)
                break
    return found


def closed_evaluations(occurrences: Sequence[Occurrence]) -> dict[int, proofs.Proof]:
    """The evaluation that covers the span's end. One query."""
    return _match(occurrences, EvaluationKind.values)


def yearly_summaries(occurrences: Sequence[Occurrence]) -> dict[int, proofs.Proof]:
    """The year's 年度总结. One query."""
    return _match(occurrences, [EvaluationKind.YEAR])


def task_rates(goals: Sequence[Goal]) -> dict[int, figures.Figure]:
    """Tasks of the goal's unit that were closed in the plan's year: the share that was never late. One query."""
    rows = (
        Task.objects.filter(
            lead_id__in={goal.unit_id for goal in goals},
            state=TaskState.DONE,
            due_on__year__in={goal.plan.year for goal in goals},
        )
        .values("lead_id", "due_on__year")
        .annotate(count=Count("pk"), on_time=Count("pk", filter=Q(was_late=False)))
        .order_by("lead_id", "due_on__year")
    )
    counts = {(row["lead_id"], row["due_on__year"]): row for row in rows}
    found = {}
    for goal in goals:
        row = counts.get((goal.unit_id or 0, goal.plan.year))
        if row is None:
            found[goal.pk] = figures.Figure(None, "还没有销号的任务")
            continue
        rate = half_up(Decimal(100 * row["on_time"]) / row["count"], 1)
        found[goal.pk] = figures.Figure(rate, f"任务 {row['on_time']}/{row['count']} 件")
    return found


def register() -> None:
    """Say to the floor below where these records are, and offer the figure."""
    proofs.register(DutyKind.PLAN, approved_plans)
    proofs.register(DutyKind.EVALUATION, closed_evaluations)
    proofs.register(DutyKind.SUMMARY, yearly_summaries)
    figures.register("task_on_time", "任务按期办结率", task_rates)
