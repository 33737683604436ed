"""From 立项 to 销号 and back: who may, when, and what is refused."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from django.core.files.base import ContentFile

from tests.cast import Cast
from tests.world import picture
from xiangfeng.access.actor import Grant
from xiangfeng.base.errors import Refused, Stale
from xiangfeng.calendars.actions import seed_years
from xiangfeng.history.queries import entries_for
from xiangfeng.notifications.models import Message
from xiangfeng.tasks.actions import assign_task, create_task
from xiangfeng.tasks.actions.doing import (
    accept_task,
    ask_extension,
    recall_task,
    report_progress,
    submit_task,
)
from xiangfeng.tasks.actions.giving import cancel_task, confirm_short, edit_draft_task, give_to_each
from xiangfeng.tasks.actions.judging import (
    close_task,
    decide_extension,
    return_task,
    skip_stage,
    urge_task,
    urge_tasks,
)
from xiangfeng.tasks.actions.warning import warn_tasks
from xiangfeng.tasks.models import Task, TaskState
from xiangfeng.tasks.queries import own_tasks_for

pytestmark = pytest.mark.django_db
DUE = dt.date(2026, 12, 1)


@pytest.fixture(autouse=True)
def _calendar(db: None) -> None:
    seed_years()


def _task(cast: Cast, at: dt.datetime, *, to: str = "石桥村", state: str = "draft", **fields: Any) -> Task:
    """A task of 云溪镇, led through its states up to ``state``."""
    given = {"title": "清理沟渠", "due_on": DUE} | fields
    task = create_task(
        cast.units["云溪镇"], lead=cast.units[to], actor=cast.actor("director"), at=at, **given
    )
    steps = ("draft", "assigned", "accepted", "submitted")
    if steps.index(state) >= 1:
        assign_task(task, actor=cast.actor("director"), at=at)
    if steps.index(state) >= 2:
        accept_task(task, actor=cast.actor("village"), at=at)
    if steps.index(state) >= 3:
        submit_task(task, text="已清完", actor=cast.actor("village"), at=at)
    return task


def _photo(number: int = 3, name: str = "改后.png") -> ContentFile[bytes]:
    return ContentFile(picture(number), name=name)


def test_the_whole_way(cast: Cast, at: dt.datetime):
    task = _task(cast, at, state="submitted")
    close_task(task, actor=cast.actor("clerk"), at=at)
    task.refresh_from_db()
    assert (task.state, task.closed_on, task.was_late) == ("done", at.date(), False)
    assert task.measures == "已清完"
    verbs = [entry.verb for entry in entries_for(task)]
    assert verbs == ["立项", "交办", "签收", "报完成", "核查通过，销号"]


def test_the_lead_unit_is_told_and_nobody_else(cast: Cast, at: dt.datetime):
    task = _task(cast, at, state="assigned")
    told = {message.user_id for message in Message.objects.order_by("id")}
    assert told == {cast.user("village").pk}
    assert Message.objects.get().url == f"/work/tasks/{task.pk}/"


def test_a_short_deadline_waits_for_a_leader(cast: Cast, at: dt.datetime):
    task = _task(cast, at, due_on=dt.date(2026, 11, 24))
    with pytest.raises(Refused, match="分管领导先确认"):
        assign_task(task, actor=cast.actor("clerk"), at=at)
    confirm_short(task, actor=cast.actor("leader"), at=at)
    assign_task(task, actor=cast.actor("clerk"), at=at)
    assert (task.state, task.is_short, task.short_confirmed_by) == ("assigned", True, "林岚")


def test_a_draft_gets_another_deadline_once_as_read(cast: Cast, at: dt.datetime):
    task = _task(cast, at, due_on=dt.date(2026, 11, 24))
    confirm_short(task, actor=cast.actor("leader"), at=at)
    stale, who = Task.objects.get(pk=task.pk), {"actor": cast.actor("clerk"), "at": at}
    given = {
        "title": "清理沟渠",
        "lead": cast.units["南坡村"],
        "helpers": [],
        "due_on": dt.date(2026, 11, 20),
    }
    with pytest.raises(Refused, match="期限已经过去"):
        edit_draft_task(task, **given, seen=2, **who)
    given["due_on"] = DUE
    edit_draft_task(task, **given, seen=2, **who)
    task.refresh_from_db()
    assert (task.due_on, task.first_due_on, task.lead.name) == (DUE, DUE, "南坡村")
    assert (task.is_short, task.short_confirmed_by) == (False, "")
    with pytest.raises(Stale):
        edit_draft_task(stale, **given, seen=2, **who)
    with pytest.raises(Stale):
        assign_task(stale, **who)  # not the deadline that stands there now
    assign_task(task, **who)
    with pytest.raises(Refused, match="现在是“已交办”，不能再改"):
        edit_draft_task(task, **given, seen=4, **who)


def test_two_working_days_are_long_enough(cast: Cast, at: dt.datetime):
    assert _task(cast, at, due_on=dt.date(2026, 11, 25), state="assigned").is_short is False


def test_days_that_pass_make_a_draft_short(cast: Cast, at: dt.datetime):
    task = _task(cast, at, due_on=dt.date(2026, 11, 26))
    with pytest.raises(Refused, match="分管领导先确认"):
        assign_task(task, actor=cast.actor("clerk"), at=at + dt.timedelta(days=2))


def test_a_leader_who_assigns_confirms(cast: Cast, at: dt.datetime):
    task = _task(cast, at, due_on=dt.date(2026, 11, 24))
    assign_task(task, actor=cast.actor("leader"), at=at)
    assert task.short_confirmed_by == "林岚"


def test_rectification_needs_a_photo_and_others_do_not(cast: Cast, at: dt.datetime):
    task = _task(cast, at, kind="rectification", state="accepted")
    village = cast.actor("village")
    with pytest.raises(Refused, match="照片"):
        submit_task(task, text="已清运", actor=village, at=at)
    submit_task(task, text="已清运", actor=village, at=at, uploads=[_photo()])
    assert task.state == "submitted"
    assert _task(cast, at, kind="supervision", state="submitted").files.count() == 0


def test_who_reported_it_finished_does_not_judge_it(cast: Cast, at: dt.datetime):
    task = _task(cast, at, state="accepted")
    director = cast.actor("director")
    submit_task(task, text="代报", actor=director, at=at)
    with pytest.raises(Refused, match="换一个人"):
        close_task(task, actor=director, at=at)
    assert entries_for(task).get(verb="报完成").note == "（代石桥村录入）代报"
    close_task(task, actor=cast.actor("clerk"), at=at)
    assert task.state == "done"


def test_a_township_does_not_judge_what_the_county_gave_it(cast: Cast, at: dt.datetime):
    county, director = cast.actor("county"), cast.actor("director")
    task = create_task(
        cast.units["某县"], title="报创建材料", lead=cast.units["云溪镇"], due_on=DUE, actor=county, at=at
    )
    assign_task(task, actor=county, at=at)
    accept_task(task, actor=cast.actor("clerk"), at=at)
    submit_task(task, text="已报", actor=cast.actor("clerk"), at=at)
    for act in (
        lambda: close_task(task, actor=director, at=at),
        lambda: return_task(task, reason="不全", actor=director, at=at),
        lambda: cancel_task(task, reason="不办了", actor=director, at=at),
    ):
        with pytest.raises(Refused, match="某县"):
            act()
    close_task(task, actor=county, at=at)
    assert task.state == "done"


def test_open_subtasks_keep_it_open(cast: Cast, at: dt.datetime):
    parent = _task(cast, at, state="accepted")
    part = _task(cast, at, parent=parent, to="南坡村")
    submit_task(parent, text="好了", actor=cast.actor("village"), at=at)
    with pytest.raises(Refused, match="还有 1 个子任务"):
        close_task(parent, actor=cast.actor("clerk"), at=at)
    cancel_task(part, reason="并到上级任务", actor=cast.actor("clerk"), at=at)
    close_task(parent, actor=cast.actor("clerk"), at=at)
    assert parent.state == "done"


def test_a_subtask_ends_with_its_parent_at_the_latest(cast: Cast, at: dt.datetime):
    parent = _task(cast, at, state="accepted")
    with pytest.raises(Refused, match="不能晚于"):
        _task(cast, at, parent=parent, due_on=DUE + dt.timedelta(days=1))


def test_returned_work_goes_on_and_recalled_work_too(cast: Cast, at: dt.datetime):
    task = _task(cast, at, state="submitted")
    return_task(task, reason="沟底还有淤泥", actor=cast.actor("clerk"), at=at)
    assert list(own_tasks_for(cast.actor("village")).values_list("returned_why", flat=True)) == [
        "沟底还有淤泥"
    ]
    assert (task.state, task.submitted_on) == ("accepted", None)
    submit_task(task, text="补清", actor=cast.actor("village"), at=at)
    recall_task(task, actor=cast.actor("village"), at=at)
    assert (task.state, task.submitted_on) == ("accepted", None)
    with pytest.raises(Refused, match="不能退回重办"):
        return_task(task, reason="再来", actor=cast.actor("clerk"), at=at)


def test_lateness_stays(cast: Cast, at: dt.datetime):
    task = _task(cast, at, state="accepted")
    late = at + dt.timedelta(days=9)
    assert warn_tasks(at=late) == 1
    assert warn_tasks(at=late) == 0, "told once"
    assert warn_tasks(at=late + dt.timedelta(days=1)) == 0, (
        "and not again the next day: the weekly note reminds"
    )
    ask_extension(task, wanted_on=dt.date(2026, 12, 4), reason="下雨", actor=cast.actor("village"), at=late)
    decide_extension(task.extension, grant=True, actor=cast.actor("leader"), at=late)
    submit_task(task, text="清完", actor=cast.actor("village"), at=late)
    close_task(task, actor=cast.actor("clerk"), at=late)
    task.refresh_from_db()
    assert (task.was_late, task.due_on, task.first_due_on) == (True, dt.date(2026, 12, 4), DUE)


def test_late_by_the_day_of_reporting(cast: Cast, at: dt.datetime):
    task = _task(cast, at, state="accepted")
    submit_task(task, text="清完", actor=cast.actor("village"), at=at + dt.timedelta(days=9))
    assert task.was_late


def test_extension_once_with_reason_by_a_leader(cast: Cast, at: dt.datetime):
    task = _task(cast, at, state="accepted")
    village = cast.actor("village")
    with pytest.raises(Refused, match="最晚延到 12月9日"):
        ask_extension(task, wanted_on=dt.date(2026, 12, 10), reason="下雨", actor=village, at=at)
    with pytest.raises(Refused, match="理由"):
        ask_extension(task, wanted_on=dt.date(2026, 12, 5), reason=" ", actor=village, at=at)
    row = ask_extension(task, wanted_on=dt.date(2026, 12, 5), reason="下雨", actor=village, at=at)
    with pytest.raises(Refused, match="领导批"):
        decide_extension(row, grant=True, actor=cast.actor("clerk"), at=at)
    with pytest.raises(Refused, match="理由"):
        decide_extension(row, grant=False, actor=cast.actor("leader"), at=at)
    decide_extension(row, grant=False, answer="抓紧办", actor=cast.actor("leader"), at=at)
    task.refresh_from_db()
    assert task.due_on == DUE
    with pytest.raises(Refused, match="只能延期一次"):
        ask_extension(task, wanted_on=dt.date(2026, 12, 5), reason="还在下", actor=village, at=at)


def test_urging(cast: Cast, at: dt.datetime):
    task, draft = _task(cast, at, state="accepted"), _task(cast, at)
    clerk = cast.actor("clerk")
    urge = urge_task(task, text="", actor=clerk, at=at)
    assert urge.number == "云溪-催办-2026-0001"
    done, reasons = urge_tasks([task, draft], text="快", actor=clerk, at=at)
    assert done == 0 and "今天已经催过" in reasons[0] and "立项" in reasons[1]
    with pytest.raises(Refused):
        urge_task(task, text="", actor=cast.actor("village"), at=at + dt.timedelta(days=1))


def test_progress_sets_the_next_day(cast: Cast, at: dt.datetime):
    task = _task(cast, at, state="accepted", frequency="week", helpers=[cast.units["农业站"]],
                 due_on=dt.date(2026, 12, 31))  # fmt: skip
    assert task.report_on == dt.date(2026, 11, 30)
    later = at + dt.timedelta(days=4)
    mine = report_progress(task, text="清了一半", percent=50, actor=cast.actor("village"), at=later)
    assert (mine.unit.name, mine.is_on_behalf) == ("石桥村", False)
    assert task.report_on == dt.date(2026, 12, 4)
    assert report_progress(task, text="借了机械", actor=cast.actor("liaison"), at=later).unit.name == "农业站"
    assert report_progress(task, text="电话说的", actor=cast.actor("clerk"), at=later).is_on_behalf
    with pytest.raises(Refused, match="牵头单位和协办单位"):
        report_progress(task, text="我也来", actor=cast.actor("sibling"), at=later)


def test_one_form_for_several(cast: Cast, at: dt.datetime):
    town = cast.units["云溪镇"]
    leads = [cast.units["石桥村"], cast.units["南坡村"]]
    tasks = give_to_each(town, leads=leads, title="冬季消杀", due_on=DUE, actor=cast.actor("clerk"), at=at)
    assert [task.state for task in tasks] == [TaskState.ASSIGNED] * 2
    with pytest.raises(Refused, match="不归"):
        give_to_each(
            town,
            leads=[*leads, cast.units["柳湾村"]],
            title="又一件",
            due_on=DUE,
            actor=cast.actor("clerk"),
            at=at,
        )
    assert Task.objects.count() == 2, "all or none"


def test_nobody_grants_an_extension_to_himself(cast: Cast, at: dt.datetime):
    task = _task(cast, at, state="accepted")
    both = Grant("leader", cast.units["云溪镇"].path, cast.units["云溪镇"].pk)
    village = cast.actor("village")
    double = replace(village, grants=(*village.grants, both))
    row = ask_extension(task, wanted_on=dt.date(2026, 12, 5), reason="下雨", actor=double, at=at)
    with pytest.raises(Refused, match="您自己申请的"):
        decide_extension(row, grant=True, actor=double, at=at)
    decide_extension(row, grant=True, actor=cast.actor("leader"), at=at)
    row.refresh_from_db()
    assert row.state == "granted"


def test_what_was_late_is_taken_back_by_a_leader_only(cast: Cast, at: dt.datetime):
    """Also on the morning after, before the clock has struck."""
    task = _task(cast, at, state="accepted")
    late = at + dt.timedelta(days=9)
    with pytest.raises(Refused, match="领导决定"):
        cancel_task(task, reason="不办了", actor=cast.actor("clerk"), at=late)
    cancel_task(task, reason="改由水利站办", actor=cast.actor("leader"), at=late)
    assert task.state == "cancelled"


def test_only_stages_are_skipped(cast: Cast, at: dt.datetime):
    with pytest.raises(Refused, match="专项的阶段"):
        skip_stage(_task(cast, at), reason="不用", actor=cast.actor("leader"), at=at)
