"""Keeping the types of sites."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.models import Max

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import may
from xiangfeng.base.errors import Refused, Stale
from xiangfeng.base.paths import covers
from xiangfeng.base.places import shifted
from xiangfeng.history.actions import record
from xiangfeng.orgs.models import Unit
from xiangfeng.sites.models import Checklist, SiteType
from xiangfeng.sites.queries import MANAGE


@transaction.atomic
def add_type(
    unit: Unit, *, name: str, actor: Actor, at: dt.datetime, checklist: Checklist | None = None
) -> SiteType:
    """A new type, last in order. Refuses a name the unit already has and a checklist that is not its own or of a unit above."""
    if not may(actor, MANAGE, unit):
        raise Refused(f"您不能设{unit.name}的点位类型")
    last = SiteType.objects.filter(unit=unit).aggregate(Max("seq"))["seq__max"] or 0
    row = SiteType(unit=unit, name=name.strip(), checklist=checklist, seq=last + 1)
    _save(row)
    record(row, verb="新增点位类型", actor=actor, at=at, after=_shown(row))
    return row


@transaction.atomic
def edit_type(
    row: SiteType, *, name: str, actor: Actor, at: dt.datetime, checklist: Checklist | None = None
) -> SiteType:
    """Change name and checklist. Checks that are under way keep the checklist they were given."""
    _manageable(row, actor)
    before = _shown(row)
    row.name, row.checklist = name.strip(), checklist
    if before == _shown(row):
        return row
    _save(row)
    record(row, verb="改点位类型", actor=actor, at=at, before=before, after=_shown(row))
    return row


@transaction.atomic
def move_type(row: SiteType, *, is_up: bool, actor: Actor, at: dt.datetime) -> None:
    """One place up or down among the types of its unit; at the end it stays where it is."""
    _manageable(row, actor)
    rows = shifted(SiteType.objects.filter(unit=row.unit).order_by("seq", "id"), row, is_up=is_up)
    if rows is None:
        return
    for seq, one in enumerate(rows, start=1):
        SiteType.objects.filter(pk=one.pk).update(seq=seq)
    record(row, verb="上移点位类型" if is_up else "下移点位类型", actor=actor, at=at)


@transaction.atomic
def use_type(row: SiteType, *, is_active: bool, actor: Actor, at: dt.datetime) -> None:
    """Retire a type or take it back. Sites of a retired type stay; new ones cannot have it."""
    _manageable(row, actor)
    if not SiteType.objects.filter(pk=row.pk, is_active=not is_active).update(is_active=is_active):
        raise Stale
    row.is_active = is_active
    record(row, verb="恢复点位类型" if is_active else "停用点位类型", actor=actor, at=at)


def _manageable(row: SiteType, actor: Actor) -> None:
    if not may(actor, MANAGE, row):
        raise Refused(f"“{row.name}”是{row.unit.name}的类型，您不能改")


def _save(row: SiteType) -> None:
    if not row.name:
        raise Refused("请写类型的名称")
    if row.checklist is not None and not covers(row.checklist.unit.path, row.unit.path):
        raise Refused(f"检查表“{row.checklist.name}”不是{row.unit.name}或上级的，请另选")
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Refused(f"{row.unit.name}已有叫“{row.name}”的类型") from error


def _shown(row: SiteType) -> dict[str, str]:
    return {"类型": row.name, "检查表": row.checklist.name if row.checklist else ""}
