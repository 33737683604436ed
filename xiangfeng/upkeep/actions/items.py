"""Rows of the environment registers: kept by their own unit or by the office for it, checked, struck off, taken over from xlsx."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import may
from xiangfeng.base.drawing import draw
from xiangfeng.base.errors import Refused, Stale
from xiangfeng.documents.masking import mask_name
from xiangfeng.history.actions import record
from xiangfeng.orgs.models import Unit
from xiangfeng.orgs.queries import subtree_of
from xiangfeng.upkeep.models import Item, ItemCheck, SpotCheck
from xiangfeng.upkeep.registers import BY_KEY, PERSON, Register

MANAGE, RECORD = "upkeep.manage", "upkeep.record"


def _open(values: Mapping[str, str], register: Register) -> dict[str, str]:
    """What the history may hold of a row: no names of householders."""
    return {
        one.title: values[one.key] for one in register.fields if one.kind != PERSON and values.get(one.key)
    }


def _tidy(register: Register, name: str, typed: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    try:
        name = register.tidy_name(name)
    except ValueError as error:
        raise Refused(f"{error}") from error
    values, wrong = register.tidy(typed)
    if wrong:
        titles = {one.key: one.title for one in register.fields}
        raise Refused("；".join(f"{titles[key]}：{reason}" for key, reason in wrong.items()))
    return name, values


@transaction.atomic
def add_item(
    unit: Unit, *, register: str, name: str, values: Mapping[str, str], actor: Actor, at: dt.datetime
) -> Item:
    """Enter a row. Refuses who may not record there, a value the register does not take, and a name that is there already; one that
    was struck off comes back."""
    if not may(actor, RECORD, unit):
        raise Refused(f"您不能记{unit.name}的台账")
    declared = BY_KEY[register]
    name, kept = _tidy(declared, name, values)
    row = Item.objects.filter(unit=unit, register=register, name=name).first()
    if row is not None and row.is_active:
        raise Refused(f"{unit.name}的{declared.title}台账里已有“{name}”，请改原来那一行")
    if row is None:
        row = Item.objects.create(unit=unit, register=register, name=name, values=kept)
    else:
        Item.objects.filter(pk=row.pk).update(values=kept, is_active=True, revision=row.revision + 1)
        row.refresh_from_db()
    record(row, verb=f"登记{declared.title}", actor=actor, at=at, after=_open(kept, declared))
    return row


@transaction.atomic
def edit_item(
    row: Item, *, name: str, values: Mapping[str, str], revision: int, actor: Actor, at: dt.datetime
) -> None:
    """Change a row; refuses what `add_item` refuses. :class:`Stale` after somebody else's change."""
    if not may(actor, RECORD, row):
        raise Refused("您不能改这一行")
    declared = row.declared
    name, kept = _tidy(declared, name, values)
    same = Item.objects.filter(unit=row.unit, register=row.register, name=name).exclude(pk=row.pk)
    if same.exists():
        raise Refused(f"{row.unit.name}的{declared.title}台账里已有“{name}”")
    before = {declared.name_title: row.name, **_open(row.values, declared)}
    changes: dict[str, Any] = {"name": name, "values": kept, "revision": revision + 1}
    if not Item.objects.filter(pk=row.pk, revision=revision).update(**changes):
        raise Stale
    row.refresh_from_db()
    after = {declared.name_title: name, **_open(kept, declared)}
    record(row, verb=f"改{declared.title}", actor=actor, at=at, before=before, after=after)


@transaction.atomic
def strike_item(row: Item, *, reason: str, actor: Actor, at: dt.datetime) -> None:
    """销户: out of the register with the reason; its checks stay. Refuses without a reason and twice."""
    if not may(actor, RECORD, row):
        raise Refused("您不能注销这一行")
    if not reason.strip():
        raise Refused("注销要写理由")
    if not Item.objects.filter(pk=row.pk, is_active=True).update(is_active=False):
        raise Refused("这一行已经注销")
    row.is_active = False
    record(row, verb="注销台账行", actor=actor, at=at, note=reason.strip())


@transaction.atomic
def check_item(
    row: Item,
    *,
    on: dt.date,
    is_good: bool,
    finding: str,
    actor: Actor,
    at: dt.datetime,
    spot: SpotCheck | None = None,
) -> ItemCheck:
    """Write down a look at a row; the latest one stands in the register.

    Refuses who may not, a register that is not checked, a row struck off, a day in the future, and 不合格 without what is wrong; for a
    random check (``spot``) a row that was not drawn, and the unit itself, whose register is being checked.
    """
    if not may(actor, RECORD, row):
        raise Refused("您不能检查这一行")
    _check_spot(spot, row, actor)
    if not row.declared.is_checked:
        raise Refused("这本台账不用逐行检查")
    if not row.is_active:
        raise Refused("这一行已经注销")
    if on > at.date():
        raise Refused("检查日期还没有到，请核对日期")
    if not is_good and not finding.strip():
        raise Refused("不合格要写是什么问题")
    check = ItemCheck.objects.create(
        item=row,
        spot=spot,
        on=on,
        is_good=is_good,
        finding=finding.strip(),
        checked_by=actor.name,
        checked_at=at,
    )
    latest = row.checks.order_by("-on", "-pk").first() or check
    fields: dict[str, Any] = {
        "checked_on": latest.on, "is_good": latest.is_good, "finding": latest.finding,
    }  # fmt: skip
    Item.objects.filter(pk=row.pk).update(**fields)
    for key, value in fields.items():
        setattr(row, key, value)
    said = "合格" if is_good else f"不合格：{finding.strip()}"
    record(row, verb="检查", actor=actor, at=at, note=said, after={"检查日期": on})
    return check


def _check_spot(spot: SpotCheck | None, row: Item, actor: Actor) -> None:
    if spot is None:
        return
    if row.pk not in spot.drawn:
        raise Refused(f"“{row.name}”不在这次抽查抽中的里面，请从台账里记")
    if not may(actor, MANAGE, row):
        raise Refused("抽查由创建办的人去查、来记，本单位不能自己记抽查结果")


@transaction.atomic
def draw_items(unit: Unit, *, register: str, seed: str, actor: Actor, at: dt.datetime) -> SpotCheck:
    """随机抽查 (D2.3: 5 户): draw from the rows of ``unit`` and below by ``seed``; pool, seed and result are kept.

    Refuses who may not arrange checks there, a register that is not drawn from, and an empty one.
    """
    declared = BY_KEY[register]
    if not may(actor, MANAGE, unit):
        raise Refused(f"您不能抽查{unit.name}")
    if not declared.draws:
        raise Refused(f"{declared.title}台账不随机抽查")
    found = Item.objects.filter(unit__in=subtree_of(unit).order_by(), register=register, is_active=True)
    rows = list(found.select_related("unit").order_by("pk"))
    pool = [[row.pk, str(row)] for row in rows]
    if not pool:
        raise Refused(f"{unit.name}的{declared.title}台账还是空的，没有可抽的")
    wanted = min(declared.draws, len(pool))
    drawn = draw([row.pk for row in rows], wanted, seed)
    spot = SpotCheck.objects.create(
        unit=unit,
        register=register,
        wanted=wanted,
        seed=seed,
        pool=pool,
        drawn=drawn,
        drawn_by=actor.name,
        drawn_at=at,
    )
    record(spot, verb="随机抽查", actor=actor, at=at, after={"候选": len(pool), "抽中": drawn, "种子": seed})
    return spot


@dataclass(frozen=True)
class Taken:
    """One good line of a list to take over."""

    number: int
    unit_id: int
    name: str
    values: dict[str, str]


@transaction.atomic
def take_over(
    register: str, lines: Sequence[Taken], *, units: Mapping[int, Unit], actor: Actor, at: dt.datetime
) -> tuple[int, int]:
    """Write the lines of a checked list: the same unit and name is updated (columns left blank stay, and a masked name never takes
    the place of the full one), all others are new; gives how many of each. Refuses all of it when a unit is out of reach."""
    for line in lines:
        if line.unit_id not in units or not may(actor, RECORD, units[line.unit_id]):
            raise Refused(f"第 {line.number} 行的单位不归您管，请重新导入")
    declared = BY_KEY[register]
    rows = Item.objects.filter(register=register, unit_id__in={line.unit_id for line in lines}).order_by("pk")
    known = {(row.unit_id, row.name): row for row in rows}
    made, changed = [], []
    for line in lines:
        row = known.get((line.unit_id, line.name))
        if row is None:
            made.append(Item(unit_id=line.unit_id, register=register, name=line.name, values=line.values))
        else:
            row.values = _merged(declared, row.values, line.values)
            row.is_active, row.revision = True, row.revision + 1
            changed.append(row)
    Item.objects.bulk_create(made)
    Item.objects.bulk_update(changed, ["values", "is_active", "revision"], batch_size=200)
    for pk in sorted({line.unit_id for line in lines}):
        count = sum(line.unit_id == pk for line in lines)
        record(units[pk], verb=f"导入{declared.title}台账", actor=actor, at=at, after={"行数": count})
    return len(made), len(changed)


def _merged(register: Register, before: Mapping[str, str], given: Mapping[str, str]) -> dict[str, str]:
    masked = {
        one.key
        for one in register.fields
        if one.kind == PERSON and given.get(one.key) == mask_name(before.get(one.key, ""))
    }
    return {**before, **{key: text for key, text in given.items() if text and key not in masked}}
