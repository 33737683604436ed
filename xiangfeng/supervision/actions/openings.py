"""开箱: two people count, every slip is entered as a 群众反映; corrections keep the old record (A4.3b)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Max

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import may
from xiangfeng.attachments.actions import Upload
from xiangfeng.base.errors import Refused, Stale
from xiangfeng.duties.actions import refresh
from xiangfeng.duties.models import DutyKind
from xiangfeng.feedback.actions import Registered, Sender, register_report
from xiangfeng.feedback.actions.moving import prepare_photos
from xiangfeng.feedback.models import Category, Channel, Privacy
from xiangfeng.history.actions import in_words, record
from xiangfeng.orgs.models import Unit
from xiangfeng.supervision.actions.boxes import due_after
from xiangfeng.supervision.flow import MANAGE
from xiangfeng.supervision.models import Box, Opening

FRESH = dt.timedelta(days=3)
"""An opening further back than this is 补录 and needs a reason; a weekend may lie between."""
MOST = 999
"""Slips out of one box; more is a slip of the pen."""


def url_of(row: Opening) -> str:
    return f"/work/supervision/openings/{row.pk}/"


@transaction.atomic
def record_opening(
    box: Box,
    *,
    on: dt.date,
    opener1: str,
    opener2: str,
    counted: int,
    late_reason: str = "",
    actor: Actor,
    at: dt.datetime,
) -> Opening:
    """Write down that two people opened the box and counted ``counted`` slips; 0 is an empty box and complete at once.

    Refuses one person alone or the same twice, a day to come or outside the time the box hung there, a second opening of the day, and a
    day more than three days back without a reason.
    """
    if not may(actor, MANAGE, box):
        raise Refused("这个意见箱不归您管")
    fields = _checked(box, on, opener1, opener2, counted)
    reason = late_reason.strip()[:200]
    if on > at.date():
        raise Refused("开箱日期还没有到")
    if at.date() - on > FRESH and not reason:
        raise Refused("过了三天才记的，请写明补录理由")
    row = _write(box, {**fields, "late_reason": reason}, actor, at)
    row.origin_key = f"supervision.opening:{row.pk}"
    Opening.objects.filter(pk=row.pk).update(origin_key=row.origin_key)
    record(row, verb="记开箱", actor=actor, at=at, note=reason, after=in_words(Opening, fields))
    _look_again(box, on)
    return row


def enter_item(
    row: Opening,
    *,
    text: str,
    form_key: str,
    category: Category | None = None,
    about: Unit | None = None,
    privacy: str = Privacy.ANONYMOUS,
    sender: Sender = Sender(),  # noqa: B008 - frozen
    photos: Iterable[Upload] = (),
    actor: Actor,
    at: dt.datetime,
) -> Registered:
    """Enter one slip as a 群众反映 by 意见箱, received on the day of the opening. The same form sent twice is entered once.

    Refuses more than were counted, a corrected record, and what `register_report` refuses. :class:`Stale` when somebody else entered
    the last one meanwhile.
    """
    _check_right(row, actor)
    ready = prepare_photos(photos)
    with transaction.atomic():
        found = register_report(
            row.box.unit,
            text=text,
            channel=Channel.BOX,
            privacy=privacy,
            sender=sender,
            category=category,
            norm=category.norm if category else None,
            about=about,
            photos=ready,
            came_on=row.on,
            form_key=f"supervision.item:{form_key}",
            origin_key=row.origin_key,
            registrar=actor.name,
            actor=actor,
            at=at,
        )
        if found.is_new:
            _count_in(row, found.report.number, actor, at)
    return found


def _count_in(row: Opening, number: str, actor: Actor, at: dt.datetime) -> None:
    if row.entered >= row.counted:
        raise Refused(f"清点 {row.counted} 件，已经录满；件数点错了请先更正开箱记录")
    rows = Opening.objects.filter(pk=row.pk, entered=row.entered, numbers=row.numbers, void_reason="")
    numbers = f"{row.numbers}、{number}" if row.numbers else number
    if not rows.update(entered=F("entered") + 1, numbers=numbers, gap_note=""):
        raise Stale("这次开箱刚有别人录了一件，请刷新后再录")
    row.entered, row.numbers, row.gap_note = row.entered + 1, numbers, ""
    record(row, verb="录入一件", actor=actor, at=at, after={"编号": number})
    _settle(row)


@transaction.atomic
def explain_gap(row: Opening, *, note: str, actor: Actor, at: dt.datetime) -> None:
    """Say why fewer are entered than were counted (广告, 空白纸): the opening is complete with it. Refuses an empty text and an opening
    that has nothing to explain."""
    _check_right(row, actor)
    if row.entered == row.counted:
        raise Refused("已经录齐，不用说明")
    if not note.strip():
        raise Refused("请写明没有录的是什么")
    if not Opening.objects.filter(pk=row.pk, entered=row.entered, void_reason="").update(
        gap_note=note.strip()[:200]
    ):
        raise Stale
    row.gap_note = note.strip()[:200]
    record(row, verb="说明件数不符", actor=actor, at=at, note=row.gap_note)
    _settle(row)


@transaction.atomic
def correct_opening(
    row: Opening,
    *,
    on: dt.date,
    opener1: str,
    opener2: str,
    counted: int,
    reason: str,
    actor: Actor,
    at: dt.datetime,
) -> Opening:
    """A new record in the place of ``row``, which stays with its figures and the reason. What was entered goes with the new one.

    Refuses no reason, nothing changed, fewer than are entered already, and what :func:`record_opening` refuses, but for the three days.
    """
    _check_right(row, actor)
    if not reason.strip():
        raise Refused("请写更正理由")
    if on > at.date():
        raise Refused("开箱日期还没有到")
    fields = _checked(row.box, on, opener1, opener2, counted)
    if all(getattr(row, name) == value for name, value in fields.items()):
        raise Refused("没有要更正的")
    if counted < row.entered:
        raise Refused(f"已经录了 {row.entered} 件，件数不能更少")
    if not Opening.objects.filter(pk=row.pk, entered=row.entered, void_reason="").update(
        void_reason=reason.strip()[:200]
    ):
        raise Stale
    row.void_reason = reason.strip()[:200]
    kept = {name: getattr(row, name) for name in ("entered", "numbers", "late_reason", "origin_key")}
    gap = row.gap_note if counted == row.counted else ""
    made = _write(row.box, {**fields, **kept, "gap_note": gap, "corrects": row}, actor, at)
    before = {name: getattr(row, name) for name in fields}
    record(row, verb="更正开箱记录", actor=actor, at=at, note=row.void_reason, before=in_words(Opening, before), after=in_words(Opening, fields))  # fmt: skip
    record(made, verb="更正开箱记录", actor=actor, at=at, note=row.void_reason, before=in_words(Opening, before), after=in_words(Opening, fields))  # fmt: skip
    _look_again(row.box, row.on, on)
    return made


def _check_right(row: Opening, actor: Actor) -> None:
    if not may(actor, MANAGE, row):
        raise Refused("这次开箱不归您管")
    if row.is_void:
        raise Refused("这条已经更正过，请在更正后的那一条上办")


def _checked(box: Box, on: dt.date, opener1: str, opener2: str, counted: int) -> dict[str, Any]:
    one, two = opener1.strip()[:40], opener2.strip()[:40]
    if not one or not two:
        raise Refused("开箱要两个人在场，请写两个人的姓名")
    if "".join(one.split()) == "".join(two.split()):
        raise Refused("两个开箱人是同一个人，开箱要两个人在场")
    if not 0 <= counted <= MOST:
        raise Refused(f"件数应是 0 到 {MOST} 的数")
    if on < box.since:
        raise Refused(f"这个意见箱 {box.since:%Y-%m-%d} 才设")
    if box.retired_on and on > box.retired_on:
        raise Refused(f"这个意见箱 {box.retired_on:%Y-%m-%d} 已经撤了")
    return {"on": on, "opener1": one, "opener2": two, "counted": counted}


def _write(box: Box, fields: dict[str, Any], actor: Actor, at: dt.datetime) -> Opening:
    try:
        with transaction.atomic():
            return Opening.objects.create(box=box, recorder=actor.name, recorded_at=at, **fields)
    except IntegrityError:
        day = f"{fields['on']:%Y-%m-%d}"
        raise Refused(f"意见箱 {box.number} 号 {day} 的开箱已经记过了，要改请用更正") from None


def _look_again(box: Box, *days: dt.date) -> None:
    """The box's latest opening and its next day, and the weeks concerned."""
    latest = box.openings.filter(void_reason="").aggregate(day=Max("on"))["day"]
    box.opened_on, box.due_on = latest, due_after(latest or box.since)
    Box.objects.filter(pk=box.pk).update(opened_on=box.opened_on, due_on=box.due_on)
    for day in sorted(set(days)):
        refresh(box.unit, kinds=[DutyKind.BOX], on=day)


def _settle(row: Opening) -> None:
    if row.is_complete:
        refresh(row.box.unit, kinds=[DutyKind.BOX], on=row.on)
