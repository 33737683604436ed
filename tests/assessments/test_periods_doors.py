"""The pages of the months: their lights, opening one, its list of units, and every move by its one door."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from tests.assessments.conftest import entry_of
from tests.cast import Cast
from xiangfeng.access.actor import SYSTEM
from xiangfeng.assessments.actions.periods import open_period
from xiangfeng.assessments.models import Entry, Period, PeriodState, SchemeVersion
from xiangfeng.history.models import Entry as History

Fill = Callable[[], Any]


@pytest.fixture
def clerk(client_for: Callable[..., Client], cast: Cast) -> Client:
    return client_for(cast.people["clerk"])


def _page(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def _move(client: Client, period: Period, verb: str, note: str = "") -> str:
    url = reverse("assessments:period_move", args=[period.pk])
    return client.post(url, {"verb": verb, "note": note}, follow=True).content.decode()


@pytest.mark.parametrize(
    ("today", "words"),
    [
        ("2026-12-10", "12月10日前通报"),
        ("2026-12-11", "超过10日未发通报"),
        ("2027-01-01", "月底仍未发通报"),
    ],
)
def test_the_list_says_how_late_a_month_is(
    client_for: Callable[..., Client], cast: Cast, period: Period, today: str, words: str
):
    with time_machine.travel(f"{today} 09:00 +0800", tick=False):
        page = _page(client_for(cast.people["clerk"]), reverse("assessments:periods"))
    assert words in page
    assert "打分" in page


def test_an_empty_list_says_how_to_begin(clerk: Client):
    page = _page(clerk, reverse("assessments:periods"))
    assert "还没有考评期" in page
    assert reverse("assessments:period_open") in page


@pytest.mark.parametrize("months", [1, 3])
def test_lists_ask_the_database_the_same_whatever_the_months(
    clerk: Client,
    period: Period,
    version: SchemeVersion,
    cast: Cast,
    at: dt.datetime,
    django_assert_max_num_queries: Any,
    months: int,
):
    for month in range(1, months):
        open_period(cast.units["云溪镇"], year=2026, month=month, scheme_version=version, actor=SYSTEM, at=at)
    for url, most in (
        (reverse("assessments:periods"), 7),
        (reverse("assessments:period", args=[period.pk]), 11),
        (reverse("assessments:period_add", args=[period.pk]), 7),
        (reverse("assessments:period_open"), 9),
    ):
        with django_assert_max_num_queries(most):
            assert clerk.get(url).status_code == 200


def test_a_month_is_opened_by_hand_once(clerk: Client, cast: Cast, version: SchemeVersion):
    url = reverse("assessments:period_open")
    data = {"unit": cast.units["云溪镇"].pk, "year": 2026, "month": 8, "scheme": version.pk}
    page = clerk.post(url, data, follow=True).content.decode()
    assert "请核对参评名单" in page
    assert "石桥村" in page
    assert "8月的考评已经开过了" in clerk.post(url, data).content.decode()
    far = data | {"unit": cast.units["东河镇"].pk, "month": 7}
    assert "选择" in clerk.post(url, far).content.decode()
    assert Period.objects.count() == 1


def test_the_month_walks_through_its_states(
    clerk: Client, client_for: Callable[..., Client], cast: Cast, period: Period, fill: Fill
):
    assert "不能点：还有 6 处要处理" in _page(clerk, reverse("assessments:period", args=[period.pk]))
    assert "还有 6 处要处理" in _move(clerk, period, "submit")
    fill()
    assert "已提交复核" in _move(clerk, period, "submit")
    assert "已撤回提交" in _move(clerk, period, "recall")
    _move(clerk, period, "submit")
    assert "没有这项权限" in _move(clerk, period, "finalise")
    director = client_for(cast.people["director"])
    assert "要写明理由" in _move(director, period, "send_back")
    assert "已退回打分" in _move(director, period, "send_back", "石桥村道路重看")
    assert "石桥村道路重看" in _page(clerk, reverse("assessments:period", args=[period.pk]))
    _move(clerk, period, "submit")
    assert "已定稿排名" in _move(director, period, "finalise")
    assert "已重新打开" in _move(director, period, "reopen", "算错一项")
    assert "没有这个动作" in _move(director, period, "explode")
    period.refresh_from_db()
    assert period.state == PeriodState.SCORING


def test_the_next_step_comes_first_and_leads_on(
    clerk: Client, client_for: Callable[..., Client], cast: Cast, period: Period, fill: Fill
):
    fill()
    _move(clerk, period, "submit")
    director = client_for(cast.people["director"])
    page = director.get(reverse("assessments:period", args=[period.pk]))
    verbs = [act["verb"] for act in page.context["acts"]]
    assert verbs[:2] == ["finalise", "send_back"]
    answer = director.post(reverse("assessments:period_move", args=[period.pk]), {"verb": "finalise"})
    assert answer["Location"] == reverse("assessments:ranking", args=[period.pk])
    paper = reverse("assessments:bulletin", args=[period.pk])
    assert "等分管领导签发" in _page(director, paper)
    leader = client_for(cast.people["leader"])
    page = leader.get(paper)
    assert page.context["acts"][0]["verb"] == "publish"
    assert "等分管领导签发" not in page.content.decode()


def test_days_and_declared_number_are_kept(clerk: Client, period: Period):
    url = reverse("assessments:period_edit", args=[period.pk])
    data = {
        "inspected_from": "2026-11-23",
        "inspected_to": "2026-11-26",
        "declared_count": 3,
        "due_on": "2026-12-08",
    }
    page = clerk.post(url, data, follow=True).content.decode()
    assert "与应评数 3 不符" in page
    assert "12月8日前通报" in page
    page = clerk.post(url, data | {"inspected_to": "2026-11-01"}, follow=True).content.decode()
    assert "检查止日不能早于检查起日" in page
    assert "通报期限" in clerk.post(url, {}, follow=True).content.decode()


def test_units_are_added_left_unranked_and_taken_off(
    clerk: Client, cast: Cast, version: SchemeVersion, at: dt.datetime
):
    period = open_period(
        cast.units["云溪镇"], year=2026, month=10, scheme_version=version, actor=SYSTEM, at=at
    )
    add = reverse("assessments:period_add", args=[period.pk])
    assert "农业站" in _page(clerk, add)
    assert "石桥村" not in _page(clerk, add)
    assert "请先勾选" in clerk.post(add, {}).content.decode()
    clerk.post(add, {"unit": [cast.units["农业站"].pk, cast.units["柳湾村"].pk]})
    names = [entry.unit.name for entry in period.entries.select_related("unit")]
    assert names == ["石桥村", "南坡村", "农业站"]
    station = Entry.objects.get(unit=cast.units["农业站"])
    edit = reverse("assessments:entry_edit", args=[station.pk])
    page = clerk.post(edit, {"group": "站所"}, follow=True).content.decode()
    assert "不参加排名要写明原因" in page
    clerk.post(edit, {"group": "站所", "reason": "只看不排"})
    station.refresh_from_db()
    assert (station.group, station.is_ranked, station.unranked_reason) == ("站所", False, "只看不排")
    assert "已移出参评名单" in clerk.post(edit, {"remove": "1"}, follow=True).content.decode()
    assert not Entry.objects.filter(pk=station.pk).exists()


def test_a_scored_month_keeps_its_units(clerk: Client, period: Period, fill: Fill):
    fill()
    edit = reverse("assessments:entry_edit", args=[entry_of(period, "石桥村").pk])
    assert "不能删除" in clerk.post(edit, {"remove": "1"}, follow=True).content.decode()


def test_a_month_opened_by_mistake_is_taken_back_while_empty(clerk: Client, period: Period):
    assert "取消开期" in _page(clerk, reverse("assessments:period", args=[period.pk]))
    answer = clerk.post(reverse("assessments:period_cancel", args=[period.pk]))
    assert answer["Location"] == reverse("assessments:periods")
    assert not Period.objects.exists()
    assert History.objects.latest("id").verb == "取消开期"


def test_a_month_with_a_score_is_not_taken_back(
    clerk: Client, period: Period, fill: Callable[[], Any], cast: Cast
):
    fill()
    assert "取消开期" not in _page(clerk, reverse("assessments:period", args=[period.pk]))
    clerk.post(reverse("assessments:period_cancel", args=[period.pk]))
    assert Period.objects.get() == period
