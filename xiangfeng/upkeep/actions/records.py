"""作业记录: what was done, by the unit itself or by the office for it (代录); corrected and voided with a reason."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db import transaction

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import may
from xiangfeng.attachments.actions import Upload, store_file
from xiangfeng.attachments.models import Attachment
from xiangfeng.base.errors import Refused, Stale
from xiangfeng.history.actions import record
from xiangfeng.orgs.models import Unit
from xiangfeng.sites.models import Site
from xiangfeng.tasks.actions.doing import is_on_behalf
from xiangfeng.upkeep.actions.settling import settle_duties, settle_job
from xiangfeng.upkeep.models import Job, JobState, WorkKind, WorkRecord

RECORD = "upkeep.record"
FREE_DAYS = 7
"""A day further back than this needs the reason why it is recorded only now."""
FACTS = ("done_on", "done_by", "place", "agent", "amount", "area", "remark")
WORDS = {
    "done_on": "作业日期", "done_by": "作业人", "place": "地点", "agent": "药剂", "amount": "数量", "area": "面积",
    "remark": "备注",
}  # fmt: skip


@transaction.atomic
def record_work(
    unit: Unit,
    *,
    kind: str,
    done_on: dt.date,
    done_by: str,
    actor: Actor,
    at: dt.datetime,
    job: Job | None = None,
    site: Site | None = None,
    place: str = "",
    agent: str = "",
    amount: str = "",
    area: Decimal | None = None,
    remark: str = "",
    late_reason: str = "",
    upload: Upload | None = None,
) -> WorkRecord:
    """Write down that ``unit`` did ``kind`` of work. Without a ``job`` it settles the open one of the unit and kind whose span
    holds the day, if there is one, so that nobody writes the same work down twice.

    Refuses who may not record there, a day in the future, one more than `FREE_DAYS` back without a reason, 消杀 without an
    agent, another unit's or kind's job, one that is 免做, a day before its span, and a missing photo that the routine
    demands.
    """
    if not may(actor, RECORD, unit):
        raise Refused(f"您不能替{unit.name}记作业")
    facts = {
        "done_on": done_on, "done_by": done_by.strip(), "place": place.strip(), "agent": agent.strip(),
        "amount": amount.strip(), "area": area, "remark": remark.strip(),
    }  # fmt: skip
    _check(kind, facts, late_reason, at)
    if job is not None:
        _check_job(job, unit, kind, done_on, has_photo=upload is not None)
        site = job.routine.site
    else:
        job = _job_of_day(unit, kind, done_on, site, has_photo=upload is not None)
    row = WorkRecord.objects.create(
        unit=unit, kind=kind, job=job, site=site, **facts, photo=_keep(upload, unit, actor, at),
        late_reason=late_reason.strip(), on_behalf=is_on_behalf(unit, actor), recorded_by=actor.name, recorded_at=at,
    )  # fmt: skip
    _settle(row, [done_on])
    note = f"（代{unit.name}录入）" if row.on_behalf else ""
    record(row, verb="记作业", actor=actor, at=at, note=note + row.late_reason, after=_said(row))
    return row


def _check(kind: str, facts: dict[str, Any], late_reason: str, at: dt.datetime) -> None:
    today, done_on = at.date(), facts["done_on"]
    if kind not in WorkKind.values:
        raise Refused("请选作业种类")
    if done_on > today:
        raise Refused("作业日期还没有到，请核对日期")
    if (today - done_on).days > FREE_DAYS and not late_reason.strip():
        raise Refused(f"这是 {(today - done_on).days} 天前的作业，请写明为什么现在才记")
    if not facts["done_by"]:
        raise Refused("请写是谁做的")
    if kind == WorkKind.DISINFECTION and not facts["agent"]:
        raise Refused("消杀要写用的什么药剂")
    if facts["area"] is not None and facts["area"] <= 0:
        raise Refused("面积要大于0")


def _check_job(job: Job, unit: Unit, kind: str, done_on: dt.date, *, has_photo: bool) -> None:
    if job.unit_id != unit.pk or job.routine.kind != kind:
        raise Refused("这项周期作业不是这个单位的，请从待办重新打开")
    if job.state == JobState.EXCUSED:
        raise Refused(f"{job.label}这一次已经免做，不用记；确实做了的，请创建办先恢复应做")
    if done_on < job.start:
        raise Refused(f"作业日期早于{job.label}，请核对日期")
    if job.routine.needs_photo and not has_photo:
        raise Refused("这项作业要有照片才算做到，请传 1 张")


def _job_of_day(unit: Unit, kind: str, day: dt.date, site: Site | None, *, has_photo: bool) -> Job | None:
    rows = Job.objects.filter(
        unit=unit, routine__kind=kind, state=JobState.OPEN, start__lte=day, due_on__gte=day
    ).select_related("routine__unit", "unit")
    for job in rows.order_by("due_on", "pk"):
        fits = job.routine.site_id in (None, site.pk if site else None)
        if fits and (has_photo or not job.routine.needs_photo):
            return job
    return None


def _keep(upload: Upload | None, unit: Unit, actor: Actor, at: dt.datetime) -> Attachment | None:
    if upload is None:
        return None
    kept = store_file(upload, unit=unit, actor=actor, at=at, purpose="作业照片")
    if not kept.is_image:
        raise Refused("照片请选图片文件")
    return kept


def _settle(row: WorkRecord, days: list[dt.date]) -> None:
    """The job, and the duties whose spans hold the days of the record or of its job."""
    if row.job is not None:
        settle_job(row.job)
        days = [*days, row.job.due_on]
    settle_duties(row.unit, row.kind, days)


def _said(row: WorkRecord) -> dict[str, Any]:
    return {WORDS[name]: getattr(row, name) for name in FACTS if getattr(row, name) not in ("", None)}


@transaction.atomic
def correct_record(
    row: WorkRecord, *, reason: str, revision: int, actor: Actor, at: dt.datetime, **facts: Any
) -> None:
    """Put a record right: day, people, place, agent, amount, area, remark. What stood before stays in the history.

    Refuses without a reason, a void record, and what `record_work` refuses; :class:`Stale` after somebody else's change.
    """
    if not may(actor, RECORD, row):
        raise Refused("您不能改这条记录")
    if row.is_void:
        raise Refused("这条记录已经作废，不能再改")
    if not reason.strip():
        raise Refused("更正要写理由")
    facts = {name: facts.get(name, getattr(row, name)) for name in FACTS}
    facts = {name: value.strip() if isinstance(value, str) else value for name, value in facts.items()}
    _check(row.kind, facts, reason, at)
    if row.job is not None and facts["done_on"] < row.job.start:
        raise Refused(f"作业日期早于{row.job.label}，请核对日期；记错了期的，作废后重记")
    before, day = _said(row), row.done_on
    if not WorkRecord.objects.filter(pk=row.pk, revision=revision, is_void=False).update(
        **facts, revision=revision + 1
    ):
        raise Stale
    for name, value in facts.items():
        setattr(row, name, value)
    _settle(row, [day, row.done_on])
    record(row, verb="更正作业记录", actor=actor, at=at, note=reason.strip(), before=before, after=_said(row))


@transaction.atomic
def void_record(row: WorkRecord, *, reason: str, actor: Actor, at: dt.datetime) -> None:
    """Void a wrong record: it stays, struck out with the reason, and its job is open again. Refuses without a reason and twice."""
    if not may(actor, RECORD, row):
        raise Refused("您不能作废这条记录")
    if not reason.strip():
        raise Refused("作废要写理由")
    text = reason.strip()[:200]
    if not WorkRecord.objects.filter(pk=row.pk, is_void=False).update(is_void=True, void_reason=text):
        raise Refused("这条记录已经作废")
    row.is_void, row.void_reason = True, text
    _settle(row, [row.done_on])
    record(row, verb="作废作业记录", actor=actor, at=at, note=reason.strip())
