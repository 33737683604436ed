from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.cast import Cast
from tests.workbooks import book_of
from xiangfeng.access.actor import SYSTEM
from xiangfeng.base.errors import Refused
from xiangfeng.history.models import Entry
from xiangfeng.orgs import actions as orgs
from xiangfeng.orgs.models import Person, UnitKind
from xiangfeng.scoring.sheets import first_rows
from xiangfeng.sites import actions
from xiangfeng.sites.models import Site, SiteType
from xiangfeng.sites.queries import import_ground
from xiangfeng.sites.site_list import HEADINGS, read_sites, write_blank

LEDGER_19 = ["编号", "名称", "类型", "地址", "责任单位", "责任人", "检查表", "最近得分"]


@pytest.fixture
def who(cast: Cast, at: dt.datetime) -> dict[str, Any]:
    return {"actor": cast.actor("clerk"), "at": at}


@pytest.fixture
def site(cast: Cast, who: dict[str, Any]) -> Site:
    actions.install_types(cast.units["云溪镇"], **who)
    toilet = SiteType.objects.get(name="公厕")
    return actions.add_site(
        cast.units["石桥村"], type=toilet, code="007", name="石桥公厕", address="村口", keeper="石磊",
        x=Decimal("104.1"), y=Decimal("30.6"), **who,
    )  # fmt: skip


def _import(client: Client, content: bytes) -> Any:
    page = client.post("/work/sites/import/", {"file": SimpleUploadedFile("点位.xlsx", content)})
    assert page.status_code == 200
    return page


def _confirm(client: Client, page: Any) -> Any:
    return client.post(
        "/work/sites/import/confirm/", {"token": page.context["preview"]["token"]}, follow=True
    )


def test_bad_cells_are_named_and_good_lines_kept(cast: Cast, who: dict[str, Any], site: Site):
    content = book_of(
        ["编号", "名称", "类型", "责任单位", "经度", "纬度", "电话", "最近得分"],
        ["", "甲", "公厕", "石桥村", 104.123456, "30.5"],
        ["", "", "公厕", "石桥村"],
        ["9", "乙", "车站", "石桥村"],
        ["9", "丙", "公厕", "柳湾村"],
        ["9", "丁", "公厕", "石桥村", "东边", "30"],
        ["10", "戊", "公厕", "石桥村", 104],
        ["10", "己", "", "石桥村"],
        ["", "石桥公厕", "公厕", "石桥村"],
        ["", "庚", "公厕", "" ],
    )  # fmt: skip
    read = read_sites(content, import_ground(who["actor"]))
    assert [(line.number, line.pk, line.fields["name"]) for line in read.lines] == [(2, None, "甲")]
    assert (read.lines[0].fields["x"], read.lines[0].fields["y"]) == (Decimal("104.123456"), Decimal("30.5"))
    assert [(one.number, one.column) for one in read.bad] == [
        (3, "名称"), (4, "类型"), (5, "责任单位"), (6, "编号"), (6, "东向坐标"), (7, "北向坐标"), (8, "编号"), (8, "类型"),
        (9, "名称"), (10, "责任单位"),
    ]  # fmt: skip
    assert read.unread == ["电话"]
    assert "公厕" in read.bad[1].reason and "编号 007" in read.bad[8].reason


def test_what_is_no_list(cast: Cast, who: dict[str, Any]):
    ground = import_ground(who["actor"])
    for content, why in (
        (b"x", "打不开"),
        (book_of(["甲", "乙"]), "找不到表头"),
        (book_of(["名称", "责任单位"]), "没有内容"),
        (book_of(["名称", "点位", "责任单位"]), "出现了两次"),
    ):
        with pytest.raises(Refused, match=why):
            read_sites(content, ground)


def test_units_of_one_name_are_told_apart_by_the_township(cast: Cast, at: dt.datetime):
    orgs.create_unit(cast.units["东河镇"], kind=UnitKind.VILLAGE, name="石桥村", actor=SYSTEM)
    actions.install_types(cast.units["某县"], actor=cast.actor("county"), at=at)
    ground = import_ground(cast.actor("county"))
    read = read_sites(
        book_of(["名称", "类型", "责任单位"], ["甲", "公厕", "石桥村"], ["乙", "公厕", "东河镇石桥村"]),
        ground,
    )
    assert [line.fields["name"] for line in read.lines] == ["乙"]
    assert "2 个单位" in read.bad[0].reason


def test_a_list_is_shown_and_then_written(
    cast: Cast, site: Site, client_for: Callable[[Person], Client], at: dt.datetime
):
    client = client_for(cast.people["clerk"])
    content = book_of(
        ["编号", "名称", "类型", "地址", "责任单位", "责任人"],
        ["007", "石桥公厕", "", "", "石桥村", "石小磊"],
        ["", "南坡一组", "村组", "坡下", "南坡村", ""],
    )
    page = _import(client, content)
    assert Site.objects.count() == 1
    answer = _confirm(client, page)
    assert "新登记 1 个点位，更新 1 个" in answer.content.decode()
    site.refresh_from_db()
    assert (site.keeper, site.address, site.x) == ("石小磊", "村口", Decimal("104.1"))
    made = Site.objects.get(name="南坡一组")
    assert (made.code, made.unit.name, made.type.name) == ("008", "南坡村", "村组")


def test_an_exported_ledger_comes_back_without_change(
    cast: Cast, who: dict[str, Any], site: Site, client_for: Callable[[Person], Client]
):
    actions.note_result(site, score=Decimal("92.5"), full=Decimal(100), on=dt.date(2026, 11, 2))
    SiteType.objects.filter(name="公厕").update(is_active=False)
    client = client_for(cast.people["clerk"])
    content = client.get("/work/sites/?export=xlsx").content
    rows = first_rows(content)
    assert rows[0] == LEDGER_19
    assert rows[1] == ["007", "石桥公厕", "公厕", "村口", "石桥村", "石磊", "公厕检查表", 92.5]
    page = _import(client, content)
    assert (page.context["preview"]["good_count"], page.context["preview"]["bad_count"]) == (1, 0)
    entries = Entry.objects.count()
    assert "新登记 0 个点位，更新 0 个" in _confirm(client, page).content.decode()
    assert Entry.objects.count() == entries


def test_one_refused_line_leaves_everything_as_it_was(
    cast: Cast, who: dict[str, Any], site: Site, client_for: Callable[[Person], Client]
):
    client = client_for(cast.people["clerk"])
    content = book_of(
        ["编号", "名称", "类型", "责任单位"], ["1", "甲", "村组", "石桥村"], ["2", "乙", "村组", "石桥村"]
    )
    page = _import(client, content)
    kind = SiteType.objects.get(name="村组")
    actions.add_site(cast.units["石桥村"], type=kind, code="2", name="别人登记的", **who)
    assert "第 3 行没能写入" in _confirm(client, page).content.decode()
    assert not Site.objects.filter(name="甲").exists()


def test_a_preview_is_its_readers_own(cast: Cast, site: Site, client_for: Callable[[Person], Client]):
    content = book_of(["名称", "类型", "责任单位"], ["甲", "村组", "石桥村"])
    page = _import(client_for(cast.people["clerk"]), content)
    answer = _confirm(client_for(cast.people["director"]), page)
    assert "不是您的" in answer.content.decode()
    assert Site.objects.count() == 1


def test_the_blank_list_can_be_read_back():
    assert first_rows(write_blank(["公厕"], ["石桥村"]))[0] == [*HEADINGS]
