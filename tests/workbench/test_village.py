"""The home of a village: four buttons with their figures, then the most urgent things."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.house.urls import client_of
from tests.world import NOW, World
from xiangfeng.access.actor import SYSTEM
from xiangfeng.assessments.models import Period, PeriodState
from xiangfeng.leadership.models import Charge
from xiangfeng.orgs import actions as orgs
from xiangfeng.tasks.actions import create_task
from xiangfeng.tasks.models import Task, TaskKind, TaskState
from xiangfeng.workbench.four import buttons_of
from xiangfeng.workbench.queries.village import home_for, is_village

TODAY = NOW.date()
INBOX = "workbench:inbox"


@pytest.fixture(autouse=True)
def _on_that_day() -> Iterator[None]:
    with time_machine.travel(NOW, tick=True):
        yield


def give(built: World, due: dt.date, kind: str = TaskKind.TASK) -> None:
    town, village = built.cast.units["云溪镇"], built.cast.units["石桥村"]
    row = create_task(
        town,
        title="补路灯",
        lead=village,
        due_on=due,
        actor=SYSTEM,
        at=NOW - dt.timedelta(days=30),
        kind=kind,
    )
    Task.objects.filter(pk=row.pk).update(state=TaskState.ASSIGNED)


def test_it_is_where_villages_land_and_nobody_else(built: World):
    for who in ("village", "sibling", "liaison"):
        assert is_village(built.cast.actor(who))
        assert "看任务" in client_of(built, who).get(reverse(INBOX)).content.decode()
    for who in ("clerk", "leader", "county", "supervisor", "audit_admin"):
        assert not is_village(built.cast.actor(who))
        assert "看任务" not in client_of(built, who).get(reverse(INBOX)).content.decode()
    page = client_of(built, "village").get(reverse(INBOX) + "?part=all").content.decode()
    assert "我的待办" in page
    assert "xf-four" not in page


def test_the_buttons_say_how_much_and_how_late(built: World):
    Task.objects.update(state=TaskState.CANCELLED)
    actor = built.cast.actor("village")
    quiet = buttons_of(home_for(actor, today=TODAY), [], TODAY)
    assert [(button.before, button.tone) for button in quiet[:2]] == [("现在没有", "")] * 2
    give(built, TODAY + dt.timedelta(days=9))
    give(built, TODAY - dt.timedelta(days=2), TaskKind.RECTIFICATION)
    tasks, repairs, score, objection = buttons_of(home_for(actor, today=TODAY), [], TODAY)
    assert (tasks.strong, tasks.after, tasks.tone, tasks.detail) == (
        "1",
        "件要办",
        "warn",
        "最近一件 12月2日前",
    )
    assert (repairs.strong, repairs.after, repairs.tone) == ("1", "件已逾期", "bad")
    last = built.finals[-1]
    assert score.before == f"{last.month} 月"
    assert "全镇第" in score.detail
    assert "可以提" in objection.before


def test_another_village_sees_its_own_figures(built: World):
    Task.objects.update(state=TaskState.CANCELLED)
    give(built, TODAY)
    assert home_for(built.cast.actor("sibling"), today=TODAY).tasks.total == 0
    assert home_for(built.cast.actor("liaison"), today=TODAY).result is None


def test_who_holds_the_village_and_whom_to_ask(built: World):
    town, village = built.cast.units["云溪镇"], built.cast.units["石桥村"]
    Charge.objects.filter(target=village).delete()
    assert home_for(built.cast.actor("village"), today=TODAY).holder == ""
    holder = built.cast.people["leader"]
    Charge.objects.create(unit=town, person=holder, target=village, from_date=dt.date(2026, 1, 1))
    page = client_of(built, "village").get(reverse(INBOX)).content.decode()
    assert "包干领导 林岚" in page
    assert "云溪镇创建办 周敏" in page


def test_a_person_with_another_post_gets_the_whole_list(built: World):
    post = orgs.create_post(built.cast.units["云溪镇"], title="兼职干事", role="clerk", actor=SYSTEM)
    orgs.appoint_person(built.cast.people["village"], post=post, from_date=dt.date(2020, 1, 1), actor=SYSTEM)
    assert not is_village(built.cast.actor("village"))


def test_twelve_statements_at_most(built: World):
    client = client_of(built, "village")
    client.get(reverse(INBOX))
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse(INBOX))
    assert len([query for query in queries if "SAVEPOINT" not in query["sql"]]) <= 12


def test_the_objection_button_stays_while_the_time_runs_after_the_bulletin(built: World):
    Period.objects.update(state=PeriodState.PUBLISHED, object_until=TODAY)
    actor = built.cast.actor("village")
    assert "可以提" in buttons_of(home_for(actor, today=TODAY), [], TODAY)[3].before
    late = buttons_of(home_for(actor, today=TODAY + dt.timedelta(days=1)), [], TODAY)
    assert late[3].before == "现在没有可申诉的"
