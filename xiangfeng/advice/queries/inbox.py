"""What waits for somebody, and what the search finds, in the shapes of the unions over all apps."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import CharField, DateField, F, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat, TruncDate

from xiangfeng.access.actor import Actor
from xiangfeng.advice.models import Instruction, Problem, ProblemState, Proposal, ProposalState
from xiangfeng.advice.queries.rows import readable_guidance

VIEW = "advice.view"
COLUMNS = ("source", "pk", "state", "due_on", "title_", "unit_name", "extra")
NO_DAY = Cast(Value(None), DateField())


def waiting_for(actor: Actor, *, today: dt.date) -> tuple[QuerySet[Any, Any], ...]:
    """建议单 on their way, 批示 that ask for a task and have none, problems not solved."""
    path = F("unit__path")
    proposals = Proposal.objects.within(actor, VIEW).filter(
        state__in=(ProposalState.SUBMITTED, ProposalState.INSTRUCTED)
    )
    wanted = Instruction.objects.within(actor, "tasks.assign").filter(wants_task=True, has_task=False)
    problems = Problem.objects.within(actor, "advice.handle").exclude(state=ProblemState.SOLVED)
    branches = (
        proposals.annotate(
            source=Value("advice.proposal"), due_on=NO_DAY, title_=F("title"), extra=path, unit_name=F("unit__name")
        ),
        wanted.annotate(
            source=Value("advice.instruction"), state=Value("wanted"), due_on=NO_DAY, title_=F("text"),
            extra=F("leader_name"), unit_name=F("unit__name"),
        ),
        problems.annotate(
            source=Value("advice.problem"), title_=F("description"), extra=F("number"), unit_name=F("lead__name")
        ),
    )  # fmt: skip
    return tuple(branch.order_by().values_list(*COLUMNS) for branch in branches)


def _holding(text: str, *names: str) -> Q:
    found = Q()
    for name in names:
        found |= Q(**{f"{name}__icontains": text})
    return found


def found_by(actor: Actor, text: str) -> tuple[QuerySet[Any, Any], ...]:
    """By number, words, place, unit and people."""
    proposals = Proposal.objects.within(actor, VIEW).filter(
        _holding(text, "number", "title", "situation", "suggestion", "submitter", "unit__name")
    )
    problems = Problem.objects.within(actor, VIEW).filter(
        _holding(text, "number", "description", "place", "opinion", "lead__name", "registrar", "norm_code")
    )
    instructions = Instruction.objects.within(actor, VIEW).filter(
        _holding(text, "text", "leader_name", "subject_text", "unit__name")
    )
    guidance = readable_guidance(actor).select_related(None).filter(void_reason="")
    guidance = guidance.filter(
        _holding(text, "number", "title", "seen", "advised", "people", "subject__name")
    )
    return (
        guidance.annotate(
            source=Value("advice.guidance"),
            detail=Concat(F("number"), Value("　"), F("subject__name"), output_field=CharField()),
            day=Cast("held_on", DateField()),
        )
        .order_by()
        .values_list("source", "pk", "title", "detail", "day"),
        proposals.annotate(source=Value("advice.proposal"), day=TruncDate("created_at"))
        .order_by()
        .values_list("source", "pk", "title", "number", "day"),
        problems.annotate(
            source=Value("advice.problem"),
            detail=Concat(F("number"), Value("　"), F("lead__name"), output_field=CharField()),
            day=Cast("found_on", DateField()),
        )
        .order_by()
        .values_list("source", "pk", "description", "detail", "day"),
        instructions.annotate(
            source=Value("advice.instruction"),
            detail=Concat(F("leader_name"), Value("　"), F("subject_text"), output_field=CharField()),
            day=TruncDate("at"),
        )
        .order_by()
        .values_list("source", "pk", "text", "detail", "day"),
    )
