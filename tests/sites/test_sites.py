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
from xiangfeng.sites import actions
from xiangfeng.sites.models import Checklist, ChecklistItem, Site, SiteType, Topic
from xiangfeng.sites.queries import sites_for, usable_types
from xiangfeng.sites.snapshot import snapshot

NINE = ["居住区", "商业区", "学校", "医疗机构", "集市", "主干道", "背街小巷", "公厕", "村组"]


@pytest.fixture
def who(cast: Cast, at: dt.datetime) -> dict[str, Any]:
    return {"actor": cast.actor("clerk"), "at": at}


@pytest.fixture
def toilet(cast: Cast, who: dict[str, Any]) -> SiteType:
    actions.install_types(cast.units["云溪镇"], **who)
    return SiteType.objects.get(name="公厕")


def test_the_nine_types_come_once_with_checklists_of_a_hundred_points(cast: Cast, at: dt.datetime):
    install_norms(cast.units["某县"], actor=SYSTEM, at=at)
    town, clerk = cast.units["云溪镇"], cast.actor("clerk")
    made = actions.install_types(town, actor=clerk, at=at)
    assert [one.name for one in made] == NINE
    assert actions.install_types(town, actor=clerk, at=at) == []
    for checklist in Checklist.objects.filter(unit=town):
        assert sum(item.points for item in checklist.items.all()) == 100, checklist.name
        assert {item.indicator for item in checklist.items.all()} <= set("123456")
    topics = set(ChecklistItem.objects.values_list("topic", flat=True))
    assert {Topic.WASTE, Topic.WATER, Topic.AIR} <= topics
    assert ChecklistItem.objects.filter(norm__code="N06").exists()


def test_installing_leaves_alone_what_was_changed(cast: Cast, who: dict[str, Any], toilet: SiteType):
    SiteType.objects.filter(pk=toilet.pk).update(is_active=False, checklist=None)
    Checklist.objects.get(name="公厕检查表").items.all().delete()
    SiteType.objects.get(name="学校").delete()
    assert [one.name for one in actions.install_types(cast.units["云溪镇"], **who)] == ["学校"]
    toilet.refresh_from_db()
    assert (toilet.is_active, toilet.checklist) == (False, None)


def test_a_village_installs_nothing(cast: Cast, at: dt.datetime):
    with pytest.raises(Refused):
        actions.install_types(cast.units["石桥村"], actor=cast.actor("village"), at=at)


def test_a_site_without_code_gets_the_townships_next(cast: Cast, who: dict[str, Any], toilet: SiteType):
    first = actions.add_site(cast.units["石桥村"], type=toilet, code="41", name="甲", **who)
    second = actions.add_site(cast.units["南坡村"], type=toilet, name="乙", **who)
    third = actions.add_site(cast.units["云溪镇"], type=toilet, code="东-3", name="丙", **who)
    assert [one.code for one in (first, second, third)] == ["41", "042", "东-3"]


def test_what_makes_no_site(cast: Cast, who: dict[str, Any], toilet: SiteType, at: dt.datetime):
    village = cast.units["石桥村"]
    actions.add_site(village, type=toilet, code="1", name="甲", **who)
    with pytest.raises(Refused, match="已有编号"):
        actions.add_site(village, type=toilet, code="1", name="乙", **who)
    with pytest.raises(Refused, match="两个都填"):
        actions.add_site(village, type=toilet, name="乙", x=Decimal(1), **who)
    with pytest.raises(Refused, match="不能给"):
        actions.add_site(cast.units["柳湾村"], type=toilet, name="乙", **who)
    with pytest.raises(Refused, match="不能用"):
        actions.add_site(cast.units["柳湾村"], type=toilet, name="乙", actor=cast.actor("outsider"), at=at)
    SiteType.objects.filter(pk=toilet.pk).update(is_active=False)
    toilet.refresh_from_db()
    with pytest.raises(Refused, match="停用"):
        actions.add_site(village, type=toilet, name="乙", **who)


def test_changing_a_site_records_what_changed_and_minds_who_was_faster(
    cast: Cast, who: dict[str, Any], toilet: SiteType
):
    site = actions.add_site(
        cast.units["石桥村"], type=toilet, name="甲", x=Decimal("1.5"), y=Decimal(2), **who
    )
    site.refresh_from_db()
    same = {"name": "甲", "x": Decimal("1.500"), "y": Decimal(2)}
    actions.edit_site(site, revision=0, **same, **who)
    assert Entry.objects.filter(verb="改点位").count() == 0
    actions.edit_site(site, revision=0, name="甲二", unit=cast.units["南坡村"], **who)
    entry = Entry.objects.get(verb="改点位")
    assert (entry.before, entry.after) == (
        {"名称": "甲", "责任单位": "石桥村"},
        {"名称": "甲二", "责任单位": "南坡村"},
    )
    with pytest.raises(Stale):
        actions.edit_site(site, revision=0, name="甲三", **who)
    with pytest.raises(Refused, match="不能给"):
        actions.edit_site(site, revision=1, unit=cast.units["柳湾村"], **who)
    assert Site.objects.get().name == "甲二"


def test_a_site_is_stopped_with_a_reason_and_comes_back(cast: Cast, who: dict[str, Any], toilet: SiteType):
    site = actions.add_site(cast.units["石桥村"], type=toilet, name="甲", **who)
    with pytest.raises(Refused, match="理由"):
        actions.stop_site(site, reason=" ", **who)
    actions.stop_site(site, reason="已拆除", **who)
    assert Entry.objects.get(verb="停用点位").note == "已拆除"
    with pytest.raises(Stale):
        actions.stop_site(site, reason="已拆除", **who)
    actions.restore_site(site, **who)
    assert Site.objects.get().is_active


def test_the_latest_check_gives_the_score(cast: Cast, who: dict[str, Any], toilet: SiteType):
    site = actions.add_site(cast.units["石桥村"], type=toilet, name="甲", **who)
    march, april = dt.date(2026, 3, 9), dt.date(2026, 4, 9)
    assert actions.note_result(site, score=Decimal(80), full=Decimal(100), on=april)
    assert not actions.note_result(site, score=Decimal(60), full=Decimal(100), on=march)
    assert Site.objects.get().last_score == 80
    assert actions.note_result(site, score=Decimal(81), full=Decimal(100), on=april)
    actions.reset_result(site, score=Decimal(60), full=Decimal(100), on=march)
    assert (Site.objects.get().last_score, Site.objects.get().last_checked_on) == (60, march)


def test_a_snapshot_is_plain_and_in_order(toilet: SiteType):
    assert toilet.checklist is not None
    shot = snapshot(toilet.checklist)
    assert shot["name"] == "公厕检查表"
    assert shot["items"][0] | {"standard": "", "title": ""} == {
        "code": "1", "title": "", "standard": "", "topic": "waste", "points": "20", "each": "1", "is_fatal": False,
        "norm": None, "norm_code": "", "indicator": "5", "needs_photo": False,
    }  # fmt: skip
    assert [item["code"] for item in shot["items"]] == [str(n + 1) for n in range(8)]


def test_who_sees_which_sites(cast: Cast, who: dict[str, Any], toilet: SiteType):
    for name in ("石桥村", "南坡村"):
        actions.add_site(cast.units[name], type=toilet, name=f"{name}公厕", **who)
    seen = {
        key: [site.unit.name for site in sites_for(cast.actor(key))]
        for key in ("clerk", "county", "village", "outsider")
    }
    both = ["石桥村", "南坡村"]
    assert seen == {"clerk": both, "county": both, "village": ["石桥村"], "outsider": []}


def test_the_nearer_type_of_a_name_counts(cast: Cast, who: dict[str, Any], toilet: SiteType, at: dt.datetime):
    county, village = cast.units["某县"], cast.units["石桥村"]
    of_county = [
        SiteType.objects.create(unit=county, name=name, seq=n)
        for n, name in enumerate(("公厕", "车站", "学校"))
    ]
    SiteType.objects.filter(unit=cast.units["云溪镇"], name="学校").update(is_active=False)
    names = [(one.unit.name, one.name) for one in usable_types(village)]
    assert names[0] == ("某县", "车站")
    assert ("云溪镇", "公厕") in names and ("某县", "公厕") not in names
    assert "学校" not in [name for _, name in names]
    assert of_county[0] in usable_types(cast.units["柳湾村"])
