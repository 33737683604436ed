"""The outline a unit's map is drawn in."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import may
from xiangfeng.base.errors import Refused
from xiangfeng.history.actions import record
from xiangfeng.orgs.models import Unit
from xiangfeng.sites.models import Outline
from xiangfeng.sites.outlines import read_outline
from xiangfeng.sites.queries import MANAGE


@transaction.atomic
def set_outline(unit: Unit, content: bytes, *, actor: Actor, at: dt.datetime) -> Outline:
    """Take the outline from a GeoJSON file, in the place of the one before. Refuses what `read_outline` refuses."""
    if not may(actor, MANAGE, unit):
        raise Refused(f"您不能改{unit.name}的边界")
    rings = [[[round(x, 6), round(y, 6)] for x, y in ring] for ring in read_outline(content)]
    row, is_new = Outline.objects.update_or_create(unit=unit, defaults={"rings": rings, "uploaded_at": at})
    record(
        unit, verb="上传边界" if is_new else "更换边界", actor=actor, at=at,
        data={"圈数": len(rings), "点数": sum(map(len, rings))},
    )  # fmt: skip
    return row


@transaction.atomic
def clear_outline(unit: Unit, *, actor: Actor, at: dt.datetime) -> None:
    """Draw the map without outline again."""
    if not may(actor, MANAGE, unit):
        raise Refused(f"您不能改{unit.name}的边界")
    gone, _ = Outline.objects.filter(unit=unit).delete()
    if not gone:
        raise Refused(f"{unit.name}没有上传过边界")
    record(unit, verb="删除边界", actor=actor, at=at)
