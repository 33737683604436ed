"""Meetings at each step of their life, made by the domain's own actions."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.cast import LONG_AGO, Cast
from xiangfeng.calendars.actions import seed_years
from xiangfeng.duties.models import DueRule, Duty, DutyKind, Frequency, Occurrence
from xiangfeng.leadership.models import GroupPost, Member
from xiangfeng.meetings.actions import attendance, meetings, minutes
from xiangfeng.meetings.models import Meeting
from xiangfeng.regulations.models import Article, Regulation

PARTS = {"summary": "平均 88 分", "decisions": "同意方案", "measures": "每周到村"}


class Office:
    """What the office does with meetings, in a word each."""

    def __init__(self, cast: Cast, at: dt.datetime) -> None:
        self.cast, self.at, self.town = cast, at, cast.units["云溪镇"]
        self.clerk, self.director = cast.actor("clerk"), cast.actor("director")

    def call(self, **values: Any) -> Meeting:
        """A leading-group meeting of tomorrow, unless said otherwise, with an agenda."""
        given: dict[str, Any] = {
            "is_leading": True, "is_mobilisation": False, "title": "", "day": self.at.date() + dt.timedelta(days=1),
            "starts": dt.time(9, 0), "place": "三楼会议室", "host": "何正",
        } | values  # fmt: skip
        meeting = meetings.create_meeting(self.town, actor=self.clerk, at=self.at, **given)
        points = [meetings.Point("通报情况", "创建办", 10), meetings.Point("研究整治", "", 20)]
        meetings.set_agenda(meeting, points, version=meeting.version, actor=self.clerk, at=self.at)
        return meeting

    def hold(self, **values: Any) -> Meeting:
        """A meeting of three weeks ago, written down late, everybody present."""
        day = values.pop("day", dt.date(2026, 11, 3))
        meeting = self.call(day=day, late_reason="系统启用前开的", **values)
        if not meeting.attendances.exists():
            village = [self.cast.units["石桥村"]]
            attendance.invite_units(meeting, village, actor=self.clerk, at=self.at)
        marks = [attendance.Mark(row.pk, "", "present") for row in meeting.attendances.order_by("pk")]
        attendance.mark_attendance(meeting, marks, actor=self.clerk, at=self.at)
        minutes.hold_meeting(meeting, actor=self.clerk, at=self.at)
        return meeting

    def write(self, meeting: Meeting, **parts: str) -> None:
        minutes.write_minutes(
            meeting, version=meeting.version, began=dt.time(9, 0), ended=dt.time(9, 50), **(PARTS | parts),
            actor=self.clerk, at=self.at,
        )  # fmt: skip

    def decide(self, meeting: Meeting, *texts: str, due_on: dt.date = dt.date(2026, 12, 10)) -> None:
        village = self.cast.units["石桥村"]
        typed = [minutes.Decision(0, text, village, due_on) for text in texts]
        minutes.set_resolutions(meeting, typed, version=meeting.version, actor=self.clerk, at=self.at)

    def close(self, meeting: Meeting) -> None:
        minutes.close_meeting(meeting, actor=self.director, at=self.at)

    def duty(self, kind: DutyKind) -> Occurrence:
        """The fourth quarter's duty of one kind."""
        regulation, _ = Regulation.objects.get_or_create(
            unit=self.town, title="工作制度", defaults={"created_at": self.at}
        )
        article = Article.objects.create(
            regulation=regulation,
            seq=Article.objects.count() + 1,
            label=f"三-{Article.objects.count() + 1}",
            text="…",
        )
        duty = Duty.objects.create(
            unit=self.town, article=article, title=kind.label, kind=kind, doer="领导小组",
            frequency=Frequency.QUARTER, due_rule=DueRule.END, proof="纪要",
        )  # fmt: skip
        return Occurrence.objects.create(
            duty=duty, unit=self.town, year=2026, start=dt.date(2026, 10, 1), end=dt.date(2026, 12, 31),
            due_on=dt.date(2026, 12, 31), red_on=dt.date(2027, 1, 1),
        )  # fmt: skip


@pytest.fixture
def office(cast: Cast, at: dt.datetime) -> Office:
    """The office of 云溪镇 with a leading group of two and the working days known."""
    seed_years()
    town, people = cast.units["云溪镇"], cast.people
    for key, post in (("head", GroupPost.CHIEF), ("leader", GroupPost.DEPUTY)):
        Member.objects.create(unit=town, person=people[key], post=post, from_date=LONG_AGO)
    gone = dt.date(2026, 11, 1)
    Member.objects.create(unit=town, person=people["director"], from_date=LONG_AGO, to_date=gone)
    return Office(cast, at)
