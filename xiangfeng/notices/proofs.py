"""A 公示 of 奖励 or 处理 fulfils the duty of 奖罚公示 (F4.2): the first one issued in the span and not withdrawn."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from xiangfeng.duties import proofs
from xiangfeng.duties.models import DutyKind, Occurrence
from xiangfeng.notices.models import Notice, NoticeKind, NoticeState, Subject


def publications(occurrences: Sequence[Occurrence]) -> dict[int, proofs.Proof]:
    """The proof of each of the occurrences that is fulfilled. One query."""
    first, last = min(row.start for row in occurrences), max(row.end for row in occurrences)
    rows = list(
        Notice.objects.filter(
            unit_id__in={row.unit_id for row in occurrences},
            kind=NoticeKind.PUBLICITY,
            subject__in=(Subject.REWARD, Subject.SANCTION),
            issued_on__range=(first, last),
        )
        .exclude(state=NoticeState.WITHDRAWN)
        .order_by("issued_on", "pk")
    )
    found = {}
    for one in occurrences:
        for row in rows:
            if row.unit_id == one.unit_id and row.issued_on and one.start <= row.issued_on <= one.end:
                found[one.pk] = proofs.Proof(
                    row.issued_on,
                    f"公示 {row.number}：{row.title}"[:120],
                    reverse("notices:notice", args=[row.pk]),
                    f"notices.notice:{row.pk}",
                )
                break
    return found


def register() -> None:
    """Say to the floor below where these records are."""
    proofs.register(DutyKind.PUBLICATION, publications)
