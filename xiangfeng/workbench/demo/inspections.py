"""检查 of 云溪镇: the year's plan, a monthly inspection that is over, a 抽查 with draws in hand, a 专项检查 in 筹备."""

from __future__ import annotations

import datetime as dt
from typing import Any

from xiangfeng.inspections.actions import (
    add_party,
    add_sites,
    assign_visits,
    close_inspection,
    create_inspection,
    issue_inspection,
)
from xiangfeng.inspections.actions.drawing import deal_parties, draw_sites
from xiangfeng.inspections.actions.planning import approve_plan, ask_approval, create_plan, put_line
from xiangfeng.inspections.actions.typing import Typed, fill_form
from xiangfeng.inspections.models import CheckPlan, Inspection, Party, Visit, VisitState
from xiangfeng.inspections.queries.filling import items_of
from xiangfeng.orgs.models import Person
from xiangfeng.sites.models import Site
from xiangfeng.workbench.demo.faults import fault_in
from xiangfeng.workbench.demo.places import County

TOWN, CLERK, LEADER = "云溪镇", "yx-zhoumin", "yx-linlan"

# month, kind, what, villages, 文明类别
LINES = (
    *((month, "monthly", "环境卫生检查", 6, "物质、精神") for month in range(1, 13)),
    (3, "special", "移风易俗专项检查", 12, "政治、精神"),
    (6, "special", "宣传氛围专项检查", 8, "政治、精神"),
    (12, "special", "年末集中检查", 12, "物质、政治、精神"),
    (5, "spot", "公厕和集市抽查", 4, "物质"),
    (8, "spot", "沟渠水体抽查", 4, "物质"),
    (11, "spot", "暗访抽查", 4, "物质、精神"),
)


def add_inspections(county: County, *, at: dt.datetime) -> None:
    """Planned in January; what is shown took place in the last weeks. Nothing is dated after ``at``."""
    plan = _plan(county, at)
    _monthly(county, plan, at)
    _spot(county, plan, at)
    then = _ago(at, 1)
    create_inspection(
        county.units[TOWN], title="年末集中检查", kind="special", starts_on=then.date() + dt.timedelta(days=9),
        ends_on=then.date() + dt.timedelta(days=11), content="看全年目标落实，三个文明一起查。",
        planned=plan.lines.get(title="年末集中检查"), actor=county.actor(CLERK, then), at=then,
    )  # fmt: skip


def _ago(at: dt.datetime, days: int, hour: int = 9) -> dt.datetime:
    return (at - dt.timedelta(days=days)).replace(hour=hour, minute=30)


def _plan(county: County, at: dt.datetime) -> CheckPlan:
    # Early in the year it is still last year's plan that is worked by.
    then = at.replace(year=_ago(at, 45).year, month=1, day=12, hour=15)
    clerk = county.actor(CLERK, then)
    plan = create_plan(county.units[TOWN], year=then.year, actor=clerk, at=then)
    for month, kind, title, villages, tags in LINES:
        put_line(
            plan, month=month, kind=kind, title=title, villages=villages, tags=tags, actor=clerk, at=then
        )
    ask_approval(plan, actor=clerk, at=then)
    approve_plan(
        plan, actor=county.actor(LEADER, then + dt.timedelta(days=1)), at=then + dt.timedelta(days=1)
    )
    return plan


def _people(county: County, *names: str) -> list[Person]:
    return list(Person.objects.filter(unit=county.units[TOWN], name__in=names).order_by("pk"))


def _parties(county: County, row: Inspection, **who: Any) -> list[Party]:
    return [
        add_party(row, name="考评一组", members=_people(county, "吴芳", "周敏"), **who),
        add_party(row, name="考评二组", members=_people(county, "李远", "唐波"), **who),
    ]


def _village_sites(county: County) -> Any:
    """Sites that villages answer for: what the town itself answers for its own office does not inspect."""
    return (
        Site.objects.filter(unit__parent=county.units[TOWN], is_active=True)
        .exclude(unit__kind__in=("station", "school", "enterprise"))
        .select_related("unit", "type")
        .order_by("unit__path", "code", "pk")
    )


def _monthly(county: County, plan: CheckPlan, at: dt.datetime) -> None:
    """Announced, by hand: the first site of each of six villages; all made, one struck, closed."""
    then = _ago(at, 20)
    who: dict[str, Any] = {"actor": county.actor(CLERK, then), "at": then}
    day = then.date() + dt.timedelta(days=2)
    line = plan.lines.get(month=then.month, kind="monthly")
    row = create_inspection(
        county.units[TOWN], title=f"{then.month}月环境卫生检查", kind="monthly", starts_on=day,
        ends_on=day + dt.timedelta(days=1), planned=line, content="看路面、房前屋后、垃圾收运和沟渠。", **who,
    )  # fmt: skip
    first: dict[int, Site] = {}
    for site in _village_sites(county):
        first.setdefault(site.unit_id, site)
    chosen = list(first.values())[:6]
    one, two = _parties(county, row, **who)
    add_sites(row, chosen, **who)
    visits = list(row.visits.select_related("site__unit").order_by("seq"))
    assign_visits(one, visits[:3], **who)
    assign_visits(two, visits[3:], **who)
    issue_inspection(row, **who)
    for place, visit in enumerate(_ready(row)):
        _fill(county, visit, place, _ago(at, 18, 10 + place % 6))
    end = _ago(at, 16, 17)
    close_inspection(row, actor=county.actor(CLERK, end), at=end)


def _spot(county: County, plan: CheckPlan, at: dt.datetime) -> None:
    """Unannounced, drawn: six sites with the last two of the 通报, parties dealt to villages; half of it made."""
    then = _ago(at, 2)
    who: dict[str, Any] = {"actor": county.actor(CLERK, then), "at": then}
    planned = plan.lines.filter(kind="spot", month=then.month).first()
    row = create_inspection(
        county.units[TOWN], title=f"{then.month}月第1次抽查", kind="spot", is_announced=False, starts_on=then.date(),
        ends_on=then.date() + dt.timedelta(days=5), planned=planned, content="不打招呼，直接到点位。",
        tags="物质、精神", **who,
    )  # fmt: skip
    _parties(county, row, **who)
    seed: dict[str, Any] = {"seed": f"{then:%m%d}88317", "witness": "郑和平"}
    draw_sites(row, pool=_village_sites(county), wanted=6, bottoms=2, **seed, **who)
    deal_parties(row, **seed, **who)
    issue_inspection(row, **who)
    for place, visit in enumerate(_ready(row)[:3]):
        _fill(county, visit, place + 2, _ago(at, 1, 9 + place))


def _ready(row: Inspection) -> list[Visit]:
    rows = Visit.objects.filter(inspection=row, state=VisitState.WAITING)
    return list(rows.select_related("inspection__unit", "site__unit", "site__type", "party").order_by("seq"))


def _fill(county: County, visit: Visit, number: int, at: dt.datetime) -> None:
    """Every fifth item has a fault, others by the number of the visit; nothing that demands a photo is made one."""
    items = list(items_of(visit).values())
    typed = []
    for place, item in enumerate(items):
        is_bad = (place + number) % 5 == 0 and not item["needs_photo"] and not item["is_fatal"]
        text = fault_in(item) if is_bad else ""
        typed.append(Typed(item["code"], "bad" if is_bad else "ok", 1 + number % 2 if is_bad else 0, text))
    names = [person.name for person in visit.party.members.order_by("pk")] if visit.party else []
    present = visit.site.keeper
    hand_in = {
        "visited_on": at.date(), "inspectors": "、".join(names), "present": present, "is_confirmed": bool(present),
        "remark": "属实，马上整改" if number % 2 else "",
    }  # fmt: skip
    filled = fill_form(visit, typed, hand_in=hand_in, actor=county.actor(CLERK, at), at=at)
    if not filled.is_handed_in:
        raise ValueError(f"演示检查表没有交上：{filled}")
