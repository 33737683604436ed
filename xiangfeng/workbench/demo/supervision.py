"""意见箱 and 社会监督员 of 云溪镇: three boxes, ten openings, one box forgotten; three supervisors, one of whom signs in."""

from __future__ import annotations

import datetime as dt

from xiangfeng.feedback.actions.accepting import accept_report
from xiangfeng.feedback.actions.answering import reply_report
from xiangfeng.feedback.actions.dispatching import keep_report
from xiangfeng.feedback.models import Category, Report
from xiangfeng.supervision.actions.boxes import add_box
from xiangfeng.supervision.actions.openings import correct_opening, enter_item, explain_gap, record_opening
from xiangfeng.supervision.actions.opinions import enter_opinion, file_opinion
from xiangfeng.supervision.actions.supervisors import add_supervisor
from xiangfeng.supervision.actions.terms import draft_term, issue_term, submit_term
from xiangfeng.supervision.models import Box, Opening
from xiangfeng.supervision.terms import last_day
from xiangfeng.workbench.demo.places import County

TOWN, CLERK, LEADER, OWN = "云溪镇", "yx-zhoumin", "yx-linlan", "yx-zhenghe"
PAIR = ("周敏", "汪社")
# number, place, unit, keeper
BOXES = (
    (1, "镇政府便民服务中心门口", "云溪社区", "汪社"),
    (2, "石桥村村委会公示栏旁", "石桥村", "石磊"),
    (3, "农贸市场东门", "云溪社区", "柳芳"),
)
# box, days ago, slips: the third box is forgotten; the first was opened every week
OPENINGS: tuple[tuple[int, int, tuple[str, ...]], ...] = (
    (3, 30, ()),
    (1, 28, ("主街东段夜里有人倒垃圾，早上一地。",)),
    (2, 28, ()),
    (3, 23, ("市场门口摩托车乱停，推车进不去。", "公厕晚上没灯。")),
    (1, 21, ()),
    (2, 20, ("桥头的健身器材坏了两个。",)),
    (1, 14, ("建议赶场天安排人指挥停车。",)),
    (2, 13, ()),
    (1, 4, ("便民中心的椅子不够坐。",)),
    (2, 3, ("三组路口的路灯不亮。", "")),
)
ADVERTS = "1 张广告"
# name, kind, other, place of work, phone, account, days since the term began, usual length of the term?
PEOPLE = (
    ("郑和平", "people", "", "石桥村二组", "13900005101", OWN, 320, 0),
    ("代红英", "congress", "", "云溪中心小学", "13900005102", "", 400, 0),
    ("老田", "other", "老党员", "稻香村", "13900005103", "", 700, 18),
)
OPINIONS = (
    ("石桥村", "二组垃圾池", "垃圾池满了三天没有清运，味道很大，建议赶场前加一趟。", False, 26),
    ("柳湾村", "沿河步道", "步道护栏松了两处，小孩在那里玩，请尽快修。", False, 9),
    ("", "", "有的村公示栏两个月没有换内容，建议抽查。", True, 2),
)

REPLIES = {
    OPENINGS[1][2][0]: "主街东段加了一趟夜间清扫，装了禁倒牌和监控，请继续监督。",
    OPENINGS[3][2][0]: "市场门口划了停车线，赶场天有人招呼，摩托车停到东侧空地。",
    OPENINGS[3][2][1]: "公厕门口和里面的灯都换了，保洁员每晚七点开灯。",
    OPENINGS[5][2][0]: "坏的两个器材已经拆换，村里每月检查一次。",
    OPENINGS[6][2][0]: "从下一个赶场天起，由派出所和志愿者在两个路口指挥停车。",
    OPINIONS[0][2]: "当天已经清运。二组垃圾池改为隔天清运，赶场前一天加一趟。",
}
"""What was answered to some of them, weeks ago."""


def add_supervision(county: County, *, at: dt.datetime) -> None:
    """As of some weeks ago up to ``at``."""
    _boxes(county, at)
    _supervisors(county, at)
    taken = Report.objects.filter(channel__in=("box", "supervisor"), state="new", unit=county.units[TOWN])
    for row in taken.filter(came_on__lt=at.date() - dt.timedelta(days=2)).order_by("pk"):
        _accept(county, row, at)
        if row.text in REPLIES:
            _answer(county, row, at)


def _morning(at: dt.datetime, ago: int) -> dt.datetime:
    return (at - dt.timedelta(days=ago)).replace(hour=9, minute=30)


def _accept(county: County, row: Report, at: dt.datetime) -> None:
    """Taken in the same day."""
    when = _morning(at, (at.date() - row.came_on).days) + dt.timedelta(hours=2)
    clerk = county.actor(CLERK, when)
    accept_report(
        row, kind=row.kind, village=row.village, place=row.place, category=row.category, actor=clerk, at=when
    )


def _answer(county: County, row: Report, at: dt.datetime) -> None:
    """Dealt with by the office itself, answered four days later."""
    ago = (at.date() - row.came_on).days
    when, later = _morning(at, ago) + dt.timedelta(hours=3), _morning(at, ago - 4)
    keep_report(row, actor=county.actor(CLERK, when), at=when)
    reply_report(row, text=REPLIES[row.text], actor=county.actor(CLERK, later), at=later)


def _boxes(county: County, at: dt.datetime) -> None:
    town, start = county.units[TOWN], _morning(at, 37)
    boxes: dict[int, Box] = {}
    for number, place, unit, keeper in BOXES:
        boxes[number] = add_box(
            town, number=number, place=place, village=county.units[unit], keeper=keeper, since=start.date(),
            actor=county.actor(CLERK, start), at=start,
        )  # fmt: skip
    for number, ago, slips in OPENINGS:
        when = _morning(at, ago)
        box = Box.objects.select_related("unit").get(pk=boxes[number].pk)
        row = record_opening(
            box, on=when.date(), opener1=PAIR[0], opener2=PAIR[1], counted=len(slips),
            actor=county.actor(CLERK, when), at=when,
        )  # fmt: skip
        _enter(county, row, slips, when)
    _correct(county, boxes[1], _morning(at, 13))


def _enter(county: County, row: Opening, slips: tuple[str, ...], when: dt.datetime) -> None:
    clerk = county.actor(CLERK, when)
    for number, text in enumerate(slips):
        if text:
            enter_item(row, text=text, form_key=f"demo{row.pk}{number}", actor=clerk, at=when)
        else:
            explain_gap(row, note=ADVERTS, actor=clerk, at=when)


def _correct(county: County, box: Box, when: dt.datetime) -> None:
    """The record of one opening named the wrong second person."""
    row = Opening.objects.filter(box=box).select_related("box__unit").order_by("on")[1]
    correct_opening(
        row, on=row.on, opener1=PAIR[0], opener2="李远", counted=row.counted, reason="开箱人2写错，当天是李远到场",
        actor=county.actor(CLERK, when), at=when,
    )  # fmt: skip


def _supervisors(county: County, at: dt.datetime) -> None:
    town = county.units[TOWN]
    rows = {}
    for name, kind, other, workplace, phone, account, ago, left in PEOPLE:
        when = _morning(at, ago)
        clerk, leader = county.actor(CLERK, when), county.actor(LEADER, when)
        row = add_supervisor(
            town, name=name, kind=kind, other_kind=other, workplace=workplace, phone=phone,
            person=county.people.get(account), actor=clerk, at=when,
        )  # fmt: skip
        start = when.date()
        end = at.date() + dt.timedelta(days=left) if left else last_day(start)
        term = draft_term(row, from_on=start, to_on=end, actor=clerk, at=when)
        submit_term(term, actor=clerk, at=when)
        issue_term(term, actor=leader, at=when)
        rows[name] = row
    own = rows["郑和平"]
    for number, (village, place, text, is_confidential, ago) in enumerate(OPINIONS):
        when = _morning(at, ago)
        file_opinion(
            own, text=text, form_key=f"demo{number}", village=county.units.get(village), place=place,
            is_confidential=is_confidential, category=_category("环境卫生") if not number else None,
            actor=county.actor(OWN, when), at=when,
        )  # fmt: skip
    when = _morning(at, 5)
    enter_opinion(
        rows["代红英"], text="小学门口放学时车多，建议错峰放学并划等候线。", form_key="demo-office", is_confidential=False,
        village=county.units["云溪社区"], place="中心小学门口", actor=county.actor(CLERK, when), at=when,
    )  # fmt: skip


def _category(name: str) -> Category | None:
    return Category.objects.filter(name=name, is_active=True).order_by("pk").first()
