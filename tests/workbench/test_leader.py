"""The leader's one screen: every number opens its list, and the numbers are those of the lists."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.house.urls import client_of
from tests.world import NOW, World
from xiangfeng.access.actor import SYSTEM
from xiangfeng.duties.models import Occurrence
from xiangfeng.goals.models import Plan
from xiangfeng.pledges.queries import roll_of, signing_of
from xiangfeng.tasks.actions import create_task
from xiangfeng.tasks.models import Task, TaskState
from xiangfeng.workbench import screen
from xiangfeng.workbench.queries.leader import last_months, last_ranking, overdue_tasks, task_months
from xiangfeng.workbench.queries.screen import screen_for

TODAY = NOW.date()
PAGE = "workbench:leader"


@pytest.fixture(autouse=True)
def _on_that_day() -> Iterator[None]:
    with time_machine.travel(NOW, tick=True):
        yield


def task(built: World, due: dt.date, state: str, *, late: bool = False) -> Task:
    town, village = built.cast.units["云溪镇"], built.cast.units["石桥村"]
    row = create_task(town, title="补路灯", lead=village, due_on=dt.date(2026, 12, 31), actor=SYSTEM, at=NOW)
    closed = due if state == "done" else None
    Task.objects.filter(pk=row.pk).update(due_on=due, state=state, was_late=late, closed_on=closed)
    return Task.objects.get(pk=row.pk)


def test_months_count_what_was_due_and_what_was_done_in_time(built: World):
    Task.objects.update(state=TaskState.CANCELLED)
    town = built.cast.units["云溪镇"]
    task(built, dt.date(2026, 10, 5), TaskState.DONE)
    task(built, dt.date(2026, 10, 6), TaskState.DONE, late=True)
    task(built, dt.date(2026, 10, 7), TaskState.ACCEPTED)
    task(built, dt.date(2026, 10, 8), TaskState.CANCELLED)
    task(built, dt.date(2026, 11, 28), TaskState.ACCEPTED)
    months = {month.first.month: month for month in task_months(town, today=TODAY)}
    assert (months[10].due, months[10].on_time, months[10].overdue, months[10].rate) == (3, 1, 1, "33.3%")
    assert (months[11].due, months[11].overdue, months[11].rate) == (0, 0, "—")
    six = last_months(list(months.values()), today=TODAY)
    assert [month.first.month for month in six] == [6, 7, 8, 9, 10, 11]
    assert [row.due_on.day for row in overdue_tasks(town, today=TODAY)] == [7]
    figure = screen.task_figure(list(months.values()), today=TODAY, url="")
    assert (figure.value, figure.parts[0].text) == ("33.3%", "到期 3 件，按期 1 件")
    assert six == last_months(six, today=TODAY)
    january = last_months([], today=dt.date(2027, 2, 1))
    assert [(month.first.year, month.first.month) for month in january][:2] == [(2026, 9), (2026, 10)]


def test_the_figure_of_duties_is_that_of_the_wall(built: World):
    rows = list(Occurrence.objects.filter(unit=built.cast.units["云溪镇"], year=2026).select_related("duty"))
    figure = screen.duty_figure(rows, today=TODAY, url="")
    red = [row for row in rows if row.light(TODAY) == "red"]
    assert red
    assert f"逾期 {len(red)}" in [part.text for part in figure.parts]
    green = [row for row in rows if row.light(TODAY) == "green"]
    assert figure.value == str(len(green))


def test_the_ranking_is_the_last_final_month_with_its_moves(built: World):
    last = built.finals[-1]
    places = last_ranking(built.cast.units["云溪镇"])
    assert {place.entry.period_id for place in places} == {last.pk}
    assert [place.entry.rank for place in places] == sorted(place.entry.rank or 0 for place in places)
    assert {place.move for place in places} <= {"平", "升 1", "降 1", "升 2", "降 2"}
    assert last_ranking(built.cast.units["东河镇"]) == []


@pytest.mark.once
def test_every_number_opens(built: World):
    task(built, TODAY - dt.timedelta(days=4), TaskState.ACCEPTED)
    for who in ("head", "leader", "director", "county"):
        client = client_of(built, who)
        html = client.get(reverse(PAGE)).content.decode()
        main = html.partition("<main")[2].partition("</main>")[0]
        urls = set(re.findall(r'href="(/[^"]*)"', main.replace("&amp;", "&")))
        assert not re.search(r'class="xf-num[^"]*" href=""', main)
        for url in sorted(url for url in urls if not url.startswith("/static/")):
            assert client.get(url, follow=True).status_code == 200, (who, url)


def test_overdue_tasks_and_duties_stand_in_one_list(built: World):
    late = task(built, TODAY - dt.timedelta(days=400), TaskState.ACCEPTED)
    shown = screen_for(built.cast.units["云溪镇"], built.cast.actor("leader"), today=TODAY)
    days = [one.days for one in shown["over"]]
    assert days == sorted(days, reverse=True)
    assert shown["over_count"] == int(shown["figures"][3].value)
    page = client_of(built, "leader").get(reverse(PAGE)).content.decode()
    assert late.title in page


def test_the_signing_rate_is_that_of_the_pledges(built: World):
    town = built.cast.units["云溪镇"]
    plan = Plan.objects.get(unit=town, year=TODAY.year, state="approved")
    roll = roll_of(plan)
    assert signing_of(town, TODAY.year) == (roll.signed, roll.expected)
    assert 0 < roll.signed <= roll.expected
    shown = screen_for(town, built.cast.actor("leader"), today=TODAY)
    assert shown["figures"][2].value == f"{roll.rate}%"
    assert signing_of(built.cast.units["东河镇"], TODAY.year) == (0, 0)


def test_the_county_chooses_and_nobody_reaches_beyond(built: World):
    client = client_of(built, "county")
    town, other = built.cast.units["云溪镇"], built.cast.units["东河镇"]
    assert client.get(reverse(PAGE)).context["town"] == town
    assert client.get(reverse(PAGE), {"unit": other.pk}).context["town"] == other
    page = client_of(built, "head").get(reverse(PAGE), {"unit": other.pk})
    assert page.context["town"] == town


@pytest.mark.parametrize("who", ["head", "director", "county", "outsider"])
def test_twelve_statements_at_most(built: World, who: str):
    client = client_of(built, who)
    client.get(reverse(PAGE))
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse(PAGE))
    assert len([query for query in queries if "SAVEPOINT" not in query["sql"]]) <= 12
