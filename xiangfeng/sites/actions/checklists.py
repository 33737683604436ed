"""Keeping checklists and their items. Everybody who changes one says which revision they saw."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import may
from xiangfeng.base.errors import Refused, Stale
from xiangfeng.base.paths import covers
from xiangfeng.base.places import shifted
from xiangfeng.history.actions import record
from xiangfeng.orgs.models import Unit
from xiangfeng.scoring.scheme import plain
from xiangfeng.sites.models import Checklist, ChecklistItem
from xiangfeng.sites.queries import MANAGE, VIEW

ITEM_FIELDS = (
    "title", "standard", "topic", "points", "each", "is_fatal", "norm", "indicator", "needs_photo",
)  # fmt: skip


@transaction.atomic
def create_checklist(unit: Unit, *, name: str, actor: Actor, at: dt.datetime, basis: str = "") -> Checklist:
    """An empty checklist. Refuses a name the unit already has."""
    if not may(actor, MANAGE, unit):
        raise Refused(f"您不能给{unit.name}建检查表")
    row = Checklist(unit=unit, name=name.strip(), basis=basis.strip())
    _save(row)
    record(row, verb="建检查表", actor=actor, at=at)
    return row


@transaction.atomic
def copy_checklist(source: Checklist, unit: Unit, *, name: str, actor: Actor, at: dt.datetime) -> Checklist:
    """``unit``'s own copy of a checklist it may see (the county's), with all items, to be changed freely."""
    if not may(actor, VIEW, source):
        raise Refused("您看不到这张检查表，不能复制")
    row = create_checklist(unit, name=name, basis=source.basis, actor=actor, at=at)
    items = list(source.items.select_related("norm__unit").order_by("seq", "id"))
    for item in items:
        if item.norm is not None and not covers(item.norm.unit.path, unit.path):
            item.norm = None
        item.pk, item.checklist = None, row
        item._state.adding = True
    ChecklistItem.objects.bulk_create(items)
    record(row, verb="复制检查表", actor=actor, at=at, note=f"从{source.unit.name}“{source.name}”复制")
    return row


@transaction.atomic
def edit_checklist(
    row: Checklist, *, revision: int, name: str, basis: str, actor: Actor, at: dt.datetime
) -> Checklist:
    """Change name and basis."""
    before = _facts(row)
    _take(row, revision, actor)
    row.name, row.basis = name.strip(), basis.strip()
    _save(row)
    if before != _facts(row):
        record(row, verb="改检查表", actor=actor, at=at, before=before, after=_facts(row))
    return row


@transaction.atomic
def use_checklist(row: Checklist, *, revision: int, is_active: bool, actor: Actor, at: dt.datetime) -> None:
    """Retire a checklist or take it back. Refuses to retire one that a type in use is checked by."""
    _take(row, revision, actor)
    types = row.types.filter(is_active=True).order_by("unit__path", "seq")
    if not is_active and (names := [one.name for one in types]):
        raise Refused(f"类型“{'、'.join(names)}”还在用这张检查表，请先给它们换一张")
    row.is_active = is_active
    row.save(update_fields=["is_active"])
    record(row, verb="恢复检查表" if is_active else "停用检查表", actor=actor, at=at)


@transaction.atomic
def save_item(
    row: Checklist, item: ChecklistItem | None, *, revision: int, actor: Actor, at: dt.datetime, **fields: Any
) -> ChecklistItem:
    """Change an item, or add one at the end when ``item`` is None. An item at which one place costs everything loses all its
    points a place. Refuses points that are not above 0, and more for one place than there are in all."""
    if unknown := set(fields) - set(ITEM_FIELDS):
        raise ValueError(f"no such fields: {unknown}")
    _take(row, revision, actor)
    before = _line(item) if item else {}
    if item is None:
        item = _new_item(row)
    for name, value in fields.items():
        setattr(item, name, value.strip() if isinstance(value, str) else value)
    if item.is_fatal:
        item.each = item.points
    _check(item)
    item.save()
    if before != _line(item):
        verb = "改检查项" if before else "加检查项"
        record(row, verb=verb, actor=actor, at=at, note=item.title, before=before or None, after=_line(item))
    return item


@transaction.atomic
def remove_item(item: ChecklistItem, *, revision: int, actor: Actor, at: dt.datetime) -> None:
    """Take an item off its checklist; inspections that have it keep it."""
    row = item.checklist
    _take(row, revision, actor)
    before = _line(item)
    item.delete()
    record(row, verb="删检查项", actor=actor, at=at, note=item.title, before=before)


@transaction.atomic
def move_item(item: ChecklistItem, *, is_up: bool, revision: int, actor: Actor, at: dt.datetime) -> None:
    """One place up or down; at the end it stays where it is."""
    row = item.checklist
    _take(row, revision, actor)
    rows = shifted(row.items.order_by("seq", "id"), item, is_up=is_up)
    if rows is None:
        return
    for seq, one in enumerate(rows, start=1):
        ChecklistItem.objects.filter(pk=one.pk).update(seq=seq)
    record(row, verb="上移检查项" if is_up else "下移检查项", actor=actor, at=at, note=item.title)


def _take(row: Checklist, revision: int, actor: Actor) -> None:
    """The right to change it, and the turn: of two who saw the same revision one goes first."""
    if not may(actor, MANAGE, row):
        raise Refused(f"“{row.name}”是{row.unit.name}的检查表，您不能改；可以复制一张来改")
    rows = Checklist.objects.filter(pk=row.pk, revision=revision)
    if not rows.update(revision=F("revision") + 1):
        raise Stale("这张检查表刚被别人改过，请刷新后再改")
    row.revision = revision + 1


def _save(row: Checklist) -> None:
    if not row.name:
        raise Refused("请写检查表的名称")
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Refused(f"{row.unit.name}已有叫“{row.name}”的检查表") from error


def _new_item(row: Checklist) -> ChecklistItem:
    items = list(row.items.order_by("seq", "id"))
    numbers = [int(one.code) for one in items if one.code.isascii() and one.code.isdigit()]
    seq = items[-1].seq + 1 if items else 1
    return ChecklistItem(checklist=row, code=str(max(numbers, default=0) + 1), seq=seq)


def _check(item: ChecklistItem) -> None:
    if not item.title:
        raise Refused("请写检查内容")
    if not 0 < item.each <= item.points:
        raise Refused("分值和每处扣分都要大于 0，每处扣分不能超过分值")
    if item.norm is not None and not covers(item.norm.unit.path, item.checklist.unit.path):
        raise Refused(f"规范 {item.norm.code} 在{item.checklist.unit.name}不适用，请另选")


def _facts(row: Checklist) -> dict[str, str]:
    return {"名称": row.name, "依据": row.basis}


def _line(item: ChecklistItem) -> dict[str, Any]:
    return {
        "检查内容": item.title,
        "标准": item.standard,
        "类目": str(item.get_topic_display()),
        "分值": plain(item.points),
        "每处扣分": plain(item.each),
        "一处即不得分": item.is_fatal,
        "行为规范": item.norm.code if item.norm else "",
        "对应指标": item.indicator,
        "有问题必须拍照": item.needs_photo,
    }
