"""What becomes of findings: 转整改 with one notice a village, 并入, 只记不改, 撤销, and the ways back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.conf import settings
from django.db import transaction

from xiangfeng.access.actor import SYSTEM, Actor
from xiangfeng.access.scope import may
from xiangfeng.base.errors import Refused
from xiangfeng.calendars.queries import calendar
from xiangfeng.documents.actions import next_number
from xiangfeng.findings.models import Finding, FindingPhoto, FindingState, Notice, Source
from xiangfeng.history.actions import record
from xiangfeng.orgs.models import Unit
from xiangfeng.tasks.actions import add_kept, give_task
from xiangfeng.tasks.models import FileRole, Origin, Task, TaskKind
from xiangfeng.workflow.flow import fire, hold

ORIGINS = {
    Source.INSPECTION: Origin.INSPECTION,
    Source.SECRET: Origin.SECRET,
    Source.UPPER: Origin.UPPER,
    Source.PUBLIC: Origin.PUBLIC,
}


def url_of(finding: Finding) -> str:
    """The finding's own page."""
    return f"/work/findings/{finding.pk}/"


def due_from(day: dt.date) -> dt.date:
    """The deadline proposed for what is handed out on ``day``: RECTIFICATION_WORKDAYS working days on."""
    return calendar().after(day, settings.RECTIFICATION_WORKDAYS)


@transaction.atomic
def rectify_findings(
    findings: Sequence[Finding], *, due_on: dt.date, actor: Actor, at: dt.datetime, demand: str = ""
) -> list[Task]:
    """转整改: each finding becomes a 整改 task of its responsible unit with its site, place, norm and photos, and each unit gets one
    整改通知书 (`Notice`) that lists its own. All or none.

    Refuses none chosen, who may not give tasks there, what is not 待处理, and a deadline that has passed. A deadline too
    short waits for a leader, as with any task.
    """
    if not findings:
        raise Refused("请先选要转整改的发现")
    if len(demand.strip()) > 300:
        raise Refused("整改要求太长，请写在300字以内")
    notices: dict[tuple[int, int], Notice] = {}
    tasks = []
    for finding in sorted(findings, key=lambda one: (one.lead.path, one.found_on, one.pk)):
        unit = giver_of(finding, actor)
        key = (unit.pk, finding.lead_id)
        if key not in notices:
            notices[key] = _issue(unit, finding.lead, due_on, demand, actor, at)
        tasks.append(_rectify(finding, notices[key], actor, at))
    return tasks


def giver_of(finding: Finding, actor: Actor) -> Unit:
    """Who gives the task: the unit that found it, else – the county found it, the township sees to it – the one right above the
    responsible unit. Refuses who may give tasks in neither name."""
    for unit in (finding.unit, finding.lead.parent):
        if unit is not None and may(actor, "tasks.assign", unit):
            return unit
    raise Refused(f"您不能向{finding.lead.name}交办整改")


def _issue(unit: Unit, lead: Unit, due_on: dt.date, demand: str, actor: Actor, at: dt.datetime) -> Notice:
    row = Notice.objects.create(
        unit=unit,
        lead=lead,
        number=next_number(unit, "整改通知", year=at.year),
        due_on=due_on,
        demand=demand.strip(),
        issued_by=actor.name[:40],
        issued_at=at,
    )
    record(row, verb="签发整改通知书", actor=actor, at=at, after={"责任单位": lead.name, "时限": due_on})
    return row


def _rectify(finding: Finding, notice: Notice, actor: Actor, at: dt.datetime) -> Task:
    where = f"{finding.where}：" if finding.where else ""
    places = f"（{finding.count}处）" if finding.count > 1 else ""
    task = give_task(
        notice.unit,
        title=finding.text[:120],
        content=f"{where}{finding.text}{places}\n{notice.demand}".strip(),
        lead=finding.lead,
        due_on=notice.due_on,
        kind=TaskKind.RECTIFICATION,
        origin=ORIGINS[Source(finding.source)],
        origin_text=finding.source_text,
        origin_url=url_of(finding),
        origin_key=finding.key,
        basis=f"整改通知书 {notice.number}",
        owner=finding.site.keeper if finding.site else "",
        site=finding.site,
        place=finding.place,
        norm=finding.norm,
        found_on=finding.found_on,
        actor=actor,
        at=at,
    )
    fire(finding, "rectify", actor=actor, at=at, task_id=task.pk, notice_id=notice.pk)
    finding.task, finding.notice = task, notice
    Finding.objects.filter(same_as=finding, state=FindingState.LINKED).update(task=task)
    photos = FindingPhoto.objects.filter(finding=finding).select_related("attachment").order_by("id")
    add_kept(task, [one.attachment for one in photos], role=FileRole.BEFORE, actor=actor, at=at)
    return task


@transaction.atomic
def link_finding(finding: Finding, earlier: Finding, *, actor: Actor, at: dt.datetime) -> None:
    """并入: both are the same fault, whose 整改 is the earlier one's; deductions and photos stay with each.

    Refuses another responsible unit, itself, and an earlier one that nobody is to mend. What was 并入 this one goes along.
    """
    root = earlier.same_as if earlier.state == FindingState.LINKED and earlier.same_as else earlier
    if root.pk == finding.pk:
        raise Refused("不能并入它自己")
    if root.lead_id != finding.lead_id:
        raise Refused("责任单位不同，不能并入")
    if root.state not in (FindingState.RECORDED, FindingState.ASSIGNED):
        raise Refused(f"{root.number} 现在是“{root.get_state_display()}”，不能并入")
    hold(root)
    fire(
        finding,
        "link",
        actor=actor,
        at=at,
        note=f"并入 {root.number}",
        same_as_id=root.pk,
        task_id=root.task_id,
    )
    finding.same_as, finding.task = root, root.task
    along = Finding.objects.filter(same_as=finding, state=FindingState.LINKED)
    along.update(same_as=root, task=root.task)


@transaction.atomic
def unlink_finding(finding: Finding, *, actor: Actor, at: dt.datetime) -> None:
    """解除并入: it is another fault after all and waits to be dealt with."""
    fire(finding, "unlink", actor=actor, at=at, same_as_id=None, task_id=None)
    finding.same_as = finding.task = None


@transaction.atomic
def note_finding(finding: Finding, *, reason: str, actor: Actor, at: dt.datetime) -> None:
    """只记不改: it counts, but nobody has to mend it. What was 并入 it is dealt with on its own."""
    _check_reason(reason)
    fire(finding, "note", actor=actor, at=at, note=reason, reason=reason.strip())
    _step_in(finding, at)


@transaction.atomic
def note_findings(
    findings: Sequence[Finding], *, reason: str, actor: Actor, at: dt.datetime
) -> tuple[int, list[str]]:
    """只记不改 for several with one reason; gives how many, and why the others were not."""
    done, reasons = 0, []
    for finding in findings:
        try:
            note_finding(finding, reason=reason, actor=actor, at=at)
            done += 1
        except Refused as refusal:
            reasons.append(f"{finding.number}：{refusal}")
    return done, reasons


@transaction.atomic
def reopen_finding(finding: Finding, *, actor: Actor, at: dt.datetime) -> None:
    """重新处理: after 只记不改, or after its 整改 was 撤销."""
    fire(finding, "reopen", actor=actor, at=at, reason="", task_id=None, notice_id=None)
    finding.task = finding.notice = None
    Finding.objects.filter(same_as=finding, state=FindingState.LINKED).update(task=None)


@transaction.atomic
def void_finding(
    finding: Finding, *, reason: str, actor: Actor, at: dt.datetime, right: str = "findings.record"
) -> None:
    """撤销: it was no fault; it counts no longer, the row stays.

    By ``right="inspections.inspect"`` the inspectors take back what they handed in themselves: its ``origin_key`` becomes free, so
    that handing in anew writes it anew, while what the office struck out does not come again (and stays as it is here).
    What was 并入 it steps into its place. Refuses what is being mended.
    """
    _check_reason(reason)
    said = reason.strip()
    if right == "inspections.inspect":
        if finding.state == FindingState.VOID:
            return
        if finding.state == FindingState.ASSIGNED and finding.task is not None:
            raise Refused(f"{finding.number} 已转整改 {finding.task.number}，请创建办先撤销整改")
        fire(finding, "withdraw", actor=actor, at=at, note=said, reason=said, origin_key="")
    else:
        fire(finding, "void", actor=actor, at=at, note=said, reason=said)
    _step_in(finding, at)


def _check_reason(reason: str) -> None:
    if len(reason.strip()) > 300:
        raise Refused("理由太长，请写在300字以内")


def _step_in(finding: Finding, at: dt.datetime) -> None:
    """The first of those 并入 ``finding`` takes its place and waits to be dealt with; the others are 并入 that one."""
    rows = list(Finding.objects.filter(same_as=finding, state=FindingState.LINKED).order_by("found_on", "id"))
    if not rows:
        return
    first, *others = rows
    note = f"{finding.number} 已{finding.get_state_display()}，这一条接着处理"
    fire(first, "unlink", actor=SYSTEM, at=at, note=note, same_as_id=None, task_id=None)
    Finding.objects.filter(pk__in=[one.pk for one in others]).update(same_as=first, task=None)
