"""加减分, 一票否决 and upper-level results, entered by hand or taken from an imported sheet."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction

from xiangfeng.access.actor import Actor
from xiangfeng.assessments.actions.scores import hold_open
from xiangfeng.assessments.cells import columns_of
from xiangfeng.assessments.models import Adjustment, AdjustmentKind, Entry, UpperResult, UpperUse
from xiangfeng.base.errors import Refused
from xiangfeng.history.actions import record


@transaction.atomic
def add_adjustment(
    entry: Entry,
    *,
    kind: str,
    points: Decimal,
    reason: str,
    actor: Actor,
    at: dt.datetime,
    veto_code: str = "",
    basis: str = "",
) -> Adjustment:
    """Add 加分, 减分 or 一票否决 to an entry. Refuses one without a reason, and a veto the scheme does not know."""
    hold_open(entry.period, actor)
    if not reason.strip():
        raise Refused("加减分要写明事由，事由会印在通报里")
    if kind == AdjustmentKind.VETO:
        known = {veto.code for veto in entry.period.scheme_version.scheme.vetoes}
        if veto_code not in known:
            raise Refused("指标体系里没有这一否决项，请先在指标体系里写明")
    row = Adjustment(
        entry=entry,
        kind=kind,
        points=points,
        veto_code=veto_code,
        reason=reason.strip(),
        basis=basis.strip(),
        at=at,
    )
    _save(row, entry, actor, at, verb=f"登记{row.get_kind_display()}", note=reason)
    return row


@transaction.atomic
def remove_adjustment(row: Adjustment, *, actor: Actor, at: dt.datetime) -> None:
    """Take an adjustment back while the sheet is open."""
    hold_open(row.entry.period, actor)
    record(row.entry, verb=f"删除{row.get_kind_display()}", actor=actor, at=at, before={"事由": row.reason})
    row.delete()
    _touched(row.entry, at)


@transaction.atomic
def add_upper_result(
    entry: Entry,
    *,
    level: str,
    name: str,
    points: Decimal,
    actor: Actor,
    at: dt.datetime,
    use: str = UpperUse.NOTE,
    key: str = "",
) -> UpperResult:
    """Enter what an upper level gave (R13): listed only, or in place of an item, a source or the whole score."""
    hold_open(entry.period, actor)
    scheme = entry.period.scheme_version.scheme
    if level not in scheme.givers:
        raise Refused(f"考评层级只能是{'、'.join(scheme.givers)}")
    places = {
        UpperUse.CELL: columns_of(scheme),
        UpperUse.SOURCE: [source.key for source in scheme.walk()],
    }.get(UpperUse(use), [""])
    if key not in places:
        raise Refused("请选要替换的指标或来源")
    row = UpperResult(entry=entry, level=level, name=name.strip(), points=points, use=use, key=key, at=at)
    _save(row, entry, actor, at, verb="登记上级考评", note=name)
    return row


@transaction.atomic
def remove_upper_result(row: UpperResult, *, actor: Actor, at: dt.datetime) -> None:
    """Take an upper-level result back while the sheet is open."""
    hold_open(row.entry.period, actor)
    record(row.entry, verb="删除上级考评", actor=actor, at=at, before={row.name: str(row.points)})
    row.delete()
    _touched(row.entry, at)


def _save(
    row: Adjustment | UpperResult, entry: Entry, actor: Actor, at: dt.datetime, *, verb: str, note: str
) -> None:
    try:
        row.full_clean()
    except ValidationError as error:
        raise Refused("；".join(error.messages)) from error
    row.save()
    _touched(entry, at)
    record(entry, verb=verb, actor=actor, at=at, note=note, after={"分值": str(row.points)})


def _touched(entry: Entry, at: dt.datetime) -> None:
    entry.period.touched_at = at
    entry.period.save(update_fields=["touched_at"])
