"""The two ways out of an occurrence, 免办 and 并入, each with reason and basis, and the way back."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import may
from xiangfeng.base.errors import Refused, Stale
from xiangfeng.duties.actions.settling import settle
from xiangfeng.duties.models import Occurrence, OccurrenceState
from xiangfeng.history.actions import record

EXEMPT = "duties.exempt"
NOTHING: dict[str, Any] = {
    "reason": "",
    "basis": "",
    "decided_by": "",
    "decided_on": None,
    "merged_into": None,
}


@transaction.atomic
def exempt_occurrence(
    occurrence: Occurrence, reason: str, basis: str, *, actor: Actor, at: dt.datetime
) -> Occurrence:
    """A leader decides that this one need not be done. Refuses without reason and basis, and one that is fulfilled."""
    _decidable(occurrence, actor, "免办")
    reason, basis = _grounds(reason, basis)
    _swap(
        occurrence, OccurrenceState.EXEMPT, actor, at,
        {"reason": reason, "basis": basis, "decided_by": actor.name[:40], "decided_on": at.date()},
    )  # fmt: skip
    if Occurrence.objects.filter(merged_into=occurrence).exists():
        raise Stale  # another was 并入 this one since it was looked at
    record(
        occurrence, verb="批准免办", actor=actor, at=at, note=f"理由：{reason}；依据：{basis}",
        before={"state": "未完成"}, after={"state": "免办"},
    )  # fmt: skip
    return occurrence


@transaction.atomic
def merge_occurrence(
    occurrence: Occurrence, into: Occurrence, reason: str, basis: str, *, actor: Actor, at: dt.datetime
) -> Occurrence:
    """A leader lets one thing do for two (合并召开): from now on its light is that of ``into``.

    Refuses without reason and basis, into itself, into another unit's, into one that is itself 免办 or 并入, into one of
    another time, and for one that is fulfilled.
    """
    _decidable(occurrence, actor, "并入")
    reason, basis = _grounds(reason, basis)
    if (wrong := why_not_into(occurrence, into)) is not None:
        raise Refused(wrong)
    # Holds the other where it was read: nobody may send it away meanwhile.
    if not Occurrence.objects.filter(pk=into.pk, state=into.state).update(state=into.state):
        raise Stale
    decision = {"reason": reason, "basis": basis, "decided_by": actor.name[:40], "decided_on": at.date()}
    _swap(occurrence, OccurrenceState.MERGED, actor, at, decision | {"merged_into": into})
    record(
        occurrence, verb="批准并入", actor=actor, at=at, note=f"并入{into}。理由：{reason}；依据：{basis}",
        before={"state": "未完成"}, after={"state": "并入"},
    )  # fmt: skip
    return occurrence


def why_not_into(occurrence: Occurrence, into: Occurrence) -> str | None:
    """Why the one cannot be 并入 the other; None when it can."""
    if into.pk == occurrence.pk:
        return "不能并入它自己，请选另一项"
    if into.unit_id != occurrence.unit_id:
        return "只能并入本单位的另一项"
    if into.state not in (OccurrenceState.OPEN, OccurrenceState.FULFILLED):
        return f"“{into}”自己已经{into.get_state_display()}，不能再并入它；请选实际要做的那一项"
    if into.start > occurrence.end or into.end < occurrence.start:
        return f"“{into}”和这一期不在同一段时间，不能合并"
    return None


@transaction.atomic
def restore_occurrence(occurrence: Occurrence, reason: str, *, actor: Actor, at: dt.datetime) -> Occurrence:
    """Take 免办 or 并入 back: it is owed again, and counts as done at once when a record is there. Refuses without reason."""
    if not may(actor, EXEMPT, occurrence):
        raise Refused("撤回免办、合并由主要负责人或分管领导决定")
    if occurrence.state not in (OccurrenceState.EXEMPT, OccurrenceState.MERGED):
        raise Refused(f"现在是“{occurrence.get_state_display()}”，没有免办或并入可撤回")
    if not reason.strip():
        raise Refused("撤回要写明理由")
    before = occurrence.get_state_display()
    _swap(occurrence, OccurrenceState.OPEN, actor, at, NOTHING)
    record(
        occurrence, verb=f"撤回{before}", actor=actor, at=at, note=reason.strip(),
        before={"state": before}, after={"state": "未完成"},
    )  # fmt: skip
    settle([occurrence])
    return occurrence


def _decidable(occurrence: Occurrence, actor: Actor, what: str) -> None:
    if not may(actor, EXEMPT, occurrence):
        raise Refused(f"{what}由主要负责人或分管领导批准，您可以请他们办理")
    if occurrence.state == OccurrenceState.FULFILLED:
        raise Refused(f"这一期已经做到（{occurrence.proof_text}），不用{what}")
    if occurrence.state != OccurrenceState.OPEN:
        raise Refused(f"这一期已经{occurrence.get_state_display()}，要改请先撤回")
    if Occurrence.objects.filter(merged_into=occurrence).exists():
        raise Refused(f"有别的义务并入了这一期，不能{what}；请先撤回那一项的并入")


def _grounds(reason: str, basis: str) -> tuple[str, str]:
    reason, basis = reason.strip(), basis.strip()
    if not reason or not basis:
        raise Refused("要同时写明理由和依据（哪份文件、哪次会议定的）")
    if len(reason) > 300 or len(basis) > 200:
        raise Refused("理由请写在300字以内，依据请写在200字以内")
    return reason, basis


def _swap(row: Occurrence, target: str, actor: Actor, at: dt.datetime, changes: dict[str, Any]) -> None:
    """From the state it was read in to ``target``, by one conditional UPDATE; the second of two who decide is Stale."""
    if not Occurrence.objects.filter(pk=row.pk, state=row.state).update(state=target, **changes):
        raise Stale
    for name, value in {"state": target, **changes}.items():
        setattr(row, name, value)
