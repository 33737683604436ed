"""What a sender may see and do by the receipt, and the short-lived addresses of the photos."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.core import signing
from django.utils.timezone import localtime

from xiangfeng.base.workdays import Calendar
from xiangfeng.feedback.models import Photo, Report, Side
from xiangfeng.feedback.models import ReportState as S
from xiangfeng.visitors.codes import form_digest

PHOTO_MINUTES = 30
MOST_UNANSWERED = 5
"""Lines of the sender before the office has said something."""
_SALT = "xiangfeng.feedback.photo"


def is_taken(form_key: str) -> bool:
    """Whether the form with this key has come already."""
    return bool(form_key) and Report.objects.filter(form_hash=form_digest(form_key)).exists()


def rate_until(row: Report, days: Calendar) -> dt.date | None:
    """The last day on which the sender may judge the reply; None while there is none."""
    if row.replied_at is None or row.state not in (S.REPLIED, S.CLOSED):
        return None
    return days.after(localtime(row.replied_at).date(), settings.FEEDBACK_RATE_WORKDAYS)


def why_not_rated(row: Report, today: dt.date, days: Calendar) -> str:
    """Why the sender may not judge now; empty when they may."""
    until = rate_until(row, days)
    if until is None:
        return "答复以后才能评价"
    if row.rated_at is not None:
        return "您已经评价过了"
    return f"评价到{until.month}月{until.day}日为止，已经过了" if today > until else ""


def why_not_more(row: Report) -> str:
    """Why the sender may not add words now; empty when they may."""
    if row.state == S.MERGED:
        return "这件已经并到另一件一起办，有新情况请重新反映"
    if not (row.is_open or row.state == S.REPLIED):
        return "这件已经办结，有新情况请重新反映"
    last = list(row.messages.order_by("-at", "-id").values_list("side", flat=True)[:MOST_UNANSWERED])
    if len(last) == MOST_UNANSWERED and set(last) == {Side.SENDER}:
        return "您补充的受理单位还没有回，请等一等；急事请打电话"
    return ""


def shown_photos(row: Report, *, own: bool = True) -> list[Photo]:
    """The sender's photos (``own``), and those of what was done as far as they belong to a reply that was given."""
    found = row.photos.select_related("attachment").order_by("id")
    replied = row.replied_at
    return [
        one
        for one in found
        if (own if one.side == Side.SENDER else replied and one.attachment.uploaded_at <= replied)
    ]


def photo_token(photo: Photo, report: Report, *, at: dt.datetime) -> str:
    """A part of an address that opens one photo for half an hour. It holds nothing of the receipt, and is worth nothing afterwards."""
    until = int((at + dt.timedelta(minutes=PHOTO_MINUTES)).timestamp())
    return signing.dumps([photo.pk, until, report.code_hash[:12]], salt=_SALT)


def photo_by(token: str, *, at: dt.datetime) -> Photo | None:
    """The photo of such an address; None when it is not ours or too old."""
    try:
        pk, until, _ = signing.loads(token, salt=_SALT)
    except (signing.BadSignature, ValueError):
        return None
    if at.timestamp() > until:
        return None
    return Photo.objects.filter(pk=pk).select_related("attachment").first()
