"""A task that was handed out from a duty's occurrence fulfils it when it is 销号, whatever the kind of duty."""

from __future__ import annotations

from collections.abc import Sequence

from xiangfeng.duties import proofs
from xiangfeng.duties.models import Occurrence
from xiangfeng.tasks.models import Task, TaskState


def closed_tasks(occurrences: Sequence[Occurrence]) -> dict[int, proofs.Proof]:
    """The first closed task of each occurrence, done on the day the work was reported finished. One query."""
    rows = Task.objects.filter(occurrence_id__in=[row.pk for row in occurrences], state=TaskState.DONE)
    found: dict[int, proofs.Proof] = {}
    for task in rows.order_by("closed_on", "pk"):
        day = task.submitted_on or task.closed_on
        if task.occurrence_id is not None and day is not None:
            url = f"/work/tasks/{task.pk}/"
            proof = proofs.Proof(day, f"{task.number} 已销号", url, f"tasks.task:{task.pk}")
            found.setdefault(task.occurrence_id, proof)
    return found


def register() -> None:
    """Say to the floor below where these records are."""
    proofs.register(proofs.EVERY, closed_tasks)
