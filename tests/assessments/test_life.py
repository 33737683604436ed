"""One month from the first cell to the printed 通报, and everything that may go wrong on the way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from tests.assessments.conftest import entry_of
from tests.cast import Cast
from xiangfeng.assessments.actions import objections, publishing, results
from xiangfeng.assessments.actions.periods import open_due_periods, open_period, warn_late_periods
from xiangfeng.assessments.actions.scores import CellInput, save_cells
from xiangfeng.assessments.models import Bulletin, Entry, Objection, Period, PeriodState, SchemeVersion
from xiangfeng.assessments.queries.bulletins import draft_of, readable_periods_for
from xiangfeng.assessments.queries.periods import own_entries_for
from xiangfeng.assessments.queries.results import ranking_of
from xiangfeng.attachments.queries import open_file
from xiangfeng.base.errors import Refused, Stale
from xiangfeng.history.queries import entries_for
from xiangfeng.notifications.queries import unread_for

Fill = Callable[[], Any]


@pytest.fixture
def final(period: Period, fill: Fill, cast: Cast, at: dt.datetime) -> Period:
    fill()
    results.submit_period(period, actor=cast.actor("clerk"), at=at)
    results.finalise_period(period, actor=cast.actor("director"), at=at)
    return period


def test_a_month_runs_from_first_cell_to_stored_papers(final: Period, cast: Cast, at: dt.datetime):
    assert final.state == PeriodState.FINAL
    assert (entry_of(final, "石桥村").shown, entry_of(final, "石桥村").rank) == (Decimal("97.300"), 1)
    assert (entry_of(final, "南坡村").shown, entry_of(final, "南坡村").rank) == (Decimal("81.350"), 2)
    assert [entry_of(final, unit).grade for unit in ("石桥村", "南坡村")] == ["好", "较好"]
    assert entry_of(final, "石桥村").award == 500
    bulletin = publishing.publish_period(final, actor=cast.actor("leader"), at=at)
    assert bulletin.pdf is not None
    assert bulletin.docx is not None
    with open_file(bulletin.pdf) as file:
        assert file.read(5) == b"%PDF-"
    verbs = [entry.verb for entry in entries_for(final)]
    assert verbs == ["开考评期", "开始打分", "打分", "提交复核", "定稿排名", "签发通报"]


def test_review_is_told_and_villages_are_told(final: Period, cast: Cast):
    assert "等您复核" in unread_for(cast.user("director").pk).get().text
    assert "可提异议" in unread_for(cast.user("village").pk).get().text
    assert not unread_for(cast.user("outsider").pk).exists()


def test_an_empty_cell_stops_submission(period: Period, cast: Cast, at: dt.datetime):
    with pytest.raises(Refused, match="还有 6 处要处理"):
        results.submit_period(period, actor=cast.actor("clerk"), at=at)
    period.refresh_from_db()
    assert period.state == PeriodState.SCORING


def test_a_locked_sheet_takes_no_cell(final: Period, cast: Cast, at: dt.datetime):
    entry = entry_of(final, "石桥村")
    with pytest.raises(Refused, match="已锁定"):
        save_cells(final, [CellInput(entry.pk, "1", "10", 1)], actor=cast.actor("clerk"), at=at)


def test_two_people_do_not_overwrite_each_other(period: Period, cast: Cast, at: dt.datetime):
    entry = entry_of(period, "石桥村")
    save_cells(period, [CellInput(entry.pk, "1", "50")], actor=cast.actor("clerk"), at=at)
    report = save_cells(period, [CellInput(entry.pk, "1", "40")], actor=cast.actor("assessor"), at=at)
    assert not report.saved
    assert report.stale[0].score is not None
    assert report.stale[0].score.value == 50
    report = save_cells(period, [CellInput(entry.pk, "1", "40", 1)], actor=cast.actor("assessor"), at=at)
    assert report.saved[0].score is not None
    assert report.saved[0].score.value == 40
    assert report.saved[0].score.version == 2


def test_bad_cells_are_named_and_good_ones_kept(period: Period, cast: Cast, at: dt.datetime):
    entry = entry_of(period, "石桥村")
    cells = [
        CellInput(entry.pk, "1", "61"),
        CellInput(entry.pk, "2", "39.3"),
        CellInput(entry.pk, "@fix", "９５。５"),
        CellInput(entry.pk, "9", "1"),
    ]
    report = save_cells(period, cells, actor=cast.actor("clerk"), at=at)
    assert [reply.reason for reply in report.refused] == [
        "61 超过满分 60，请改为 0–60，最小单位 0.5",
        "39.3 不是 0.5 的整数倍，请改为 0–40，最小单位 0.5",
        "打分表里没有这一格，请刷新页面",
    ]
    assert report.saved[0].score is not None
    assert report.saved[0].score.value == Decimal("95.5")


def test_reopening_needs_a_reason_and_clears_the_ranks(final: Period, cast: Cast, at: dt.datetime):
    with pytest.raises(Refused, match="要写明理由"):
        results.reopen_period(final, reason=" ", actor=cast.actor("leader"), at=at)
    results.reopen_period(final, reason="漏录一处", actor=cast.actor("leader"), at=at)
    assert final.state == PeriodState.SCORING
    assert entry_of(final, "石桥村").rank is None
    assert list(entries_for(final))[-1].note == "漏录一处"


def test_the_second_of_two_who_press_is_told(final: Period, cast: Cast, at: dt.datetime):
    mine, theirs = (Period.objects.select_related("unit").get(pk=final.pk) for _ in range(2))
    results.reopen_period(theirs, reason="改分", actor=cast.actor("leader"), at=at)
    with pytest.raises(Stale, match="已被他人处理"):
        results.reopen_period(mine, reason="也要改", actor=cast.actor("director"), at=at)


def test_a_village_sees_only_its_own_line_and_only_when_final(
    period: Period, fill: Fill, cast: Cast, at: dt.datetime
):
    fill()
    assert not own_entries_for(cast.actor("village")).exists()
    results.submit_period(period, actor=cast.actor("clerk"), at=at)
    results.finalise_period(period, actor=cast.actor("director"), at=at)
    assert [entry.unit.name for entry in own_entries_for(cast.actor("village"))] == ["石桥村"]
    assert not readable_periods_for(cast.actor("village")).exists()
    publishing.publish_period(period, actor=cast.actor("leader"), at=at)
    assert readable_periods_for(cast.actor("village")).get() == period
    assert not readable_periods_for(cast.actor("outsider")).exists()


def object_to(final: Period, cast: Cast, at: dt.datetime, who: str = "village") -> Objection:
    return objections.file_objection(
        entry_of(final, "石桥村"), key="2", text="当天已清", actor=cast.actor(who), at=at
    )


def test_an_objection_is_answered_upheld_and_the_month_reopened(final: Period, cast: Cast, at: dt.datetime):
    objection = object_to(final, cast, at)
    assert objection.due_on == dt.date(2026, 11, 26)
    with pytest.raises(Refused, match="1 条异议没有答复"):
        publishing.publish_period(final, actor=cast.actor("leader"), at=at)
    objections.answer_objection(
        objection, verb="uphold", answer="复查属实", actor=cast.actor("director"), at=at
    )
    period = results.reopen_for_objection(objection, actor=cast.actor("director"), at=at)
    assert period.state == PeriodState.SCORING
    assert "采纳石桥村对沟渠的异议：复查属实" in list(entries_for(period))[-1].note
    assert "有答复了" in unread_for(cast.user("village").pk).latest("id").text


def test_objections_are_refused_too_late_by_others_and_twice(final: Period, cast: Cast, at: dt.datetime):
    with pytest.raises(Refused, match="异议期已过"):
        object_to(final, cast, at + dt.timedelta(days=3))
    with pytest.raises(Refused, match="本单位"):
        object_to(final, cast, at, who="sibling")
    object_to(final, cast, at)
    with pytest.raises(Refused, match="已有一条异议"):
        object_to(final, cast, at)


def test_edited_words_stay_when_figures_change(final: Period, cast: Cast, at: dt.datetime):
    clerk = cast.actor("clerk")
    bulletin = Bulletin.objects.select_related("period__unit", "unit").get(period=final)
    before = {block.key: block.text for block in draft_of(final, on=at.date()).generated}
    assert "89.33" in before["overview"]
    text = before["overview"].replace("平均", "本月全镇平均")
    publishing.edit_block(bulletin, "overview", text, revision=1, actor=clerk, at=at)
    results.reopen_period(final, reason="漏录", actor=cast.actor("leader"), at=at)
    save_cells(final, [CellInput(entry_of(final, "南坡村").pk, "1", "52", 1)], actor=clerk, at=at)
    block = next(one for one in draft_of(final, on=at.date()).blocks if one.key == "overview")
    assert "本月全镇平均" in block.text
    assert "90.23" in block.text
    assert "89.33" not in block.text


def test_a_second_edit_of_a_stale_revision_is_refused(final: Period, cast: Cast, at: dt.datetime):
    bulletin = Bulletin.objects.select_related("period__unit", "unit").get(period=final)
    publishing.edit_block(bulletin, "overview", "改过", revision=1, actor=cast.actor("clerk"), at=at)
    with pytest.raises(Stale):
        publishing.edit_block(bulletin, "overview", "又改", revision=1, actor=cast.actor("director"), at=at)


def test_the_preview_numbers_requirements_as_the_paper_does(final: Period, cast: Cast, at: dt.datetime):
    bulletin = Bulletin.objects.select_related("period__unit", "unit").get(period=final)
    values = {"requirements": "及时整改。\n举一反三。"}
    publishing.edit_settings(bulletin, values, revision=1, actor=cast.actor("clerk"), at=at)
    title, blocks = draft_of(final, on=at.date()).sections[-1]
    assert title == "五、工作要求"
    assert [(mark, block.text) for mark, block in blocks[:2]] == [
        ("（一）", "及时整改。"),
        ("（二）", "举一反三。"),
    ]


def test_unlawful_words_stop_the_paper(final: Period, cast: Cast, at: dt.datetime):
    bulletin = Bulletin.objects.select_related("period__unit", "unit").get(period=final)
    values = {"requirements": "对末位的村罚款400元。"}
    publishing.edit_settings(bulletin, values, revision=1, actor=cast.actor("clerk"), at=at)
    with pytest.raises(Refused, match="罚款"):
        publishing.publish_period(final, actor=cast.actor("leader"), at=at)
    final.refresh_from_db()
    assert final.state == PeriodState.FINAL


def test_a_published_paper_is_numbered_once_a_year(
    final: Period, version: SchemeVersion, cast: Cast, at: dt.datetime
):
    final.unit.document_code = "云创办"
    final.unit.save(update_fields=["document_code"])
    first = publishing.publish_period(final, actor=cast.actor("leader"), at=at)
    assert (first.issued_year, first.serial) == (2026, 1)
    other = open_period(
        cast.units["云溪镇"], year=2026, month=10, scheme_version=version, actor=cast.actor("clerk"), at=at
    )
    assert draft_of(other, on=at.date()).context.number is not None
    assert str(draft_of(other, on=at.date()).context.number) == "云创办〔2026〕2号"


def test_a_figure_altered_behind_our_back_is_found(final: Period):
    Entry.objects.filter(period=final, unit__name="南坡村").update(rank=1)
    ranking = ranking_of(Period.objects.select_related("unit", "scheme_version").get(pk=final.pk))
    assert [line.entry.unit.name for line in ranking.altered] == ["南坡村"]


def test_the_clock_opens_each_month_once_and_warns_of_late_papers(
    version: SchemeVersion, cast: Cast, at: dt.datetime
):
    opened = open_due_periods(at=at)
    assert [(row.unit.name, row.month, row.state) for row in opened] == [("云溪镇", 11, PeriodState.SCORING)]
    assert open_due_periods(at=at) == []
    period = opened[0]
    lights = {
        day: period.light(day) for day in (dt.date(2026, 12, 10), dt.date(2026, 12, 11), dt.date(2027, 1, 1))
    }
    assert list(lights.values()) == ["", "yellow", "red"]
    assert warn_late_periods(at=at) == 0
    assert warn_late_periods(at=at.replace(month=12, day=11)) == 5  # head, leader, director, clerk, county
    assert "黄灯" in unread_for(cast.user("clerk").pk).get().text
