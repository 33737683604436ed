"""检查计划: one a year, its lines by month, approved by a leader (A4.1b, A1.2a)."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import transaction

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import may
from xiangfeng.base.errors import Refused
from xiangfeng.history.actions import record
from xiangfeng.inspections.models import CheckPlan, InspectionState, Kind, PlannedCheck, PlanState
from xiangfeng.inspections.queries.readiness import against_plan
from xiangfeng.inspections.tags import joined
from xiangfeng.notifications.actions import notify
from xiangfeng.orgs.models import Unit
from xiangfeng.orgs.queries import assessed_units_of, user_ids_with
from xiangfeng.workflow.flow import fire, hold

MANAGE = "inspections.manage"


def url_of(plan: CheckPlan) -> str:
    return f"/work/inspections/plans/{plan.pk}/"


@transaction.atomic
def create_plan(unit: Unit, *, year: int, cap: int | None = None, actor: Actor, at: dt.datetime) -> CheckPlan:
    """Begin the plan of a year with the usual cap (VISITS_CAP) unless one is given. Refuses a second one and a year long gone or far off."""
    if not may(actor, MANAGE, unit):
        raise Refused(f"您不能替{unit.name}排检查计划")
    if not at.year - 1 <= year <= at.year + 1:
        raise Refused(f"只能排{at.year - 1}到{at.year + 1}年的计划")
    if CheckPlan.objects.filter(unit=unit, year=year).exists():
        raise Refused(f"{year}年的检查计划已经有了")
    plan = CheckPlan.objects.create(
        unit=unit, year=year, cap=_cap(settings.VISITS_CAP if cap is None else cap)
    )
    record(plan, verb="起草检查计划", actor=actor, at=at, after={"每村最多": plan.cap})
    return plan


def _cap(cap: int) -> int:
    if not 1 <= cap <= 365:
        raise Refused("每村每年次数应是1到365")
    return cap


@transaction.atomic
def change_cap(plan: CheckPlan, *, cap: int, actor: Actor, at: dt.datetime) -> None:
    """Change how often a village may be visited. Refuses an approved plan."""
    _hold_draft(plan, actor)
    old, new = plan.cap, _cap(cap)
    CheckPlan.objects.filter(pk=plan.pk).update(cap=new)
    plan.cap = new
    record(plan, verb="改次数上限", actor=actor, at=at, before={"每村最多": old}, after={"每村最多": new})


@transaction.atomic
def put_line(
    plan: CheckPlan,
    *,
    month: int,
    kind: str,
    title: str,
    villages: int,
    tags: str = "",
    line: PlannedCheck | None = None,
    actor: Actor,
    at: dt.datetime,
) -> PlannedCheck:
    """Add a check to the plan, or change ``line``. Refuses an approved plan, another month than 1–12, no title, no villages
    and more than there are."""
    _hold_draft(plan, actor)
    if not 1 <= month <= 12:
        raise Refused("月份应是1到12")
    if kind not in Kind.values:
        raise Refused("请选检查种类")
    if not title.strip():
        raise Refused("请写查什么")
    if villages < 1:
        raise Refused("拟查村数至少是1")
    there_are = assessed_units_of(plan.unit).count()
    if there_are and villages > there_are:
        raise Refused(f"{plan.unit.name}一共{there_are}个村（社区），拟查村数不能更多")
    row = line or PlannedCheck(plan=plan)
    row.month, row.kind, row.title, row.villages = month, kind, title.strip(), villages
    row.tags = joined(tags)
    row.save()
    record(
        plan, verb="改计划检查" if line else "加计划检查", actor=actor, at=at,
        note=f"{month}月 {row.title}，{villages} 个村",
        after={"月": month, "检查内容": row.title, "村数": villages},
    )  # fmt: skip
    return row


@transaction.atomic
def remove_line(line: PlannedCheck, *, actor: Actor, at: dt.datetime) -> None:
    """Take a check out of the plan. Refuses an approved plan, and one that was organised and not cancelled."""
    _hold_draft(line.plan, actor)
    if line.inspections.exclude(state=InspectionState.CANCELLED).exists():
        raise Refused(f"“{line.title}”已经组织检查了，不能删")
    if line.inspections.exists():
        raise Refused(f"“{line.title}”组织过又取消了，记录要留着，不能删")
    record(
        line.plan, verb="删计划检查", actor=actor, at=at, note=f"{line.month}月 {line.title}",
        before={"月": line.month, "检查内容": line.title},
    )  # fmt: skip
    line.delete()


@transaction.atomic
def ask_approval(plan: CheckPlan, *, actor: Actor, at: dt.datetime) -> None:
    """Tell the leaders that the plan waits for them. Refuses what they could not approve."""
    _hold_draft(plan, actor)
    if why := against_plan(plan):
        raise Refused(f"现在还不能报批：{why}")
    leaders = set(user_ids_with("inspections.approve", plan.unit, on=at.date())) - {actor.user_id}
    notify(leaders, text=f"请批准{plan}", url=url_of(plan), at=at)
    record(plan, verb="报请批准", actor=actor, at=at)


@transaction.atomic
def approve_plan(plan: CheckPlan, *, actor: Actor, at: dt.datetime) -> None:
    """A leader approves it; those who keep it are told. Refuses an empty one and one beyond its own cap."""
    fire(plan, "approve", actor=actor, at=at, approved_by=actor.name, approved_on=at.date())
    keepers = set(user_ids_with(MANAGE, plan.unit, on=at.date())) - {actor.user_id}
    notify(keepers, text=f"{plan}已批准", url=url_of(plan), at=at)


@transaction.atomic
def reopen_plan(plan: CheckPlan, *, reason: str, actor: Actor, at: dt.datetime) -> None:
    """Back to 起草, with the reason."""
    fire(plan, "reopen", actor=actor, at=at, note=reason, approved_by="", approved_on=None)


def _hold_draft(plan: CheckPlan, actor: Actor) -> None:
    if not may(actor, MANAGE, plan):
        raise Refused("您不能改这份检查计划")
    if plan.state != PlanState.DRAFT:
        raise Refused("计划已批准，要改先请领导退回修改")
    hold(plan)
