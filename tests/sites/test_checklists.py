from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from tests.cast import Cast
from xiangfeng.access.actor import SYSTEM
from xiangfeng.base.errors import Refused, Stale
from xiangfeng.history.models import Entry
from xiangfeng.regulations.actions.norms import install_norms
from xiangfeng.regulations.models import Norm
from xiangfeng.sites.actions import install_types
from xiangfeng.sites.actions.checklists import (
    copy_checklist,
    create_checklist,
    edit_checklist,
    move_item,
    remove_item,
    save_item,
    use_checklist,
)
from xiangfeng.sites.actions.types import add_type, edit_type, move_type, use_type
from xiangfeng.sites.models import Checklist, SiteType
from xiangfeng.sites.queries import checklists_for, counted_checklists_for, page_types

LINE: dict[str, Any] = {"title": "地面干净", "points": Decimal(10), "each": Decimal("0.5")}


@pytest.fixture
def who(cast: Cast, at: dt.datetime) -> dict[str, Any]:
    return {"actor": cast.actor("clerk"), "at": at}


@pytest.fixture
def checklist(cast: Cast, who: dict[str, Any]) -> Checklist:
    return create_checklist(cast.units["云溪镇"], name="车站检查表", **who)


def test_items_are_added_changed_moved_and_removed(checklist: Checklist, who: dict[str, Any]):
    first = save_item(checklist, None, revision=0, **LINE, **who)
    second = save_item(checklist, None, revision=1, **(LINE | {"title": "座椅完好"}), **who)
    assert [first.code, second.code] == ["1", "2"]
    move_item(second, is_up=True, revision=2, **who)
    assert [one.title for one in checklist.items.all()] == ["座椅完好", "地面干净"]
    move_item(second, is_up=True, revision=3, **who)
    save_item(checklist, first, revision=4, title="地面没有垃圾", **who)
    remove_item(second, revision=5, **who)
    assert [(one.code, one.title) for one in checklist.items.all()] == [("1", "地面没有垃圾")]
    verbs = set(Entry.objects.filter(subject_type="sites.checklist").values_list("verb", flat=True))
    assert verbs == {"建检查表", "加检查项", "上移检查项", "改检查项", "删检查项"}


def test_of_two_who_change_one_checklist_the_second_is_told(checklist: Checklist, who: dict[str, Any]):
    save_item(checklist, None, revision=0, **LINE, **who)
    with pytest.raises(Stale):
        save_item(checklist, None, revision=0, **(LINE | {"title": "另一项"}), **who)
    with pytest.raises(Stale):
        edit_checklist(checklist, revision=0, name="新名", basis="", **who)
    assert checklist.items.count() == 1


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"title": " "}, "检查内容"),
        ({"points": Decimal(0)}, "大于 0"),
        ({"each": Decimal(0)}, "大于 0"),
        ({"each": Decimal(11)}, "不能超过"),
    ],
)
def test_what_makes_no_item(checklist: Checklist, who: dict[str, Any], wrong: dict[str, Any], why: str):
    with pytest.raises(Refused, match=why):
        save_item(checklist, None, revision=0, **(LINE | wrong), **who)
    checklist.refresh_from_db()
    assert (checklist.items.count(), checklist.revision) == (0, 0)


def test_where_one_place_costs_everything_each_is_all(checklist: Checklist, who: dict[str, Any]):
    item = save_item(checklist, None, revision=0, is_fatal=True, **LINE, **who)
    assert item.each == item.points == 10


def test_a_checklist_in_use_is_not_retired(cast: Cast, checklist: Checklist, who: dict[str, Any]):
    kind = add_type(cast.units["云溪镇"], name="车站", checklist=checklist, **who)
    with pytest.raises(Refused, match="车站"):
        use_checklist(checklist, revision=0, is_active=False, **who)
    edit_type(kind, name="车站", checklist=None, **who)
    checklist.refresh_from_db()
    use_checklist(checklist, revision=checklist.revision, is_active=False, **who)
    assert not Checklist.objects.get().is_active


def test_the_countys_checklist_is_copied_and_not_changed(cast: Cast, who: dict[str, Any], at: dt.datetime):
    county, town = cast.units["某县"], cast.units["云溪镇"]
    install_norms(county, actor=SYSTEM, at=at)
    install_types(county, actor=cast.actor("county"), at=at)
    source = Checklist.objects.get(name="公厕检查表")
    assert source in checklists_for(who["actor"])
    with pytest.raises(Refused, match="您不能改"):
        edit_checklist(source, revision=0, name="改", basis="", **who)
    mine = copy_checklist(source, town, name="公厕检查表", **who)
    assert [one.title for one in mine.items.all()] == [one.title for one in source.items.all()]
    assert mine.items.filter(norm__isnull=False).exists()
    save_item(mine, mine.items.order_by("seq")[0], revision=0, norm=Norm.objects.get(code="N06"), **who)
    with pytest.raises(Refused, match="已有叫"):
        copy_checklist(source, town, name="公厕检查表", **who)
    assert source.items.count() == mine.items.count() == 8


def test_counts_of_the_list(cast: Cast, who: dict[str, Any]):
    town = cast.units["云溪镇"]
    install_types(town, **who)
    checklist = Checklist.objects.get(name="公厕检查表")
    add_type(town, name="旅游厕所", checklist=checklist, **who)
    row = counted_checklists_for(who["actor"]).get(name="公厕检查表")
    assert (row.item_count, row.total, row.uses) == (8, 100, 2)


def test_types_are_ordered_renamed_and_retired(cast: Cast, who: dict[str, Any], at: dt.datetime):
    town = cast.units["云溪镇"]
    one, two = (add_type(town, name=name, **who) for name in ("车站", "码头"))
    move_type(two, is_up=True, **who)
    assert [row.name for row in page_types(town)] == ["码头", "车站"]
    with pytest.raises(Refused, match="已有叫"):
        edit_type(one, name="码头", **who)
    one.refresh_from_db()
    use_type(one, is_active=False, **who)
    assert [row.is_active for row in page_types(town)] == [True, False]
    with pytest.raises(Refused, match="不能改"):
        use_type(one, is_active=True, actor=cast.actor("outsider"), at=at)


def test_a_township_sees_the_countys_types_below_its_own(cast: Cast, who: dict[str, Any], at: dt.datetime):
    install_types(cast.units["某县"], actor=cast.actor("county"), at=at)
    add_type(cast.units["云溪镇"], name="公厕", **who)
    rows = page_types(cast.units["云溪镇"])
    assert [(row.unit.name, row.name) for row in rows[:2]] == [("云溪镇", "公厕"), ("某县", "居住区")]
    assert len(rows) == 9
    assert SiteType.objects.count() == 10
