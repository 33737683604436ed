"""What comes of a report besides its reply: 采纳 and the task behind it, a fault that has to be mended."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import may
from xiangfeng.base.errors import Refused
from xiangfeng.feedback.actions.moving import add_step, check_not_about, check_unnamed
from xiangfeng.feedback.actions.registering import url_of
from xiangfeng.feedback.flow import MANAGE, own_case
from xiangfeng.feedback.models import Adoption, Kind, Privacy, Report, ReportState
from xiangfeng.findings.actions import record_finding
from xiangfeng.findings.models import Finding, Source
from xiangfeng.history.actions import record
from xiangfeng.orgs.models import Unit
from xiangfeng.tasks.actions import give_task, refuse_second
from xiangfeng.tasks.models import Origin, Task
from xiangfeng.workflow.flow import hold

S = ReportState
DECIDABLE = (S.ACCEPTED, S.SENT, S.HANDLING, S.ANSWERED, S.REPLIED)
"""Taken up and not filed."""


def _check(row: Report, actor: Actor) -> None:
    if not may(actor, MANAGE, row.unit):
        raise Refused(f"这件由{row.unit.name}定")
    if reason := own_case(row, actor):
        raise Refused(reason)
    if row.state not in DECIDABLE:
        raise Refused(f"现在是“{row.get_state_display()}”，不能再定")


@transaction.atomic
def set_adoption(row: Report, *, adoption: str, reason: str, actor: Actor, at: dt.datetime) -> None:
    """Whether a suggestion is taken, and why (A4.3e); the sender reads it. Refuses what is no suggestion, an empty reason and one that
    names the sender, for it goes into the task."""
    _check(row, actor)
    if row.kind != Kind.SUGGESTION:
        raise Refused("只有建议才写采纳情况；这件如果是建议，请在受理时选“建议”")
    if not reason.strip():
        raise Refused("请写明理由")
    check_unnamed(row, reason, "理由")
    hold(row)
    before = row.get_adoption_display()
    row.adoption, row.adoption_reason = adoption, reason.strip()[:500]
    row.save(update_fields=["adoption", "adoption_reason"])
    word = row.get_adoption_display()
    record(row, verb="定采纳情况", actor=actor, at=at, note=row.adoption_reason, before=before, after=word)
    add_step(row, word, text=row.adoption_reason, actor=actor, at=at)


@transaction.atomic
def make_task(row: Report, *, title: str, lead: Unit, due_on: dt.date, actor: Actor, at: dt.datetime) -> Task:
    """立项交办 what was suggested; without it the suggestion is not filed. Refuses one that is not taken, has an open task, and what giving a task refuses."""
    _check(row, actor)
    if row.adoption not in (Adoption.ADOPTED, Adoption.PARTLY):
        raise Refused("先定采纳或部分采纳，再立项")
    check_not_about(row, lead)
    check_unnamed(row, title, "任务")
    hold(row)
    refuse_second(row.key)
    task = give_task(
        row.unit,
        title=title,
        lead=lead,
        due_on=due_on,
        content=row.adoption_reason,
        origin=Origin.PUBLIC,
        origin_text=f"群众建议 {row.number}",
        origin_url=url_of(row),
        origin_key=row.key,
        actor=actor,
        at=at,
    )
    record(row, verb="转任务", actor=actor, at=at, after={"任务": task.number, "牵头": lead.name})
    add_step(row, "已立项", text=f"交{lead.name}落实", actor=actor, at=at)
    return task


@transaction.atomic
def make_finding(row: Report, *, lead: Unit, text: str, actor: Actor, at: dt.datetime) -> Finding:
    """转整改: what was said is a fault; it goes into ledger 6 as from 群众, once for a report, and is mended like any other.

    ``text`` is what the responsible unit reads. Refuses a report not taken up, the unit complained of, to which a finding from 群众 would
    tell that it was, a text that names the sender, and what recording a finding refuses.
    """
    _check(row, actor)
    check_not_about(row, lead)
    check_unnamed(row, text, "问题")
    hold(row)
    is_known = Finding.objects.filter(origin_key=row.key).exists()
    finding = record_finding(
        row.unit,
        lead=lead,
        text=text,
        found_on=row.came_on,
        source=Source.PUBLIC,
        source_text=f"群众反映 {row.number}",
        source_url=url_of(row),
        origin_key=row.key,
        site=row.site,
        place=_place(row),
        norm=row.norm,
        found_by="群众",
        actor=actor,
        at=at,
    )
    if not is_known:
        record(row, verb="转整改", actor=actor, at=at, after={"检查发现": finding.number, "责任": lead.name})
        add_step(row, "转整改", text=f"由{lead.name}整改", actor=actor, at=at)
    return finding


def _place(row: Report) -> str:
    """Where it is; of a confidential one the village alone, for the rest (我家门口) may tell who said it."""
    village = row.village.name if row.village else ""
    return village if row.privacy == Privacy.CONFIDENTIAL else row.place or village
