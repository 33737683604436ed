"""户厕, 门前三包, 绿化面积, 水体: one declared shape (D2.1, D2.3, D2.4, I12)."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.workbooks import book_of
from xiangfeng.base.drawing import draw
from xiangfeng.base.errors import Refused, Stale
from xiangfeng.history.models import Entry
from xiangfeng.scoring.sheets import first_rows
from xiangfeng.upkeep.actions.items import (
    add_item,
    check_item,
    draw_items,
    edit_item,
    strike_item,
)
from xiangfeng.upkeep.models import Item, SpotCheck
from xiangfeng.upkeep.registers import FRONTAGES, GREEN, TOILETS, change

TODAY = dt.date(2026, 11, 23)
HOUSE = {"group": "三组", "head": "欧阳大有", "wash": "三格化粪池", "usable": "是"}


@pytest.fixture
def add(cast, at):
    def make(name="三组1号", unit="石桥村", register="toilet", values=HOUSE, actor="village"):
        return add_item(
            cast.units[unit], register=register, name=name, values=values, actor=cast.actor(actor), at=at
        )

    return make


def _book(*rows):
    return SimpleUploadedFile("台账.xlsx", book_of(*rows))


def test_what_a_register_takes():
    values, wrong = TOILETS.tidy({"wash": "旱厕", "usable": " 是 "})
    assert (values["usable"], list(wrong)) == ("是", ["wash"])
    values, wrong = FRONTAGES.tidy(
        {
            "sort": "商户",
            "section": "主街",
            "clean": "是",
            "green": "是",
            "order": "否",
            "signed": "2026年3月5日",
        }
    )
    assert (wrong, values["signed"]) == ({}, "2026-03-05")
    assert GREEN.tidy({"area": "1200.50", "source": "实测"})[0]["area"] == "1200.5"
    assert "area" in GREEN.tidy({"area": "-1", "source": "实测"})[1]
    assert GREEN.tidy_name("2026年度") == "2026"
    with pytest.raises(ValueError, match="年度应写成"):
        GREEN.tidy_name("今年")
    assert (change("1032", "1000"), change("995", "1000"), change("1", "0"), change("1", "")) == (
        "+3.2%", "-0.5%", "", "",
    )  # fmt: skip


def test_a_row_from_entry_to_strike(cast, add, at):
    row, who = add(), {"actor": cast.actor("village"), "at": at}
    with pytest.raises(Refused, match="已有“三组1号”"):
        add()
    with pytest.raises(Refused, match="类型：没有填类型"):
        add(name="三组2号", values={"usable": "是"})
    with pytest.raises(Refused, match="您不能记石桥村的台账"):
        add(name="三组2号", actor="sibling")
    edit_item(row, name="三组1号", values=HOUSE | {"usable": "否"}, revision=0, **who)
    with pytest.raises(Stale):
        edit_item(row, name="三组1号", values=HOUSE, revision=0, **who)
    with pytest.raises(Refused, match="不合格要写"):
        check_item(row, on=TODAY, is_good=False, finding="", **who)
    check_item(row, on=TODAY, is_good=False, finding="盖板破损", **who)
    check_item(row, on=TODAY - dt.timedelta(days=9), is_good=True, finding="", **who)
    row.refresh_from_db()
    assert (row.checked_on, row.is_good, row.finding) == (TODAY, False, "盖板破损"), "the latest day stands"
    strike_item(row, reason="搬走", **who)
    with pytest.raises(Refused, match="已经注销"):
        check_item(row, on=TODAY, is_good=True, finding="", **who)
    assert add().pk == row.pk, "entered again, the same row comes back"
    assert not any("欧阳" in f"{one.body}{one.note}" for one in Entry.objects.order_by("pk"))


def test_a_random_check_can_be_drawn_again(cast, add, at):
    rows = [add(name=f"三组{number}号") for number in range(8)]
    strike_item(rows[0], reason="搬走", actor=cast.actor("village"), at=at)
    who = {"actor": cast.actor("clerk"), "at": at}
    spot = draw_items(cast.units["云溪镇"], register="toilet", seed="20261123-a", **who)
    assert len(spot.drawn) == 5 and rows[0].pk not in {pk for pk, _ in spot.pool}
    assert draw([pk for pk, _ in spot.pool], spot.wanted, spot.seed) == spot.drawn
    with pytest.raises(Refused, match="还是空的"):
        draw_items(cast.units["南坡村"], register="toilet", seed="1", **who)
    with pytest.raises(Refused, match="不随机抽查"):
        draw_items(cast.units["石桥村"], register="green", seed="1", **who)
    with pytest.raises(Refused, match="您不能抽查"):
        draw_items(cast.units["石桥村"], register="toilet", seed="1", actor=cast.actor("village"), at=at)


def test_a_random_check_is_written_down_by_who_ordered_it(cast, add, at, client_for):
    rows = [add(name=f"三组{number}号") for number in range(6)]
    who = {"actor": cast.actor("clerk"), "at": at}
    spot = draw_items(cast.units["石桥村"], register="toilet", seed="20261123-a", **who)
    look = {"on": at.date(), "is_good": True, "finding": "", "spot": spot}
    drawn, left = (next(row for row in rows if (row.pk in spot.drawn) is is_in) for is_in in (True, False))
    with pytest.raises(Refused, match="本单位不能自己记抽查结果"):
        check_item(drawn, **look, actor=cast.actor("village"), at=at)
    with pytest.raises(Refused, match="不在这次抽查抽中的里面"):
        check_item(left, **look, **who)
    page = reverse("upkeep:spot", args=[spot.pk])
    assert "记检查" in client_for(cast.people["clerk"]).get(page).content.decode()
    assert "记检查" not in client_for(cast.people["village"]).get(page).content.decode()
    check_item(drawn, **look, **who)
    assert spot.checks.get().item == drawn


def test_names_are_for_their_own_village(cast, add, client_for):
    row = add()
    village, office = client_for(cast.people["village"]), client_for(cast.people["clerk"])
    page, export = (
        reverse("upkeep:item", args=[row.pk]),
        reverse("upkeep:register", args=["toilet"]) + "?export=xlsx",
    )
    assert "欧阳大有" in village.get(page).content.decode()
    assert "欧阳某" in office.get(page).content.decode()
    assert "欧阳大有" not in office.get(page).content.decode()
    assert "欧阳某" in first_rows(office.get(export).content)[1]
    edit = reverse("upkeep:item_edit", args=[row.pk])
    assert "欧阳大有" not in office.get(edit).content.decode()
    office.post(
        edit,
        {"name": row.name, "group": "四组", "head": "", "wash": "双瓮式", "usable": "是", "revision": "0"},
    )
    row.refresh_from_db()
    assert (row.value("group"), row.value("head")) == ("四组", "欧阳大有")


def test_taking_over_a_list(cast, add, client_for):
    row, office = add(), client_for(cast.people["clerk"])
    url = reverse("upkeep:register_import", args=["toilet"])
    file = _book(
        ["序号", "单位", "户号", "村民小组", "户主", "类型", "能正常使用"],
        [1, "石桥村", "三组1号", "", "欧阳某", "双瓮式", "否"],
        [2, "南坡村", "一组8号", "一组", "何方", "三格化粪池", "是"],
        [3, "柳湾村", "一组1号", "一组", "何方", "三格化粪池", "是"],
        [4, "南坡村", "一组8号", "一组", "何方", "旱厕", "是"],
    )
    page = office.post(url, {"file": file})
    preview = page.context["preview"]
    assert (preview["good_count"], [(one["line"], one["column"]) for one in preview["errors"]]) == (
        2, [(4, "单位"), (5, "类型")],
    )  # fmt: skip
    assert Item.objects.count() == 1, "nothing is written before it was looked at"
    confirm = reverse("upkeep:register_confirm", args=["toilet"])
    office.post(confirm, {"token": preview["token"]})
    row.refresh_from_db()
    assert (row.value("wash"), row.value("group"), row.value("head")) == ("双瓮式", "三组", "欧阳大有")
    assert Item.objects.get(name="一组8号").unit == cast.units["南坡村"]
    client_for(cast.people["village"]).post(confirm, {"token": preview["token"]})
    assert Item.objects.count() == 2, "a village does not write for another"


def test_by_the_pages(cast, add, client_for):
    for year, area in (("2025", "1000"), ("2026", "1032")):
        add(name=year, register="green", values={"area": area, "source": "实测"})
    add(register="frontage", name="主街8号", values={
        "sort": "商户", "section": "主街", "clean": "是", "green": "是", "order": "是"})  # fmt: skip
    for number in range(6):
        add(name=f"三组{number}号")
    village, office = client_for(cast.people["village"]), client_for(cast.people["clerk"])
    page = village.get(reverse("upkeep:register", args=["green"])).content.decode()
    assert "+3.2%" in page and "没有上年数" in page
    due = reverse("upkeep:register", args=["frontage"]) + "?tab=due"
    assert "主街8号" in office.get(due).content.decode()
    shop = Item.objects.get(name="主街8号")
    village.post(reverse("upkeep:item_check", args=[shop.pk]), {"on": "2026-11-20", "good": "1"})
    assert "主街8号" not in office.get(due).content.decode()
    office.post(reverse("upkeep:spot_new", args=["toilet"]), {"unit": cast.units["石桥村"].pk})
    spot = SpotCheck.objects.get()
    where = reverse("upkeep:spot", args=[spot.pk])
    assert "结果一致" in office.get(where).content.decode()
    data = {"on": "2026-11-23", "good": "0", "finding": "不能冲水", "spot": str(spot.pk)}
    answer = office.post(reverse("upkeep:item_check", args=[spot.drawn[0]]), data)
    assert answer.headers["Location"] == where
    assert "不能冲水" in office.get(where).content.decode()
    assert (
        office.get(reverse("upkeep:register", args=["toilet"]) + "?tab=bad").context["ledger"]["page"][
            "total"
        ]
        == 1
    )
    village.post(
        reverse("upkeep:item_new", args=["water"]),
        {"unit": cast.units["石桥村"].pk, "name": "石桥塘", "sort": "池塘"},
    )
    assert Item.objects.get(register="water").name == "石桥塘"
