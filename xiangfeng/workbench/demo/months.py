"""Ten months of assessments as the township lived them, and the current month half typed in."""

from __future__ import annotations

import datetime as dt
import io
import random
from dataclasses import dataclass, replace
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from xiangfeng.access.actor import SYSTEM, Actor
from xiangfeng.assessments.actions import (
    adjustments,
    objections,
    periods,
    publishing,
    results,
    schemes,
    scores,
)
from xiangfeng.assessments.actions.scores import CellInput, DeductionInput
from xiangfeng.assessments.models import Entry, Period, SchemeVersion
from xiangfeng.assessments.queries.bulletins import draft_of
from xiangfeng.attachments.actions import store_file
from xiangfeng.scoring import templates
from xiangfeng.workbench.demo.places import County
from xiangfeng.workflow.flow import fire

# How well each village usually does, 0–1; made up.
LEVELS = {
    "云溪社区": 0.90, "柳湾村": 0.94, "石桥村": 0.87, "新塘村": 0.89, "花园村": 0.91, "双井村": 0.90,
    "稻香村": 0.95, "南坡村": 0.78, "东岭村": 0.86, "西坪村": 0.88, "北沟村": 0.80, "松林村": 0.90,
    "河口村": 0.92, "渡头村": 0.85, "枫林村": 0.88, "沙洲村": 0.81,
}  # fmt: skip

FAULTS = {
    "1": ("主干道路面有散落垃圾", "边沟淤堵"),
    "2": ("房前杂物乱堆", "屋旁柴草占道"),
    "3": ("垃圾桶外溢", "垃圾清运隔日未到"),
    "4": ("沟渠有漂浮物", "污水直排入沟"),
    "5": ("公厕地面积水", "晒谷坪堆放杂物"),
    "6": ("宣传栏褪色破损", "墙面小广告"),
}
PLACES = ("一组路口", "二组桥头", "三组晒谷坪", "村委会旁", "通村公路边")


@dataclass(frozen=True)
class Team:
    """Who does what in a township's month, by account."""

    clerk: str
    director: str
    leader: str


TEAMS = {
    "云溪镇": Team("yx-zhoumin", "yx-liyuan", "yx-linlan"),
    "东河镇": Team("dh-luoyu", "dh-heqing", "dh-xuling"),
}


def add_scheme(county: County, town: str, *, at: dt.datetime) -> SchemeVersion:
    """The township's scheme, from the shipped template, put into force by its own director."""
    actor = county.actor(TEAMS[town].director, at)
    scheme = replace(
        templates.load("yunxi"),
        name=f"{town}文明创建月度考评办法",
        year=at.year,
        issuer=f"{town}文明创建工作领导小组办公室",
        basis=f"《{town}文明创建工作制度》",
        groups=("集镇组", "平坝组", "山区组") if town == "云溪镇" else (),
    )
    row = schemes.create_scheme(county.units[town], scheme, actor=actor, at=at)
    return schemes.activate_scheme(row, actor=actor, at=at)


def live_month(
    county: County, town: str, scheme: SchemeVersion, first: dt.datetime, *, until: dt.datetime
) -> Period:
    """One month from opening to 通报; what would lie after ``until`` has not happened yet."""
    team, unit = TEAMS[town], county.units[town]
    chance = random.Random(f"{town}{first:%Y%m}")
    period = periods.open_period(
        unit, year=first.year, month=first.month, scheme_version=scheme, actor=SYSTEM, at=first
    )
    fire(period, "start", actor=SYSTEM, at=first)
    days = (first + dt.timedelta(days=21), first + dt.timedelta(days=24))
    clerk = county.actor(team.clerk, first)
    periods.edit_period(
        period,
        inspected_from=min(days[0], until).date(),
        inspected_to=min(days[1], until).date(),
        declared_count=period.entries.count(),
        due_on=period.due_on,
        actor=clerk,
        at=first,
    )
    is_open = first + dt.timedelta(days=31) > until
    _score(period, county, team, chance, at=min(days[1], until), leave_open=is_open)
    if not is_open:
        _finish(period, county, team, first)
    return period


def _score(
    period: Period, county: County, team: Team, chance: random.Random, *, at: dt.datetime, leave_open: bool
) -> None:
    clerk = county.actor(team.clerk, at)
    left_open = {("东岭村", "6"), ("北沟村", "4"), ("松林村", "@people")} if leave_open else {("北沟村", "4")}
    entries = list(
        period.entries.select_related("unit", "period__unit", "period__scheme_version").order_by("seq")
    )
    cells = [cell for entry in entries for cell in _cells(entry, left_open, chance, clerk, at)]
    report = scores.save_cells(period, cells, actor=clerk, at=at)
    if report.refused or report.stale:
        raise RuntimeError(f"演示数据没有写进去：{[reply.reason for reply in report.refused]}")
    if not leave_open:
        _settle(entries, clerk, at)


def _cells(
    entry: Entry, left_open: set[tuple[str, str]], chance: random.Random, clerk: Actor, at: dt.datetime
) -> list[CellInput]:
    """One village's row: points by what was found, its findings written down, the two given scores."""
    name, cells = entry.unit.name, []
    level = LEVELS[name] + chance.uniform(-0.04, 0.03)
    for item in entry.period.scheme_version.scheme.items():
        if (name, item.code) in left_open:
            continue
        full = item.points or Decimal(0)
        lost = round((1 - min(1.0, max(0.5, level + chance.uniform(-0.05, 0.05)))) * float(full) * 2)
        if lost:
            _deduct(entry, item.code, lost, chance, clerk, at)
        cells.append(CellInput(entry.pk, item.code, str(full - Decimal(lost) / 2), 2 if lost else 0))
    done = min(100, chance.randint(int(level * 100) - 15, 100))
    given = (("@fix", str(done)), ("@people", f"{min(99.0, level * 100 + chance.uniform(-3, 3)):.1f}"))
    return cells + [CellInput(entry.pk, key, text) for key, text in given if (name, key) not in left_open]


def _deduct(entry: Entry, key: str, lost: int, chance: random.Random, clerk: Actor, at: dt.datetime) -> None:
    photo = None
    if key == "3" and lost >= 6:
        photo = store_file(
            _picture(entry.unit.name), unit=entry.unit, actor=clerk, at=at, purpose="检查照片"
        ).pk
    row = DeductionInput(
        chance.choice(FAULTS[key]),
        Decimal(lost) / 2,
        lost,
        chance.choice(PLACES),
        at.date(),
        photo,
    )
    scores.set_deductions(entry, key, [row], version=0, actor=clerk, at=at)


def _picture(name: str) -> SimpleUploadedFile:
    """A drawn stand-in for a photo: nobody's real street is shown in a demonstration."""
    image = Image.new("RGB", (640, 420), "#dfe7ea")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 280, 640, 420), fill="#b8b2a7")
    shade = sum(map(ord, name)) % 60
    for left in (120, 270, 420):
        draw.rectangle((left, 170, left + 90, 300), fill=(40 + shade, 110, 80))
        draw.ellipse((left - 10, 290, left + 60, 330), fill="#7a6a55")
    stream = io.BytesIO()
    image.save(stream, "JPEG", quality=80)
    return SimpleUploadedFile(f"{name}垃圾收集点.jpg", stream.getvalue(), content_type="image/jpeg")


def _settle(entries: list[Entry], clerk: Actor, at: dt.datetime) -> None:
    """The odd things of a month: a place nobody could reach, an upper level's spot check."""
    by_name = {entry.unit.name: entry for entry in entries}
    if "北沟村" in by_name:
        scores.set_missing(
            by_name["北沟村"], "4", policy="peer_mean", reason="通村道路塌方，未到点位", actor=clerk, at=at
        )
    if "石桥村" in by_name:
        adjustments.add_adjustment(
            by_name["石桥村"],
            kind="deduction",
            points=Decimal("1"),
            reason="县抽检通报 1 处",
            actor=clerk,
            at=at,
        )
    if "稻香村" in by_name:
        entry = by_name["稻香村"]
        adjustments.add_adjustment(
            entry, kind="bonus", points=Decimal("0.5"), reason="县级现场会观摩点", actor=clerk, at=at
        )
        adjustments.add_upper_result(
            entry, level="县", name="县级暗访", points=Decimal("94.6"), actor=clerk, at=at
        )


def _finish(period: Period, county: County, team: Team, first: dt.datetime) -> None:
    """Review, objection (石桥村, every third month), 定稿 and 通报 in the first days of the next month."""
    following = (first + dt.timedelta(days=32)).replace(day=2)
    director, leader = county.actor(team.director, following), county.actor(team.leader, following)
    results.submit_period(period, actor=county.actor(team.clerk, following), at=following)
    results.finalise_period(period, actor=director, at=following + dt.timedelta(hours=5))
    entry = next((one for one in period.entries.select_related("unit") if one.unit.name == "石桥村"), None)
    if entry is not None and period.month % 3 == 0:
        entry = Entry.objects.select_related("unit", "period__unit", "period__scheme_version").get(
            pk=entry.pk
        )
        later = following + dt.timedelta(hours=6)
        objection = objections.file_objection(
            entry, key="3", text="检查当天清运车在途，一小时后已清走，请按复查情况计分。",
            actor=county.actor("sq-shilei", later), at=later,
        )  # fmt: skip
        objections.answer_objection(
            objection, verb="reject", answer="检查以到场时为准，现场有照片；建议把清运时间提前。",
            actor=director, at=following + dt.timedelta(days=1),
        )  # fmt: skip
    bulletin = draft_of(period, on=following.date()).bulletin
    requirements = "未整改的问题，责任村须在10个工作日内改到位。\n末位的村由分管领导约谈，月底前交一份不超过500字的改进说明。"
    publishing.edit_settings(
        bulletin,
        {"requirements": requirements, "cc": "县文明办"},
        revision=bulletin.revision,
        actor=director,
        at=following + dt.timedelta(days=3),
    )
    publishing.publish_period(period, actor=leader, at=following + dt.timedelta(days=4))


def months_before(at: dt.datetime, count: int) -> list[dt.datetime]:
    """The first mornings of the ``count`` months before this one, and of this one, oldest first."""
    found = [at.replace(day=1, hour=8, minute=30, second=0, microsecond=0)]
    for _ in range(count):
        found.append((found[-1] - dt.timedelta(days=1)).replace(day=1))
    return found[::-1]
