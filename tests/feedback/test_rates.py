"""The three rates: one definition, held to what the database counts; every number opens its list."""

from __future__ import annotations

import datetime as dt
import io
import itertools
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from xiangfeng.feedback import rates
from xiangfeng.feedback.models import Extension, Report
from xiangfeng.feedback.queries.rates import behind, group_of, judged, lines_by, total
from xiangfeng.feedback.rates import REPLY, RESPONSE, SATISFACTION, Share

TODAY = dt.date(2026, 11, 23)


@pytest.fixture
def add(cast, at):
    town, numbers = cast.units["云溪镇"], itertools.count(1)

    def make(**more):
        day = dt.date(2026, 11, 2)
        given = {
            "unit": town, "handler": town, "number": f"云溪-反映-2026-{next(numbers):04}", "text": "路灯坏了", "state": "handling",
            "came_on": day, "received_at": at, "accept_due_on": day + dt.timedelta(days=1),
            "due_on": day + dt.timedelta(days=14), "first_due_on": day + dt.timedelta(days=14), "channel": "web",
        }  # fmt: skip
        return Report.objects.create(**given | more)

    return make


def day(number, hour=9):
    return dt.datetime(2026, 11, number, hour, tzinfo=dt.timezone(dt.timedelta(hours=8)))


def as_case(row):
    """What pure rates see of a row that the database has looked through."""
    return rates.Case(
        row.state, row.accept_due_on, row.responded_on, row.reply_due_on, row.replied_on, row.rating,
        row.parent_id is not None, row.is_split,
    )  # fmt: skip


@pytest.fixture
def every_kind(add):
    """Each way a report can have gone, crossed: state, when it was taken, replied, judged, split, merged."""
    rows = [
        add(state=state, accepted_at=accepted, closed_at=closed, first_replied_at=replied, rating=rating)
        for state in ("new", "handling", "replied", "closed", "refused", "petitioned", "moved", "merged")
        for accepted in (None, day(3, 23), day(4, 0))
        for replied in (None, day(16, 23), day(17, 0))
        for rating, closed in (
            ("", None),
            ("satisfied", day(3)),
            ("basically", None),
            ("unsatisfied", day(20)),
        )
    ]
    parent = add(rating="satisfied", accepted_at=day(2))
    add(parent=parent, rating="unsatisfied", first_replied_at=day(10), accepted_at=day(9))
    add(accept_due_on=TODAY, first_due_on=TODAY, accepted_at=day(2), first_replied_at=day(3))
    for state, decided, replied in (
        ("granted", 10, day(18)),
        ("granted", 19, day(18)),
        ("granted", 10, None),
        ("denied", 10, day(18)),
    ):
        row = add(first_replied_at=replied)
        Extension.objects.create(
            report=row, state=state, wanted_on=dt.date(2026, 11, 20), reason="下雨", asked_by="甲",
            asked_at=day(9), decided_at=day(decided),
        )  # fmt: skip
    return rows


def test_the_database_counts_what_the_definitions_say(every_kind):
    found = {row.pk: as_case(row) for row in judged(Report.objects.all())}
    assert len(found) == Report.objects.count()
    shares = total(lines_by(Report.objects.all(), "month", today=TODAY))
    for rate, judge in rates.JUDGES.items():
        said = {pk: judge(case, TODAY) for pk, case in found.items()}
        for part, wanted in (("all", (True, False)), ("good", (True,)), ("missed", (False,))):
            rows = behind(Report.objects.all(), rate, part, today=TODAY)
            assert set(rows.values_list("pk", flat=True)) == {pk for pk, ok in said.items() if ok in wanted}
            assert set(said.values()) == {True, False, None}
        assert shares[rate] == Share(
            list(said.values()).count(True), len(said) - list(said.values()).count(None)
        )


def test_a_granted_extension_counts_until_the_first_reply_only(add):
    late = {"first_replied_at": day(18)}
    for state, decided in (("granted", 10), ("granted", 19), ("denied", 10)):
        row = add(**late)
        Extension.objects.create(
            report=row, state=state, wanted_on=dt.date(2026, 11, 18), reason="下雨", asked_by="甲",
            asked_at=day(9), decided_at=day(decided),
        )  # fmt: skip
    assert total(lines_by(Report.objects.all(), "channel", today=TODAY))[REPLY] == Share(1, 3)


def test_percents_are_exact_and_nothing_is_no_rate():
    assert (Share(2, 3).percent, Share(1, 8).percent, Share(0, 0).percent) == (
        Decimal("66.7"),
        Decimal("12.5"),
        None,
    )
    assert Share(2, 3).missed == 1


def test_lines_by_month_unit_handler_and_channel(add, cast):
    village = cast.units["石桥村"]
    add(
        handler=village, came_on=dt.date(2026, 9, 30), channel="phone", accepted_at=day(2), rating="satisfied"
    )
    add(accepted_at=day(3))
    rows = Report.objects.all()
    with CaptureQueriesContext(connection) as queries:
        by = {by: lines_by(rows, by, today=TODAY) for by in ("month", "unit", "handler", "channel")}
    assert len(queries) == 5
    assert [line.name for line in by["month"]] == ["2026年9月", "2026年11月"]
    assert [(line.name, line.shares[RESPONSE]) for line in by["unit"]] == [("云溪镇", Share(2, 2))]
    assert [line.name for line in by["handler"]] == ["云溪镇", "石桥村"]
    assert RESPONSE not in by["handler"][0].shares and by["handler"][1].shares[SATISFACTION] == Share(1, 1)
    assert {line.key for line in by["channel"]} == {"phone", "web"}


def test_the_first_reply_counts_for_the_unit_that_gave_it(add, cast):
    first, second = cast.units["石桥村"], cast.units["南坡村"]
    add(replier=first, handler=second, accepted_at=day(2), first_replied_at=day(5), rating="unsatisfied")
    lines = {line.name: line for line in lines_by(Report.objects.all(), "handler", today=TODAY)}
    none = Share()
    assert lines["石桥村"].shares == {REPLY: Share(1, 1), SATISFACTION: none}
    assert lines["南坡村"].shares == {REPLY: none, SATISFACTION: Share(0, 1)}
    for unit, counts in ((first, (1, 0)), (second, (0, 1))):
        of = [group_of("handler", str(unit.pk), rate) for rate in (REPLY, SATISFACTION)]
        assert tuple(Report.objects.filter(one).count() for one in of) == counts


def test_every_number_of_the_page_opens_its_list(add, cast, client_for):
    add(accepted_at=day(3), first_replied_at=day(20), number="迟复一件")
    add(accepted_at=day(3), first_replied_at=day(4), rating="satisfied")
    add(came_on=dt.date(2025, 12, 31))
    client = client_for(cast.people["clerk"])
    page = client.get("/work/feedback/rates/").text
    assert "50.0%" in page and "100.0%" in page and "2026年11月" in page and "2025年" not in page
    link = next(
        one for one in page.split('"') if "rate=reply" in one and "part=missed" in one and "key=" in one
    )
    listed = client.get(link.replace("&amp;", "&")).text
    assert "迟复一件" in listed and "没达到的" in listed and listed.count("云溪-反映-2026") == 0
    assert 'name="part" value="missed"' in listed
    assert client.get("/work/feedback/rates/rows/?rate=wealth").status_code == 404
    assert client.get("/work/feedback/rates/?from=nonsense&by=person").status_code == 200
    content = io.BytesIO(client.get("/work/feedback/rates/?export=xlsx").getvalue())
    rows = CalamineWorkbook.from_filelike(content).get_sheet_by_index(0).to_python()
    assert rows[2][:7] == ["2026年11月", 2, 2, 100, 2, 1, 50]
    assert "÷" in "".join(str(row[0]) for row in rows[4:])


def test_goals_take_the_rates_as_live_figures(add, cast, client_for):
    from types import SimpleNamespace

    from xiangfeng.goals import figures

    add(accepted_at=day(3), handler=cast.units["石桥村"], first_replied_at=day(20))
    add(accepted_at=day(3), first_replied_at=day(4))
    client_for()  # its clock
    town, village = cast.units["云溪镇"].pk, cast.units["石桥村"].pk
    plan = SimpleNamespace(unit_id=town, year=2026)
    goals = [
        SimpleNamespace(pk=pk, unit_id=unit, plan=plan, figure="feedback_reply")
        for pk, unit in ((1, None), (2, village))
    ]
    with CaptureQueriesContext(connection) as queries:
        found = figures.find(goals)
    assert len(queries) == 1
    assert (found[1].value, found[2].value) == (Decimal("50.0"), Decimal("0.0"))
    assert found[1].text == "群众反映 1/2 件" and "from=2026-01-01" in found[1].url
