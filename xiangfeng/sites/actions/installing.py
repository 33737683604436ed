"""The nine usual types of sites with a checklist each (I5)."""

from __future__ import annotations

import datetime as dt
import tomllib
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Max

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import may
from xiangfeng.base.errors import Refused
from xiangfeng.history.actions import record
from xiangfeng.orgs.models import Unit
from xiangfeng.regulations.queries import norms_for
from xiangfeng.sites.models import Checklist, ChecklistItem, SiteType
from xiangfeng.sites.queries import MANAGE

FILE = Path(__file__).parent.parent / "default_checklists.toml"


@cache
def defaults() -> tuple[dict[str, Any], ...]:
    """The table as shipped, in its order."""
    return tuple(tomllib.loads(FILE.read_text(encoding="utf-8"))["checklists"])


@transaction.atomic
def install_types(unit: Unit, *, actor: Actor, at: dt.datetime) -> list[SiteType]:
    """Give ``unit`` those of the nine usual types it does not have, each with its checklist; gives the new ones.

    What is there by that name stays as it is, retired or not. Norms are linked where they have been installed.
    """
    if not may(actor, MANAGE, unit):
        raise Refused(f"您不能设{unit.name}的点位类型")
    known = set(SiteType.objects.filter(unit=unit).order_by("pk").values_list("name", flat=True))
    last = SiteType.objects.filter(unit=unit).aggregate(Max("seq"))["seq__max"] or 0
    norms = dict(norms_for(unit).values_list("code", "pk"))
    made = []
    for number, one in enumerate(defaults(), start=1):
        if one["type"] in known:
            continue
        checklist = _checklist(unit, one, norms)
        made.append(
            SiteType.objects.create(unit=unit, name=one["type"], checklist=checklist, seq=last + number)
        )
    if made:
        record(
            unit, verb="装入点位类型和检查表", actor=actor, at=at, data={"类型": [one.name for one in made]}
        )
    return made


def _checklist(unit: Unit, one: dict[str, Any], norms: dict[str, int]) -> Checklist:
    checklist, is_new = Checklist.objects.get_or_create(
        unit=unit, name=f"{one['type']}检查表", defaults={"basis": "平台常用表，可改"}
    )
    if is_new:
        ChecklistItem.objects.bulk_create(
            _item(checklist, number, row, norms) for number, row in enumerate(one["items"], start=1)
        )
    return checklist


def _item(checklist: Checklist, number: int, row: list[str], norms: dict[str, int]) -> ChecklistItem:
    title, standard, topic, points, each, norm, indicator, marks = row
    return ChecklistItem(
        checklist=checklist, code=str(number), seq=number, title=title, standard=standard, topic=topic,
        points=Decimal(points), each=Decimal(each), norm_id=norms.get(norm), indicator=indicator,
        is_fatal="fatal" in marks, needs_photo="photo" in marks,
    )  # fmt: skip
