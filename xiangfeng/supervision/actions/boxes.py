"""Hanging a box, changing what is known of it, taking it down, taking a list over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import may
from xiangfeng.base.errors import Refused
from xiangfeng.base.paths import covers
from xiangfeng.duties.actions import refresh
from xiangfeng.duties.models import DutyKind
from xiangfeng.history.actions import in_words, record
from xiangfeng.orgs.models import Unit
from xiangfeng.supervision.box_list import Line
from xiangfeng.supervision.flow import MANAGE
from xiangfeng.supervision.models import Box
from xiangfeng.workflow.flow import rewrite

FIELDS = ("number", "place", "village", "site", "keeper", "since")


def url_of(box: Box) -> str:
    return f"/work/supervision/boxes/{box.pk}/"


def due_after(day: dt.date) -> dt.date:
    """The last day for the next opening after one on ``day``."""
    return day + dt.timedelta(days=settings.BOX_DAYS)


@transaction.atomic
def add_box(unit: Unit, *, actor: Actor, at: dt.datetime, **fields: Any) -> Box:
    """Enter a box. ``fields``: number, place, village, site, keeper, since.

    Refuses who may not manage ``unit``, a number that is used, a village or site outside ``unit``, missing 位置 or 保管人, a day that has
    not come.
    """
    if not may(actor, MANAGE, unit):
        raise Refused(f"您不能替{unit.name}登记意见箱")
    kept = _checked(unit, fields, at.date())
    try:
        with transaction.atomic():
            box = Box.objects.create(unit=unit, due_on=due_after(kept["since"]), **kept)
    except IntegrityError:
        raise Refused(f"意见箱 {kept['number']} 号已经有了，请换一个箱号") from None
    record(box, verb="设意见箱", actor=actor, at=at, after=in_words(Box, kept))
    refresh(unit, kinds=[DutyKind.BOX])
    return box


@transaction.atomic
def edit_box(box: Box, *, revision: int, actor: Actor, at: dt.datetime, **fields: Any) -> Box:
    """Change what is known of a box; what stood before is in the history. Refuses as :func:`add_box`, and a box taken down;
    :class:`Stale` when somebody else changed it since."""
    _check_right(box, actor)
    kept = _checked(box.unit, fields, at.date())
    before = {name: getattr(box, name) for name in kept}
    changed = [name for name, value in kept.items() if before[name] != value]
    if not changed:
        return box
    first = box.openings.filter(void_reason="").order_by("on").first()
    if first and kept["since"] > first.on:
        raise Refused(f"{first.on:%Y-%m-%d}已经开过箱，设置日期不能在那以后")
    kept["due_on"] = due_after(box.opened_on or kept["since"])
    try:
        with transaction.atomic():
            _change(box, revision, kept)
    except IntegrityError:
        raise Refused(f"意见箱 {kept['number']} 号已经有了，请换一个箱号") from None
    record(
        box,
        verb="修改意见箱",
        actor=actor,
        at=at,
        before=in_words(Box, {name: before[name] for name in changed}),
        after=in_words(Box, {name: kept[name] for name in changed}),
    )
    refresh(box.unit, kinds=[DutyKind.BOX])
    return box


@transaction.atomic
def retire_box(box: Box, *, revision: int, on: dt.date, reason: str, actor: Actor, at: dt.datetime) -> Box:
    """撤除 from ``on``; its openings stay. Refuses no reason, a day to come or before its last opening, and one with slips not
    entered yet."""
    _check_right(box, actor)
    if not reason.strip():
        raise Refused("请写撤除理由")
    if on > at.date():
        raise Refused("撤除日期还没有到")
    if on < (box.opened_on or box.since):
        raise Refused("撤除日期不能早于设置日期和最近一次开箱")
    if any(row.left for row in box.openings.filter(void_reason="").order_by("id")):
        raise Refused("还有开箱取出的意见没有录完，先录完再撤")
    _change(box, revision, {"retired_on": on, "retired_reason": reason.strip()[:200]})
    record(box, verb="撤除意见箱", actor=actor, at=at, note=reason.strip(), after={"撤除日期": on})
    refresh(box.unit, kinds=[DutyKind.BOX])
    return box


@transaction.atomic
def take_over(
    unit: Unit, lines: Sequence[Line], *, villages: Mapping[int, Unit], actor: Actor, at: dt.datetime
) -> tuple[int, int]:
    """Write the good lines of a list: all or, when one is refused, none. Gives how many boxes are new and how many changed."""
    known = {
        box.number: box for box in Box.objects.filter(unit=unit).select_related("unit", "village", "site")
    }
    made = changed = 0
    for line in lines:
        fields: dict[str, Any] = dict(line.fields)
        if "village" in fields:
            fields["village"] = villages.get(fields["village"])
        try:
            box = known.get(line.number)
            if box is None:
                add_box(unit, number=line.number, actor=actor, at=at, **fields)
                made += 1
                continue
            before = box.revision
            old = {name: getattr(box, name) for name in FIELDS}
            edit_box(box, revision=before, actor=actor, at=at, **{**old, **fields})
            changed += box.revision != before
        except Refused as refusal:
            raise Refused(f"第 {line.row} 行没能写入，所以都没有写入：{refusal}") from refusal
    return made, changed


def _check_right(box: Box, actor: Actor) -> None:
    if not may(actor, MANAGE, box):
        raise Refused("这个意见箱不归您管")
    if not box.is_active:
        raise Refused("这个意见箱已经撤了，不能再改")


def _checked(unit: Unit, fields: Mapping[str, Any], today: dt.date) -> dict[str, Any]:
    kept: dict[str, Any] = {name: fields.get(name) for name in FIELDS}
    kept |= {name: str(kept[name] or "").strip() for name in ("place", "keeper")}
    kept["since"] = kept["since"] or today
    if not kept["number"] or not 0 < kept["number"] < 10000:
        raise Refused("箱号应是 1 到 9999 的数")
    for name, word in (("place", "位置"), ("keeper", "保管人")):
        if not kept[name]:
            raise Refused(f"请写{word}")
    if kept["since"] > today:
        raise Refused("设置日期还没有到，设好以后再登记")
    village, site = kept["village"], kept["site"]
    if village and not covers(unit.path, village.path):
        raise Refused(f"“{village.name}”不归{unit.name}管")
    if site and not covers(unit.path, site.unit.path):
        raise Refused(f"点位“{site.name}”不归{unit.name}管")
    return kept


def _change(box: Box, revision: int, fields: dict[str, Any]) -> None:
    rewrite(box, fields, revision=revision, says="这个意见箱刚被别人改过，请刷新后再改", retired_on=None)
