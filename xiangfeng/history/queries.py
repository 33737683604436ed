"""What may be seen of the history."""

from __future__ import annotations

from django.db import models
from django.db.models import Q, QuerySet

from xiangfeng.access.actor import Actor
from xiangfeng.base.paths import WIDTH, successor
from xiangfeng.history.models import Entry

VIEW = "history.view"
AUDIT = "history.audit"


def entries_for(subject: models.Model) -> QuerySet[Entry]:
    """What was done to one row, first to last: its timeline, for whoever may see the row."""
    return Entry.objects.filter(subject_type=subject._meta.label_lower, subject_id=str(subject.pk)).order_by(
        "at", "id"
    )


def entries_within(actor: Actor) -> QuerySet[Entry]:
    """Entries of the units on which ``actor`` holds ``history.view``, latest first.

    Who signed in when is for those who audit (``history.audit``): leaders see the work, never anybody's use of the
    system. What belongs to no unit (failed sign-ins of unknown names, system commands) is for those who hold the
    right on a root.
    """
    rows = Entry.objects.order_by("-at", "-id")
    if actor.is_system:
        return rows
    return rows.filter(
        (_reached(actor, VIEW) & ~Q(subject_type__startswith="accounts.")) | _reached(actor, AUDIT)
    )


def _reached(actor: Actor, capability: str) -> Q:
    found = Q(pk__in=[])
    for path in actor.reach(capability):
        found |= Q(unit_path__gte=path, unit_path__lt=successor(path))
        if len(path) == WIDTH:
            found |= Q(unit_path="")
    return found
