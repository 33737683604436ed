"""The pages as their users press them: checklist, inline edit, report, receipts, papers, table in and out."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import docx
import pytest
import python_calamine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from tests.workbooks import book_of
from xiangfeng.base.errors import Refused
from xiangfeng.calendars.actions import seed_years
from xiangfeng.goals.actions import evaluations, goals, plans
from xiangfeng.goals.goal_list import HEADINGS, read_goals
from xiangfeng.goals.models import Goal, Plan, Progress
from xiangfeng.goals.queries import found_by, waiting_for
from xiangfeng.goals.waiting import describe, link
from xiangfeng.tasks.queries import tasks_from

Add = Callable[..., Goal]
Approve = Callable[..., Plan]
ClientFor = Callable[[Any], Client]


def page(client: Client, name: str, *args: Any, query: str = "") -> str:
    answer = client.get(reverse(name, args=args) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_checklist_is_live_on_the_page(cast: Cast, plan: Plan, add: Add, client_for: ClientFor):
    goal = add(plan, weight=Decimal(80), indicator="")
    client = client_for(cast.people["clerk"])
    html = page(client, "goals:plan", plan.pk)
    assert "权重合计 80，应为 100，少 20" in html and "缺指标" in html
    assert f"?edit={goal.pk}#goal-{goal.pk}" in html and "不能点" in html
    assert 'name="indicator"' in page(client, "goals:plan", plan.pk, query=f"?edit={goal.pk}")


def test_a_wrong_figure_comes_back_beside_its_field(cast: Cast, plan: Plan, client_for: ClientFor):
    url = reverse("goals:goal_new", args=[plan.pk])
    typed = {"title": "活动", "direction": "ge", "weight": "120", "additive": "yes", "figure": "manual"}
    answer = client_for(cast.people["clerk"]).post(url, typed)
    assert "小于或等于" in answer.content.decode() and 'value="120"' in answer.content.decode()
    assert not plan.goals.exists()
    answer = client_for(cast.people["clerk"]).post(url, {**typed, "weight": "100", "tags": ["物质", "精神"]})
    assert answer.status_code == 302 and plan.goals.get().tags == "物质、精神"


def test_a_village_reports_from_its_own_page(
    cast: Cast, plan: Plan, add: Add, approve: Approve, client_for: ClientFor
):
    goal = add(plan, unit=cast.units["石桥村"])
    client = client_for(cast.people["village"])
    assert "还没有本单位的目标" in page(client, "goals:own")
    approve(plan)
    assert "群众文化活动" in page(client, "goals:own")
    url = reverse("goals:goal_report", args=[goal.pk])
    answer = client.post(url, {"value": "3", "on": "2026-12-01", "text": "提前写"})
    assert answer.status_code == 422 and "日期不能在今天以后" in answer.content.decode()
    assert "提前写" in answer.content.decode()
    proof = SimpleUploadedFile("活动.pdf", b"%PDF-1.4\n%%EOF\n", content_type="application/pdf")
    answer = client.post(url, {"value": "3", "on": "2026-11-20", "text": "办了三场", "file": proof})
    assert answer.status_code == 302
    row = Progress.objects.get()
    assert row.value == 3 and row.attachment is not None and row.attachment.unit == cast.units["石桥村"]
    assert "差 9 场" in page(client, "goals:own")


def test_a_closed_evaluation_is_read_by_those_told(
    cast: Cast, plan: Plan, add: Add, approve: Approve, client_for: ClientFor, at: dt.datetime
):
    add(plan)
    approve(plan)
    clerk = cast.actor("clerk")
    row = evaluations.open_evaluation(
        plan, kind="half", covers_until=dt.date(2026, 6, 30), actor=clerk, at=at
    )
    client = client_for(cast.people["village"])
    assert client.get(reverse("goals:evaluation", args=[row.pk])).status_code == 404
    evaluations.edit_evaluation(
        row, summary="平稳", problems="偏慢", adjustments="", units=[cast.units["石桥村"]], revision=1, actor=clerk,
        at=at,
    )  # fmt: skip
    evaluations.close_evaluation(row, actor=clerk, at=at)
    assert "请石桥村阅" in page(client, "goals:evaluation", row.pk)
    client.post(reverse("goals:evaluation_read", args=[row.readings.get().pk]))
    assert "请石桥村阅" not in page(client, "goals:evaluation", row.pk)
    assert "1/1 已阅" in page(client_for(cast.people["clerk"]), "goals:evaluation", row.pk)


def test_a_unit_told_of_an_evaluation_sees_nothing_of_other_units(
    cast: Cast, plan: Plan, add: Add, approve: Approve, client_for: ClientFor, at: dt.datetime
):
    who = {"actor": cast.actor("clerk"), "at": at}
    villages = [cast.units["石桥村"], cast.units["南坡村"]]
    goals.break_down(add(plan, weight=Decimal(60)), units=villages, is_equal=True, **who)
    add(plan, title="清沟", unit=villages[1], weight=Decimal(40))
    approve(plan)
    row = evaluations.open_evaluation(plan, kind="half", covers_until=dt.date(2026, 6, 30), **who)
    evaluations.edit_evaluation(
        row, summary="平稳", problems="偏慢", adjustments="", units=villages, revision=1, **who
    )
    evaluations.close_evaluation(row, **who)
    client = client_for(cast.people["village"])
    shown = page(client, "goals:evaluation", row.pk)
    assert "群众文化活动" in shown and "石桥村" in shown and "共3项" in shown
    assert "南坡村" not in shown and "清沟" not in shown
    answer = client.get(reverse("goals:evaluation_file", args=[row.pk, "docx"]))
    paper = docx.Document(io.BytesIO(answer.content))
    units = {line.cells[4].text for table in paper.tables for line in table.rows}
    assert units == {"牵头单位", "", "石桥村"}
    whole = page(client_for(cast.people["clerk"]), "goals:evaluation", row.pk)
    assert "南坡村" in whole and "清沟" in whole and "0/2 已阅" in whole


def test_the_table_has_the_columns_of_ledger_2_and_reads_back(
    cast: Cast, plan: Plan, add: Add, client_for: ClientFor, at: dt.datetime
):
    goal = add(plan, unit=cast.units["农业站"], leader="林岚")
    units = [cast.units["石桥村"], cast.units["南坡村"]]
    goals.break_down(goal, units=units, is_equal=True, actor=cast.actor("clerk"), at=at)
    add(plan, title="信访", direction="le", target=Decimal(0), measure="起", weight=Decimal(0))
    client = client_for(cast.people["clerk"])
    content = client.get(reverse("goals:plan_xlsx", args=[plan.pk])).content
    rows = (
        python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    )
    assert tuple(rows[0]) == HEADINGS
    assert [row[0] for row in rows[1:]] == ["1", "1.1", "1.2", "2"] and rows[4][3] == "≤0"
    plan.goals.all().delete()
    upload = SimpleUploadedFile("目标.xlsx", content)
    html = client.post(reverse("goals:plan_import", args=[plan.pk]), {"file": upload}).content.decode()
    token = html.split('name="token" value="')[1].split('"')[0]
    client.post(reverse("goals:plan_import_confirm", args=[plan.pk]), {"token": token})
    made = list(plan.goals.order_by("seq", "id").values_list("title", "unit__name", "target", "direction"))
    assert made == [
        ("群众文化活动", "农业站", 12, "ge"), ("群众文化活动", "石桥村", 6, "ge"),
        ("群众文化活动", "南坡村", 6, "ge"), ("信访", None, 0, "le"),
    ]  # fmt: skip
    assert plan.goals.get(unit=units[0]).parent == plan.goals.get(unit=cast.units["农业站"])


def test_bad_cells_are_named_and_good_lines_kept():
    heads = ("序号", "目标", "目标值", "权重", "牵头单位", "完成时限")
    content = book_of(
        heads,
        ("1", "活动", "十", 100, "石桥村", "2026年12月20日"),
        ("1.1", "分项", 5, 100, "火星村", "2025-12-20"),
        ("2", "讲堂", 4, 101, "", "不知道"),
        ("3", "宣传", 4, "", "石桥村", "2026-12-20"),
    )
    read = read_goals(content, units={"石桥村": 7}, year=2026)
    assert {(one.number, one.column) for one in read.bad} == {
        (2, "目标值"), (3, "序号"), (3, "牵头单位"), (3, "完成时限"), (4, "权重"), (4, "完成时限"),
    }  # fmt: skip
    assert [(place, fields["unit_id"], fields["due_on"]) for place, fields in read.lines] == [
        ("3", 7, dt.date(2026, 12, 20))
    ]
    with pytest.raises(Refused, match="找不到表头"):
        read_goals(book_of(("名称",), ("甲",)), units={}, year=2026)


def test_the_papers_say_what_the_plan_says(
    cast: Cast, plan: Plan, add: Add, approve: Approve, client_for: ClientFor
):
    add(plan, unit=cast.units["石桥村"])
    approve(plan)
    client = client_for(cast.people["leader"])
    answer = client.get(reverse("goals:plan_file", args=[plan.pk, "docx"]))
    paper = docx.Document(io.BytesIO(answer.content))
    text = "\n".join(one.text for one in paper.paragraphs)
    assert "根据安创办〔2026〕3号要求" in text and "场次不少于 12 场" in text
    assert any("群众文化活动" in cell.text for table in paper.tables for cell in table.row_cells(1))
    answer = client.get(reverse("goals:plan_file", args=[plan.pk, "pdf"]))
    assert answer.content.startswith(b"%PDF")
    assert client.get(reverse("goals:plan_file", args=[plan.pk, "odt"])).status_code == 404


def test_what_waits_and_what_is_found(cast: Cast, plan: Plan, add: Add, approve: Approve, at: dt.datetime):
    goal = add(plan, unit=cast.units["石桥村"])
    today = at.date()

    def waits(who: str) -> list[dict[str, Any]]:
        actor = cast.actor(who)
        rows = [row for part in waiting_for(actor, today=today) for row in part]
        return [describe(row, actor, today) for row in rows]

    assert [one["label"] for one in waits("clerk")] == ["接着编"] and waits("leader") == []
    approve(plan)
    assert waits("clerk") == []
    found = waits("village")
    assert [(one["label"], one["is_mine"]) for one in found] == [("填进展", True)]
    assert waits("sibling") == []
    hits = [row for part in found_by(cast.actor("village"), "文化") for row in part]
    assert [(row[0], row[1]) for row in hits] == [("goals.goal", goal.pk)]
    assert link("goals.goal", goal.pk) == reverse("goals:goal", args=[goal.pk])
    assert [row for part in found_by(cast.actor("outsider"), "文化") for row in part] == []


def test_stages_show_what_is_due_and_from_which_goal(
    cast: Cast, plan: Plan, add: Add, approve: Approve, client_for: ClientFor, at: dt.datetime
):
    goal = add(plan)
    goals.set_slice(goal, label="2026-11", work="元旦汇演排练", target=None, actor=cast.actor("clerk"), at=at)
    approve(plan)
    client = client_for(cast.people["leader"])
    html = page(client, "goals:stages", plan.pk)
    assert "元旦汇演排练" in html and "12月20日" in html
    assert "这段时间没有安排" in page(client, "goals:stages", plan.pk, query="?span=2026-12")


def test_the_year_end_proposes_what_is_reached(
    cast: Cast, plan: Plan, add: Add, approve: Approve, client_for: ClientFor, at: dt.datetime
):
    goal = add(plan, unit=cast.units["石桥村"])
    approve(plan)
    client = client_for(cast.people["clerk"])
    url = reverse("goals:closing", args=[plan.pk])
    answer = client.post(url, {f"outcome-{goal.pk}": "cancelled", f"note-{goal.pk}": ""})
    assert "要写明原因" in answer.content.decode()
    client.post(url, {f"outcome-{goal.pk}": "carried", f"note-{goal.pk}": "场地改造"})
    goal.refresh_from_db()
    assert (goal.outcome, goal.outcome_note) == ("carried", "场地改造")


def test_a_draft_offers_to_take_in_what_was_carried_late(
    cast: Cast, plan: Plan, add: Add, approve: Approve, client_for: ClientFor, at: dt.datetime
):
    goal = add(plan)
    approve(plan)
    following = plans.create_plan(plan.unit, year=2027, actor=cast.actor("clerk"), at=at)
    Goal.objects.filter(pk=goal.pk).update(outcome="carried")
    client = client_for(cast.people["clerk"])
    assert "2026年结转的目标还有 1 个没有列入" in page(client, "goals:plan", following.pk)
    client.post(reverse("goals:plan_carry", args=[following.pk]))
    shown = page(client, "goals:plan", following.pk)
    assert "没有列入" not in shown and "结转自 2026 年" in shown


def test_the_report_of_an_evaluation_has_the_figures_of_its_day(
    cast: Cast, plan: Plan, add: Add, approve: Approve, client_for: ClientFor, at: dt.datetime
):
    goal = add(plan)
    clerk = cast.actor("clerk")
    goals.break_down(goal, units=[cast.units["石桥村"]], is_equal=True, actor=clerk, at=at)
    approve(plan)
    row = evaluations.open_evaluation(
        plan, kind="half", covers_until=dt.date(2026, 6, 30), actor=clerk, at=at
    )
    client = client_for(cast.people["clerk"])
    answer = client.get(reverse("goals:evaluation_file", args=[row.pk, "docx"]))
    paper = docx.Document(io.BytesIO(answer.content))
    cells = [[cell.text for cell in line.cells] for table in paper.tables for line in table.rows]
    assert ["1", "群众文化活动", "≥ 12 场", "", "", "未到期"] in cells
    assert ["1.1", "群众文化活动", "≥ 12 场", "", "石桥村", "未到期"] in cells


def test_a_goal_becomes_a_task_of_its_unit(
    cast: Cast, plan: Plan, add: Add, approve: Approve, client_for: ClientFor
):
    seed_years()
    goal = add(plan, unit=cast.units["石桥村"])
    url = reverse("goals:goal_task", args=[goal.pk])
    client = client_for(cast.people["clerk"])
    typed = {"title": "筹办元旦汇演", "due_on": "2026-12-15"}
    client.post(url, typed)
    assert not tasks_from(f"goals.goal:{goal.pk}").exists()
    approve(plan)
    client.post(url, typed)
    task = tasks_from(f"goals.goal:{goal.pk}").get()
    assert (task.lead, task.state, task.origin) == (cast.units["石桥村"], "assigned", "goal")
    assert "筹办元旦汇演" in page(client, "goals:goal", goal.pk)
