"""What a unit sets for its reports: categories, desk and terms, 分派规则, 答复用语. Each change stands in the history."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import may
from xiangfeng.base.errors import Refused, Stale
from xiangfeng.base.paths import ancestors, covers
from xiangfeng.base.places import shifted
from xiangfeng.feedback.flow import MANAGE
from xiangfeng.feedback.models import Category, Desk, Kind, Phrase, Route
from xiangfeng.history.actions import record
from xiangfeng.orgs.models import Unit
from xiangfeng.regulations.models import Norm
from xiangfeng.workflow.flow import rewrite

Setting = Category | Desk | Route | Phrase
_S = TypeVar("_S", Category, Desk, Route, Phrase)
_Ordered = Category | Route
_Retired = Category | Phrase


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


@transaction.atomic
def save_setting(row: _S, *, actor: Actor, at: dt.datetime, revision: int = 0, **values: Any) -> _S:
    """Write ``values`` to a row at hand, or keep a new one that only knows its unit; it comes last in its order.

    Refuses who may not manage reports of that unit, what is no value of a field, a code the unit already has, a rule for or to a unit that
    is not below it or with a category that does not hold there; :class:`Stale` when somebody changed it since ``revision``.
    """
    _check(actor, row.unit)
    before = _shown(row, values) if row.pk else {}
    for name, value in values.items():
        setattr(row, name, value.strip() if isinstance(value, str) else value)
    is_new = row.pk is None
    if is_new and isinstance(row, Category | Route):
        row.seq = (
            type(row).objects.filter(unit=row.unit).order_by("-seq").values_list("seq", flat=True).first()
            or 0
        ) + 10
    _check_values(row)
    if is_new:
        row.save()
    else:
        now = {name: getattr(row, name) for name in values}
        rewrite(row, now, revision=revision, says="这一条刚被别人改过，请刷新后再改")
    title = row._meta.verbose_name
    verb = f"新增{title}" if is_new else f"改{title}"
    record(row, verb=verb, actor=actor, at=at, before=before or None, after=_shown(row, values))
    return row


def _check_values(row: Setting) -> None:
    if isinstance(row, Route):
        _check_route(row)
    try:
        row.full_clean()
    except ValidationError as error:
        raise Refused("；".join(error.messages)) from error


def _check_route(row: Route) -> None:
    for unit, what in ((row.village, "村（社区）"), (row.handler, "承办单位")):
        if unit is not None and not covers(row.unit.path, unit.path):
            raise Refused(f"{what}{unit.name}不在{row.unit.name}，请另选")
    if row.category is not None and not covers(row.category.unit.path, row.unit.path):
        raise Refused(f"类别“{row.category}”不是{row.unit.name}或上级的，请另选")


def _shown(row: Setting, names: Any) -> dict[str, str]:
    fields: Any = {name: row._meta.get_field(name) for name in names}
    return {str(fields[name].verbose_name): str(getattr(row, name) or "") for name in names}


@transaction.atomic
def use_setting(row: _Retired, *, is_active: bool, actor: Actor, at: dt.datetime) -> None:
    """Retire a category or a phrase, or take it back: reports keep theirs, new ones cannot have it. Retiring twice is :class:`Stale`."""
    _check(actor, row.unit)
    rows: Any = type(row)._default_manager.filter(pk=row.pk, is_active=not is_active)
    if not rows.update(is_active=is_active, revision=F("revision") + 1):
        raise Stale
    row.is_active = is_active
    record(row, verb=f"{'恢复' if is_active else '停用'}{row._meta.verbose_name}", actor=actor, at=at)


@transaction.atomic
def move_setting(row: _Ordered, *, is_up: bool, actor: Actor, at: dt.datetime) -> None:
    """One place up or down among those of its unit; at the end it stays where it is."""
    _check(actor, row.unit)
    manager: Any = type(row)._default_manager
    rows = shifted(manager.filter(unit=row.unit).order_by("seq", "id"), row, is_up=is_up)
    if rows is None:
        return
    for seq, one in enumerate(rows, start=1):
        manager.filter(pk=one.pk).update(seq=seq * 10)
    record(row, verb=f"{'上移' if is_up else '下移'}{row._meta.verbose_name}", actor=actor, at=at)


@transaction.atomic
def drop_route(row: Route, *, actor: Actor, at: dt.datetime) -> None:
    """Take a rule away; what was dispatched by it stays where it is. The history keeps what it said."""
    _check(actor, row.unit)
    record(row, verb="删分派规则", actor=actor, at=at, before=_shown(row, ("category", "village", "handler")))
    row.delete()


def _check(actor: Actor, unit: Unit) -> None:
    if not may(actor, MANAGE, unit):
        raise Refused(f"您不能改{unit.name}的受理设置")
