"""A year of 目标: the three-year programme, the plan and what the villages reached, the half-year look back and version 2."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from xiangfeng.goals.actions import evaluations, goals, plans, programmes
from xiangfeng.goals.actions.progress import report_progress
from xiangfeng.goals.models import Goal, Plan
from xiangfeng.workbench.demo.places import VILLAGES, County

TOWN, CLERK, DIRECTOR, LEADER = "云溪镇", "yx-zhoumin", "yx-liyuan", "yx-linlan"
TOWN_VILLAGES = tuple(name for name, _ in VILLAGES[TOWN])
SERVED = ("综合文化站", "村镇建设所", "财政所", "司法所")
FLOOD = "半年评估：6—7月防汛，集中活动暂停，群众性文化活动由96场调为72场"


@dataclass(frozen=True)
class Aim:
    """A main goal; ``units``: to whom it is broken down, ``is_equal`` whether the figure is split among them."""

    title: str
    indicator: str
    target: str
    measure: str
    weight: int
    leader: str
    tags: str
    due: tuple[int, int]
    units: tuple[str, ...] = TOWN_VILLAGES
    is_equal: bool = True
    figure: str = "manual"
    direction: str = "ge"
    work: tuple[tuple[str, str], ...] = ()


AIMS = (
    Aim("月度考评年平均分", "月度考评综合得分的年平均", "88", "分", 25, "林岚", "物质、精神", (12, 31), is_equal=False,
        figure="assessment_mean", work=(("Q1", "讲清全年考评办法，统一扣分尺度"), ("Q4", "汇总全年成绩，核对异议"))),
    Aim("交办任务按期办结", "任务按期办结率", "95", "%", 15, "何正", "政治", (12, 31), (*TOWN_VILLAGES, *SERVED), False,
        "task_on_time", work=(("Q2", "清理上半年未销号的任务"),)),
    Aim("群众性文化活动", "活动场次", "96", "场", 10, "林岚", "精神", (12, 20),
        work=(("Q1", "春节、元宵文化活动"), ("Q2", "端午包粽、读书活动"), ("Q3", "广场电影、国庆歌会"), ("-12", "元旦文艺汇演"))),
    Aim("文明讲堂", "开讲期数", "48", "期", 8, "林岚", "精神", (12, 20), work=(("Q4", "每村讲一堂移风易俗课"),)),
    Aim("志愿服务", "志愿服务时长", "14400", "小时", 10, "唐波", "精神、政治", (12, 20), work=(("-11", "清扫落叶、慰问独居老人"),)),
    Aim("生活垃圾分类", "分类户覆盖率", "90", "%", 10, "唐波", "物质", (11, 30), is_equal=False,
        work=(("Q3", "入户核对分类台账"), ("-11", "年末抽查"))),
    Aim("卫生户厕管护", "抽查合格率", "95", "%", 8, "唐波", "物质", (11, 30), ("村镇建设所",), False),
    Aim("创建宣传", "县级以上媒体刊发稿件", "12", "篇", 7, "林岚", "精神", (12, 10), ("综合文化站",)),
    Aim("平安稳定", "因创建工作引发的信访事件", "0", "起", 7, "何正", "政治", (12, 31), ("司法所",), False, direction="le"),
)  # fmt: skip

# Share of the year's figure reached by the end of these months, and what was done; made up.
REPORTS = (
    ((3, 30), 0.22, {"群众性文化活动": "办了元宵灯会和村晚", "文明讲堂": "开讲家风故事", "志愿服务": "春季清沟清院",
                     "生活垃圾分类": "发放分类桶并入户讲解"}),
    ((6, 28), 0.45, {"群众性文化活动": "端午包粽、读书会", "文明讲堂": "讲防溺水和反诈", "志愿服务": "防汛巡堤、助老理发",
                     "生活垃圾分类": "补登新增分类户"}),
    ((9, 28), 0.74, {"群众性文化活动": "放电影、办歌会", "文明讲堂": "讲移风易俗", "志愿服务": "秋季大扫除",
                     "生活垃圾分类": "逐户核对台账"}),
    ((11, 18), 0.97, {"群众性文化活动": "重阳敬老会", "文明讲堂": "讲冬季防火", "志愿服务": "清落叶、送温暖",
                      "生活垃圾分类": "年末抽查"}),
)  # fmt: skip
SLOW = {"南坡村": 0.82, "北沟村": 0.86, "沙洲村": 0.9}


def add_goals(county: County, *, at: dt.datetime, after_approval: Callable[[Plan], None]) -> None:
    """As it was lived up to ``at``; what would lie after it has not happened yet. The 责任书 are made from the first
    version of the plan, while it is in force: ``after_approval``."""
    year = at.year

    def on(month: int, day: int, hour: int = 10) -> dt.datetime:
        return at.replace(month=month, day=day, hour=hour, minute=0, second=0, microsecond=0)

    plan = _plan(county, year, on)
    if at < on(1, 22):
        return
    _approve(county, plan, submitted=on(1, 20), approved=on(1, 22))
    after_approval(plan)
    _villages_own(county, year, on, at)
    for (month, day), share, texts in REPORTS:
        if at < on(month, day):
            return
        _report(county, plan, share, texts, on(month, day))
        if (month, day) == (6, 28) and at > on(7, 15):
            plan = _look_back(county, plan, on)
    if at > on(10, 13):
        _evaluate(county, plan, "quarter", dt.date(year, 9, 30), on(10, 9), on(10, 13))


def _plan(county: County, year: int, on: Any) -> Plan:
    town, begun = county.units[TOWN], on(1, 6)
    clerk = county.actor(CLERK, begun)
    programme = programmes.create_programme(
        town, title=f"{TOWN}文明创建三年工作方案（{year}–{year + 2}年）", from_year=year, to_year=year + 2, actor=clerk,
        at=begun,
        background="全镇12个村（社区），集镇秩序和村庄环境有了底子，但各村不平衡，活动和宣传集中在少数村。",
        aims="三年内各村月度考评年均分都在88分以上，群众性文化活动村村经常办，志愿服务成习惯，群众满意度逐年提高。",
        contents="环境、秩序、风尚、服务四个方面一起抓：管好路面和院落，管好集镇和路口，办好讲堂和活动，建好志愿队伍。",
        yearly={str(year): "打基础：定制度、定目标、定责任，月月考评。", str(year + 1): "补短板：抓落后村和薄弱项目。",
                str(year + 2): "成习惯：总结经验，形成常态。"},
        planning_title="安和县国民经济和社会发展第十五个五年规划", planning_clause="第九章第三节",
    )  # fmt: skip
    plan = plans.create_plan(
        town, year=year, programme=programme, upper_number=f"安创办〔{year}〕2号", actor=clerk, at=on(1, 12)
    )
    plans.edit_plan(
        plan, title=plan.title, upper_number=plan.upper_number, revision=1, actor=clerk, at=on(1, 12),
        guidance="坚持物质文明、政治文明、精神文明一起抓，目标定到村、责任落到人、每月看进度、半年回头看。",
        safeguards="镇创建办每月考评通报，逾期任务催办督办。\n所需经费列入年度预算，由财政所单列。",
    )  # fmt: skip
    for aim in AIMS:
        _add(county, plan, aim, on(1, 14))
    return plan


def _add(county: County, plan: Plan, aim: Aim, at: dt.datetime) -> None:
    who: Any = {"actor": county.actor(CLERK, at), "at": at}
    alone = county.units[aim.units[0]] if len(aim.units) == 1 else county.units[TOWN]
    goal = goals.add_goal(
        plan, parent=None, title=aim.title, indicator=aim.indicator, target=Decimal(aim.target), measure=aim.measure,
        weight=Decimal(aim.weight), leader=aim.leader, tags=aim.tags, due_on=dt.date(plan.year, *aim.due), unit=alone,
        figure=aim.figure, direction=aim.direction, is_additive=aim.is_equal, **who,
    )  # fmt: skip
    if len(aim.units) > 1:
        units = [county.units[name] for name in aim.units]
        goals.break_down(goal, units=units, is_equal=aim.is_equal, **who)
    for label, work in aim.work:
        goals.set_slice(goal, label=f"{plan.year}{label}", work=work, target=None, **who)


def _approve(county: County, plan: Plan, *, submitted: dt.datetime, approved: dt.datetime) -> None:
    plans.submit_plan(plan, actor=county.actor(DIRECTOR, submitted), at=submitted)
    plans.approve_plan(plan, actor=county.actor(LEADER, approved), at=approved)


def _villages_own(county: County, year: int, on: Any, at: dt.datetime) -> None:
    """Nine villages made a plan of their own (D5.6); three have none yet."""
    begun, approved = on(2, 10), on(2, 20)
    if at < approved:
        return
    for name in TOWN_VILLAGES[:9]:
        who: Any = {"actor": county.actor(CLERK, begun), "at": begun}
        plan = plans.create_plan(
            county.units[name], year=year, title=f"{name}{year}年创建工作方案",
            upper_number=f"云创办〔{year}〕1号", **who,
        )  # fmt: skip
        goals.add_goal(
            plan, parent=None, title="村庄清洁", indicator="组织清洁日", target=Decimal(24), measure="次",
            weight=Decimal(100), unit=county.units[name], due_on=dt.date(year, 12, 20), tags="物质", **who,
        )  # fmt: skip
        _approve(county, plan, submitted=begun, approved=approved)


def _report(county: County, plan: Plan, share: float, texts: dict[str, str], at: dt.datetime) -> None:
    """What each village had reached by that day; rates come near their standard from below."""
    chance = random.Random(f"goals{at:%m%d}")
    clerk, head = county.actor(CLERK, at), county.actor("sq-shilei", at)
    rows = plan.goals.filter(children=None, figure="manual").select_related("plan__unit", "unit", "parent")
    for goal in rows.order_by("seq", "id"):
        name = goal.unit.name if goal.unit else ""
        value = _value(goal, min(1.02, share * SLOW.get(name, 1.0) * chance.uniform(0.97, 1.1)), share)
        text = texts.get(goal.title, "按计划推进")
        actor = head if name == "石桥村" else clerk
        report_progress(goal, on=at.date(), value=value, text=text, actor=actor, at=at)


def _value(goal: Goal, share: float, season: float) -> Decimal:
    assert goal.target is not None
    if goal.direction == "le":
        return Decimal(0)
    if goal.measure == "%":
        done = 0.8 + 0.23 * share
        return Decimal(str(round(min(99.5, float(goal.target) * min(done, 1.05)), 1)))
    return Decimal(max(1, round(float(goal.target) * share)))


def _evaluate(
    county: County, plan: Plan, kind: str, until: dt.date, begun: dt.datetime, closed: dt.datetime
) -> None:
    director = county.actor(DIRECTOR, closed)
    row = evaluations.open_evaluation(
        plan, kind=kind, covers_until=until, actor=county.actor(CLERK, begun), at=begun
    )
    evaluations.edit_evaluation(
        row, actor=director, at=closed, revision=1,
        summary="主要目标推进平稳，考评平均分比去年同期高，文明讲堂和志愿服务进度过半。"
        if kind == "half" else "三季度补上了汛期落下的活动，垃圾分类户覆盖率接近目标。",
        problems="6月以来防汛任务重，集中性文化活动停办，预计全年差二十多场；南坡村、北沟村各项都偏慢。"
        if kind == "half" else "南坡村、北沟村的活动和志愿服务仍偏慢；个别村填报不及时。",
        adjustments="群众性文化活动由96场调为72场，各村由8场调为6场；其他目标不变。" if kind == "half" else "",
        units=[county.units[name] for name in TOWN_VILLAGES],
    )  # fmt: skip
    evaluations.close_evaluation(row, actor=director, at=closed)
    for account in ("sq-shilei", "dx-daoming"):
        actor = county.actor(account, closed)
        for reading in row.readings.select_related("evaluation", "unit"):
            if actor.home and reading.unit_id == actor.home.unit_id:
                evaluations.mark_read(reading, actor=actor, at=closed + dt.timedelta(hours=5))


def _look_back(county: County, plan: Plan, on: Any) -> Plan:
    """The half-year evaluation leads to version 2."""
    _evaluate(county, plan, "half", dt.date(plan.year, 6, 30), on(7, 2), on(7, 6))
    at = on(7, 9)
    who: Any = {"actor": county.actor(CLERK, at), "at": at}
    new = plans.revise_plan(plan, why=FLOOD, **who)
    for goal in (
        new.goals.filter(title="群众性文化活动").select_related("plan__unit", "unit").order_by("seq", "id")
    ):
        target = Decimal(72 if goal.parent_id is None else 6)
        goals.edit_goal(goal, revision=goal.revision, target=target, **who)
    _approve(county, new, submitted=on(7, 13), approved=on(7, 15))
    return new
