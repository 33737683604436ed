"""Units and posts: as `orgs` does it, recorded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from xiangfeng.access.actor import Actor
from xiangfeng.administration.unit_list import Line
from xiangfeng.base.errors import Refused
from xiangfeng.history.actions import record
from xiangfeng.orgs import actions as orgs
from xiangfeng.orgs.models import Appointment, Post, Unit
from xiangfeng.orgs.queries import subtree_of


@transaction.atomic
def create_unit(parent: Unit, *, actor: Actor, at: dt.datetime, **fields: Any) -> Unit:
    """A new unit under ``parent``."""
    unit = orgs.create_unit(parent, actor=actor, **fields)
    record(unit, verb="新建单位", actor=actor, at=at, after=fields, note=f"上级：{parent.name}")
    return unit


@transaction.atomic
def edit_unit(unit: Unit, *, actor: Actor, at: dt.datetime, **fields: Any) -> Unit:
    """Change a unit's particulars; what stays as it was is neither written nor recorded."""
    before = {name: getattr(unit, name) for name, value in fields.items() if getattr(unit, name) != value}
    if not before:
        return unit
    after = {name: fields[name] for name in before}
    orgs.edit_unit(unit, actor=actor, **after)
    record(unit, verb="修改单位", actor=actor, at=at, before=before, after=after)
    return unit


@transaction.atomic
def move_unit(unit: Unit, *, to: Unit, actor: Actor, at: dt.datetime) -> Unit:
    """Hang the unit with all below it under ``to``. Refuses the place where it already is."""
    if unit.parent_id == to.pk:
        raise Refused(f"“{unit.name}”已经在“{to.name}”下面")
    before = unit.parent.name if unit.parent else ""
    orgs.move_unit(unit, to=to, actor=actor)
    record(unit, verb="移动单位", actor=actor, at=at, before={"parent": before}, after={"parent": to.name})
    return unit


@transaction.atomic
def retire_unit(unit: Unit, *, actor: Actor, at: dt.datetime) -> Unit:
    """Take a unit out of use; its past stays. Refuses while a unit below is in use or somebody sits in its posts."""
    if not unit.is_active:
        raise Refused(f"“{unit.name}”已经停用")
    below = subtree_of(unit).filter(is_active=True).exclude(pk=unit.pk).count()
    if below:
        raise Refused(f"“{unit.name}”下面还有 {below} 个在用单位，请先停用或移走它们")
    seated = Appointment.objects.on(at.date()).filter(post__unit=unit).count()
    if seated:
        raise Refused(f"“{unit.name}”还有 {seated} 人在任，请先办结任职")
    orgs.edit_unit(unit, actor=actor, is_active=False)
    record(unit, verb="停用单位", actor=actor, at=at)
    return unit


@transaction.atomic
def restore_unit(unit: Unit, *, actor: Actor, at: dt.datetime) -> Unit:
    """Put a unit back into use. Refuses while the unit above is out of use."""
    if unit.is_active:
        raise Refused(f"“{unit.name}”本来就在用")
    if unit.parent is not None and not unit.parent.is_active:
        raise Refused(f"上级“{unit.parent.name}”还停用着，请先恢复上级")
    orgs.edit_unit(unit, actor=actor, is_active=True)
    record(unit, verb="恢复单位", actor=actor, at=at)
    return unit


@transaction.atomic
def create_post(unit: Unit, *, actor: Actor, at: dt.datetime, title: str, role: str, seq: int = 0) -> Post:
    """A new seat in the unit."""
    post = orgs.create_post(unit, title=title, role=role, actor=actor, seq=seq)
    record(post, verb="设立岗位", actor=actor, at=at, after={"title": title, "role": role, "seq": seq})
    return post


@transaction.atomic
def edit_post(post: Post, *, actor: Actor, at: dt.datetime, title: str, seq: int) -> Post:
    """Correct a seat's title or order."""
    before = {"title": post.title, "seq": post.seq}
    after = {"title": title, "seq": seq}
    if before == after:
        return post
    orgs.edit_post(post, actor=actor, title=title, seq=seq)
    record(post, verb="修改岗位", actor=actor, at=at, before=before, after=after)
    return post


@dataclass(frozen=True, slots=True)
class Imported:
    """How many units of a list were new and how many were changed; the rest were as they are."""

    created: int
    changed: int


@transaction.atomic
def import_units(parent: Unit, lines: Iterable[Line], *, actor: Actor, at: dt.datetime) -> Imported:
    """Take over a list of the units right under ``parent``, matched by name. Units not in the list stay as they are."""
    here = {unit.name: unit for unit in Unit.objects.filter(parent=parent).select_related("parent")}
    created = changed = 0
    for line in lines:
        known = here.get(line.name)
        if known is None:
            create_unit(parent, actor=actor, at=at, kind=line.kind, name=line.name, **line.particulars)
            created += 1
        elif any(getattr(known, name) != value for name, value in line.particulars.items()):
            edit_unit(known, actor=actor, at=at, **line.particulars)
            changed += 1
    return Imported(created, changed)
