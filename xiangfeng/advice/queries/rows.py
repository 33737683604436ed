"""Lists and the chain proposal → 批示 → task → result."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from xiangfeng.access.actor import Actor
from xiangfeng.advice.models import Instruction, Problem, Proposal
from xiangfeng.orgs.models import Unit
from xiangfeng.orgs.queries import subtree_of
from xiangfeng.tasks.models import Task

VIEW = "advice.view"


def instructions_for(actor: Actor) -> QuerySet[Instruction]:
    """批示 the actor may see, the latest first."""
    return Instruction.objects.within(actor, VIEW).select_related("unit").order_by("-at", "-id")


def proposals_for(actor: Actor) -> QuerySet[Proposal]:
    """建议单 the actor may see, the latest first."""
    return Proposal.objects.within(actor, VIEW).select_related("unit").order_by("-created_at", "-id")


def problems_for(actor: Actor) -> QuerySet[Problem]:
    """问题 the actor may see, the most urgent first."""
    return Problem.objects.within(actor, VIEW).select_related("unit", "lead").order_by("due_on", "id")


def instructions_on(key: str) -> list[Instruction]:
    """The 批示 on one row, oldest first; the caller has checked the row."""
    return list(Instruction.objects.filter(subject_key=key).order_by("at", "id"))


def tasks_behind(keys: Iterable[str]) -> list[Task]:
    """The tasks that came from these rows, oldest first: one query for all of them."""
    rows = Task.objects.filter(origin_key__in=list(keys)).select_related("lead", "unit")
    return list(rows.order_by("id"))


def units_below(unit: Unit) -> QuerySet[Unit]:
    """Who may be made to lead a task of ``unit``: the units below it, in tree order."""
    return subtree_of(unit).filter(is_active=True).exclude(pk=unit.pk)
