"""A village objects to a score of its own and gets an answer within set working days."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import transaction

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import may
from xiangfeng.assessments.models import Entry, Objection, ObjectionState
from xiangfeng.attachments.actions import Upload, store_file
from xiangfeng.base.errors import Refused
from xiangfeng.calendars.queries import calendar
from xiangfeng.history.actions import record
from xiangfeng.notifications.actions import notify
from xiangfeng.orgs.queries import user_ids_with
from xiangfeng.workflow.flow import fire, hold


@transaction.atomic
def file_objection(
    entry: Entry, *, key: str, text: str, actor: Actor, at: dt.datetime, photo: Upload | None = None
) -> Objection:
    """Put an objection on record, with its picture or paper as proof of the village, and tell the 创建办.

    Refuses other units' scores, an empty reason, a second open objection to the same score, and one after the
    last day (``Period.object_until``, counted in working days from 定稿, and anew from the 通报).
    """
    if actor.user_id is None or not may(actor, "assessments.object", entry):
        raise Refused("只能对本单位已定稿的得分提出异议")
    if not text.strip():
        raise Refused("请写明理由：哪一项、为什么、希望怎么改")
    last = entry.period.object_until
    if last is None or at.date() > last:
        raise Refused(
            f"异议期已过（截止{last.month}月{last.day}日），请直接联系创建办" if last else "现在不在异议期"
        )
    hold(entry.period)
    if entry.objections.filter(key=key, state=ObjectionState.FILED).exists():
        raise Refused("这一项已有一条异议在等答复")
    titles = entry.period.scheme_version.scheme.titles()
    if key and key not in titles:
        raise Refused("没有这一项指标，请刷新页面")
    proof = store_file(photo, unit=entry.unit, actor=actor, at=at, purpose="异议佐证") if photo else None
    objection = Objection.objects.create(
        entry=entry,
        key=key,
        key_title=titles.get(key, ""),
        text=text.strip(),
        filed_by_id=actor.user_id,
        filed_at=at,
        due_on=calendar().add_workdays(at.date(), settings.ANSWER_WORKDAYS),
        photo=proof,
    )
    record(objection, verb="提出异议", actor=actor, at=at, note=text)
    who = user_ids_with("assessments.answer", entry.period.unit, on=at.date())
    news = f"{entry.unit.name}对{entry.period}{objection.key_title or '综合得分'}提出异议"
    notify(who, text=news, url=f"/work/assessments/objections/{objection.pk}/", at=at)
    return objection


@transaction.atomic
def answer_objection(
    objection: Objection, *, verb: str, answer: str, actor: Actor, at: dt.datetime
) -> Objection:
    """采纳 (``uphold``) or 不采纳 (``reject``) with the reason, which the village reads. A changed score needs reopening."""
    fire(
        objection,
        verb,
        actor=actor,
        at=at,
        note=answer,
        answer=answer.strip(),
        answered_by_name=actor.name[:40],
        answered_at=at,
    )
    text = f"您对{objection.entry.period}{objection.key_title or '综合得分'}的异议有答复了：{objection.get_state_display()}"
    # Not the month's own page: that one is closed as soon as the month is reopened for this very objection.
    url = f"/work/assessments/objections/{objection.pk}/"
    if objection.filed_by_id:
        notify([objection.filed_by_id], text=text, url=url, at=at)
    return objection


def withdraw_objection(objection: Objection, *, actor: Actor, at: dt.datetime) -> Objection:
    """Take one's own objection back before it is answered."""
    fire(objection, "withdraw", actor=actor, at=at)
    return objection
