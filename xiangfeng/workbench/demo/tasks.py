"""A year of 任务, 督办 and 整改 of 云溪镇: on time and late, extended, returned, in hand, and a 专项 half-way."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from xiangfeng.regulations.queries import norms_for
from xiangfeng.tasks.actions import assign_task, create_task
from xiangfeng.tasks.actions.campaigns import StageInput, open_campaign
from xiangfeng.tasks.actions.doing import (
    accept_task,
    add_files,
    ask_extension,
    report_progress,
    submit_task,
)
from xiangfeng.tasks.actions.giving import cancel_task
from xiangfeng.tasks.actions.judging import close_task, decide_extension, return_task, urge_task
from xiangfeng.tasks.actions.warning import warn_tasks
from xiangfeng.tasks.models import FileRole, Task
from xiangfeng.workbench.demo.places import County

TOWN, CLERK, DIRECTOR, LEADER = "云溪镇", "yx-zhoumin", "yx-liyuan", "yx-linlan"
PEOPLE = {"石桥村": "sq-shilei", "南坡村": "np-nanshan", "稻香村": "dx-daoming", "综合文化站": "yx-zhaowen"}
"""Units that have an account of their own; for all others the office enters (代录)."""


@dataclass(frozen=True)
class Plot:
    """What became of one task. ``given`` and ``due`` count days from today; ``until`` names the last thing that happened
    (draft, assigned, accepted, reported, asked, submitted, returned, done); ``took`` days from giving to 报完成."""

    kind: str
    title: str
    lead: str
    given: int
    due: int
    until: str = "done"
    took: int = 5
    measures: str = "已按要求办理完毕"
    content: str = ""
    frequency: str = ""
    origin: str = "own"
    origin_text: str = ""
    basis: str = ""
    helpers: tuple[str, ...] = ()
    tags: str = ""
    place: str = ""
    norm: str = ""


PLOTS = (
    Plot("task", "报送上年度文明创建工作总结", "石桥村", -300, -285, basis="云创办〔2026〕2号"),
    Plot("task", "春节期间禁放限放宣传入户", "南坡村", -285, -270, took=12, measures="入户 312 户，发告知书 300 份", tags="精神文明"),
    Plot("rectification", "村口公示栏破损、内容过期", "东岭村", -250, -240, took=6, measures="更换面板，补贴 3 期公示", origin="inspection", origin_text="3月现场考评", place="村口公示栏", norm="N26"),
    Plot("supervision", "集镇主街违停清理", "云溪社区", -220, -200, took=26, measures="劝离 41 辆，补划停车位 18 个", basis="领导小组会纪要第2期", origin="meeting", origin_text="二季度领导小组会", frequency="week", helpers=("村镇建设所",)),
    Plot("task", "清明文明祭祀倡议进村", "稻香村", -235, -225, took=6, measures="张贴倡议 60 份，设鲜花换纸钱点 1 处", tags="精神文明"),
    Plot("rectification", "晒谷坪长期堆放建筑废料", "北沟村", -190, -180, took=16, measures="清运 4 车，坪边立牌", origin="inspection", origin_text="5月现场考评", place="晒谷坪", norm="N04"),
    Plot("supervision", "农家书屋按时开放", "综合文化站", -170, -150, took=14, measures="16 个书屋张贴开放时间，抽查 5 处均开放", basis="云创办〔2026〕11号", frequency="half_month", tags="精神文明"),
    Plot("task", "防汛期间临时安置点保洁", "花园村", -140, -130, took=8, measures="专人保洁，消毒 3 次"),
    Plot("rectification", "公厕洗手池漏水", "双井村", -120, -112, took=5, measures="更换阀门和下水管", origin="inspection", origin_text="7月现场考评", place="村公厕", norm="N26"),
    Plot("task", "未成年人暑期防溺水警示牌检查", "松林村", -110, -95, took=10, measures="补立警示牌 6 块"),
    Plot("supervision", "一户多宅旧房拆除扫尾", "西坪村", -100, -70, took=38, measures="拆除 7 处，签协议 2 处", basis="云政发〔2026〕18号", frequency="month", helpers=("村镇建设所", "司法所")),
    Plot("rectification", "沟渠漂浮垃圾未清", "石桥村", -75, -66, took=6, measures="雇工 4 人清理 600 米", origin="inspection", origin_text="9月现场考评", place="村前主渠", norm="N06"),
    Plot("task", "文明家庭候选材料上报", "柳湾村", -62, -48, took=11, measures="报送 3 户", tags="精神文明"),
    Plot("supervision", "秸秆禁烧包片巡查", "稻香村", -55, -30, took=24, measures="巡查 22 次，劝阻 3 起", frequency="week", basis="县攻坚办电话通知", origin="upper", origin_text="县攻坚办"),
    Plot("rectification", "电线杆小广告成片", "云溪社区", -45, -36, took=8, measures="铲除刷白 130 处", origin="problem", origin_text="群众反映", place="云溪大道", norm="N22"),
    Plot("task", "移风易俗红黑榜试点方案", "双井村", -40, -20, until="cancelled", measures="与县里统一部署重复"),
    Plot("rectification", "南坡村三组排水沟堆建筑垃圾", "南坡村", -12, -3, until="submitted", took=11, measures="雇 2 台小型挖机清运 3 车，恢复水流；沟边立提示牌 1 块", content="沟内堆建筑垃圾和生活垃圾，约 12 米，水流不畅。清出见底，不得就近倾倒。", origin="inspection", origin_text="11月现场考评", place="南坡村三组", norm="N06"),
    Plot("rectification", "垃圾桶外溢 4 处", "石桥村", -10, -2, until="accepted", content="一组、二组路边。当天清运，增加清运次数。", origin="inspection", origin_text="11月现场考评", place="一组、二组路边", norm="N03"),
    Plot("supervision", "集镇早市占道经营整治", "云溪社区", -25, -4, until="reported", frequency="week", basis="领导小组会纪要第4期", origin="meeting", origin_text="四季度领导小组会", helpers=("村镇建设所",), content="划线归位，7 点前撤摊；每周报一次进展。"),
    Plot("task", "冬季病媒消杀", "石桥村", -6, 6, until="assigned", content="集中消杀一次，留影像。", basis="云创办〔2026〕31号"),
    Plot("task", "冬季病媒消杀", "南坡村", -6, 6, until="accepted", content="集中消杀一次，留影像。", basis="云创办〔2026〕31号"),
    Plot("task", "冬季病媒消杀", "稻香村", -6, 6, until="submitted", took=5, measures="全村消杀一次，用药 12 公斤", basis="云创办〔2026〕31号"),
    Plot("supervision", "镇区公共停车位标线补划", "村镇建设所", -18, 2, until="asked", frequency="week", origin="instruction", origin_text="何正批示", content="补划 60 个，先学校和卫生院门口。"),
    Plot("task", "新时代文明实践活动月报", "综合文化站", -8, 2, until="accepted", frequency="week", tags="精神文明"),
    Plot("rectification", "晾晒场边堆放废旧木料", "石桥村", -9, 1, until="returned", took=4, measures="木料移走", content="四组晾晒场。移走并清扫。", origin="inspection", origin_text="11月现场考评", place="四组晾晒场", norm="N04"),
    Plot("supervision", "殡葬改革政策入户宣讲", "南坡村", -15, 20, until="reported", frequency="week", helpers=("司法所",), tags="精神文明"),
    Plot("task", "明年创建经费需求测算", "财政所", -2, 15, until="assigned", origin="duty", origin_text="年度经费预算"),
    Plot("task", "学生文明礼仪展演筹备", "云溪中心小学", -1, 25, until="draft", tags="精神文明"),
)  # fmt: skip


def add_tasks(county: County, *, at: dt.datetime) -> None:
    """Live every plot up to its last event, then let the clock mark what is late."""
    plots = sorted(PLOTS, key=lambda plot: plot.given)
    for number, plot in enumerate(plots):
        _live(county, plot, number, at)
    _campaign(county, at)
    warn_tasks(at=at)


def _live(county: County, plot: Plot, number: int, at: dt.datetime) -> None:
    given = _morning(at, plot.given)
    task = _give(county, plot, number, given, at)
    if plot.until == "draft":
        return
    assign_task(task, actor=county.actor(DIRECTOR, given), at=given)
    if plot.until == "assigned":
        return
    worker = PEOPLE.get(plot.lead, CLERK)
    then = given + dt.timedelta(hours=5)
    accept_task(task, actor=county.actor(worker, then), at=then)
    if plot.until == "cancelled":
        _cancel(county, task, plot, then + dt.timedelta(days=7))
    elif plot.until in ("reported", "asked"):
        _go_on(county, task, plot, worker, given, at)
    elif plot.until in ("submitted", "returned", "done"):
        _finish(county, task, plot, number, worker, at)


def _give(county: County, plot: Plot, number: int, given: dt.datetime, at: dt.datetime) -> Task:
    director = county.actor(DIRECTOR, given)
    task = create_task(
        county.units[TOWN],
        title=plot.title,
        lead=county.units[plot.lead],
        due_on=(at + dt.timedelta(days=plot.due)).date(),
        kind=plot.kind,
        content=plot.content,
        frequency=plot.frequency,
        origin=plot.origin,
        origin_text=plot.origin_text,
        basis=plot.basis,
        tags=plot.tags,
        place=plot.place,
        norm=norms_for(county.units[TOWN]).filter(code=plot.norm).first(),
        supervisor="李远" if plot.kind == "supervision" else "",
        helpers=[county.units[name] for name in plot.helpers],
        actor=director,
        at=given,
    )
    if plot.kind == "rectification":
        photo = [_photo(number, is_clean=False)]
        add_files(task, photo, role=FileRole.BEFORE, actor=county.actor(CLERK, given), at=given)
    return task


def _cancel(county: County, task: Task, plot: Plot, when: dt.datetime) -> None:
    cancel_task(task, reason=plot.measures, actor=county.actor(LEADER, when), at=when)


def _morning(at: dt.datetime, days: int) -> dt.datetime:
    """In working hours of that day, whenever the demo is loaded; not later than it is loaded."""
    return min(at, (at + dt.timedelta(days=days)).replace(hour=9, minute=20))


def _go_on(county: County, task: Task, plot: Plot, worker: str, given: dt.datetime, at: dt.datetime) -> None:
    said = (("已摸底，分到人", 20), ("完成一半，余下的这周推进", 55))
    for week, (text, percent) in enumerate(said, start=1):
        when = given + dt.timedelta(days=6 * week)
        report_progress(task, text=text, percent=percent, actor=county.actor(worker, when), at=when)
    if plot.until == "asked":
        when = _morning(at, -1)
        wanted = task.due_on + dt.timedelta(days=7)
        ask_extension(
            task, wanted_on=wanted, reason="连续阴雨，标线漆干不了", actor=county.actor(worker, when), at=when
        )
    elif plot.due < 0:
        when = _morning(at, -1)
        urge_task(task, text="已过期限，请本周内办结并反馈", actor=county.actor(CLERK, when), at=when)


def _finish(county: County, task: Task, plot: Plot, number: int, worker: str, at: dt.datetime) -> None:
    when = _morning(at, plot.given + plot.took)
    photos = [_photo(number, is_clean=True)] if plot.kind == "rectification" else []
    late_by = when.date() - task.due_on
    if plot.until == "done" and late_by.days > 5:
        _extend(county, task, worker, when)
    if when.date() > task.due_on:
        warn_late = dt.datetime.combine(task.due_on + dt.timedelta(days=1), when.timetz())
        urge_task(task, text="", actor=county.actor(CLERK, warn_late), at=warn_late)
    submit_task(task, text=plot.measures, actor=county.actor(worker, when), at=when, uploads=photos)
    then = when + dt.timedelta(days=1)
    judge = county.actor(DIRECTOR, then)
    if plot.until == "returned":
        return_task(task, reason="木料挪到了路边，要运走", actor=judge, at=then)
    if plot.until == "done":
        close_task(task, actor=judge, at=then)


def _extend(county: County, task: Task, worker: str, when: dt.datetime) -> None:
    """Asked for before the deadline and granted by the leader; still not enough for some."""
    asked = dt.datetime.combine(task.due_on - dt.timedelta(days=2), when.timetz())
    row = ask_extension(
        task,
        wanted_on=task.due_on + dt.timedelta(days=5),
        reason="协调机械和人手需要时间",
        actor=county.actor(worker, asked),
        at=asked,
    )
    then = asked + dt.timedelta(hours=3)
    decide_extension(row, grant=True, actor=county.actor(LEADER, then), at=then, answer="同意，抓紧办")
    task.refresh_from_db()


def _campaign(county: County, at: dt.datetime) -> None:
    """集镇秩序 by the five-stage template: two stages done, the third in hand."""
    opened = at - dt.timedelta(days=50)
    leads = ("综合文化站", "司法所", "村镇建设所", "云溪社区", "综合文化站")
    owners = ("赵文", "孙法", "建设所负责人", "汪社", "赵文")
    spans = ((-50, -38), (-37, -24), (-23, 5), (6, 40), (41, 55))
    stages = [
        StageInput(county.units[lead], owner, *(_day(at, offset) for offset in span))
        for lead, owner, span in zip(leads, owners, spans, strict=True)
    ]
    director = county.actor(DIRECTOR, opened)
    campaign = open_campaign(
        county.units[TOWN],
        title="集镇秩序和便民市场专项",
        purpose="解决集镇早市占道、停车无序，做到有地方摆、有规矩管、长期能守住。",
        stages=stages,
        actor=director,
        at=opened,
        assign=True,
    )
    for number, stage in enumerate(campaign.stages.select_related("unit", "lead").order_by("stage")[:3]):
        _live_stage(county, stage, at + dt.timedelta(days=spans[number][0]), is_done=number < 2)


def _live_stage(county: County, stage: Task, began: dt.datetime, *, is_done: bool) -> None:
    clerk = county.actor(CLERK, began)
    accept_task(stage, actor=clerk, at=began)
    if not is_done:
        report_progress(stage, text="草案已写，征求村里意见", percent=60, actor=clerk, at=began + dt.timedelta(days=10))  # fmt: skip
        return
    ended = began + dt.timedelta(days=9)
    submit_task(stage, text="已形成报告，交创建办", actor=county.actor(CLERK, ended), at=ended)
    close_task(stage, actor=county.actor(DIRECTOR, ended), at=ended + dt.timedelta(hours=4))


def _day(at: dt.datetime, offset: int) -> dt.date:
    return (at + dt.timedelta(days=offset)).date()


def _photo(number: int, *, is_clean: bool) -> ContentFile[bytes]:
    """A drawn ditch beside a road, with litter or without; each its own picture."""
    picture = Image.new("RGB", (800, 520), (214, 226, 236))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 190, 800, 520), fill=(150, 178, 120))
    draw.polygon([(430, 190), (470, 190), (800, 520), (560, 520)], fill=(160, 160, 158))
    water = (130, 176, 186) if is_clean else (122, 116, 104)
    draw.polygon([(380, 190), (410, 190), (470, 520), (200, 520)], fill=water)
    for n in range(0 if is_clean else 26):
        x = 300 + (n * 53 + number * 17) % 130 - (n * 4)
        y = 240 + n * 10
        size = 8 + (n * 7 + number) % 18
        draw.ellipse((x, y, x + size, y + size), fill=((90 + n * 6) % 255, 84, 70))
    draw.rectangle((4, 4, 12 + number, 12), fill=(40 + number, 90, 120))
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=85)
    return ContentFile(stream.getvalue(), name=f"{'整改后' if is_clean else '整改前'}{number}.jpg")
