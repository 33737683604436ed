"""Three months of 检查发现 in 云溪镇: mended, late, in hand, the same fault again, only noted, struck out, and a list from the county."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass
from decimal import Decimal

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from xiangfeng.attachments.actions import store_file
from xiangfeng.findings.actions import record_finding, rectify_findings, void_finding
from xiangfeng.findings.actions.settling import due_from, note_finding
from xiangfeng.findings.models import Finding, FindingState
from xiangfeng.regulations.queries import norms_for
from xiangfeng.sites.models import Site
from xiangfeng.tasks.actions.doing import accept_task, submit_task
from xiangfeng.tasks.actions.judging import close_task, return_task
from xiangfeng.tasks.models import Task
from xiangfeng.workbench.demo.places import County

TOWN, CLERK, DIRECTOR = "云溪镇", "yx-zhoumin", "yx-liyuan"
PEOPLE = {"石桥村": "sq-shilei", "南坡村": "np-nanshan", "稻香村": "dx-daoming"}


@dataclass(frozen=True)
class Plot:
    """One finding. ``day`` counts from today; ``fate``: waiting, noted, void, assigned, accepted, submitted, returned, done, and
    again for what is the same as an earlier one. ``took``: days from handing out to 报完成."""

    day: int
    village: str
    place: str
    text: str
    norm: str
    indicator: str
    fate: str
    count: int = 1
    source: str = "inspection"
    said: str = "月度现场检查"
    took: int = 4
    measures: str = "已按要求改好"
    has_photo: bool = True

    @property
    def points(self) -> Decimal:
        return Decimal("0.5") * self.count


PLOTS = (
    Plot(-88, "东岭村", "通村路边", "路边堆放柴草和砂石", "N11", "1", "done", 2, measures="柴草归棚，砂石清走"),
    Plot(-88, "双井村", "文化广场", "果皮箱损坏，垃圾散落", "N04", "5", "done", measures="换新果皮箱1个，清扫广场"),
    Plot(-86, "西坪村", "村委会门口", "公示栏张贴小广告", "N22", "6", "done", 3, took=12, measures="铲除刷白"),
    Plot(-60, "北沟村", "沟口", "沟渠漂浮塑料袋", "N06", "4", "done", 2, "upper", "县文明办抽检", measures="清淤80米"),
    Plot(-58, "云溪社区", "集镇主街", "占道摆摊，路面有菜叶", "N12", "1", "done", 4, "secret", "镇暗访组", measures="劝导入市，早晚各清扫一次"),
    Plot(-57, "花园村", "三组房前", "杂物乱堆，鸡鸭散养", "N04", "2", "noted", measures="户主当场清理完毕"),
    Plot(-56, "松林村", "公厕", "公厕地面湿滑，纸篓满溢", "N04", "5", "done", 1, "public", "群众来电", took=10, measures="定人每天保洁两次"),
    Plot(-33, "石桥村", "一组路口", "垃圾桶外溢", "N03", "3", "done", 2, measures="当天清运，换大桶2个"),
    Plot(-32, "稻香村", "晒谷坪", "坪边堆秸秆", "N04", "2", "void", measures="复看照片，是邻村地块"),
    Plot(-30, "柳湾村", "河岸步道", "步道有烟头和饮料瓶", "N28", "4", "done", 3, "upper", "县文明办抽检", took=5, measures="清捡全线，添警示牌2块"),
    Plot(-19, "石桥村", "一组路口", "垃圾桶又外溢", "N03", "3", "done", 2, took=3, measures="改为一天两清"),
    Plot(-13, "南坡村", "三组排水沟", "沟里堆建筑垃圾，水流不畅", "N06", "4", "submitted", 2, took=9, measures="清运2车，恢复水流"),
    Plot(-13, "新塘村", "村道转弯处", "占用公共绿地种菜", "N16", "2", "accepted", 1),
    Plot(-12, "稻香村", "小学门口", "放学时车辆乱停，路面有纸屑", "N11", "1", "returned", 2, took=5, measures="划了停车线"),
    Plot(-3, "石桥村", "二组巷道", "巷道堆放建筑材料", "N11", "1", "accepted", 1),
    Plot(-3, "石桥村", "文化广场", "健身器材损坏没有围挡", "N26", "5", "assigned", 1),
    Plot(-3, "南坡村", "三组排水沟", "排水沟还没有清完", "N06", "4", "again", 1),
    Plot(-2, "云溪社区", "集镇主街", "早市收摊后菜叶没有清", "N11", "1", "waiting", 3, "secret", "镇暗访组"),
    Plot(-2, "云溪社区", "老街巷口", "墙面乱写乱画", "N22", "6", "waiting", 2, "secret", "镇暗访组"),
    Plot(-2, "新塘村", "村道转弯处", "绿地里的菜还没有移走", "N16", "2", "again", 1, has_photo=False),
    Plot(-1, "双井村", "井台", "井台边有生活垃圾", "N03", "3", "waiting", 1, "public", "群众来电", has_photo=False),
    Plot(-1, "柳湾村", "村口公交站", "站牌破损，候车亭有痰迹", "N28", "5", "waiting", 2, "upper", "县文明办抽检"),
)  # fmt: skip
SITES = {
    ("云溪社区", "集镇主街"): "云溪大道", ("云溪社区", "老街巷口"): "打铁巷", ("柳湾村", "河岸步道"): "河沿路",
    ("石桥村", "一组路口"): "石桥一组", ("双井村", "文化广场"): "双井二组", ("双井村", "井台"): "井头巷",
    ("稻香村", "晒谷坪"): "稻香五组", ("南坡村", "三组排水沟"): "南坡三组", ("新塘村", "村道转弯处"): "新塘四组",
    ("东岭村", "通村路边"): "东岭三组", ("北沟村", "沟口"): "北沟四组",
}  # fmt: skip
"""Places that are sites of the ledger; the others are in words only."""
ORDER = {"done": 3, "returned": 3, "submitted": 2, "accepted": 1, "assigned": 0}


def add_findings(county: County, *, at: dt.datetime) -> None:
    """Record day by day; the village's findings of one day go out together on the next, as they do in a township."""
    days = sorted({plot.day for plot in PLOTS})
    for day in days:
        # In working hours, whenever the demo is loaded.
        when = (at + dt.timedelta(days=day)).replace(hour=9, minute=40)
        told = [
            (plot, _record(county, plot, number, when))
            for number, plot in enumerate(PLOTS)
            if plot.day == day
        ]
        _settle(county, told, min(at, when + dt.timedelta(hours=5)))
        _mend(county, told, at)


def _record(county: County, plot: Plot, number: int, when: dt.datetime) -> Finding:
    town, village, clerk = county.units[TOWN], county.units[plot.village], county.actor(CLERK, when)
    site = Site.objects.filter(unit=village, name=SITES.get((plot.village, plot.place))).first()
    files = []
    if plot.has_photo:
        files = [store_file(picture_of(number), unit=village, actor=clerk, at=when, purpose="检查照片")]
    return record_finding(
        town,
        lead=village,
        text=plot.text,
        found_on=when.date(),
        actor=clerk,
        at=when,
        source=plot.source,
        source_text=f"{when.month}月{plot.said}" if plot.source != "public" else plot.said,
        site=site,
        place=plot.place,
        norm=norms_for(town).filter(code=plot.norm).first(),
        count=plot.count,
        points=plot.points,
        indicator=plot.indicator,
        found_by="考评一组" if plot.source == "inspection" else plot.said,
        photos=files,
    )


def _settle(county: County, told: list[tuple[Plot, Finding]], when: dt.datetime) -> None:
    director = county.actor(DIRECTOR, when)
    for plot, row in told:
        if plot.fate == "noted":
            note_finding(row, reason=plot.measures, actor=director, at=when)
        elif plot.fate == "void":
            void_finding(row, reason=plot.measures, actor=director, at=when)
    given = [row for plot, row in told if plot.fate in ORDER and row.state == FindingState.RECORDED]
    if given:
        rectify_findings(
            given, due_on=due_from(when.date()), demand="立即清理，举一反三", actor=director, at=when
        )


def _mend(county: County, told: list[tuple[Plot, Finding]], at: dt.datetime) -> None:
    """签收, 报完成, and what the office says to it."""
    for number, (plot, row) in enumerate(told):
        if row.task is None or ORDER.get(plot.fate, 0) < 1:
            continue
        task: Task = row.task
        worker = PEOPLE.get(plot.village, CLERK)
        then = min(at, (task.assigned_at or task.created_at) + dt.timedelta(hours=16))
        accept_task(task, actor=county.actor(worker, then), at=then)
        if ORDER[plot.fate] < 2:
            continue
        ended = min(at, then + dt.timedelta(days=plot.took))
        photo = [picture_of(number + plot.day, is_clean=True)]
        submit_task(task, text=plot.measures, uploads=photo, actor=county.actor(worker, ended), at=ended)
        judged = min(at, ended + dt.timedelta(days=1))
        judge = county.actor(DIRECTOR, judged)
        if plot.fate == "returned":
            return_task(task, reason="只划了线，纸屑没有清", actor=judge, at=judged)
        elif plot.fate == "done":
            close_task(task, actor=judge, at=judged)


def picture_of(number: int, *, is_clean: bool = False) -> ContentFile[bytes]:
    """A drawn lane between houses, with litter or without; each its own picture."""
    picture = Image.new("RGB", (640, 420), (216, 228, 236))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 210, 640, 420), fill=(168, 182, 138))
    draw.polygon([(290, 210), (350, 210), (500, 420), (140, 420)], fill=(170, 168, 164))
    for side, colour in ((20, (226, 214, 196)), (430, (232, 222, 208))):
        draw.rectangle((side, 110, side + 190, 250), fill=colour)
        draw.polygon([(side - 12, 112), (side + 95, 60), (side + 202, 112)], fill=(150, 92, 80))
    for n in range(0 if is_clean else 18):
        x, y = 190 + (n * 47 + number * 29) % 250, 260 + (n * 31 + number * 13) % 140
        draw.ellipse((x, y, x + 10 + n % 12, y + 8 + n % 9), fill=((80 + n * 9) % 255, 96, 74))
    draw.rectangle((2, 2, 8 + abs(number) % 90, 8), fill=(90, (40 + number * 7) % 255, 120))
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=82)
    return ContentFile(stream.getvalue(), name=f"{'整改后' if is_clean else '发现'}{abs(number)}.jpg")
