"""Taking a report in, by whatever way it comes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from xiangfeng.access.actor import SYSTEM, Actor
from xiangfeng.access.scope import may
from xiangfeng.attachments.actions import Ready, Upload
from xiangfeng.base.errors import Refused
from xiangfeng.base.paths import covers
from xiangfeng.calendars.queries import calendar
from xiangfeng.documents.actions import next_number
from xiangfeng.feedback.actions.moving import add_photos, prepare_photos
from xiangfeng.feedback.flow import MANAGE
from xiangfeng.feedback.models import (
    Category,
    Channel,
    Contact,
    Desk,
    Kind,
    Privacy,
    Report,
    Side,
    Step,
)
from xiangfeng.feedback.terms import due_for
from xiangfeng.history.actions import record
from xiangfeng.notifications.actions import notify
from xiangfeng.orgs.models import Unit
from xiangfeng.orgs.queries import user_ids_with
from xiangfeng.visitors.codes import code_digest, derived_code, form_digest, new_code

LIST_URL = "/work/feedback/"


@dataclass(frozen=True, slots=True)
class Registered:
    """A report with its receipt, which is not kept and cannot be shown again; ``is_new`` is false when the form came a second time."""

    report: Report
    code: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class Sender:
    """Who says it, as far as they say; nothing is kept of an anonymous one."""

    name: str = ""
    phone: str = ""
    email: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.name or self.phone or self.email)


def register_report(
    unit: Unit,
    *,
    text: str,
    channel: str,
    kind: str = "",
    privacy: str = Privacy.ANONYMOUS,
    sender: Sender = Sender(),  # noqa: B008 - frozen
    category: Category | None = None,
    about: Unit | None = None,
    photos: Iterable[Upload | Ready] = (),
    came_on: dt.date | None = None,
    form_key: str = "",
    actor: Actor = SYSTEM,
    at: dt.datetime,
    **more: Any,
) -> Registered:
    """Take a report for ``unit``; gives it with its receipt code. The same ``form_key`` a second time gives the same report and code.

    ``kind`` is taken from the category when nobody says. A report about ``unit`` itself goes to the unit above: nobody deals with a case
    about themselves. ``more``: ``village``, ``site``, ``place``, ``x``, ``y``, ``latitude``, ``longitude``, ``norm``,
    ``upper_number`` and ``upper_due_on`` (12345), ``origin_key``, ``registrar``. Acts as the platform for people without an
    account. Refuses an empty or too long text, a day to come, who may not register there, 实名 without telephone, too many photos and what is no photo.
    """
    longest = settings.FEEDBACK_LONGEST if channel == Channel.WEB else settings.FEEDBACK_LONGEST_SENT
    _check(
        unit, text=text, longest=longest, privacy=privacy, sender=sender, came_on=came_on, actor=actor, at=at
    )
    form_hash = form_digest(form_key) if form_key else None
    code = derived_code(form_key, settings.SECRET_KEY) if form_key else new_code()
    if form_hash and (known := Report.objects.filter(form_hash=form_hash).first()):
        return Registered(known, code, is_new=False)
    fields = {
        "unit": _receiver(unit, about),
        "text": text.strip(),
        "kind": kind or (category.kind if category else Kind.COMPLAINT),
        "channel": channel,
        "privacy": privacy,
        "category": category,
        "about": about,
        "came_on": came_on or at.date(),
        "form_hash": form_hash,
        "code_hash": code_digest(code),
        **more,
    }
    return _once(fields, sender, prepare_photos(photos), code, actor, at)


def _once(
    fields: dict[str, Any], sender: Sender, photos: list[Ready], code: str, actor: Actor, at: dt.datetime
) -> Registered:
    try:
        with transaction.atomic():
            return Registered(_write(fields, sender, photos, actor, at), code, is_new=True)
    except IntegrityError:
        # The same form, sent twice at once: the other one was written while this one was on its way.
        form_hash = fields["form_hash"]
        known = Report.objects.filter(form_hash=form_hash).first() if form_hash else None
        if known is None:
            raise Refused("这个12345工单号已经登记过了，请核对") from None
        return Registered(known, code, is_new=False)


def _check(
    unit: Unit,
    *,
    text: str,
    longest: int,
    privacy: str,
    sender: Sender,
    came_on: dt.date | None,
    actor: Actor,
    at: dt.datetime,
) -> None:
    if not may(actor, MANAGE, unit):
        raise Refused(f"您不能替{unit.name}登记群众反映")
    if not text.strip():
        raise Refused("请写清在什么地方、是什么事")
    if len(text.strip()) > longest:
        raise Refused(f"反映内容请写在 {longest} 字以内")
    if came_on and came_on > at.date():
        raise Refused("收到日期不能晚于今天")
    if privacy == Privacy.NAMED and not (sender.name and sender.phone):
        raise Refused("实名反映请写姓名和电话；不愿意写的，可以选匿名")


def _receiver(unit: Unit, about: Unit | None) -> Unit:
    if about is None or not covers(about.path, unit.path):
        return unit
    if about.parent is None:
        raise Refused(f"反映的是{about.name}本身，本平台没有它的上级，请向上级机关反映")
    return about.parent


def _write(
    fields: dict[str, Any], sender: Sender, photos: list[Ready], actor: Actor, at: dt.datetime
) -> Report:
    unit, days = fields["unit"], calendar()
    desk = Desk.objects.filter(unit=unit).first()
    due = due_for(desk, fields["kind"], fields["came_on"], days, upper=fields.get("upper_due_on"))
    row = Report.objects.create(
        handler=unit,
        number=next_number(unit, "反映", year=at.year),
        received_at=at,
        accept_due_on=days.after(fields["came_on"], settings.FEEDBACK_ACCEPT_WORKDAYS),
        due_on=due,
        first_due_on=due,
        **fields,
    )
    if fields["privacy"] != Privacy.ANONYMOUS and not sender.is_empty:
        Contact.objects.create(report=row, name=sender.name, phone=sender.phone, email=sender.email)
    add_photos(row, photos, side=Side.SENDER, actor=actor, at=at)
    Step.objects.create(report=row, title="已收到", unit_name=unit.name, by=row.registrar, at=at)
    record(
        row, verb="登记群众反映", actor=actor, at=at, after={"渠道": row.get_channel_display(), "期限": due}
    )
    who = user_ids_with(MANAGE, unit, on=at.date())
    notify(who, text="有新的群众反映，请受理", url=LIST_URL, at=at)
    return row


def url_of(row: Report) -> str:
    """Where the staff read it."""
    return f"{LIST_URL}{row.pk}/"


WAYS_OF_OFFICE = (Channel.PHONE, Channel.UPPER)
"""The ways the desk form is for; boxes, supervisors, questionnaires and letters have forms of their own."""
