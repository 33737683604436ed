"""Holding occurrences against the real records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import transaction

from xiangfeng.duties import proofs
from xiangfeng.duties.models import Occurrence, OccurrenceState
from xiangfeng.orgs.models import Unit

BY_RECORD = (OccurrenceState.OPEN, OccurrenceState.FULFILLED)
"""The states that the records decide; 免办 and 并入 are decided by a person."""
PROOF_FIELDS = ["state", "done_on", "proof_text", "proof_url", "proof_key"]


@transaction.atomic
def refresh(
    unit: Unit, *, kinds: Iterable[str] | None = None, year: int | None = None, on: dt.date | None = None
) -> int:
    """Hold the unit's occurrences against the real records and write what has changed; gives how many changed.

    Call it in the transaction in which a record of ``kinds`` comes to be or ceases to be; ``on`` narrows to the spans
    that cover a day. 免办 and 并入 are left alone.
    """
    rows = Occurrence.objects.filter(unit=unit, state__in=BY_RECORD).select_related("duty")
    if kinds is not None:
        rows = rows.filter(duty__kind__in=list(kinds))
    if year is not None:
        rows = rows.filter(year=year)
    if on is not None:
        rows = rows.filter(start__lte=on, end__gte=on)
    return settle(list(rows.order_by("pk")))


def settle(rows: Sequence[Occurrence]) -> int:
    """Write the proof of each row, or take it away; what a person has meanwhile decided (免办, 并入) stays."""
    found = proofs.find(rows)
    changed = [row for row in rows if _apply(row, found.get(row.pk))]
    Occurrence.objects.filter(state__in=BY_RECORD).bulk_update(changed, PROOF_FIELDS)
    return len(changed)


def _apply(row: Occurrence, proof: proofs.Proof | None) -> bool:
    before = (row.state, row.done_on, row.proof_text, row.proof_url, row.proof_key)
    if proof is None:
        row.state, row.done_on = OccurrenceState.OPEN, None
        row.proof_text = row.proof_url = row.proof_key = ""
    else:
        row.state, row.done_on = OccurrenceState.FULFILLED, proof.done_on
        row.proof_text, row.proof_url, row.proof_key = proof.text, proof.url, proof.key
    return before != (row.state, row.done_on, row.proof_text, row.proof_url, row.proof_key)
