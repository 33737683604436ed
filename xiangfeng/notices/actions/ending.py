"""The end of a 公示 by the clock, what is decided about objections, and taking down."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import transaction

from xiangfeng.access.actor import SYSTEM, Actor
from xiangfeng.documents.masking import check_public
from xiangfeng.notices.actions.drafting import correct_notice, url_of
from xiangfeng.notices.flow import MANAGE, UNSETTLED
from xiangfeng.notices.models import Notice, NoticeState, Objection, ObjectionState, Outcome
from xiangfeng.notifications.actions import notify
from xiangfeng.orgs.queries import user_ids_with
from xiangfeng.workflow.flow import fire, hold

S = NoticeState
OUTCOMES = {"keep": Outcome.KEPT, "adjust": Outcome.ADJUSTED, "cancel": Outcome.CANCELLED}


def close_due_notices(*, at: dt.datetime) -> int:
    """What the clock does: end each 公示 whose last day has passed, take down what has been shown long enough, forget the senders of
    yesterday and the names of objectors a year after the answer. Gives how many notices changed; twice changes nothing.
    """
    today = at.date()
    over = Notice.objects.filter(state=S.RUNNING, ends_on__lt=today).select_related("unit").order_by("pk")
    for row in over:
        end_notice(row, at=at)
    shown = Notice.objects.filter(state=S.PUBLISHED, ends_on__lt=today)
    until = today - dt.timedelta(days=settings.NOTICE_KEEP_DAYS)
    kept = Notice.objects.filter(state__in=(S.ENDED, S.CORRECTED), closed_on__lte=until)
    stale = [*shown.select_related("unit").order_by("pk"), *kept.select_related("unit").order_by("pk")]
    for row in stale:
        fire(row, "take_down", actor=SYSTEM, at=at)
    _forget_names(at)
    return len(over) + len(stale)


def _forget_names(at: dt.datetime) -> None:
    """Retention of standards.md §6.6: who objected is forgotten a year after the answer; what they said stays."""
    old = at - dt.timedelta(days=settings.NOTICE_FORGET_DAYS)
    rows = Objection.objects.filter(state=ObjectionState.ANSWERED, answered_at__lt=old)
    rows.exclude(name="", phone="").update(name="", phone="")


@transaction.atomic
def end_notice(row: Notice, *, at: dt.datetime) -> None:
    """期满无异议, or 期满有异议 when one is unanswered or was found to be right; the office is told which."""
    hold(row)  # before counting: an objection that is being written is waited for
    count = row.objections.filter(UNSETTLED).count()
    if count:
        fire(row, "contest", actor=SYSTEM, at=at, closed_on=row.ends_on)
        text = f"{row.number} 期满有异议 {count} 条，请答复并决定"
    else:
        fire(row, "end", actor=SYSTEM, at=at, closed_on=row.ends_on, outcome=Outcome.NONE)
        text = f"{row.number} 公示期满，无异议"
    notify(user_ids_with(MANAGE, row.unit, on=at.date()), text=text, url=url_of(row), at=at)


@transaction.atomic
def decide_objections(row: Notice, verb: str, *, reason: str, actor: Actor, at: dt.datetime) -> Notice | None:
    """维持 (keep), 调整 (adjust) or 取消 (cancel) with the reason, which is public. 调整 gives the draft that corrects it.

    Refuses while an objection is not answered, and a reason with personal numbers.
    """
    check_public(reason, "理由", allowed=row.phone)
    fire(
        row,
        verb,
        actor=actor,
        at=at,
        note=reason,
        outcome=OUTCOMES[verb],
        decision=reason.strip(),
        closed_on=at.date(),
    )
    return (
        correct_notice(row, reason=f"异议处理后调整：{reason}", actor=actor, at=at)
        if verb == "adjust"
        else None
    )
