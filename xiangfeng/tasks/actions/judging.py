"""催办, 核查, 销号, 退回, 延期 and skipping: what the unit that gave the work does while and after it is done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import may
from xiangfeng.base.errors import Refused, Stale
from xiangfeng.calendars.queries import calendar
from xiangfeng.documents.actions import next_number
from xiangfeng.duties.actions import refresh
from xiangfeng.history.actions import record
from xiangfeng.tasks.actions.giving import keep_lateness, tell_unit
from xiangfeng.tasks.lights import report_on
from xiangfeng.tasks.models import Extension, ExtensionState, Task, Urge
from xiangfeng.workflow.flow import fire, hold


@transaction.atomic
def close_task(task: Task, *, actor: Actor, at: dt.datetime, conclusion: str = "") -> None:
    """核查通过，销号. A task that was handed out from a duty's occurrence fulfils it now.

    Refused to who reported it finished, while subtasks or earlier stages are open, and to a unit that did not give it.
    """
    text = conclusion.strip() or "核查属实，同意销号"
    if len(text) > 300:
        raise Refused("核查结论太长，请写在300字以内")
    fire(
        task,
        "close",
        actor=actor,
        at=at,
        note=text,
        closed_on=at.date(),
        closed_by=actor.name[:40],
        conclusion=text,
    )
    if task.occurrence is not None:
        refresh(task.occurrence.unit, kinds=[task.occurrence.duty.kind], on=task.occurrence.start)
    tell_unit(task, task.lead, f"已销号：{task.title}", at=at)


@transaction.atomic
def return_task(task: Task, *, reason: str, actor: Actor, at: dt.datetime) -> None:
    """退回重办 with the reason; the deadline stays, so does lateness."""
    day = report_on(calendar(), task.frequency, at.date(), task.due_on)
    fire(
        task,
        "return",
        actor=actor,
        at=at,
        note=reason,
        submitted_on=None,
        submitted_by_id=None,
        report_on=day,
    )
    tell_unit(task, task.lead, f"退回重办：{task.title}。{reason.strip()}", at=at)


@transaction.atomic
def skip_stage(task: Task, *, reason: str, actor: Actor, at: dt.datetime) -> None:
    """Skip one stage of a 专项, with the reason (G4.1); what was late by then stays late."""
    keep_lateness(task, at=at)
    fire(task, "skip", actor=actor, at=at, note=reason)
    Task.objects.filter(pk=task.pk).update(conclusion=reason.strip()[:300])
    task.conclusion = reason.strip()[:300]
    tell_unit(task, task.lead, f"这个阶段不再办：{task.title}", at=at)


@transaction.atomic
def urge_task(task: Task, *, text: str, actor: Actor, at: dt.datetime) -> Urge:
    """催办: one message to the lead unit and a numbered 催办通知. Refuses what is not being worked on, and twice a day."""
    if not (may(actor, "tasks.urge", task) and may(actor, "tasks.urge", task.unit)):
        raise Refused(f"“{task.title}”由{task.unit.name}催办")
    if not task.is_at_work:
        raise Refused(f"“{task.title}”现在是“{task.get_state_display()}”，不用催办")
    if len(text.strip()) > 300:
        raise Refused("催办内容太长，请写在300字以内")
    hold(task)
    if task.urges.filter(at__date=at.date()).exists():
        raise Refused(f"“{task.title}”今天已经催过了")
    day = f"{task.due_on.month}月{task.due_on.day}日"
    usual = f"已过期限（{day}），请尽快办结。" if at.date() > task.due_on else f"请抓紧办理，{day}到期。"
    said = text.strip() or usual
    row = Urge.objects.create(
        task=task,
        number=next_number(task.unit, "催办", year=at.year),
        text=said,
        by=actor.name[:40],
        at=at,
    )
    record(task, verb="催办", actor=actor, at=at, note=said, data={"编号": row.number})
    tell_unit(task, task.lead, f"催办：{task.title}。{said}", at=at)
    return row


@transaction.atomic
def urge_tasks(tasks: Sequence[Task], *, text: str, actor: Actor, at: dt.datetime) -> tuple[int, list[str]]:
    """催办 several from the list; gives how many were urged and why the others were not."""
    done, reasons = 0, []
    for task in tasks:
        try:
            urge_task(task, text=text, actor=actor, at=at)
            done += 1
        except Refused as refusal:
            reasons.append(str(refusal))
    return done, reasons


@transaction.atomic
def decide_extension(row: Extension, *, grant: bool, actor: Actor, at: dt.datetime, answer: str = "") -> None:
    """A leader grants or refuses 延期. ``first_due_on`` keeps the first deadline; what was late by then stays late."""
    task = row.task
    if not may(actor, "tasks.decide", task.unit):
        raise Refused(f"延期要由{task.unit.name}的领导批")
    if row.asker_id is not None and row.asker_id == actor.user_id:
        raise Refused("延期是您自己申请的，请别的领导批")
    if not task.is_at_work:
        raise Refused("已经报完成或办结，不用再批延期")
    if not grant and not answer.strip():
        raise Refused("不同意延期要写明理由")
    if len(answer.strip()) > 300:
        raise Refused("批复太长，请写在300字以内")
    hold(task)
    state = ExtensionState.GRANTED if grant else ExtensionState.REFUSED
    said = {"state": state, "decided_by": actor.name[:40], "decided_at": at, "answer": answer.strip()}
    if not Extension.objects.filter(pk=row.pk, state=ExtensionState.ASKED).update(**said):
        raise Stale
    if grant:
        task.was_late = task.was_late or at.date() > task.due_on
        task.due_on = row.wanted_on
        task.report_on = report_on(calendar(), task.frequency, at.date(), task.due_on)
        # A new deadline is told of anew when it comes near.
        Task.objects.filter(pk=task.pk).update(
            due_on=task.due_on,
            was_late=task.was_late,
            report_on=task.report_on,
            told_soon_on=None,
            told_late_on=None,
        )
    verb = "同意延期" if grant else "不同意延期"
    record(task, verb=verb, actor=actor, at=at, note=answer.strip(), after={"期限": task.due_on})
    tell_unit(task, task.lead, f"{verb}：{task.title}，期限 {task.due_on.month}月{task.due_on.day}日", at=at)
