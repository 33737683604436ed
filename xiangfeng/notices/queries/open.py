"""What everybody may see: no actor, only what is issued and not taken down."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q, QuerySet

from xiangfeng.calendars.queries import calendar
from xiangfeng.notices.models import LISTED, Notice, NoticeState, Objection, ObjectionState, Subject
from xiangfeng.notices.periods import left
from xiangfeng.notices.queries.rows import FILES
from xiangfeng.visitors.codes import code_digest

S = NoticeState
EVENTS = 50


def open_notices() -> QuerySet[Notice]:
    """What the public list has, the latest first."""
    rows = Notice.objects.filter(state__in=LISTED).select_related("unit")
    return rows.order_by("-issued_at", "-id")


def open_events(today: dt.date) -> tuple[list[Notice], QuerySet[Notice]]:
    """The 活动 that everybody may read: those to come, the next first, and those of the past, the latest first."""
    rows = open_notices().filter(subject=Subject.EVENT, state=S.PUBLISHED, held_on__isnull=False)
    rows = rows.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today))
    is_past = Q(held_until__lt=today) | Q(held_until__isnull=True, held_on__lt=today)
    coming = rows.exclude(is_past).order_by("held_on", "id")[:EVENTS]
    return list(coming), rows.filter(is_past).order_by("-held_on", "-id")


def known_notices() -> QuerySet[Notice]:
    """Whatever has ever been issued: a page is kept of what was taken down or withdrawn, without its text."""
    rows = Notice.objects.filter(issued_on__isnull=False).select_related("unit", "corrects", "pdf", "docx")
    return rows.prefetch_related(FILES)


def replacement_of(row: Notice) -> Notice | None:
    """The issued notice that stands in its place."""
    return row.replacements.filter(state__in=LISTED).order_by("-issued_at", "-id").first()


def public_answers(row: Notice) -> list[Objection]:
    """The answers that everybody may read; who asked is not among it."""
    rows = row.objections.filter(state=ObjectionState.ANSWERED, is_public=True)
    return list(rows.order_by("answered_at", "id"))


def answer_by(row: Notice, code: str) -> Objection | None:
    """The objection whose receipt this is."""
    digest = code_digest(code)
    return row.objections.exclude(code_hash="").filter(code_hash=digest).order_by("id").first()


def latest_for_all(today: dt.date, count: int = 5) -> list[dict[str, Any]]:
    """The latest notices as the front page and the list show them."""
    running = Q(state__in=(S.RUNNING, S.PUBLISHED))
    return lines(list(open_notices().filter(running)[:count]), today)


def lines(rows: list[Notice], today: dt.date) -> list[dict[str, Any]]:
    """Each notice with its tag in words; one query for the calendar when a 公示 is running."""
    days = calendar() if any(row.is_running(today) for row in rows) else None
    return [
        {"row": row, "tag": _tag(row, left(today, row.ends_on, days) if days and row.ends_on else 0, today)}
        for row in rows
    ]


def _tag(row: Notice, rest: int, today: dt.date) -> tuple[str, str]:
    if row.is_running(today):
        return "info", f"公示中，还剩 {rest} 个工作日" if rest else "公示中，今天截止"
    if row.state == S.PUBLISHED:
        return "line", "公告"
    if row.state == S.ENDED:
        return "idle", f"期满，{row.get_outcome_display()}"
    return {S.CONTESTED: ("warn", "期满，异议处理中"), S.CORRECTED: ("line", "已更正")}.get(
        S(row.state), ("idle", "公示期满")
    )
