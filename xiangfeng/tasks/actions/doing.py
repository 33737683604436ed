"""签收, 进展反馈, 报完成, and asking for 延期: what the lead and the helping units do – or the office for them (代录)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.timezone import localtime

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import may
from xiangfeng.attachments.actions import Upload, store_file
from xiangfeng.attachments.models import Attachment
from xiangfeng.base.errors import Refused, Stale
from xiangfeng.calendars.queries import calendar
from xiangfeng.history.actions import record
from xiangfeng.notifications.actions import notify
from xiangfeng.orgs.models import Unit
from xiangfeng.tasks.actions.giving import tell_giver, url_of
from xiangfeng.tasks.lights import report_on
from xiangfeng.tasks.models import Extension, Feedback, FileRole, Task, TaskFile, TaskKind
from xiangfeng.tasks.queries.people import own_user_ids
from xiangfeng.workflow.flow import fire, hold

LONGEST_TEXT = 500


def is_on_behalf(unit: Unit, actor: Actor) -> bool:
    """Whether the actor has no post in ``unit`` itself: what they enter for it is recorded as 代录."""
    return not actor.is_system and all(grant.unit_id != unit.pk for grant in actor.grants)


def _said(task: Task, actor: Actor, text: str = "") -> str:
    return f"（代{task.lead.name}录入）{text}" if is_on_behalf(task.lead, actor) else text


@transaction.atomic
def accept_task(task: Task, *, actor: Actor, at: dt.datetime) -> None:
    """签收: the lead unit has taken notice; the clock of its 汇报频次 starts."""
    day = report_on(calendar(), task.frequency, at.date(), task.due_on)
    fire(task, "accept", actor=actor, at=at, note=_said(task, actor), accepted_at=at, report_on=day)


@transaction.atomic
def submit_task(
    task: Task, *, text: str, actor: Actor, at: dt.datetime, uploads: Sequence[Upload] = ()
) -> None:
    """报完成 with a sentence on what was done; 整改 needs one photo of the state after it (§0.2), all others may add files.

    Whether it is late is told by today, and once late stays late.
    """
    if not text.strip():
        raise Refused("报完成要写一句做了什么")
    role = FileRole.AFTER if task.kind == TaskKind.RECTIFICATION else FileRole.OTHER
    kept = add_files(task, uploads, role=role, actor=actor, at=at)
    if role == FileRole.AFTER and kept and not any(one.is_image for one in kept):
        raise Refused("整改要传照片，您选的不是图片")
    fire(
        task,
        "submit",
        actor=actor,
        at=at,
        note=_said(task, actor, text.strip()),
        measures=text.strip(),
        submitted_on=at.date(),
        submitted_by_id=actor.user_id,
        was_late=task.was_late or at.date() > task.due_on,
        report_on=None,
    )
    tell_giver(task, f"{task.lead.name}报完成，等核查：{task.title}", at=at)


@transaction.atomic
def recall_task(task: Task, *, actor: Actor, at: dt.datetime) -> None:
    """撤回报完成 before anybody has judged it."""
    fire(task, "recall", actor=actor, at=at, note=_said(task, actor), submitted_on=None, submitted_by_id=None)


def add_files(
    task: Task, uploads: Sequence[Upload], *, role: str, actor: Actor, at: dt.datetime
) -> list[Attachment]:
    """Keep files with the task, as proof of its lead unit; the same file twice is one. The caller has checked the right."""
    kept = [store_file(one, unit=task.lead, actor=actor, at=at, purpose="任务佐证") for one in uploads]
    add_kept(task, kept, role=role, actor=actor, at=at)
    return kept


def add_kept(task: Task, kept: Iterable[Attachment], *, role: str, actor: Actor, at: dt.datetime) -> None:
    """Files that are kept already go with the task, too, as the photos of a finding do. The caller has checked the right."""
    for attachment in kept:
        TaskFile.objects.get_or_create(
            task=task,
            attachment=attachment,
            role=role,
            defaults={"added_by": actor.name[:40], "added_at": at},
        )


def reporting_unit(task: Task, actor: Actor) -> Unit | None:
    """For which unit the actor may report: the helping unit they sit in, else the lead unit; None for neither."""
    for helper in task.helpers.all():
        if may(actor, "tasks.handle", helper) and not is_on_behalf(helper, actor):
            return helper
    return task.lead if may(actor, "tasks.handle", task) else None


@transaction.atomic
def report_progress(
    task: Task,
    *,
    text: str,
    actor: Actor,
    at: dt.datetime,
    percent: int | None = None,
    uploads: Sequence[Upload] = (),
) -> Feedback:
    """进展反馈 by the lead or a helping unit while the work goes on; the next one is then due by the 汇报频次."""
    unit = reporting_unit(task, actor)
    if unit is None:
        raise Refused("只有牵头单位和协办单位能反馈进展")
    if task.state != "accepted":
        raise Refused("签收之后、报完成之前才能反馈进展")
    if not text.strip():
        raise Refused("请写一句现在办到哪一步")
    if len(text.strip()) > LONGEST_TEXT:
        raise Refused(f"进展太长，请写在{LONGEST_TEXT}字以内")
    hold(task)
    add_files(task, uploads, role=FileRole.OTHER, actor=actor, at=at)
    on_behalf = is_on_behalf(unit, actor)
    row = Feedback.objects.create(
        task=task, unit=unit, text=text.strip(), percent=percent, by=actor.name[:40], is_on_behalf=on_behalf, at=at
    )  # fmt: skip
    if unit.pk == task.lead_id:
        task.report_on = report_on(calendar(), task.frequency, at.date(), task.due_on)
        Task.objects.filter(pk=task.pk).update(report_on=task.report_on)
    note = f"（代{unit.name}录入）{row.text}" if on_behalf else row.text
    record(task, verb="反馈进展", actor=actor, at=at, note=note, data={"百分比": percent, "单位": unit.name})
    return row


@transaction.atomic
def ask_extension(task: Task, *, wanted_on: dt.date, reason: str, actor: Actor, at: dt.datetime) -> Extension:
    """延期, once in a task's life, with a reason; a leader decides it. Asking late does not undo the lateness.

    Refuses a second asking, a day that is not after the deadline, and – by ``EXTENSION_AT_MOST_ORIGINAL`` – more days than
    the task had from the start.
    """
    if not may(actor, "tasks.handle", task):
        raise Refused("只有牵头单位能申请延期")
    if not task.is_at_work:
        raise Refused("签收、办理期间才能申请延期")
    if Extension.objects.filter(task=task).exists():
        raise Refused("只能延期一次")
    _check_wanted(task, wanted_on, reason)
    hold(task)
    try:
        with transaction.atomic():
            row = Extension.objects.create(
                task=task,
                reason=_said(task, actor, reason.strip()),
                wanted_on=wanted_on,
                is_after_due=at.date() > task.due_on,
                asked_by=actor.name[:40],
                asker_id=actor.user_id,
                asked_at=at,
            )
    except IntegrityError as error:
        raise Stale from error
    record(task, verb="申请延期", actor=actor, at=at, note=row.reason, after={"延到": wanted_on})
    users = own_user_ids([task.unit_id], "tasks.decide", on=at.date())[task.unit_id]
    notify(users, text=f"{task.lead.name}申请延期，等您批：{task.title}", url=url_of(task), at=at)
    return row


def _check_wanted(task: Task, wanted_on: dt.date, reason: str) -> None:
    if not reason.strip():
        raise Refused("申请延期要写明理由")
    if len(reason.strip()) > 250:
        raise Refused("理由太长，请写在250字以内")
    if wanted_on <= task.due_on:
        raise Refused("延到的日子要晚于现在的期限")
    began = localtime(task.assigned_at or task.created_at).date()
    latest = task.due_on + (task.due_on - began)
    if settings.EXTENSION_AT_MOST_ORIGINAL and wanted_on > latest:
        raise Refused(f"延期不能超过原来的时限，最晚延到 {latest.month}月{latest.day}日")
    if task.parent_id and task.parent is not None and wanted_on > task.parent.due_on:
        raise Refused(f"不能晚于上级任务的期限 {task.parent.due_on.month}月{task.parent.due_on.day}日")
