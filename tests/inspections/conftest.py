"""A township with sites and an inspection of it in 筹备."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from xiangfeng.access.actor import SYSTEM
from xiangfeng.calendars.actions import seed_years
from xiangfeng.inspections.actions import add_party, create_inspection
from xiangfeng.sites.actions import add_site, install_types
from xiangfeng.sites.models import SiteType

TODAY = dt.date(2026, 11, 23)


@pytest.fixture
def town(cast, at):
    seed_years()
    install_types(cast.units["云溪镇"], actor=SYSTEM, at=at)
    return cast.units["云溪镇"]


@pytest.fixture
def sites(cast, town, at) -> list[Any]:
    """Three 村组 of 石桥村, two of 南坡村, in that order."""
    group = SiteType.objects.get(unit=town, name="村组")
    wanted = [("石桥村", number) for number in (1, 2, 3)] + [("南坡村", number) for number in (1, 2)]
    return [
        add_site(cast.units[unit], type=group, name=f"{unit}{number}组", actor=SYSTEM, at=at)
        for unit, number in wanted
    ]


@pytest.fixture
def create(cast, town, at):
    def make(**fields):
        fields = {
            "title": "抽查", "kind": "spot", "starts_on": TODAY, "ends_on": TODAY, "is_announced": False,
            "actor": cast.actor("clerk"), "at": at,
        } | fields  # fmt: skip
        return create_inspection(fields.pop("unit", town), **fields)

    return make


@pytest.fixture
def inspection(create):
    return create()


@pytest.fixture
def party(cast, inspection, at):
    people = [cast.people["clerk"], cast.people["assessor"]]
    return add_party(inspection, name="一组", members=people, actor=cast.actor("clerk"), at=at)
