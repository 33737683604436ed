"""建议单, 批示 and 问题 of 云溪镇 at every stage; 指导 and 调研 in its villages."""

from __future__ import annotations

import datetime as dt

from xiangfeng.advice.actions import instruct
from xiangfeng.advice.actions.guidance import add_guidance, make_task_of_guidance
from xiangfeng.advice.actions.problems import (
    give_opinion,
    note_coordination,
    register_problem,
    solve_problem,
    start_coordination,
)
from xiangfeng.advice.actions.proposals import decline_proposal, draft_proposal, submit_proposal
from xiangfeng.advice.models import Problem, Proposal
from xiangfeng.workbench.demo.places import County

TOWN = "云溪镇"

# title, 情况, 建议, days ago
PROPOSALS = (
    (
        "集镇垃圾清运加密到每周四次",
        "集镇组连续两个月因垃圾桶外溢扣分，逢集日下午最多，清运车每周只来三次。",
        "逢集日加一班车，费用每月约 1200 元，从环卫经费列支；由村镇建设所牵头，年底前看效果。",
        38,
    ),
    (
        "给三个山区村配小型清运车",
        "东岭、西坪、北沟三村通村路窄，大车进不去，垃圾要人工挑到路口。",
        "三村合用两台三轮清运车，先借后买；由村镇建设所联系车源。",
        16,
    ),
    (
        "年底考评增加群众满意度回访",
        "今年问卷每季度一次，扣分多的村群众意见没有单独回访。",
        "12 月底前对末三位的村各回访 30 户，结果报领导小组会。",
        3,
    ),
    (
        "统一更换各村宣传栏",
        "部分村宣传栏褪色，样式不一。",
        "全镇统一定制 12 块宣传栏，约 4.8 万元。",
        52,
    ),
)  # fmt: skip

# 责任单位, what, 点位, 来源, 规范码, days ago it was found, days from now it is due, how far it came
PROBLEMS = (
    ("南坡村", "排水沟堆放建筑垃圾，约 12 米，水流不畅", "三组村道旁", "inspection", "N06", 24, -5, "coordinating"),
    ("云溪社区", "农贸市场门前逢集占道，车辆通行困难", "集镇东口", "people", "", 12, 3, "coordinating"),
    ("北沟村", "通村公路塌方处没有警示标志", "二组弯道", "visit", "", 6, 6, "opinion"),
    ("村镇建设所", "集镇公厕夜间不开门，群众反映多", "集镇公厕", "people", "", 2, 10, "registered"),
    ("双井村", "文化广场音响晚上十点后仍扰民", "文化广场", "people", "", 40, -28, "solved"),
    ("柳湾村", "河道漂浮物无人打捞", "柳湾桥下", "upper", "N04", 33, -20, "solved"),
)  # fmt: skip

WORDS = {
    "南坡村": ("请南坡村清出去，供运费一次结清", "南坡村说缺车，已请村镇建设所派车", "车已定，本周进场"),
    "云溪社区": ("请派出所、市场管理人员逢集日上路疏导", "派出所同意逢集日派 2 人", ""),
    "北沟村": ("先拉警戒线，同时报县公路段", "", ""),
    "双井村": ("与广场舞队约定九点半前结束", "队长当面答应，张贴了告示", ""),
    "柳湾村": ("河道保洁员每周打捞两次", "与河长办商定由保洁员负责", ""),
}

# days ago, kind, unit, 事项, 参加人, 情况, 意见, 结果
GUIDANCE = (
    (128, "survey", "云溪镇", "集镇环境整治情况调研", "林岚、周敏、李远",
     "走访商户 32 家、住户 20 户。商户反映垃圾桶少，逢集日下午外溢；住户反映背街没有路灯。",
     "增设垃圾桶 8 组，逢集日加一班清运；背街路灯列入明年计划。", "垃圾桶已增设 8 组，清运已加密。"),
    (96, "guidance", "石桥村", "指导文明村资料整理", "周敏",
     "资料按类分盒，缺三月、五月的活动照片和签到表。", "补齐两个月的资料，按目录编号。", "已补齐，八月复看无缺项。"),
    (61, "guidance", "南坡村", "指导排水沟整治", "林岚、周敏",
     "三组村道旁排水沟有建筑垃圾，村里没有清运车。", "先清后管，联系村镇建设所派车，沟边立牌。", ""),
    (40, "survey", "东岭村", "山区村垃圾清运调研", "周敏、李远",
     "通村路窄，大车进不去，垃圾靠人挑到路口，每周两次。", "与西坪、北沟合用三轮清运车，先借后买。", ""),
    (23, "guidance", "云溪社区", "指导集市秩序管理", "唐波、周敏",
     "逢集日占道摊位约 40 个，社区只有 2 名劝导员。", "划线定位，逢集日请派出所支持。", "已划线，逢集日派出所派 2 人。"),
    (9, "guidance", "石桥村", "指导红白理事会办理登记", "李远",
     "今年登记 11 件，2 件没有写明规模。", "补写规模，明年起办前登记。", ""),
)  # fmt: skip


def add_advice(county: County, *, at: dt.datetime) -> None:
    """What was proposed, said and found in the last weeks; nothing is dated after ``at``."""
    proposals = [_proposal(county, row, at) for row in PROPOSALS]
    problems = [_problem(county, row, at) for row in PROBLEMS]
    _say(county, proposals, problems, at)
    _guide(county, at)


def _ago(at: dt.datetime, days: int, hour: int = 9) -> dt.datetime:
    return (at - dt.timedelta(days=days)).replace(hour=hour, minute=20) if days else at


def _ahead(at: dt.datetime, days: int) -> dt.date:
    """A day ahead within the year, because the next year's calendar may not be there yet."""
    return min(at.date() + dt.timedelta(days=days), at.date().replace(month=12, day=31))


def _proposal(county: County, row: tuple[str, str, str, int], at: dt.datetime) -> Proposal:
    title, situation, suggestion, days = row
    then = _ago(at, days)
    clerk = county.actor("yx-zhoumin", then)
    texts = {"title": title, "situation": situation, "suggestion": suggestion}
    proposal = draft_proposal(county.units[TOWN], **texts, actor=clerk, at=then)
    submit_proposal(proposal, actor=clerk, at=then + dt.timedelta(hours=1))
    return proposal


def _problem(county: County, row: tuple[str, str, str, str, str, int, int, str], at: dt.datetime) -> Problem:
    unit, description, place, origin, norm, found, due, reached = row
    then = _ago(at, found)
    clerk = county.actor("yx-zhoumin", then)
    problem = register_problem(
        county.units[TOWN], lead=county.units[unit], description=description, place=place, origin=origin,
        norm_code=norm, found_on=then.date(), due_on=_ahead(at, due), actor=clerk, at=then,
    )  # fmt: skip
    if reached == "registered":
        return problem
    opinion, first, second = WORDS[unit]
    give_opinion(problem, text=opinion, actor=clerk, at=then + dt.timedelta(hours=4))
    if reached == "opinion":
        return problem
    start_coordination(problem, text=first, actor=clerk, at=_ago(at, found - 2, 15))
    if second:
        note_coordination(problem, text=second, actor=clerk, at=_ago(at, max(found - 5, 1), 16))
    if reached == "solved":
        # One of the two came after its day and keeps the mark.
        done = _ago(at, 25 if unit == "双井村" else 22, 16)
        solve_problem(problem, text="已按意见办好，回访没有再发生。", actor=clerk, at=done)
    return problem


def _say(county: County, proposals: list[Proposal], problems: list[Problem], at: dt.datetime) -> None:
    town = county.units[TOWN]
    build = county.units["村镇建设所"]

    def word(who: str, days: int, text: str, subject: Proposal | Problem | None, **fields: object) -> None:
        then = _ago(at, days, 11)
        said = {} if subject is None else {"subject_key": subject.key} | _about(subject)
        instruct(town, text=text, actor=county.actor(who, then), at=then, **said, **fields)  # type: ignore[arg-type]

    word(
        "yx-hezheng",
        37,
        "同意。先试两个月，效果报我。",
        proposals[0],
        make_task=True,
        lead=build,
        due_on=_ahead(at, 12),
    )
    word("yx-linlan", 14, "意见可行，请创建办先和三村算清一年费用再定。", proposals[1])
    word(
        "yx-linlan",
        1,
        "本周内清完，清完拍照报我。",
        problems[0],
        make_task=True,
        lead=problems[0].lead,
        due_on=_ahead(at, 4),
    )
    word("yx-tangbo", 2, "公厕开门时间要延到晚上九点，请建设所拿出办法。", problems[3], make_task=True)
    word("yx-hezheng", 5, "进入冬季，各村先把沟渠清一遍，防止积水结冰。", None)
    declined = _ago(at, 50)
    decline_proposal(
        proposals[3], reason="今年没有这项预算，先由各村自行修补，明年列入计划再议。",
        actor=county.actor("yx-linlan", declined), at=declined,
    )  # fmt: skip


def _about(subject: Proposal | Problem) -> dict[str, str]:
    if isinstance(subject, Proposal):
        return {"subject_text": subject.title, "subject_url": f"/work/advice/proposals/{subject.pk}/"}
    return {"subject_text": subject.description, "subject_url": f"/work/advice/problems/{subject.pk}/"}


def _guide(county: County, at: dt.datetime) -> None:
    town = county.units[TOWN]
    for days, kind, unit, title, people, seen, advised, result in GUIDANCE:
        then = _ago(at, days, 17)
        row = add_guidance(
            town, subject=county.units[unit], held_on=then.date(), kind=kind, title=title, people=people, seen=seen,
            advised=advised, result=result, actor=county.actor("yx-zhoumin", then), at=then,
        )  # fmt: skip
        if unit == "东岭村":
            make_task_of_guidance(
                row, title="落实三村合用清运车", lead=county.units["村镇建设所"], due_on=_ahead(at, 20),
                actor=county.actor("yx-liyuan", at), at=at,
            )  # fmt: skip
