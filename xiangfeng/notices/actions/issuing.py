"""签发: number, period, the kept paper, the duty of 奖罚公示; and 撤回."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from xiangfeng.access.actor import Actor
from xiangfeng.base.errors import Refused, Stale
from xiangfeng.base.numbering import document_number
from xiangfeng.calendars.queries import calendar
from xiangfeng.documents.actions import next_serial, short_name
from xiangfeng.documents.masking import check_public
from xiangfeng.duties.actions import refresh
from xiangfeng.duties.models import DutyKind
from xiangfeng.notices.actions.drafting import CORRECTABLE, url_of
from xiangfeng.notices.exports import notice_paper
from xiangfeng.notices.flow import ISSUE, MANAGE
from xiangfeng.notices.models import Notice
from xiangfeng.notices.periods import span
from xiangfeng.notifications.actions import notify
from xiangfeng.orgs.queries import user_ids_with
from xiangfeng.web.papers import keep_paper
from xiangfeng.workflow.flow import fire, hold


@transaction.atomic
def issue_notice(row: Notice, *, actor: Actor, at: dt.datetime, seen: int | None = None) -> None:
    """Sign it: it gets its number and its days, is public at once, and its paper is kept as PDF and DOCX.

    A corrected notice is marked 已更正 in the same moment. Refuses what the flow's table refuses, an objection against the corrected
    one that is not answered, a 公告 whose last day has passed, and a year whose working days nobody has entered. :class:`Stale` when
    the text is no longer the one the signer read, whose ``revision`` was ``seen``.
    """
    hold(row)
    row.refresh_from_db()  # recalled, changed and handed in anew since it was read: that text is checked and kept
    if seen is not None and row.revision != seen:
        raise Stale("您看过以后，文字又改过了；请看过现在的文字再签发")
    day = at.date()
    changes: dict[str, Any] = {"issued_at": at, "issued_on": day, "signer": actor.name}
    if row.is_publicity:
        changes["starts_on"], changes["ends_on"] = span(day, row.workdays or 0, calendar())
    elif row.ends_on and row.ends_on < day:
        raise Refused("截止日已经过了，请退回改一个以后的日期")
    serial = next_serial(row.unit, row.get_kind_display(), year=day.year)
    agency = f"{short_name(row.unit)}{row.get_kind_display()}"
    changes["number"] = document_number(agency, day.year, serial)
    fire(row, "publicise" if row.is_publicity else "announce", actor=actor, at=at, **changes)
    pdf, docx = keep_paper(
        notice_paper(row), row.number, unit=row.unit, purpose="公告公示", actor=actor, at=at
    )
    Notice.objects.filter(pk=row.pk).update(pdf=pdf, docx=docx)
    row.pdf, row.docx = pdf, docx
    if row.corrects and row.corrects.state in CORRECTABLE:
        fire(row.corrects, "supersede", actor=actor, at=at, note=row.reason, closed_on=day)
    _look_at_duty(row)
    office = set(user_ids_with(MANAGE, row.unit, on=day)) - {actor.user_id}
    notify(office, text=f"{row.number} 已签发：{row.title}", url=url_of(row), at=at)


def _look_at_duty(row: Notice) -> None:
    if row.is_duty:
        refresh(row.unit, kinds=[DutyKind.PUBLICATION], on=row.issued_on)


@transaction.atomic
def send_back_notice(row: Notice, *, reason: str, actor: Actor, at: dt.datetime) -> None:
    """退回修改 with what is to be changed; the office is told."""
    fire(row, "send_back", actor=actor, at=at, note=reason)
    office = set(user_ids_with(MANAGE, row.unit, on=at.date())) - {actor.user_id}
    notify(office, text=f"{row.title}退回修改：{reason.strip()}", url=url_of(row), at=at)


@transaction.atomic
def withdraw_notice(row: Notice, *, reason: str, actor: Actor, at: dt.datetime) -> None:
    """撤回: the text is no longer public, the reason is, and it does not count as 奖罚公示 any more. Refuses a reason with personal numbers."""
    check_public(reason, "理由", allowed=row.phone)
    fire(row, "withdraw", actor=actor, at=at, note=reason, closed_on=at.date(), decision=reason.strip())
    _look_at_duty(row)
    who = {*user_ids_with(MANAGE, row.unit, on=at.date()), *user_ids_with(ISSUE, row.unit, on=at.date())}
    notify(who - {actor.user_id}, text=f"{row.number} 已撤回：{reason.strip()}", url=url_of(row), at=at)
