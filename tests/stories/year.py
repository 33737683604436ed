"""云溪镇 through the year 2025: what people do and on which day, through the domain's own actions, with the clock run between.

2025 because its last month is published in January 2026, and both years' working days are known.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import time_machine
from django.core.management import call_command

from tests import cast as the_cast
from tests.assessments.conftest import small_scheme
from tests.cast import LONG_AGO, Cast
from xiangfeng.access.actor import SYSTEM, Actor
from xiangfeng.accounts.models import User
from xiangfeng.assessments.actions import publishing, results, schemes, scores
from xiangfeng.assessments.cells import columns_of
from xiangfeng.assessments.models import Period
from xiangfeng.calendars.actions import seed_years
from xiangfeng.duties.actions import deactivate_duty, exempt_occurrence, install_duties
from xiangfeng.duties.models import Duty, DutyKind, Occurrence
from xiangfeng.goals.actions import evaluations, goals, plans
from xiangfeng.goals.actions.progress import report_progress
from xiangfeng.goals.models import Goal, Plan
from xiangfeng.leadership.actions.members import appoint_member
from xiangfeng.meetings.actions import attendance, meetings, minutes
from xiangfeng.meetings.models import Meeting
from xiangfeng.orgs import actions as orgs
from xiangfeng.orgs.models import Unit
from xiangfeng.orgs.queries import actor_for
from xiangfeng.pledges.actions import drafting, signing
from xiangfeng.pledges.models import Pledge
from xiangfeng.regulations.actions import drafts, life
from xiangfeng.surveys.actions import answering, editing, questions, running
from xiangfeng.surveys.models import Survey
from xiangfeng.tasks.actions import doing, giving, judging
from xiangfeng.tasks.models import Task
from xiangfeng.upkeep.actions.records import record_work
from xiangfeng.upkeep.actions.routines import arrange_routine
from xiangfeng.upkeep.models import Job
from xiangfeng.visitors.actions import Visitor

SHANGHAI = ZoneInfo("Asia/Shanghai")
YEAR = 2025
OFF_PAPER = "镇党政联席会议2025年第2次会议纪要"


def moment(month: int, day: int, hour: int = 9, *, year: int = YEAR) -> dt.datetime:
    return dt.datetime(year, month, day, hour, tzinfo=SHANGHAI)


@dataclass
class Year:
    """The township and what has come of it."""

    cast: Cast = field(default_factory=the_cast.build)
    now: dt.datetime = moment(1, 1)
    tasks: dict[str, Task] = field(default_factory=dict)
    made: dict[str, Any] = field(default_factory=dict)
    struck: int = 0

    @property
    def town(self) -> Unit:
        return self.cast.units["云溪镇"]

    @property
    def village(self) -> Unit:
        return self.cast.units["石桥村"]

    def actor(self, key: str) -> Actor:
        """That person as entitled on the day."""
        return actor_for(self.cast.user(key), on=self.now.date())

    def act(self, key: str) -> dict[str, Any]:
        """``actor`` and ``at`` of the person who acts now."""
        return {"actor": self.actor(key), "at": self.now}

    def on(self, month: int, day: int, hour: int = 9, *, year: int = YEAR) -> Year:
        """Go forward to that morning; the clock strikes on every Monday and every first of a month that pass, and on the day."""
        until = moment(month, day, hour, year=year)
        assert until >= self.now, "nobody goes back in time"
        passing = self.now.date() + dt.timedelta(days=1)
        while passing < until.date():
            if passing.weekday() == 0 or passing.day == 1:
                self._strike(dt.datetime.combine(passing, dt.time(6), SHANGHAI))
            passing += dt.timedelta(days=1)
        self.now = until
        self._strike(until.replace(hour=6))
        return self

    def _strike(self, at: dt.datetime) -> None:
        with time_machine.travel(at, tick=False):
            call_command("clock", verbosity=0)
        self.struck += 1

    def occurrence(self, kind: str, number: int = 0) -> Occurrence:
        """The ``number``-th time of the year that a duty of this kind falls due."""
        rows = Occurrence.objects.filter(unit=self.town, year=YEAR, duty__kind=kind)
        return rows.select_related("duty", "unit", "merged_into").order_by("start")[number]


def begin() -> Year:
    """The first days of January: a scheme, the whole library of 制度 in force, the leading group, the duties of the year."""
    seed_years()
    year = Year()
    scheme = replace(small_scheme(), year=YEAR)
    version = schemes.create_scheme(year.town, scheme, actor=SYSTEM, at=year.now)
    schemes.activate_scheme(version, actor=SYSTEM, at=year.now)
    year.on(1, 3)
    seat_legal(year)
    enact_the_library(year)
    lead(year)
    install_duties(year.town, from_on=dt.date(YEAR, 1, 1), **year.act("clerk"))
    for duty in Duty.objects.filter(kind__in=(DutyKind.BOX, DutyKind.HONOURS)).select_related("unit"):
        deactivate_duty(duty, "还没有设意见箱；届期评定由县里统一部署", **year.act("clerk"))
        for begun in Occurrence.objects.filter(duty=duty).select_related("duty", "unit").order_by("pk"):
            exempt_occurrence(begun, "本年不办", OFF_PAPER, **year.act("leader"))
    return year


def seat_legal(year: Year) -> None:
    """A legal reviewer, whom the cast does not have."""
    user = User.objects.create_user("legal", the_cast.PASSWORD, name="孙法")
    person = orgs.add_person(year.town, name="孙法", actor=SYSTEM, user=user)
    post = orgs.create_post(year.town, title="法制审核员", role="legal", actor=SYSTEM)
    orgs.appoint_person(person, post=post, from_date=LONG_AGO, actor=SYSTEM)
    year.cast.people["legal"] = person


def enact_the_library(year: Year) -> None:
    """Every 制度 of the shipped set: drafted, reviewed by another hand, considered by a meeting, put in force."""
    for row in drafts.install_library(year.town, **year.act("clerk")):
        life.submit_regulation(row, **year.act("clerk"))
        life.approve_regulation(row, note="与上位法一致，没有设定处罚", **year.act("legal"))
        drafts.edit_facts(
            row, revision=row.revision, deliberation="镇党政联席会议第1次会议", deliberated_on=dt.date(YEAR, 1, 2),
            effective_on=dt.date(YEAR, 1, 3), **year.act("clerk"),
        )  # fmt: skip
        life.enact_regulation(row, **year.act("head"))


def lead(year: Year) -> None:
    people = year.cast.people
    for key, post in (("head", "chief"), ("leader", "deputy"), ("director", "office")):
        appoint_member(
            year.town, person=people[key], post=post, from_date=dt.date(YEAR, 1, 3), **year.act("clerk")
        )


def plan_the_year(year: Year) -> None:
    plan = plans.create_plan(year.town, year=YEAR, upper_number="县文明〔2025〕1号", **year.act("clerk"))
    for unit, weight in ((year.village, 60), (year.cast.units["南坡村"], 40)):
        goals.add_goal(
            plan, parent=None, title=f"{unit.name}道德讲堂", indicator="场次", target=Decimal(4), measure="场",
            weight=Decimal(weight), unit=unit, due_on=dt.date(YEAR, 12, 31), **year.act("clerk"),
        )  # fmt: skip
    year.made["plan"] = plans.submit_plan(plan, **year.act("clerk"))


def report(year: Year, value: str) -> None:
    """The village reports how far its goal has come."""
    goal = Goal.objects.select_related("plan__unit", "unit").get(unit=year.village)
    report_progress(goal, on=year.now.date(), value=Decimal(value), text="办了讲堂", **year.act("village"))


def meet(year: Year, *, is_leading: bool, decided: str = "", until: dt.date | None = None) -> Meeting:
    """A meeting on this day, held, minuted, its one resolution handed out, its minutes issued."""
    meeting = meetings.create_meeting(
        year.town, is_leading=is_leading, is_mobilisation=not is_leading, title="", day=year.now.date(),
        starts=dt.time(8), place="三楼会议室", host="何正", **year.act("clerk"),
    )  # fmt: skip
    marks = [attendance.Mark(one.pk, "", "present") for one in meeting.attendances.order_by("pk")]
    meetings.set_agenda(
        meeting, [meetings.Point("通报情况", "创建办", 20)], version=meeting.version, **year.act("clerk")
    )
    meetings.issue_notice(meeting, actor=year.actor("director"), at=year.now.replace(hour=7))
    attendance.mark_attendance(meeting, marks, **year.act("clerk"))
    minutes.hold_meeting(meeting, **year.act("clerk"))
    if decided:
        assert until
        wanted = [minutes.Decision(0, decided, year.village, until)]
        minutes.set_resolutions(meeting, wanted, version=meeting.version, **year.act("clerk"))
        year.tasks[decided] = minutes.make_all_tasks(meeting, **year.act("clerk"))[0]
    minutes.write_minutes(
        meeting, version=meeting.version, began=dt.time(8), ended=dt.time(8, 50), summary="上季度情况", decisions="定了",
        measures="怎么做", **year.act("clerk"),
    )  # fmt: skip
    minutes.close_meeting(meeting, **year.act("director"))
    return meeting


def hand_out(year: Year, occurrence: Occurrence) -> Task:
    """A duty that has no app of its own yet is handed out as a task; the closed task is its proof."""
    task = giving.create_task(
        year.town, title=occurrence.duty.title, lead=year.village, due_on=occurrence.due_on, occurrence=occurrence, origin="duty",
        **year.act("clerk"),
    )  # fmt: skip
    return giving.assign_task(task, **year.act("clerk"))


def finish(year: Year, task: Task) -> None:
    """The village does it today, and the director checks it."""
    task = Task.objects.select_related("lead", "unit", "occurrence__duty", "occurrence__unit").get(pk=task.pk)
    if task.state == "assigned":
        doing.accept_task(task, **year.act("village"))
    doing.submit_task(task, text="做好了", **year.act("village"))
    judging.close_task(task, **year.act("director"))


def question_people(year: Year, until: dt.date) -> Survey:
    """An open questionnaire from today, approved by a leader, answered once; the clock closes it on the day after ``until``."""
    row = editing.add_survey(
        year.town, title="群众问卷", intro="不记名", source_note="村口张贴", mode="open", asks_village=False,
        opens_on=year.now.date(), closes_on=until, target=1, **year.act("clerk"),
    )  # fmt: skip
    questions.add_standard(row, ["overall"], **year.act("clerk"))
    running.submit_survey(row, **year.act("clerk"))
    running.approve_survey(row, **year.act("leader"))
    one = row.questions.get()
    answering.submit_sheet(row, {one.pk: 1}, visitor=Visitor("10.0.0.1", key=row.number), at=year.now)
    return row


def arrange_disinfection(year: Year) -> None:
    """消杀 by both villages every month."""
    villages = [year.cast.units["石桥村"], year.cast.units["南坡村"]]
    arrange_routine(
        year.town, kind="disinfection", title="每月消杀", pace="month", units=villages,
        from_on=dt.date(YEAR, 1, 1), **year.act("clerk"),
    )  # fmt: skip


def disinfect(year: Year, unit: str, month: int) -> None:
    """A village's record of one month's job, today."""
    job = Job.objects.get(unit=year.cast.units[unit], start=dt.date(YEAR, month, 1))
    record_work(
        job.unit, kind="disinfection", job=job, done_on=year.now.date(), done_by="防疫员", agent="高效氯氰菊酯",
        **year.act("clerk"),
    )  # fmt: skip


def assess(year: Year, month: int) -> None:
    """Score, review, finalise and publish the month that the clock has opened."""
    period = Period.objects.select_related("unit", "scheme_version").get(
        unit=year.town, year=YEAR, month=month
    )
    keys = columns_of(period.scheme_version.scheme)
    for entry in period.entries.order_by("seq"):
        cells = [scores.CellInput(entry.pk, key, "38") for key in keys]
        scores.save_cells(period, cells, **year.act("clerk"))
    results.submit_period(period, **year.act("clerk"))
    results.finalise_period(period, **year.act("director"))
    publishing.publish_period(period, **year.act("leader"))


def look_back(year: Year, kind: str, until: dt.date) -> None:
    plan = Plan.objects.select_related("unit").get(unit=year.town, year=YEAR, state="approved")
    row = evaluations.open_evaluation(plan, kind=kind, covers_until=until, **year.act("clerk"))
    row = evaluations.edit_evaluation(
        row, summary="总体情况", problems="问题", adjustments="", units=[year.village], revision=row.revision,
        **year.act("clerk"),
    )  # fmt: skip
    evaluations.close_evaluation(row, **year.act("director"))


def pledge(year: Year) -> None:
    """Every unit that has goals signs, the villages first, then the township's head."""
    plan = Plan.objects.select_related("unit").get(unit=year.town, year=YEAR, state="approved")
    drafting.generate_pledges(plan, **year.act("clerk"))
    for row in Pledge.objects.select_related("unit", "party", "plan").order_by("pk"):
        signing.send_paper(row, **year.act("clerk"))
        for key in ("village" if row.party == year.village else "sibling", "head"):
            signing.sign_paper(row, digest=row.digest, method="password", **year.act(key))
