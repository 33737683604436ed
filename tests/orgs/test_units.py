"""The tree: paths follow from parents, whatever is created, moved or refused."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from tests.cast import Cast
from xiangfeng.access.actor import SYSTEM
from xiangfeng.base.errors import Refused, Stale
from xiangfeng.base.paths import DEEPEST, WIDTH, ancestors, segment, successor
from xiangfeng.orgs import actions
from xiangfeng.orgs.models import Unit, UnitKind
from xiangfeng.orgs.queries import ancestors_of, assessed_units_of, subtree_of, units_for


def names(units: object) -> list[str]:
    return [unit.name for unit in units]  # type: ignore[attr-defined]


def test_segments_sort_like_the_numbers_they_stand_for():
    numbers = [0, 1, 9, 10, 35, 36, 37, 36**2, 36**WIDTH - 1]
    assert [segment(number) for number in numbers] == sorted(segment(number) for number in numbers)
    assert segment(36) == "00010"
    for wrong in (-1, 36**WIDTH):
        with pytest.raises(ValueError, match="超出"):
            segment(wrong)


def test_a_subtree_is_the_range_up_to_its_successor():
    path = segment(1) + segment(35)
    assert successor(path) == segment(1) + segment(36)
    assert path < path + segment(99) < successor(path)
    assert ancestors(path + segment(2)) == [segment(1), path]
    assert ancestors(path, with_self=True) == [segment(1), path]


def test_a_path_is_the_chain_of_ids(cast: Cast):
    county, town, village = (cast.units[name] for name in ("某县", "云溪镇", "石桥村"))
    assert village.path == segment(county.pk) + segment(town.pk) + segment(village.pk)
    assert names(ancestors_of(village)) == ["某县", "云溪镇"]
    assert set(names(subtree_of(town))) == {"云溪镇", "石桥村", "南坡村", "农业站"}
    assert names(assessed_units_of(town)) == ["石桥村", "南坡村"]


def test_each_sees_the_units_in_reach(cast: Cast):
    assert "柳湾村" not in names(units_for(cast.actor("clerk")))
    assert len(units_for(cast.actor("county"))) == Unit.objects.count()
    assert names(units_for(cast.actor("liaison"))) == ["农业站"]
    assert not units_for(cast.actor("village")).exists()


def test_moving_takes_everything_below_along(cast: Cast):
    group = actions.create_unit(cast.units["石桥村"], kind=UnitKind.OTHER, name="一组", actor=SYSTEM)
    village = actions.move_unit(cast.units["石桥村"], to=cast.units["东河镇"], actor=SYSTEM)
    group.refresh_from_db()
    village.refresh_from_db()
    assert village.parent == cast.units["东河镇"]
    assert village.path == cast.units["东河镇"].path + segment(village.pk)
    assert group.path == village.path + segment(group.pk)
    assert set(names(subtree_of(cast.units["东河镇"]))) == {"东河镇", "柳湾村", "石桥村", "一组"}
    assert "石桥村" in names(units_for(cast.actor("outsider")))
    assert "石桥村" not in names(units_for(cast.actor("clerk")))


def test_a_unit_is_not_moved_below_itself_nor_by_a_clerk_into_another_township(cast: Cast):
    with pytest.raises(Refused, match="它自己的下级"):
        actions.move_unit(cast.units["云溪镇"], to=cast.units["石桥村"], actor=SYSTEM)
    with pytest.raises(Refused, match="您不管“东河镇”"):
        actions.move_unit(cast.units["石桥村"], to=cast.units["东河镇"], actor=cast.actor("clerk"))
    with pytest.raises(Refused, match="您不管“柳湾村”"):
        actions.move_unit(cast.units["柳湾村"], to=cast.units["云溪镇"], actor=cast.actor("clerk"))


def test_the_second_of_two_who_move_is_told_and_no_path_is_lost(cast: Cast):
    mine, theirs = (Unit.objects.get(name="石桥村") for _ in range(2))
    actions.move_unit(theirs, to=cast.units["东河镇"], actor=SYSTEM)
    with pytest.raises(Stale, match="刚被别人移动过"):
        actions.move_unit(mine, to=cast.units["某县"], actor=SYSTEM)
    # Below a unit that has been moved away meanwhile there is no place either.
    stale_target = Unit.objects.get(name="石桥村")
    actions.move_unit(Unit.objects.get(name="石桥村"), to=cast.units["云溪镇"], actor=SYSTEM)
    with pytest.raises(Stale):
        actions.move_unit(cast.units["南坡村"], to=stale_target, actor=SYSTEM)
    for unit in Unit.objects.exclude(parent=None).select_related("parent"):
        assert unit.parent is not None
        assert unit.path == unit.parent.path + segment(unit.pk), unit


def test_the_tree_ends_where_a_path_ends(cast: Cast):
    unit = cast.units["石桥村"]
    while len(unit.path) < DEEPEST * WIDTH:
        unit = actions.create_unit(unit, kind=UnitKind.OTHER, name="下级", actor=SYSTEM)
    with pytest.raises(Refused, match="单位最多 12 级"):
        actions.create_unit(unit, kind=UnitKind.OTHER, name="再下级", actor=SYSTEM)
    with pytest.raises(Refused, match="单位最多 12 级"):
        actions.move_unit(cast.units["东河镇"], to=unit, actor=SYSTEM)


def test_a_name_is_given_once_under_one_parent(cast: Cast):
    with pytest.raises(Refused, match="同一上级下已有同名单位"):
        actions.create_unit(cast.units["云溪镇"], kind=UnitKind.VILLAGE, name=" 石桥村 ", actor=SYSTEM)
    other = actions.create_unit(cast.units["东河镇"], kind=UnitKind.VILLAGE, name="石桥村", actor=SYSTEM)
    assert other.name == "石桥村"
    with pytest.raises(IntegrityError), transaction.atomic():
        Unit.objects.create(parent=cast.units["东河镇"], name="石桥村", path="x", kind=UnitKind.VILLAGE)


def test_only_the_system_makes_a_root_and_only_a_move_changes_a_place(cast: Cast):
    with pytest.raises(Refused, match="最上级单位"):
        actions.create_unit(None, kind=UnitKind.COUNTY, name="新县", actor=cast.actor("system_admin"))
    with pytest.raises(Refused, match="您不管“东河镇”"):
        actions.create_unit(
            cast.units["东河镇"], kind=UnitKind.VILLAGE, name="新村", actor=cast.actor("clerk")
        )
    with pytest.raises(ValueError, match="move_unit"):
        actions.edit_unit(cast.units["石桥村"], actor=SYSTEM, parent=cast.units["东河镇"])
    with pytest.raises(Refused, match="不是有效选项"):
        actions.edit_unit(cast.units["石桥村"], actor=cast.actor("clerk"), kind="planet")
