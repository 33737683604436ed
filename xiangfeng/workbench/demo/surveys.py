"""群众问卷 of 云溪镇: one each quarter of this year, the last one with many sheets and published, this quarter's running."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

from xiangfeng.orgs.models import Unit, UnitKind
from xiangfeng.surveys.actions.answering import enter_sheet, submit_sheet
from xiangfeng.surveys.actions.editing import add_survey
from xiangfeng.surveys.actions.handing import Wanted, print_codes, set_quotas
from xiangfeng.surveys.actions.questions import add_standard
from xiangfeng.surveys.actions.running import approve_survey, close_survey, publish_survey, submit_survey
from xiangfeng.surveys.forms import CLOSING, INTRO
from xiangfeng.surveys.models import Kind, Survey
from xiangfeng.surveys.standard import STANDARD
from xiangfeng.visitors.actions import Visitor
from xiangfeng.workbench.demo.months import TEAMS
from xiangfeng.workbench.demo.places import County

TOWN = "云溪镇"
VILLAGES = 6
"""Asked in one quarter; the next quarter others."""
QUARTERS = "一二三四"
SOURCE = "按户数分到六个村（社区），村民小组长入户发纸条，扫码或者填纸质问卷"
OPINIONS = (
    "村口路灯坏了两盏，走夜路不方便。",
    "垃圾车能不能早点来，等到下午味道大。",
    "希望多放几场电影，老人爱看。",
    "停车乱，逢集日最堵。",
    "比去年干净多了。",
    "公厕晚上也要开门。",
    "文化广场的音响晚上九点以后关小一点。",
)


def add_surveys(county: County, *, at: dt.datetime) -> None:
    """One a quarter since the turn of the year, or since last year's when the year is young; the same every time."""
    luck = random.Random(311)  # noqa: S311 - made-up answers
    quarter = (at.month - 1) // 3
    for past in range(quarter):
        opens = dt.date(at.year, 3 * past + 2, 10)
        row = _give_out(county, opens, dt.timedelta(days=14), VILLAGES * past, at)
        wanted = 150 if past == quarter - 1 else 40
        _fill(county, row, wanted, luck, at)
        closed = _moment(opens + dt.timedelta(days=15), 8, at)
        close_survey(row, reason="到了截止日", actor=county.actor(TEAMS[TOWN].clerk, closed), at=closed)
        leader = county.actor(TEAMS[TOWN].leader, closed + dt.timedelta(days=3))
        publish_survey(row, actor=leader, at=closed + dt.timedelta(days=3))
    opens = max(at.date() - dt.timedelta(days=6), at.date().replace(month=3 * quarter + 1, day=1))
    row = _give_out(county, opens, dt.timedelta(days=14), VILLAGES * quarter, at)
    _fill(county, row, 32, luck, at)


def _moment(day: dt.date, hour: int, at: dt.datetime) -> dt.datetime:
    return min(dt.datetime.combine(day, dt.time(hour), at.tzinfo), at)


def _give_out(county: County, opens: dt.date, lasts: dt.timedelta, start: int, at: dt.datetime) -> Survey:
    """Written and reported by the clerk, approved by the leader a week before; six villages get 30 slips each."""
    when = _moment(opens - dt.timedelta(days=7), 9, at)
    clerk = county.actor(TEAMS[TOWN].clerk, when)
    town, quarter = county.units[TOWN], QUARTERS[(opens.month - 1) // 3]
    row = add_survey(
        town, title=f"{opens.year}年{quarter}季度群众问卷", intro=INTRO, closing=CLOSING, source_note=SOURCE, mode="code",
        asks_village=False, counts_unsure=False, opens_on=opens, closes_on=opens + lasts, target=150, actor=clerk, at=when,
    )  # fmt: skip
    add_standard(row, [one.key for one in STANDARD], actor=clerk, at=when)
    submit_survey(row, actor=clerk, at=when)
    approve_survey(row, actor=county.actor(TEAMS[TOWN].leader, when), at=when)
    wishes = {village: Wanted(30, 6) for village in _villages(county, start)}
    set_quotas(row, wishes, actor=clerk, at=when)
    return row


def _villages(county: County, start: int) -> list[Unit]:
    town = county.units[TOWN]
    kinds = (UnitKind.VILLAGE, UnitKind.COMMUNITY)
    rows = [unit for unit in county.units.values() if unit.parent_id == town.pk and unit.kind in kinds]
    return [rows[(start + place) % len(rows)] for place in range(VILLAGES)]


def _fill(county: County, row: Survey, wanted: int, luck: random.Random, at: dt.datetime) -> None:
    """As many sheets as wanted, one in ten from paper; the villages come by turns."""
    when = _moment(row.opens_on, 10, at)
    clerk = county.actor(TEAMS[TOWN].clerk, when)
    cells = list(row.quotas.select_related("unit").order_by("unit__path"))
    codes = {cell.pk: print_codes(row, cell.unit, 30, actor=clerk, at=when) for cell in cells}
    for number in range(wanted):
        cell = cells[number % len(cells)]
        answers = _answers(row, luck)
        if number % 10 == 9:
            enter_sheet(row, answers, cell=cell, actor=clerk, at=when)
            continue
        visitor = Visitor("192.0.2.1", key=f"demo-{row.pk}-{number}")
        submit_sheet(row, answers, code=codes[cell.pk].pop(), visitor=visitor, at=when)


def _answers(row: Survey, luck: random.Random) -> dict[int, Any]:
    """Mostly content, some not, some who do not know; a few leave questions out."""
    mood = luck.choices((0, 1, 2), (6, 3, 1))[0]
    found: dict[int, Any] = {}
    for one in row.questions.order_by("place"):
        if luck.random() < 0.04:
            continue
        if one.kind == Kind.OPEN:
            found[one.pk] = luck.choice(OPINIONS) if luck.random() < 0.15 else ""
        elif one.kind == Kind.MULTIPLE:
            found[one.pk] = sorted(luck.sample(range(1, len(one.options)), luck.randint(1, 3)))
        elif one.kind == Kind.MATRIX:
            found[one.pk] = [_liked(mood, luck) for _ in one.lines]
        elif one.kind == Kind.SCALE:
            found[one.pk] = max(1, min(5, 5 - mood - luck.randint(0, 1)))
        else:
            found[one.pk] = _liked(mood, luck) if one.is_satisfaction else luck.randint(1, len(one.options))
    return found


def _liked(mood: int, luck: random.Random) -> int:
    weights = ((50, 40, 7, 1, 0, 2), (20, 45, 25, 6, 1, 3), (4, 14, 36, 26, 14, 6))[mood]
    return luck.choices((1, 2, 3, 4, 5, 6), weights)[0]
