"""The history: who sees what, filters, before and after, and the button that verifies."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.urls import reverse

from tests.administration.conftest import table
from xiangfeng.administration.actions import units as acts
from xiangfeng.history.actions import record
from xiangfeng.history.models import Entry


def url(name, *args):
    return reverse(f"administration:{name}", args=args)


@pytest.fixture
def past(cast, at):
    """Three things done on three days in two townships."""
    clerk, other = cast.actor("clerk"), cast.actor("outsider")
    acts.edit_unit(cast.units["石桥村"], actor=clerk, at=at - dt.timedelta(days=9), group="B类")
    acts.edit_unit(cast.units["柳湾村"], actor=other, at=at - dt.timedelta(days=5), code="12")
    acts.edit_unit(cast.units["南坡村"], actor=clerk, at=at, full_name="云溪镇南坡村")
    return list(Entry.objects.filter(verb="修改单位").order_by("pk"))


def _subjects(client, query=""):
    rows = table(client.get(url("history") + f"?export=xlsx&verb=修改单位{query}"))
    return [row[4] for row in rows[1:]]


def test_each_sees_the_own_branch_the_latest_first(cast, enter, past):
    assert _subjects(enter("audit_admin")) == ["南坡村", "柳湾村", "石桥村"]
    assert _subjects(enter("head")) == ["南坡村", "石桥村"]
    assert enter("clerk").get(url("history")).status_code == 403


def test_filters_narrow_the_list(cast, enter, past):
    client = enter("audit_admin")
    assert _subjects(client, f"&unit={cast.units['云溪镇'].path}") == ["南坡村", "石桥村"]
    assert _subjects(client, "&actor=孙") == ["柳湾村"]
    assert _subjects(client, "&from=2026-11-18&to=2026-11-18") == ["柳湾村"]
    assert _subjects(client, "&to=2026-11-22") == ["柳湾村", "石桥村"]
    assert _subjects(client, "&q=B类") == ["石桥村"]
    assert _subjects(client, "&from=never&unit=nowhere") == ["南坡村", "柳湾村", "石桥村"]


def test_a_day_ends_at_midnight_here_not_in_greenwich(cast, enter, at):
    late = at.replace(hour=23, minute=59)
    acts.edit_unit(cast.units["石桥村"], actor=cast.actor("clerk"), at=late, group="B类")
    assert _subjects(enter("head"), "&from=2026-11-23&to=2026-11-23") == ["石桥村"]
    assert _subjects(enter("head"), "&from=2026-11-24") == []


def test_an_entry_shows_before_and_after(cast, enter, past):
    page = enter("head").get(url("history_entry", past[0].pk)).content.decode()
    assert "参评类别" in page
    assert '<td data-th="改前">A类</td><td data-th="改后">B类</td>' in page
    assert past[0].hash in page
    assert enter("head").get(url("history_entry", past[1].pk)).status_code == 404


@pytest.mark.parametrize(
    "body", [{"before": "旧", "after": "新"}, {"data": [1, {"a": None}]}, {"after": {"x": [True]}}]
)
def test_whatever_was_recorded_can_be_shown(cast, enter, at, body):
    entry = record(cast.units["石桥村"], verb="试", actor=cast.actor("clerk"), at=at, **body)
    assert enter("head").get(url("history_entry", entry.pk)).status_code == 200


def test_what_was_typed_is_not_run(cast, enter, at):
    entry = record(
        cast.units["石桥村"],
        verb="试",
        actor=cast.actor("clerk"),
        at=at,
        note="<script>1</script>",
        after={"<b>": "<i>"},
    )
    page = enter("head").get(url("history_entry", entry.pk)).content.decode()
    assert "&lt;script&gt;1" in page
    assert "<script>1" not in page
    assert "<b>" not in page.partition("前后内容")[2]


def test_a_whole_history_is_said_to_be_whole(cast, enter, past):
    client = enter("audit_admin")
    page = client.get(url("history_verify")).content.decode()
    assert "记录完整" in page
    assert f"共 {Entry.objects.count()} 条" in page


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("UPDATE history_entry SET actor_name = '别人' WHERE id = %s", "内容与校验值不符，被改过"),
        ("DELETE FROM history_entry WHERE id = %s", "这一条被删除"),
    ],
)
def test_a_row_touched_by_hand_is_found(cast, enter, past, sql, said):
    client = enter("audit_admin")
    with connection.cursor() as cursor:
        cursor.execute(sql, [past[1].pk])
    page = client.get(url("history_verify")).content.decode()
    assert "记录被动过" in page
    assert said in page
    assert "记录完整" not in page


def test_units_are_offered_down_to_the_township_from_above(cast, enter):
    def offered(key, name):
        page = enter(key).get(url("history")).content.decode()
        return f'value="{cast.units[name].path}"' in page

    assert offered("audit_admin", "云溪镇")
    assert not offered("audit_admin", "石桥村")
    assert offered("head", "石桥村")
    assert not offered("head", "东河镇")
