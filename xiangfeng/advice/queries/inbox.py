"""What waits for somebody, and what the search finds, in the shapes of the unions over all apps."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import QuerySet, Value
from django.db.models.functions import TruncDate

from xiangfeng.access.actor import Actor
from xiangfeng.advice.models import Instruction, Problem, ProblemState, Proposal, ProposalState
from xiangfeng.advice.queries.rows import readable_guidance
from xiangfeng.web.rows import found_rows, holding, joined, waiting_rows

VIEW = "advice.view"


def waiting_for(actor: Actor, *, today: dt.date) -> tuple[QuerySet[Any, Any], ...]:
    """建议单 on their way, 批示 that ask for a task and have none, problems not solved."""
    proposals = Proposal.objects.within(actor, VIEW).filter(
        state__in=(ProposalState.SUBMITTED, ProposalState.INSTRUCTED)
    )
    wanted = Instruction.objects.within(actor, "tasks.assign").filter(wants_task=True, has_task=False)
    problems = Problem.objects.within(actor, "advice.handle").exclude(state=ProblemState.SOLVED)
    return (
        waiting_rows(proposals, "advice.proposal", title="title", unit="unit__name", extra="unit__path"),
        waiting_rows(
            wanted,
            "advice.instruction",
            state=Value("wanted"),
            title="text",
            unit="unit__name",
            extra="leader_name",
        ),
        waiting_rows(
            problems, "advice.problem", title="description", unit="lead__name", due="due_on", extra="number"
        ),
    )


def found_by(actor: Actor, text: str) -> tuple[QuerySet[Any, Any], ...]:
    """By number, words, place, unit and people."""
    proposals = Proposal.objects.within(actor, VIEW).filter(
        holding(text, "number", "title", "situation", "suggestion", "submitter", "unit__name")
    )
    problems = Problem.objects.within(actor, VIEW).filter(
        holding(text, "number", "description", "place", "opinion", "lead__name", "registrar", "norm_code")
    )
    instructions = Instruction.objects.within(actor, VIEW).filter(
        holding(text, "text", "leader_name", "subject_text", "unit__name")
    )
    guidance = readable_guidance(actor).select_related(None).filter(void_reason="")
    guidance = guidance.filter(holding(text, "number", "title", "seen", "advised", "people", "subject__name"))
    who, leader = joined("@number", "　", "@lead__name"), joined("@leader_name", "　", "@subject_text")
    met = joined("@number", "　", "@subject__name")
    return (
        found_rows(guidance, "advice.guidance", title="title", detail=met, at="held_on"),
        found_rows(proposals, "advice.proposal", title="title", detail="number", at=TruncDate("created_at")),
        found_rows(problems, "advice.problem", title="description", detail=who, at="found_on"),
        found_rows(instructions, "advice.instruction", title="text", detail=leader, at=TruncDate("at")),
    )
