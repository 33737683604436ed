"""The life of a 问卷: reported, approved, given out, closed by a person or by the clock, published, filed."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from xiangfeng.access.actor import SYSTEM, Actor
from xiangfeng.base.errors import Refused, Stale
from xiangfeng.duties.actions import refresh
from xiangfeng.duties.models import DutyKind
from xiangfeng.notifications.actions import notify
from xiangfeng.orgs.queries import user_ids_with
from xiangfeng.surveys.actions.editing import url_of
from xiangfeng.surveys.flow import APPROVE, MANAGE
from xiangfeng.surveys.models import Batch, Code, Quota, Sheet, Survey, SurveyState
from xiangfeng.surveys.queries.results import results_of
from xiangfeng.workflow.flow import fire, hold


@transaction.atomic
def submit_survey(row: Survey, *, actor: Actor, at: dt.datetime) -> Survey:
    """Ask for approval; who may approve is told. Refuses one without questions and one whose last day is over."""
    if row.closes_on < at.date():
        raise Refused("截止日已经过了，先改日子再报批")
    fire(row, "submit", actor=actor, at=at, submitted_by_id=actor.user_id)
    told = set(user_ids_with(APPROVE, row.unit, on=at.date())) - {actor.user_id}
    notify(told, text=f"问卷等您批准：{row.title}", url=url_of(row), at=at)
    return row


@transaction.atomic
def approve_survey(row: Survey, *, actor: Actor, at: dt.datetime) -> Survey:
    """Let it be given out; the office is told. Refuses whoever reported it, and one whose last day is over."""
    if row.closes_on < at.date():
        raise Refused("截止日已经过了，请退回改日子")
    fire(row, "approve", actor=actor, at=at)
    _tell(row, f"问卷已批准投放：{row.title}", actor, at)
    return row


@transaction.atomic
def return_survey(row: Survey, *, reason: str, actor: Actor, at: dt.datetime) -> Survey:
    """Send it back with the reason; the office is told."""
    fire(row, "return", actor=actor, at=at, note=reason)
    _tell(row, f"问卷退回修改：{row.title}。{reason.strip()}"[:200], actor, at)
    return row


@transaction.atomic
def withdraw_survey(row: Survey, *, reason: str, actor: Actor, at: dt.datetime) -> Survey:
    """Take it back before anybody answered: the slips and numbers of sheets go with it, for the questions will be others."""
    hold(row)  # a sheet that comes just now is seen by the guard, or comes too late
    fire(row, "withdraw", actor=actor, at=at, note=reason)
    Code.objects.filter(batch__survey=row).delete()
    Batch.objects.filter(survey=row, void_reason="").update(void_reason="停止投放")
    Quota.objects.filter(survey=row).update(papers=0)
    return row


@transaction.atomic
def close_survey(
    row: Survey, *, reason: str, actor: Actor, at: dt.datetime, on: dt.date | None = None
) -> Survey:
    """End it for good, before its last day with a reason. The 群众问卷 of the quarter in which it ended is fulfilled; unused codes are worth
    nothing any more. ``on`` is the day it ended when that is not today, as for the clock."""
    fire(row, "close", actor=actor, at=at, note=reason, closed_on=on or at.date())
    _unlink(row)
    if rate := results_of(row).rate:
        row.satisfied, row.valid = rate.satisfied, rate.valid
        row.save(update_fields=["satisfied", "valid"])
    refresh(row.unit, kinds=[DutyKind.SURVEY])
    _tell(row, f"问卷已截止，可以看结果：{row.title}", actor, at)
    return row


def _unlink(row: Survey) -> None:
    """Nothing comes any more, so that the keys of the forms are not needed. Both tables are written as a whole: PostgreSQL notes with each row the
    transaction that wrote it last (xmin), and until now a code and its sheet had the same."""
    Sheet.objects.filter(survey=row).update(form_hash=None)
    Code.objects.filter(batch__survey=row, is_used=True).update(is_used=True)


def close_due_surveys(*, at: dt.datetime) -> int:
    """Close what ran past its last day, as the platform; gives how many. It ended on that day, whenever the clock comes. For the clock."""
    done = 0
    for row in Survey.objects.filter(state=SurveyState.RUNNING, closes_on__lt=at.date()).order_by("pk"):
        try:
            close_survey(row, reason="到了截止日", actor=SYSTEM, at=at, on=row.closes_on)
        except Stale:
            continue  # somebody closed it meanwhile
        done += 1
    return done


@transaction.atomic
def publish_survey(row: Survey, *, actor: Actor, at: dt.datetime) -> Survey:
    """Make the tables public; own words and tables of two questions stay inside."""
    fire(row, "publish", actor=actor, at=at, published_on=at.date())
    return row


def _tell(row: Survey, text: str, actor: Actor, at: dt.datetime) -> None:
    told = set(user_ids_with(MANAGE, row.unit, on=at.date())) - {actor.user_id}
    notify(told, text=text, url=url_of(row), at=at)
