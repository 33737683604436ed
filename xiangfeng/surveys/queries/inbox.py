"""What of 问卷 waits for a person and is found by them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q, QuerySet

from xiangfeng.access.actor import Actor
from xiangfeng.surveys.flow import APPROVE, MANAGE, VIEW
from xiangfeng.surveys.models import Survey
from xiangfeng.surveys.models import SurveyState as S
from xiangfeng.web.rows import found_rows, holding, joined, waiting_rows


def waiting_for(actor: Actor, *, today: dt.date) -> tuple[QuerySet[Any, Any], ...]:
    """What waits for approval, what runs and soon ends, and what is over and neither public nor filed."""
    approve = Survey.objects.within(actor, APPROVE).filter(state=S.SUBMITTED)
    soon = Q(state=S.RUNNING, closes_on__lte=today + dt.timedelta(days=7))
    own = Survey.objects.within(actor, MANAGE).filter(soon | Q(state=S.CLOSED))
    if actor.user_id is not None:
        approve = approve.exclude(submitted_by_id=actor.user_id)
    return tuple(
        waiting_rows(
            rows, "surveys.survey", title="title", unit="unit__name", due="closes_on", extra="number"
        )
        for rows in (approve, own)
    )


def found_by(actor: Actor, text: str) -> tuple[QuerySet[Any, Any], ...]:
    """By number, title and words of the questions."""
    words = holding(text, "number", "title", "intro", "unit__name")
    asked = Survey.objects.filter(questions__text__icontains=text).values("pk")
    rows = Survey.objects.within(actor, VIEW).filter(words | Q(pk__in=asked))
    detail = joined("@number", "　", "@unit__name")
    return (found_rows(rows, "surveys.survey", title="title", detail=detail, at="opens_on"),)
