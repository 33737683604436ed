"""Writing cells of the score sheet: each is checked on its own, the good ones are kept, none overwrites another's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django.db import transaction

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import may
from xiangfeng.assessments.cells import MISSING_WORDS, SOURCE_MARK, CellError, columns_of, parse_cell
from xiangfeng.assessments.models import Deduction, Entry, Period, PeriodState, Score
from xiangfeng.attachments.actions import Upload, store_file
from xiangfeng.attachments.models import Attachment
from xiangfeng.base.errors import Refused, Stale
from xiangfeng.history.actions import record
from xiangfeng.scoring.scheme import POLICIES
from xiangfeng.workflow.flow import hold

SCORE = "assessments.score"
NEEDS_REASON = "缺项要选办法、写原因：请在“缺项怎么算”里填好，原因会随通报印出"


@dataclass(frozen=True)
class CellInput:
    """What one person wants one cell to be. ``version`` is the version they saw, 0 for a cell still empty.

    ``given_by`` is the level that scored, empty to leave it as it is. ``raw`` is a raw entry already read from an
    imported sheet (count, conditions met …); then ``text`` is empty.
    """

    entry_id: int
    key: str
    text: str
    version: int = 0
    given_by: str = ""
    raw: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class CellReply:
    """What became of one cell: ``score`` as it now stands, ``reason`` when it was not written."""

    wanted: CellInput
    score: Score | None = None
    reason: str = ""


@dataclass
class SaveReport:
    """The fate of every cell that was sent."""

    saved: list[CellReply] = field(default_factory=list)
    refused: list[CellReply] = field(default_factory=list)
    stale: list[CellReply] = field(default_factory=list)


def check_open(period: Period, actor: Actor) -> None:
    """Refuse to touch a sheet that is not in 打分 or not within the actor's rights."""
    if not may(actor, SCORE, period):
        raise Refused("您没有打分的权限")
    if period.state != PeriodState.SCORING:
        raise Refused(f"现在是“{period.get_state_display()}”，打分表已锁定；要改请先退回或重新打开")


def hold_open(period: Period, actor: Actor) -> None:
    """:func:`check_open`, and nobody locks the sheet before this transaction ends."""
    check_open(period, actor)
    hold(period)


@transaction.atomic
def save_cells(period: Period, cells: Sequence[CellInput], *, actor: Actor, at: dt.datetime) -> SaveReport:
    """Write what is right, refuse what is not with the reason, and report cells somebody else changed meanwhile.

    Refuses the whole when the sheet is locked. Values are points, or a level letter where the rule gives levels.
    """
    hold_open(period, actor)
    report = SaveReport()
    entries = {entry.pk: entry for entry in period.entries.select_related("unit").order_by("id")}
    keys = set(columns_of(period.scheme_version.scheme))
    known = {
        (score.entry_id, score.key): score
        for score in Score.objects.filter(
            entry__period=period, key__in={cell.key for cell in cells} & keys
        ).order_by("id")
    }
    changes: dict[str, list[Any]] = {}
    for wanted in cells:
        if wanted.entry_id not in entries or wanted.key not in keys:
            report.refused.append(CellReply(wanted, reason="打分表里没有这一格，请刷新页面"))
            continue
        old = known.get((wanted.entry_id, wanted.key))
        before = str(old.value) if old and old.value is not None else ""
        reply = _write(entries[wanted.entry_id], wanted, old, period, actor, at)
        (report.refused if reply.reason else report.saved if reply.score else report.stale).append(reply)
        if not reply.reason and reply.score:
            known[wanted.entry_id, wanted.key] = reply.score
            changes[f"{entries[wanted.entry_id].unit.name} {wanted.key}"] = [before, wanted.text]
    if changes:
        touch(period, at)
        record(period, verb="打分", actor=actor, at=at, data={"cells": changes})
    report.stale = [
        replace(reply, score=known.get((reply.wanted.entry_id, reply.wanted.key))) for reply in report.stale
    ]
    return report


def _write(
    entry: Entry, wanted: CellInput, old: Score | None, period: Period, actor: Actor, at: dt.datetime
) -> CellReply:
    """One cell: parsed, checked, and swapped in by a conditional UPDATE on its version."""
    if wanted.text.strip() in MISSING_WORDS:
        is_settled = old is not None and bool(old.missing)
        return CellReply(wanted, old, reason="" if is_settled else NEEDS_REASON)
    try:
        value, raw = parse_cell(period.scheme_version.scheme, wanted.key, wanted.text)
    except CellError as error:
        return CellReply(wanted, old, reason=str(error))
    if wanted.given_by and wanted.given_by not in period.scheme_version.scheme.givers:
        return CellReply(
            wanted, old, reason=f"考评层级只能是{'、'.join(period.scheme_version.scheme.givers)}"
        )
    values: dict[str, Any] = {
        "value": value,
        "raw": raw or dict(wanted.raw),
        "given_by": wanted.given_by or (old.given_by if old else "") or "镇",
        "missing": "",
        "missing_reason": "",
        "updated_by_id": actor.user_id,
        "updated_by_name": actor.name[:40],
        "updated_at": at,
    }
    if old is None:
        if wanted.version:
            return CellReply(wanted)
        created, is_new = Score.objects.get_or_create(entry=entry, key=wanted.key, defaults=values)
        return CellReply(wanted, created) if is_new else CellReply(wanted)
    changed = Score.objects.filter(pk=old.pk, version=wanted.version).update(
        version=wanted.version + 1, **values
    )
    if not changed:
        return CellReply(wanted)
    for name, new in values.items():
        setattr(old, name, new)
    old.version = wanted.version + 1
    return CellReply(wanted, old)


def touch(period: Period, at: dt.datetime) -> None:
    """Let the pages that are open on the sheet know that it changed."""
    period.touched_at = at
    period.save(update_fields=["touched_at"])


def stamp(score: Score, actor: Actor, at: dt.datetime, *fields: str) -> None:
    """Save the named fields as the cell's next version."""
    score.version += 1
    score.updated_by_id, score.updated_by_name, score.updated_at = actor.user_id, actor.name[:40], at
    score.save(update_fields=[*fields, "version", "updated_by", "updated_by_name", "updated_at"])


@transaction.atomic
def set_giver(entry: Entry, key: str, *, given_by: str, actor: Actor, at: dt.datetime) -> Score:
    """Say which level scored a cell (镇考、县考、市考). Refuses a level the scheme does not know."""
    hold_open(entry.period, actor)
    if given_by not in entry.period.scheme_version.scheme.givers:
        raise Refused(f"考评层级只能是{'、'.join(entry.period.scheme_version.scheme.givers)}")
    score = entry.scores.filter(key=key).first()
    if score is None:
        raise Refused("这一格还没有录分，先录分再选由谁考评")
    before, score.given_by = score.given_by, given_by
    stamp(score, actor, at, "given_by")
    touch(entry.period, at)
    record(entry, verb="改考评层级", actor=actor, at=at, before={key: before}, after={key: given_by})
    return score


@transaction.atomic
def set_missing(
    entry: Entry,
    key: str,
    *,
    policy: str,
    reason: str,
    actor: Actor,
    at: dt.datetime,
    value: Decimal | None = None,
    percent: Decimal | None = None,
    version: int | None = None,
) -> Score:
    """Settle how an empty cell counts (缺项). Refuses without a reason: it is printed with the 通报.

    :class:`Stale` when ``version`` is given and the cell was changed since.
    """
    period = entry.period
    hold_open(period, actor)
    if policy not in POLICIES:
        raise Refused("请选一种缺项办法")
    if not reason.strip():
        raise Refused("缺项要写明原因，原因会随通报一起印出")
    if policy == "given" and value is None and percent is None:
        raise Refused("选“给定分”要填给多少分，或满分的百分之几")
    if key not in columns_of(period.scheme_version.scheme):
        raise Refused("打分表里没有这一格，请刷新页面")
    score, is_new = Score.objects.get_or_create(entry=entry, key=key, defaults={"updated_at": at})
    if version is not None and (0 if is_new else score.version) != version:
        raise Stale("这一格刚被别人改过，请刷新后再定缺项")
    if score.deductions.exists():
        raise Refused("这一格记有扣分，不能又算缺项；确实没有考评的，先删掉扣分")
    raw = {"missing_value": value, "missing_percent": percent}
    # The rounds that were held stay; the rule is for those missed.
    raw_text = {name: str(number) for name, number in raw.items() if number is not None}
    score.raw = ({"values": score.raw["values"]} if "values" in score.raw else {}) | raw_text
    score.value, score.missing, score.missing_reason = None, policy, reason.strip()
    stamp(score, actor, at, "value", "raw", "missing", "missing_reason")
    touch(period, at)
    record(entry, verb="定缺项办法", actor=actor, at=at, note=reason, after={key: POLICIES[policy]})
    return score


@transaction.atomic
def clear_missing(score: Score, *, actor: Actor, at: dt.datetime) -> Score:
    """Take back a 缺项 rule; the cell is open again."""
    hold_open(score.entry.period, actor)
    score.refresh_from_db(fields=["raw", "version"])
    score.missing, score.missing_reason = "", ""
    score.raw = {name: value for name, value in score.raw.items() if not name.startswith("missing_")}
    stamp(score, actor, at, "missing", "missing_reason", "raw")
    touch(score.entry.period, at)
    record(score.entry, verb="取消缺项办法", actor=actor, at=at, after={score.key: "未录"})
    return score


@dataclass(frozen=True)
class DeductionInput:
    """One found fault as it is typed in: ``points`` in 分, for all ``count`` places together.

    ``photo`` is a picture just uploaded, ``photo_id`` one that is kept already, ``finding_id`` the 检查发现 it came from.
    """

    text: str
    points: Decimal
    count: int = 1
    place: str = ""
    found_on: dt.date | None = None
    photo_id: int | None = None
    photo: Upload | None = None
    finding_id: int | None = None


@transaction.atomic
def set_deductions(
    entry: Entry, key: str, rows: Sequence[DeductionInput], *, version: int, actor: Actor, at: dt.datetime
) -> Score:
    """Replace the deductions behind a cell. The points of the cell follow from them unless points were typed.

    A line keeps the 检查发现 it came from, and that finding's day. Refuses a deduction without words or below zero, and a
    finding that is not behind this cell; :class:`Stale` when the cell was changed meanwhile.
    """
    hold_open(entry.period, actor)
    for number, row in enumerate(rows, start=1):
        if not row.text.strip():
            raise Refused(f"第 {number} 条扣分没有写问题")
        if row.points < 0 or row.count < 1:
            raise Refused(f"第 {number} 条扣分：处数至少 1，扣分不能小于 0")
    if key.startswith(SOURCE_MARK) or key not in columns_of(entry.period.scheme_version.scheme):
        raise Refused("这一格不记扣分")
    score, is_new = Score.objects.get_or_create(entry=entry, key=key, defaults={"updated_at": at})
    if not is_new and score.version != version:
        raise Stale("这一格刚被别人改过，请刷新后再记")
    _check_photos(entry, [row.photo_id for row in rows if row.photo_id])
    found = dict(score.deductions.exclude(finding=None).order_by("id").values_list("finding_id", "found_on"))
    if any(row.finding_id and row.finding_id not in found for row in rows):
        raise Refused("检查发现已经不在这一格，请刷新后再记")
    rows = [_with_photo(row, entry, actor, at) for row in rows]
    score.deductions.all().delete()
    Deduction.objects.bulk_create(
        Deduction(
            score=score,
            text=row.text.strip(),
            place=row.place.strip(),
            count=row.count,
            points=row.points,
            found_on=row.found_on or found.get(row.finding_id or 0),
            photo_id=row.photo_id,
            finding_id=row.finding_id,
            seq=number,
        )
        for number, row in enumerate(rows, start=1)
    )
    score.missing, score.missing_reason = "", ""
    score.raw = {} if score.raw.get("fed") else score.raw
    stamp(score, actor, at, "missing", "missing_reason", "raw")
    touch(entry.period, at)
    record(entry, verb="记扣分", actor=actor, at=at, after={key: [row.text for row in rows]})
    return score


def _with_photo(row: DeductionInput, entry: Entry, actor: Actor, at: dt.datetime) -> DeductionInput:
    """A new photo is kept as proof of the village."""
    if row.photo is None:
        return row
    kept = store_file(row.photo, unit=entry.unit, actor=actor, at=at, purpose="考评扣分")
    if not kept.is_image:
        raise Refused(f"“{kept.name}”不是照片，扣分只附照片")
    return replace(row, photo_id=kept.pk)


def _check_photos(entry: Entry, photo_ids: Sequence[int]) -> None:
    """A photo must belong to the township that scores or to a unit below it."""
    top = entry.period.unit.path
    units = Attachment.objects.filter(pk__in=photo_ids).values_list("unit__path", flat=True)
    if len(units) != len(set(photo_ids)) or not all(path.startswith(top) for path in units):
        raise Refused("照片没有找到，请重新上传")
