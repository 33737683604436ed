"""取检查发现: the month's findings, clean checks and 整改 rates in the sheet, once, by rule, and out again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.assessments.conftest import entry_of
from tests.cast import Cast
from xiangfeng.access.actor import SYSTEM
from xiangfeng.assessments.actions import results, scores
from xiangfeng.assessments.actions.feeding import feed_sheet, unfeed_sheet
from xiangfeng.assessments.actions.periods import edit_period, open_period
from xiangfeng.assessments.actions.scores import CellInput, DeductionInput, save_cells
from xiangfeng.assessments.feeding import FeedPlan
from xiangfeng.assessments.models import Deduction, Period, SchemeVersion, Score
from xiangfeng.assessments.queries import feeding
from xiangfeng.assessments.queries.cell import help_for
from xiangfeng.assessments.queries.feeding import plan_feed, waiting_count
from xiangfeng.assessments.queries.sheet import load_sheet
from xiangfeng.attachments.models import Attachment
from xiangfeng.base.errors import Refused, Stale
from xiangfeng.findings.models import Finding, FindingPhoto, FindingState
from xiangfeng.history.models import Entry as Happened
from xiangfeng.scoring.scheme import Node, Rule, Scheme
from xiangfeng.tasks.queries import Rate
from xiangfeng.workflow.flow import fire

Add = Callable[..., Finding]
Feed = Callable[[], FeedPlan]


def fed_scheme(scheme: Scheme) -> Scheme:
    """The small scheme with 整改 fed by the 按期整改率 and a third item that is judged by a person."""
    site, fix = scheme.sources
    site = replace(site, nodes=(*site.nodes, Node("3", "宣传", points=Decimal(10), rule=Rule("R0"))))
    return replace(scheme, sources=(site, replace(fix, feed="on_time_rate")))


@pytest.fixture
def period(period: Period) -> Period:
    body = fed_scheme(period.scheme_version.scheme).to_dict()
    SchemeVersion.objects.filter(pk=period.scheme_version_id).update(body=body)
    return Period.objects.select_related("unit", "scheme_version").get(pk=period.pk)


@pytest.fixture
def add(cast: Cast, at: dt.datetime) -> Add:
    """Write down a finding of 云溪镇 at 石桥村 against item 1."""

    def go(text: str = "垃圾桶外溢", **more: Any) -> Finding:
        facts = {
            "lead": cast.units["石桥村"],
            "indicator": "1",
            "found_on": dt.date(2026, 11, 20),
            "created_at": at,
        }
        number = f"F{Finding.objects.count() + 1}"
        return Finding.objects.create(unit=cast.units["云溪镇"], number=number, text=text, **facts | more)

    return go


@pytest.fixture
def feed(period: Period, cast: Cast, at: dt.datetime) -> Feed:
    return lambda: feed_sheet(Period.objects.get(pk=period.pk), actor=cast.actor("assessor"), at=at)


def rows(period: Period) -> list[tuple[Any, ...]]:
    found = Deduction.objects.filter(score__entry__period=period).order_by(
        "score__entry__seq", "score__key", "seq"
    )
    return list(found.values_list("score__key", "text", "count", "points", "finding_id"))


def text(period: Period, unit: str, key: str) -> str:
    return load_sheet(Period.objects.get(pk=period.pk)).text(entry_of(period, unit), key)


def test_a_finding_is_priced_by_the_rule_of_its_cell(period: Period, add: Add, feed: Feed, cast: Cast):
    shown = Attachment.objects.create(
        unit=cast.units["石桥村"], name="a.jpg", kind="image", content_type="image/jpeg", path="a", size=1,
        sha256="a", original_sha256="a", uploaded_at=dt.datetime(2026, 11, 20, tzinfo=dt.UTC),
    )  # fmt: skip
    each, judged = (
        add("长" * 300, count=3, points=Decimal(9), place="村口"),
        add(indicator="3", points=Decimal("1.5")),
    )
    FindingPhoto.objects.create(finding=each, attachment=shown)
    plan = feed()
    assert rows(period) == [
        ("1", "长" * 199 + "…", 3, Decimal("1.5"), each.pk),
        ("3", "垃圾桶外溢", 1, Decimal("1.5"), judged.pk),
    ]
    one = Deduction.objects.get(finding=each)
    assert (one.place, one.found_on, one.photo_id) == ("村口", each.found_on, shown.pk)
    assert text(period, "石桥村", "1") == "58.5"
    assert text(period, "石桥村", "3") == "", "直接打分的项由人打分"
    assert help_for(load_sheet(period), entry_of(period, "石桥村"), "3").suggestion == "8.5"
    assert plan.says == "新取 2 条扣分"
    assert Happened.objects.filter(verb="取检查发现", note=plan.says).count() == 1


def test_twice_doubles_nothing_and_follows_what_changed(period: Period, add: Add, feed: Feed):
    kept, changed, void = add("甲"), add("乙"), add("丙")
    feed()
    versions = dict(Score.objects.values_list("pk", "version"))
    assert feed().is_empty
    assert dict(Score.objects.values_list("pk", "version")) == versions
    Finding.objects.filter(pk=changed.pk).update(count=4, text="乙又有")
    Finding.objects.filter(pk=void.pk).update(state=FindingState.VOID)
    assert feed().says == "更新 1 条，取出 1 条"
    assert [(row[1], row[3]) for row in rows(period)] == [("甲", Decimal("0.5")), ("乙又有", Decimal(2))]
    assert Deduction.objects.filter(finding=kept).count() == 1
    assert Score.objects.get(key="1").version == versions[Score.objects.get(key="1").pk] + 1


def test_a_moved_finding_goes_along(period: Period, add: Add, feed: Feed):
    one = add()
    feed()
    Finding.objects.filter(pk=one.pk).update(indicator="2")
    feed()
    assert [row[0] for row in rows(period)] == ["2"]
    assert (text(period, "石桥村", "1"), text(period, "石桥村", "2")) == ("", "39.5")


def test_what_a_person_typed_stays_and_the_proposal_is_shown(
    period: Period, add: Add, feed: Feed, cast: Cast, at: dt.datetime
):
    entry = entry_of(period, "石桥村")
    save_cells(period, [CellInput(entry.pk, "1", "50")], actor=cast.actor("assessor"), at=at)
    add(count=2)
    (cell,) = feed().cells
    assert (cell.is_typed, cell.by_rule) == (True, "59")
    assert text(period, "石桥村", "1") == "50"
    assert help_for(load_sheet(period), entry, "1").suggestion == "59"


def test_hand_made_deductions_stay_beside_the_fed(
    period: Period, add: Add, feed: Feed, cast: Cast, at: dt.datetime
):
    entry, who = entry_of(period, "石桥村"), {"actor": cast.actor("assessor"), "at": at}
    score = scores.set_deductions(entry, "1", [DeductionInput("手记", Decimal(2))], version=0, **who)
    found = add()
    feed()
    assert [row[1:] for row in rows(period)] == [
        ("手记", 1, Decimal(2), None), ("垃圾桶外溢", 1, Decimal("0.5"), found.pk),
    ]  # fmt: skip
    # Saved again from the panel, a line keeps its finding and its day; a finding of another cell is refused.
    score.refresh_from_db()
    kept = DeductionInput("垃圾桶外溢", Decimal("0.5"), finding_id=found.pk)
    scores.set_deductions(entry, "1", [kept], version=score.version, **who)
    assert Deduction.objects.get().found_on == found.found_on
    with pytest.raises(Refused, match="不在这一格"):
        scores.set_deductions(entry, "2", [kept], version=0, **who)
    unfeed_sheet(period, **who)
    assert rows(period) == []


def test_what_does_not_come_in_is_said(period: Period, add: Add, feed: Feed, cast: Cast, at: dt.datetime):
    add("不在名单", lead=cast.units["农业站"])
    add("没有指标", indicator="99")
    add("不计分", indicator="")
    add("上月的", found_on=dt.date(2026, 10, 31))
    add("撤销的", state=FindingState.VOID)
    add("已缺项", indicator="2")
    who: dict[str, Any] = {"actor": cast.actor("assessor"), "at": at}
    scores.set_missing(entry_of(period, "石桥村"), "2", policy="rescale", reason="塌方", **who)
    plan = feed()
    assert {left.findings[0].text: left.why[:6] for left in plan.left} == {
        "不在名单": "责任单位不在", "没有指标": "指标体系里没", "已缺项": "这一格按缺项",
    }  # fmt: skip
    assert (plan.bare, rows(period)) == (1, [])


def test_the_days_of_the_inspection_bound_it(period: Period, add: Add, cast: Cast, at: dt.datetime):
    add(found_on=dt.date(2026, 11, 19))
    add(found_on=dt.date(2026, 11, 20))
    assert waiting_count(period) == 2
    days = {"inspected_from": dt.date(2026, 11, 20), "inspected_to": dt.date(2026, 11, 21)}
    edit_period(period, **days, declared_count=None, due_on=period.due_on, actor=cast.actor("clerk"), at=at)
    assert waiting_count(period) == 1
    feed_sheet(period, actor=cast.actor("assessor"), at=at)
    assert (len(rows(period)), waiting_count(period)) == (1, 0)


def test_checked_without_a_finding_is_full_marks(
    period: Period, add: Add, feed: Feed, cast: Cast, monkeypatch: pytest.MonkeyPatch
):
    ids = {name: cast.units[name].pk for name in ("石桥村", "南坡村")}
    checked = {(ids["石桥村"], "1"): 1, (ids["南坡村"], "1"): 2, (ids["南坡村"], "3"): 1}
    monkeypatch.setattr(feeding, "checked_items", lambda *_: checked)
    add()
    assert feed().says == "新取 1 条扣分，没有发现问题 1 格"
    sheet = load_sheet(period)
    row = entry_of(period, "南坡村")
    assert sheet.text(row, "1") == "60"
    assert sheet.text(row, "3") == "", "直接打分的项查过也要人打分"
    part = next(one for one in sheet.outcomes[row.pk].breakdown.walk() if one.key == "1")
    assert part.notes == ("道路：检查没有发现问题",)
    # Something found after all: the full marks go, the deduction counts.
    late = add(lead=cast.units["南坡村"], count=2)
    feed()
    assert text(period, "南坡村", "1") == "59"
    # Taken back, and the check as well: the cell is open again.
    Finding.objects.filter(pk=late.pk).update(state=FindingState.VOID)
    checked.clear()
    feed()
    assert text(period, "南坡村", "1") == ""


def test_the_rate_of_the_month_fills_its_source(
    period: Period, feed: Feed, cast: Cast, at: dt.datetime, monkeypatch: pytest.MonkeyPatch
):
    village = cast.units["石桥村"]
    asked: list[Any] = []
    rate = Rate(village.pk, village.name, dt.date(2026, 11, 1), due=3, done=3, on_time=2)

    def rates(units: Any, start: dt.date, end: dt.date) -> dict[int, Rate]:
        asked.append((start, end))
        return {village.pk: rate}

    monkeypatch.setattr(feeding, "rectification_rates", rates)
    plan = feed()
    assert asked == [(dt.date(2026, 11, 1), at.date())], "还没到期的整改不算在内"
    assert text(period, "石桥村", "@fix") == "66.67"
    assert text(period, "南坡村", "@fix") == ""
    assert [line.entry.unit.name for line in plan.without_rate] == ["南坡村"]
    rate = replace(rate, on_time=3)
    assert feed().says == "整改率 1 格"
    assert text(period, "石桥村", "@fix") == "100"
    entry = entry_of(period, "石桥村")
    seen = entry.scores.get(key="@fix").version
    save_cells(period, [CellInput(entry.pk, "@fix", "90", seen)], actor=cast.actor("assessor"), at=at)
    assert feed().is_empty, "人填的分不动"


def test_taken_out_again_what_people_entered_stays(
    period: Period, add: Add, feed: Feed, cast: Cast, at: dt.datetime, monkeypatch: pytest.MonkeyPatch
):
    who: dict[str, Any] = {"actor": cast.actor("assessor"), "at": at}
    monkeypatch.setattr(feeding, "checked_items", lambda *_: {(cast.units["南坡村"].pk, "2"): 1})
    save_cells(period, [CellInput(entry_of(period, "石桥村").pk, "1", "50")], **who)
    add()
    feed()
    assert unfeed_sheet(period, **who) == 2
    assert (rows(period), text(period, "石桥村", "1"), text(period, "南坡村", "2")) == ([], "50", "")
    with pytest.raises(Refused, match="不用取出"):
        unfeed_sheet(period, **who)


def test_a_locked_sheet_takes_nothing(
    period: Period, add: Add, feed: Feed, fill: Callable[[], Any], cast: Cast, at: dt.datetime
):
    fill()
    save_cells(period, [CellInput(entry.pk, "3", "9") for entry in period.entries.all()], actor=SYSTEM, at=at)
    add()
    results.submit_period(Period.objects.get(pk=period.pk), actor=cast.actor("clerk"), at=at)
    with pytest.raises(Refused, match="打分表已锁定"):
        feed()
    with pytest.raises(Stale):
        feed_sheet(period, actor=cast.actor("assessor"), at=at)  # a page still open from before
    with pytest.raises(Stale):
        unfeed_sheet(period, actor=cast.actor("assessor"), at=at)
    assert rows(period) == []
    assert waiting_count(Period.objects.get(pk=period.pk)) == 0


def test_of_two_at_once_one_waits_and_finds_it_done(
    period: Period, add: Add, feed: Feed, cast: Cast, at: dt.datetime
):
    """The plan is made after the period is held: one made before somebody else fed does not count."""
    one = add()
    stale = plan_feed(period, today=at.date())
    feed()
    assert not stale.is_empty
    assert feed().is_empty
    assert len(rows(period)) == 1
    twin = Score.objects.create(entry=entry_of(period, "南坡村"), key="1", updated_at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Deduction.objects.create(score=twin, text="又一次", points=1, finding=one)


def test_what_another_month_took_is_left(period: Period, add: Add, feed: Feed, cast: Cast, at: dt.datetime):
    one = add(found_on=dt.date(2026, 11, 20))
    feed()
    clerk = cast.actor("clerk")
    later = open_period(
        period.unit, year=2026, month=12, scheme_version=period.scheme_version, actor=clerk, at=at
    )
    fire(later, "start", actor=SYSTEM, at=at)
    days = {"inspected_from": dt.date(2026, 11, 20), "inspected_to": dt.date(2026, 12, 5)}
    edit_period(later, **days, declared_count=None, due_on=later.due_on, actor=clerk, at=at)
    plan = feed_sheet(later, actor=clerk, at=at)
    assert [(left.why, left.findings) for left in plan.left] == [("已经在2026年11月考评里扣过分", (one,))]
    assert len(rows(period)) == 1
    assert rows(later) == []
