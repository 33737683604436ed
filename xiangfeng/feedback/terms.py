"""By when: 受理, 签收, 答复. Working days after the day it came; plain days when next year's 放假安排 is missing."""

from __future__ import annotations

import datetime as dt

from django.conf import settings

from xiangfeng.base.workdays import Calendar
from xiangfeng.feedback.models import Desk


def term_of(desk: Desk | None, kind: str) -> int:
    """Working days to reply to a report of ``kind``: the desk's own term, else the platform's default."""
    own = getattr(desk, f"days_{kind}", 0) if desk else 0
    return own or int(settings.FEEDBACK_WORKDAYS[kind])


def due_for(
    desk: Desk | None, kind: str, since: dt.date, days: Calendar, *, upper: dt.date | None = None
) -> dt.date:
    """The day by which it is to be answered: the term of its kind, or the deadline 12345 gave when that comes earlier."""
    own = days.after(since, term_of(desk, kind))
    return min(own, upper) if upper else own
