"""The ledgers, the pages, the papers, a village's telephone page, 专项, and the duty that a closed task fulfils."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from tests.cast import Cast
from tests.world import World, picture
from xiangfeng.access.actor import SYSTEM
from xiangfeng.base.errors import Refused
from xiangfeng.duties.models import Occurrence
from xiangfeng.history.queries import entries_for
from xiangfeng.tasks.actions import assign_task, create_task
from xiangfeng.tasks.actions.campaigns import StageInput, open_campaign
from xiangfeng.tasks.actions.doing import accept_task, submit_task
from xiangfeng.tasks.actions.giving import cancel_task
from xiangfeng.tasks.actions.judging import close_task, skip_stage
from xiangfeng.tasks.models import Task
from xiangfeng.tasks.queries import found_by, rates, tasks_for

pytestmark = pytest.mark.django_db
Clients = Callable[[Any], Client]


@pytest.fixture
def world(built: World) -> World:
    return built


def _closed(cast: Cast, at: dt.datetime, *, on: dt.datetime | None = None, **fields: Any) -> Task:
    """A task of 石桥村 led to 销号; reported finished at ``on``."""
    town, clerk = cast.units["云溪镇"], cast.actor("clerk")
    given = {"title": "清沟", "lead": cast.units["石桥村"], "due_on": dt.date(2026, 12, 1)} | fields
    task = create_task(town, actor=clerk, at=at, **given)
    assign_task(task, actor=clerk, at=at)
    accept_task(task, actor=SYSTEM, at=at)
    submit_task(task, text="好了", actor=SYSTEM, at=on or at)
    close_task(task, actor=clerk, at=on or at)
    return task


def _heads(client: Client, url: str) -> list[str]:
    content = client.get(url + "?export=xlsx&tab=all").getvalue()
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()[0]


def test_ledger_7_has_its_heads(world: World, client_for: Clients):
    heads = _heads(client_for(world.cast.people["clerk"]), reverse("tasks:supervisions"))
    wanted = "序号|督办单号|事项|依据|牵头|协办|包干领导|交办时间|期限|汇报频次|进展|逾期天数|结果|销号时间"
    assert heads == wanted.split("|")


def test_ledger_6_has_its_heads(world: World, client_for: Clients):
    heads = _heads(client_for(world.cast.people["clerk"]), reverse("tasks:rectifications"))
    wanted = (
        "序号|发现时间|来源|点位|问题描述|规范码|责任单位|责任人|整改措施|整改时限|完成情况|完成时间"
        "|核查人|核查结果|是否销号|照片前|照片后"
    )
    assert heads == wanted.split("|")


def test_the_list_filters_by_light(world: World, client_for: Clients, at: dt.datetime):
    town, village = world.cast.units["云溪镇"], world.cast.units["石桥村"]
    who = {"actor": world.cast.actor("clerk"), "at": at - dt.timedelta(days=30)}
    late = create_task(town, title="早该办完的", lead=village, due_on=dt.date(2026, 11, 20), **who)
    assign_task(late, **who)
    page = client_for(world.cast.people["clerk"]).get(reverse("tasks:tasks") + "?light=overdue")
    text = page.content.decode()
    assert "早该办完的" in text and "逾期 1 个工作日" in text and "清理沟渠0" not in text


def test_several_are_urged_at_once(world: World, client_for: Clients):
    task = world.made["subtask"]
    client = client_for(world.cast.people["clerk"])
    answer = client.post(reverse("tasks:bulk"), {"move": "urge", "pick": [task.pk]}, follow=True)
    assert "已催办 1 件" in answer.content.decode()
    assert task.urges.count() == 1


def test_a_village_accepts_and_reports_on_its_telephone(world: World, client_for: Clients):
    task = world.made["subtask"]
    client, own = client_for(world.cast.people["village"]), reverse("tasks:own")
    move = reverse("tasks:move", args=[task.pk])
    assert "签收" in client.get(own).content.decode()
    client.post(move, {"verb": "accept", "next": own})
    photo = SimpleUploadedFile("好了.png", picture(77))
    answer = client.post(move, {"verb": "submit", "note": "清好了", "file": photo, "next": own}, follow=True)
    assert answer.redirect_chain[-1][0] == own
    task.refresh_from_db()
    assert (task.state, task.measures, task.files.count()) == ("submitted", "清好了", 1)


def test_a_refusal_is_said_on_the_page(world: World, client_for: Clients):
    task = world.made["task"]
    client = client_for(world.cast.people["village"])
    answer = client.post(reverse("tasks:move", args=[task.pk]), {"verb": "submit", "note": " "}, follow=True)
    assert "报完成要写一句做了什么" in answer.content.decode()


def test_one_form_makes_a_task_for_each(world: World, client_for: Clients):
    units = [world.cast.units["石桥村"].pk, world.cast.units["南坡村"].pk]
    form = {
        "kind": "task", "title": "冬季消杀", "leads": units, "due_on": "2026-12-10", "origin": "own",
        "frequency": "week",
    }  # fmt: skip
    client = client_for(world.cast.people["clerk"])
    answer = client.post(reverse("tasks:new"), form, follow=True)
    assert "已交办 2 件" in answer.content.decode()
    assert list(Task.objects.filter(title="冬季消杀").values_list("state", flat=True).order_by("id")) == [
        "assigned",
        "assigned",
    ]


def test_a_short_deadline_is_kept_as_a_draft(world: World, client_for: Clients):
    form = {
        "kind": "task", "title": "明天就要", "leads": [world.cast.units["石桥村"].pk], "due_on": "2026-11-24",
        "origin": "own",
    }  # fmt: skip
    client = client_for(world.cast.people["clerk"])
    assert "要分管领导确认" in client.post(reverse("tasks:new"), form).content.decode()
    assert not Task.objects.filter(title="明天就要").exists()
    client.post(reverse("tasks:new"), {**form, "draft": "1"})
    assert Task.objects.get(title="明天就要").state == "draft"


def test_papers(world: World, client_for: Clients, at: dt.datetime):
    from docx import Document

    task = world.made["task"]
    client = client_for(world.cast.people["clerk"])
    order = client.get(reverse("tasks:paper", args=[task.pk, "order", "docx"]))
    table = Document(io.BytesIO(order.content)).tables[0]
    labels = [row.cells[0].text for row in table.rows]
    for label in [
        "单号",
        "类型",
        "事项",
        "依据",
        "来源",
        "牵头单位",
        "协办单位",
        "督办人",
        "办结期限",
        "紧急程度",
        "汇报频次",
        "进展",
        "结论",
        "办结时间",
    ]:
        assert label in labels
    notice = client.get(reverse("tasks:urge_paper", args=[task.urges.get().pk, "pdf"]))
    assert notice.content[:4] == b"%PDF"
    closing = reverse("tasks:paper", args=[task.pk, "closing", "docx"])
    assert client.get(closing).status_code == 404, "not closed yet"
    done = _closed(world.cast, at)
    assert client.get(reverse("tasks:paper", args=[done.pk, "closing", "docx"])).status_code == 200


def test_rates_count_what_was_due(world: World, at: dt.datetime):
    cast, village = world.cast, world.cast.units["石桥村"]
    Task.objects.filter(lead=village).update(state="cancelled")
    due = {"due_on": dt.date(2026, 11, 27)}
    _closed(cast, at, **due)
    _closed(cast, at, on=at + dt.timedelta(days=7), **due)
    who = {"actor": cast.actor("clerk"), "at": at}
    still = create_task(cast.units["云溪镇"], title="还没办", lead=village, **due, **who)
    assign_task(still, **who)
    dropped = create_task(cast.units["云溪镇"], title="不办了", lead=village, **due, **who)
    assign_task(dropped, **who)
    cancel_task(dropped, reason="重复", **who)
    found = rates(cast.actor("clerk"), dt.date(2026, 11, 1), dt.date(2026, 11, 30))
    row = next(row for row in found if row.unit_id == village.pk)
    assert (row.due, row.done, row.on_time) == (3, 2, 1)
    assert round(row.done_rate, 1) == 66.7 and round(row.on_time_rate, 1) == 33.3


def test_drafts_and_other_villages_stay_unseen(world: World, at: dt.datetime):
    who = {"actor": world.cast.actor("clerk"), "at": at}
    draft = create_task(
        world.cast.units["云溪镇"], title="草稿", lead=world.cast.units["石桥村"], due_on=at.date(), **who
    )
    task = world.made["task"]
    seen = {key: set(tasks_for(world.cast.actor(key)).values_list("pk", flat=True)) for key in
            ("clerk", "village", "sibling", "liaison", "outsider")}  # fmt: skip
    assert draft.pk in seen["clerk"] and draft.pk not in seen["village"]
    assert task.pk in seen["village"] and task.pk in seen["liaison"], "helps with it"
    assert task.pk not in seen["sibling"] and task.pk not in seen["outsider"]
    assert [row[2] for row in found_by(world.cast.actor("liaison"), "沟渠0")[0]] == ["清理沟渠0"]


@pytest.mark.parametrize(
    ("kind", "stands"),
    [("training", ("fulfilled", dt.date(2026, 11, 23))), ("leading_meeting", ("open", None))],
)
def test_a_closed_task_fulfils_a_duty_without_records_of_its_own(
    world: World, at: dt.datetime, kind: str, stands: tuple[str, dt.date | None]
):
    """No task stands in for a meeting that was not held."""
    rows = Occurrence.objects.filter(unit=world.cast.units["云溪镇"], state="open", duty__kind=kind)
    one = rows.order_by("-pk").first()
    assert one is not None
    _closed(world.cast, at, occurrence=one, origin="duty")
    one.refresh_from_db()
    assert (one.state, one.done_on) == stands


def test_stages_close_in_order_and_skipping_is_for_leaders(world: World, at: dt.datetime):
    cast, town = world.cast, world.cast.units["云溪镇"]
    stages = [StageInput(town, "周敏", at.date(), dt.date(2026, 12, 10 + n)) for n in range(5)]
    clerk, leader = cast.actor("clerk"), cast.actor("leader")
    campaign = open_campaign(town, title="早市", purpose="", stages=stages, actor=clerk, at=at, assign=True)
    first, second = campaign.stages.order_by("stage")[:2]
    for stage in (first, second):
        accept_task(stage, actor=clerk, at=at)
    submit_task(second, text="写好了", actor=clerk, at=at)
    with pytest.raises(Refused, match="调查研究"):
        close_task(second, actor=leader, at=at)
    with pytest.raises(Refused):
        skip_stage(first, reason="已有上级调研", actor=clerk, at=at)
    with pytest.raises(Refused, match="理由"):
        skip_stage(first, reason=" ", actor=leader, at=at)
    skip_stage(first, reason="县里已调研，直接用", actor=leader, at=at)
    close_task(second, actor=leader, at=at)
    assert (first.state, second.state) == ("skipped", "done")
    assert entries_for(first).get(verb="跳过这个阶段").note == "县里已调研，直接用"


def test_all_five_stages_have_owner_and_days(world: World, at: dt.datetime):
    town = world.cast.units["云溪镇"]
    good = [StageInput(town, "周敏", at.date(), dt.date(2026, 12, 10)) for _ in range(5)]
    who = {"title": "早市", "purpose": "", "actor": world.cast.actor("clerk"), "at": at}
    with pytest.raises(Refused, match="五个阶段"):
        open_campaign(town, stages=good[:4], **who)
    with pytest.raises(Refused, match="“计划制定”还没有责任人"):
        open_campaign(
            town,
            stages=[*good[:2], StageInput(town, " ", at.date(), dt.date(2026, 12, 10)), *good[3:]],
            **who,
        )
    with pytest.raises(Refused, match="早于开始日"):
        open_campaign(town, stages=[*good[:4], StageInput(town, "周敏", dt.date(2026, 12, 20), dt.date(2026, 12, 15))], **who)  # fmt: skip


def test_a_draft_is_changed_by_the_page(world: World, at: dt.datetime, client_for: Clients):
    cast = world.cast
    village = cast.units["石桥村"]
    who = {"actor": cast.actor("clerk"), "at": at}
    row = create_task(cast.units["云溪镇"], title="清沟", lead=village, due_on=dt.date(2026, 11, 24), **who)
    client, url = client_for(cast.people["clerk"]), reverse("tasks:edit", args=[row.pk])
    assert url in client.get(reverse("tasks:task", args=[row.pk])).content.decode()
    assert 'value="2026-11-24"' in client.get(url).content.decode()
    data = {"title": "清理沟渠", "lead": village.pk, "due_on": "2026-12-11", "origin": "own", "seen": 1}
    assert client.post(url, data).status_code == 302
    row.refresh_from_db()
    assert (row.title, row.due_on, row.is_short) == ("清理沟渠", dt.date(2026, 12, 11), False)
