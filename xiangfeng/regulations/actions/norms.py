"""Installing and keeping the conduct norms (C6–C11)."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import F

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import may
from xiangfeng.base.errors import Refused, Stale
from xiangfeng.history.actions import in_words, record
from xiangfeng.orgs.models import Unit
from xiangfeng.regulations.actions.text import MANAGE
from xiangfeng.regulations.models import Norm
from xiangfeng.regulations.norms import NORMS

FIELDS = ("field", "text", "is_positive", "group", "authority", "is_active")


@transaction.atomic
def install_norms(unit: Unit, *, actor: Actor, at: dt.datetime) -> int:
    """Write those of the 28 norms that ``unit`` does not have yet; gives how many. Kept by the root of the tree only."""
    if not may(actor, MANAGE, unit):
        raise Refused(f"行为规范由{unit.name}统一维护，请它的文明办装入")
    if unit.parent_id is not None:
        raise Refused("行为规范由最上级单位统一维护，下级直接使用")
    known = set(Norm.objects.filter(unit=unit).values_list("code", flat=True))
    rows = [
        Norm(
            unit=unit, code=one.code, clause=one.clause, field=one.field, text=one.text,
            is_positive=one.is_positive, group=one.group, authority=one.authority,
        )
        for one in NORMS
        if one.code not in known
    ]  # fmt: skip
    Norm.objects.bulk_create(rows)
    if rows:
        record(unit, verb="装入行为规范", actor=actor, at=at, data={"条数": len(rows)})
    return len(rows)


@transaction.atomic
def edit_norm(norm: Norm, *, revision: int, actor: Actor, at: dt.datetime, **values: object) -> Norm:
    """Change a norm as the person saw it. Refuses those who do not keep the norms; Stale when somebody was faster."""
    if not may(actor, MANAGE, norm):
        raise Refused(f"行为规范由{norm.unit.name}统一维护，您不能改")
    if unknown := set(values) - set(FIELDS):
        raise ValueError(f"no such fields: {unknown}")
    rows = Norm.objects.filter(pk=norm.pk, revision=revision)
    if not rows.update(revision=F("revision") + 1, **values):
        raise Stale("这条规范刚被别人改过，请刷新后再改")
    before = {name: getattr(norm, name) for name in values}
    norm.refresh_from_db()
    changed = {name: value for name, value in values.items() if before[name] != value}
    record(
        norm, verb="改行为规范", actor=actor, at=at,
        before=in_words(Norm, {name: before[name] for name in changed}),
        after=in_words(Norm, changed),
    )  # fmt: skip
    return norm
