"""取检查发现 as a browser sees it: the preview, the press, the way back, and the links to what was found."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.assessments.conftest import entry_of
from tests.assessments.test_feeding import Add, add, feed, period
from tests.cast import Cast
from xiangfeng.access.actor import SYSTEM
from xiangfeng.assessments.actions import results
from xiangfeng.assessments.actions.scores import CellInput, save_cells
from xiangfeng.assessments.models import Deduction, Period, Score

__all__ = ["add", "feed", "period"]  # the month with its findings


@pytest.fixture
def clerk(client_for: Callable[..., Client], cast: Cast) -> Client:
    return client_for(cast.people["clerk"])


def page(client: Client, name: str, period: Period, **query: Any) -> str:
    answer = client.get(reverse(f"assessments:{name}", args=[period.pk]), query)
    assert answer.status_code == 200
    return answer.content.decode()


def press(client: Client, period: Period, **data: str) -> str:
    answer = client.post(reverse("assessments:sheet_feed", args=[period.pk]), data, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("assessments:sheet", args=[period.pk])
    return answer.content.decode()


def test_preview_press_and_back(clerk: Client, period: Period, add: Add, cast: Cast):
    found = add(count=2, place="村口")
    add("没有编码", indicator="99")
    assert "本月还有 1 条检查发现没有进表" in page(clerk, "sheet", period)
    assert "本月还有 1 条检查发现没有进表" in page(clerk, "period", period)
    shown = page(clerk, "sheet_feed", period)
    assert f'<a href="/work/findings/{found.pk}/">垃圾桶外溢</a>' in shown
    assert "按记录 59 分" in shown
    assert "指标体系里没有这个指标编码" in shown
    assert "本月没有到期的整改，不填" in shown
    assert Deduction.objects.count() == 0, "看一看什么也不写"
    assert "新取 1 条扣分" in press(clerk, period)
    assert "表里已是最新" in press(clerk, period)
    assert "没有进表" not in page(clerk, "sheet", period)
    entry = entry_of(period, "石桥村")
    panel = page(clerk, "sheet_cell", period, entry=entry.pk, item="1")
    assert f'href="/work/findings/{found.pk}/"' in panel
    assert f'name="d-0-finding_id" value="{found.pk}"' in panel
    assert "涉及 1 格" in press(clerk, period, undo="1")
    assert Deduction.objects.count() == 0


def test_the_panel_keeps_the_finding(clerk: Client, period: Period, add: Add):
    found = add(place="村口")
    press(clerk, period)
    entry = entry_of(period, "石桥村")
    form = {
        "entry": entry.pk, "item": "1", "version": Score.objects.get().version, "d-TOTAL_FORMS": 1, "d-INITIAL_FORMS": 1,
        "d-0-text": found.text, "d-0-place": "村口", "d-0-count": 1, "d-0-points": "0.5", "d-0-finding_id": found.pk,
    }  # fmt: skip
    assert clerk.post(reverse("assessments:sheet_deductions", args=[period.pk]), form).status_code == 302
    row = Deduction.objects.get()
    assert (row.finding_id, row.found_on) == (found.pk, found.found_on)


@pytest.mark.parametrize("count", [1, 3])
def test_the_preview_asks_a_fixed_number_of_questions(
    count: int, clerk: Client, period: Period, add: Add, cast: Cast, django_assert_max_num_queries: Any
):
    for number in range(count):
        for unit in ("石桥村", "南坡村"):
            add(f"问题{number}", lead=cast.units[unit])
    with django_assert_max_num_queries(12):
        page(clerk, "sheet_feed", period)


def test_a_locked_sheet_is_only_looked_at(
    clerk: Client, period: Period, add: Add, cast: Cast, at: dt.datetime
):
    add()
    row = Period.objects.get(pk=period.pk)
    entries = period.entries.order_by("seq")
    cells = [CellInput(one.pk, key, "9") for one in entries for key in ("1", "2", "3", "@fix")]
    save_cells(row, cells, actor=SYSTEM, at=at)
    results.submit_period(row, actor=cast.actor("clerk"), at=at)
    shown = page(clerk, "sheet_feed", period)
    assert "只能看，不能取" in shown
    assert "取进打分表" not in shown
    assert "打分表已锁定" in press(clerk, period)


def test_the_village_opens_its_own_findings(
    clerk: Client, client_for: Callable[..., Client], period: Period, add: Add, cast: Cast, at: dt.datetime
):
    found = add()
    press(clerk, period)
    row, cells = Period.objects.get(pk=period.pk), []
    for one in period.entries.select_related("unit").order_by("seq"):
        keys = ("2", "3", "@fix") if one.unit.name == "石桥村" else ("1", "2", "3", "@fix")
        cells += [CellInput(one.pk, key, "9") for key in keys]
    save_cells(row, cells, actor=SYSTEM, at=at)
    results.submit_period(row, actor=cast.actor("clerk"), at=at)
    results.finalise_period(row, actor=cast.actor("director"), at=at)
    village = client_for(cast.people["village"])
    own = village.get(reverse("assessments:own_entry", args=[entry_of(period, "石桥村").pk])).content.decode()
    assert f'href="/work/findings/{found.pk}/"' in own
    assert entry_of(period, "石桥村").scores.get(key="1").deductions.get().points == Decimal("0.5")
