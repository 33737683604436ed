"""A week in which every box was opened fulfils the duty of its kind (A4.3b).

The rule: a box counts when it hung there from the first day of the span to the last. Each of them must have been opened in the
span with every slip entered, or the difference explained; the duty is done on the day on which the last of them was opened first.
No box, no proof.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.urls import reverse

from xiangfeng.duties import proofs
from xiangfeng.duties.models import DutyKind, Occurrence
from xiangfeng.supervision.models import Box, Opening


def opened_boxes(occurrences: Sequence[Occurrence]) -> dict[int, proofs.Proof]:
    """The proof of each of the occurrences that is fulfilled. Two queries."""
    units = {row.unit_id for row in occurrences}
    first, last = min(row.start for row in occurrences), max(row.end for row in occurrences)
    boxes = list(Box.objects.filter(unit_id__in=units, since__lte=last).order_by("pk"))
    openings = list(
        Opening.objects.filter(box__in=[box.pk for box in boxes], void_reason="", on__range=(first, last))
        .order_by("on", "pk")
    )  # fmt: skip
    found = {}
    for one in occurrences:
        due = [box for box in boxes if box.unit_id == one.unit_id and _hung(box, one)]
        days = [_first_day(box, one, openings) for box in due]
        if days and all(days):
            day = max(day for day in days if day)
            found[one.pk] = proofs.Proof(
                day,
                f"{len(due)} 个意见箱都开过，逐件登记",
                f"{reverse('supervision:openings')}?from={one.start}&to={one.end}",
                f"supervision.boxes:{one.unit_id}:{one.start}",
            )
    return found


def _hung(box: Box, one: Occurrence) -> bool:
    return box.since <= one.start and (box.retired_on is None or box.retired_on > one.end)


def _first_day(box: Box, one: Occurrence, openings: Sequence[Opening]) -> dt.date | None:
    days = [
        row.on
        for row in openings
        if row.box_id == box.pk and one.start <= row.on <= one.end and row.is_complete
    ]
    return min(days, default=None)


def register() -> None:
    """Say to the floor below where these records are."""
    proofs.register(DutyKind.BOX, opened_boxes)
