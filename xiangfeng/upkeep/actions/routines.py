"""周期作业: arrange, change, stop; lay out its jobs (I11)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import may
from xiangfeng.base.errors import Refused, Stale
from xiangfeng.history.actions import record
from xiangfeng.orgs.models import Unit
from xiangfeng.sites.models import Site
from xiangfeng.upkeep import spans
from xiangfeng.upkeep.actions.settling import settle_year
from xiangfeng.upkeep.models import Job, JobState, Routine
from xiangfeng.workflow.flow import fire

MANAGE = "upkeep.manage"
AHEAD = dt.timedelta(days=31)
"""Jobs reach to the end of the year, in December to the end of the next: whatever span of a year a duty has, it is laid out whole."""
MOST_BACK = 1
CHANGEABLE = ("title", "doer", "proof", "needs_photo", "to_on")


@transaction.atomic
def arrange_routine(
    unit: Unit,
    *,
    kind: str,
    title: str,
    pace: str,
    units: Sequence[Unit],
    from_on: dt.date,
    to_on: dt.date | None = None,
    site: Site | None = None,
    doer: str = "",
    proof: str = "",
    needs_photo: bool = False,
    actor: Actor,
    at: dt.datetime,
) -> Routine:
    """Arrange a routine of ``unit`` and lay out its jobs to the end of the year.

    Refuses who may not arrange there, no or outside units, a start before last year, and a site that is not that of
    the one responsible unit.
    """
    if not may(actor, MANAGE, unit):
        raise Refused(f"您不能替{unit.name}安排周期作业")
    if not title.strip():
        raise Refused("请写作业名称")
    _check_days(from_on, to_on, at)
    _check_units(unit, units, site)
    row = Routine.objects.create(
        unit=unit, kind=kind, title=title.strip(), pace=pace, site=site, doer=doer.strip(), proof=proof.strip(),
        needs_photo=needs_photo, from_on=from_on, to_on=to_on,
    )  # fmt: skip
    row.units.set(units)
    made = lay_out(row, at=at)
    record(row, verb="安排周期作业", actor=actor, at=at, after={**_facts(row), "排出": made})
    return row


def _check_days(from_on: dt.date, to_on: dt.date | None, at: dt.datetime) -> None:
    if from_on.year < at.year - MOST_BACK:
        raise Refused("起日最早填到去年1月1日")
    if to_on is not None and to_on < from_on:
        raise Refused("止日早于起日，请核对日期")


def _check_units(unit: Unit, units: Sequence[Unit], site: Site | None) -> None:
    if not units:
        raise Refused("请至少选一个责任单位")
    for one in units:
        if not one.path.startswith(unit.path):
            raise Refused(f"“{one.name}”不归{unit.name}管，不能列为责任单位")
    if site is not None and [one.pk for one in units] != [site.unit_id]:
        raise Refused(f"点位“{site.name}”由{site.unit.name}负责，选了点位，责任单位只能选它")


def _facts(row: Routine) -> dict[str, Any]:
    names = [one.name for one in row.units.order_by("path")]
    return {
        "名称": row.title, "作业": row.get_kind_display(), "频次": row.get_pace_display(), "责任单位": names,
        "谁来做": row.doer, "凭据": row.proof, "必须拍照": row.needs_photo, "起": row.from_on, "止": row.to_on,
    }  # fmt: skip


def lay_out(row: Routine, *, at: dt.datetime) -> int:
    """The jobs of a routine that are not there yet, to the end of the year; gives how many. Twice is harmless."""
    if not row.is_active:
        return 0
    known = set(row.jobs.order_by("pk").values_list("unit_id", "start"))
    until = (at.date() + AHEAD).year
    fresh = [
        Job(routine=row, unit=unit, start=start, due_on=end, warn_on=spans.warn_on(row.pace, end))
        for unit in row.units.filter(is_active=True).order_by("path")
        for start, end in spans.owed(row.pace, row.from_on, row.to_on, until)
        if (unit.pk, start) not in known
    ]
    Job.objects.bulk_create(fresh, ignore_conflicts=True)
    if fresh:
        settle_year(row.unit, row.kind)
    return len(fresh)


def lay_out_jobs(*, at: dt.datetime) -> int:
    """The clock: the jobs of every routine in force; gives how many are new. Twice is harmless."""
    made = 0
    for row in (
        Routine.objects.filter(is_active=True, unit__is_active=True).select_related("unit").order_by("pk")
    ):
        with transaction.atomic():
            made += lay_out(row, at=at)
    return made


@transaction.atomic
def edit_routine(
    row: Routine, *, units: Sequence[Unit], revision: int, actor: Actor, at: dt.datetime, **fields: Any
) -> None:
    """Change what may change: title, doer, proof, photo, last day, units. Kind and pace stay: for another, arrange a new one.

    Jobs to come that are no longer owed go, if nothing was recorded; what was owed up to today stays. Refuses a stopped
    routine and (:class:`Stale`) a row that somebody has changed since ``revision``.
    """
    if not may(actor, MANAGE, row):
        raise Refused("您不能改这项周期作业")
    if not row.is_active:
        raise Refused("这项作业已经停了，不能再改")
    if not fields.get("title", row.title).strip():
        raise Refused("请写作业名称")
    if fields.get("to_on") and fields["to_on"] < row.from_on:
        raise Refused("止日早于起日，请核对日期")
    _check_units(row.unit, units, row.site)
    before = _facts(row)
    changes = {name: fields[name] for name in CHANGEABLE if name in fields}
    if not Routine.objects.filter(pk=row.pk, revision=revision).update(**changes, revision=revision + 1):
        raise Stale
    row.units.set(units)
    row.refresh_from_db()
    _cut(row, at)
    lay_out(row, at=at)
    record(row, verb="改周期作业", actor=actor, at=at, before=before, after=_facts(row))


def _cut(row: Routine, at: dt.datetime) -> None:
    """Take away the jobs to come that are not owed any more."""
    coming = row.jobs.filter(start__gt=at.date(), state=JobState.OPEN, records__isnull=True)
    kept = [one.pk for one in row.units.all()] if row.is_active else []
    coming.exclude(unit_id__in=kept).delete()
    if row.to_on is not None:
        coming.filter(due_on__gt=row.to_on).delete()
    settle_year(row.unit, row.kind)


@transaction.atomic
def stop_routine(row: Routine, *, reason: str, actor: Actor, at: dt.datetime) -> None:
    """Stop it from now on: jobs to come go, what was owed up to today stays. Refuses without a reason and a second time."""
    if not may(actor, MANAGE, row):
        raise Refused("您不能停这项周期作业")
    if not reason.strip():
        raise Refused("停下要写理由")
    if not Routine.objects.filter(pk=row.pk, is_active=True).update(is_active=False):
        raise Refused("这项作业已经停了")
    row.is_active = False
    _cut(row, at)
    record(row, verb="停下周期作业", actor=actor, at=at, note=reason.strip())


@transaction.atomic
def excuse_job(job: Job, *, reason: str, actor: Actor, at: dt.datetime) -> None:
    """免做: this once it need not be done, with the reason."""
    fire(job, "excuse", actor=actor, at=at, note=reason, reason=reason.strip())
    settle_year(job.routine.unit, job.routine.kind)


@transaction.atomic
def restore_job(job: Job, *, actor: Actor, at: dt.datetime) -> None:
    """Take a 免做 back."""
    fire(job, "restore", actor=actor, at=at, reason="")
    settle_year(job.routine.unit, job.routine.kind)
