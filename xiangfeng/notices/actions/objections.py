"""异议: by anybody at the notice's page, entered by the office, answered by the office."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import transaction

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import may
from xiangfeng.base.errors import Refused, Stale
from xiangfeng.calendars.queries import calendar
from xiangfeng.documents.masking import check_public
from xiangfeng.history.actions import record
from xiangfeng.notices.flow import MANAGE
from xiangfeng.notices.models import Channel, Notice, NoticeState, Objection, ObjectionState, Outcome
from xiangfeng.notifications.actions import notify
from xiangfeng.orgs.queries import user_ids_with
from xiangfeng.visitors.actions import Visitor, admit_visitor
from xiangfeng.visitors.codes import code_digest, derived_code, new_code
from xiangfeng.workflow.flow import fire, hold

LONGEST = 2000


def url_of(row: Objection) -> str:
    return f"/work/notices/objections/{row.pk}/"


@transaction.atomic
def raise_objection(
    notice: Notice, *, text: str, name: str = "", phone: str = "", visitor: Visitor, at: dt.datetime
) -> tuple[Objection, str]:
    """Take an objection from anybody; gives it and the receipt code, which is not kept and cannot be shown again.

    ``visitor`` is only counted, under a salt that is gone the next day, and their proof of work used up; the same form a second time gives
    the same objection and code. Refuses outside the period, no text, and more than the day's number from one address or against
    one notice.
    """
    if not notice.is_running(at.date()):
        raise Refused("公示期已经结束，网上不再收异议；有新情况请打电话或写信给受理单位")
    hold(notice)  # the clock does not end it as 无异议 while this one is written
    code = derived_code(visitor.key, settings.SECRET_KEY) if visitor.key else new_code()
    known = notice.objections.filter(code_hash=code_digest(code)).first() if visitor.key else None
    if known:
        return known, code
    _count(notice, visitor, at)
    row = _write(
        notice, text, Channel.WEB, at.date(), at, name=name, phone=phone, code_hash=code_digest(code)
    )
    return row, code


@transaction.atomic
def enter_objection(
    notice: Notice,
    *,
    text: str,
    channel: str,
    came_on: dt.date,
    name: str = "",
    phone: str = "",
    actor: Actor,
    at: dt.datetime,
) -> Objection:
    """Write down one that came by telephone, letter or in person. One that came within the period counts though it is written down
    after it: a 公示 that ended as 无异议 is then 期满有异议.

    Refuses who may not, no text, a day to come, and one outside the period.
    """
    if not may(actor, MANAGE, notice):
        raise Refused("您不能登记这件公示的异议")
    if channel == Channel.WEB:
        raise Refused("网上的异议由群众自己提交，登记只用于电话、来信、来人")
    if came_on > at.date():
        raise Refused("收到日期不能晚于今天")
    if not (notice.issued_on and notice.is_publicity and notice.ends_on):
        raise Refused("只有签发了的公示才收异议")
    if not notice.issued_on <= came_on <= notice.ends_on:
        raise Refused(f"收到日期不在公示期内（{notice.issued_on} 至 {notice.ends_on}），请按来信来访另行处理")
    if notice.state not in (NoticeState.RUNNING, NoticeState.CONTESTED, NoticeState.ENDED):
        raise Refused(f"这件公示{notice.get_state_display()}，不再登记异议")
    hold(notice)
    row = _write(notice, text, channel, came_on, at, name=name, phone=phone, entered_by=actor.name)
    record(notice, verb="登记异议", actor=actor, at=at, after={"来源": row.get_channel_display()})
    if notice.state == NoticeState.ENDED and notice.outcome == Outcome.NONE:
        fire(notice, "contest", actor=actor, at=at, outcome="")
    return row


def _write(
    notice: Notice, text: str, channel: str, came_on: dt.date, at: dt.datetime, **fields: Any
) -> Objection:
    text = text.strip()
    if not text:
        raise Refused("请写明对哪一条有不同意见、事实是什么")
    if len(text) > LONGEST:
        raise Refused(f"异议请写在 {LONGEST} 字以内，材料多的请寄来或送来")
    row = Objection.objects.create(
        notice=notice,
        channel=channel,
        text=text,
        came_on=came_on,
        at=at,
        due_on=calendar().after(came_on, settings.NOTICE_ANSWER_WORKDAYS),
        **fields,
    )
    who = user_ids_with(MANAGE, notice.unit, on=at.date())
    notify(who, text=f"{notice.number} 收到异议，{row.due_on:%-m月%-d日}前答复", url=url_of(row), at=at)
    return row


def _count(notice: Notice, visitor: Visitor, at: dt.datetime) -> None:
    admit_visitor(
        visitor,
        notice.key,
        starts_at=at.replace(hour=0, minute=0, second=0, microsecond=0),
        a_sender=settings.NOTICE_OBJECTIONS_A_SENDER,
        in_all=settings.NOTICE_OBJECTIONS_A_DAY,
        says="今天从您这里提交的已经不少了，请明天再提，或者打电话、写信",
        says_all="这件公示今天网上收到的异议太多，请打电话或写信，同样算数",
    )


@transaction.atomic
def answer_objection(
    row: Objection, *, finding: str, answer: str, is_public: bool, actor: Actor, at: dt.datetime
) -> Objection:
    """Answer it: what was found and why. ``is_public`` puts the answer on the notice's page. Refuses an empty answer, one with
    personal numbers when it is public, and :class:`Stale` a second answer.
    """
    if not may(actor, MANAGE, row):
        raise Refused("您不能答复这条异议")
    if not answer.strip():
        raise Refused("请写答复")
    if is_public:
        check_public(answer, "答复", allowed=row.notice.phone)
    fields = {
        "state": ObjectionState.ANSWERED, "finding": finding, "answer": answer.strip(), "is_public": is_public,
        "answered_by": actor.name, "answered_at": at,
    }  # fmt: skip
    if not Objection.objects.filter(pk=row.pk, state=ObjectionState.OPEN).update(**fields):
        raise Stale("这条异议已经答复过了，请刷新")
    for name, value in fields.items():
        setattr(row, name, value)
    record(row.notice, verb="答复异议", actor=actor, at=at, after={"结论": row.get_finding_display()})
    return row


@transaction.atomic
def reveal_objector(row: Objection, *, actor: Actor, at: dt.datetime) -> str:
    """Name and telephone of who objected, for the one who looks into it; the look stands in the history, what was seen does not. Refuses who
    does not answer objections there, and one that left neither.
    """
    if not may(actor, MANAGE, row):
        raise Refused("姓名电话只给受理异议的人看")
    if not row.has_contact:
        raise Refused("没有留姓名电话，或者已经按期删除")
    record(row.notice, verb="查看提异议人联系方式", actor=actor, at=at)
    return "　".join(part for part in (row.name, row.phone) if part)
