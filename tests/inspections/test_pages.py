"""The desktop pages: from the plan to the form typed back from paper, and what a village sees."""

from __future__ import annotations

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document

from tests.inspections.field import ITEMS, issue, item
from xiangfeng.inspections.actions.planning import create_plan, put_line
from xiangfeng.inspections.actions.running import issue_inspection
from xiangfeng.inspections.actions.typing import Typed, fill_form
from xiangfeng.inspections.models import CheckPlan, Draw, Inspection, Visit
from xiangfeng.scoring.sheets import first_rows
from xiangfeng.workbench.queries import todos_for
from xiangfeng.workbench.queries.search import search

DAY = {"visited_on": "2026-11-23", "inspectors": "陈晓、吴芳"}


@pytest.fixture
def clerk(cast, client_for):
    return client_for(cast.people["clerk"])


@pytest.fixture
def visits(cast, sites, at):
    return issue(cast, sites[:2], at)


def _sent(**verdicts):
    data = {}
    for code in ITEMS:
        verdict, places, note = verdicts.get(code, ("ok", "", ""))
        data |= {f"v-{code}": verdict, f"n-{code}": places, f"t-{code}": note, f"s-{code}": "0"}
    return data


def test_a_plan_is_made_approved_and_used(cast, town, clerk, client_for):
    clerk.post(reverse("inspections:plan_new"), {"year": 2026, "cap": 6})
    plan = CheckPlan.objects.get()
    page = reverse("inspections:plan", args=[plan.pk])
    line = {"month": 11, "kind": "monthly", "title": "环境卫生检查", "villages": 2, "tags": ["精神", "物质"]}
    clerk.post(reverse("inspections:line_new", args=[plan.pk]), line)
    html = clerk.get(page).content.decode()
    assert "只覆盖物质、精神，缺政治" in html and "石桥村" in html and "0 / 6 次" in html
    rows = first_rows(clerk.get(reverse("inspections:plan_file", args=[plan.pk])).content)
    assert rows[1][:6] == [1, "11月", "月度检查", "环境卫生检查", 2, "物质、精神"]
    leader = client_for(cast.people["leader"])
    leader.post(reverse("inspections:plan_move", args=[plan.pk]), {"verb": "approve"})
    plan.refresh_from_db()
    assert (plan.state, plan.approved_by) == ("approved", "林岚")
    answer = clerk.post(reverse("inspections:line_new", args=[plan.pk]), line)
    assert answer.status_code == 422 and "计划已批准，要改先请领导退回修改" in answer.content.decode()
    url = f"{reverse('inspections:inspection_new')}?line={plan.lines.get().pk}"
    html = clerk.get(url).content.decode()
    assert "11月环境卫生检查" in html


def test_a_plan_beyond_its_own_cap_is_not_approved(cast, town, clerk, client_for):
    clerk.post(reverse("inspections:plan_new"), {"year": 2026, "cap": 1})
    plan = CheckPlan.objects.get()
    for month in (3, 9):
        line = {"month": month, "kind": "spot", "title": "抽查", "villages": 2}
        clerk.post(reverse("inspections:line_new", args=[plan.pk]), line)
    html = client_for(cast.people["leader"]).get(reverse("inspections:plan", args=[plan.pk])).content.decode()
    assert "不能点：平均每村 2.0 次，超过上限 1 次" in html
    answer = clerk.post(reverse("inspections:plan_ask", args=[plan.pk]), follow=True)
    assert "现在还不能报批：平均每村 2.0 次" in answer.content.decode()
    answer = clerk.post(reverse("inspections:line_new", args=[plan.pk]), line | {"villages": 3})
    assert answer.status_code == 422 and "一共2个村（社区），拟查村数不能更多" in answer.content.decode()


def test_arranged_by_the_pages(cast, sites, clerk):
    data = {"title": "暗访", "kind": "spot", "starts_on": "2026-11-24", "ends_on": "2026-11-25"}
    clerk.post(reverse("inspections:inspection_new"), data)
    row = Inspection.objects.get()
    people = [cast.people["clerk"].pk, cast.people["assessor"].pk]
    clerk.post(reverse("inspections:party_new", args=[row.pk]), {"name": "一组", "members": people})
    clerk.post(reverse("inspections:sites", args=[row.pk]), {"site": [sites[0].pk]})
    url = reverse("inspections:draw_new", args=[row.pk, "sites"])
    seed = {"seed": "314159", "proposed": "271828", "wanted": 1, "bottoms": 0}
    answer = clerk.post(url, seed)
    assert answer.status_code == 422 and "种子改过了，请写是谁报的" in answer.content.decode()
    clerk.post(url, seed | {"witness": "郑和"})
    draw = Draw.objects.get()
    page = reverse("inspections:draw", args=[draw.pk])
    assert "结果和记录完全一样" in clerk.get(f"{page}?again=1").content.decode()
    Draw.objects.filter(pk=draw.pk).update(picked=[sites[0].pk])
    assert "结果和记录对不上" in clerk.get(f"{page}?again=1").content.decode()
    with CaptureQueriesContext(connection) as queries:
        html = clerk.get(reverse("inspections:inspection", args=[row.pk])).content.decode()
    assert "还有 2 个点位没有分到检查组" in html and len(queries) <= 12
    clerk.post(
        reverse("inspections:draw_new", args=[row.pk, "parties"]),
        {"seed": "1", "proposed": "1", "witness": ""},
    )
    clerk.post(reverse("inspections:inspection_move", args=[row.pk]), {"verb": "issue"})
    row.refresh_from_db()
    assert row.state == "issued"
    paper = clerk.get(reverse("inspections:print_forms", args=[row.pk])).content.decode()
    assert all(visit.code in paper for visit in row.visits.all())


def test_typed_back_from_paper_by_its_code(cast, visits, clerk, client_for, at):
    visit = visits[0]
    code = f"{visit.code[:3]}-{visit.code[3:]} ".lower()
    found = clerk.get(reverse("inspections:find"), {"code": code})
    assert found.headers["Location"] == reverse("inspections:visit", args=[visit.pk])
    url = reverse("inspections:visit_fill", args=[visit.pk])
    sent = _sent(road=("bad", "3", "桥头有垃圾"), waste=("bad", "", "没写处数")) | DAY
    answer = clerk.post(url, sent | {"hand_in": "1", "is_typed_back": "on"})
    html = answer.content.decode()
    assert answer.status_code == 422 and "有问题的要写处数" in html and "没写处数" in html
    assert visit.answers.count() == 3  # what was right is kept
    sent |= {"n-waste": "1", "hand_in": "1", "is_typed_back": "on", "inspectors": "陈晓"}
    answer = clerk.post(url, sent)
    assert answer.status_code == 422 and "检查要两个人以上" in answer.content.decode()
    clerk.post(url, sent | {"inspectors": "陈晓、吴芳"})
    visit.refresh_from_db()
    assert (visit.state, visit.is_typed_back, visit.score, visit.full) == ("handed_in", True, 18, 20)
    html = (
        client_for(cast.people["village"]).get(reverse("inspections:visit", args=[visit.pk])).content.decode()
    )
    assert "桥头有垃圾" in html and "18 / 20" in html and "2 项有问题，扣 2 分" in html
    file = clerk.get(reverse("inspections:visit_file", args=[visit.pk, "docx"]))
    document = Document(io.BytesIO(file.content))
    words = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "对象：石桥村" in words and "检查人：陈晓、吴芳" in words and "按纸质检查表补录" in words
    cells = [cell.text for cell in document.tables[0].rows[1].cells]
    assert cells == ["1", "检查 road", "", "5", "有问题 3 处", "1.5", "桥头有垃圾"]
    assert (
        client_for(cast.people["assessor"])
        .get(reverse("inspections:visit_file", args=[visit.pk, "pdf"]))
        .content.startswith(b"%PDF")
    )


def test_two_people_at_one_form(cast, visits, clerk, client_for, at):
    visit = visits[0]
    assessor = client_for(cast.people["assessor"])
    url = reverse("inspections:visit_fill", args=[visit.pk])
    clerk.post(url, {"v-road": "ok", "s-road": "0", "save": "1"})
    assessor.post(url, {"v-road": "bad", "n-road": "2", "s-road": "0", "save": "1"})
    page = reverse("inspections:visit", args=[visit.pk])
    html = clerk.get(page).content.decode()
    assert "两个人填得不一样" in html and "有问题 2 处" in html
    clash = visit.clashes.get()
    clerk.post(reverse("inspections:clash_settle", args=[clash.pk]), {"other": "1"})
    assert (visit.answers.get().verdict, visit.answers.get().count) == ("bad", 2)
    assert "两个人填得不一样" not in clerk.get(page).content.decode()


def test_a_village_never_sees_where_somebody_will_look_next(cast, visits, client_for):
    village = client_for(cast.people["village"])
    assert village.get(reverse("inspections:visit", args=[visits[0].pk])).status_code == 404
    html = village.get(reverse("inspections:own")).content.decode()
    assert visits[0].site.name not in html and "还没有检查结果" in html
    Visit.objects.filter(pk=visits[0].pk).update(
        state="handed_in", visited_on="2026-11-20", score=18, full=20
    )
    html = village.get(reverse("inspections:own")).content.decode()
    assert visits[0].site.name in html and "18 / 20" in html and visits[1].site.name not in html


def test_a_form_of_140_items_costs_no_more_queries(cast, inspection, party, sites, clerk, at):
    from xiangfeng.inspections.actions import add_sites

    add_sites(inspection, sites[:1], party=party, actor=cast.actor("clerk"), at=at)
    issue_inspection(inspection, actor=cast.actor("clerk"), at=at)
    visit = inspection.visits.select_related("inspection__unit", "site__unit", "party").get()
    items = [item(f"i{number}") for number in range(140)]
    forms = {visit.form: {"name": "大表", "items": items}}
    Inspection.objects.filter(pk=inspection.pk).update(forms=forms)
    visit.inspection.forms = forms
    typed = [Typed(one["code"], "bad", 1, "脏") for one in items[:70]]
    typed += [Typed(one["code"], "ok") for one in items[70:]]
    assert fill_form(visit, typed, actor=cast.actor("clerk"), at=at).saved == 140
    clerk.get(reverse("inspections:visit", args=[visit.pk]))
    with CaptureQueriesContext(connection) as queries:
        html = clerk.get(reverse("inspections:visit", args=[visit.pk])).content.decode()
    assert html.count("<fieldset>") == 140 and len(queries) <= 12
    saved = fill_form(visit, typed, actor=cast.actor("clerk"), at=at)
    assert (saved.saved, saved.clashes) == (0, [])  # nothing was changed, nothing is written


def test_what_waits_and_is_found(cast, town, inspection, sites, visits, clerk, at):
    plan = create_plan(town, year=2026, actor=cast.actor("clerk"), at=at)
    put_line(plan, month=11, kind="spot", title="抽查", villages=1, actor=cast.actor("clerk"), at=at)

    def todos(key):
        found = todos_for(cast.actor(key), today=at.date())
        return [(one.source, one.text) for one in found if one.source.startswith("inspections.")]

    assert todos("leader") == [("inspections.checkplan", "2026年检查计划等您批准")]
    assert todos("assessor") == [("inspections.visit", "请检查：抽查")]
    assert sorted(todos("director")) == [
        ("inspections.inspection", "检查还在筹备：抽查"),
        ("inspections.inspection", "检查进行中：抽查"),
    ]
    assert todos("village") == [] and todos("county") == []  # the township's, which the county only sees
    code = visits[0].code
    assert [hit.pk for group in search(cast.actor("leader"), code) for hit in group.hits] == [visits[0].pk]
    assert not search(cast.actor("village"), code) and not search(cast.actor("outsider"), code)
