"""Writing what was confirmed from an imported sheet, through the same actions as typing it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from xiangfeng.access.actor import Actor
from xiangfeng.assessments.actions.adjustments import (
    add_adjustment,
    add_upper_result,
    remove_upper_result,
)
from xiangfeng.assessments.actions.scores import (
    CellInput,
    CellReply,
    SaveReport,
    hold_open,
    save_cells,
    set_missing,
)
from xiangfeng.assessments.models import Adjustment, Entry, Period, UpperResult
from xiangfeng.assessments.score_import import UPPER, Change, Extra, ImportPlan
from xiangfeng.assessments.upper_list import Line
from xiangfeng.base.errors import Refused, Stale


@transaction.atomic
def import_scores(period: Period, plan: ImportPlan, *, actor: Actor, at: dt.datetime) -> SaveReport:
    """Write the plan's cells, 缺项 and 加减分. A cell that somebody changed since the preview is left and reported.

    Refuses the whole when the sheet is locked. Twice is harmless: a 加减分 that is there already is not added again.
    """
    hold_open(period, actor)
    typed = [
        CellInput(row.entry_id, row.key, row.text, row.version, row.given_by, row.raw)
        for row in plan.changes
        if not row.policy
    ]
    report = save_cells(period, typed, actor=actor, at=at)
    entries = {entry.pk: entry for entry in period.entries.select_related("unit", "period").order_by("id")}
    for row in plan.changes:
        if row.policy:
            _settle(entries[row.entry_id], row, report, actor, at)
    known = _known_extras(period)
    for extra in plan.extras:
        code = extra.level or extra.veto_code
        if (extra.entry_id, extra.kind, Decimal(extra.points), extra.reason, code) not in known:
            _add(entries[extra.entry_id], extra, actor, at)
    return report


def _known_extras(period: Period) -> set[tuple[object, ...]]:
    rows = Adjustment.objects.filter(entry__period=period).order_by("id")
    return {
        *rows.values_list("entry_id", "kind", "points", "reason", "veto_code"),
        *((row.entry_id, UPPER, row.points, row.name, row.level) for row in _uppers_of(period)),
    }


def _add(entry: Entry, extra: Extra, actor: Actor, at: dt.datetime) -> None:
    points = Decimal(extra.points)
    if extra.kind == UPPER:
        add_upper_result(
            entry, level=extra.level, name=extra.reason, points=points, use=extra.use, actor=actor, at=at
        )
        return
    add_adjustment(
        entry,
        kind=extra.kind,
        points=points,
        reason=extra.reason,
        veto_code=extra.veto_code,
        basis="导入的打分表",
        actor=actor,
        at=at,
    )


@transaction.atomic
def import_uppers(period: Period, lines: Sequence[Line], *, actor: Actor, at: dt.datetime) -> int:
    """Write upper-level results (R13), all or nothing; gives how many are new or changed.

    A result of the same unit, level and name takes the place of the one that is there; one that is the same stays.
    """
    hold_open(period, actor)
    if not lines:
        raise Refused("没有可写入的上级考评，请重新导入")
    entries = {entry.pk: entry for entry in period.entries.select_related("unit", "period").order_by("id")}
    old = {(row.entry_id, row.level, row.name): row for row in _uppers_of(period)}
    count = 0
    for line in lines:
        facts: dict[str, Any] = {"points": Decimal(line.points), "use": line.use, "key": line.key}
        row = old.get((line.entry_id, line.level, line.name))
        if row is not None and all(getattr(row, name) == value for name, value in facts.items()):
            continue
        if row is not None:
            remove_upper_result(row, actor=actor, at=at)
        entry = entries.get(line.entry_id)
        if entry is None:
            raise Refused("参评名单变了，请重新导入")
        add_upper_result(entry, level=line.level, name=line.name, actor=actor, at=at, **facts)
        count += 1
    return count


def _uppers_of(period: Period) -> QuerySet[UpperResult]:
    rows = UpperResult.objects.filter(entry__period=period)
    return rows.select_related("entry__period__unit", "entry__unit").order_by("id")


def _settle(entry: Entry, row: Change, report: SaveReport, actor: Actor, at: dt.datetime) -> None:
    wanted = CellInput(row.entry_id, row.key, row.text, row.version)
    try:
        with transaction.atomic():
            score = set_missing(
                entry,
                row.key,
                policy=row.policy,
                reason=row.reason,
                value=Decimal(row.text) if row.text else None,
                percent=Decimal(row.percent) if row.percent else None,
                version=row.version,
                actor=actor,
                at=at,
            )
    except Stale:
        report.stale.append(CellReply(wanted))
    except Refused as refusal:
        report.refused.append(CellReply(wanted, reason=str(refusal)))
    else:
        report.saved.append(CellReply(wanted, score))
