from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.cast import Cast
from xiangfeng.access.actor import SYSTEM
from xiangfeng.orgs.models import Person
from xiangfeng.sites import actions
from xiangfeng.sites.models import Checklist, Outline, Site, SiteType

RING = [[104.0, 30.0], [104.2, 30.0], [104.2, 30.2], [104.0, 30.2], [104.0, 30.0]]


@pytest.fixture
def sites(cast: Cast, at: dt.datetime) -> list[Site]:
    """Good, fair, poor and never checked; the last has no coordinates."""
    who: dict[str, Any] = {"actor": SYSTEM, "at": at}
    actions.install_types(cast.units["云溪镇"], **who)
    kinds = [SiteType.objects.get(name=name) for name in ("公厕", "村组", "村组", "学校")]
    made = []
    for number, (kind, score) in enumerate(zip(kinds, (95, 85, 60, None), strict=True)):
        place = {} if score is None else {"x": Decimal("104.1"), "y": Decimal("30.1") + Decimal(number) / 100}
        unit = cast.units["石桥村" if number < 2 else "南坡村"]
        site = actions.add_site(unit, type=kind, name=f"{kind.name}{number}", **place, **who)
        if score is not None:
            actions.note_result(site, score=Decimal(score), full=Decimal(100), on=at.date())
        made.append(site)
    return made


def test_the_map_says_in_the_list_what_it_draws(
    cast: Cast, sites: list[Site], client_for: Callable[[Person], Client]
):
    client = client_for(cast.people["clerk"])
    page = client.get("/work/sites/map/")
    assert [line["band"] for line in page.context["lines"]] == ["good", "fair", "poor", "none"]
    assert [mark["row"].pk for mark in page.context["marks"]] == [site.pk for site in sites[:3]]
    html = page.content.decode()
    for site in sites[:3]:
        assert f"<title>{site.name}（{site.unit.name}）" in html
        assert html.count(f'href="/work/sites/{site.pk}/"') == 2
    assert "没填坐标" in html and "style=" not in html
    only = client.get("/work/sites/map/?type=村组&lead=x")
    assert [line["row"].name for line in only.context["lines"]] == ["村组1", "村组2"]


def test_an_outline_is_uploaded_changed_and_taken_away(
    cast: Cast, sites: list[Site], client_for: Callable[[Person], Client], at: dt.datetime
):
    client = client_for(cast.people["clerk"])
    url = f"/work/sites/map/{cast.units['云溪镇'].pk}/outline/"
    bad = client.post(url, {"file": SimpleUploadedFile("x.json", b"{}")})
    assert bad.status_code == 422 and "GeoJSON" in bad.content.decode()
    content = json.dumps({"type": "Polygon", "coordinates": [RING]}).encode()
    for _ in range(2):
        client.post(url, {"file": SimpleUploadedFile("x.geojson", content)})
    assert Outline.objects.get().rings == [RING]
    assert "xf-map-outline" in client.get("/work/sites/map/").content.decode()
    far = {"x": Decimal("30.1"), "y": Decimal("104.1")}
    actions.edit_site(sites[3], revision=0, **far, actor=SYSTEM, at=at)
    assert client.get("/work/sites/map/").context["astray"] == 1
    client.post(url + "clear/")
    assert not Outline.objects.exists()


def test_a_site_is_registered_changed_and_stopped_on_screen(
    cast: Cast, sites: list[Site], client_for: Callable[[Person], Client]
):
    client = client_for(cast.people["clerk"])
    data = {"unit": cast.units["石桥村"].pk, "type": sites[0].type_id, "name": "新公厕", "x": "104.1"}
    assert "两个坐标要一起填" in client.post("/work/sites/new/", data).content.decode()
    page = client.post("/work/sites/new/", data | {"y": "30.1"}, follow=True)
    site = Site.objects.get(name="新公厕")
    assert "编号 005" in page.content.decode()
    form = client.get(f"/work/sites/{site.pk}/edit/").context["form"]
    assert form.initial["x"] == "104.1"
    sent = data | {"code": site.code, "name": "改名", "x": "", "revision": "0"}
    client.post(f"/work/sites/{site.pk}/edit/", sent)
    again = client.post(f"/work/sites/{site.pk}/edit/", sent | {"name": "又改"})
    assert "刚被别人改过" in again.content.decode() and "又改" in again.content.decode()
    client.post(f"/work/sites/{site.pk}/use/", {"verb": "stop", "note": ""})
    assert Site.objects.get(pk=site.pk).is_active
    client.post(f"/work/sites/{site.pk}/use/", {"verb": "stop", "note": "已拆"})
    site.refresh_from_db()
    assert (site.name, site.x, site.is_active) == ("改名", None, False)
    assert site not in [line["row"] for line in client.get("/work/sites/map/").context["lines"]]


def test_the_tabs_cut_by_what_the_last_check_gave(
    cast: Cast, sites: list[Site], client_for: Callable[[Person], Client]
):
    client = client_for(cast.people["clerk"])
    actions.note_result(sites[1], score=Decimal(31), full=Decimal(40), on=dt.date(2026, 12, 1))
    for tab, names in (("active", 4), ("poor", 2), ("unchecked", 1), ("stopped", 0)):
        assert client.get(f"/work/sites/?tab={tab}").context["ledger"]["page"]["total"] == names
    assert "31/40" in client.get("/work/sites/?tab=poor").content.decode()
    assert client.get("/work/sites/?type=学校").context["ledger"]["page"]["total"] == 1


def test_a_village_sees_its_own_and_may_change_nothing(
    cast: Cast, sites: list[Site], client_for: Callable[[Person], Client]
):
    client = client_for(cast.people["village"])
    html = client.get("/work/sites/own/").content.decode()
    assert "公厕0" in html and "村组2" not in html
    page = client.get(f"/work/sites/{sites[0].pk}/")
    assert "停用" not in page.content.decode() and "地面和便器干净" in page.content.decode()
    assert client.get(f"/work/sites/{sites[2].pk}/").status_code == 404
    assert client.post(f"/work/sites/{sites[0].pk}/use/", {"verb": "stop", "note": "x"}).status_code == 403


def test_a_checklist_item_is_kept_on_screen(
    cast: Cast, sites: list[Site], client_for: Callable[[Person], Client]
):
    client = client_for(cast.people["clerk"])
    row = Checklist.objects.get(name="学校检查表")
    url = f"/work/sites/checklists/{row.pk}/"
    data = {"title": "操场平整", "topic": "facility", "points": "5", "each": "9", "revision": "0"}
    assert "不能超过分值" in client.post(url + "items/new/", data).content.decode()
    client.post(url + "items/new/", data | {"each": "1"})
    page = client.get(url)
    assert page.context["total"] == 105 and "操场平整" in page.content.decode()
    item = row.items.get(title="操场平整")
    client.post(f"/work/sites/checklists/items/{item.pk}/change/", {"verb": "remove", "revision": "0"})
    assert row.items.filter(pk=item.pk).exists()
    client.post(f"/work/sites/checklists/items/{item.pk}/change/", {"verb": "remove", "revision": "1"})
    assert not row.items.filter(pk=item.pk).exists()
    client.post(url + "copy/", {"name": "学校检查表（副本）"})
    assert Checklist.objects.filter(name="学校检查表（副本）").exists()


def test_types_are_installed_on_screen_where_there_are_none(
    cast: Cast, client_for: Callable[[Person], Client]
):
    client = client_for(cast.people["clerk"])
    assert "装入常用的九类和检查表" in client.get("/work/sites/types/").content.decode()
    client.post(f"/work/sites/types/of/{cast.units['云溪镇'].pk}/install/")
    page = client.get("/work/sites/types/")
    assert "装入常用的九类和检查表" not in page.content.decode()
    assert len(page.context["own"]) == 9
