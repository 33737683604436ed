"""指导、调研记录: write down, correct while young, add the result, take out of account, hand on as a task (A5.2a, A5.3a)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import may
from xiangfeng.advice.models import Guidance, GuidanceFile
from xiangfeng.attachments.actions import Upload, store_file
from xiangfeng.base.errors import Refused, Stale
from xiangfeng.documents.actions import next_number
from xiangfeng.history.actions import in_words, record
from xiangfeng.notifications.actions import notify
from xiangfeng.orgs.models import Unit
from xiangfeng.orgs.queries import user_ids_by_unit
from xiangfeng.tasks.actions import give_task, refuse_second
from xiangfeng.tasks.models import Origin, Task
from xiangfeng.workflow.flow import rewrite

SUBMIT = "advice.submit"
YOUNG = dt.timedelta(days=30)
"""So long after it was written down a record may be corrected; later only its result is added."""
FRESH = dt.timedelta(days=31)
"""A day further back than this needs a reason."""
TEXTS = ("kind", "title", "people", "seen", "advised", "result", "late_reason")


def url_of(row: Guidance) -> str:
    return f"/work/advice/guidance/{row.pk}/"


def is_young(row: Guidance, at: dt.datetime) -> bool:
    """Whether it may still be corrected."""
    return not row.is_void and at - row.recorded_at <= YOUNG


@transaction.atomic
def add_guidance(
    unit: Unit,
    *,
    subject: Unit,
    held_on: dt.date,
    uploads: Sequence[Upload] = (),
    actor: Actor,
    at: dt.datetime,
    **texts: str,
) -> Guidance:
    """Write down a 指导 or 调研, numbered; the unit it is about is told. ``texts``: kind, title, people, seen, advised, result,
    late_reason.

    Refuses who may not write for ``unit``, a subject outside it, missing 事项, 参加人 or 情况, a day that has not come, a day more
    than a month back without a reason, and what `store_file` refuses.
    """
    if not may(actor, SUBMIT, unit):
        raise Refused(f"您不能替{unit.name}记指导调研")
    if not subject.path.startswith(unit.path):
        raise Refused(f"“{subject.name}”不归{unit.name}管，不能列为对象单位")
    fields = _checked(texts, held_on, at.date())
    row = Guidance.objects.create(
        unit=unit,
        subject=subject,
        number=next_number(unit, "指导", year=held_on.year),
        held_on=held_on,
        recorder=actor.name,
        recorded_at=at,
        **fields,
    )
    _keep(row, uploads, actor, at)
    record(row, verb="记指导调研", actor=actor, at=at, note=row.late_reason, after={"对象": subject.name})
    told = set(user_ids_by_unit("advice.view_own", [subject], on=at.date())[subject.pk]) - {actor.user_id}
    notify(told, text=f"{unit.name}{row.get_kind_display()}记录：{row.title}", url=url_of(row), at=at)
    return row


@transaction.atomic
def edit_guidance(
    row: Guidance,
    *,
    revision: int,
    held_on: dt.date,
    uploads: Sequence[Upload] = (),
    actor: Actor,
    at: dt.datetime,
    **texts: str,
) -> Guidance:
    """Correct a record of the last thirty days, or add files to it; what stood before is in the history.

    Refuses an older or void one, and what :func:`add_guidance` refuses; :class:`Stale` when somebody else changed it since.
    """
    _check_right(row, actor)
    if not is_young(row, at):
        raise Refused("记下超过30天的不能改了，只能补记落实结果；记错了可以作废重记")
    fields = _checked(texts, held_on, row.recorded_at.date()) | {"held_on": held_on}
    before = {name: getattr(row, name) for name in fields}
    _change(row, revision, fields)
    _keep(row, uploads, actor, at)
    changed = [name for name, value in fields.items() if before[name] != value]
    record(
        row,
        verb="修改指导调研",
        actor=actor,
        at=at,
        before=in_words(Guidance, {name: before[name] for name in changed}),
        after=in_words(Guidance, {name: fields[name] for name in changed}),
    )
    return row


@transaction.atomic
def note_result(row: Guidance, *, revision: int, result: str, actor: Actor, at: dt.datetime) -> Guidance:
    """Say what came of it, however long after. Refuses an empty text and a void record; :class:`Stale` as above."""
    _check_right(row, actor)
    if not result.strip():
        raise Refused("请写落实结果")
    before = row.result
    _change(row, revision, {"result": result.strip()})
    record(
        row,
        verb="记落实结果",
        actor=actor,
        at=at,
        before={"落实结果": before},
        after={"落实结果": row.result},
    )
    return row


@transaction.atomic
def void_guidance(row: Guidance, *, reason: str, actor: Actor, at: dt.datetime) -> Guidance:
    """Take it out of account, with the reason; it stays readable above, the unit it is about no longer sees it."""
    _check_right(row, actor)
    if not reason.strip():
        raise Refused("作废要写明理由")
    if not Guidance.objects.filter(pk=row.pk, void_reason="").update(void_reason=reason.strip()):
        raise Stale
    row.void_reason = reason.strip()
    record(row, verb="作废指导调研", actor=actor, at=at, note=row.void_reason)
    return row


@transaction.atomic
def make_task_of_guidance(
    row: Guidance, *, title: str, due_on: dt.date, lead: Unit, actor: Actor, at: dt.datetime
) -> Task:
    """Hand what was advised on as a task. Refuses a void record, one with an open task, and what giving a task refuses."""
    # Writes nothing new: who comes second waits here, and then finds the first one's task.
    if not Guidance.objects.filter(pk=row.pk, void_reason="").update(void_reason=""):
        raise Refused("这条记录已作废，不能转任务")
    refuse_second(row.key)
    task = give_task(
        row.unit,
        title=title,
        lead=lead,
        due_on=due_on,
        content=row.advised or row.seen,
        origin=Origin.OWN,
        origin_text=str(row)[:120],
        origin_url=url_of(row),
        origin_key=row.key,
        actor=actor,
        at=at,
    )
    record(row, verb="转任务", actor=actor, at=at, after={"任务": task.number, "牵头": lead.name})
    return task


def _check_right(row: Guidance, actor: Actor) -> None:
    if not may(actor, SUBMIT, row.unit):
        raise Refused(f"这是{row.unit.name}的记录，您不能改")
    if row.is_void:
        raise Refused("这条记录已作废，不能再改")


def _checked(texts: dict[str, str], held_on: dt.date, today: dt.date) -> dict[str, Any]:
    fields = {name: texts.get(name, "").strip() for name in TEXTS}
    for name, word in (("title", "是什么事"), ("people", "谁去的"), ("seen", "了解到的情况")):
        if not fields[name]:
            raise Refused(f"请写{word}")
    if held_on > today:
        raise Refused("日期还没有到，去过以后再记")
    if today - held_on > FRESH and not fields["late_reason"]:
        raise Refused("过去一个多月的，请写明补录理由")
    return fields


def _change(row: Guidance, revision: int, fields: dict[str, Any]) -> None:
    rewrite(row, fields, revision=revision, says="这条记录刚被别人改过，请刷新后再改", void_reason="")


def _keep(row: Guidance, uploads: Sequence[Upload], actor: Actor, at: dt.datetime) -> None:
    for one in uploads:
        kept = store_file(one, unit=row.subject, actor=actor, at=at, purpose="指导调研")
        GuidanceFile.objects.get_or_create(guidance=row, attachment=kept)
