"""What the calendar does to 群众反映: lateness, 催办, filing what nobody judged, forgetting who said it. Twice changes nothing."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils.timezone import localtime

from xiangfeng.access.actor import SYSTEM
from xiangfeng.base.errors import Stale
from xiangfeng.calendars.queries import calendar
from xiangfeng.feedback.actions.moving import add_step, go
from xiangfeng.feedback.actions.registering import LIST_URL
from xiangfeng.feedback.flow import HANDLE, MANAGE, REPORT
from xiangfeng.feedback.models import ENDED, OPEN, Contact, Report, ReportState, Step
from xiangfeng.history.actions import record
from xiangfeng.notifications.actions import notify
from xiangfeng.tasks.queries.people import own_user_ids

S = ReportState
OWN_URL = f"{LIST_URL}own/"


def run_clock(*, at: dt.datetime) -> int:
    """All of it, for ``xiangfeng clock``; gives how many reports changed."""
    return urge_late(at=at) + close_unrated(at=at) + forget_senders(at=at)


@transaction.atomic
def urge_late(*, at: dt.datetime) -> int:
    """催办 by the clock: from the day after the deadline each open report is marked late for good, and whoever has it in hand is told, once for
    each deadline and in one message for each unit. What was urged by hand after the deadline is not urged again.
    """
    today = at.date()
    late = Report.objects.filter(state__in=OPEN, due_on__lt=today)
    late.filter(was_late=False).update(was_late=True)
    free = late.filter(Q(urged_on=None) | Q(urged_on__lte=F("due_on")))
    found = list(free.select_related("unit", "handler").order_by("pk"))
    # Of two clocks at once the second finds them urged.
    rows = [row for row in found if free.filter(pk=row.pk).update(urged_on=today)]
    Step.objects.bulk_create(
        Step(
            report=row,
            title="超期催办",
            unit_name=row.handler.name[:60],
            by=SYSTEM.name,
            is_public=False,
            at=at,
        )
        for row in rows
    )
    # What was sent out waits for the handling unit, everything else for the one that received it.
    out = [
        row.handler_id for row in rows if row.state in (S.SENT, S.HANDLING) and row.handler_id != row.unit_id
    ]
    home = [
        row.unit_id for row in rows if row.state not in (S.SENT, S.HANDLING) or row.handler_id == row.unit_id
    ]
    _tell(out, HANDLE, OWN_URL, at)
    _tell(home, MANAGE, f"{LIST_URL}?tab=late", at)
    return len(rows)


def _tell(unit_ids: Iterable[int], capability: str, url: str, at: dt.datetime) -> None:
    counts = Counter(unit_ids)
    users = own_user_ids(counts, capability, on=at.date())
    for unit_id, count in sorted(counts.items()):
        text = f"催办：有 {count} 件群众反映超过期限，请马上办"
        notify(users[unit_id], text=text, url=url, at=at)


def close_unrated(*, at: dt.datetime) -> int:
    """File what was replied to ``FEEDBACK_RATE_WORKDAYS`` working days ago and never judged: 办结 as 未评价.

    Left to the office is what it may not close either: a suggestion without 采纳情况 or without its task (A4.3e).
    """
    days, today = calendar(), at.date()
    wait = settings.FEEDBACK_RATE_WORKDAYS
    # Working days are never fewer than days: nothing younger can be due.
    rows = Report.objects.filter(
        state=S.REPLIED, rating="", replied_at__lt=at - dt.timedelta(days=wait)
    ).select_related("unit", "handler", "about")
    closed = 0
    for row in rows.order_by("pk"):
        replied_on = localtime(row.replied_at).date() if row.replied_at else today
        if days.after(replied_on, wait) >= today or REPORT.reason_against(row, "close", SYSTEM):
            continue
        try:
            with transaction.atomic():
                go(row, "close", actor=SYSTEM, at=at, closed_at=at)
                says = f"答复后 {wait} 个工作日没有收到评价，按未评价办结"
                add_step(row, "已办结", text=says, actor=SYSTEM, at=at)
        except Stale:
            continue  # somebody closed or reopened it meanwhile
        closed += 1
    return closed


@transaction.atomic
def forget_senders(*, at: dt.datetime) -> int:
    """Retention of standards §6.6: ``FEEDBACK_FORGET_DAYS`` after a report ended, name, telephone and mail of its sender are emptied; of a merged one
    when the main one ended as long ago.

    What was said, what was done and the photos stay: the ledger rests on them. Photos were stripped of place and camera when they came and are
    read by the units concerned alone; the receipt still opens the answer, and says nothing about who holds it.
    """
    old = at - dt.timedelta(days=settings.FEEDBACK_FORGET_DAYS)
    over = Q(merged_into=None) | Q(merged_into__state__in=ENDED, merged_into__closed_at__lt=old)
    known = Contact.objects.exclude(name="", phone="", email="").values("report")
    ended = Report.objects.filter(over, state__in=ENDED, closed_at__lt=old, pk__in=known)
    rows = list(ended.select_related("unit", "handler").order_by("pk"))
    Contact.objects.filter(report__in=rows).update(name="", phone="", email="")
    Report.objects.filter(pk__in=[row.pk for row in rows]).update(forgotten_on=at.date())
    for row in rows:
        record(row, verb="删除反映人姓名电话", actor=SYSTEM, at=at)
    return len(rows)
