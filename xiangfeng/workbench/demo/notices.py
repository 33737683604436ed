"""公告公示 of 云溪镇: one of last quarter that ended, one that is running with an objection, a 公告, two 活动, one that
waits for signature, a draft."""

from __future__ import annotations

import datetime as dt
from typing import Any

from xiangfeng.base.workdays import UnknownYear
from xiangfeng.calendars.queries import calendar
from xiangfeng.notices.actions.drafting import draft_notice, submit_notice
from xiangfeng.notices.actions.ending import close_due_notices
from xiangfeng.notices.actions.issuing import issue_notice
from xiangfeng.notices.actions.objections import answer_objection, enter_objection, raise_objection
from xiangfeng.notices.models import Notice
from xiangfeng.visitors.actions import Visitor
from xiangfeng.workbench.demo.places import County

TOWN, CLERK, DIRECTOR, LEADER = "云溪镇", "yx-zhoumin", "yx-liyuan", "yx-linlan"
CONTACT = {"phone": "0570-6123456", "place": "云溪镇政府二楼创建办"}
GOOD = (
    "根据《云溪镇文明创建奖罚制度》，经各村推荐、镇创建办核实、评议小组评议，拟对下列个人和集体予以通报表扬，现予公示。\n"
    "姓名经本人书面同意公开。"
)
THIRD = """序号\t姓名（名称）\t所在村\t类别\t主要事迹
1\t程月英\t南坡村\t孝老爱亲\t照料瘫痪婆婆九年
2\t龚水根\t新塘村\t助人为乐\t义务修路灯 30 余盏
3\t石桥村巡河队\t石桥村\t环境保护\t每周巡河一次"""
FOURTH = """序号\t姓名（名称）\t所在村\t类别\t主要事迹
1\t林小禾\t稻香村\t助人为乐\t三年义务接送组里老人看病 40 余次
2\t陈素清\t柳湾村\t孝老爱亲\t悉心照料家中老人，邻里公认
3\t王远山\t北沟村\t公共秩序\t塌方当晚在路口值守，劝返车辆 20 余辆
4\t周宜安\t花园村\t文化传承\t免费教村里孩子扎花灯，今年开课 16 次
5\t松林村护林志愿队\t松林村\t环境保护\t全年清理林道垃圾 31 次"""
BLAME = """序号\t对象\t所在村\t事由\t拟处理
1\t张某\t南坡村\t多次在三组水渠倾倒建筑垃圾，劝导后仍不改正\t批评教育，限期清理"""


def add_notices(county: County, *, at: dt.datetime) -> None:
    """From two months ago to now; nothing near the turn of a year whose working days nobody has entered yet."""
    try:
        calendar().add_workdays(at.date(), 7)
        calendar().subtract_workdays(at.date(), 27)
    except UnknownYear:
        return
    _ended(county, _workday(at, 27), at)
    _announced(county, _workday(at, 6))
    _running(county, _workday(at, 2), at)
    _events(county, _workday(at, 4), at)
    waiting = _draft(
        county, at - dt.timedelta(hours=5), subject="sanction", title="南坡村倾倒垃圾行为拟处理公示", table=BLAME,
        body="经村里劝导、镇创建办核实，拟对下列行为作如下处理，现予公示。",
    )  # fmt: skip
    submit_notice(waiting, actor=county.actor(CLERK, at), at=at - dt.timedelta(hours=4))
    _draft(
        county, at - dt.timedelta(hours=1), subject="result", title=f"{at.year}年第四季度考评结果公示",
        body="四季度三个月的考评结果，待 12 月考评结束后填写。",
    )  # fmt: skip


def _workday(at: dt.datetime, back: int) -> dt.datetime:
    """Nine in the morning some working days before."""
    return dt.datetime.combine(calendar().subtract_workdays(at.date(), back), dt.time(9), at.tzinfo)


def _draft(county: County, when: dt.datetime, **texts: Any) -> Notice:
    texts = {"kind": "publicity", **CONTACT, **texts}
    return draft_notice(county.units[TOWN], actor=county.actor(CLERK, when), at=when, **texts)


def _issue(county: County, row: Notice, when: dt.datetime) -> None:
    submit_notice(row, actor=county.actor(CLERK, when), at=when)
    issue_notice(row, actor=county.actor(LEADER, when), at=when + dt.timedelta(hours=1))


def _ended(county: County, when: dt.datetime, at: dt.datetime) -> None:
    title = f"云溪镇{when.year}年第三季度好人好事拟通报表扬名单公示"
    row = _draft(county, when, subject="reward", title=title, body=GOOD, table=THIRD)
    _issue(county, row, when)
    day = when + dt.timedelta(days=2)
    told = enter_objection(
        row, text="石桥村巡河队是不是每周都巡，请核实。", channel="phone", came_on=day.date(),
        actor=county.actor(CLERK, day), at=day,
    )  # fmt: skip
    answer = "查了巡河记录，7 月到 9 月共 13 周，每周都有签名和照片，属实。"
    answer_objection(
        told, finding="rejected", answer=answer, is_public=True, actor=county.actor(DIRECTOR, day), at=day
    )
    if row.ends_on:
        close_due_notices(
            at=min(at, dt.datetime.combine(row.ends_on, dt.time(1), at.tzinfo) + dt.timedelta(days=1))
        )


def _announced(county: County, when: dt.datetime) -> None:
    body = (
        "为做好冬季村庄清洁，从本周起集镇和各村集中清理房前屋后、沟渠、村道两侧的垃圾和杂物。\n"
        "请各家各户把不要的大件垃圾放到村里指定的地点，每周三、周六有车来收。"
    )
    row = _draft(
        county, when, kind="announcement", subject="other", title="关于开展冬季村庄清洁行动的公告", body=body
    )
    _issue(county, row, when)


def _running(county: County, when: dt.datetime, at: dt.datetime) -> None:
    title = f"云溪镇{when.year}年第四季度好人好事拟通报表扬名单公示"
    row = _draft(county, when, subject="reward", title=title, body=GOOD, table=FOURTH)
    _issue(county, row, when)
    later = when + dt.timedelta(hours=20)
    raise_objection(
        row,
        text="周宜安的花灯课今年开了不止 16 次，请核实一下次数。",
        visitor=Visitor("198.51.100.7"),
        at=later,
    )


def _events(county: County, when: dt.datetime, at: dt.datetime) -> None:
    """One 活动 that was and one to come."""
    told = {"kind": "announcement", "subject": "event"}
    past = _draft(
        county, when - dt.timedelta(days=12), title="“清洁家园”集中行动", held_on=(when - dt.timedelta(days=5)).date(),
        venue="云溪镇各村", body="各村组织党员、志愿者清理房前屋后、沟渠塘坝，欢迎村民一起参加，工具由村里准备。", **told,
    )  # fmt: skip
    _issue(county, past, when - dt.timedelta(days=12))
    coming = _draft(
        county, when, title="“村晚”节目征集和展演", held_on=(at + dt.timedelta(days=18)).date(),
        held_until=(at + dt.timedelta(days=19)).date(), venue="石桥村文化礼堂",
        body="镇文化站组织各村排演节目，歌舞、戏曲、快板都可以，会写会唱的都可以报名，请与本村或镇文化站联系。", **told,
    )  # fmt: skip
    _issue(county, coming, when + dt.timedelta(hours=2))
