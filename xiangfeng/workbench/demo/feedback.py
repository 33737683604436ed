"""群众反映 of 云溪镇: one in each state and by each way, from five weeks ago to this morning; one about the township itself, which the
county takes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from xiangfeng.access.actor import SYSTEM
from xiangfeng.base.workdays import UnknownYear
from xiangfeng.calendars.queries import calendar
from xiangfeng.feedback.actions import Sender, register_report
from xiangfeng.feedback.actions.accepting import (
    accept_report,
    petition_report,
    refuse_report,
    reopen_report,
    transfer_report,
)
from xiangfeng.feedback.actions.answering import answer_report, ask_sender, close_report, reply_report
from xiangfeng.feedback.actions.dispatching import dispatch_report, keep_report, sign_report
from xiangfeng.feedback.actions.settings import install_categories, save_setting
from xiangfeng.feedback.actions.suggesting import make_finding, make_task, set_adoption
from xiangfeng.feedback.models import Category, Desk, Report, Route
from xiangfeng.workbench.demo.feedback_desk import add_desk_work
from xiangfeng.workbench.demo.findings import picture_of
from xiangfeng.workbench.demo.places import County

TOWN, CLERK, DIRECTOR = "云溪镇", "yx-zhoumin", "yx-liyuan"
PEOPLE = {"石桥村": "sq-shilei", "南坡村": "np-nanshan", "稻香村": "dx-daoming"}
"""Villages that have an account of their own; for the others the office signs and reports."""
CALLER = Sender(name="方大成", phone="138-0000-0017")

# workdays back, hour, channel, kind, category, village, place, what was said, how it went
CASES: tuple[tuple[int, int, str, str, str, str, str, str, str], ...] = (
    (0, 8, "web", "complaint", "environment", "云溪社区", "主街农贸市场后门", "菜叶和泡沫箱堆在后门过道，下午就有味道，早上也没人收。", "new"),
    (0, 9, "machine", "complaint", "facilities", "柳湾村", "柳湾桥头", "桥头两盏路灯不亮，晚上过桥看不清。", "new"),
    (1, 15, "phone", "help", "facilities", "新塘村", "新塘小学门口", "放学时门口车多人多，孩子过马路危险，能不能派人看一看。", "new_named"),
    (2, 10, "upper", "complaint", "traffic", "双井村", "双井村村道三岔口", "三岔口占道堆沙石一个多月，会车要倒很远。", "accepted"),
    (2, 11, "web", "complaint", "environment", "南坡村", "三组水渠", "三组水渠里有建筑垃圾，水流不过去，天一热蚊子多。", "sent"),
    (14, 9, "box", "complaint", "environment", "石桥村", "石桥河边", "河边竹林里常有人倒垃圾，捡过又有，希望装个牌子、有人管。", "handling"),
    (5, 16, "web", "complaint", "order", "稻香村", "稻香村文化广场", "广场音响晚上九点半还在放，家里有老人睡不好，请不要说是我家反映的。", "answered"),
    (6, 9, "letter", "help", "facilities", "石桥村", "二组老井", "二组老井的盖板裂了，怕小孩踩空。", "replied"),
    (24, 10, "supervisor", "complaint", "traffic", "南坡村", "南坡村委会门口", "村委会门口电动车乱停，挡住无障碍坡道。", "closed"),
    (18, 14, "survey", "suggestion", "greenery", "石桥村", "村口空地", "村口空地可以种点树、放几条长椅，老人接孩子有地方坐。", "adopted"),
    (20, 9, "web", "suggestion", "other", "花园村", "", "建议每家每户发统一的垃圾桶，颜色一样好看。", "declined"),
    (9, 10, "phone", "complaint", "other", "花园村", "", "邻居家的鸡老是跑到我家菜地里。", "refused"),
    (8, 15, "web", "complaint", "other", "北沟村", "", "对前年征地补偿的算法不服，要求重新核定。", "petitioned"),
    (7, 11, "phone", "complaint", "traffic", "东岭村", "省道东岭段", "省道东岭段有两处塌边，晚上看不见，怕出事。", "moved"),
    (16, 9, "web", "complaint", "facilities", "西坪村", "西坪村公厕", "公厕灯坏了，水箱漏水，地上一直是湿的。", "reopened"),
    (4, 10, "phone", "complaint", "environment", "松林村", "松林村林道入口", "林道入口堆了两车旧家具，好几天没人拉。", "finding"),
)  # fmt: skip
ABOUT_TOWN = "镇政府院里停满了车，来办事的没地方停，门口也没有人指一下。"


def add_feedback(county: County, *, at: dt.datetime) -> None:
    """From five weeks ago to now; nothing near the turn of a year whose working days nobody has entered yet."""
    try:
        first = _moment(at, 30, 9)
        calendar().add_workdays(at.date(), 10)
    except UnknownYear:
        return
    _settings(county, first)
    for back, hour, channel, kind, code, village, place, text, how in sorted(
        CASES, key=lambda case: -case[0]
    ):
        when = min(_moment(at, back, hour), at - dt.timedelta(minutes=40))
        row = _take(county, when, channel, kind, code, village, place, text, how)
        LIVES[how](county, row, when, at)
    register_report(
        county.units[TOWN], text=ABOUT_TOWN, channel="web", about=county.units[TOWN], at=_moment(at, 1, 9)
    )
    add_desk_work(county, at=at)


def _moment(at: dt.datetime, back: int, hour: int) -> dt.datetime:
    return dt.datetime.combine(calendar().subtract_workdays(at.date(), back), dt.time(hour), at.tzinfo)


def _settings(county: County, when: dt.datetime) -> None:
    town, director = county.units[TOWN], county.actor(DIRECTOR, when)
    install_categories(county.units["安和县"], actor=SYSTEM, at=when)
    for name in (TOWN, "东河镇"):
        desk = Desk(unit=county.units[name])
        save_setting(
            desk, hotline="0570-6123400" if name == TOWN else "0570-6124400", hours="工作日 8:30—17:30",
            address=f"{name}政府一楼群众接待室", petition="安和县信访局（县城西街9号）", actor=SYSTEM, at=when,
        )  # fmt: skip
    kind = Category.objects.get(unit=county.units["安和县"], code="environment")
    save_setting(Route(unit=town), category=kind, village=None, handler=None, actor=director, at=when)


def _take(
    county: County,
    when: dt.datetime,
    channel: str,
    kind: str,
    code: str,
    village: str,
    place: str,
    text: str,
    how: str,
) -> Report:
    more: dict[str, Any] = {}
    if how in ("new_named", "closed", "finding"):
        more = {"privacy": "named", "sender": CALLER}
    if how == "answered":
        more = {"privacy": "confidential", "sender": Sender(phone=CALLER.phone)}
    if channel == "upper":
        upper = calendar().after(when.date(), 4)
        more = {"upper_number": f"AH{when:%Y%m%d}0031", "upper_due_on": upper}
    if channel in ("phone", "upper"):
        more |= {"actor": county.actor(CLERK, when), "registrar": "周敏"}
    if how in ("sent", "handling"):
        more["photos"] = [picture_of(when.day + len(text))]
    return register_report(
        county.units[TOWN], text=text, channel=channel, kind=kind, village=county.units[village], place=place,
        category=Category.objects.get(unit=county.units["安和县"], code=code), form_key=f"demo-{text[:12]}",
        at=when, **more,
    ).report  # fmt: skip


def _office(county: County, when: dt.datetime) -> dict[str, Any]:
    return {"actor": county.actor(CLERK, when), "at": when}


def _accept(county: County, row: Report, when: dt.datetime, at: dt.datetime) -> dt.datetime:
    when = min(when + dt.timedelta(hours=3), at - dt.timedelta(minutes=30))
    accept_report(
        row,
        kind=row.kind,
        category=row.category,
        village=row.village,
        place=row.place,
        **_office(county, when),
    )
    return when


def _send(county: County, row: Report, when: dt.datetime, at: dt.datetime, brief: str = "") -> dt.datetime:
    when = _accept(county, row, when, at) + dt.timedelta(minutes=20)
    assert row.village is not None
    dispatch_report(row, handler=row.village, brief=brief or row.text, **_office(county, when))
    return when


def _sign(county: County, row: Report, when: dt.datetime, at: dt.datetime, brief: str = "") -> dict[str, Any]:
    """Signed the same afternoon; gives who handles it and when."""
    when = _send(county, row, when, at, brief) + dt.timedelta(hours=2)
    actor = county.actor(PEOPLE.get(row.handler.name, CLERK), when)
    sign_report(row, actor=actor, at=when)
    return {"actor": actor, "at": when}


def _answer(
    county: County, row: Report, when: dt.datetime, at: dt.datetime, text: str, brief: str = ""
) -> dt.datetime:
    who = _sign(county, row, when, at, brief)
    who["at"] = min(who["at"] + dt.timedelta(days=2), at - dt.timedelta(minutes=20))
    answer_report(row, text=text, **who)
    then: dt.datetime = who["at"]
    return then


def _new(county: County, row: Report, when: dt.datetime, at: dt.datetime) -> None:
    """Nobody has looked at it yet."""


def _answered(county: County, row: Report, when: dt.datetime, at: dt.datetime) -> None:
    brief = "文化广场晚上音响声音大、时间长，请了解情况并和舞队商量好时间。"
    _answer(
        county, row, when, at, "已和舞队商量，晚上八点半以前结束，音响朝空地放，村里每晚去看一次。", brief
    )


def _handling(county: County, row: Report, when: dt.datetime, at: dt.datetime) -> None:
    who = _sign(county, row, when, at)
    later = who["at"] + dt.timedelta(hours=1)
    ask_sender(row, text="是石桥上游还是下游那片竹林？方便的话说一下大概位置。", **_office(county, later))


def _replied(county: County, row: Report, when: dt.datetime, at: dt.datetime) -> None:
    then = _answer(county, row, when, at, "盖板已换成新的水泥板，四周加了护栏。")
    text = "您反映的二组老井盖板，石桥村已换新并加了护栏，谢谢您提醒。"
    reply_report(row, text=text, **_office(county, min(then + dt.timedelta(hours=2), at)))


def _closed(county: County, row: Report, when: dt.datetime, at: dt.datetime) -> None:
    then = _answer(county, row, when, at, "已划出电动车停车位，坡道前装了隔离桩。") + dt.timedelta(hours=2)
    reply_report(row, text="村委会门口已划停车位、装隔离桩，坡道不再被挡。", **_office(county, then))
    later = then + dt.timedelta(days=1)
    close_report(
        row, way="电话回访", text="说现在轮椅能上去了，满意", rating="satisfied", **_office(county, later)
    )


def _adopted(county: County, row: Report, when: dt.datetime, at: dt.datetime) -> None:
    when = _accept(county, row, when, at) + dt.timedelta(hours=1)
    set_adoption(
        row, adoption="adopted", reason="结合村口整治一起做，明年三月底前种好。", **_office(county, when)
    )
    make_task(
        row, title="石桥村村口空地植树、安放长椅", lead=county.units["石桥村"],
        due_on=at.date() + dt.timedelta(days=100), **_office(county, when),
    )  # fmt: skip
    keep_report(row, **_office(county, when))
    text = "您的建议采纳了，已交石桥村落实，计划明年三月底前完成，进展您可以凭查询码看。"
    reply_report(row, text=text, **_office(county, when + dt.timedelta(days=1)))


def _declined(county: County, row: Report, when: dt.datetime, at: dt.datetime) -> None:
    when = _accept(county, row, when, at) + dt.timedelta(hours=1)
    reason = "多数人家已有垃圾桶，统一更换要花钱又浪费；会把破损的先换掉。"
    set_adoption(row, adoption="declined", reason=reason, **_office(county, when))
    keep_report(row, **_office(county, when))
    reply_report(row, text=f"谢谢您的建议。{reason}", **_office(county, when + dt.timedelta(days=1)))
    close_report(row, **_office(county, when + dt.timedelta(days=8)))


def _refused(county: County, row: Report, when: dt.datetime, at: dt.datetime) -> None:
    reason = "属于邻里之间的小事，请先找村里的调解员说一说；需要的话村里可以上门。"
    refuse_report(row, reason=reason, **_office(county, when + dt.timedelta(hours=4)))


def _petitioned(county: County, row: Report, when: dt.datetime, at: dt.datetime) -> None:
    petition_report(
        row, reason="征地补偿争议请按信访程序办理。", **_office(county, when + dt.timedelta(hours=2))
    )


def _moved(county: County, row: Report, when: dt.datetime, at: dt.datetime) -> None:
    who = _office(county, when + dt.timedelta(hours=1))
    transfer_report(
        row, to="安和县公路管理站", reason="省道由县公路管理站养护，已电话告知并请先摆警示桩。", **who
    )


def _reopened(county: County, row: Report, when: dt.datetime, at: dt.datetime) -> None:
    then = _answer(county, row, when, at, "灯已换好。") + dt.timedelta(hours=2)
    reply_report(row, text="公厕的灯已换好。", **_office(county, then))
    reason = "反映人回话：灯亮了，水箱还在漏，地上还是湿的。"
    reopen_report(row, reason=reason, **_office(county, min(then + dt.timedelta(days=3), at)))


def _finding(county: County, row: Report, when: dt.datetime, at: dt.datetime) -> None:
    when = _accept(county, row, when, at) + dt.timedelta(hours=1)
    text = "林道入口堆放两车旧家具，没有清运。"
    make_finding(row, lead=county.units["松林村"], text=text, **_office(county, when))
    keep_report(row, **_office(county, when))


LIVES: dict[str, Callable[[County, Report, dt.datetime, dt.datetime], Any]] = {
    "new": _new, "new_named": _new, "accepted": _accept, "sent": _send, "handling": _handling, "answered": _answered,
    "replied": _replied, "closed": _closed, "adopted": _adopted, "declined": _declined, "refused": _refused,
    "petitioned": _petitioned, "moved": _moved, "reopened": _reopened, "finding": _finding,
}  # fmt: skip
