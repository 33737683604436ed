"""What the sender does without account: report, look by the receipt, judge the reply, say more. The platform acts for them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.conf import settings
from django.db import transaction

from xiangfeng.access.actor import SYSTEM
from xiangfeng.attachments.actions import Upload
from xiangfeng.base.errors import Refused
from xiangfeng.calendars.queries import calendar
from xiangfeng.feedback.actions.accepting import reopen_report
from xiangfeng.feedback.actions.moving import add_step, people_of
from xiangfeng.feedback.actions.registering import Registered, Sender, register_report, url_of
from xiangfeng.feedback.flow import MANAGE
from xiangfeng.feedback.models import Category, Channel, Desk, Message, Rating, Report, Side
from xiangfeng.feedback.queries.receipt import is_taken, why_not_more, why_not_rated
from xiangfeng.feedback.queries.seen import report_by
from xiangfeng.history.actions import record
from xiangfeng.notifications.actions import notify
from xiangfeng.orgs.models import Unit
from xiangfeng.sites.models import Site
from xiangfeng.visitors.actions import TooMany, Visitor, admit_visitor, count_sender, counted, hour_of
from xiangfeng.workflow.flow import hold

CODES = "feedback.code"
RATED = "反映人评价"
"""The title of the step that says how a reply was judged; for the one who judged it alone."""
LONGEST_WORDS = 300
ANYBODY = 1_000_000
"""No limit for all together: nobody is kept from their receipt by what others try."""


def send_report(
    unit: Unit,
    *,
    text: str,
    privacy: str,
    name: str = "",
    phone: str = "",
    category: Category | None = None,
    village: Unit | None = None,
    site: Site | None = None,
    place: str = "",
    about: Unit | None = None,
    photos: Iterable[Upload] = (),
    visitor: Visitor,
    at: dt.datetime,
) -> Registered:
    """Take a report over the net. The same form sent again (``visitor.key``) gives the same receipt and is not counted.

    The sender is admitted first, in a transaction of its own: a report with photos that are refused has still cost a proof and counts,
    or nothing would keep anybody from sending such without end. Refuses a desk that is closed, too many sendings, and what
    ``register_report`` refuses.
    """
    if not Desk.objects.filter(unit=unit, is_open=True).exists():
        raise Refused(f"{unit.name}没有开通网上受理，请打电话反映")
    if not is_taken(visitor.key):
        _admit(unit, visitor, at)
    return register_report(
        unit,
        text=text,
        channel=Channel.WEB,
        privacy=privacy,
        sender=Sender(name=name.strip(), phone=phone.strip()),
        category=category,
        norm=category.norm if category else None,
        about=about,
        photos=photos,
        form_key=visitor.key,
        village=village or (site.unit if site else None),
        site=site,
        place=place.strip(),
        at=at,
    )


def _admit(unit: Unit, visitor: Visitor, at: dt.datetime) -> None:
    admit_visitor(
        visitor,
        f"feedback:{unit.pk}",
        starts_at=hour_of(at),
        a_sender=settings.FEEDBACK_A_SENDER_AN_HOUR,
        in_all=settings.FEEDBACK_AN_HOUR,
        says="从您这里提交的已经不少了，请过一小时再提交，急事请打电话",
        says_all="现在网上反映的人太多，请过一小时再提交，急事请打电话",
    )


def open_receipt(code: str, *, address: str, at: dt.datetime) -> Report | None:
    """The report of a receipt. A wrong one is counted, and after FEEDBACK_WRONG_CODES within the hour a right one from the same sender is
    refused as well (:class:`TooMany`): guessing gets nowhere."""
    hour, most = hour_of(at), settings.FEEDBACK_WRONG_CODES
    says = "查询码错得太多，请过一小时再查；急事请打电话"
    if counted(CODES, address, starts_at=hour) >= most:
        raise TooMany(says)
    row = report_by(code)
    if row is None:
        count_sender(CODES, address, starts_at=hour, a_sender=most, in_all=ANYBODY, says=says, says_all=says)
    return row


@transaction.atomic
def rate_reply(row: Report, *, rating: str, text: str = "", at: dt.datetime) -> bool:
    """How the sender judges the reply, once for each reply; gives whether the report was reopened for it.

    满意 and 基本满意 stand. 不满意 starts it anew, FEEDBACK_REOPENS times; afterwards it stands too, and the office speaks to the sender or
    files it. The words are part of the dialogue, not of the history, which is for good. Refuses before a reply and after FEEDBACK_RATE_WORKDAYS.
    """
    if reason := why_not_rated(row, at.date(), calendar()):
        raise Refused(reason)
    if rating not in Rating.values:
        raise Refused("请选满意、基本满意或不满意")
    words = _short(text, LONGEST_WORDS)
    hold(row)
    fields = {"rating": rating, "rating_text": words, "rated_at": at}
    if not Report.objects.filter(pk=row.pk, rated_at__isnull=True).update(**fields):
        raise Refused("您已经评价过了")
    for field, value in fields.items():
        setattr(row, field, value)
    label = Rating(rating).label
    record(row, verb="反映人评价", actor=SYSTEM, at=at, after={"满意度": label})
    add_step(row, RATED, text=label, actor=SYSTEM, at=at)
    is_again = rating == Rating.UNSATISFIED and row.reopened < settings.FEEDBACK_REOPENS
    if is_again:
        if words:
            Message.objects.create(report=row, side=Side.SENDER, text=words, at=at)
        reopen_report(row, reason="反映人不满意", actor=SYSTEM, at=at)
    told = "不满意，已重新办理" if is_again else label
    notify(people_of(row.unit, MANAGE, at), text=f"{row.number} 反映人评价：{told}", url=url_of(row), at=at)
    return is_again


@transaction.atomic
def say_more(row: Report, *, text: str, at: dt.datetime) -> Message:
    """The sender adds words, which the receiving office reads and nobody else. The same words sent twice are one line.

    Refuses an empty or overlong text, a report that has ended, and more before the office has answered.
    """
    if reason := why_not_more(row):
        raise Refused(reason)
    words = _short(text, 500)
    if not words:
        raise Refused("请写要补充的话")
    last = row.messages.order_by("-at", "-id").first()
    if last is not None and (last.side, last.text) == (Side.SENDER, words):
        return last
    hold(row)
    record(row, verb="反映人补充", actor=SYSTEM, at=at)
    notify(people_of(row.unit, MANAGE, at), text=f"{row.number} 反映人补充了情况", url=url_of(row), at=at)
    return Message.objects.create(report=row, side=Side.SENDER, text=words, at=at)


def _short(text: str, most: int) -> str:
    words = text.strip()
    if len(words) > most:
        raise Refused(f"请写在 {most} 字以内")
    return words
