"""What waits for a signer and for the office, and what the search finds, in the shapes of the unions over all apps."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q, QuerySet

from xiangfeng.access.actor import Actor
from xiangfeng.notices.models import Notice, NoticeState, Objection, ObjectionState
from xiangfeng.notices.queries.rows import ISSUE, MANAGE, VIEW
from xiangfeng.tasks.queries.waits import own_units
from xiangfeng.web.rows import found_rows, holding, joined, waiting_rows


def waiting_for(actor: Actor, *, today: dt.date) -> tuple[QuerySet[Any, Any], ...]:
    """For the person's own unit alone: notices to be signed, 公示 that ended with objections, objections to be answered."""
    signs, manages = own_units(actor, ISSUE), own_units(actor, MANAGE)
    if not signs and not manages:
        return ()
    notices = Notice.objects.filter(
        Q(unit_id__in=signs, state=NoticeState.SIGNING) | Q(unit_id__in=manages, state=NoticeState.CONTESTED)
    )
    objections = Objection.objects.filter(notice__unit_id__in=manages, state=ObjectionState.OPEN)
    return (
        waiting_rows(notices, "notices.notice", title="title", unit="unit__name", extra="kind"),
        waiting_rows(
            objections,
            "notices.objection",
            title="notice__title",
            unit="notice__unit__name",
            due="due_on",
            extra="notice__number",
        ),
    )


def found_by(actor: Actor, text: str) -> tuple[QuerySet[Any, Any], ...]:
    """Notices by number, title, text and unit. Objections are not searched: who and what is for those who answer."""
    found = holding(text, "number", "title", "body", "table", "unit__name")
    rows = Notice.objects.within(actor, VIEW).filter(found)
    detail = joined("@number", "　", "@unit__name")
    return (found_rows(rows, "notices.notice", title="title", detail=detail, at="issued_on"),)
