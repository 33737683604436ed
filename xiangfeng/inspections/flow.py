"""The lives of a year's plan, of an inspection and of one visit (A4.1b, A5.4a)."""

from __future__ import annotations

from typing import Any

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import may
from xiangfeng.inspections.models import InspectionState as S
from xiangfeng.inspections.models import PlanState as P
from xiangfeng.inspections.models import VisitState as V
from xiangfeng.inspections.queries import readiness
from xiangfeng.workflow.flow import Flow, move

MANAGE, APPROVE, INSPECT = "inspections.manage", "inspections.approve", "inspections.inspect"


def _plan_holds(plan: Any, actor: Actor) -> str | None:
    return readiness.against_plan(plan)


def _can_be_issued(inspection: Any, actor: Actor) -> str | None:
    return readiness.against_issuing(inspection)


def _is_over_cap(inspection: Any, actor: Actor) -> str | None:
    if inspection.over_cap_reason:
        return "超次已经批准过了"
    return None if readiness.over_cap(inspection) else "没有超过次数的村，不用批准"


def _all_are_in(inspection: Any, actor: Actor) -> str | None:
    waiting = sum(visit.state == V.WAITING for visit in inspection.visits.all())
    return f"还有 {waiting} 个点位没有交表；不查了的要写明理由" if waiting else None


def _nothing_is_in(inspection: Any, actor: Actor) -> str | None:
    done = sum(visit.state == V.HANDED_IN for visit in inspection.visits.all())
    return f"已有 {done} 个点位查过了，不能取消；没查的可以写明理由不查，然后结束" if done else None


def _is_running(visit: Any, actor: Actor) -> str | None:
    inspection = visit.inspection
    return (
        None
        if inspection.state == S.ISSUED
        else f"这次检查现在是“{inspection.get_state_display()}”，不能改检查表"
    )


def _is_ours_and_running(visit: Any, actor: Actor) -> str | None:
    """Whether a site is checked is for who runs the inspection: a township does not strike what the county checks."""
    if not may(actor, MANAGE, visit.inspection):
        return f"这是{visit.inspection.unit.name}组织的检查，由{visit.inspection.unit.name}处理"
    return _is_running(visit, actor)


PLAN = Flow(
    "inspections.CheckPlan",
    P,
    move(
        "approve",
        "批准",
        P.DRAFT,
        P.APPROVED,
        needs=APPROVE,
        guard=_plan_holds,
        effect="计划定下来，按月组织检查；每村次数按计划里的上限算。",
    ),
    move(
        "reopen",
        "退回修改",
        P.APPROVED,
        P.DRAFT,
        needs=APPROVE,
        note=True,
        grave=True,
        effect="计划可以再改，改好重新批准；已经组织的检查不受影响。",
    ),
)

INSPECTION = Flow(
    "inspections.Inspection",
    S,
    move(
        "issue",
        "派发",
        S.DRAFT,
        S.ISSUED,
        needs=MANAGE,
        guard=_can_be_issued,
        effect="检查表定下来不再变，检查人收到消息，可以打印或在手机上填；事先通知的，被检单位也收到消息。",
    ),
    move(
        "allow",
        "批准超次",
        S.DRAFT,
        S.DRAFT,
        needs=APPROVE,
        guard=_is_over_cap,
        note=True,
        effect="写明为什么要超过次数，批准以后创建办才能派发。",
    ),
    move(
        "close",
        "结束检查",
        S.ISSUED,
        S.CLOSED,
        needs=MANAGE,
        guard=_all_are_in,
        effect="检查归档，检查表不再改；发现的问题照常整改。",
    ),
    move(
        "cancel",
        "取消检查",
        (S.DRAFT, S.ISSUED),
        S.CANCELLED,
        needs=MANAGE,
        guard=_nothing_is_in,
        note=True,
        grave=True,
        effect="这次检查不做了，不算村里的次数；检查人收到消息。",
    ),
    move(
        "resume",
        "重新打开",
        S.CLOSED,
        S.ISSUED,
        needs=MANAGE,
        note=True,
        grave=True,
        effect="检查表可以退回重填，改好再结束。",
    ),
)

VISIT = Flow(
    "inspections.Visit",
    V,
    move(
        "hand_in",
        "交表",
        V.WAITING,
        V.HANDED_IN,
        needs=INSPECT,
        guard=_is_running,
        effect="算出得分，有问题的项登记为检查发现；责任单位看得到结果。",
    ),
    move(
        "strike",
        "不查了",
        V.WAITING,
        V.VOID,
        needs=MANAGE,
        guard=_is_ours_and_running,
        note=True,
        grave=True,
        effect="这个点位这次不查，理由留在检查记录里，不算村里的次数。",
    ),
    move(
        "restore",
        "还是要查",
        V.VOID,
        V.WAITING,
        needs=MANAGE,
        guard=_is_ours_and_running,
        effect="点位回到待查。",
    ),
    move(
        "reopen",
        "退回重填",
        V.HANDED_IN,
        V.WAITING,
        needs=MANAGE,
        guard=_is_ours_and_running,
        note=True,
        grave=True,
        effect="检查表可以再改，改好重新交；检查发现跟着更新，不会重复登记。",
    ),
)
