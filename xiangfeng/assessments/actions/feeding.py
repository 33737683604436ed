"""取检查发现: the month's findings, clean checks and 整改 rates into the score sheet, and out again."""

from __future__ import annotations

import datetime as dt
from copy import copy

from django.db import transaction

from xiangfeng.access.actor import Actor
from xiangfeng.assessments.actions.scores import hold_open, stamp, touch
from xiangfeng.assessments.feeding import CellFeed, FeedPlan, RateFeed
from xiangfeng.assessments.models import Deduction, Period, Score
from xiangfeng.assessments.queries.feeding import plan_feed
from xiangfeng.base.errors import Refused
from xiangfeng.history.actions import record


@transaction.atomic
def feed_sheet(period: Period, *, actor: Actor, at: dt.datetime) -> FeedPlan:
    """Take the findings of the month into the sheet as deductions, priced by each cell's rule (A4.1b); gives what was done.

    Twice is harmless: what is in is not doubled, what changed is changed, what was 撤销 is taken out. A cell that somebody
    typed keeps what they typed. A cell that was checked without a finding gets full marks; a source that is fed by a
    rate gets the month's, where anything was due. Refuses when the sheet is locked.
    """
    hold_open(period, actor)
    plan = plan_feed(period, today=at.date())
    if plan.is_empty:
        return plan
    gone = [row.pk for cell in plan.changes for row in cell.old]
    Deduction.objects.filter(pk__in=gone).delete()
    for cell in plan.changes:
        _put(cell, actor, at)
    for rate in plan.rate_changes:
        _set(rate, actor, at)
    touch(period, at)
    done = {f"{cell.entry.unit.name} {cell.key}": [one.text for one in cell.fed] for cell in plan.changes}
    done |= {f"{rate.entry.unit.name} {rate.key}": [str(rate.points or "")] for rate in plan.rate_changes}
    record(period, verb="取检查发现", actor=actor, at=at, note=plan.says, data={"cells": done})
    return plan


def _score(part: CellFeed | RateFeed, at: dt.datetime) -> Score:
    """The row to write; a copy, so that the plan still tells what was before."""
    row = copy(part.score) or Score.objects.create(entry=part.entry, key=part.key, updated_at=at, version=0)
    row.raw = part.raw
    return row


def _put(cell: CellFeed, actor: Actor, at: dt.datetime) -> None:
    """The deductions of one cell behind those that were noted by hand."""
    score = _score(cell, at)
    last = max(score.deductions.order_by("seq").values_list("seq", flat=True), default=0)
    Deduction.objects.bulk_create(
        Deduction(score=score, seq=last + number, **vars(one)) for number, one in enumerate(cell.fed, start=1)
    )
    stamp(score, actor, at, "raw")


def _set(rate: RateFeed, actor: Actor, at: dt.datetime) -> None:
    score = _score(rate, at)
    score.value = rate.points
    stamp(score, actor, at, "value", "raw")


@transaction.atomic
def unfeed_sheet(period: Period, *, actor: Actor, at: dt.datetime) -> int:
    """Take everything out again that :func:`feed_sheet` put in; gives the number of cells. What people entered stays.

    Refuses when the sheet is locked or holds nothing that was fed.
    """
    hold_open(period, actor)
    rows = Deduction.objects.filter(score__entry__period=period).exclude(finding=None)
    behind = set(rows.order_by("id").values_list("score_id", flat=True))
    rows.delete()
    scores = Score.objects.filter(entry__period=period).select_related("entry__unit").order_by("id")
    cells = [score for score in scores if score.pk in behind or score.raw.get("fed")]
    if not cells:
        raise Refused("表里没有取来的检查发现，不用取出")
    for score in cells:
        if score.raw.get("fed"):
            score.value, score.raw = None, {}
        stamp(score, actor, at, "value", "raw")
    touch(period, at)
    names = [f"{score.entry.unit.name} {score.key}" for score in cells]
    record(period, verb="取出检查发现", actor=actor, at=at, note=f"{len(cells)} 格", data={"cells": names})
    return len(cells)
