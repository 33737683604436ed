"""Where two people filled one item differently: somebody says which of the two stands."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from xiangfeng.access.actor import Actor
from xiangfeng.base.errors import Refused, Stale
from xiangfeng.history.actions import record
from xiangfeng.inspections.actions.filling import fill_answer, text_of
from xiangfeng.inspections.models import Answer, Clash, VisitState
from xiangfeng.inspections.queries.filling import reason_against, reason_shut
from xiangfeng.workflow.flow import hold


@transaction.atomic
def settle_clash(clash: Clash, *, take_other: bool, actor: Actor, at: dt.datetime) -> Answer | None:
    """Choose: what stands stays, or the other one takes its place. Gives the answer that stands then; None when the item has none.

    Refuses who may not fill the form, and taking the other one after handing in (reopen it first); :class:`Stale` when it
    is settled already the other way. Said a second time it changes nothing.
    """
    visit = clash.visit
    if reason := reason_against(visit, actor) or reason_shut(visit):
        raise Refused(reason)
    hold(visit)
    clash.refresh_from_db(fields=["settled_at", "is_other_taken"])
    standing: Answer | None = visit.answers.filter(item=clash.item).first()
    if clash.settled_at is not None:
        if clash.is_other_taken != take_other:
            raise Stale("这一项已经由别人选定了，请刷新后再看")
        return standing
    if take_other:
        if visit.state == VisitState.HANDED_IN:
            raise Refused("这张表已经交了，要换成另一份先退回")
        written = fill_answer(visit, clash.item, **clash.other, seen=None, actor=actor, at=at)
        standing = written if isinstance(written, Answer) else standing
    clash.settled_by, clash.settled_at, clash.is_other_taken = actor.name[:40], at, take_other
    clash.save(update_fields=["settled_by", "settled_at", "is_other_taken"])
    record(
        visit,
        verb="选定一份",
        actor=actor,
        at=at,
        note=f"{clash.item} {'换成' if take_other else '不用'}{clash.by}填的",
        before=clash.stands,
        after=text_of(standing) if standing else None,
    )
    return standing
