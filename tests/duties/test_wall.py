"""The wall: every cell has its colour for a reason that it tells."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from xiangfeng.access.actor import SYSTEM
from xiangfeng.duties import actions, queries
from xiangfeng.duties.wall import counts_of

D = dt.date


def _row(town, duty, today):
    return next(row for row in queries.wall_for(town.unit, year=2026, today=today) if row.pk == duty.pk)


def test_a_quarter_in_every_colour(town, at):
    duty = town.add("A3.1")
    town.done["other"] = [D(2026, 3, 24)]
    actions.refresh(town.unit)
    actions.exempt_occurrence(town.one(duty, 4), "防汛", "县防指通知", actor=town.cast.actor("head"), at=at)
    cells = _row(town, duty, D(2026, 12, 20)).cells
    assert [(cell.kind, cell.text, cell.span) for cell in cells] == [
        ("ok", "✓ 3月24日", 3), ("idle", "免办", 3), ("bad", "逾53天", 3), ("warn", "剩9天", 3),
    ]  # fmt: skip
    assert cells[0].explain == "3月31日到期，3月24日已做到，按期。凭据：0324的记录。"
    assert cells[1].explain == "免办：防汛；依据：县防指通知。何正11月23日批准。"
    assert cells[2].explain.startswith("还没有做。9月30日到期，已逾期53个工作日，所以是红色")
    assert "还剩9个工作日" in cells[3].explain
    assert all(cell.url and cell.title for cell in cells)


def test_twelve_months_whatever_is_owed(town, at):
    duty = town.add("A4.1a", title="考评通报", frequency="month", from_on=D(2026, 10, 1), at=at)
    cells = _row(town, duty, at.date()).cells
    assert [(cell.kind, cell.span) for cell in cells] == [("gap", 9), ("bad", 1), ("warn", 1), ("todo", 1)]
    assert cells[0].explain and not cells[0].url
    assert cells[3].text == "12-31"


def test_late_keeps_its_mark(town):
    duty = town.add("A4.1a", title="考评通报", frequency="month", due_rule="next_day", due_day=10)
    one = town.one(duty, 4)
    type(one).objects.filter(pk=one.pk).update(
        state="fulfilled", done_on=D(2026, 5, 14), proof_text="4月通报", proof_key="x:1"
    )
    cell = _row(town, duty, D(2026, 6, 1)).cells[3]
    assert (cell.kind, cell.text) == ("late", "迟")
    assert cell.explain == "5月10日到期，5月14日才做到，迟了4个工作日，迟办留在记录里。凭据：4月通报。"


def test_grace_is_yellow_to_the_end_of_the_month(town):
    duty = town.add(
        "A4.1a",
        title="考评通报",
        frequency="month",
        due_rule="next_day",
        due_day=10,
        is_grace_to_month_end=True,
    )
    cells = {
        day: _row(town, duty, day).cells[9] for day in (D(2026, 11, 12), D(2026, 11, 30), D(2026, 12, 1))
    }
    assert [cell.kind for cell in cells.values()] == ["warn", "warn", "bad"]
    assert cells[D(2026, 11, 12)].text == "过2天"
    assert "到12月1日还没有做就转红" in cells[D(2026, 11, 12)].explain


def test_weeks_are_counted_by_month(town):
    duty = town.add("A4.3b", title="意见箱开箱", frequency="week", warn_workdays=1)
    town.done["other"] = [D(2026, 11, 3), D(2026, 11, 10), D(2026, 11, 17)]
    actions.refresh(town.unit)
    cells = _row(town, duty, D(2026, 11, 23)).cells
    assert len(cells) == 12
    assert (cells[10].text, cells[10].kind) == ("3/4", "todo")
    assert cells[9].kind == "bad" and cells[9].text == "0/5"
    assert cells[10].url.endswith("#m11") and "11月应做4次，做到3次" in cells[10].explain


def test_a_merged_one_says_so(town, at):
    one, other = town.add("A3.1"), town.add("A3.2", title="动员推进会")
    actions.merge_occurrence(town.one(one, 10), town.one(other, 10), "两会合开", "减负", actor=SYSTEM, at=at)
    cell = _row(town, one, at.date()).cells[3]
    assert cell.kind == "todo"
    assert cell.explain.startswith("并入“动员推进会（2026年四季度）”：两会合开；依据：减负。")


def test_two_queries_whatever_the_rows(town):
    town.add("A3.1")
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            queries.wall_for(town.unit, year=2026, today=D(2026, 11, 23))
        assert len(asked) == 2
        town.add("A3.2", title="动员推进会")


@pytest.mark.parametrize("today", [D(2026, 1, 1), D(2026, 4, 1), D(2026, 12, 18), D(2027, 1, 1)])
def test_the_database_tells_the_same_lights(town, today):
    """`due_by` and `Occurrence.light` are one rule said twice; here they are held together."""
    duty = town.add("A3.1")
    town.add("A4.1a", frequency="month", due_rule="next_day", due_day=10, is_grace_to_month_end=True)
    rows = queries.of_year(town.unit, 2026)
    for name in ("red", "yellow"):
        asked = set(rows.filter(queries.due_by(today)[name]).values_list("pk", flat=True))
        assert asked == {row.pk for row in rows if row.light(today) == name}
    assert counts_of(rows, today)["owed"] == len(rows)
    assert duty.pk


def test_without_a_calendar_plain_days(town):
    from xiangfeng.duties.wall import wall_of

    town.add("A3.1")
    cell = wall_of(queries.of_year(town.unit, 2026), D(2026, 12, 20))[0].cells[3]
    assert cell.text == "剩11天" and "还剩11天" in cell.explain
