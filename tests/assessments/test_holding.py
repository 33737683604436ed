"""Somebody acts on what they saw a moment ago: nothing is written past a lock, nothing of another is lost in silence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from tests.assessments.conftest import entry_of
from tests.cast import Cast
from xiangfeng.assessments.actions import adjustments, periods, results, scores
from xiangfeng.assessments.actions.imports import import_scores
from xiangfeng.assessments.actions.scores import CellInput, save_cells
from xiangfeng.assessments.models import Entry, Period, Score
from xiangfeng.assessments.score_import import Change, Extra, ImportPlan
from xiangfeng.base.errors import Stale


@pytest.fixture
def seen(period: Period, fill: Callable[[], Any], cast: Cast, at: dt.datetime) -> Entry:
    """石桥村's line as an open page still shows it, while the month has gone to review meanwhile."""
    fill()
    entry = entry_of(period, "石桥村")
    results.submit_period(Period.objects.get(pk=period.pk), actor=cast.actor("clerk"), at=at)
    assert entry.period.state == "scoring"
    return entry


ACTS: dict[str, Callable[[Entry, dict[str, Any]], Any]] = {
    "cell": lambda entry, who: save_cells(entry.period, [CellInput(entry.pk, "1", "10", 1)], **who),
    "giver": lambda entry, who: scores.set_giver(entry, "1", given_by="县", **who),
    "missing": lambda entry, who: scores.set_missing(entry, "1", policy="rescale", reason="塌方", **who),
    "clear": lambda entry, who: scores.clear_missing(entry.scores.get(key="1"), **who),
    "findings": lambda entry, who: scores.set_deductions(
        entry, "1", [scores.DeductionInput("垃圾", Decimal(1))], version=1, **who
    ),
    "adjustment": lambda entry, who: adjustments.add_adjustment(
        entry, kind="bonus", points=Decimal(1), reason="表扬", **who
    ),
    "upper": lambda entry, who: adjustments.add_upper_result(
        entry, level="县", name="暗访", points=Decimal(90), **who
    ),
    "group": lambda entry, who: periods.set_entry(entry, group="B类", is_ranked=True, reason="", **who),
    "new unit": lambda entry, who: periods.add_entry(
        entry.period, unit=entry.period.unit.children.get(name="农业站"), **who
    ),
    "days": lambda entry, who: periods.edit_period(
        entry.period, inspected_from=None, inspected_to=None, declared_count=9, due_on=dt.date(2026, 12, 9), **who
    ),
}  # fmt: skip


@pytest.mark.parametrize("act", ACTS)
def test_a_page_left_open_writes_nothing_into_a_locked_sheet(
    act: str, seen: Entry, cast: Cast, at: dt.datetime
):
    before = list(Score.objects.order_by("pk").values())
    with pytest.raises(Stale, match="已被他人处理"):
        ACTS[act](seen, {"actor": cast.actor("clerk"), "at": at})
    assert list(Score.objects.order_by("pk").values()) == before
    assert not seen.adjustments.exists()
    assert not seen.upper_results.exists()
    assert Entry.objects.count() == 2


def test_a_rule_for_a_missing_cell_does_not_bury_a_score(period: Period, cast: Cast, at: dt.datetime):
    entry, clerk = entry_of(period, "石桥村"), cast.actor("clerk")
    save_cells(period, [CellInput(entry.pk, "1", "50")], actor=cast.actor("assessor"), at=at)
    with pytest.raises(Stale, match="刚被别人改过"):
        scores.set_missing(entry, "1", policy="rescale", reason="塌方", version=0, actor=clerk, at=at)
    plan = ImportPlan(
        [Change(entry.pk, "1", "缺", "", 0, policy="rescale", reason="塌方"),
         Change(entry.pk, "2", "缺", "", 0, policy="rescale", reason="塌方")], [], {},
    )  # fmt: skip
    report = import_scores(period, plan, actor=clerk, at=at)
    assert [(one.wanted.key) for one in report.stale] == ["1"]
    assert [(one.wanted.key) for one in report.saved] == ["2"]
    assert entry.scores.get(key="1").value == 50
    assert entry.scores.get(key="2").missing == "rescale"


def test_a_cell_with_findings_is_left_and_the_rest_of_the_file_written(
    period: Period, cast: Cast, at: dt.datetime
):
    entry, clerk = entry_of(period, "石桥村"), cast.actor("clerk")
    scores.set_deductions(
        entry, "1", [scores.DeductionInput("垃圾", Decimal(1))], version=0, actor=clerk, at=at
    )
    version = entry.scores.get(key="1").version
    plan = ImportPlan(
        [Change(entry.pk, "1", "缺", "59", version, policy="rescale", reason="塌方"),
         Change(entry.pk, "2", "39", "", 0, text="39")], [], {},
    )  # fmt: skip
    report = import_scores(period, plan, actor=clerk, at=at)
    assert "记有扣分" in report.refused[0].reason
    assert entry.scores.get(key="2").value == 39


def test_confirming_an_import_twice_adds_nothing_twice(period: Period, cast: Cast, at: dt.datetime):
    entry = entry_of(period, "石桥村")
    plan = ImportPlan(
        [Change(entry.pk, "1", "50", "", 0, text="50")], [Extra(entry.pk, "bonus", "1.0", "获县级表扬")], {}
    )
    for _ in range(2):
        report = import_scores(period, plan, actor=cast.actor("clerk"), at=at)
    assert [one.wanted.key for one in report.stale] == ["1"]
    assert entry.adjustments.count() == 1


def test_only_levels_of_the_scheme_score_a_cell(period: Period, cast: Cast, at: dt.datetime):
    entry = entry_of(period, "石桥村")
    wanted = CellInput(entry.pk, "1", "50", given_by="联合国")
    report = save_cells(period, [wanted], actor=cast.actor("clerk"), at=at)
    assert "考评层级只能是" in report.refused[0].reason


def test_a_cell_that_is_none_is_refused_whatever_its_name(period: Period, cast: Cast, at: dt.datetime):
    cells = [CellInput(entry_of(period, "石桥村").pk, "1\0", "50"), CellInput(10**30, "1", "50", 10**30)]
    report = save_cells(period, cells, actor=cast.actor("clerk"), at=at)
    assert [one.reason for one in report.refused] == ["打分表里没有这一格，请刷新页面"] * 2
