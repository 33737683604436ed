"""The test county's rows of ``meetings``."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.cast import NOW
from xiangfeng.access.actor import SYSTEM
from xiangfeng.meetings.actions import attendance, meetings, minutes
from xiangfeng.meetings.models import Meeting


def build(world: Any, rows: int) -> None:
    """Closed leading-group meetings with everything on them, and one that has been called and is on today."""
    town = world.cast.units["云溪镇"]
    for number in range(rows):
        world.made["meeting"] = _closed(
            world, town, dt.date(2026, 8, 3) + dt.timedelta(days=7 * number), rows
        )
    called = meetings.create_meeting(
        town, is_mobilisation=True, is_leading=False, title="", day=dt.date(2026, 11, 23), starts=dt.time(10, 30),
        place="镇政府三楼会议室", host="何正", actor=SYSTEM, at=NOW,
    )  # fmt: skip
    _fill(called, rows)
    meetings.issue_notice(called, actor=SYSTEM, at=NOW)
    village = world.cast.units["石桥村"]
    world.made["invitation"] = called.attendances.filter(unit=village).order_by("pk").first()
    report = {"progress": "清了三条沟", "problems": "缺一台车", "plans": "月底前借到"}
    minutes.hand_in_report(world.made["invitation"], **report, version=0, actor=SYSTEM, at=NOW)
    decided = [minutes.Decision(0, f"先议的第{n}条", village, dt.date(2026, 12, 1)) for n in range(rows)]
    minutes.set_resolutions(called, decided, version=called.version, actor=SYSTEM, at=NOW)
    world.made["called"] = called


def _fill(meeting: Meeting, rows: int) -> None:
    points = [meetings.Point(f"议题{n}", "创建办", 10) for n in range(rows)]
    meetings.set_agenda(meeting, points, version=meeting.version, actor=SYSTEM, at=NOW)


def _closed(world: Any, town: Any, day: dt.date, rows: int) -> Meeting:
    meeting = meetings.create_meeting(
        town, is_leading=True, is_mobilisation=False, title="", day=day, starts=dt.time(9, 0), place="会议室",
        host="何正", late_reason="系统启用前开的会", actor=SYSTEM, at=NOW,
    )  # fmt: skip
    _fill(meeting, rows)
    villages = [one for one in world.villages if one.name != "云溪镇"]
    attendance.invite_units(meeting, villages, actor=SYSTEM, at=NOW)
    marks = [attendance.Mark(one.pk, "", "present") for one in meeting.attendances.all()]
    attendance.mark_attendance(meeting, marks, actor=SYSTEM, at=NOW)
    minutes.hold_meeting(meeting, actor=SYSTEM, at=NOW)
    decisions = [
        minutes.Decision(0, f"清理第{n}条沟", world.cast.units["石桥村"], dt.date(2026, 12, 1))
        for n in range(rows + 1)
    ]
    minutes.set_resolutions(meeting, decisions, version=meeting.version, actor=SYSTEM, at=NOW)
    minutes.write_minutes(
        meeting, version=meeting.version, began=dt.time(9, 0), ended=dt.time(9, 50), summary="情况", decisions="决策",
        measures="措施", actor=SYSTEM, at=NOW,
    )  # fmt: skip
    for one in meeting.resolutions.order_by("seq")[:rows]:
        minutes.make_task(one, actor=SYSTEM, at=NOW)
    minutes.close_meeting(meeting, actor=SYSTEM, at=NOW)
    world.made["resolution"] = meeting.resolutions.order_by("-seq").first()
    return meeting
