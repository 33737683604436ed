"""The life of a yearly plan and of an evaluation, as two tables (A5.1a, B2.11, G3.3)."""

from __future__ import annotations

from typing import Any

from xiangfeng.access.actor import Actor
from xiangfeng.goals.models import EvaluationState as E
from xiangfeng.goals.models import PlanState as S
from xiangfeng.workflow.flow import Flow, move


def _is_sound(plan: Any, actor: Actor) -> str | None:
    from xiangfeng.goals.queries.checking import problems_of_plan

    problems = problems_of_plan(plan)
    return f"还有 {len(problems)} 个问题：{problems[0].text}" if problems else None


def _is_free(plan: Any, actor: Actor) -> str | None:
    from xiangfeng.goals.models import Plan

    others = Plan.objects.filter(unit_id=plan.unit_id, year=plan.year, state=S.APPROVED)
    others = others.exclude(pk=plan.replaces_id or 0).exclude(pk=plan.pk)
    if others.exists():
        return f"{plan.year}年已有批准的计划；要改它，从那一版生成新版"
    return _is_sound(plan, actor)


def _has_successor(plan: Any, actor: Actor) -> str | None:
    from xiangfeng.goals.models import Plan

    waits = Plan.objects.filter(replaces=plan, state=S.SUBMITTED).exists()
    return None if waits else "新版批准时自动替代，不用另办"


def _is_told(evaluation: Any, actor: Actor) -> str | None:
    if not evaluation.summary.strip() or not evaluation.problems.strip():
        return "先写总体情况和存在问题"
    return None if evaluation.readings.exists() else "先选反馈给哪些单位"


PLAN = Flow(
    "goals.Plan",
    S,
    move(
        "submit",
        "提交审批",
        S.DRAFT,
        S.SUBMITTED,
        needs="goals.manage",
        guard=_is_sound,
        effect="计划锁定，转分管领导或主要负责人批准；批准前可撤回。",
    ),
    move(
        "approve",
        "批准",
        S.SUBMITTED,
        S.APPROVED,
        needs="goals.approve",
        guard=_is_free,
        effect="计划生效并锁定，各单位看到自己的目标；有旧版的由这一版替代。",
    ),
    move(
        "send_back",
        "退回",
        S.SUBMITTED,
        S.DRAFT,
        needs="goals.approve",
        note=True,
        effect="计划重新打开，退回的理由创建办看得到。",
    ),
    move(
        "recall",
        "撤回提交",
        S.SUBMITTED,
        S.DRAFT,
        needs="goals.manage",
        effect="计划重新打开，接着编。",
    ),
    move(
        "replace",
        "由新版替代",
        S.APPROVED,
        S.REPLACED,
        needs="goals.approve",
        guard=_has_successor,
        effect="这一版停用，留作对照。",
    ),
)

EVALUATION = Flow(
    "goals.Evaluation",
    E,
    move(
        "close",
        "完成评估",
        E.OPEN,
        E.CLOSED,
        needs="goals.manage",
        guard=_is_told,
        effect="评估锁定并反馈给所选单位，制度要求的评估记为完成。",
    ),
    move(
        "reopen",
        "重新打开",
        E.CLOSED,
        E.OPEN,
        needs="goals.manage",
        note=True,
        grave=True,
        effect="评估可以再改，各单位的已阅作废，制度要求的评估重新算未完成。",
    ),
)
