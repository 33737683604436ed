"""Lists and the chain proposal → 批示 → task → result."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from xiangfeng.access.actor import Actor
from xiangfeng.advice.models import Guidance, Instruction, Problem, Proposal
from xiangfeng.orgs.models import Unit
from xiangfeng.orgs.queries import subtree_of
from xiangfeng.tasks.models import Task

VIEW, VIEW_OWN = "advice.view", "advice.view_own"


def instructions_for(actor: Actor) -> QuerySet[Instruction]:
    """批示 the actor may see, the latest first."""
    return Instruction.objects.within(actor, VIEW).select_related("unit").order_by("-at", "-id")


def proposals_for(actor: Actor) -> QuerySet[Proposal]:
    """建议单 the actor may see, the latest first."""
    return Proposal.objects.within(actor, VIEW).select_related("unit").order_by("-created_at", "-id")


def problems_for(actor: Actor) -> QuerySet[Problem]:
    """问题 the actor may see, the most urgent first."""
    return Problem.objects.within(actor, VIEW).select_related("unit", "lead").order_by("due_on", "id")


def guidance_for(actor: Actor) -> QuerySet[Guidance]:
    """指导调研记录 the actor may see, void ones too, the latest first."""
    return Guidance.objects.within(actor, VIEW).select_related("unit", "subject").order_by("-held_on", "-id")


def readable_guidance(actor: Actor) -> QuerySet[Guidance]:
    """Those and the ones about one's own unit that count."""
    seen = Guidance.scope.q(actor, VIEW) | Guidance.scope.q(actor, VIEW_OWN)
    return Guidance.objects.filter(seen).select_related("unit", "subject").order_by("-held_on", "-id")


def own_guidance_for(actor: Actor) -> QuerySet[Guidance]:
    """The ones about the unit the actor speaks for, the latest first."""
    rows = Guidance.objects.within(actor, VIEW_OWN).select_related("unit", "subject")
    return rows.order_by("-held_on", "-id")


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


def units_guided_by(unit: Unit) -> QuerySet[Unit]:
    """Whom ``unit`` may guide: itself as a whole and the units below it, in tree order."""
    return subtree_of(unit).filter(is_active=True)
