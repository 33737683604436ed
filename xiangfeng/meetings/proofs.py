"""A closed meeting fulfils the quarter's duty of its kind (A3.1, A3.2); 合并召开 fulfils both."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from xiangfeng.duties import proofs
from xiangfeng.duties.models import DutyKind, Occurrence
from xiangfeng.meetings.models import Meeting, MeetingState


def closed_meetings(occurrences: Sequence[Occurrence]) -> dict[int, proofs.Proof]:
    """The first closed meeting of the duty's kind in each span, done on the day on which it took place. One query.

    Minutes written later, and meetings written down later (补录), count for the day of the meeting.
    """
    rows = Meeting.objects.filter(
        unit_id__in={row.unit_id for row in occurrences},
        state=MeetingState.CLOSED,
        day__gte=min(row.start for row in occurrences),
        day__lte=max(row.end for row in occurrences),
    )
    meetings = list(rows.order_by("day", "pk"))
    found = {}
    for one in occurrences:
        for meeting in meetings:
            fits = meeting.unit_id == one.unit_id and one.duty.kind in meeting.duty_kinds
            if fits and one.start <= meeting.day <= one.end:
                found[one.pk] = proofs.Proof(
                    meeting.day,
                    f"{meeting.title}纪要（{meeting.minutes_number}）",
                    reverse("meetings:meeting", args=[meeting.pk]),
                    f"meetings.meeting:{meeting.pk}",
                )
                break
    return found


def register() -> None:
    """Say to the floor below where these records are."""
    proofs.register(DutyKind.LEADING_MEETING, closed_meetings)
    proofs.register(DutyKind.MOBILISATION, closed_meetings)
