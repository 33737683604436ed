"""Writing cells, 缺项, findings: each with its reason, its version and its limits."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tests.assessments.conftest import entry_of, small_scheme
from tests.cast import Cast
from xiangfeng.access.actor import SYSTEM
from xiangfeng.assessments.actions import adjustments, results, scores
from xiangfeng.assessments.actions.periods import open_period
from xiangfeng.assessments.actions.scores import CellInput, DeductionInput, save_cells
from xiangfeng.assessments.models import Entry, Period, SchemeVersion, Score
from xiangfeng.assessments.queries.sheet import history_of, load_sheet, todo_of
from xiangfeng.attachments.actions import store_file
from xiangfeng.base.errors import Refused, Stale
from xiangfeng.scoring.scheme import Missing

Fill = Callable[[], Any]


@pytest.fixture
def png() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (8, 8)).save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def entry(period: Period) -> Entry:
    return entry_of(period, "石桥村")


def _save(
    entry: Entry, cast: Cast, at: dt.datetime, key: str, text: str, version: int = 0
) -> scores.SaveReport:
    wanted = CellInput(entry.pk, key, text, version)
    return save_cells(entry.period, [wanted], actor=cast.actor("assessor"), at=at)


def _text(entry: Entry, key: str) -> str:
    return load_sheet(entry.period).text(entry, key)


def test_missing_needs_its_reason_before_it_counts(entry: Entry, cast: Cast, at: dt.datetime):
    who: dict[str, Any] = {"actor": cast.actor("assessor"), "at": at}
    assert "写原因" in _save(entry, cast, at, "1", "缺").refused[0].reason
    with pytest.raises(Refused, match="写明原因"):
        scores.set_missing(entry, "1", policy="rescale", reason=" ", **who)
    with pytest.raises(Refused, match="给多少分"):
        scores.set_missing(entry, "1", policy="given", reason="道路塌方", **who)
    score = scores.set_missing(entry, "1", policy="given", reason="道路塌方", value=Decimal(50), **who)
    assert _text(entry, "1") == "缺"
    assert load_sheet(entry.period).subjects[0].cells["1"].missing.value == 50  # type: ignore[union-attr]
    # Typing 缺 again changes nothing; typing a score takes the rule away.
    assert _save(entry, cast, at, "1", "缺", score.version).saved[0].score.version == score.version  # type: ignore[union-attr]
    assert _save(entry, cast, at, "1", "51", score.version).saved
    kept = Score.objects.get(entry=entry, key="1")
    assert (kept.value, kept.missing, kept.missing_reason) == (Decimal(51), "", "")


def test_emptying_a_missing_cell_opens_it_again(entry: Entry, cast: Cast, at: dt.datetime):
    who: dict[str, Any] = {"actor": cast.actor("assessor"), "at": at}
    score = scores.set_missing(entry, "1", policy="unranked", reason="停考", **who)
    before = todo_of(entry.period).count
    assert _save(entry, cast, at, "1", "", score.version).saved
    assert _text(entry, "1") == ""
    assert todo_of(entry.period).count == before + 1
    again = scores.set_missing(entry, "1", policy="unranked", reason="停考", **who)
    cleared = scores.clear_missing(again, **who)
    assert (cleared.missing, cleared.updated_at) == ("", at)
    assert cleared.version > again.version - 1


def test_the_schemes_own_rule_does_not_fill_cells_behind_peoples_backs(
    period: Period, version: SchemeVersion, cast: Cast, at: dt.datetime
):
    version.body = replace(small_scheme(), missing=Missing("peer_mean")).to_dict()
    version.save(update_fields=["body"])
    period = Period.objects.get(pk=period.pk)
    _save(entry_of(period, "南坡村"), cast, at, "1", "50")
    assert todo_of(period).count == 5
    assert load_sheet(period).outcomes[entry_of(period, "石桥村").pk].shown is None


def test_two_people_do_not_overwrite_each_other(entry: Entry, cast: Cast, at: dt.datetime):
    assert _save(entry, cast, at, "1", "55").saved
    report = _save(entry, cast, at, "1", "56")
    assert not report.saved
    assert report.stale[0].score is not None
    assert report.stale[0].score.value == 55
    assert _save(entry, cast, at, "1", "56", version=1).saved


def test_a_new_score_keeps_the_level_that_gave_it(entry: Entry, cast: Cast, at: dt.datetime):
    _save(entry, cast, at, "1", "55")
    score = scores.set_giver(entry, "1", given_by="县", actor=cast.actor("assessor"), at=at)
    _save(entry, cast, at, "1", "56", version=score.version)
    assert Score.objects.get(entry=entry, key="1").given_by == "县"
    with pytest.raises(Refused, match="考评层级只能是"):
        scores.set_giver(entry, "1", given_by="部", actor=cast.actor("assessor"), at=at)
    with pytest.raises(Refused, match="还没有录分"):
        scores.set_giver(entry, "2", given_by="县", actor=cast.actor("assessor"), at=at)


def test_the_score_follows_the_findings_until_one_is_typed(entry: Entry, cast: Cast, at: dt.datetime):
    who: dict[str, Any] = {"actor": cast.actor("assessor"), "at": at}
    rows = [DeductionInput("路面垃圾", Decimal("1.5"), 3, "村口"), DeductionInput("边沟淤堵", Decimal(1), 2)]
    score = scores.set_deductions(entry, "1", rows, version=0, **who)
    assert _text(entry, "1") == "57.5"
    _save(entry, cast, at, "1", "58", version=score.version)
    assert _text(entry, "1") == "58"
    with pytest.raises(Stale):
        scores.set_deductions(entry, "1", rows, version=score.version, **who)
    with pytest.raises(Refused, match="先删掉扣分"):
        scores.set_missing(entry, "1", policy="rescale", reason="停考", **who)
    with pytest.raises(Refused, match="没有写问题"):
        scores.set_deductions(entry, "2", [DeductionInput(" ", Decimal(1))], version=0, **who)


def test_a_photo_is_kept_for_the_village_and_anothers_is_refused(
    entry: Entry, cast: Cast, at: dt.datetime, png: bytes
):
    who: dict[str, Any] = {"actor": cast.actor("assessor"), "at": at}
    photo = SimpleUploadedFile("现场.png", png)
    score = scores.set_deductions(
        entry, "1", [DeductionInput("垃圾", Decimal(1), photo=photo)], version=0, **who
    )
    kept = score.deductions.get().photo
    assert kept is not None
    assert kept.unit == entry.unit
    far = store_file(SimpleUploadedFile("别处.png", png), unit=cast.units["柳湾村"], actor=SYSTEM, at=at)
    with pytest.raises(Refused, match="照片没有找到"):
        scores.set_deductions(
            entry, "2", [DeductionInput("垃圾", Decimal(1), photo_id=far.pk)], version=0, **who
        )


@pytest.mark.parametrize(
    ("use", "key", "left"), [("cell", "1", 5), ("source", "site", 4), ("subject", "", 3)]
)
def test_an_upper_score_in_our_place_leaves_nothing_to_do_there(
    entry: Entry, cast: Cast, at: dt.datetime, use: str, key: str, left: int
):
    adjustments.add_upper_result(
        entry, level="县", name="暗访", points=Decimal(50), use=use, key=key, actor=cast.actor("clerk"), at=at
    )
    assert todo_of(entry.period).count == left


def test_nobody_writes_into_a_sheet_that_is_not_open(entry: Entry, fill: Fill, cast: Cast, at: dt.datetime):
    fill()
    with pytest.raises(Refused, match="没有打分的权限"):
        save_cells(entry.period, [], actor=cast.actor("head"), at=at)
    results.submit_period(entry.period, actor=cast.actor("clerk"), at=at)
    with pytest.raises(Refused, match="打分表已锁定"):
        _save(entry, cast, at, "1", "55", version=1)


def test_earlier_months_come_oldest_first(
    period: Period, version: SchemeVersion, fill: Fill, cast: Cast, at: dt.datetime
):
    for month, points in ((9, "40"), (10, "50")):
        old = open_period(
            cast.units["云溪镇"], year=2026, month=month, scheme_version=version, actor=SYSTEM, at=at
        )
        old.state, old.finalised_at = "final", at
        old.save(update_fields=["state", "finalised_at"])
        old.entries.update(shown=Decimal(points), rank=1)
    village = str(cast.units["石桥村"].pk)
    assert [month[village].total for month in history_of(period)[0]] == [Decimal(40), Decimal(50)]


def test_a_missed_round_stays_in_sight_and_open_until_settled(
    entry: Entry, version: SchemeVersion, cast: Cast, at: dt.datetime
):
    rounds = replace(small_scheme().sources[1], kind="mean")
    version.body = replace(small_scheme(), sources=(small_scheme().sources[0], rounds)).to_dict()
    version.save(update_fields=["body"])
    entry = entry_of(Period.objects.get(pk=entry.period_id), "石桥村")
    before = todo_of(entry.period).count
    assert _save(entry, cast, at, "@fix", "90 缺").saved
    assert _text(entry, "@fix") == "90、缺"
    assert todo_of(entry.period).count == before
    who: dict[str, Any] = {"actor": cast.actor("assessor"), "at": at}
    scores.set_missing(entry, "@fix", policy="rescale", reason="停测一轮", **who)
    assert _text(entry, "@fix") == "90、缺"
    assert todo_of(entry.period).count == before - 1
    assert load_sheet(entry.period).subjects[0].given["fix"] == [Decimal(90), None]
