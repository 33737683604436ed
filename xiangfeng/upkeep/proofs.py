"""消杀 fulfils the duty of its kind (I11).

The rule: where ``unit`` has arranged routines of 消杀 (`Routine`), its duty of a span is fulfilled when every job of them that falls
due in the span is done or 免做, at least one done; it is done on the day of the last. So a township has done it when all its
villages have. Where no job falls due in the span, the first record of 消杀 of ``unit`` itself, a township-level record,
fulfils it; a village's own record then does not, for one village is not the township.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Count, Max, Q
from django.urls import reverse

from xiangfeng.duties import proofs
from xiangfeng.duties.models import DutyKind, Occurrence
from xiangfeng.upkeep.models import Job, JobState, WorkKind, WorkRecord


def disinfections(occurrences: Sequence[Occurrence]) -> dict[int, proofs.Proof]:
    """The proof of each of the occurrences that is fulfilled. Two queries."""
    units = {row.unit_id for row in occurrences}
    first, last = min(row.start for row in occurrences), max(row.end for row in occurrences)
    jobs = list(
        Job.objects.filter(
            routine__unit_id__in=units, routine__kind=WorkKind.DISINFECTION, due_on__range=(first, last)
        )
        .order_by()
        .values("routine__unit_id", "due_on")
        .annotate(
            left=Count("pk", filter=Q(state=JobState.OPEN)),
            done=Count("pk", filter=Q(state=JobState.DONE)),
            last=Max("done_on"),
        )
        .order_by("due_on", "routine__unit_id")
    )
    records = list(
        WorkRecord.objects.filter(
            unit_id__in=units, kind=WorkKind.DISINFECTION, is_void=False, done_on__range=(first, last)
        ).order_by("done_on", "pk")
    )
    found = {}
    for one in occurrences:
        own = [
            row
            for row in jobs
            if row["routine__unit_id"] == one.unit_id and one.start <= row["due_on"] <= one.end
        ]
        proof = _by_jobs(one, own) if own else _by_record(one, records)
        if proof:
            found[one.pk] = proof
    return found


def _by_jobs(one: Occurrence, rows: Sequence[Mapping[str, Any]]) -> proofs.Proof | None:
    done = [row for row in rows if row["last"]]
    if not done or any(row["left"] for row in rows):
        return None
    count = sum(row["done"] for row in rows)
    return proofs.Proof(
        max(row["last"] for row in done),
        f"各单位消杀 {count} 次全部做完",
        f"{reverse('upkeep:jobs')}?tab=all&kind=disinfection&from={one.start}&to={one.end}",
        f"upkeep.jobs:{one.unit_id}:{one.start}",
    )


def _by_record(one: Occurrence, records: list[WorkRecord]) -> proofs.Proof | None:
    for row in records:
        if row.unit_id == one.unit_id and one.start <= row.done_on <= one.end:
            return proofs.Proof(
                row.done_on,
                f"消杀记录：{row.agent}{row.place and f'，{row.place}'}"[:120],
                reverse("upkeep:record", args=[row.pk]),
                f"upkeep.workrecord:{row.pk}",
            )
    return None


def register() -> None:
    """Say to the floor below where these records are."""
    proofs.register(DutyKind.DISINFECTION, disinfections)
