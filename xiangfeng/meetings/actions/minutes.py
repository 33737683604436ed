"""What the meeting heard and decided: reports, the three parts, 纪要, and resolutions that become tasks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import F
from django.urls import reverse

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import may
from xiangfeng.base.errors import Refused, Stale
from xiangfeng.base.numbering import document_number
from xiangfeng.documents.actions import next_serial, short_name
from xiangfeng.duties.actions import refresh
from xiangfeng.history.actions import record
from xiangfeng.meetings.actions.attendance import may_answer
from xiangfeng.meetings.actions.meetings import check_open, claim
from xiangfeng.meetings.models import Attendance, Meeting, MeetingState, Report, Resolution
from xiangfeng.meetings.papers import minutes_paper
from xiangfeng.meetings.queries import audience_of, load_meeting, previous_resolutions
from xiangfeng.notifications.actions import notify
from xiangfeng.orgs.models import Unit
from xiangfeng.tasks.actions import give_task
from xiangfeng.tasks.models import Origin, Task, TaskState
from xiangfeng.web.papers import keep_paper
from xiangfeng.workflow.flow import fire, hold


@dataclass(frozen=True, slots=True)
class Decision:
    """One resolution as it was typed; ``pk`` is 0 for a new one."""

    pk: int
    text: str
    lead: Unit
    due_on: dt.date


@transaction.atomic
def hold_meeting(meeting: Meeting, *, actor: Actor, at: dt.datetime) -> None:
    """The meeting took place and who came is settled. Refuses one that has not begun yet."""
    if at.replace(tzinfo=None) < meeting.starts_at:
        when = f"{meeting.day.month}月{meeting.day.day}日 {meeting.starts:%H:%M}"
        raise Refused(f"会议{when}才开始，开完再登记；提前开了的，先在“基本情况”里改开始时间")
    fire(meeting, "hold", actor=actor, at=at)


@transaction.atomic
def write_minutes(
    meeting: Meeting, *, version: int, began: dt.time | None, ended: dt.time | None, summary: str,
    decisions: str, measures: str, actor: Actor, at: dt.datetime,
) -> Meeting:  # fmt: skip
    """Keep the three parts and the real times. Refuses an end that is not after the beginning."""
    check_open(meeting, actor)
    if (began is None) != (ended is None):
        raise Refused("起止时间要么都填，要么都不填")
    if began and ended and ended <= began:
        raise Refused("结束时间应晚于开始时间")
    claim(meeting, version)
    meeting.began, meeting.ended = began, ended
    meeting.summary, meeting.decisions, meeting.measures = (
        summary.strip(),
        decisions.strip(),
        measures.strip(),
    )
    meeting.save(update_fields=["began", "ended", "summary", "decisions", "measures"])
    record(meeting, verb="写纪要", actor=actor, at=at)
    return meeting


@transaction.atomic
def hand_in_report(
    attendance: Attendance, *, progress: str, problems: str, plans: str, version: int, actor: Actor, at: dt.datetime
) -> Report:  # fmt: skip
    """部门汇报 as 进展, 问题 and 打算 (G2.3), by the unit itself or the office, until the minutes are issued.

    Refuses an empty 进展, and :class:`Stale` when somebody of the unit has saved since ``version`` (0: none yet).
    """
    meeting = attendance.meeting
    if not may_answer(attendance, actor):
        raise Refused("您不能替这个单位汇报")
    if not meeting.is_open:
        raise Refused(f"会议现在是“{meeting.get_state_display()}”，汇报不能再改")
    if not progress.strip():
        raise Refused("请写进展")
    values = {
        "progress": progress.strip(), "problems": problems.strip(), "plans": plans.strip(),
        "by_name": actor.name, "at": at,
    }  # fmt: skip
    known = Report.objects.filter(meeting=meeting, unit=attendance.unit)
    if version:
        if not known.filter(version=version).update(version=F("version") + 1, **values):
            raise Stale("您打开之后，本单位有人改过汇报，请刷新后再写")
        report = known.get()
    else:
        try:
            with transaction.atomic():
                report = Report.objects.create(meeting=meeting, unit=attendance.unit, **values)
        except IntegrityError as error:
            raise Stale("本单位刚有人交了汇报，请刷新后在上面改") from error
    record(report, verb="交部门汇报", actor=actor, at=at)
    return report


@transaction.atomic
def set_resolutions(
    meeting: Meeting, decisions: Sequence[Decision], *, version: int, actor: Actor, at: dt.datetime
) -> None:
    """Write what was decided, in this order. What has become a task stays as it is; a missing one is taken out.

    Refuses a lead unit outside the meeting's unit, and taking out or changing one that has become a task.
    """
    check_open(meeting, actor)
    claim(meeting, version)
    known = {row.pk: row for row in meeting.resolutions.select_related("lead")}
    kept = {one.pk for one in decisions}
    for pk, row in known.items():
        if pk not in kept and row.task_id:
            raise Refused(f"“{row.text}”已转为任务，不能删除；不办了请撤销任务")
    gone, _ = meeting.resolutions.filter(task=None).exclude(pk__in=kept).delete()
    if gone != len(known.keys() - kept):
        raise Stale("有一条议定事项刚被别人转成任务了，请刷新后再改")
    for seq, one in enumerate(decisions, start=1):
        _write_resolution(meeting, known.get(one.pk), one, seq)
    record(meeting, verb="写议定事项", actor=actor, at=at, after={"条数": len(decisions)})


def _write_resolution(meeting: Meeting, row: Resolution | None, one: Decision, seq: int) -> None:
    text = one.text.strip()
    if not text:
        raise Refused("议定事项要写内容")
    if not one.lead.path.startswith(meeting.unit.path):
        raise Refused(f"“{one.lead.name}”不归{meeting.unit.name}管，不能牵头")
    if one.due_on < meeting.day:
        raise Refused(f"“{text}”的时限早于会议日期")
    values = {"text": text, "lead_id": one.lead.pk, "due_on": one.due_on}
    if row is None:
        Resolution.objects.create(meeting=meeting, seq=seq, **values)
        return
    if row.task_id and (row.text, row.lead_id, row.due_on) != tuple(values.values()):
        raise Refused(f"“{row.text}”已转为任务，要改请到任务里改")
    if not Resolution.objects.filter(pk=row.pk, task=row.task_id).update(seq=seq, **values):
        raise Stale(f"“{row.text}”刚被别人转成任务了，请刷新后再改")


@transaction.atomic
def make_task(resolution: Resolution, *, actor: Actor, at: dt.datetime) -> Task:
    """转为任务: the lead unit gets a task with the deadline that was decided. Once only, whoever presses – and again when that task was 撤销.

    One with too few working days left stays 立项 until a leader confirms it in `tasks`. Refuses before the meeting was held; what `tasks` refuses (a deadline that has passed) is said as it is.
    """
    meeting = resolution.meeting
    if not may(actor, "tasks.assign", meeting.unit):
        raise Refused("您的岗位不能交办任务，请创建办转")
    if meeting.state not in (MeetingState.HELD, MeetingState.CLOSED):
        raise Refused("会议还没有登记已开，开完再转任务")
    hold(meeting)
    task = give_task(
        meeting.unit, title=resolution.text, lead=resolution.lead, due_on=resolution.due_on, actor=actor, at=at,
        origin=Origin.MEETING, origin_text=f"{meeting.title}议定事项第{resolution.seq}条",
        origin_url=reverse("meetings:meeting", args=[meeting.pk]), origin_key=resolution.key,
        basis=meeting.minutes_number,
    )  # fmt: skip
    if (old := resolution.task) and old.state != TaskState.CANCELLED:
        raise Stale("这一条已经转成任务了，请刷新")
    as_read = {
        "task": resolution.task_id,
        "text": resolution.text,
        "lead_id": resolution.lead_id,
        "due_on": resolution.due_on,
    }
    if not Resolution.objects.filter(pk=resolution.pk, **as_read).update(task=task):
        raise Stale("这一条刚被别人改过或转成任务了，请刷新")
    resolution.task = task
    record(meeting, verb="议定事项转任务", actor=actor, at=at, after={"任务": task.number})
    return task


@transaction.atomic
def make_all_tasks(meeting: Meeting, *, actor: Actor, at: dt.datetime) -> list[Task]:
    """Every resolution that is not yet a task becomes one: all or none."""
    rows = meeting.resolutions.filter(task=None).select_related("lead", "meeting__unit").order_by("seq")
    tasks = [make_task(row, actor=actor, at=at) for row in rows]
    if not tasks:
        raise Refused("议定事项都已转为任务")
    return tasks


@transaction.atomic
def close_meeting(meeting: Meeting, *, actor: Actor, at: dt.datetime) -> None:
    """印发纪要: numbered, kept as PDF and DOCX, sent to who was asked; the quarter's duty of its kind is fulfilled.

    The number of a meeting that was reopened stays.
    """
    number = meeting.minutes_number or _next_minutes_number(meeting.unit, at.year)
    fire(meeting, "close", actor=actor, at=at, minutes_number=number, minutes_on=at.date())
    previous = list(previous_resolutions(meeting))
    paper = minutes_paper(load_meeting(meeting), previous, at.date())
    pdf, docx = keep_paper(
        paper, f"{meeting.title}纪要", unit=meeting.unit, purpose="会议文书", actor=actor, at=at
    )
    Meeting.objects.filter(pk=meeting.pk).update(minutes_pdf=pdf, minutes_docx=docx)
    meeting.minutes_pdf, meeting.minutes_docx = pdf, docx
    text = f"纪要已印发：{meeting.title}（{number}）"
    notify(audience_of(meeting, on=at.date()), text=text, url=reverse("meetings:invited"), at=at)
    refresh(meeting.unit, kinds=meeting.duty_kinds, on=meeting.day)


def _next_minutes_number(unit: Unit, year: int) -> str:
    agency = f"{unit.document_code.removesuffix('办') or short_name(unit)}纪"
    return document_number(agency, year, next_serial(unit, "纪要", year=year))


@transaction.atomic
def reopen_meeting(meeting: Meeting, *, reason: str, actor: Actor, at: dt.datetime) -> None:
    """The minutes are open again; the duty is not fulfilled until they are issued anew."""
    fire(meeting, "reopen", actor=actor, at=at, note=reason)
    refresh(meeting.unit, kinds=meeting.duty_kinds, on=meeting.day)
