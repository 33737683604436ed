"""The duties of 云溪镇 once its 制度 are in force; records of other parts fulfil them by themselves, the rest closed tasks."""

from __future__ import annotations

import datetime as dt

from xiangfeng.duties import actions
from xiangfeng.duties.models import DutyKind, Occurrence, OccurrenceState
from xiangfeng.tasks.actions.doing import accept_task, submit_task
from xiangfeng.tasks.actions.giving import assign_task, create_task
from xiangfeng.tasks.actions.judging import close_task
from xiangfeng.tasks.models import Origin
from xiangfeng.workbench.demo.months import TEAMS
from xiangfeng.workbench.demo.places import County

TOWN = "云溪镇"
KINDS = (
    DutyKind.ASSESSMENT,
    DutyKind.LEADING_MEETING,
    DutyKind.MOBILISATION,
    DutyKind.PLAN,
    DutyKind.PLEDGE,
    DutyKind.EVALUATION,
    DutyKind.SUMMARY,
    DutyKind.PERFORMANCE,
    DutyKind.BUDGET,
    DutyKind.SURVEY,
    DutyKind.DISINFECTION,
    DutyKind.TRAINING,
)
"""Chosen by the director: what the office really does; 开箱 and 公示 begin with the next year."""

# kind: (who works, what is asked for, what was reported)
BY_TASK = {
    DutyKind.BUDGET: ("财政所", "编制创建经费年度预算", "预算 18.6 万元，已经镇人大审议。"),
    DutyKind.TRAINING: ("综合文化站", "组织文明创建业务培训", "村（社区）专干 34 人参加，讲义已发各村。"),
}
SPARED = (DutyKind.DISINFECTION, 7)


def add_duties(county: County, *, at: dt.datetime) -> None:
    """When everything else of the year is there: the duties as of January, what was done as a task, what a leader spared,
    and the clock's word. Records of other parts are found by themselves. Nothing while no 制度 is in force."""
    _declare(county, at)
    kinds = [*BY_TASK, SPARED[0]]
    rows = Occurrence.objects.filter(unit=county.units[TOWN], duty__kind__in=kinds, start__lte=at.date())
    for row in (
        rows.filter(state=OccurrenceState.OPEN).select_related("duty", "unit").order_by("due_on", "pk")
    ):
        if (row.duty.kind, row.start.month) == SPARED and row.due_on < at.date():
            _spare(county, row, at)
        elif row.duty.kind in BY_TASK:
            _work(county, row, at)
    actions.grow_due_calendars(at=at)
    actions.warn_of_occurrences(at=at)


def _declare(county: County, at: dt.datetime) -> None:
    """By the director after the meeting of January; the calendars of this year and the next grow from them."""
    year = at.year if at.month > 2 else at.year - 1
    start = at.replace(year=year, month=1, day=26, hour=9, minute=0, second=0, microsecond=0)
    director = county.actor(TEAMS[TOWN].director, start)
    actions.install_duties(county.units[TOWN], actor=director, at=start, kinds=KINDS)


def _spare(county: County, row: Occurrence, at: dt.datetime) -> None:
    on = dt.datetime.combine(row.start + dt.timedelta(days=14), dt.time(16, 20), at.tzinfo)
    reason = "主汛期由县疾控中心统一组织消杀，镇里不再重复安排"
    leader = county.actor(TEAMS[TOWN].leader, on)
    actions.exempt_occurrence(row, reason, "安和县爱卫办7月6日通知", actor=leader, at=on)


def _work(county: County, row: Occurrence, at: dt.datetime) -> None:
    """Handed out near the end of its span, taken on the next day, reported and closed in time – once it was late."""
    team, (lead, title, said) = TEAMS[TOWN], BY_TASK[DutyKind(row.duty.kind)]
    begun = max(row.start, row.due_on - dt.timedelta(days=24))
    given, taken, reported, closed = (
        dt.datetime.combine(begun + dt.timedelta(days=days), hour, at.tzinfo)
        for days, hour in ((1, dt.time(9, 10)), (2, dt.time(8, 50)), (18, dt.time(16, 0)), (20, dt.time(10, 30)))
    )  # fmt: skip
    if given > at:
        return
    unit, clerk = county.units[TOWN], county.actor(team.clerk, given)
    task = create_task(
        unit, title=f"{row.short}{title}", lead=county.units[lead], due_on=row.due_on, actor=clerk, at=given,
        origin=Origin.DUTY, origin_text=str(row)[:120], origin_url=f"/work/duties/{row.pk}/",
        origin_key=f"duties.occurrence:{row.pk}", occurrence=row,
    )  # fmt: skip
    assign_task(task, actor=clerk, at=given)
    if taken <= at:
        accept_task(task, actor=clerk, at=taken)
    if reported <= at:
        submit_task(task, text=said, actor=clerk, at=reported)
    if closed <= at:
        close_task(task, actor=county.actor(team.director, closed), at=closed)
