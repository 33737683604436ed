"""Which tasks may be seen, and found."""

from __future__ import annotations

from typing import Any

from django.db.models import CharField, Count, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Cast

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import Scope
from xiangfeng.history.models import Entry
from xiangfeng.tasks.models import Campaign, Feedback, FileRole, Task, TaskState
from xiangfeng.web.rows import found_rows, holding, joined

VIEW, VIEW_OWN = "tasks.view", "tasks.view_own"
UNIT = Scope("unit")
"""By the giving unit of a task, and by the unit of a helping row; a task itself hangs on the unit that leads it."""


def tasks_from(key: str) -> QuerySet[Task]:
    """The tasks that came from one row above, by its key (``meetings.resolution:12``); the caller has checked the row."""
    return Task.objects.filter(origin_key=key).select_related("lead", "unit").order_by("id")


def _helped(actor: Actor) -> Q:
    """Tasks that a unit of the actor helps with, whatever unit leads them."""
    through = Task.helpers.through._default_manager
    rows = through.filter(UNIT.q(actor, VIEW) | UNIT.q(actor, VIEW_OWN))
    return Q(pk__in=rows.order_by().values("task_id"))


def tasks_for(actor: Actor) -> QuerySet[Task]:
    """Tasks the actor may see: those led below them, those of their own unit and those it helps with.

    What is not handed out yet only who sees the giving unit's work sees.
    """
    seen = Task.scope.q(actor, VIEW) | Task.scope.q(actor, VIEW_OWN) | _helped(actor)
    given = ~Q(state=TaskState.DRAFT) | UNIT.q(actor, VIEW)
    return Task.objects.filter(seen & given).select_related("unit", "lead", "charged")


def own_tasks_for(actor: Actor) -> QuerySet[Task]:
    """What was handed out to the actor's very own unit, or what it helps with; the nearest deadline first.

    ``returned_why`` is the reason of the latest 退回重办, for who has to do it again.
    """
    units = [grant.unit_id for grant in actor.grants if actor.can(VIEW_OWN) or actor.can(VIEW)]
    through = Task.helpers.through._default_manager
    helped = through.filter(unit_id__in=units).order_by().values("task_id")
    rows = Task.objects.filter(Q(lead_id__in=units) | Q(pk__in=helped)).exclude(state=TaskState.DRAFT)
    returns = Entry.objects.filter(
        subject_type="tasks.task", subject_id=Cast(OuterRef("pk"), CharField()), verb="退回重办"
    ).order_by("-at", "-id")
    rows = rows.select_related("unit", "lead", "charged").order_by("due_on", "id")
    return rows.annotate(returned_why=Subquery(returns.values("note")[:1]))


def full(rows: QuerySet[Task]) -> QuerySet[Task]:
    """Rows with what the ledgers show besides: latest 进展, numbers of photos and of subtasks, helping units."""
    latest = Feedback.objects.filter(task=OuterRef("pk")).order_by("-at", "-id")
    return (
        rows.annotate(
            latest=Subquery(latest.values("text")[:1]),
            before_count=Count("files", filter=Q(files__role=FileRole.BEFORE), distinct=True),
            after_count=Count("files", filter=Q(files__role=FileRole.AFTER), distinct=True),
            part_count=Count("subtasks", distinct=True),
            part_done=Count("subtasks", filter=Q(subtasks__state=TaskState.DONE), distinct=True),
        )
        .select_related("parent", "charged", "lead", "unit", "site", "norm")
        .prefetch_related("helpers")
    )


def campaigns_for(actor: Actor) -> QuerySet[Campaign]:
    """专项 of the units in reach with their stages in order."""
    stages = Task.objects.select_related("lead", "unit").order_by("stage")
    rows = Campaign.objects.within(actor, VIEW).select_related("unit")
    return rows.prefetch_related(Prefetch("stages", stages))


def found_by(actor: Actor, text: str) -> tuple[QuerySet[Any, Any], ...]:
    """Tasks by number, title, content, basis, unit and the names of those responsible."""
    names = (
        "number", "title", "content", "basis", "lead__name", "owner", "charged__name", "supervisor", "place", "site__name",
    )  # fmt: skip
    rows = tasks_for(actor).filter(holding(text, *names)).select_related(None)
    campaigns = Campaign.objects.within(actor, VIEW).filter(holding(text, "title", "purpose"))
    return (
        found_rows(
            rows, "tasks.task", title="title", detail=joined("@number", "　", "@lead__name"), at="due_on"
        ),
        found_rows(campaigns, "tasks.campaign", title="title", detail="unit__name", at="created_at__date"),
    )
