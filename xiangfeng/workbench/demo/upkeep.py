"""日常作业 of 云溪镇: 消杀 every month of the year, sweeping and hauling of the last weeks; some late, some not done."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from xiangfeng.upkeep.actions.records import record_work
from xiangfeng.upkeep.actions.routines import arrange_routine, excuse_job
from xiangfeng.upkeep.models import Job, JobState, Routine
from xiangfeng.workbench.demo.places import VILLAGES, County

TOWN, CLERK, DIRECTOR = "云溪镇", "yx-zhoumin", "yx-liyuan"
PEOPLE = {"石桥村": "sq-shilei", "南坡村": "np-nanshan", "稻香村": "dx-daoming"}
"""Villages that have an account of their own; for all others the office enters (代录)."""
AGENTS = ("高效氯氰菊酯", "溴氰菊酯", "漂白粉")
SPARED_MONTH, LATE_MONTH = 7, 8
# Units that have not done the latest job yet, and one that forgot the one before.
WAITING = {"石桥村", "东岭村", "西坪村"}
FORGOT = "南坡村"

# kind, title, pace, units, weeks back, doer, proof, what is written as amount
ROUTINES = (
    ("sweeping", "集镇主街清扫", "week", ("云溪社区", "柳湾村", "石桥村", "新塘村"), 9, "村保洁员", "作业记录", "主街 1.2 公里"),
    ("hauling", "垃圾收集点清运", "week", ("双井村", "稻香村", "南坡村", "花园村"), 7, "清运车队", "写明几车", "3 车"),
    ("ditch", "村庄沟渠清淤", "half", ("石桥村", "北沟村", "松林村"), 10, "村保洁员", "写明多少米", "400 米"),
)  # fmt: skip


def add_upkeep(county: County, *, at: dt.datetime) -> None:
    """As of January: the month's 消杀 by all villages; some weeks ago the rest; then what was done of them up to ``at``."""
    first = at.replace(month=1, day=8, hour=9, minute=0)
    names = [name for name, _ in VILLAGES[TOWN]]
    if first < at:
        _live(county, _arrange(county, "disinfection", "每月病媒消杀", "month", names, first,
                               "村防疫员", "作业记录写明药剂、用量和面积"), "", at)  # fmt: skip
    for kind, title, pace, units, weeks, doer, proof, amount in ROUTINES:
        start = at - dt.timedelta(weeks=weeks)
        _live(county, _arrange(county, kind, title, pace, list(units), start, doer, proof), amount, at)


def _arrange(
    county: County,
    kind: str,
    title: str,
    pace: str,
    names: list[str],
    when: dt.datetime,
    doer: str,
    proof: str,
) -> Routine:
    units = [county.units[name] for name in names]
    return arrange_routine(
        county.units[TOWN], kind=kind, title=title, pace=pace, units=units, from_on=when.date(), doer=doer, proof=proof,
        actor=county.actor(DIRECTOR, when), at=when,
    )  # fmt: skip


def _live(county: County, routine: Routine, amount: str, at: dt.datetime) -> None:
    rows = routine.jobs.filter(start__lte=at.date()).select_related("unit", "routine__unit")
    jobs = list(rows.order_by("due_on", "unit__path"))
    latest = jobs[-1].due_on if jobs else at.date()
    before = max((job.due_on for job in jobs if job.due_on < latest), default=None)
    for number, job in enumerate(jobs):
        skipped = (job.due_on == latest and job.unit.name in WAITING) or (
            job.due_on == before and job.unit.name == FORGOT
        )
        if routine.kind == "disinfection" and job.start.month == SPARED_MONTH:
            _spare(county, job)
        elif not skipped:
            _record(county, job, number, amount, at)


def _spare(county: County, job: Job) -> None:
    when = dt.datetime.combine(job.due_on, dt.time(16, 30), dt.UTC)
    if job.state == JobState.OPEN:
        reason = "主汛期由县疾控中心统一组织消杀，不再重复安排"
        excuse_job(job, reason=reason, actor=county.actor(DIRECTOR, when), at=when)


def _record(county: County, job: Job, number: int, amount: str, at: dt.datetime) -> None:
    """Some days before its last day; in one month one village came a week late, and the office wrote it down."""
    days = 6 if (job.due_on - job.start).days > 20 else 2
    on = job.due_on - dt.timedelta(days=days - number % 2)
    if job.routine.kind == "disinfection" and job.start.month == LATE_MONTH and job.unit.name == "北沟村":
        on = job.due_on + dt.timedelta(days=7)
    when = dt.datetime.combine(on, dt.time(17, number % 50), at.tzinfo)
    if when > at:
        when = at - dt.timedelta(minutes=number + 1)
    if when.date() < job.start:
        return
    is_spraying = job.routine.kind == "disinfection"
    record_work(
        job.unit, kind=job.routine.kind, job=job, done_on=when.date(), done_by=f"{job.routine.doer} {1 + number % 3} 人",
        amount=amount or f"{2 + number % 3} 瓶", actor=county.actor(PEOPLE.get(job.unit.name, CLERK), when), at=when,
        agent=AGENTS[number % 3] if is_spraying else "",
        area=Decimal(1200 + 150 * (number % 7)) if is_spraying else None,
    )  # fmt: skip
