"""The score sheet as a browser sees it: page, autosave, news of others, panel, one village at a time."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.assessments.conftest import entry_of
from tests.cast import Cast
from xiangfeng.access.actor import SYSTEM
from xiangfeng.assessments.actions import results, scores
from xiangfeng.assessments.actions.periods import add_entry
from xiangfeng.assessments.models import Adjustment, Period, Score, UpperResult
from xiangfeng.orgs.actions import create_unit
from xiangfeng.orgs.models import UnitKind

Fill = Callable[[], Any]


@pytest.fixture
def clerk(client_for: Callable[..., Client], cast: Cast) -> Client:
    return client_for(cast.people["clerk"])


def _url(name: str, period: Period) -> str:
    return reverse(f"assessments:{name}", args=[period.pk])


def _page(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def _save(client: Client, period: Period, *cells: dict[str, Any]) -> Any:
    body = json.dumps({"cells": cells})
    return client.post(_url("sheet_save", period), body, content_type="application/json")


def test_the_sheet_carries_what_its_script_needs(clerk: Client, period: Period, fill: Fill):
    fill()
    page = _page(clerk, _url("sheet", period))
    entry = entry_of(period, "石桥村")
    cell = f'data-subject="{entry.pk}" data-item="1" data-version="1" data-allow="number"'
    assert f'{cell} data-min="0" data-max="60" data-step="0.5"' in page
    assert f'id="cell-{entry.pk}-@fix"' in page
    assert f'data-sum="@total" data-subject="{entry.pk}">97.30<' in page
    assert f'data-sum="site" data-subject="{entry.pk}">97<' in page
    for part in ("data-save-url=", "data-version-url=", "data-help-url=", "data-todo", "data-save-state"):
        assert part in page
    assert "现场检查 × 90%" in page


@pytest.mark.parametrize("more", [0, 3])
def test_the_pages_ask_the_database_the_same_whatever_the_rows(
    clerk: Client,
    period: Period,
    cast: Cast,
    at: dt.datetime,
    fill: Fill,
    django_assert_max_num_queries: Any,
    more: int,
):
    fill()
    for number in range(more):
        unit = create_unit(
            cast.units["云溪镇"], kind=UnitKind.VILLAGE, name=f"新村{number}", actor=SYSTEM, seq=90 + number
        )
        added = add_entry(period, unit=unit, actor=SYSTEM, at=at)
        scores.set_deductions(
            added, "1", [scores.DeductionInput("垃圾", Decimal(1))], version=0, actor=SYSTEM, at=at
        )
    entry = entry_of(period, "石桥村").pk
    counts = {
        _url("sheet", period): 11,
        _url("sheet", period) + f"?entry={entry}&item=1": 12,
        _url("sheet_cell", period) + f"?entry={entry}&item=1": 11,
        _url("sheet_changes", period): 11,
        _url("paper_form", period): 10,
        _url("sheet_file", period): 9,
    }
    for url, most in counts.items():
        with django_assert_max_num_queries(most):
            assert clerk.get(url).status_code == 200


def test_autosave_answers_for_each_cell(clerk: Client, period: Period, fill: Fill):
    fill()
    entry = entry_of(period, "石桥村").pk
    answer = _save(
        clerk,
        period,
        {"subject": entry, "item": "1", "value": "６０", "version": 1},
        {"subject": entry, "item": "2", "value": "41", "version": 1},
        {"subject": entry, "item": "@fix", "value": "90", "version": 0},
        {"subject": entry, "item": "没有", "value": "9", "version": 0},
    ).json()
    assert [(line["item"], line["value"], line["version"]) for line in answer["saved"]] == [("1", "60", 2)]
    assert "超过满分 40" in answer["refused"][0]["reason"]
    assert "没有这一格" in answer["refused"][1]["reason"]
    theirs = answer["stale"][0]["theirs"]
    assert (theirs["value"], theirs["version"], theirs["by"]) == ("100", 1, "陈晓")
    sums = {(line["subject"], line["key"]): line["text"] for line in answer["sums"]}
    assert sums[entry, "@total"] == "99.10"
    assert answer["todo"] == {"missing": 0, "over": 0, "text": "都录好了"}


@pytest.mark.parametrize(
    "body", ["", "[]", '{"cells": [{}]}', '{"cells": 7}', '{"cells": [{"subject": "x"}]}']
)
def test_autosave_refuses_what_it_cannot_read(clerk: Client, period: Period, body: str):
    answer = clerk.post(_url("sheet_save", period), body, content_type="application/json")
    assert answer.status_code == 400
    assert "刷新" in answer.json()["message"]


def test_a_locked_sheet_says_why_and_takes_nothing(
    clerk: Client, period: Period, fill: Fill, cast: Cast, at: dt.datetime
):
    fill()
    results.submit_period(period, actor=cast.actor("clerk"), at=at)
    entry = entry_of(period, "石桥村").pk
    answer = _save(clerk, period, {"subject": entry, "item": "1", "value": "1", "version": 1})
    assert answer.status_code == 409
    assert "已锁定" in answer.json()["message"]
    page = _page(clerk, _url("sheet", period))
    assert "打分表锁定" in page
    assert "data-cell " not in page
    assert "撤回提交" in page


def test_those_who_may_only_look_get_no_fields(client_for: Callable[..., Client], cast: Cast, period: Period):
    page = _page(client_for(cast.people["head"]), _url("sheet", period))
    assert "不能改分" in page
    assert "data-cell " not in page
    assert client_for(cast.people["outsider"]).get(_url("sheet", period)).status_code == 404
    assert client_for(cast.people["village"]).get(_url("sheet", period)).status_code == 403


def test_news_of_others_come_once_and_asking_writes_nothing(
    clerk: Client, period: Period, cast: Cast, django_assert_num_queries: Any
):
    at = dt.datetime.now(dt.UTC)
    entry = entry_of(period, "石桥村")
    scores.save_cells(period, [scores.CellInput(entry.pk, "1", "55")], actor=cast.actor("assessor"), at=at)
    url = _url("sheet_changes", period)
    news = clerk.get(url, {"since": (at - dt.timedelta(seconds=1)).isoformat()}).json()
    assert [(line["item"], line["value"], line["by"]) for line in news["cells"]] == [("1", "55", "吴芳")]
    assert news["todo"]["missing"] == 5
    later = (at + dt.timedelta(minutes=1)).isoformat()
    assert clerk.get(url, {"since": later}).json()["cells"] == []
    assert len(clerk.get(url, {"since": "昨天"}).json()["cells"]) == 1


def test_the_panel_explains_a_cell(clerk: Client, period: Period, fill: Fill, cast: Cast, at: dt.datetime):
    fill()
    entry = entry_of(period, "石桥村")
    rows = [scores.DeductionInput("桶外溢", Decimal(3), 6, "村口")]
    scores.set_deductions(entry, "1", rows, version=1, actor=cast.actor("clerk"), at=at)
    page = _page(clerk, _url("sheet_cell", period) + f"?subject={entry.pk}&item=1")
    assert "每处扣0.5分，扣完为止" in page
    assert "村口：桶外溢，6 处，扣 3" in page
    assert "按记录应为 <b>57</b> 分" in page
    assert "改成 57 分" in page
    assert "取本组其他单位同项平均 <b>50</b>" in page
    assert clerk.get(_url("sheet_cell", period) + f"?subject={entry.pk}&item=9").status_code == 404
    assert clerk.get(_url("sheet_cell", period) + "?subject=0&item=1").status_code == 404


def _panel(client: Client, door: str, period: Period, **data: Any) -> Any:
    entry = entry_of(period, "石桥村")
    return client.post(_url(door, period), {"entry": entry.pk, **data}, headers={"HX-Request": "true"})


def test_a_rule_for_a_cell_that_was_filled_meanwhile_is_refused(
    clerk: Client, period: Period, cast: Cast, at: Any
):
    scores.save_cells(
        period,
        [scores.CellInput(entry_of(period, "石桥村").pk, "1", "50")],
        actor=cast.actor("assessor"),
        at=at,
    )
    refused = _panel(clerk, "sheet_missing", period, item="1", policy="peer_mean", reason="未到", version="0")
    assert "刚被别人改过" in json.loads(refused["HX-Trigger"])["toast"]["text"]
    assert Score.objects.get(key="1").value == 50


def test_missing_is_settled_in_the_panel(clerk: Client, period: Period):
    refused = _panel(clerk, "sheet_missing", period, item="1", policy="peer_mean", reason="")
    assert "写明原因" in json.loads(refused["HX-Trigger"])["toast"]["text"]
    assert refused["HX-Reswap"] == "none"
    done = _panel(clerk, "sheet_missing", period, item="1", policy="peer_mean", reason="道路塌方")
    assert json.loads(done["HX-Trigger-After-Settle"])["sheet-changed"] == {"cell": True}
    assert "道路塌方" in done.content.decode()
    _panel(clerk, "sheet_missing", period, item="1", clear="1")
    assert Score.objects.get(key="1").missing == ""


def test_findings_take_the_rules_price_when_none_is_given(clerk: Client, period: Period):
    form = {"d-TOTAL_FORMS": "2", "d-INITIAL_FORMS": "0", "d-0-text": "桶外溢", "d-0-count": "3"}
    _panel(clerk, "sheet_deductions", period, item="1", version="0", **form)
    found = Score.objects.get(key="1").deductions.get()
    assert (found.text, found.count, found.points) == ("桶外溢", 3, Decimal("1.5"))
    stale = _panel(clerk, "sheet_deductions", period, item="1", version="0", **form)
    assert "刚被别人改过" in json.loads(stale["HX-Trigger"])["toast"]["text"]
    broken = _panel(clerk, "sheet_deductions", period, item="1", version="2", **{**form, "d-0-count": "0"})
    assert "处数" in json.loads(broken["HX-Trigger"])["toast"]["text"]


def test_scores_and_their_givers_are_set_from_the_panel(clerk: Client, period: Period):
    _panel(clerk, "sheet_set", period, item="1", value="57", version="0")
    _panel(clerk, "sheet_giver", period, item="1", given_by="县")
    score = Score.objects.get(key="1")
    assert (score.value, score.given_by, score.version) == (Decimal(57), "县", 2)
    stale = _panel(clerk, "sheet_set", period, item="1", value="58", version="1")
    assert "刚被别人改过" in json.loads(stale["HX-Trigger"])["toast"]["text"]


def test_adjustments_and_upper_results_come_and_go(clerk: Client, period: Period):
    _panel(clerk, "sheet_adjust", period, kind="bonus", points="0.5", reason="县级典型")
    assert Adjustment.objects.get().reason == "县级典型"
    _panel(clerk, "sheet_upper", period, level="县", name="暗访", points="93.7", use="note")
    assert "+0.5 县93.7" in _page(clerk, _url("sheet", period))
    _panel(clerk, "sheet_adjust", period, remove=Adjustment.objects.get().pk)
    _panel(clerk, "sheet_upper", period, remove=UpperResult.objects.get().pk)
    assert not Adjustment.objects.exists()
    assert not UpperResult.objects.exists()
    refused = _panel(clerk, "sheet_adjust", period, kind="bonus", points="0.5", reason="")
    assert "事由" in json.loads(refused["HX-Trigger"])["toast"]["text"]


def test_without_a_script_the_panel_answers_with_the_page(clerk: Client, period: Period):
    entry = entry_of(period, "石桥村")
    data = {
        "entry": entry.pk,
        "item": "1",
        "policy": "rescale",
        "reason": "停考",
        "next": "https://evil.example/",
    }
    answer = clerk.post(_url("sheet_missing", period), data)
    assert answer["Location"] == _url("sheet", period) + f"#cell-{entry.pk}-1"


def test_one_village_is_scored_by_a_plain_form(clerk: Client, period: Period, fill: Fill):
    fill()
    entry = entry_of(period, "石桥村")
    page = _page(clerk, _url("sheet", period) + f"?entry={entry.pk}")
    assert 'name="v-1" value="58"' in page
    assert "下一个：南坡村" in page
    fields = {"entry": entry.pk, "v-1": "57", "o-1": "58", "n-1": "1", "v-2": "39", "o-2": "39", "n-2": "1"}
    assert clerk.post(_url("sheet_row", period), fields).status_code == 302
    assert Score.objects.get(entry=entry, key="1").version == 2
    assert Score.objects.get(entry=entry, key="2").version == 1
    again = clerk.post(_url("sheet_row", period), fields | {"v-2": "99", "v-1": "56"})
    assert again.status_code == 422
    page = again.content.decode()
    assert "99 超过满分 40" in page
    assert 'value="99"' in page
    assert "陈晓改成了现在的值，您填的是 56" in page
