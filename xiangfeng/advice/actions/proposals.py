"""建议单: draft, hand in, recall, decline, file (A5.2b). 批示 and task: `instructions`."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import may
from xiangfeng.advice.models import Proposal, ProposalState
from xiangfeng.base.errors import Refused
from xiangfeng.documents.actions import next_number
from xiangfeng.history.actions import record
from xiangfeng.notifications.actions import notify
from xiangfeng.orgs.models import Unit
from xiangfeng.orgs.queries import user_ids_with
from xiangfeng.workflow.flow import fire, rewrite

SUBMIT = "advice.submit"


def url_of(proposal: Proposal) -> str:
    return f"/work/advice/proposals/{proposal.pk}/"


@transaction.atomic
def draft_proposal(
    unit: Unit, *, title: str, situation: str, suggestion: str, actor: Actor, at: dt.datetime
) -> Proposal:
    """Begin a 建议单, numbered. Refuses who may not propose there, and one without a title."""
    if not may(actor, SUBMIT, unit):
        raise Refused(f"您不能替{unit.name}提建议单")
    if not title.strip():
        raise Refused("请写标题")
    row = Proposal.objects.create(
        unit=unit,
        number=next_number(unit, "建议", year=at.year),
        title=title.strip(),
        situation=situation.strip(),
        suggestion=suggestion.strip(),
        submitter=actor.name,
        submitted_by_id=actor.user_id,
        created_at=at,
    )
    record(row, verb="起草建议单", actor=actor, at=at)
    return row


@transaction.atomic
def edit_proposal(
    row: Proposal,
    *,
    revision: int,
    title: str,
    situation: str,
    suggestion: str,
    actor: Actor,
    at: dt.datetime,
) -> Proposal:
    """Change a draft. Refuses one already handed in; :class:`Stale` when somebody else changed it since it was read."""
    if not may(actor, SUBMIT, row):
        raise Refused("您不能改这张建议单")
    if row.state != ProposalState.DRAFT:
        raise Refused(f"现在是“{row.get_state_display()}”，不能改；批示前可以先撤回")
    new = {"title": title.strip(), "situation": situation.strip(), "suggestion": suggestion.strip()}
    rewrite(
        row, new, revision=revision, says="这张建议单刚被别人改过，请刷新后再改", state=ProposalState.DRAFT
    )
    record(row, verb="修改建议单", actor=actor, at=at)
    return row


@transaction.atomic
def submit_proposal(row: Proposal, *, actor: Actor, at: dt.datetime) -> None:
    """Hand it to the leaders, who are told. Refuses one without 情况 or 建议."""
    fire(row, "submit", actor=actor, at=at, submitted_at=at)
    leaders = set(user_ids_with("advice.instruct", row.unit, on=at.date())) - {actor.user_id}
    notify(leaders, text=f"建议单等您批示：{row.title}", url=url_of(row), at=at)


@transaction.atomic
def decline_proposal(row: Proposal, *, reason: str, actor: Actor, at: dt.datetime) -> None:
    """不采纳, with the reason; its author is told."""
    fire(row, "decline", actor=actor, at=at, note=reason)
    if row.submitted_by_id is not None:
        notify([row.submitted_by_id], text=f"建议单没有采纳：{row.title}", url=url_of(row), at=at)
