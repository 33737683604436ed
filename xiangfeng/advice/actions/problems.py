"""问题: register, opine, coordinate, solve, reopen; hand on as a task (A5.5)."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import transaction

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import may
from xiangfeng.advice.models import Coordination, Problem, ProblemState
from xiangfeng.base.errors import Refused
from xiangfeng.calendars.queries import calendar
from xiangfeng.documents.actions import next_number
from xiangfeng.history.actions import record
from xiangfeng.orgs.models import Unit
from xiangfeng.tasks.actions import give_task, refuse_second
from xiangfeng.tasks.models import Origin, Task
from xiangfeng.workflow.flow import fire, hold

SUBMIT, HANDLE = "advice.submit", "advice.handle"


def url_of(problem: Problem) -> str:
    return f"/work/advice/problems/{problem.pk}/"


def due_from(day: dt.date) -> dt.date:
    """The day by which a problem of ``day`` should be solved: PROBLEM_WORKDAYS working days on ([own] default).

    Plain days when next year's 放假安排 is missing: the ledger must go on.
    """
    return calendar().after(day, settings.PROBLEM_WORKDAYS)


@transaction.atomic
def register_problem(
    unit: Unit,
    *,
    lead: Unit,
    description: str,
    found_on: dt.date,
    origin: str,
    place: str = "",
    norm_code: str = "",
    due_on: dt.date | None = None,
    actor: Actor,
    at: dt.datetime,
) -> Problem:
    """Enter a problem, numbered, due in some working days unless a day is given.

    Refuses who may not register there, a responsible unit outside, an empty description, a day in the future and a
    deadline before the day it was found.
    """
    if not may(actor, SUBMIT, unit):
        raise Refused(f"您不能替{unit.name}登记问题")
    if not lead.path.startswith(unit.path):
        raise Refused(f"“{lead.name}”不归{unit.name}管，不能列为责任单位")
    if not description.strip():
        raise Refused("请写清是什么问题")
    if found_on > at.date():
        raise Refused("发现时间还没有到，请核对日期")
    due = due_on or due_from(found_on)
    if due < found_on:
        raise Refused("期限早于发现时间，请核对日期")
    row = Problem.objects.create(
        unit=unit,
        number=next_number(unit, "问题", year=at.year),
        origin=origin,
        found_on=found_on,
        place=place.strip(),
        lead=lead,
        description=description.strip(),
        norm_code=norm_code.strip(),
        due_on=due,
        registrar=actor.name,
        registered_at=at,
    )
    record(row, verb="登记问题", actor=actor, at=at, after={"责任单位": lead.name, "期限": due})
    return row


@transaction.atomic
def give_opinion(row: Problem, *, text: str, actor: Actor, at: dt.datetime) -> None:
    """Say how it should be dealt with."""
    fire(row, "opine", actor=actor, at=at, note=text, opinion=text.strip())


@transaction.atomic
def start_coordination(row: Problem, *, text: str, actor: Actor, at: dt.datetime) -> None:
    """The first word with those concerned."""
    fire(row, "coordinate", actor=actor, at=at, note=text)
    _note(row, text, actor, at)


@transaction.atomic
def note_coordination(row: Problem, *, text: str, actor: Actor, at: dt.datetime) -> Coordination:
    """One more note while it is being coordinated; refuses an empty one and a problem in another state."""
    if not may(actor, HANDLE, row):
        raise Refused("您不能协调这个问题")
    if row.state != ProblemState.COORDINATING:
        raise Refused(f"现在是“{row.get_state_display()}”，不能记协调情况")
    if not text.strip():
        raise Refused("请写协调情况")
    hold(row)
    note = _note(row, text, actor, at)
    record(row, verb="记协调情况", actor=actor, at=at, note=note.text)
    return note


def _note(row: Problem, text: str, actor: Actor, at: dt.datetime) -> Coordination:
    return Coordination.objects.create(problem=row, text=text.strip()[:1000], by_name=actor.name, at=at)


@transaction.atomic
def solve_problem(row: Problem, *, text: str, actor: Actor, at: dt.datetime) -> None:
    """Close it; that it was late stays on record."""
    day = at.date()
    late = row.was_late or day > row.due_on
    fire(row, "solve", actor=actor, at=at, note=text, solution=text.strip(), solved_on=day, was_late=late)


@transaction.atomic
def reopen_problem(row: Problem, *, reason: str, actor: Actor, at: dt.datetime) -> None:
    """Take it up again with a new deadline; what was written stays in the history."""
    fire(
        row,
        "reopen",
        actor=actor,
        at=at,
        note=reason,
        solved_on=None,
        solution="",
        due_on=due_from(at.date()),
    )


@transaction.atomic
def make_task_of_problem(
    row: Problem, *, title: str, due_on: dt.date, lead: Unit, actor: Actor, at: dt.datetime
) -> Task:
    """Hand the problem on as a task. Refuses one that is solved or has an open task, and what giving a task refuses."""
    if row.state == ProblemState.SOLVED:
        raise Refused("问题已解决，不用再转任务")
    hold(row)
    refuse_second(row.key)
    task = give_task(
        row.unit,
        title=title,
        lead=lead,
        due_on=due_on,
        content=row.opinion or row.description,
        origin=Origin.PROBLEM,
        origin_text=str(row)[:120],
        origin_url=url_of(row),
        origin_key=row.key,
        actor=actor,
        at=at,
    )
    record(row, verb="转任务", actor=actor, at=at, after={"任务": task.number, "牵头": lead.name})
    return task
