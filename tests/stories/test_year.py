"""One year by the clock: plan, 责任书, eight meetings, twelve assessments, tasks on time and late – and at its end a wall of duties
whose every cell is explained by what really happened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest

from tests.stories.year import (
    OFF_PAPER,
    YEAR,
    Year,
    arrange_disinfection,
    assess,
    begin,
    disinfect,
    finish,
    hand_out,
    look_back,
    meet,
    plan_the_year,
    pledge,
    question_people,
    report,
)
from xiangfeng.assessments.models import Period
from xiangfeng.duties.actions import exempt_occurrence, merge_occurrence
from xiangfeng.duties.models import DutyKind, Occurrence, OccurrenceState
from xiangfeng.duties.queries import wall_for
from xiangfeng.goals.actions import plans
from xiangfeng.goals.models import Goal
from xiangfeng.history.verification import verify
from xiangfeng.meetings.models import Meeting, MeetingState
from xiangfeng.notifications.models import Message
from xiangfeng.pledges.models import Pledge
from xiangfeng.tasks.models import Task, TaskState

LAST_DAY = dt.date(YEAR + 1, 1, 20)

# As the wall must stand on that day: o 按期, l 迟, x 逾期, - 免办; months, quarters, halves, the year.
WALL = {
    DutyKind.ASSESSMENT: "oooloooooooo",  # April's 通报 came on 20 May, ten days after its day
    DutyKind.PUBLICATION: "------------",  # nothing to publish; a leader decided it each month
    DutyKind.DISINFECTION: "ooooolooooxo",  # one village did June's on 8 July and November's never
    DutyKind.LEADING_MEETING: "oooo",
    DutyKind.MOBILISATION: "oooo",
    DutyKind.SURVEY: "oxox",  # two quarters without a questionnaire
    DutyKind.EVALUATION: "lo",  # the first half's was closed on 4 July
    DutyKind.TRAINING: "oo",  # the second half's was held together with the 推进会
    DutyKind.PLAN: "o",
    DutyKind.PLEDGE: "o",
    DutyKind.BUDGET: "l",  # due 31 March, reported 8 April
    DutyKind.BOX: "-",  # no box yet: the week that had begun is 免办, the rest was never laid out
    DutyKind.HONOURS: "-",
    DutyKind.PERFORMANCE: "x",
    DutyKind.SUMMARY: "o",
}
SIGNS = {"ok": "o", "late": "l", "bad": "x", "idle": "-", "warn": "w", "todo": "."}
Event = tuple[tuple[int, int, int], Callable[[Year], Any]]


def _monthly(month: int) -> Iterator[Event]:
    """消杀 done by both villages (one of them June's late, November's not at all), 奖罚公示 not needed, the month assessed in
    the next."""
    yield (YEAR, month, 20), partial(disinfect, unit="石桥村", month=month)
    if month != 11:
        done = (YEAR, 7, 8) if month == 6 else (YEAR, month, 25)
        yield done, partial(disinfect, unit="南坡村", month=month)
    yield (YEAR, month, 5), partial(_exempt, number=month - 1)
    due = (YEAR, 5, 20) if month == 4 else (YEAR + month // 12, month % 12 + 1, 6)
    yield due, partial(assess, month=month)


def _quarterly() -> Iterator[Event]:
    for month, day in ((3, 20), (9, 22)):
        yield (YEAR, month, day), partial(meet, is_leading=True)
    yield (YEAR, 6, 20), partial(meet, is_leading=True, decided="清理河道", until=dt.date(YEAR, 7, 18))
    yield (YEAR, 12, 19), partial(meet, is_leading=True, decided="修好路灯", until=dt.date(YEAR, 12, 31))
    for month, day in ((3, 25), (6, 27), (9, 26), (12, 22)):
        yield (YEAR, month, day), partial(meet, is_leading=False)
    yield (YEAR, 7, 30), lambda year: finish(year, year.tasks["清理河道"])
    yield (YEAR, 12, 29), lambda year: finish(year, year.tasks["修好路灯"])
    for month in (3, 9):
        yield (YEAR, month, 3), partial(question_people, until=dt.date(YEAR, month, 20))


def _yearly() -> Iterator[Event]:
    yield (YEAR, 1, 9), arrange_disinfection
    yield (YEAR, 1, 20), plan_the_year
    yield (YEAR, 1, 24), lambda year: plans.approve_plan(year.made["plan"], **year.act("leader"))
    yield (YEAR, 2, 20), pledge
    yield (YEAR, 3, 10), partial(_hand_out, kind=DutyKind.BUDGET, number=0)
    yield (YEAR, 4, 8), partial(_finish, kind=DutyKind.BUDGET, number=0)
    yield (YEAR, 5, 12), partial(_hand_out, kind=DutyKind.TRAINING, number=0)
    yield (YEAR, 6, 10), partial(_finish, kind=DutyKind.TRAINING, number=0)
    yield (YEAR, 6, 16), partial(report, value="2")
    yield (YEAR, 7, 4), partial(look_back, kind="half", until=dt.date(YEAR, 6, 30))
    yield (YEAR, 12, 1), _train_at_the_meeting
    yield (YEAR, 12, 10), partial(report, value="4")
    yield (YEAR, 12, 30), partial(look_back, kind="half", until=dt.date(YEAR, 12, 30))
    yield (YEAR, 12, 31), partial(look_back, kind="year", until=dt.date(YEAR, 12, 31))


def _hand_out(year: Year, kind: str, number: int) -> None:
    hand_out(year, year.occurrence(kind, number))


def _finish(year: Year, kind: str, number: int) -> None:
    finish(year, Task.objects.get(occurrence=year.occurrence(kind, number)))


def _exempt(year: Year, number: int) -> None:
    occurrence = year.occurrence(DutyKind.PUBLICATION, number)
    exempt_occurrence(occurrence, "本月没有作出奖罚决定", OFF_PAPER, **year.act("leader"))


def _train_at_the_meeting(year: Year) -> None:
    merge_occurrence(
        year.occurrence(DutyKind.TRAINING, 1), year.occurrence(DutyKind.MOBILISATION, 3),
        "四季度推进会同时培训", OFF_PAPER, **year.act("leader"),
    )  # fmt: skip


@pytest.fixture
def lived(db: None) -> Year:
    """The whole year, day by day, with the clock striking between."""
    year = begin()
    months = [event for month in range(1, 13) for event in _monthly(month)]
    for (of_year, month, day), act in sorted(
        [*months, *_quarterly(), *_yearly()], key=lambda event: event[0]
    ):
        act(year.on(month, day, year=of_year))
    return year.on(LAST_DAY.month, LAST_DAY.day, year=LAST_DAY.year)


@pytest.mark.once
def test_a_year_ends_with_a_wall_that_explains_itself(lived: Year):
    rows = wall_for(lived.town, year=YEAR, today=LAST_DAY)
    cells = [cell for row in rows for cell in row.cells if cell.kind != "gap"]
    assert {
        row.kind: "".join(SIGNS[cell.kind] for cell in row.cells if cell.kind != "gap") for row in rows
    } == WALL
    assert all(cell.text and cell.url and cell.explain.endswith("。") for cell in cells)
    why = {(row.kind, n): cell.explain for row in rows for n, cell in enumerate(row.cells)}
    assert "5月20日" in why[DutyKind.ASSESSMENT, 3] and "5月10日" in why[DutyKind.ASSESSMENT, 3]
    assert (
        "本月没有作出奖罚决定" in why[DutyKind.PUBLICATION, 0] and OFF_PAPER in why[DutyKind.PUBLICATION, 0]
    )
    assert "7月8日" in why[DutyKind.DISINFECTION, 5]
    assert "11月30日" in why[DutyKind.DISINFECTION, 10]
    assert "四季度推进会同时培训" in why[DutyKind.TRAINING, 1]
    _each_colour_has_its_record(lived)
    _what_was_done_is_there(lived)


def _each_colour_has_its_record(year: Year) -> None:
    """Green and late only by a record that exists, 免办 only with who, why and on what basis."""
    occurrences = Occurrence.objects.filter(unit=year.town, year=YEAR).order_by("pk")
    for row in occurrences:
        if row.state == OccurrenceState.FULFILLED:
            assert row.proof_text and row.proof_url and row.proof_key and row.done_on
        elif row.state in (OccurrenceState.EXEMPT, OccurrenceState.MERGED):
            assert row.reason and row.basis == OFF_PAPER and row.decided_by == "林岚"
        else:
            assert row.red_on <= LAST_DAY


def _what_was_done_is_there(year: Year) -> None:
    closed = Meeting.objects.filter(unit=year.town, state=MeetingState.CLOSED)
    assert (closed.filter(is_leading=True).count(), closed.filter(is_mobilisation=True).count()) == (4, 4)
    assert Period.objects.filter(unit=year.town, year=YEAR, state="published").count() == 12
    assert Pledge.objects.filter(unit=year.town, year=YEAR, state="signed").count() == 2
    assert set(Task.objects.order_by("pk").values_list("state", flat=True)) == {TaskState.DONE}
    late = Task.objects.filter(was_late=True).order_by("pk").values_list("title", flat=True)
    assert sorted(late) == ["清理河道", "经费预算"]
    assert Goal.objects.filter(plan__unit=year.town, plan__year=YEAR).count() == 2
    red = Message.objects.filter(user=year.cast.user("clerk"), text__contains="群众问卷")
    assert red.exists(), "the office was told of the questionnaire before and after its day"
    assert verify() == []
