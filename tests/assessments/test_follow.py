"""After 定稿: objections answered by whom they concern, papers that go out as they were read, and again after a reopening."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from tests.assessments.conftest import FULL, entry_of, small_scheme
from tests.cast import LONG_AGO, Cast
from xiangfeng.access.actor import SYSTEM
from xiangfeng.assessments.actions import objections, periods, publishing, results, schemes, scores
from xiangfeng.assessments.models import Bulletin, Entry, Objection, Period
from xiangfeng.assessments.queries.bulletins import draft_of
from xiangfeng.attachments.models import Attachment
from xiangfeng.base.errors import Refused, Stale
from xiangfeng.notifications.queries import unread_for
from xiangfeng.orgs import actions as orgs
from xiangfeng.workflow.flow import fire

ClientFor = Callable[..., Client]


@pytest.fixture
def final(period: Period, fill: Callable[[], Any], cast: Cast, at: dt.datetime) -> Period:
    fill()
    results.submit_period(period, actor=cast.actor("clerk"), at=at)
    results.finalise_period(period, actor=cast.actor("director"), at=at)
    return period


def paper(period: Period) -> Bulletin:
    return Bulletin.objects.select_related("period__unit", "unit").get(period=period)


def object_to(period: Period, cast: Cast, at: dt.datetime, **more: Any) -> Objection:
    entry = entry_of(period, "石桥村")
    return objections.file_objection(
        entry, key="2", text="当天已清", actor=cast.actor("village"), at=at, **more
    )


# --- objections


def test_a_score_given_whole_may_be_objected_to_like_any_item(
    final: Period, client_for: ClientFor, cast: Cast
):
    own = entry_of(final, "石桥村")
    village = client_for(cast.people["village"])
    address = reverse("assessments:own_entry", args=[own.pk])
    assert '<option value="fix">问题整改</option>' in village.get(address).content.decode()
    village.post(address, {"key": "fix", "text": "两件已按期销号"})
    objection = Objection.objects.get(entry=own)
    assert (objection.key, objection.key_title) == ("fix", "问题整改")
    answered = client_for(cast.people["director"]).get(reverse("assessments:objection", args=[objection.pk]))
    assert [row["label"] for row in answered.context["rows"]] == ["问题整改"]


def test_an_upheld_objection_must_change_the_score_before_the_paper(
    final: Period, cast: Cast, at: dt.datetime
):
    objection, director = object_to(final, cast, at), cast.actor("director")
    objections.answer_objection(objection, verb="uphold", answer="属实", actor=director, at=at)
    with pytest.raises(Refused, match="采纳了 1 条异议，还没有改分"):
        publishing.publish_period(final, actor=cast.actor("leader"), at=at)
    period = results.reopen_for_objection(objection, actor=director, at=at)
    later = at + dt.timedelta(hours=1)
    results.submit_period(period, actor=cast.actor("clerk"), at=later)
    results.finalise_period(period, actor=director, at=later)
    assert publishing.publish_period(period, actor=cast.actor("leader"), at=later).pdf is not None


def test_the_countys_month_is_answered_by_the_county(cast: Cast, at: dt.datetime):
    """The township looks after the village, but has no say in what the county found there."""
    county = cast.units["某县"]
    version = schemes.create_scheme(county, small_scheme(), actor=SYSTEM, at=at)
    schemes.activate_scheme(version, actor=SYSTEM, at=at)
    month = periods.open_period(county, year=2026, month=11, scheme_version=version, actor=SYSTEM, at=at)
    periods.add_entry(month, unit=cast.units["石桥村"], actor=SYSTEM, at=at)
    fire(month, "start", actor=SYSTEM, at=at)
    entry = entry_of(month, "石桥村")
    cells = [scores.CellInput(entry.pk, key, text) for key, text in FULL["石桥村"].items()]
    scores.save_cells(month, cells, actor=SYSTEM, at=at)
    results.submit_period(month, actor=SYSTEM, at=at)
    results.finalise_period(month, actor=SYSTEM, at=at)
    objection = object_to(month, cast, at)
    with pytest.raises(Refused, match="某县的考评，由它答复"):
        objections.answer_objection(
            objection, verb="reject", answer="不", actor=cast.actor("director"), at=at
        )
    with pytest.raises(Refused, match="没有打分的权限"):
        scores.save_cells(month, cells, actor=cast.actor("director"), at=at)


def test_a_village_sees_no_figure_of_a_month_that_is_reopened(
    final: Period, cast: Cast, at: dt.datetime, client_for: ClientFor
):
    row = object_to(final, cast, at)
    url = reverse("assessments:objection", args=[row.pk])
    client = client_for(cast.people["village"])
    assert "得分明细" in client.get(url).content.decode()
    results.reopen_period(final, reason="漏录", actor=cast.actor("leader"), at=at)
    answer = client.get(url)
    assert answer.status_code == 200
    assert "得分明细" not in answer.content.decode()
    assert "正在重新打分" in answer.content.decode()
    assert "得分明细" in client_for(cast.people["director"]).get(url).content.decode()
    objections.answer_objection(
        Objection.objects.get(pk=row.pk),
        verb="reject",
        answer="以到场时为准",
        actor=cast.actor("director"),
        at=at,
    )
    news = unread_for(cast.user("village").pk).latest("id")
    assert client.get(news.url).status_code == 200


def test_an_objection_too_late_leaves_no_file(final: Period, cast: Cast, at: dt.datetime):
    proof = SimpleUploadedFile(
        "说明.pdf", b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    )
    before = Attachment.objects.count()
    with pytest.raises(Refused, match="异议期已过"):
        object_to(final, cast, at + dt.timedelta(days=9), photo=proof)
    with pytest.raises(Refused, match="本单位"):
        objections.file_objection(
            entry_of(final, "石桥村"), key="2", text="别村", actor=cast.actor("sibling"), at=at, photo=proof
        )
    assert Attachment.objects.count() == before
    row = object_to(final, cast, at, photo=proof)
    assert row.photo is not None
    assert row.photo.unit == cast.units["石桥村"]


def test_an_objection_filed_before_breakfast_is_of_that_day(
    final: Period, cast: Cast, at: dt.datetime, client_for: ClientFor
):
    """07:30 in Shanghai is still yesterday in UTC, in which the database keeps moments."""
    object_to(final, cast, at.replace(hour=7, minute=30))
    html = client_for(cast.people["director"]).get(reverse("assessments:objections")).content.decode()
    assert "11月23日" in html
    assert "11月22日" not in html


def test_an_answer_is_short_enough_to_be_read(final: Period, cast: Cast, at: dt.datetime):
    row = object_to(final, cast, at)
    with pytest.raises(Refused, match="1000字以内"):
        objections.answer_objection(
            row, verb="reject", answer="长" * 1001, actor=cast.actor("director"), at=at
        )


# --- the paper


def test_the_paper_goes_out_as_it_was_read(final: Period, cast: Cast, at: dt.datetime):
    """Somebody saves a paragraph between the reading and the stamp: the stamp waits."""
    row = paper(final)
    late: list[Bulletin] = []

    def somebody_saves(execute: Any, sql: str, *rest: Any) -> Any:
        if sql.startswith('UPDATE "assessments_period"') and not late:
            late.append(publishing.edit_block(row, "overview", "新写。", revision=1, actor=SYSTEM, at=at))
        return execute(sql, *rest)

    with connection.execute_wrapper(somebody_saves), pytest.raises(Stale, match="刚被别人改过"):
        publishing.publish_period(final, actor=cast.actor("leader"), at=at)
    assert late
    final.refresh_from_db()
    assert final.state == "final"


def test_an_edit_that_comes_too_late_does_not_change_what_went_out(
    final: Period, cast: Cast, at: dt.datetime
):
    seen = paper(final)
    publishing.publish_period(Period.objects.get(pk=final.pk), actor=cast.actor("leader"), at=at)
    for act in (
        lambda: publishing.edit_block(seen, "overview", "迟了", revision=1, actor=cast.actor("clerk"), at=at),
        lambda: publishing.edit_settings(seen, {"cc": "迟了"}, revision=1, actor=cast.actor("clerk"), at=at),
    ):
        with pytest.raises(Stale):
            act()
    assert paper(final).edits == {}


def test_a_paper_that_goes_out_again_keeps_its_number_and_takes_the_new_day(
    final: Period, cast: Cast, at: dt.datetime
):
    orgs.edit_unit(final.unit, actor=SYSTEM, document_code="云创办")
    first = publishing.publish_period(final, actor=cast.actor("leader"), at=at)
    assert (first.issued_year, first.serial, first.settings["dated"]) == (2026, 1, "2026-11-23")
    results.reopen_period(final, reason="算错", actor=cast.actor("leader"), at=at)
    january = at.replace(year=2027, month=1, day=5)
    context = draft_of(final, on=january.date()).context
    assert str(context.number) == "云创办〔2026〕1号"
    assert context.date == january.date()


def test_saving_the_head_fixes_neither_number_nor_day(
    final: Period, cast: Cast, at: dt.datetime, client_for: ClientFor
):
    orgs.edit_unit(final.unit, actor=SYSTEM, document_code="云创办")
    client = client_for(cast.people["clerk"])
    form = client.get(reverse("assessments:bulletin", args=[final.pk])).context["form"]
    values = {name: value for name, value in form.initial.items() if value not in (None, "", False)}
    client.post(reverse("assessments:bulletin_settings", args=[final.pk]), values)
    row = paper(final)
    assert (row.revision, row.serial, row.settings["dated"]) == (2, None, None)
    later = at.date() + dt.timedelta(days=5)
    assert draft_of(final, on=later).context.date == later


def test_nothing_mended_of_ten_is_said_too(final: Period, cast: Cast, at: dt.datetime):
    values = {"due_problems": 10, "done_problems": 0}
    publishing.edit_settings(paper(final), values, revision=1, actor=cast.actor("clerk"), at=at)
    overview = next(block for block in draft_of(final, on=at.date()).blocks if block.key == "overview")
    assert "到期问题10件，按期销号0件，按期整改率0.0%" in overview.text


@pytest.mark.parametrize("dated", ["2026-10-31", "0001-01-01", "2062-11-23"])
def test_a_mistyped_year_is_no_date_of_a_paper(final: Period, cast: Cast, at: dt.datetime, dated: str):
    with pytest.raises(Refused, match="成文日期应在2026年11月1日之后"):
        publishing.edit_settings(paper(final), {"dated": dated}, revision=1, actor=cast.actor("clerk"), at=at)


def test_only_paragraphs_of_the_paper_are_edited(final: Period, cast: Cast, client_for: ClientFor):
    """Two of nobody's knowing would have broken the page for good."""
    client = client_for(cast.people["clerk"])
    url = reverse("assessments:bulletin_block", args=[final.pk])
    for key in ("x", "y"):
        client.post(url, {"key": key, "text": "多出来的", "revision": str(paper(final).revision)})
    assert paper(final).edits == {}
    assert client.get(reverse("assessments:bulletin", args=[final.pk])).status_code == 200
    for revision in ("²", "9" * 5000, "", "-1"):
        assert client.post(url, {"key": "overview", "text": "x", "revision": revision}).status_code == 302
    assert paper(final).edits == {}


def test_a_paragraph_that_fails_a_check_leads_to_the_checks(final: Period, cast: Cast, client_for: ClientFor):
    client = client_for(cast.people["clerk"])
    url = reverse("assessments:bulletin_block", args=[final.pk])
    page = reverse("assessments:bulletin", args=[final.pk])
    for text, where in (("总体平稳。", f"{page}#block-overview"), ("对末位罚款500元。", page)):
        data = {"key": "overview", "text": text, "revision": str(paper(final).revision)}
        assert client.post(url, data)["Location"] == where
        assert paper(final).edits["overview"]


def test_a_lost_file_is_said_and_breaks_nothing(
    final: Period, cast: Cast, at: dt.datetime, client_for: ClientFor
):
    row = publishing.publish_period(final, actor=cast.actor("leader"), at=at)
    assert row.pdf is not None
    default_storage.delete(row.pdf.path)
    answer = client_for(cast.people["village"]).get(
        reverse("assessments:bulletin_file", args=[final.pk, "pdf"])
    )
    assert answer.status_code == 404


def test_a_retired_secretary_sees_nothing_any_more(
    final: Period, cast: Cast, at: dt.datetime, client_for: ClientFor
):
    seat = cast.people["village"].appointments.get()
    orgs.end_appointment(seat, to_date=LONG_AGO, actor=SYSTEM)
    own = Entry.objects.get(period=final, unit__name="石桥村")
    client = client_for(cast.people["village"])
    assert client.get(reverse("assessments:own_entry", args=[own.pk])).status_code == 403
