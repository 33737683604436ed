"""The leading group of 云溪镇, its 分工 and 包干, as they came to be; one village and one key work are still in nobody's hands."""

from __future__ import annotations

import datetime as dt

from xiangfeng.access.actor import SYSTEM
from xiangfeng.leadership.actions.charges import assign_charge, close_work, create_work
from xiangfeng.leadership.actions.members import appoint_member
from xiangfeng.leadership.models import GroupPost
from xiangfeng.orgs import actions as orgs
from xiangfeng.orgs.models import Person
from xiangfeng.workbench.demo.places import APPOINTED, County

TOWN = "云溪镇"
BASIS = "云党发〔2024〕2号"
REWARD = "完成年度目标的，按考评奖惩办法通报表扬；未完成的约谈、限期整改。"

# name: (unit, 职务, telephone) – those who have no account.
OTHERS = {
    "冯启明": (TOWN, "人大主席", "13900000101"),
    "许静": (TOWN, "组织委员", "13900000102"),
    "丁建": ("村镇建设所", "所长", "13900000103"),
    "方敏": ("云溪中心小学", "校长", "13900000104"),
    "乔商": ("云溪供销社", "主任", "13900000105"),
}

# who: (小组职务, 职务, 成员单位, 分工, 任务, 责任)
SEATS: dict[str, tuple[str, str, str, str, str, str]] = {
    "yx-hezheng": (
        GroupPost.CHIEF, "镇长", "", "主持全镇文明创建工作",
        "每季度主持一次领导小组会，审定计划和经费，批示重点问题。", "对全镇文明创建工作负总责。",
    ),
    "yx-linlan": (
        GroupPost.DEPUTY, "宣传委员", "", "分管文明创建日常工作和宣传教育",
        "每月调度一次，审定考评通报，督促整改到位。", "对创建任务落实和考评结果负分管责任。",
    ),
    "yx-tangbo": (
        GroupPost.DEPUTY, "副镇长", "", "分管环境整治和集镇秩序",
        "抓好垃圾清运、沟渠清淤和占道经营整治。", "对环境整治按期销号负分管责任。",
    ),
    "yx-liyuan": (
        GroupPost.OFFICE, "创建办主任", "", "负责办公室工作",
        "组织考评、督办和台账，及时提出建议。", "对资料真实、期限不误负直接责任。",
    ),
    "冯启明": (
        GroupPost.MEMBER, "人大主席", "", "联系山区组各村", "组织人大代表每季度视察一次。", "对所联系村的创建负责。",
    ),
    "许静": (
        GroupPost.MEMBER, "组织委员", "", "把创建纳入村干部考核", "年底兑现村干部奖惩。", "对考核结果运用负责。",
    ),
    "yx-qianshui": (
        GroupPost.MEMBER, "所长", "财政所", "保障创建经费", "按季拨付、公开使用情况。", "对经费使用合规负责。",
    ),
    "yx-sunfa": (GroupPost.MEMBER, "所长", "司法所", "合法性审核和普法", "审核制度和处罚依据。", ""),
    "yx-zhaowen": (
        GroupPost.MEMBER, "站长", "综合文化站", "文明实践活动", "每月组织一次文明实践活动。", "对活动开展和阵地开放负责。",
    ),
    "丁建": (GroupPost.MEMBER, "所长", "村镇建设所", "集镇设施维护", "路灯、公厕、边沟坏损三日内修复。", "对集镇设施完好负责。"),
    "方敏": (GroupPost.MEMBER, "校长", "云溪中心小学", "未成年人思想道德建设", "小手拉大手活动每学期两次。", "对校园文明创建负责。"),
    "乔商": (GroupPost.MEMBER, "主任", "云溪供销社", "诚信经营", "", ""),
}  # fmt: skip

CHARGES = {
    "yx-hezheng": ("石桥村",),
    "yx-linlan": ("云溪社区", "柳湾村", "新塘村"),
    "yx-tangbo": ("双井村", "稻香村", "南坡村"),
    "冯启明": ("东岭村", "西坪村", "北沟村"),
    "许静": ("花园村",),
}  # 松林村 is in nobody's hands since its leader was transferred.

WORKS = {"集镇秩序整治": "yx-tangbo", "冬季垃圾清运攻坚": "yx-linlan", "文明实践志愿服务月": ""}


def add_leadership(county: County, *, at: dt.datetime) -> None:
    """Seats since the appointment of 2024, with a group before it; 包干 since the start of the year."""
    people = _people(county)
    town = county.units[TOWN]
    then = dt.datetime.combine(APPOINTED, dt.time(9), at.tzinfo)
    _remember_the_group_before(county, then)
    for seq, (who, (post, title, unit, division, duty, liability)) in enumerate(SEATS.items(), start=1):
        appoint_member(
            town, person=people[who], post=post, from_date=APPOINTED, title=title, basis=BASIS, seq=seq,
            represents=county.units[unit] if unit else None, division=division, duty=duty, liability=liability,
            reward=REWARD if liability else "", actor=SYSTEM, at=then,
        )  # fmt: skip
    _hand_out(county, people, at)


def _people(county: County) -> dict[str, Person]:
    people = dict(county.people)
    for name, (unit, _, phone) in OTHERS.items():
        people[name] = orgs.add_person(county.units[unit], name=name, phone=phone, actor=SYSTEM)
    return people


def _remember_the_group_before(county: County, then: dt.datetime) -> None:
    """Predecessors, so that the list of a past day differs from today's (A1.1)."""
    town, last = county.units[TOWN], APPOINTED - dt.timedelta(days=1)
    for seq, (name, post, title) in enumerate(
        (("贺安", GroupPost.CHIEF, "镇长"), ("梅清", GroupPost.DEPUTY, "宣传委员")), start=1
    ):
        person = orgs.add_person(town, name=name, actor=SYSTEM)
        appoint_member(
            town, person=person, post=post, from_date=dt.date(2021, 3, 1), to_date=last, title=title, seq=seq,
            basis="云党发〔2021〕6号", actor=SYSTEM, at=then,
        )  # fmt: skip


def _hand_out(county: County, people: dict[str, Person], at: dt.datetime) -> None:
    town, start = county.units[TOWN], at.replace(month=1, day=1)
    clerk = county.actor("yx-zhoumin", start)
    for who, villages in CHARGES.items():
        for village in villages:
            assign_charge(
                town,
                person=people[who],
                target=county.units[village],
                from_date=start.date(),
                actor=clerk,
                at=start,
            )
    for name, who in WORKS.items():
        work = create_work(town, name=name, year=at.year, actor=clerk, at=start)
        if who:
            assign_charge(town, person=people[who], work=work, from_date=start.date(), actor=clerk, at=start)
    done = create_work(town, name="春节前环境整治", year=at.year, actor=clerk, at=start)
    assign_charge(town, person=people["许静"], work=done, from_date=start.date(), actor=clerk, at=start)
    close_work(done, actor=clerk, at=max(start, at - dt.timedelta(days=270)))
