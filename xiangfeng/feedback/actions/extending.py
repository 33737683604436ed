"""延期 and 催办: more time, once and with a reason; and a word when it is late (standards §6.2)."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import may
from xiangfeng.base.errors import Refused, Stale
from xiangfeng.calendars.queries import calendar
from xiangfeng.feedback.actions.moving import add_step, handlers_of, people_of
from xiangfeng.feedback.actions.registering import url_of
from xiangfeng.feedback.flow import DECIDE, HANDLE, MANAGE, own_case
from xiangfeng.feedback.models import Desk, Extension, ExtensionState, Report, ReportState
from xiangfeng.feedback.terms import term_of
from xiangfeng.history.actions import record
from xiangfeng.notifications.actions import notify
from xiangfeng.workflow.flow import hold

S = ReportState
EXTENDABLE = (S.ACCEPTED, S.SENT, S.HANDLING)
OF_HANDLER = (S.SENT, S.HANDLING)


def latest_for(row: Report) -> dt.date:
    """The day to which 延期 is possible at most: the original term of its kind once more; never past the deadline of 12345, here or of what was
    merged. Three queries."""
    desk = Desk.objects.filter(unit=row.unit_id).first()
    last = calendar().after(row.due_on, term_of(desk, row.kind))
    uppers = [row.upper_due_on, *row.merged.order_by("pk").values_list("upper_due_on", flat=True)]
    return min([last, *filter(None, uppers)])


def reason_against_asking(row: Report, actor: Actor, today: dt.date) -> str | None:
    """Why this person cannot ask for 延期 now; None when they may, as far as can be told without the database."""
    if not (may(actor, HANDLE, row) or may(actor, MANAGE, row.unit)):
        return "由承办单位申请延期"
    if reason := own_case(row, actor):
        return reason
    if row.state not in EXTENDABLE:
        return f"现在是“{row.get_state_display()}”，不能申请延期"
    return "期限已经过了，延期要在期限以前申请" if today > row.due_on else None


@transaction.atomic
def ask_extension(
    row: Report, *, wanted_on: dt.date, reason: str, actor: Actor, at: dt.datetime
) -> Extension:
    """申请延期, before the deadline, with a reason the sender will read. A leader decides.

    Refuses a second one while the first waits or was granted, a day not after the deadline or later than :func:`latest_for`.
    """
    if said := reason_against_asking(row, actor, at.date()):
        raise Refused(said)
    if not reason.strip():
        raise Refused("申请延期要写明理由，反映人看得到")
    if wanted_on <= row.due_on:
        raise Refused(f"延到的日子要晚于现在的期限（{_day(row.due_on)}）")
    if wanted_on > (last := latest_for(row)):
        by = (
            "12345给的时限不能延，请向12345申请"
            if last == row.upper_due_on
            else "延期不能超过原来的期限，也不能超过12345给的时限"
        )
        raise Refused(f"最迟延到{_day(last)}：{by}")
    hold(row)
    try:
        with transaction.atomic():
            made = Extension.objects.create(
                report=row, wanted_on=wanted_on, reason=reason.strip()[:300], asked_by=actor.name[:40], asked_at=at
            )  # fmt: skip
    except IntegrityError as error:
        raise Refused("一件只能延期一次，已经申请过了") from error
    add_step(
        row,
        "申请延期",
        text=f"延到{_day(wanted_on)}：{made.reason}",
        is_public=False,
        actor=actor,
        at=at,
        unit=row.handler,
    )
    record(row, verb="申请延期", actor=actor, at=at, note=made.reason, after={"延到": wanted_on})
    text = f"{row.handler.name}申请把群众反映 {row.number} 延到{_day(wanted_on)}，请批"
    notify(people_of(row.unit, DECIDE, at), text=text, url=url_of(row), at=at)
    return made


def _day(day: dt.date) -> str:
    return f"{day.month}月{day.day}日"


@transaction.atomic
def decide_extension(row: Report, *, grants: bool, answer: str = "", actor: Actor, at: dt.datetime) -> None:
    """同意 or 不同意 the 延期 that waits: the deadline moves, and the sender is told to when and why. 不同意 needs a reason.

    Refuses who may not decide on this unit's reports or sits in the unit complained of, what ended meanwhile, and, as :class:`Stale`,
    what somebody decided meanwhile.
    """
    if not may(actor, DECIDE, row.unit) or (said := own_case(row, actor)):
        raise Refused("延期由分管领导批" if not may(actor, DECIDE, row.unit) else str(said))
    if not grants and not answer.strip():
        raise Refused("不同意要写明理由")
    asked = row.extensions.filter(state=ExtensionState.ASKED).first()
    if asked is None:
        raise Stale
    if not row.is_open:
        raise Refused(f"现在是“{row.get_state_display()}”，不用再批延期")
    hold(row)
    state = ExtensionState.GRANTED if grants else ExtensionState.DENIED
    rows = Extension.objects.filter(pk=asked.pk, state=ExtensionState.ASKED)
    if not rows.update(state=state, decided_by=actor.name[:40], decided_at=at, answer=answer.strip()[:300]):
        raise Stale
    if grants:
        row.due_on = asked.wanted_on
        Report.objects.filter(pk=row.pk).update(due_on=asked.wanted_on)
        add_step(
            row, "办理延期", text=f"期限延到{_day(asked.wanted_on)}，因为：{asked.reason}", actor=actor, at=at
        )
    else:
        add_step(row, "不同意延期", text=answer, is_public=False, actor=actor, at=at)
    verb = "同意延期" if grants else "不同意延期"
    record(row, verb=verb, actor=actor, at=at, note=answer.strip(), after={"期限": row.due_on})
    text = f"群众反映 {row.number} {'延到' + _day(row.due_on) if grants else '不能延期，请按期办结'}"
    notify({*handlers_of(row, at), *people_of(row.unit, MANAGE, at)}, text=text, url=url_of(row), at=at)


def reason_against_urging(row: Report, actor: Actor, today: dt.date) -> str | None:
    """Why this person cannot 催办 it now; None when they may."""
    if not (may(actor, MANAGE, row.unit) or may(actor, DECIDE, row.unit)):
        return "由受理单位催办"
    if reason := own_case(row, actor):
        return reason
    if row.state not in OF_HANDLER or row.handler_id == row.unit_id:
        return "不在承办单位手里，不用催办"
    return "今天已经催过了" if row.urged_on == today else None


@transaction.atomic
def urge_report(row: Report, *, actor: Actor, at: dt.datetime) -> None:
    """催办 by hand: the handling unit's people get a message, once a day at most."""
    if said := reason_against_urging(row, actor, at.date()):
        raise Refused(said)
    # Whoever presses second on the same day has urged nobody.
    free = Report.objects.filter(pk=row.pk, state=row.state).exclude(urged_on=at.date())
    if not free.update(urged_on=at.date()):
        raise Stale
    row.urged_on = at.date()
    add_step(row, "催办", is_public=False, actor=actor, at=at)
    record(row, verb="催办", actor=actor, at=at)
    days = (row.due_on - at.date()).days
    left = f"还有 {days} 天到期" if days >= 0 else f"已超期 {-days} 天"
    notify(handlers_of(row, at), text=f"催办：群众反映 {row.number} {left}，请抓紧", url=url_of(row), at=at)
