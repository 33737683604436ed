"""The pages: what they show, refuse and keep."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from python_calamine import CalamineWorkbook

from xiangfeng.access.actor import SYSTEM
from xiangfeng.duties import actions, queries, waiting
from xiangfeng.duties.models import Duty, Occurrence

D = dt.date


@pytest.fixture
def duty(town):
    return town.add("A3.1")


def test_the_calendar_of_a_month(town, duty, client_for):
    town.add("A4.1a", title="考评通报", kind="assessment", frequency="month", due_rule="next_day", due_day=10)
    page = client_for(town.cast.people["clerk"]).get("/work/duties/?month=2026-12").content.decode()
    assert "2026年12月" in page and "11月考评通报" in page and "四季度领导小组会" in page
    assert page.count(">休<") == 8  # four weekends
    now = client_for(town.cast.people["clerk"]).get("/work/duties/").content.decode()
    assert "以前逾期结转" in now and "三季度领导小组会 逾" in now


def test_a_month_of_a_year_nobody_entered(town, duty, client_for):
    page = client_for(town.cast.people["clerk"]).get("/work/duties/?month=2027-03").content.decode()
    assert "2027年的放假调休安排还没有录入" in page and ">休<" not in page


@pytest.mark.parametrize("query", ["month=", "month=2026-13", "month=x", "unit=²", "month=9999-12"])
def test_a_bad_address_shows_this_month(town, duty, client_for, query):
    page = client_for(town.cast.people["clerk"]).get(f"/work/duties/?{query}")
    assert page.status_code == 200 and "2026年11月" in page.content.decode()


def test_the_list_as_xlsx(town, duty, client_for):
    answer = client_for(town.cast.people["clerk"]).get("/work/duties/list/?year=2026&export=xlsx")
    data = b"".join(answer.streaming_content) if answer.streaming else answer.content
    rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    assert rows[0][1:4] == ["期次", "义务", "单位"] and len(rows) == 5


def test_the_wall_and_the_burden(town, duty, client_for):
    page = client_for(town.cast.people["leader"]).get("/work/duties/wall/").content.decode()
    assert "逾" in page and "负担有多重" in page and "在用 1 项，一年 4 次" in page


def test_an_occurrence_explains_itself(town, duty, client_for):
    row = town.one(duty, 7)
    page = client_for(town.cast.people["clerk"]).get(f"/work/duties/{row.pk}/").content.decode()
    assert "为什么是这个颜色" in page and "所以是红色" in page
    assert "领导小组会议每季度召开一次。" in page and "按“季末当天截止”算出" in page
    assert "批准免办</summary>" not in page and "请主要负责人或分管领导批准免办" in page


def test_exempting_keeps_what_was_typed(town, duty, client_for):
    row = town.one(duty, 7)
    client = client_for(town.cast.people["leader"])
    answer = client.post(f"/work/duties/{row.pk}/exempt/", {"exempt-reason": "防汛期间", "exempt-basis": ""})
    page = answer.content.decode()
    assert answer.status_code == 422 and "防汛期间" in page and "哪份文件、哪次会议定的" in page
    answer = client.post(
        f"/work/duties/{row.pk}/exempt/", {"exempt-reason": "防汛期间", "exempt-basis": "县防指通知"}
    )
    assert answer.status_code == 302
    assert Occurrence.objects.get(pk=row.pk).state == "exempt"
    answer = client.post(f"/work/duties/{row.pk}/restore/", {"restore-reason": "汛期已过"})
    assert Occurrence.objects.get(pk=row.pk).state == "open"


def test_merging_by_the_form(town, duty, client_for):
    other = town.add("A3.2", title="动员推进会")
    row, into = town.one(duty, 10), town.one(other, 10)
    client = client_for(town.cast.people["head"])
    assert str(into) in client.get(f"/work/duties/{row.pk}/").content.decode()
    given = {"merge-into": str(town.one(other, 7).pk), "merge-reason": "合开", "merge-basis": "减负"}
    assert (
        client.post(f"/work/duties/{row.pk}/merge/", given).status_code == 422
    )  # another quarter is no choice
    given["merge-into"] = str(into.pk)
    assert client.post(f"/work/duties/{row.pk}/merge/", given).status_code == 302
    assert Occurrence.objects.get(pk=row.pk).merged_into_id == into.pk


FORM = {
    "title": "群众问卷", "kind": "survey", "doer": "创建办", "frequency": "quarter", "due_rule": "workdays",
    "due_workdays": "5", "warn_workdays": "10", "from_on": "2026-10-01", "proof": "回收统计",
}  # fmt: skip


def test_declaring_a_duty_by_the_form(town, client_for):
    article = town.articles["A4.3b"]
    client = client_for(town.cast.people["clerk"])
    url = f"/work/duties/articles/{article.pk}/new/"
    assert client.get(url).status_code == 200
    wrong = client.post(url, FORM | {"due_workdays": ""})
    assert wrong.status_code == 422 and "填期满后几个工作日内要做完" in wrong.content.decode()
    assert client.post(url, FORM).status_code == 302
    duty = Duty.objects.get()
    # The fourth quarter falls due in January 2027, whose working days nobody has entered: the clock lays it out later.
    assert not Occurrence.objects.filter(duty=duty).exists() and duty.from_on == D(2026, 10, 1)


def test_the_rule_is_said_while_it_is_typed(town, client_for):
    client = client_for(town.cast.people["clerk"])
    said = client.get("/work/duties/duties/words/", FORM | {"title": "", "proof": ""}).content.decode()
    assert "每季度，期满后5个工作日内，提前10个工作日变黄，过了期限转红。" in said
    said = client.get("/work/duties/duties/words/", FORM | {"due_workdays": ""}).content.decode()
    assert "还差一点：填期满后几个工作日内要做完" in said


def test_stopping_by_the_form(town, duty, client_for):
    client = client_for(town.cast.people["director"])
    answer = client.post(f"/work/duties/duties/{duty.pk}/stop/", {"reason": ""}, follow=True)
    assert "停用要写明理由" in answer.content.decode()
    client.post(f"/work/duties/duties/{duty.pk}/stop/", {"reason": "县里统一办"})
    duty.refresh_from_db()
    assert not duty.is_active
    page = client.get(f"/work/duties/duties/{duty.pk}/").content.decode()
    assert "已停用" in page and "恢复这项义务" in page


def test_a_regulation_with_its_live_proof(town, duty, client_for):
    town.done["other"] = [D(2026, 3, 24)]
    actions.refresh(town.unit)
    regulation = duty.article.regulation
    client = client_for(town.cast.people["director"])
    page = client.get(f"/work/duties/regulations/{regulation.pk}/").content.decode()
    assert "1/4，2次没做到" in page and "1 条没做到" in page
    assert "0324的记录" in page and "上设义务" in page
    free = town.articles["A4.2"]
    page = client.get(f"/work/duties/regulations/{regulation.pk}/?article={free.pk}").content.decode()
    assert "这一条没有设定期的义务" in page
    answer = client.get(f"/work/duties/regulations/{regulation.pk}/xlsx/")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert rows[0][0].endswith("2026年落实情况，截至2026-11-23")
    assert [row[5] for row in rows[2:6]] == ["2026年一季度", "2026年二季度", "2026年三季度", "2026年四季度"]
    assert "没有设定期义务" in [row[3] for row in rows[2:]]


def test_choosing_default_duties(town, client_for):
    client = client_for(town.cast.people["clerk"])
    page = client.get("/work/duties/wall/install/").content.decode()
    assert "带这项要求的条款还没有施行" in page
    answer = client.post(
        "/work/duties/wall/install/", {"unit": town.unit.pk, "kind": ["leading_meeting"]}, follow=True
    )
    assert "新设 1 项义务" in answer.content.decode()
    assert Duty.objects.get().kind == "leading_meeting"
    answer = client.post("/work/duties/wall/install/", {"unit": town.unit.pk}, follow=True)
    assert "请至少勾选一项" in answer.content.decode()


def test_what_waits_and_what_is_found(town, duty, at):
    clerk = town.cast.actor("clerk")
    rows = list(queries.waiting_for(clerk, today=at.date())[0])
    assert len(rows) == 3 and rows[0][0] == "duties.occurrence"
    assert not list(queries.waiting_for(town.cast.actor("leader"), today=at.date())[0])
    assert not list(queries.waiting_for(town.cast.actor("outsider"), today=at.date())[0])

    class Row:
        source, pk, state, due_on, title, unit_name, extra = next(r for r in rows if r[3] == D(2026, 9, 30))

    words = waiting.describe(Row, clerk, at.date())
    assert words["text"] == "2026年三季度领导小组会还没有做" and "已逾期54天" in words["detail"]
    assert words["url"] == f"/work/duties/{Row.pk}/"
    found = [list(rows) for rows in queries.found_by(clerk, "领导小组")]
    assert found[0][0][:3] == ("duties.duty", duty.pk, "领导小组会")
    assert not any(list(rows) for rows in queries.found_by(town.cast.actor("outsider"), "领导小组"))
    assert waiting.link("duties.duty", 3) == "/work/duties/duties/3/"


def test_nobody_ticks_anything(town, duty, client_for):
    """No page of an open occurrence has a form that would fulfil it."""
    row = town.one(duty, 10)
    for key in ("clerk", "director", "leader"):
        page = client_for(town.cast.people[key]).get(f"/work/duties/{row.pk}/").content.decode()
        assert 'value="fulfil' not in page and "打勾" not in page
    actions.refresh(town.unit)
    assert Occurrence.objects.get(pk=row.pk).state == "open" and SYSTEM.is_system
