"""A closed 问卷 fulfils the quarter's 群众问卷 (A4.3c); its 满意率 is a unit's live figure."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from xiangfeng.duties import proofs
from xiangfeng.duties.models import DutyKind, Occurrence
from xiangfeng.goals import figures
from xiangfeng.goals.models import Goal
from xiangfeng.surveys.models import ENDED, Sheet, Survey
from xiangfeng.surveys.tables import percent


def closed_surveys(occurrences: Sequence[Occurrence]) -> dict[int, proofs.Proof]:
    """The first questionnaire of the unit that was closed within the span and to which anybody answered. One query."""
    if not occurrences:
        return {}
    answered = Sheet.objects.order_by().values("survey_id")
    rows = Survey.objects.filter(
        unit_id__in={one.unit_id for one in occurrences},
        state__in=ENDED,
        closed_on__gte=min(one.start for one in occurrences),
        closed_on__lte=max(one.end for one in occurrences),
        pk__in=answered,
    )
    surveys = list(rows.order_by("closed_on", "pk"))
    found = {}
    for one in occurrences:
        for row in surveys:
            if row.closed_on and row.unit_id == one.unit_id and one.start <= row.closed_on <= one.end:
                url = reverse("surveys:survey", args=[row.pk])
                found[one.pk] = proofs.Proof(row.closed_on, f"{row.number} {row.title}"[:120], url, row.key)
                break
    return found


def satisfaction_rates(goals: Sequence[Goal]) -> dict[int, figures.Figure]:
    """The 满意率 of the latest questionnaire with satisfaction questions that the unit of a goal's plan closed in its year. One query."""
    rows = Survey.objects.filter(
        unit_id__in={goal.plan.unit_id for goal in goals},
        closed_on__year__in={goal.plan.year for goal in goals},
        state__in=ENDED,
        valid__gt=0,
    )
    known = {
        (row.unit_id, row.closed_on.year): row for row in rows.order_by("closed_on", "pk") if row.closed_on
    }
    nothing = figures.Figure(None, "今年还没有截止的满意度问卷")
    found = {goal.pk: known.get((goal.plan.unit_id, goal.plan.year)) for goal in goals}
    return {pk: _figure(row) if row else nothing for pk, row in found.items()}


def _figure(row: Survey) -> figures.Figure:
    satisfied, valid = row.satisfied or 0, row.valid or 0
    url = reverse("surveys:results", args=[row.pk])
    return figures.Figure(percent(satisfied, valid), f"{row.number} 满意 {satisfied}/{valid}", url)


def register() -> None:
    """Say to the floor below where these records are, and offer the figure."""
    proofs.register(DutyKind.SURVEY, closed_surveys)
    figures.register("survey_satisfaction", "问卷满意率", satisfaction_rates)
