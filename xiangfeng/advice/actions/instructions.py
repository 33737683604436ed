"""批示: a leader writes one sentence anywhere, and it can become a task in the same press (A2.2a, A5.2b)."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import may
from xiangfeng.advice.models import Instruction, Proposal, ProposalState
from xiangfeng.advice.subjects import RIGHT, own_address, subject_of
from xiangfeng.base.errors import Refused, Stale
from xiangfeng.history.actions import record
from xiangfeng.notifications.actions import notify
from xiangfeng.orgs.models import Unit
from xiangfeng.orgs.queries import user_ids_with
from xiangfeng.tasks.actions import give_task
from xiangfeng.tasks.models import Origin, Task, TaskState
from xiangfeng.tasks.queries import tasks_from
from xiangfeng.workflow.flow import fire

LONGEST = 500


def url_of(instruction: Instruction) -> str:
    return f"/work/advice/instructions/{instruction.pk}/"


@transaction.atomic
def instruct(
    unit: Unit,
    *,
    text: str,
    subject_key: str = "",
    subject_text: str = "",
    subject_url: str = "",
    make_task: bool = False,
    lead: Unit | None = None,
    due_on: dt.date | None = None,
    title: str = "",
    actor: Actor,
    at: dt.datetime,
) -> Instruction:
    """Write a 批示 of ``unit``; with ``make_task`` it is at once a task of ``lead``, handed out.

    On a 建议单 that waits it is the move 批示. Refuses who may not direct there, a row out of reach, an empty sentence, a
    draft, and a task without lead unit or day. A leader who may not give tasks asks the 创建办 to do it. The 创建办 and,
    on a 建议单, its author are told.
    """
    said = _checked(unit, text, actor)
    subject = subject_of(subject_key, actor)
    row = Instruction.objects.create(
        unit=unit,
        leader_id=actor.user_id,
        leader_name=actor.name,
        leader_post=actor.post_for(RIGHT, unit.path),
        text=said,
        subject_key=subject_key,
        subject_text=subject_text.strip()[:120],
        subject_url=own_address(subject_url),
        wants_task=make_task,
        at=at,
    )
    record(
        row, verb="批示", actor=actor, at=at, note=said, after={"批示的事": row.subject_text or "（没有写）"}
    )
    if isinstance(subject, Proposal):
        _settle(subject, said, actor, at)
    _tell(row, subject, actor, at)
    if make_task and may(actor, "tasks.assign", unit):
        make_task_of(row, lead=lead, due_on=due_on, title=title, actor=actor, at=at)
    return row


def _checked(unit: Unit, text: str, actor: Actor) -> str:
    if not may(actor, RIGHT, unit):
        raise Refused(f"您不能在{unit.name}批示")
    said = text.strip()
    if not said:
        raise Refused("请写一句批示")
    if len(said) > LONGEST:
        raise Refused(f"批示太长，请写在{LONGEST}字以内")
    return said


def _settle(proposal: Proposal, said: str, actor: Actor, at: dt.datetime) -> None:
    """A 批示 on a 建议单 that waits is its move; on a later one it is one more word."""
    if proposal.state == ProposalState.DRAFT:
        raise Refused("这张建议单还没有报出来，报了再批示")
    if proposal.state in (ProposalState.DECLINED, ProposalState.FILED):
        raise Refused(f"这张建议单{proposal.get_state_display()}，不再批示")
    if proposal.state == ProposalState.SUBMITTED:
        fire(proposal, "instruct", actor=actor, at=at, note=said)


def _tell(row: Instruction, subject: object, actor: Actor, at: dt.datetime) -> None:
    who = set(user_ids_with("advice.handle", row.unit, on=at.date()))
    if isinstance(subject, Proposal) and subject.submitted_by_id is not None:
        who.add(subject.submitted_by_id)
    who.discard(actor.user_id or 0)
    about = f"（{row.subject_text}）" if row.subject_text else ""
    notify(who, text=f"{actor.name}批示：{row.text}{about}", url=url_of(row), at=at)


@transaction.atomic
def make_task_of(
    row: Instruction,
    *,
    lead: Unit | None,
    due_on: dt.date | None,
    title: str = "",
    actor: Actor,
    at: dt.datetime,
) -> Task:
    """Make the task a 批示 asks for, with its words as what is required.

    A 建议单 behind it is then 已转任务. Refuses a second task of the same 批示 unless the first was 撤销, and what giving a task refuses.
    """
    if lead is None:
        raise Refused("转任务要选牵头单位")
    if due_on is None:
        raise Refused("转任务要定期限")
    # This write makes a second one wait; what it then finds is what the first has made.
    Instruction.objects.filter(pk=row.pk).update(has_task=True, wants_task=True)
    if tasks_from(row.key).exclude(state=TaskState.CANCELLED).exists():
        raise Stale("这条批示已经转过任务了，请刷新后再看")
    row.has_task = row.wants_task = True
    task = give_task(
        row.unit,
        title=(title.strip() or row.subject_text or row.text)[:120],
        lead=lead,
        due_on=due_on,
        content=row.text,
        origin=Origin.INSTRUCTION,
        origin_text=f"{row.leader_name}批示：{row.text}",
        origin_url=url_of(row),
        origin_key=row.key,
        actor=actor,
        at=at,
    )
    label, _, pk = row.subject_key.partition(":")
    if label == "advice.proposal":
        proposal = Proposal.objects.select_related("unit").get(pk=int(pk))
        if proposal.state == ProposalState.INSTRUCTED:
            fire(proposal, "task", actor=actor, at=at)
    record(row, verb="转任务", actor=actor, at=at, after={"任务": task.number, "牵头": lead.name})
    return task
