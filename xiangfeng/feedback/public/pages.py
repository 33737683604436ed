"""What the sender's pages draw; reading only. Nobody is named in them but units."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.urls import reverse

from xiangfeng.calendars.queries import calendar
from xiangfeng.feedback.actions import Registered
from xiangfeng.feedback.actions.sender import RATED
from xiangfeng.feedback.models import Kind, Rating, Report, Side, Step
from xiangfeng.feedback.models import ReportState as S
from xiangfeng.feedback.queries.grouped import Shown, shown_for
from xiangfeng.feedback.queries.open import desk_of
from xiangfeng.feedback.queries.receipt import (
    photo_token,
    rate_until,
    shown_photos,
    why_not_more,
    why_not_rated,
)
from xiangfeng.feedback.terms import term_of

WORDS = {
    S.NEW: ("info", "已收到"),
    S.ACCEPTED: ("info", "已受理"),
    S.SENT: ("info", "已转办"),
    S.HANDLING: ("info", "办理中"),
    S.ANSWERED: ("info", "办理中"),
    S.REPLIED: ("ok", "已答复"),
    S.CLOSED: ("ok", "已办结"),
}
"""The state as the sender reads it; the rest by its own name."""
ENDS_OTHERWISE = (S.REFUSED, S.PETITIONED, S.MOVED)


def tag_of(row: Report) -> tuple[str, str]:
    """Colour and word of the state."""
    return WORDS.get(S(row.state), ("line", row.get_state_display()))


def title_of(row: Report) -> str:
    """环境卫生 · 石桥村 村口."""
    return (
        " · ".join(part for part in (row.category.name if row.category else "", row.where) if part)
        or "群众反映"
    )


def receipt_page(made: Registered) -> dict[str, Any]:
    """The page that shows the code, this once, and what comes next with its days."""
    row = made.report
    desk = desk_of(row.unit)
    days = term_of(desk, row.kind)
    return {
        "row": row,
        "code": made.code,
        "title": title_of(row),
        "desk": desk,
        "days": days if row.due_on == row.first_due_on else 0,
        "is_anonymous": row.privacy == "anonymous",
        "is_suggestion": row.kind == Kind.SUGGESTION,
        "keep_days": settings.FEEDBACK_FORGET_DAYS,
    }


def progress_page(row: Report, *, at: dt.datetime) -> dict[str, Any]:
    """Everything the sender may know of the report, and what they may do."""
    shown, today = shown_for(row), at.date()
    main = shown.main
    return {
        "row": row,
        "main": main,
        "is_merged": shown.is_merged,
        "title": title_of(row),
        "tag": tag_of(main),
        "desk": desk_of(row.unit),
        "reply": _reply(main),
        "is_late": main.is_overdue(today),
        "is_out": main.state in ENDS_OTHERWISE,
        "photos": _photos(row, shown, at),
        "events": _events(row, shown.steps),
        "parts": _lines(shown, today),
        "talk": list(row.messages.order_by("at", "id")),
        **_deeds(row, today),
    }


def _deeds(row: Report, today: dt.date) -> dict[str, Any]:
    """What the sender may do now."""
    days, reason = calendar(), why_not_more(row)
    return {
        "may_say": not reason,
        "why_not_say": reason,
        "may_rate": not why_not_rated(row, today, days),
        "until": rate_until(row, days),
        "ratings": Rating.choices,
        "reopens_left": settings.FEEDBACK_REOPENS - row.reopened,
    }


def _reply(row: Report) -> dict[str, Any] | None:
    if not row.reply or row.replied_at is None:
        return None
    is_now = row.state in (S.REPLIED, S.CLOSED)
    return {
        "title": "答复" if is_now else "上次的答复",
        "text": row.reply,
        "at": row.replied_at,
        "unit": row.unit.name,
        "adoption": row.get_adoption_display() if is_now else "",
        "adoption_reason": row.adoption_reason if is_now else "",
    }


def _photos(row: Report, shown: Shown, at: dt.datetime) -> list[dict[str, Any]]:
    """Those of the sender, and those of what was done: to this one, to the one it was merged into, to the parts."""
    found = [(one, row) for one in shown_photos(row)]
    for other in [shown.main, *shown.parts] if shown.is_merged else shown.parts:
        found += [(one, other) for one in shown_photos(other, own=False)]
    return [
        {
            "url": reverse("feedback:public_photo", args=[photo_token(one, owner, at=at)]),
            "is_before": one.side == Side.SENDER,
            "width": one.attachment.width,
            "height": one.attachment.height,
        }
        for one, owner in found
    ]


def _events(row: Report, steps: list[Step]) -> list[dict[str, Any]]:
    """The steps, the latest first; how another sender judged is left out."""
    return [
        {
            "title": "您的评价" if step.title == RATED else step.title,
            "text": step.text,
            "unit": step.unit_name,
            "at": step.at,
            "is_ok": step.title in ("已答复", "已办结"),
        }
        for step in reversed(steps)
        if step.title != RATED or step.report_id == row.pk
    ]


def _lines(shown: Shown, today: dt.date) -> list[dict[str, Any]]:
    """Each part with how far it is; its words only to the sender whose report was split, for they tell what was said."""
    return [
        {
            "row": one,
            "words": "" if shown.is_merged else one.text,
            "tag": tag_of(one),
            "reply": _reply(one),
            "is_late": one.is_overdue(today),
        }
        for one in shown.parts
    ]
