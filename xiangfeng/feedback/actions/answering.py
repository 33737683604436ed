"""报办理结果, 审核, 答复, 回访, 办结; a question to the sender; who said it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import may
from xiangfeng.attachments.actions import Ready, Upload
from xiangfeng.base.errors import Refused
from xiangfeng.feedback.actions.grouping import settle_parent
from xiangfeng.feedback.actions.moving import (
    add_photos,
    add_step,
    check_unnamed,
    go,
    handlers_of,
    people_of,
    prepare_photos,
)
from xiangfeng.feedback.actions.registering import url_of
from xiangfeng.feedback.flow import MANAGE, own_case
from xiangfeng.feedback.models import Contact, Message, Privacy, Rating, Report, ReportState, Side
from xiangfeng.history.actions import record
from xiangfeng.notifications.actions import notify
from xiangfeng.workflow.flow import hold

IDENTIFY = "feedback.identify"
FOLLOW_UP = "回访"
ANSWERED = "已报办理结果"
"""The title of the step; it says which unit did it, which after 重新办理 need not be the one that has it."""
LONGEST_REPLY = 2000
WAYS_BACK = ("电话回访", "上门回访", "短信回访")
S = ReportState


def answer_report(
    row: Report, *, text: str, photos: Iterable[Upload] = (), actor: Actor, at: dt.datetime
) -> None:
    """报办理结果: what was done, with photos if any, for the receiving unit to look through. Refuses an empty or overlong text and what is no photo."""
    _check_text(text, "办理结果")
    _answer(row, text.strip(), prepare_photos(photos), actor, at)


@transaction.atomic
def _answer(row: Report, text: str, photos: list[Ready], actor: Actor, at: dt.datetime) -> None:
    go(row, "answer", actor=actor, at=at, answer=text, answered_by=actor.name[:40], answered_at=at)
    add_photos(row, photos, side=Side.HANDLER, actor=actor, at=at)
    add_step(row, ANSWERED, is_public=False, actor=actor, at=at, unit=row.handler)
    if row.handler_id != row.unit_id:
        who = people_of(row.unit, MANAGE, at)
        notify(
            who, text=f"{row.handler.name}报来 {row.number} 的办理结果，请审核答复", url=url_of(row), at=at
        )


def _check_text(text: str, what: str) -> None:
    if not text.strip():
        raise Refused(f"请写{what}")
    if len(text.strip()) > LONGEST_REPLY:
        raise Refused(f"{what}请写在 {LONGEST_REPLY} 字以内")


@transaction.atomic
def send_back_report(row: Report, *, reason: str, actor: Actor, at: dt.datetime) -> None:
    """退回重办: the handling unit goes on, by the same deadline."""
    go(row, "send_back", actor=actor, at=at, note=reason)
    check_unnamed(row, reason, "理由")
    add_step(row, "退回重办", text=reason, is_public=False, actor=actor, at=at)
    notify(
        handlers_of(row, at), text=f"群众反映 {row.number} 退回重办：{reason.strip()}", url=url_of(row), at=at
    )


@transaction.atomic
def reply_report(row: Report, *, text: str, actor: Actor, at: dt.datetime) -> None:
    """答复 what the handling unit reported, as the office words it; or what the receiving unit did itself. The sender reads it by the receipt.

    Refuses an empty or overlong text, one that names the sender, for the handling unit and the senders of merged ones read it and the ledger
    keeps it, and a suggestion of which nobody said whether it is taken (A4.3e).
    """
    _check_text(text, "答复")
    verb = "reply_self" if row.state == S.HANDLING else "reply"
    go(
        row, verb, actor=actor, at=at, reply=text.strip(), replied_by=actor.name[:40], replied_at=at,
        first_replied_at=row.first_replied_at or at, replier=row.replier or row.handler,
    )  # fmt: skip
    check_unnamed(row, text, "答复")
    add_step(row, "已答复", actor=actor, at=at)
    settle_parent(row, actor=actor, at=at)


@transaction.atomic
def close_report(
    row: Report, *, way: str = "", text: str = "", rating: str = "", actor: Actor, at: dt.datetime
) -> None:
    """办结, with the 回访 if there was one: by what ``way``, what was said, how the sender judged.

    What the sender has said by the receipt stands, and what the office heard stands until the sender says otherwise. Refuses a judgement without
    how and what was said, or of somebody nobody can speak to; 办结 of somebody unsatisfied whom nobody spoke to; a text that names the sender
    (the ledger keeps it); and what the table of moves refuses.
    """
    judged = row.rating or rating
    if judged == Rating.UNSATISFIED and not (text.strip() or row.follow_up):
        raise Refused("反映人不满意：请重新办理，或者写明回访情况再办结")
    if rating and not row.rating and not (way and text.strip()):
        raise Refused("记反映人评价，请写明怎么回访的、反映人怎么说的")
    if rating and not row.rating and row.privacy == Privacy.ANONYMOUS:
        raise Refused("匿名的没有联系方式，请反映人凭查询码自己评价")
    changes: dict[str, Any] = {"rating": rating} if rating and not row.rating else {}
    if text.strip():
        said = f"{way}：{text.strip()}" if way else text.strip()
        changes |= {"follow_up": said[:300], "followed_by": actor.name[:40], "followed_at": at}
    go(row, "close", actor=actor, at=at, closed_at=at, **changes)
    check_unnamed(row, text, "回访情况")
    if text.strip():
        add_step(row, FOLLOW_UP, text=row.follow_up, is_public=False, actor=actor, at=at)
    add_step(row, "已办结", actor=actor, at=at)


@transaction.atomic
def ask_sender(row: Report, *, text: str, actor: Actor, at: dt.datetime) -> Message:
    """A question to the sender, who reads and answers it by the receipt. Refuses an empty one and a report that ended."""
    if not may(actor, MANAGE, row.unit) or (reason := own_case(row, actor)):
        raise Refused(reason if may(actor, MANAGE, row.unit) else "这件由受理单位与反映人联系")
    if not (row.is_open or row.state == S.REPLIED):
        raise Refused(f"现在是“{row.get_state_display()}”，不能再问")
    if not text.strip() or len(text.strip()) > 500:
        raise Refused("请写要问反映人的话，500 字以内")
    hold(row)
    record(row, verb="问反映人", actor=actor, at=at)
    return Message.objects.create(report=row, side=Side.OFFICE, text=text.strip(), by=actor.name[:40], at=at)


@transaction.atomic
def reveal_contact(row: Report, *, actor: Actor, at: dt.datetime) -> Contact:
    """Who said it, shown once; that it was looked at stands in the history (standards §6.6: only who takes it in, each time logged).

    Refuses who may not, whoever sits in the unit complained of, and a report without name and telephone.
    """
    if not may(actor, IDENTIFY, row.unit):
        raise Refused("您不能看反映人的姓名和电话")
    if reason := own_case(row, actor):
        raise Refused(reason)
    contact = Contact.objects.filter(report=row).first()
    if contact is None or not (contact.name or contact.phone or contact.email):
        raise Refused("这件没有留姓名和电话")
    record(row, verb="查看反映人联系方式", actor=actor, at=at)
    return contact
