"""Giving a 问卷 out: how many sheets are wanted of each village, slips with codes, how many paper ones were handed out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple

from django.db import transaction

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import may
from xiangfeng.base.errors import Refused, Stale
from xiangfeng.base.paths import covers
from xiangfeng.history.actions import record
from xiangfeng.orgs.models import Unit
from xiangfeng.surveys.flow import MANAGE
from xiangfeng.surveys.models import Batch, Code, Quota, Survey, SurveyState
from xiangfeng.visitors.codes import code_digest, form_digest, new_code
from xiangfeng.workflow.flow import hold

MOST_SLIPS = 500
MOST_WANTED = 100_000
PRINTED = "这一批已经印过了；没有印出来的，请把那一批作废后再印"


class Wanted(NamedTuple):
    """What is set for one village: the quota (0: none) and how many 纸质问卷 were handed out there."""

    wanted: int
    papers: int


@transaction.atomic
def set_quotas(row: Survey, wishes: Mapping[Unit, Wanted], *, actor: Actor, at: dt.datetime) -> int:
    """Write quotas and numbers of handed-out papers; gives how many villages were changed.

    Refuses a unit outside the township, more than 100,000, and a questionnaire that is over.
    """
    _check(row, actor)
    known = {one.unit_id: one for one in row.quotas.all()}
    changed = {}
    for unit, wish in wishes.items():
        if not covers(row.unit.path, unit.path):
            raise Refused(f"“{unit.name}”不归{row.unit.name}管")
        if max(wish) > MOST_WANTED:
            raise Refused(f"{unit.name}的数太大了，请核对")
        old = known.get(unit.pk)
        if (old.wanted, old.papers) == wish if old else not any(wish):
            continue
        Quota.objects.update_or_create(
            survey=row, unit=unit, defaults={"wanted": wish.wanted, "papers": wish.papers}
        )
        changed[unit.name] = f"配额{wish.wanted}，纸质{wish.papers}"
    if changed:
        record(row, verb="定配额和发放数", actor=actor, at=at, after=changed)
    return len(changed)


@transaction.atomic
def print_codes(
    row: Survey, unit: Unit, count: int, *, form_key: str = "", actor: Actor, at: dt.datetime
) -> list[str]:
    """Make ``count`` codes for slips of one village; gives them in plain this once: only their digests are kept, in no order of making.

    Nobody writes down who gets which. Refuses more than 500 at a time, an open questionnaire and one that does not run, and the same page
    (``form_key``) sent a second time: its codes cannot be shown again, and another batch would halve the 回收率.
    """
    _check(row, actor)  # holds the row: of two that come at once the second sees the first
    if not row.has_codes:
        raise Refused("这份问卷是开放填答的，不用填答码")
    if row.state != SurveyState.RUNNING:
        raise Refused("批准投放以后才能印填答码")
    if not 1 <= count <= MOST_SLIPS:
        raise Refused(f"一次印 1 到 {MOST_SLIPS} 张")
    if not covers(row.unit.path, unit.path):
        raise Refused(f"“{unit.name}”不归{row.unit.name}管")
    form_hash = form_digest(f"{row.pk}:{form_key}") if form_key else None
    if form_hash and Batch.objects.filter(form_hash=form_hash).exists():
        raise Refused(PRINTED)
    quota, _ = Quota.objects.get_or_create(survey=row, unit=unit)
    batch = Batch.objects.create(
        survey=row, quota=quota, count=count, printed_on=at.date(), printed_by=actor.name, form_hash=form_hash
    )
    codes = [new_code() for _ in range(count)]
    Code.objects.bulk_create(
        [Code(batch=batch, digest=digest) for digest in sorted(map(code_digest, codes))], batch_size=500
    )
    record(row, verb="印填答码", actor=actor, at=at, after={"村": unit.name, "张数": count})
    return codes


@transaction.atomic
def void_batch(batch: Batch, *, reason: str, actor: Actor, at: dt.datetime) -> Batch:
    """Make the unused codes of a batch worthless (slips lost, misprinted); sheets that came stay. Refuses without a reason."""
    _check(batch.survey, actor)
    if not reason.strip():
        raise Refused("作废要写明理由")
    if not Batch.objects.filter(pk=batch.pk, void_reason="").update(void_reason=reason.strip()[:200]):
        raise Stale
    gone = Code.objects.filter(batch=batch, is_used=False).delete()[0]
    Batch.objects.filter(pk=batch.pk).update(count=batch.count - gone)
    after = {"村": batch.quota.unit.name, "作废": gone}
    record(batch.survey, verb="作废填答码", actor=actor, at=at, note=reason.strip(), after=after)
    return batch


def _check(row: Survey, actor: Actor) -> None:
    if not may(actor, MANAGE, row):
        raise Refused("您不能发放这份问卷")
    if row.is_ended:
        raise Refused("问卷已经截止")
    hold(row)
