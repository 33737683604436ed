"""What waits for whom: each role finds its own step and nobody else's."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.cast import SEATS
from tests.house.urls import client_of
from tests.world import NOW, World
from xiangfeng.access.actor import SYSTEM
from xiangfeng.assessments.actions import adjustments, objections, periods, publishing, results, scores
from xiangfeng.assessments.actions.schemes import activate_scheme, copy_scheme
from xiangfeng.assessments.models import Objection, Period
from xiangfeng.assessments.queries.periods import periods_for
from xiangfeng.assessments.queries.sheet import load_sheet, open_counts, todo_of_sheet
from xiangfeng.orgs import actions as orgs
from xiangfeng.workbench.queries import Todo, month_days, recent_for, sections_of, todos_for
from xiangfeng.workbench.queries.inbox import rows_for
from xiangfeng.workbench.repeats import without_repeats
from xiangfeng.workbench.shortcuts import USUAL, empty_text, shortcuts_for
from xiangfeng.workbench.sources import KINDS
from xiangfeng.workbench.todos import Row, alike_only, by_urgency, folded
from xiangfeng.workflow.flow import fire

TODAY = NOW.date()
OF_ASSESSMENTS = ("assessments.period", "assessments.objection", "assessments.entry")


def texts(built: World, who: str) -> list[str]:
    return [todo.text for todo in todos_for(built.cast.actor(who), today=TODAY)]


@pytest.mark.parametrize(
    ("who", "waits"),
    [
        ("clerk", {"11月考评打分", "已定稿，还没有发通报"}),
        ("assessor", {"11月考评打分"}),
        ("director", {"11月考评打分", "已定稿，还没有发通报", "提出异议"}),
        ("leader", {"通报等您签发"}),
        ("head", {"通报等您签发"}),
        ("village", {"核对石桥村"}),
        ("sibling", {"核对南坡村"}),
        ("county", {"已定稿，还没有发通报"}),
        ("outsider", {"还没有启用的指标体系"}),
        ("liaison", set()),
        ("supervisor", set()),
        ("security_admin", set()),
        ("audit_admin", set()),
    ],
)
def test_each_finds_their_own_step(built: World, who: str, waits: set[str]):
    todos = todos_for(built.cast.actor(who), today=TODAY)
    found = [
        todo.text for todo in todos if todo.source in ("", *OF_ASSESSMENTS) and "放假调休" not in todo.text
    ]
    assert {words for words in waits if any(words in text for text in found)} == waits
    assert [text for text in found if not any(words in text for words in waits)] == []


def test_a_month_of_another_year_is_called_by_its_year(built: World):
    waiting = todos_for(built.cast.actor("clerk"), today=TODAY.replace(year=TODAY.year + 1))
    assert any(f"{TODAY.year}年11月考评打分" in todo.text for todo in waiting)


@pytest.mark.once
def test_every_button_leads_somewhere_one_may_go(built: World):
    for who in (
        "clerk",
        "assessor",
        "director",
        "leader",
        "head",
        "village",
        "county",
        "outsider",
        "system_admin",
    ):
        client = client_of(built, who)
        for todo in todos_for(built.cast.actor(who), today=TODAY):
            assert client.get(todo.url.partition("#")[0]).status_code == 200, (who, todo)


def test_the_number_of_open_cells_is_that_of_the_sheet(built: World):
    """Findings without typed points, 缺项, an upper level's score: settled here as there."""
    period = built.period
    first, second = period.entries.select_related("unit", "period__unit").order_by("seq")

    def counted() -> int:
        rows = list(periods_for(built.cast.actor("clerk")).filter(pk=period.pk))
        return open_counts(rows)[period.pk]

    assert counted() == todo_of_sheet(load_sheet(period)).count == 2
    assert any("2 格未录" in text for text in texts(built, "clerk"))
    scores.set_missing(first, "2", policy="rescale", reason="塌方", actor=SYSTEM, at=NOW)
    assert counted() == todo_of_sheet(load_sheet(period)).count == 1
    adjustments.add_upper_result(
        second, level="县", name="县考", points=Decimal(30), use="cell", key="2", actor=SYSTEM, at=NOW
    )
    assert counted() == todo_of_sheet(load_sheet(period)).count == 0
    assert any("已录完，可以提交复核" in text for text in texts(built, "clerk"))


def test_open_cells_cost_the_same_for_one_month_and_for_many(built: World):
    for month in (12, 6, 5):
        row = periods.open_period(
            built.cast.units["云溪镇"], year=2026, month=month, scheme_version=built.period.scheme_version,
            actor=SYSTEM, at=NOW,
        )  # fmt: skip
        fire(row, "start", actor=SYSTEM, at=NOW)
    rows = list(periods_for(built.cast.actor("clerk")).filter(state="scoring"))
    assert len(rows) == 4
    with CaptureQueriesContext(connection) as queries:
        found = open_counts(rows)
    assert len(queries) == 2
    assert sorted(found.values()) == [2, 4, 4, 4]


def test_after_submission_it_waits_for_the_director(built: World):
    period = Period.objects.select_related("unit", "scheme_version").get(pk=built.period.pk)
    for entry in period.entries.order_by("seq"):
        scores.save_cells(period, [scores.CellInput(entry.pk, "2", "38")], actor=SYSTEM, at=NOW)
    results.submit_period(period, actor=SYSTEM, at=NOW)
    assert any("11月考评等您复核" in text for text in texts(built, "director"))
    mine = [todo for todo in todos_for(built.cast.actor("clerk"), today=TODAY) if "已提交复核" in todo.text]
    assert [todo.is_mine for todo in mine] == [False]


def test_what_is_done_vanishes(built: World):
    last = built.finals[-1]
    for objection in Objection.objects.order_by("pk"):
        objections.answer_objection(
            objection, verb="reject", answer="以到场时为准", actor=built.cast.actor("director"), at=NOW
        )
    assert not any("提出异议" in text for text in texts(built, "director"))
    assert any(f"{last.month}月考评通报等您签发" in text for text in texts(built, "leader"))
    publishing.publish_period(last, actor=built.cast.actor("leader"), at=NOW)
    for who in ("leader", "village"):
        assert not any(f"{last.month}月" in text for text in texts(built, who))


def test_an_objection_of_early_morning_came_in_that_day(built: World):
    Objection.objects.update(filed_at=NOW.replace(hour=6))
    todo = next(one for one in todos_for(built.cast.actor("director"), today=TODAY) if "提出异议" in one.text)
    assert todo.detail == "11月23日收到"


def test_somebody_with_two_posts_is_asked_only_where_they_may(built: World):
    """Scorer in one township, onlooker in the other: the other's months are none of their tasks."""
    post = orgs.create_post(built.cast.units["云溪镇"], title="帮看", role="member", actor=SYSTEM)
    orgs.appoint_person(built.cast.people["outsider"], post=post, from_date=dt.date(2020, 1, 1), actor=SYSTEM)
    assert not any("云溪镇" in text for text in texts(built, "outsider"))


def test_the_list_is_cut_by_urgency():
    def todo(text: str, due: dt.date | None, *, is_mine: bool = True) -> Todo:
        return Todo(text, "", due, "", "", "", is_mine)

    day = dt.timedelta(days=1)
    todos = [
        todo("旧", TODAY - day), todo("今", TODAY), todo("周日", TODAY + 6 * day), todo("下周一", TODAY + 7 * day),
        todo("不限", None), todo("等", TODAY - day, is_mine=False),
    ]  # fmt: skip
    cut = {part.key: [one.text for one in part.todos] for part in sections_of(todos, today=TODAY)}
    assert cut == {
        "overdue": ["旧"], "today": ["今"], "week": ["周日"], "later": ["下周一", "不限"], "waiting": ["等"],
    }  # fmt: skip
    assert [one.when(TODAY) for one in todos[:3]] == ["逾期 1 天", "今天", "11月29日"]
    assert [one.tone(TODAY) for one in todos[:3]] == ["bad", "warn", ""]
    assert (todos[4].when(TODAY), todos[4].tone(TODAY)) == ("不限期", "")


def test_the_small_calendar_shows_this_month_and_today():
    days = [day for week in month_days(TODAY) for day in week]
    assert [day["day"] for day in days if day["day"]] == list(range(1, 31))
    assert [day["day"] for day in days if day["is_today"]] == [23]
    assert days[0]["day"] == ""  # 1 November 2026 is a Sunday, and weeks begin on Monday


def test_the_page_shows_a_part_and_survives_an_unknown_one(built: World):
    client = client_of(built, "director")
    page = client.get(reverse("workbench:inbox"))
    keys = [part.key for part in page.context["sections"]]
    assert keys
    assert page.context["total"] == sum(part.total for part in page.context["sections"])
    for key in keys:
        part = client.get(reverse("workbench:inbox") + f"?part={key}").context
        assert [one.key for one in part["sections"]] == [key]
        assert part["total"] == page.context["total"]
    assert client.get(reverse("workbench:inbox") + "?part=nowhere").context["sections"] == []


def test_only_who_may_read_the_history_sees_what_was_done_lately(built: World):
    assert recent_for(built.cast.actor("director"))
    assert recent_for(built.cast.actor("clerk")) == []
    assert recent_for(built.cast.actor("village")) == []


def test_an_office_without_a_scheme_is_told_until_it_has_one(built: World):
    town = built.cast.units["东河镇"]
    assert built.scheme is not None
    row = copy_scheme(built.scheme, unit=town, year=2026, version="1", actor=SYSTEM, at=NOW)
    assert any("还没有启用的指标体系" in text for text in texts(built, "outsider"))
    activate_scheme(row, actor=SYSTEM, at=NOW)
    assert not any("还没有启用的指标体系" in text for text in texts(built, "outsider"))


def row(source: str, state: str, due: dt.date | None, unit: str, extra: str) -> Row:
    return Row(source, 1, state, due, "题", unit, extra)


def test_a_duty_steps_back_for_the_work_itself():
    quarter = row(
        "duties.occurrence",
        "open",
        dt.date(2026, 12, 31),
        "甲镇",
        "leading_meeting|quarter|2026-10-01|2027-01-01",
    )
    month = row(
        "duties.occurrence", "open", dt.date(2026, 12, 10), "甲镇", "assessment|month|2026-11-01|2027-01-01"
    )

    def left(*others: Row) -> list[str]:
        return [
            one.extra[:10]
            for one in without_repeats([quarter, month, *others])
            if one.source == "duties.occurrence"
        ]

    def meeting(day: dt.date, kinds: str, *, unit: str = "甲镇", state: str = "draft") -> Row:
        return row("meetings.meeting", state, day, unit, f"0|{kinds}|会议室")

    both = ["leading_me", "assessment"]
    assert left() == both
    assert left(meeting(dt.date(2026, 11, 30), "leading_meeting ")) == ["assessment"]
    assert left(meeting(dt.date(2026, 11, 30), "leading_meeting mobilisation")) == ["assessment"]
    assert left(meeting(dt.date(2026, 11, 30), "mobilisation")) == both
    assert left(meeting(dt.date(2026, 9, 30), "leading_meeting ")) == both
    assert left(meeting(dt.date(2026, 11, 30), "leading_meeting ", unit="乙镇")) == both
    assert left(meeting(dt.date(2026, 11, 30), "leading_meeting ", state="closed")) == both
    assert left(row("assessments.period", "scoring", None, "甲镇", "2026|11|00001")) == ["leading_me"]
    assert left(row("assessments.period", "scoring", None, "甲镇", "2026|10|00001")) == both


def test_many_alike_become_one_row_that_opens_them():
    def overdue(number: int, key: str = "tasks.task|accepted|南坡村|催办") -> Todo:
        return Todo(
            f"事{number}",
            "",
            TODAY - dt.timedelta(days=number),
            "",
            "催办",
            "/x/",
            kind="任务",
            key=key,
            unit_name="南坡村",
        )

    todos = by_urgency([overdue(1), overdue(2), overdue(5), overdue(3, "别的")])
    cut = sections_of(todos, today=TODAY)
    (part,) = folded(cut, today=TODAY, base="/work/")
    assert [todo.text for todo in part.todos] == ["南坡村 3 件任务逾期未办", "事3"]
    first = part.todos[0]
    assert (first.when(TODAY), first.label, first.count, part.total) == ("最长 5 天", "看 3 件", 3, 4)
    (opened,) = alike_only(cut, overdue(1).key)
    assert [todo.text for todo in opened.todos] == ["事5", "事2", "事1"]
    two = sections_of([overdue(1), overdue(2)], today=TODAY)
    assert folded(two, today=TODAY, base="/work/") == two


@pytest.mark.parametrize("who", [*SEATS])
def test_every_role_has_a_list_that_fits_and_costs_twelve_statements_at_most(built: World, who: str):
    client = client_of(built, who)
    client.get(reverse("workbench:inbox"))
    with CaptureQueriesContext(connection) as queries:
        page = client.get(reverse("workbench:inbox"))
    assert page.status_code == 200
    assert len([query for query in queries if "SAVEPOINT" not in query["sql"]]) <= 12
    if who in ("supervisor", "security_admin", "audit_admin"):
        assert empty_text(built.cast.actor(who)) in page.content.decode()
        assert empty_text(built.cast.actor(who)) != USUAL


def test_one_union_asks_all_apps(built: World):
    actor = built.cast.actor("director")
    with CaptureQueriesContext(connection) as queries:
        rows = rows_for(actor, today=TODAY)
    assert len(queries) == 1
    assert {"assessments.period", "meetings.meeting"} <= {one.source for one in rows}
    assert {one.source for one in rows} <= set(KINDS)


def test_quick_buttons_open_what_one_may_begin(built: World):
    for who in SEATS:
        client = client_of(built, who)
        for button in shortcuts_for(built.cast.actor(who)):
            assert client.get(button.url, follow=True).status_code == 200, (who, button)
    assert [button.title for button in shortcuts_for(built.cast.actor("village"))] == []
