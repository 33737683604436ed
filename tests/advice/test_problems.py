"""问题 → 意见 → 协调 → 解决, and the list of those unsolved beyond their day (A5.5)."""

from __future__ import annotations

import datetime as dt

import pytest
from django.conf import settings
from django.urls import reverse

from xiangfeng.advice.actions import instruct
from xiangfeng.advice.actions.problems import (
    give_opinion,
    make_task_of_problem,
    note_coordination,
    register_problem,
    reopen_problem,
    solve_problem,
    start_coordination,
)
from xiangfeng.advice.models import Problem, ProblemState
from xiangfeng.base.errors import Refused
from xiangfeng.calendars.actions import seed_years
from xiangfeng.scoring.sheets import first_rows
from xiangfeng.tasks.models import Origin
from xiangfeng.tasks.queries import tasks_from
from xiangfeng.workbench.queries import todos_for
from xiangfeng.workbench.queries.search import search

TODAY = dt.date(2026, 11, 23)


@pytest.fixture
def town(cast):
    seed_years()
    return cast.units["云溪镇"]


@pytest.fixture
def register(cast, town, at):
    def make(**fields):
        fields = {
            "lead": cast.units["石桥村"], "description": "三组沟渠堵塞", "found_on": TODAY, "origin": "own",
            "actor": cast.actor("clerk"), "at": at,
        } | fields  # fmt: skip
        return register_problem(fields.pop("unit", town), **fields)

    return make


def test_it_is_numbered_and_due_in_working_days(register, settings):
    settings.PROBLEM_WORKDAYS = 10
    row = register()
    assert row.number == "云溪-问题-2026-0001"
    assert row.due_on == dt.date(2026, 12, 7)
    # National Day: ten working days from 28 September reach beyond the holidays.
    assert register(found_on=dt.date(2026, 9, 28)).due_on == dt.date(2026, 10, 16)
    settings.PROBLEM_WORKDAYS = 3
    assert register().due_on == dt.date(2026, 11, 26)
    assert register(due_on=dt.date(2026, 12, 31)).due_on == dt.date(2026, 12, 31)


def test_next_years_holidays_may_be_missing(cast, register, at):
    late, who = at.replace(month=12, day=29), {"actor": cast.actor("clerk")}
    row = register(found_on=late.date(), at=late)
    assert row.due_on == late.date() + dt.timedelta(days=settings.PROBLEM_WORKDAYS)
    give_opinion(row, text="清淤", at=late, **who)
    start_coordination(row, text="问过", at=late, **who)
    solve_problem(row, text="清了", at=late, **who)
    reopen_problem(row, reason="又堵", at=late, **who)
    assert row.due_on.year == 2027


def test_what_is_not_registered(cast, register):
    with pytest.raises(Refused, match="“柳湾村”不归云溪镇管"):
        register(lead=cast.units["柳湾村"])
    with pytest.raises(Refused, match="请写清是什么问题"):
        register(description=" ")
    with pytest.raises(Refused, match="发现时间还没有到"):
        register(found_on=TODAY + dt.timedelta(days=1))
    with pytest.raises(Refused, match="期限早于发现时间"):
        register(due_on=dt.date(2026, 11, 1))
    with pytest.raises(Refused, match="您不能替云溪镇登记问题"):
        register(actor=cast.actor("leader"))
    assert not Problem.objects.exists()


def test_the_whole_way_and_back(cast, register, at):
    row, who = register(), {"actor": cast.actor("clerk"), "at": at}
    with pytest.raises(Refused, match="提出意见要写明处理意见"):
        give_opinion(row, text="", **who)
    with pytest.raises(Refused, match="现在是“已登记”，不能解决"):
        solve_problem(row, text="好了", **who)
    with pytest.raises(Refused, match="现在是“已登记”，不能记协调情况"):
        note_coordination(row, text="问过", **who)
    give_opinion(row, text="请水利站清淤", **who)
    with pytest.raises(Refused, match="现在是“有意见”，不能解决"):
        solve_problem(row, text="好了", **who)
    start_coordination(row, text="水利站答应下周进场", **who)
    note_coordination(row, text="已进场", **who)
    solve_problem(row, text="清淤 200 米", **who)
    row.refresh_from_db()
    assert (row.state, row.solved_on, row.was_late, row.opinion) == ("solved", TODAY, False, "请水利站清淤")
    assert [note.text for note in row.coordinations.all()] == ["水利站答应下周进场", "已进场"]
    reopen_problem(row, reason="又堵了", actor=cast.actor("clerk"), at=at + dt.timedelta(days=7))
    row.refresh_from_db()
    assert (row.state, row.solved_on, row.solution) == ("coordinating", None, "")
    assert row.due_on > dt.date(2026, 12, 7)
    assert row.coordinations.count() == 2


def test_lateness_stays_recorded(cast, register, at):
    row = register(found_on=dt.date(2026, 10, 12))
    assert row.is_overdue(TODAY)
    who = {"actor": cast.actor("clerk"), "at": at}
    give_opinion(row, text="清淤", **who)
    start_coordination(row, text="问过水利站", **who)
    solve_problem(row, text="清了", **who)
    row.refresh_from_db()
    assert row.was_late and not row.is_overdue(TODAY)
    reopen_problem(row, reason="又堵", **who)
    solve_problem(row, text="再清", **who)
    row.refresh_from_db()
    assert row.was_late


def test_it_becomes_a_task_and_shows_it(cast, register, at, client_for):
    row, village = register(), cast.units["石桥村"]
    task = make_task_of_problem(
        row, title="清淤", lead=village, due_on=row.due_on, actor=cast.actor("clerk"), at=at
    )
    assert (task.origin, task.state, task.origin_url) == (
        Origin.PROBLEM, "assigned", reverse("advice:problem", args=[row.pk]),
    )  # fmt: skip
    assert tasks_from(row.key).get() == task
    with pytest.raises(Refused, match=f"已转为任务 {task.number}"):
        make_task_of_problem(
            row, title="又清", lead=village, due_on=row.due_on, actor=cast.actor("clerk"), at=at
        )
    word = instruct(
        row.unit, text="本周见效", subject_key=row.key, make_task=True, lead=village, due_on=row.due_on,
        actor=cast.actor("leader"), at=at,
    )  # fmt: skip
    page = client_for(cast.people["clerk"]).get(reverse("advice:problem", args=[row.pk])).content.decode()
    assert task.number in page and "本周见效" in page and tasks_from(word.key).get().number in page
    Problem.objects.filter(pk=row.pk).update(state=ProblemState.SOLVED, solved_on=TODAY)
    row.refresh_from_db()
    with pytest.raises(Refused, match="已解决，不用再转任务"):
        make_task_of_problem(
            row, title="清淤", lead=village, due_on=row.due_on, actor=cast.actor("clerk"), at=at
        )


def test_the_ledger_lists_what_is_overdue(cast, register, client_for):
    late = register(found_on=dt.date(2026, 10, 12), description="公厕门坏")
    register()
    client = client_for(cast.people["leader"])
    page = client.get(reverse("advice:problems") + "?tab=late").content.decode()
    assert "公厕门坏" in page and "三组沟渠堵塞" not in page
    assert f"超期 {(TODAY - late.due_on).days} 天" in page
    assert "登记问题" not in page  # a leader looks and directs
    rows = first_rows(client.get(reverse("advice:problems") + "?tab=open&export=xlsx").content)
    assert rows[0][:7] == ["序号", "编号", "发现时间", "来源", "责任单位", "点位", "问题描述"]
    assert len(rows) == 3


def test_by_the_pages(cast, town, client_for):
    client = client_for(cast.people["clerk"])
    data = {"description": "路灯不亮", "origin": "people", "found_on": "2026-11-20"}
    answer = client.post(reverse("advice:problem_new"), data)
    assert answer.status_code == 422 and "路灯不亮" in answer.content.decode()
    client.post(reverse("advice:problem_new"), data | {"lead": cast.units["石桥村"].pk})
    row = Problem.objects.get()
    move = reverse("advice:problem_move", args=[row.pk])
    client.post(move, {"verb": "opine", "note": "请供电所修"})
    client.post(move, {"verb": "coordinate", "note": "供电所说周五来"})
    client.post(reverse("advice:problem_note", args=[row.pk]), {"text": "已修好 3 盏"})
    page = client.get(reverse("advice:problem", args=[row.pk])).content.decode()
    assert "供电所说周五来" in page and "已修好 3 盏" in page
    client.post(move, {"verb": "solve", "note": "全部修好"})
    row.refresh_from_db()
    assert row.state == "solved"
    data = {"title": "再修", "lead": row.lead_id, "due_on": "2026-12-07"}
    answer = client.post(reverse("advice:problem_task", args=[row.pk]), data)
    assert answer.status_code == 422 and "不用再转任务" in answer.content.decode()


def test_what_waits_and_is_found(cast, register):
    row = register(place="三组桥头")
    todo = next(one for one in todos_for(cast.actor("clerk"), today=TODAY) if one.source == "advice.problem")
    assert (todo.text, todo.due) == ("石桥村：三组沟渠堵塞", row.due_on)
    assert not [one for one in todos_for(cast.actor("leader"), today=TODAY) if one.source == "advice.problem"]
    hits = [hit.pk for group in search(cast.actor("leader"), "桥头") for hit in group.hits]
    assert hits == [row.pk]
    assert not search(cast.actor("outsider"), "桥头")
