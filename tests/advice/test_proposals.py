"""建议单 → 批示 → 任务 → 结果, and 批示 from anywhere (A5.2b, A2.2a)."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.urls import reverse
from docx import Document

from tests.cast import LONG_AGO
from xiangfeng.access.actor import Actor, Grant
from xiangfeng.advice.actions import instruct
from xiangfeng.advice.actions.instructions import make_task_of
from xiangfeng.advice.actions.proposals import (
    decline_proposal,
    draft_proposal,
    edit_proposal,
    submit_proposal,
)
from xiangfeng.advice.models import Instruction, Proposal
from xiangfeng.base.errors import Refused, Stale
from xiangfeng.calendars.actions import seed_years
from xiangfeng.notifications.models import Message
from xiangfeng.orgs import actions as orgs
from xiangfeng.tasks.actions import given_text
from xiangfeng.tasks.actions.giving import cancel_task
from xiangfeng.tasks.models import Origin, Task
from xiangfeng.tasks.queries import tasks_from
from xiangfeng.workbench.queries import todos_for
from xiangfeng.workbench.queries.search import search
from xiangfeng.workflow.flow import fire

TODAY, DUE = dt.date(2026, 11, 23), dt.date(2026, 12, 7)


@pytest.fixture
def town(cast):
    seed_years()
    return cast.units["云溪镇"]


@pytest.fixture
def draft(cast, town, at):
    return draft_proposal(
        town, title="垃圾清运加密到每周三次", situation="集镇组连续两月外溢", suggestion="增加一班车",
        actor=cast.actor("clerk"), at=at,
    )  # fmt: skip


@pytest.fixture
def handed_in(cast, draft, at):
    submit_proposal(draft, actor=cast.actor("clerk"), at=at)
    return draft


def _on(proposal, cast, at, key="leader", **fields):
    fields = {"text": "同意，年底前落实", "subject_text": proposal.title} | fields
    return instruct(proposal.unit, subject_key=proposal.key, actor=cast.actor(key), at=at, **fields)


def test_it_is_numbered_and_handed_in(cast, draft, at):
    assert draft.number == "云溪-建议-2026-0001"
    submit_proposal(draft, actor=cast.actor("clerk"), at=at)
    assert draft.state == "submitted"
    told = set(Message.objects.filter(text__contains="建议单等您批示").values_list("user_id", flat=True))
    assert told == {cast.user("head").pk, cast.user("leader").pk}


def test_an_unfinished_one_is_not_handed_in(cast, town, at):
    row = draft_proposal(town, title="装路灯", situation="", suggestion=" ", actor=cast.actor("clerk"), at=at)
    with pytest.raises(Refused, match="还没有写情况、建议"):
        submit_proposal(row, actor=cast.actor("clerk"), at=at)


def test_only_a_draft_is_changed_and_by_one_at_a_time(cast, draft, at):
    new = {"title": "清运加密", "situation": "外溢", "suggestion": "加车"}
    who = {"actor": cast.actor("clerk"), "at": at}
    edit_proposal(draft, revision=0, **new, **who)
    with pytest.raises(Stale, match="刚被别人改过"):
        edit_proposal(Proposal.objects.get(pk=draft.pk), revision=0, **new, **who)
    submit_proposal(draft, **who)
    with pytest.raises(Refused, match="现在是“等批示”，不能改"):
        edit_proposal(draft, revision=1, **new, **who)


def test_without_an_instruction_there_is_no_task(cast, handed_in, at):
    with pytest.raises(Refused, match="现在是“等批示”，不能转任务"):
        fire(handed_in, "task", actor=cast.actor("leader"), at=at)
    Proposal.objects.filter(pk=handed_in.pk).update(state="instructed")
    handed_in.refresh_from_db()
    with pytest.raises(Refused, match="还没有领导批示"):
        fire(handed_in, "task", actor=cast.actor("leader"), at=at)


def test_one_press_writes_the_instruction_and_hands_out_the_task(cast, handed_in, at):
    village = cast.units["石桥村"]
    row = _on(handed_in, cast, at, make_task=True, lead=village, due_on=DUE)
    handed_in.refresh_from_db()
    assert handed_in.state == "tasked"
    task = tasks_from(row.key).get()
    assert (task.state, task.lead, task.origin, task.due_on) == ("assigned", village, Origin.INSTRUCTION, DUE)
    assert task.origin_url == reverse("advice:instruction", args=[row.pk])
    assert task.title == handed_in.title and task.content == "同意，年底前落实"
    assert (row.leader_name, row.leader_post, row.has_task) == ("林岚", "宣传委员", True)
    assert Message.objects.filter(user=cast.user("clerk"), text__contains="林岚批示：同意").exists()


def test_an_instruction_becomes_a_task_later_and_once(cast, handed_in, at):
    row = _on(handed_in, cast, at)
    handed_in.refresh_from_db()
    assert handed_in.state == "instructed" and not Task.objects.exists()
    who = {"actor": cast.actor("clerk"), "at": at}
    task = make_task_of(row, lead=cast.units["南坡村"], due_on=DUE, title="加密清运", **who)
    handed_in.refresh_from_db()
    assert (handed_in.state, task.title) == ("tasked", "加密清运")
    with pytest.raises(Stale, match="已经转过任务了"):
        make_task_of(Instruction.objects.get(pk=row.pk), lead=cast.units["南坡村"], due_on=DUE, **who)
    assert Task.objects.count() == 1
    cancel_task(task, reason="给错了村", **who)
    make_task_of(row, lead=cast.units["石桥村"], due_on=DUE, **who)
    assert tasks_from(row.key).count() == 2


def test_one_due_tomorrow_waits_for_a_leader(cast, handed_in, at):
    row = _on(handed_in, cast, at)
    day = TODAY + dt.timedelta(days=1)
    task = make_task_of(row, lead=cast.units["南坡村"], due_on=day, actor=cast.actor("clerk"), at=at)
    assert (task.state, task.is_short, given_text(task)[:3]) == ("draft", True, "已立项")
    told = Message.objects.filter(text__startswith="请确认短时限").values_list("user_id", flat=True)
    assert cast.user("leader").pk in told


def test_a_refused_task_undoes_the_instruction(cast, handed_in, at):
    with pytest.raises(Refused, match="“柳湾村”不归云溪镇管"):
        _on(handed_in, cast, at, make_task=True, lead=cast.units["柳湾村"], due_on=DUE)
    with pytest.raises(Refused, match="转任务要选牵头单位"):
        _on(handed_in, cast, at, make_task=True, due_on=DUE)
    with pytest.raises(Refused, match="转任务要定期限"):
        _on(handed_in, cast, at, make_task=True, lead=cast.units["石桥村"])
    handed_in.refresh_from_db()
    assert handed_in.state == "submitted"
    assert not Instruction.objects.exists() and not Task.objects.exists()


def test_a_leader_directs_only_within_reach(cast, town, at):
    elsewhere = draft_proposal(
        cast.units["东河镇"],
        title="别镇的事",
        situation="有",
        suggestion="有",
        actor=cast.actor("outsider"),
        at=at,
    )
    leader = cast.actor("leader")
    with pytest.raises(Refused, match="不在您的管辖范围内，不能批示"):
        instruct(town, text="办", subject_key=elsewhere.key, actor=leader, at=at)
    for key in ("advice.proposal:999", "nothing.here:1", "accounts.user:1", "advice.proposal:x", "rubbish"):
        with pytest.raises(Refused, match="不能批示"):
            instruct(town, text="办", subject_key=key, actor=leader, at=at)
    with pytest.raises(Refused, match="您不能在东河镇批示"):
        instruct(cast.units["东河镇"], text="办", actor=leader, at=at)
    with pytest.raises(Refused, match="您不能在云溪镇批示"):
        instruct(town, text="办", actor=cast.actor("clerk"), at=at)
    with pytest.raises(Refused, match="请写一句批示"):
        instruct(town, text="  ", actor=leader, at=at)


def test_a_word_without_subject_and_an_address_of_elsewhere(cast, town, at):
    row = instruct(
        town, text="抓好冬季清沟", subject_url="https://example.com/", actor=cast.actor("head"), at=at
    )
    assert (row.subject_key, row.subject_url, row.has_task) == ("", "", False)


def test_a_draft_and_a_finished_one_take_no_instruction(cast, draft, at):
    with pytest.raises(Refused, match="还没有报出来"):
        _on(draft, cast, at)
    submit_proposal(draft, actor=cast.actor("clerk"), at=at)
    decline_proposal(draft, reason="今年没有经费", actor=cast.actor("head"), at=at)
    with pytest.raises(Refused, match="不采纳，不再批示"):
        _on(draft, cast, at)
    text = "建议单没有采纳：垃圾清运加密到每周三次"
    assert Message.objects.filter(user=cast.user("clerk"), text=text).exists()


def test_declining_needs_a_reason(cast, handed_in, at):
    with pytest.raises(Refused, match="不采纳要写明理由"):
        decline_proposal(handed_in, reason=" ", actor=cast.actor("head"), at=at)


def test_a_second_leader_adds_a_word(cast, handed_in, at):
    _on(handed_in, cast, at)
    handed_in.refresh_from_db()
    _on(handed_in, cast, at, key="head", text="按林岚同志意见办")
    assert Instruction.objects.filter(subject_key=handed_in.key).count() == 2
    handed_in.refresh_from_db()
    assert handed_in.state == "instructed"


def test_a_member_of_the_leadership_asks_the_office_for_the_task(cast, town, at):
    grant = Grant("member", town.path, town.pk, "副镇长", town.name)
    member = Actor(user_id=None, name="唐波", grants=(grant,))
    row = instruct(town, text="路灯要修", make_task=True, actor=member, at=at)
    assert (row.wants_task, row.has_task) == (True, False)
    said = [todo.text for todo in todos_for(cast.actor("clerk"), today=TODAY)]
    assert "唐波批示要转任务：路灯要修" in said
    make_task_of(row, lead=cast.units["石桥村"], due_on=DUE, actor=cast.actor("clerk"), at=at)
    said = [todo.text for todo in todos_for(cast.actor("clerk"), today=TODAY)]
    assert "唐波批示要转任务：路灯要修" not in said


def test_what_waits_for_whom(cast, handed_in, at):
    def todo(key):
        return next(
            (one for one in todos_for(cast.actor(key), today=TODAY) if one.source == "advice.proposal"), None
        )

    assert todo("leader").text == "建议单等您批示：垃圾清运加密到每周三次" and todo("leader").is_mine
    assert not todo("clerk").is_mine
    assert todo("outsider") is None and todo("village") is None
    _on(handed_in, cast, at)
    assert todo("leader") is None
    assert todo("clerk").is_mine and "已批示" in todo("clerk").text


def test_they_are_found(cast, handed_in, at):
    row = _on(handed_in, cast, at, text="务必在冬至前完成")

    def hits(key, text):
        return {(hit.source, hit.pk) for group in search(cast.actor(key), text) for hit in group.hits}

    assert ("advice.proposal", handed_in.pk) in hits("leader", "建议-2026-0001")
    assert ("advice.instruction", row.pk) in hits("clerk", "冬至前")
    assert not {one for one in hits("outsider", "清运") if one[0].startswith("advice.")}


def test_the_page_shows_the_chain_and_the_paper_the_instruction(cast, handed_in, at, client_for):
    client = client_for(cast.people["leader"])
    url = reverse("advice:proposal", args=[handed_in.pk])
    page = client.get(url).content.decode()
    assert (
        "等领导批示；批示以后才能转任务" in page and "/work/advice/instruct/?subject=advice.proposal" in page
    )
    row = _on(handed_in, cast, at, make_task=True, lead=cast.units["石桥村"], due_on=DUE)
    task = tasks_from(row.key).get()
    page = client.get(url).content.decode()
    assert "同意，年底前落实" in page and task.number in page and f"/work/tasks/{task.pk}/" in page
    answer = client.get(reverse("advice:proposal_file", args=[handed_in.pk, "docx"]))
    document = Document(io.BytesIO(answer.content))
    text = "\n".join(one.text for one in document.paragraphs)
    assert "同意，年底前落实" in text and "林岚（宣传委员）" in text and "云溪-建议-2026-0001" in text
    cells = [cell.text for table in document.tables for line in table.rows for cell in line.cells]
    assert task.number in cells
    assert client.get(reverse("advice:proposal_file", args=[handed_in.pk, "pdf"])).content[:4] == b"%PDF"


def test_a_leader_directs_by_the_page(cast, handed_in, client_for):
    client = client_for(cast.people["leader"])
    back = reverse("advice:proposal", args=[handed_in.pk])
    url = reverse("advice:instruct")
    page = client.get(f"{url}?subject={handed_in.key}&text=清运&url={back}").content.decode()
    assert f'value="{handed_in.key}"' in page and 'value="清运"' in page
    data = {"text": "同意", "subject": handed_in.key, "subject_text": "清运", "url": back, "make_task": "on"}
    answer = client.post(url, data)
    assert answer.status_code == 422
    assert "转任务要选牵头单位" in answer.content.decode() and "同意" in answer.content.decode()
    data |= {"lead": cast.units["石桥村"].pk, "due_on": "2026-12-07"}
    answer = client.post(url, data)
    assert (answer.status_code, answer.headers["Location"]) == (302, back)
    assert Task.objects.get().lead == cast.units["石桥村"]


def test_the_office_writes_and_files_by_the_pages(cast, town, client_for):
    client = client_for(cast.people["clerk"])
    answer = client.post(
        reverse("advice:proposal_new"), {"title": "装路灯", "situation": "路暗", "suggestion": "装"}
    )
    row = Proposal.objects.get()
    url = reverse("advice:proposal", args=[row.pk])
    assert answer.headers["Location"] == url
    move = reverse("advice:proposal_move", args=[row.pk])
    client.post(move, {"verb": "submit"})
    leader = client_for(cast.people["head"])
    leader.post(reverse("advice:instruct"), {"text": "同意", "subject": row.key})
    page = client.post(move, {"verb": "file"}, follow=True).content.decode()
    assert "归档要写明办理结果" in page
    client.post(move, {"verb": "file", "note": "已列入明年预算"})
    row.refresh_from_db()
    assert row.state == "filed"
    assert "已列入明年预算" in client.get(url).content.decode()


def test_a_long_ago_appointment_that_ended_gives_no_word(cast, town, at):
    person = orgs.add_person(town, name="前任", actor=cast.actor("system_admin"), user=None)
    post = orgs.create_post(town, title="原镇长", role="head", actor=cast.actor("system_admin"))
    orgs.appoint_person(
        person, post=post, from_date=LONG_AGO, to_date=dt.date(2026, 11, 22), actor=cast.actor("system_admin")
    )
    gone = Actor(user_id=None, name="前任")
    with pytest.raises(Refused, match="您不能在云溪镇批示"):
        instruct(town, text="办", actor=gone, at=at)
