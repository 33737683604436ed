"""派单: to whom, with what words; 签收, 退单, 收回."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import transaction

from xiangfeng.access.actor import Actor
from xiangfeng.base.errors import Refused
from xiangfeng.base.paths import covers
from xiangfeng.calendars.queries import calendar
from xiangfeng.feedback.actions.moving import (
    add_step,
    check_not_about,
    check_unnamed,
    go,
    handlers_of,
    people_of,
)
from xiangfeng.feedback.actions.registering import url_of
from xiangfeng.feedback.flow import MANAGE
from xiangfeng.feedback.models import Report
from xiangfeng.notifications.actions import notify
from xiangfeng.orgs.models import Unit

LONGEST_BRIEF = 2000


@transaction.atomic
def dispatch_report(
    row: Report, *, handler: Unit, brief: str, shows_photos: bool = True, actor: Actor, at: dt.datetime
) -> None:
    """派单 to a unit below the receiving one; its people read ``brief``, never who said it.

    Refuses a unit outside, the receiving unit itself (that is 本单位办理), the unit complained of, here or in what was merged, and those above and below it, an empty brief and
    one that names the sender (standards §6.6: never to the person complained of, never with the sender's name).
    """
    if handler.pk == row.unit_id:
        raise Refused("本单位自己办的，请点“本单位办理”")
    if not covers(row.unit.path, handler.path):
        raise Refused(f"{handler.name}不归{row.unit.name}管，不能派单；请点“移交”")
    for one in (row, *row.merged.select_related("about").order_by("pk")):
        check_not_about(one, handler)
    _check_brief(row, brief)
    sign_by = calendar().after(at.date(), settings.FEEDBACK_SIGN_WORKDAYS)
    go(
        row, "dispatch", actor=actor, at=at, handler=handler, brief=brief.strip(), shows_photos=shows_photos,
        sent_at=at, sign_due_on=sign_by, signed_at=None,
    )  # fmt: skip
    add_step(row, "已派单", text=f"交{handler.name}办理", actor=actor, at=at)
    due = f"{row.due_on.month}月{row.due_on.day}日"
    notify(handlers_of(row, at), text=f"有群众反映 {row.number} 交{handler.name}办，{due}前办结，请签收",
           url=url_of(row), at=at)  # fmt: skip


def _check_brief(row: Report, brief: str) -> None:
    if not brief.strip():
        raise Refused("请写转办内容，承办单位只看得到这一段")
    if len(brief.strip()) > LONGEST_BRIEF:
        raise Refused(f"转办内容请写在 {LONGEST_BRIEF} 字以内")
    check_unnamed(row, brief, "转办内容")


@transaction.atomic
def keep_report(row: Report, *, actor: Actor, at: dt.datetime) -> None:
    """本单位办理: nobody else is asked."""
    go(row, "keep", actor=actor, at=at, signed_at=at)
    add_step(row, "办理中", text=f"由{row.unit.name}办理", actor=actor, at=at)


@transaction.atomic
def sign_report(row: Report, *, actor: Actor, at: dt.datetime) -> None:
    """签收."""
    go(row, "sign", actor=actor, at=at, signed_at=at)
    add_step(row, "办理中", text=f"{row.handler.name}已签收", actor=actor, at=at, unit=row.handler)


@transaction.atomic
def give_back_report(row: Report, *, reason: str, actor: Actor, at: dt.datetime) -> None:
    """退单: not this unit's matter; once, with a reason, within the term for signing ([own], standards §6.2)."""
    if row.sign_due_on is not None and at.date() > row.sign_due_on:
        day = f"{row.sign_due_on.month}月{row.sign_due_on.day}日"
        raise Refused(f"退单要在签收期限（{day}）内，请签收办理；确有困难请与受理单位商量改派")
    unit = row.handler
    _take_back(row, "give_back", reason=reason, actor=actor, at=at, returns=row.returns + 1)
    add_step(row, "退单", text=reason, is_public=False, actor=actor, at=at, unit=unit)
    who = people_of(row.unit, MANAGE, at)
    notify(who, text=f"{unit.name}退回群众反映 {row.number}，请改派", url=url_of(row), at=at)


@transaction.atomic
def recall_report(row: Report, *, reason: str, actor: Actor, at: dt.datetime) -> None:
    """收回改派: the unit that had it is told."""
    unit, told = row.handler, handlers_of(row, at)
    _take_back(row, "recall", reason=reason, actor=actor, at=at)
    check_unnamed(row, reason, "理由")
    add_step(
        row, "收回改派", text=f"从{unit.name}收回：{reason.strip()}", is_public=False, actor=actor, at=at
    )
    notify(told, text=f"群众反映 {row.number} 已收回，不用再办", url="/work/feedback/own/", at=at)


def _take_back(row: Report, verb: str, *, reason: str, actor: Actor, at: dt.datetime, **changes: int) -> None:
    go(
        row, verb, actor=actor, at=at, note=reason, handler=row.unit, sent_at=None, sign_due_on=None,
        signed_at=None, **changes,
    )  # fmt: skip
