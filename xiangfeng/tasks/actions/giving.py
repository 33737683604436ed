"""立项 and 交办: what the unit that gives the work does before anybody works."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import may
from xiangfeng.attachments.actions import Upload, store_file
from xiangfeng.base.errors import Refused, Stale
from xiangfeng.base.workdays import Calendar
from xiangfeng.calendars.queries import calendar
from xiangfeng.documents.actions import next_number
from xiangfeng.history.actions import record
from xiangfeng.history.queries import entries_for
from xiangfeng.leadership.queries import holders_of
from xiangfeng.notifications.actions import notify
from xiangfeng.orgs.models import Unit
from xiangfeng.orgs.queries import ASSESSED_KINDS
from xiangfeng.sites.models import Site
from xiangfeng.tasks.lights import is_short
from xiangfeng.tasks.models import CLOSED, FileRole, Origin, Task, TaskFile, TaskKind, TaskState
from xiangfeng.tasks.queries.people import own_user_ids
from xiangfeng.tasks.queries.seen import tasks_from
from xiangfeng.workflow.flow import fire, hold


@transaction.atomic
def create_task(
    unit: Unit,
    *,
    title: str,
    lead: Unit,
    due_on: dt.date,
    actor: Actor,
    at: dt.datetime,
    kind: str = TaskKind.TASK,
    origin: str = Origin.OWN,
    origin_text: str = "",
    origin_url: str = "",
    origin_key: str = "",
    helpers: Sequence[Unit] = (),
    **fields: Any,
) -> Task:
    """立项: a task of ``unit`` for ``lead``, numbered, not yet handed out (`assign_task` does that).

    Refuses who may not give tasks for ``unit``, a lead unit outside it, an empty title, a deadline before today, and a
    subtask that does not fit its parent, a site that the lead unit does not answer for, and a day of finding that has not
    come. ``site``, ``place``, ``norm`` and ``found_on`` are those of ledger 6. ``origin_key`` names the row it came from (``meetings.resolution:12``). The 包干领导
    of a village comes along by himself (A2.2b).
    """
    _check_giving(unit, title, lead, due_on, actor, at)
    _check_parent(unit, due_on, fields.get("parent"))
    _check_place(lead, at, **fields)
    task = Task.objects.create(
        unit=unit,
        number=next_number(unit, TaskKind(kind).label, year=at.year),
        kind=kind,
        title=title.strip()[:120],
        lead=lead,
        due_on=due_on,
        first_due_on=due_on,
        is_short=is_short(calendar(), at.date(), due_on, settings.SHORTEST_TASK_WORKDAYS),
        origin=origin,
        origin_text=origin_text[:120],
        origin_url=origin_url,
        origin_key=origin_key,
        created_by_id=actor.user_id,
        created_at=at,
        **{"charged": _holder(lead, at.date()), **fields},
    )
    task.helpers.set(one for one in helpers if one.pk != lead.pk)
    record(task, verb="立项", actor=actor, at=at, after={"牵头": lead.name, "期限": due_on})
    return task


def _holder(lead: Unit, on: dt.date) -> Any:
    """The leader who answers for the village on that day, if it is one and somebody does."""
    if lead.kind not in ASSESSED_KINDS or lead.parent is None:
        return None
    charge = holders_of(lead.parent, on=on).get(lead.pk)
    return charge.person if charge else None


def _check_giving(unit: Unit, title: str, lead: Unit, due_on: dt.date, actor: Actor, at: dt.datetime) -> None:
    if not may(actor, "tasks.assign", unit):
        raise Refused(f"您不能替“{unit.name}”交办任务")
    if not lead.path.startswith(unit.path):
        raise Refused(f"“{lead.name}”不归{unit.name}管，不能向它交办")
    if not title.strip():
        raise Refused("请写明要办的事项")
    if due_on < at.date():
        raise Refused("期限已经过去，请定一个今天以后的日期")


def _check_parent(unit: Unit, due_on: dt.date, parent: Task | None) -> None:
    if parent is None:
        return
    if not parent.is_at_work:
        raise Refused(f"“{parent.title}”不在办理中，不能再分子任务")
    if unit.pk not in (parent.unit_id, parent.lead_id):
        raise Refused(f"子任务要由{parent.unit.name}或{parent.lead.name}来分")
    if due_on > parent.due_on:
        raise Refused(f"子任务的期限不能晚于上级任务的 {parent.due_on.month}月{parent.due_on.day}日")


def _check_place(
    lead: Unit, at: dt.datetime, *, site: Site | None = None, found_on: dt.date | None = None, **_: Any
) -> None:
    if site is not None and not site.unit.path.startswith(lead.path):
        raise Refused(f"点位“{site.name}”的责任单位不是{lead.name}")
    if found_on is not None and found_on > at.date():
        raise Refused("发现日期还没有到，请核对")


@transaction.atomic
def edit_draft_task(
    task: Task,
    *,
    title: str,
    lead: Unit,
    due_on: dt.date,
    helpers: Sequence[Unit],
    seen: int,
    actor: Actor,
    at: dt.datetime,
    **fields: Any,
) -> Task:
    """Change what is not handed out yet; ``seen`` is how many steps its history had when the form was opened.

    Refuses what `create_task` refuses, :class:`Stale` when somebody has done something since. Another deadline is
    reckoned anew and has to be confirmed anew if it is short.
    """
    if task.state != TaskState.DRAFT:
        raise Refused(f"现在是“{task.get_state_display()}”，不能再改")
    _check_giving(task.unit, title, lead, due_on, actor, at)
    _check_parent(task.unit, due_on, task.parent)
    _check_stage(task, due_on, fields.get("owner", task.owner))
    _check_place(lead, at, **{"site": task.site, **fields})
    hold(task)
    if entries_for(task).count() != seen:
        raise Stale
    before = {"牵头": task.lead.name, "期限": task.due_on}
    values = {**fields, "title": title.strip()[:120], "lead": lead, "due_on": due_on, "first_due_on": due_on}
    values |= {"charged": _holder(lead, at.date())}
    if due_on != task.due_on:
        values |= {"short_confirmed_by": ""}
    for name, value in values.items():
        setattr(task, name, value)
    mark_short(task, at, calendar())
    task.save(update_fields=[*values, "is_short"])
    task.helpers.set(one for one in helpers if one.pk != lead.pk)
    record(task, verb="改立项", actor=actor, at=at, before=before, after={"牵头": lead.name, "期限": due_on})
    return task


def _check_stage(task: Task, due_on: dt.date, owner: str) -> None:
    """A stage of a 专项 keeps its responsible person and its place in the order."""
    if task.kind != TaskKind.STAGE or task.campaign is None:
        return
    if not owner.strip():
        raise Refused("专项的每个阶段都要有责任人")
    if task.starts_on and due_on < task.starts_on:
        raise Refused("结束日早于开始日")
    others = task.campaign.stages.filter(
        Q(stage__lt=task.stage, due_on__gt=due_on) | Q(stage__gt=task.stage, due_on__lt=due_on)
    )
    if others.exists():
        raise Refused("结束日和前后的阶段对不上，请核对日期")


@transaction.atomic
def assign_task(task: Task, *, actor: Actor, at: dt.datetime) -> Task:
    """交办: the lead unit is told and has to 签收.

    Refuses a deadline that has passed, and one under ``SHORTEST_TASK_WORKDAYS`` working days from now that no leader has
    confirmed; a leader who hands out himself thereby confirms, and is named.
    """
    changes = _shortness(task, at)
    if task.due_on < at.date():
        raise Refused("期限已经过去，请先改期限再交办")
    if task.is_short and not task.short_confirmed_by and may(actor, "tasks.decide", task.unit):
        changes["short_confirmed_by"] = actor.name
    fire(task, "assign", actor=actor, at=at, assigned_at=at, **changes)
    tell_unit(task, task.lead, f"新交办：{task.title}，{_day(task.due_on)}前完成，请签收", at=at)
    for helper in task.helpers.all():
        tell_unit(task, helper, f"请协办：{task.title}（{task.lead.name}牵头）", at=at)
    return task


@transaction.atomic
def give_task(unit: Unit, *, actor: Actor, at: dt.datetime, **fields: Any) -> Task:
    """立项 and 交办 in one press, with what `create_task` takes.

    A deadline under ``SHORTEST_TASK_WORKDAYS`` given by somebody who may not decide it stays 立项; the unit's leaders are
    told that it waits for their 确认短时限.
    """
    task = create_task(unit, actor=actor, at=at, **fields)
    if task.is_short and not may(actor, "tasks.decide", unit):
        _ask_to_confirm(task, at)
        return task
    return assign_task(task, actor=actor, at=at)


def refuse_second(origin_key: str) -> None:
    """Refuses while a task that came from the row above with this key is open. To be called with that row held: who comes second waits,
    and then finds the first one's task."""
    if task := tasks_from(origin_key).exclude(state__in=CLOSED).first():
        raise Refused(f"已转为任务 {task.number}，还没有办结")


def _ask_to_confirm(task: Task, at: dt.datetime) -> None:
    users = own_user_ids([task.unit_id], "tasks.decide", on=at.date())[task.unit_id]
    notify(users, text=f"请确认短时限：{task.title}，{_day(task.due_on)}前完成", url=url_of(task), at=at)


def given_text(task: Task) -> str:
    """What to say after `give_task`: handed out, or waiting for a leader."""
    if task.state == TaskState.DRAFT:
        return f"已立项 {task.number}；期限太短，已请领导确认，确认后再交办"
    return f"已立项并交办：{task.number}"


def mark_short(task: Task, at: dt.datetime, days: Calendar) -> None:
    """Reckon anew on the row at hand, as days have passed since 立项; the flow's guards read it there. Writes nothing."""
    if task.state == TaskState.DRAFT:
        task.is_short = is_short(days, at.date(), task.due_on, settings.SHORTEST_TASK_WORKDAYS)


def _shortness(task: Task, at: dt.datetime) -> dict[str, Any]:
    """``is_short`` of today. :class:`Stale` when somebody has given the draft another deadline or lead unit meanwhile."""
    as_read = {"due_on": task.due_on, "lead_id": task.lead_id}
    if not Task.objects.filter(pk=task.pk, **as_read).update(**as_read):
        raise Stale
    mark_short(task, at, calendar())
    return {"is_short": task.is_short}


@transaction.atomic
def confirm_short(task: Task, *, actor: Actor, at: dt.datetime) -> None:
    """A leader agrees to a very short deadline, by name; refused where it is long enough or confirmed already."""
    changes = _shortness(task, at)
    fire(task, "confirm_short", actor=actor, at=at, short_confirmed_by=actor.name, **changes)
    if task.created_by_id:
        text = f"短时限已由{actor.name}确认，可以交办：{task.title}"
        notify([task.created_by_id], text=text, url=url_of(task), at=at)


@transaction.atomic
def give_to_each(
    unit: Unit,
    *,
    leads: Sequence[Unit],
    actor: Actor,
    at: dt.datetime,
    assign: bool = True,
    photo: Upload | None = None,
    **fields: Any,
) -> list[Task]:
    """One form, several lead units: a task for each of them, handed out at once. All or none.

    ``photo``: the state before, kept with each. A deadline so short that a leader must confirm it stops the handing out:
    then it has to be kept as a draft first, which the refusal says.
    """
    if not leads:
        raise Refused("请选至少一个牵头单位")
    tasks = [create_task(unit, lead=lead, actor=actor, at=at, **fields) for lead in leads]
    for task in tasks:
        if photo is not None:
            photo.seek(0)  # type: ignore[attr-defined]
            _keep_photo(task, photo, actor, at)
        if not assign:
            continue
        if task.is_short and not may(actor, "tasks.decide", unit):
            raise Refused("期限太短，要分管领导确认：先按“只立项”保存，领导确认后再交办")
        assign_task(task, actor=actor, at=at)
    return tasks


def _keep_photo(task: Task, photo: Upload, actor: Actor, at: dt.datetime) -> None:
    kept = store_file(photo, unit=task.lead, actor=actor, at=at, purpose="任务现状")
    role = FileRole.BEFORE if kept.is_image else FileRole.OTHER
    TaskFile.objects.create(task=task, attachment=kept, role=role, added_by=actor.name[:40], added_at=at)


@transaction.atomic
def assign_tasks(tasks: Sequence[Task], *, actor: Actor, at: dt.datetime) -> tuple[int, list[str]]:
    """交办 several from the list; gives how many went out and why the others did not."""
    done, reasons = 0, []
    for task in tasks:
        try:
            assign_task(task, actor=actor, at=at)
            done += 1
        except Refused as refusal:
            reasons.append(f"{task.title}：{refusal}")
    return done, reasons


@transaction.atomic
def cancel_task(task: Task, *, reason: str, actor: Actor, at: dt.datetime) -> None:
    """撤销: no longer asked for. What was late already is for a leader to take back; subtasks must be settled first."""
    if task.subtasks.filter(state__in=("assigned", "accepted", "submitted")).exists():
        raise Refused("还有没办结的子任务，先撤销它们")
    keep_lateness(task, at=at)
    was_given = task.state != "draft"
    fire(task, "cancel", actor=actor, at=at, note=reason)
    if was_given:
        tell_unit(task, task.lead, f"已撤销，不用再办：{task.title}", at=at)


def keep_lateness(task: Task, *, at: dt.datetime) -> None:
    """Write down that the task is overdue, before something happens that would let it be forgotten; the clock may not have
    struck yet today."""
    if task.is_overdue(at.date()) and not task.was_late:
        Task.objects.filter(pk=task.pk).update(was_late=True)
        task.was_late = True


def url_of(task: Task) -> str:
    """The task's own page."""
    return f"/work/tasks/{task.pk}/"


def tell_unit(task: Task, unit: Unit, text: str, *, at: dt.datetime) -> None:
    """A message to the people of one unit who handle its tasks."""
    users = own_user_ids([unit.pk], "tasks.handle", on=at.date())[unit.pk]
    notify(users, text=text, url=url_of(task), at=at)


def tell_giver(task: Task, text: str, *, at: dt.datetime) -> None:
    """A message to whoever opened the task, else to the people of the giving unit who hand out work."""
    users = [task.created_by_id] if task.created_by_id else []
    users = users or own_user_ids([task.unit_id], "tasks.assign", on=at.date())[task.unit_id]
    notify(users, text=text, url=url_of(task), at=at)


def _day(day: dt.date) -> str:
    return f"{day.month}月{day.day}日"
