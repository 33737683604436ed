"""A county, a township under it, its sibling, and people to act."""

import datetime as dt

import pytest

from xiangfeng.access.actor import Actor, Grant
from xiangfeng.base.paths import segment
from xiangfeng.orgs.models import Unit


def make_unit(name, parent=None, kind="township"):
    unit = Unit.objects.create(name=name, kind=kind, parent=parent, path=f"?{name}")
    unit.path = (parent.path if parent else "") + segment(unit.pk)
    unit.save(update_fields=["path"])
    return unit


@pytest.fixture
def at():
    return dt.datetime(2026, 11, 23, 9, 30, 15, 123456, tzinfo=dt.UTC)


@pytest.fixture
def county(db):
    return make_unit("云川县", kind="county")


@pytest.fixture
def township(county):
    return make_unit("云溪镇", county)


@pytest.fixture
def sibling(county):
    return make_unit("青坪镇", county)


@pytest.fixture
def clerk(township):
    return Actor(user_id=7, name="周敏", grants=(Grant("clerk", township.path, township.pk),))


def auditor(unit):
    return Actor(user_id=9, name="审计", grants=(Grant("audit_admin", unit.path, unit.pk),))
