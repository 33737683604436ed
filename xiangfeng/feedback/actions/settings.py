"""What a unit sets for its reports: categories, desk and terms, 分派规则, 答复用语. Each change stands in the history."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from django.db import transaction

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import may
from xiangfeng.base.errors import Refused
from xiangfeng.base.paths import ancestors
from xiangfeng.feedback.flow import MANAGE
from xiangfeng.feedback.models import Category, Kind
from xiangfeng.history.actions import record
from xiangfeng.orgs.models import Unit
from xiangfeng.regulations.models import Norm


class Shipped(NamedTuple):
    """A category as it is installed; ``norm`` is a code of the shipped conduct norms, empty where several could be meant."""

    code: str
    name: str
    icon: str
    norm: str = ""


DEFAULTS = (
    Shipped("environment", "环境卫生", "trash", "N04"),
    Shipped("traffic", "道路交通", "road", "N11"),
    Shipped("greenery", "绿化", "plant", "N15"),
    Shipped("facilities", "公共设施", "bulb", "N26"),
    Shipped("order", "社会秩序", "users"),
    Shipped("other", "其他", "dots"),
)
"""The six fields of the conduct norms as people name them (C6–C11)."""


@transaction.atomic
def install_categories(unit: Unit, *, actor: Actor, at: dt.datetime) -> int:
    """Give ``unit`` the six usual categories; those whose code it has already are left as they are. Returns how many were added.

    Each means the conduct norm it names where the county keeps that norm. Refuses who may not manage reports there.
    """
    _check(actor, unit)
    known = set(Category.objects.filter(unit=unit).values_list("code", flat=True))
    above = ancestors(unit.path, with_self=True)
    codes = [one.norm for one in DEFAULTS if one.norm]
    norms = {norm.code: norm for norm in Norm.objects.filter(unit__path__in=above, code__in=codes)}
    rows = [
        Category(
            unit=unit,
            code=one.code,
            name=one.name,
            icon=one.icon,
            norm=norms.get(one.norm),
            kind=Kind.COMPLAINT,
            seq=number * 10,
        )
        for number, one in enumerate(DEFAULTS, start=1)
        if one.code not in known
    ]
    Category.objects.bulk_create(rows)
    if rows:
        names = "、".join(row.name for row in rows)
        record(None, verb="装入反映类别", actor=actor, at=at, after={"类别": names}, unit_path=unit.path)
    return len(rows)


def _check(actor: Actor, unit: Unit) -> None:
    if not may(actor, MANAGE, unit):
        raise Refused(f"您不能改{unit.name}的受理设置")
