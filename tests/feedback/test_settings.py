"""What a unit sets for its reports, and what the public is offered of it."""

from __future__ import annotations

import pytest

from xiangfeng.base.errors import Refused
from xiangfeng.feedback.actions.settings import install_categories
from xiangfeng.feedback.models import Category, Desk
from xiangfeng.feedback.queries import categories_for, open_desks


def names(unit):
    return [row.name for row in categories_for(unit)]


def test_the_six_categories_of_a_county_serve_its_townships(cast, at):
    county, town = cast.units["某县"], cast.units["云溪镇"]
    clerk = cast.actor("clerk")
    with pytest.raises(Refused, match="某县"):
        install_categories(county, actor=clerk, at=at)
    who = {"actor": cast.actor("county"), "at": at}
    assert (install_categories(county, **who), install_categories(county, **who)) == (6, 0)
    assert names(town) == ["环境卫生", "道路交通", "绿化", "公共设施", "社会秩序", "其他"]
    Category.objects.create(unit=town, code="market", name="集市", seq=15)
    Category.objects.create(unit=town, code="order", name="治安", seq=50)
    Category.objects.create(unit=town, code="greenery", name="绿化", is_active=False)
    assert names(town) == ["环境卫生", "集市", "道路交通", "公共设施", "治安", "其他"]
    assert len(names(cast.units["东河镇"])) == 6


def test_only_units_with_an_open_desk_are_offered(cast):
    for name, is_open in (("云溪镇", True), ("东河镇", False)):
        Desk.objects.create(unit=cast.units[name], is_open=is_open)
    assert [desk.unit.name for desk in open_desks()] == ["云溪镇"]
