"""一封信 of 云溪镇: one that is out, with copies and slips; a draft of the next."""

from __future__ import annotations

import datetime as dt

from xiangfeng.base.workdays import UnknownYear
from xiangfeng.calendars.queries import calendar
from xiangfeng.feedback.actions.accepting import accept_report
from xiangfeng.letters.actions import draft_letter, enter_slip, issue_letter, note_batch, submit_letter
from xiangfeng.letters.forms import DOING, MEANING, SALUTATION, WAYS
from xiangfeng.letters.models import Letter
from xiangfeng.workbench.demo.places import County

TOWN, CLERK, LEADER = "云溪镇", "yx-zhoumin", "yx-linlan"
SITE = "http://127.0.0.1:8000"
GIVEN = (("石桥村", 320, "组长入户"), ("南坡村", 280, "组长入户"), ("新塘村", 260, "赶集发放"))
SLIPS = (
    ("石桥村", "桥头到文化礼堂这段路没有路灯，晚上接孩子看不见，建议装两盏。"),
    ("南坡村", "垃圾车一周来一次不够，夏天桶都满出来，能不能改成两次。"),
    ("新塘村", "红白事从简大家都赞成，建议把理事会电话印在村规民约上。"),
    ("石桥村", "集市散场以后没人扫，建议摊主各扫门前，村里派人看一下。"),
)


def add_letters(county: County, *, at: dt.datetime) -> None:
    """From ten days ago to yesterday; nothing near the turn of a year whose working days nobody has entered yet."""
    try:
        calendar().add_workdays(at.date(), 15)
    except UnknownYear:
        return
    start, day = at - dt.timedelta(days=10), dt.timedelta(days=1)
    row = _draft(county, start, "致云溪镇群众的一封信", at.date() + 12 * day)
    submit_letter(row, actor=county.actor(CLERK, start), at=start)
    issue_letter(row, site=SITE, actor=county.actor(LEADER, start), at=start + dt.timedelta(hours=2))
    clerk = county.actor(CLERK, at)
    when = start + day
    note_batch(
        row, kind="printed", copies=1000, on=when.date(), by="周敏", place="县印刷厂", actor=clerk, at=when
    )
    for place, copies, way in GIVEN:
        when += dt.timedelta(hours=6)
        note_batch(
            row, kind="given", copies=copies, on=when.date(), by=f"{place}村委会", village=county.units[place],
            place=way, actor=clerk, at=when,
        )  # fmt: skip
    for number, (place, text) in enumerate(SLIPS):
        when = at - (4 - number) * day
        made = enter_slip(
            row, text=text, came_on=when.date(), village=county.units[place], actor=clerk, at=when
        )
        if number < len(SLIPS) - 1:
            accept_report(made.report, kind="suggestion", village=county.units[place], actor=clerk, at=when)
    note_batch(
        row,
        kind="blank",
        copies=126,
        on=(at - day).date(),
        by="周敏",
        place="各村收回",
        actor=clerk,
        at=at - day,
    )
    _draft(county, at - dt.timedelta(hours=3), "致外出务工乡亲的一封信", at.date() + 30 * day)


def _draft(county: County, when: dt.datetime, title: str, until: dt.date) -> Letter:
    return draft_letter(
        county.units[TOWN], title=title, salutation=SALUTATION, meaning=MEANING, doing=DOING, ways=WAYS,
        hotline="0570-6123456", place="云溪镇政府二楼创建办", reply_until=until,
        actor=county.actor(CLERK, when), at=when,
    )  # fmt: skip
