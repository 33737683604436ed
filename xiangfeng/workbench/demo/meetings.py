"""A year of meetings in 云溪镇: two a quarter, the third quarter's in one, and what they decided."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from xiangfeng.access.actor import Actor
from xiangfeng.meetings.actions import attendance, meetings, minutes
from xiangfeng.meetings.models import Meeting, Presence, Reply
from xiangfeng.orgs.models import Unit
from xiangfeng.tasks.actions import doing, judging
from xiangfeng.workbench.demo.places import County

TOWN = "云溪镇"
CLERK, DIRECTOR, LEADER = "yx-zhoumin", "yx-liyuan", "yx-linlan"
OFFICE = ("yx-hezheng", "yx-linlan", "yx-tangbo", "yx-liyuan")
STATIONS = ("财政所", "司法所", "综合文化站", "村镇建设所", "云溪中心小学", "云溪供销社")
PLACE = "镇政府三楼会议室"
BASIS = "一次会议、一套材料，减少基层跑会"


@dataclass(frozen=True)
class Told:
    """One meeting as it went. ``decided``: text, lead unit, days until due."""

    month: int
    day: int
    kinds: str  # leading, mobilisation, both or other
    agenda: tuple[tuple[str, str, int], ...]
    summary: str = ""
    decisions: str = ""
    measures: str = ""
    decided: tuple[tuple[str, str, int], ...] = ()
    reports: tuple[tuple[str, str, str, str], ...] = ()
    minutes: int = 50
    title: str = ""
    values: dict[str, Any] = field(default_factory=dict)


USUAL = (("通报季度情况", "创建办", 10), ("部门汇报进展、问题、打算", "3 家单位", 15))
YEAR = (
    Told(
        2, 26, "mobilisation", (("部署全年文明创建任务", "林岚", 20), ("村里代表发言", "稻香村", 10)),
        "去年全镇月均 87.6 分，三个村进步明显；路面保洁和垃圾清运仍是扣分大头。",
        "", "各村3月底前定好保洁员和清运时间；镇里每月考评一次，次月10日前通报。",
        (("公布各村保洁员名单和清运时间", "综合文化站", 33),),
    ),
    Told(
        3, 20, "leading", (*USUAL, ("研究全年计划和目标分解", "李远", 20)),
        "一季度考评两期，全镇平均 87.9 分；12 个村的责任书签了 11 份。",
        "同意全年创建计划；考评结果按季度与以奖代补挂钩。",
        "没签责任书的一周内补签；分管领导包干到村，每月至少到村一次。",
        (("补签责任书，送创建办存档", "北沟村", 7), ("修订集镇停车划线方案", "村镇建设所", 40)),
        (("村镇建设所", "集镇停车位划线完成 60%。", "农贸市场门口商户占道，劝了又摆。", "请派出所一起定点值守两周。"),),
        47,
    ),
    Told(
        4, 16, "mobilisation", (("部署二季度环境整治", "林岚", 20), ("村里代表发言", "柳湾村", 10)),
        "4月上旬抽查 36 处，发现问题 41 个，当天改完 29 个。",
        "", "沟渠、房前屋后、公厕三项为二季度重点，村自查每半月一次。",
        (("二季度送戏下乡排期报创建办", "综合文化站", 14),),
    ),
    Told(
        6, 18, "leading", (*USUAL, ("研究意见箱开箱和问卷", "李远", 15)),
        "二季度考评三期，全镇平均 88.4 分；到期问题 96 件，按期销号 83 件。",
        "同意意见箱每月开箱一次，两人在场；同意年中群众问卷每村 20 份。",
        "逾期的问题由分管领导约谈村里，半个月内改到位。",
        (("每村设意见箱并贴开箱时间", "综合文化站", 40), ("年中问卷汇总分析", "云溪中心小学", 25)),
        (("财政所", "上半年创建经费支出 41%。", "沟渠清理费用超预算。", "三季度调剂 6 万元。"),),
        58,
    ),
    Told(
        9, 22, "both",
        (("创建办通报三季度情况", "创建办", 10), ("部门汇报进展、问题、打算", "3 家单位", 15),
         ("研究国庆前环境整治", "村镇建设所", 15), ("研究以奖代补资金", "财政所", 15)),
        "三季度考评 3 期，全镇平均 88.9 分；到期问题 107 件，按期销号 93 件。",
        "同意国庆前环境整治安排；同意四季度以奖代补资金 12 万元，按考评结果分配。",
        "包干领导每周到村一次；问题逾期 5 个工作日的，由创建办提请督办。",
        (("国庆前完成集镇主干道、农贸市场环境整治", "村镇建设所", 6),
         ("12 个村意见箱统一换锁、贴开箱时间", "综合文化站", 23),
         ("文化站下半年送戏下乡补办 6 场", "综合文化站", 67),
         ("塌方路段恢复通行，保证检查点位可到", "村镇建设所", 73),
         ("四季度以奖代补资金按考评结果分配，先公示后拨付", "财政所", 100)),
        (("综合文化站", "上半年送戏 4 场，流动书屋到 7 个村。", "下半年排期与农忙冲突，还差 6 场。", "10月起每周一场，请供销社借场地。"),
         ("村镇建设所", "集镇划线全部完成。", "北沟村通村路塌方，检查点位到不了。", "分两段清方，11月底前通车。"),
         ("财政所", "以奖代补前三季度已拨 27 万元。", "两个村发票不齐，拨不下去。", "派人上门帮着理。")),
        55,
    ),
    Told(
        11, 12, "other", (("研究红白理事会换届和章程", "司法所", 20), ("讨论", "", 20)),
        title="移风易俗专题会",
    ),
)  # fmt: skip


def add_meetings(county: County, *, at: dt.datetime) -> None:
    """What took place before ``at``, and the two meetings that are being prepared."""
    for one in YEAR:
        day = at.replace(month=one.month, day=one.day, hour=9, minute=0, second=0, microsecond=0)
        if day + dt.timedelta(days=4) < at:
            _work(county, _live(county, one, day), at)
    _coming(county, at)


def _call(county: County, one: Told, start: dt.datetime, *, said: dt.datetime) -> Meeting:
    """Written down by the clerk ten days before, with agenda and list."""
    clerk, town = county.actor(CLERK, said), county.units[TOWN]
    meeting = meetings.create_meeting(
        town,
        is_leading=one.kinds in ("leading", "both"),
        is_mobilisation=one.kinds in ("mobilisation", "both"),
        combine_basis=BASIS if one.kinds == "both" else "",
        title=one.title,
        day=start.date(),
        starts=start.time(),
        planned_minutes=60,
        place=PLACE,
        host="何正",
        recorder="周敏",
        contact="周敏",
        contact_phone="0000-8260131",
        requirements="请主要负责人参加；汇报不念稿，说进展、问题、打算，每家不超过5分钟。",
        actor=clerk,
        at=said,
    )
    points = [meetings.Point(*point) for point in one.agenda]
    meetings.set_agenda(meeting, points, version=meeting.version, actor=clerk, at=said)
    _ask(county, meeting, one, clerk, said)
    return meeting


def _ask(county: County, meeting: Meeting, one: Told, clerk: Actor, said: dt.datetime) -> None:
    """The leaders by name where no leading group is known, and the stations."""
    town = county.units[TOWN]
    who: dict[str, Any] = {"actor": clerk, "at": said}
    if not meeting.attendances.filter(unit=town).exists():
        for account in OFFICE:
            person = county.people[account]
            title = person.appointments.order_by("pk")[0].post.title
            attendance.invite_person(
                meeting, unit=town, name=person.name, title=title, is_observer=False, **who
            )
    wanted: list[Unit] = [county.units[name] for name in STATIONS]
    known = set(meeting.attendances.values_list("unit_id", flat=True))
    if missing := [unit for unit in wanted if unit.pk not in known]:
        attendance.invite_units(meeting, missing, **who)
    if one.kinds in ("leading", "both"):
        attendance.invite_person(
            meeting, unit=county.units["云溪中心小学"], name="贺琴", title="教师代表", is_observer=True, **who
        )


def _live(county: County, one: Told, start: dt.datetime) -> Meeting:
    """From the call to the 纪要."""
    meeting = _call(county, one, start, said=start - dt.timedelta(days=7))
    clerk, leader = county.actor(CLERK, start), county.actor(LEADER, start)
    meetings.issue_notice(
        meeting, actor=county.actor(DIRECTOR, start), at=start - dt.timedelta(days=6, hours=-1)
    )
    for unit, progress, problems, plans in one.reports:
        row = meeting.attendances.filter(unit=county.units[unit]).order_by("pk")[0]
        told = {"progress": progress, "problems": problems, "plans": plans}
        minutes.hand_in_report(row, **told, version=0, actor=clerk, at=start - dt.timedelta(days=1))
    over = start + dt.timedelta(hours=2)
    attendance.mark_attendance(meeting, _marks(meeting), actor=clerk, at=over)
    minutes.hold_meeting(meeting, actor=clerk, at=over)
    if not one.decided:
        return meeting
    later = start + dt.timedelta(days=1, hours=6)
    end = (start + dt.timedelta(minutes=one.minutes)).time()
    parts = {"summary": one.summary, "decisions": one.decisions, "measures": one.measures}
    minutes.write_minutes(
        meeting, version=meeting.version, began=start.time(), ended=end, **parts, actor=clerk, at=later
    )
    decided = [
        minutes.Decision(0, text, county.units[lead], start.date() + dt.timedelta(days=days))
        for text, lead, days in one.decided
    ]
    minutes.set_resolutions(meeting, decided, version=meeting.version, actor=clerk, at=later)
    _task(meeting, clerk, later)
    minutes.close_meeting(meeting, actor=leader, at=start + dt.timedelta(days=3, hours=1))
    return meeting


def _marks(meeting: Meeting) -> list[attendance.Mark]:
    """Nearly all came; one village was on flood watch, one sent somebody else."""
    marks = []
    for number, row in enumerate(meeting.attendances.order_by("seq", "pk")):
        if row.unit.name == "云溪供销社":
            marks.append(attendance.Mark(row.pk, "", Presence.LEAVE, "外出进货"))
        elif row.unit.name == "司法所" and number % 2:
            marks.append(attendance.Mark(row.pk, "", Presence.SUBSTITUTE, "", "马亮"))
        else:
            marks.append(attendance.Mark(row.pk, "", Presence.PRESENT))
    return marks


def _task(meeting: Meeting, clerk: Actor, at: dt.datetime) -> None:
    """All become tasks but the money of the third quarter, which waits for the 公示."""
    for row in meeting.resolutions.select_related("meeting__unit", "lead").order_by("seq"):
        if "以奖代补" not in row.text:
            minutes.make_task(row, actor=clerk, at=at)


REPORTED = {"文化站下半年送戏下乡补办 6 场": "已办 5 场", "塌方路段恢复通行，保证检查点位可到": "清方 70%"}
LATE = {"修订集镇停车划线方案": 6}


def _work(county: County, meeting: Meeting, at: dt.datetime) -> None:
    """What became of the resolutions by ``at``: most were done in time, one late, two are under way."""
    for row in meeting.resolutions.select_related("task__lead", "task__unit").order_by("seq"):
        task = row.task
        if task is None or task.assigned_at is None:
            continue
        taken = task.assigned_at + dt.timedelta(days=1)
        doing.accept_task(task, actor=county.actor(CLERK, taken), at=taken)
        if row.text in REPORTED:
            said = at - dt.timedelta(days=3)
            doing.report_progress(task, text=REPORTED[row.text], actor=county.actor(CLERK, said), at=said)
            continue
        done = dt.datetime.combine(row.due_on, dt.time(16), at.tzinfo) + dt.timedelta(
            days=LATE.get(row.text, -1)
        )
        if done + dt.timedelta(days=2) > at:
            continue
        doing.submit_task(task, text="已办完，材料送创建办", actor=county.actor(CLERK, done), at=done)
        checked = done + dt.timedelta(days=1)
        judging.close_task(task, actor=county.actor(DIRECTOR, checked), at=checked)


def _coming(county: County, at: dt.datetime) -> None:
    """The fourth quarter: the 动员会 has been called and some have answered, the leading group's is being prepared."""
    if at.date() > dt.date(at.year, 12, 10):
        return
    soon = (at + dt.timedelta(days=6)).replace(hour=9, minute=0, second=0, microsecond=0)
    called = _call(
        county,
        Told(
            0,
            0,
            "mobilisation",
            (
                ("部署岁末年初环境整治", "林岚", 20),
                ("村里代表发言", "石桥村", 10),
                ("镇长提要求", "何正", 15),
            ),
        ),
        soon,
        said=at - dt.timedelta(days=2),
    )
    meetings.issue_notice(called, actor=county.actor(DIRECTOR, at), at=at - dt.timedelta(days=1))
    for name, reply, note in (("稻香村", Reply.ATTEND, ""), ("南坡村", Reply.LEAVE, "参加县里培训")):
        row = (
            called.attendances.select_related("meeting__unit", "unit").filter(unit=county.units[name]).first()
        )
        account = {"稻香村": "dx-daoming", "南坡村": "np-nanshan"}[name]
        if row is not None:
            attendance.answer_notice(row, reply=reply, note=note, actor=county.actor(account, at), at=at)
    _call(
        county,
        Told(0, 0, "leading", (*USUAL, ("研究年度考核和评优", "李远", 20))),
        soon + dt.timedelta(days=9, hours=5, minutes=30),
        said=at,
    )
