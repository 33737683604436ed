"""日常作业 of 云溪镇: 消杀 every month of the year, sweeping and hauling of the last weeks; some late, some not done. And
the environment registers."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from xiangfeng.upkeep.actions.items import add_item, check_item, draw_items
from xiangfeng.upkeep.actions.records import record_work
from xiangfeng.upkeep.actions.routines import arrange_routine, excuse_job
from xiangfeng.upkeep.models import Item, Job, JobState, Routine
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

SURNAMES, GIVEN = "石陈刘黄周何", ("大有", "春生", "兰英", "建国", "小平")
# unit, register, name (of 绿化面积 years from this one), values
ROWS: tuple[tuple[str, str, str, dict[str, str]], ...] = (
    ("云溪社区", "frontage", "主街8号 云溪供销社", {"sort": "单位", "section": "主街东段", "head": "汪成"}),
    ("云溪社区", "frontage", "主街15号 惠民超市", {"sort": "商户", "section": "主街东段", "head": "柳芳"}),
    ("云溪社区", "frontage", "主街21号 早点铺", {"sort": "商户", "section": "主街中段", "head": "李全"}),
    ("云溪社区", "frontage", "主街30号", {"sort": "居民户", "section": "主街西段", "head": "唐玉"}),
    ("石桥村", "frontage", "桥头1号", {"sort": "居民户", "section": "村口至石桥", "head": "石青"}),
    ("石桥村", "green", "-2", {"area": "18600", "source": "林业站核定"}),
    ("石桥村", "green", "-1", {"area": "19400", "added": "800", "source": "林业站核定"}),
    ("石桥村", "green", "0", {"area": "20100", "added": "700", "source": "村自报"}),
    ("云溪社区", "green", "-1", {"area": "42500", "source": "林业站核定"}),
    ("云溪社区", "green", "0", {"area": "43350", "added": "850", "source": "实测"}),
    ("石桥村", "water", "石桥河石桥段", {"sort": "河道", "place": "村口至三组", "head": "石磊"}),
    ("石桥村", "water", "二组集中供水点", {"sort": "集中供水点", "place": "二组山脚", "head": "石有水"}),
    ("双井村", "water", "双井老井", {"sort": "水井", "place": "村中心", "head": "景双"}),
    ("北沟村", "water", "北沟水库", {"sort": "水库山塘", "place": "四组", "head": "苟北"}),
)  # fmt: skip
UNSEEN, DIRTY = {"主街30号", "北沟水库"}, "主街21号 早点铺"


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
    _registers(county, at)


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
            job.due_on == before and job.unit.name == FORGOT and routine.pace == "week"
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


def _registers(county: County, at: dt.datetime) -> None:
    """A few rows of each register; the toilets of 石桥村 were drawn from a week ago."""
    then, seen = at - dt.timedelta(days=40), at - dt.timedelta(days=3)
    signed = {
        "clean": "是",
        "green": "是",
        "order": "是",
        "signed": f"{then.date() - dt.timedelta(days=200)}",
    }
    for unit, register, name, values in ROWS:
        actor = county.actor(PEOPLE.get(unit, CLERK), then)
        known = str(at.year + int(name)) if register == "green" else name
        filled = values | signed if register == "frontage" else values
        row = add_item(county.units[unit], register=register, name=known, values=filled, actor=actor, at=then)
        if row.declared.is_checked and name not in UNSEEN:
            finding = "店外摆桌，油污没有擦" if name == DIRTY else ""
            check_item(
                row,
                on=seen.date(),
                is_good=not finding,
                finding=finding,
                actor=county.actor(CLERK, seen),
                at=seen,
            )
    secretary = county.actor("sq-shilei", then)
    for number in range(1, 19):
        values = {
            "group": f"{'一二三'[number % 3]}组", "head": f"{SURNAMES[number % 6]}{GIVEN[number % 5]}",
            "wash": "非卫生厕所" if number == 7 else "三格化粪池", "usable": "否" if number in (7, 11) else "是",
        }  # fmt: skip
        add_item(
            county.units["石桥村"],
            register="toilet",
            name=f"石桥{number:03d}号",
            values=values,
            actor=secretary,
            at=then,
        )
    _draw(county, at - dt.timedelta(days=6))


def _draw(county: County, when: dt.datetime) -> None:
    """Five households of 石桥村, four of them seen the same day."""
    clerk, later = county.actor(CLERK, when), when + dt.timedelta(hours=5)
    spot = draw_items(
        county.units["石桥村"], register="toilet", seed=f"{when:%Y%m%d}-shiqiao", actor=clerk, at=when
    )
    for place, pk in enumerate(spot.drawn[:4]):
        row, finding = Item.objects.select_related("unit").get(pk=pk), "化粪池盖板破损" if place == 2 else ""
        check_item(
            row, on=later.date(), is_good=not finding, finding=finding, spot=spot, actor=clerk, at=later
        )
