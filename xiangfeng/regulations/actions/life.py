"""The moves of a version: sending for review, reviewing, putting in force, repealing (A0, F8)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from xiangfeng.access.actor import Actor
from xiangfeng.base.errors import Refused
from xiangfeng.base.numbering import chinese_date
from xiangfeng.notifications.actions import notify
from xiangfeng.orgs.queries import user_ids_with
from xiangfeng.regulations import succession
from xiangfeng.regulations.models import Regulation, RegulationState
from xiangfeng.workflow.flow import fire

REASON_MOST = 300
_NOT_REVIEWED: dict[str, Any] = {"legal_opinion": "", "reviewed_by": "", "reviewed_on": None}


def _tell(regulation: Regulation, user_ids: set[int], text: str, actor: Actor, at: dt.datetime) -> None:
    url = f"/work/regulations/{regulation.pk}/"
    notify(user_ids - {actor.user_id}, text=text, url=url, at=at)


def _drafters(regulation: Regulation) -> set[int]:
    return {pk for pk in (regulation.drafted_by_id, regulation.submitted_by_id) if pk is not None}


def _holders(capability: str, regulation: Regulation, at: dt.datetime) -> set[int]:
    return set(user_ids_with(capability, regulation.unit, on=at.date()))


@transaction.atomic
def submit_regulation(regulation: Regulation, *, actor: Actor, at: dt.datetime, note: str = "") -> None:
    """Send the draft for 合法性审核. Refuses an empty text and one with words a township may not use."""
    fire(regulation, "submit", actor=actor, at=at, note=note, submitted_by_id=actor.user_id)
    _tell(
        regulation, _holders("regulations.review", regulation, at),
        f"“{regulation}”送合法性审核，等您审", actor, at,
    )  # fmt: skip


@transaction.atomic
def recall_regulation(regulation: Regulation, *, actor: Actor, at: dt.datetime, note: str = "") -> None:
    """Take the draft back before it is reviewed."""
    fire(regulation, "recall", actor=actor, at=at, note=note)


@transaction.atomic
def approve_regulation(regulation: Regulation, *, actor: Actor, at: dt.datetime, note: str = "") -> None:
    """Pass it with an opinion (F8). Refuses whoever drafted or sent it in, and a review without opinion."""
    fire(
        regulation, "approve", actor=actor, at=at, note=note,
        legal_opinion=note.strip(), reviewed_by=actor.name[:40], reviewed_on=at.date(),
    )  # fmt: skip
    told = _drafters(regulation) | _holders("regulations.enact", regulation, at)
    _tell(regulation, told, f"“{regulation}”通过合法性审核，会议审议后可批准施行", actor, at)


@transaction.atomic
def send_back_regulation(regulation: Regulation, *, actor: Actor, at: dt.datetime, note: str = "") -> None:
    """Give it back to the drafter with the reason (F8)."""
    fire(regulation, "send_back", actor=actor, at=at, note=note)
    _tell(regulation, _drafters(regulation), f"“{regulation}”没有通过合法性审核：{note.strip()}", actor, at)


@transaction.atomic
def reopen_regulation(regulation: Regulation, *, actor: Actor, at: dt.datetime, note: str = "") -> None:
    """Open it again before it is in force; the review counts no more."""
    fire(regulation, "reopen", actor=actor, at=at, note=note, **_NOT_REVIEWED)
    _tell(regulation, _drafters(regulation), f"“{regulation}”退回起草：{note.strip()}", actor, at)


@transaction.atomic
def enact_regulation(regulation: Regulation, *, actor: Actor, at: dt.datetime, note: str = "") -> None:
    """Put it in force from its 施行日; the version before ends on the day before, and what hangs on it follows.

    Refuses without the meeting that considered it (A0), without 合法性审核 (F8), without 施行日, and a text with words that
    a township may not use. A 施行日 in the future is right: it binds from that day.
    """
    if regulation.deliberated_on and regulation.deliberated_on > at.date():
        raise Refused(f"审议会议是{chinese_date(regulation.deliberated_on)}，还没有开，开过再批准施行")
    versions = Regulation.objects.filter(
        unit_id=regulation.unit_id, number=regulation.number, state=RegulationState.IN_FORCE
    ).exclude(pk=regulation.pk)
    old = versions.select_related("unit").order_by("-version").first()
    if old is not None and regulation.effective_on is not None:
        _retire(old, regulation, actor, at)
    fire(regulation, "enact", actor=actor, at=at, note=note)
    if old is not None:
        succession.succeed(old, regulation, actor=actor, at=at)
    day = regulation.effective_on
    assert day is not None
    _tell(regulation, _drafters(regulation), f"“{regulation}”自{chinese_date(day)}起施行", actor, at)


def _retire(old: Regulation, new: Regulation, actor: Actor, at: dt.datetime) -> None:
    day = new.effective_on
    assert day is not None
    if old.effective_on is not None and day <= old.effective_on:
        raise Refused(
            f"上一版{chinese_date(old.effective_on)}才施行，新版的施行日要晚于它，请改“会议与施行日”"
        )
    why = f"第{new.version}版自{chinese_date(day)}起施行"
    fire(
        old, "repeal", actor=actor, at=at, note=why,
        ends_on=day - dt.timedelta(days=1), repeal_reason=why,
    )  # fmt: skip


@transaction.atomic
def repeal_regulation(regulation: Regulation, *, actor: Actor, at: dt.datetime, note: str = "") -> None:
    """End it with today as its last day. Refuses without a reason, and before it has taken effect."""
    if regulation.effective_on and regulation.effective_on > at.date():
        raise Refused(f"它到{chinese_date(regulation.effective_on)}才施行，现在还谈不上废止")
    if len(note.strip()) > REASON_MOST:
        raise Refused(f"废止原因请写在{REASON_MOST}字以内")
    fire(
        regulation, "repeal", actor=actor, at=at, note=note,
        ends_on=at.date(), repeal_reason=note.strip(),
    )  # fmt: skip
    _tell(regulation, _drafters(regulation), f"“{regulation}”已废止：{note.strip()}", actor, at)
