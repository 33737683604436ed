"""The one life of 任务, 督办, 整改 and stages: 立项→交办→签收→报完成→核查→销号, and the ways back (A4.4, A5.1c, G4.1).

``tasks.handle`` is held on the lead unit; who judges, assigns, cancels or decides must hold the right on the unit that
*gave* the task as well, or a township would judge what the county gave it.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import may
from xiangfeng.tasks.models import AT_WORK, CLOSED, FileRole, TaskKind
from xiangfeng.tasks.models import TaskState as S
from xiangfeng.workflow.flow import Flow, move


def _not_the_giver(task: Any, actor: Actor, capability: str) -> str | None:
    if may(actor, capability, task.unit):
        return None
    return f"这是{task.unit.name}交办的，由{task.unit.name}处理"


def _may_assign(task: Any, actor: Actor) -> str | None:
    if reason := _not_the_giver(task, actor, "tasks.assign"):
        return reason
    confirmed = task.short_confirmed_by or may(actor, "tasks.decide", task.unit)
    if task.is_short and not confirmed:
        return f"期限不到 {settings.SHORTEST_TASK_WORKDAYS} 个工作日，请分管领导先确认短时限，或者改长期限"
    return None


def _needs_confirming(task: Any, actor: Actor) -> str | None:
    if reason := _not_the_giver(task, actor, "tasks.decide"):
        return reason
    if not task.is_short:
        return "期限够长，不用确认"
    return f"{task.short_confirmed_by}已确认" if task.short_confirmed_by else None


def _has_photo(task: Any, actor: Actor) -> str | None:
    # .all() and not .filter(): a page that has fetched the files beforehand does not ask again.
    if task.kind == TaskKind.RECTIFICATION and all(one.role != FileRole.AFTER for one in task.files.all()):
        return "整改要先传 1 张改后的照片"
    return None


def _may_close(task: Any, actor: Actor) -> str | None:
    if reason := _not_the_giver(task, actor, "tasks.judge"):
        return reason
    if task.submitted_by_id is not None and task.submitted_by_id == actor.user_id:
        return "完成是您报的，核查要换一个人"
    if task.submitted_on is None:
        return "没有报完成的日子，请退回重报"
    if waiting := sum(part.is_open for part in task.subtasks.all()):
        return f"还有 {waiting} 个子任务没有办结"
    return _earlier_stages(task)


def _earlier_stages(task: Any) -> str | None:
    if task.campaign_id is None or task.stage is None:
        return None
    open_ones = type(task).objects.filter(campaign_id=task.campaign_id, stage__lt=task.stage)
    first = open_ones.exclude(state__in=CLOSED).order_by("stage").first()
    return f"前面的阶段“{first.title}”还没有办结；确要跳过，请领导写明理由" if first else None


def _may_return(task: Any, actor: Actor) -> str | None:
    return _not_the_giver(task, actor, "tasks.judge")


def _may_skip(task: Any, actor: Actor) -> str | None:
    if task.kind != TaskKind.STAGE:
        return "只有专项的阶段可以跳过"
    return _not_the_giver(task, actor, "tasks.decide")


def _may_cancel(task: Any, actor: Actor) -> str | None:
    if reason := _not_the_giver(task, actor, "tasks.assign"):
        return reason
    if task.was_late and not may(actor, "tasks.decide", task.unit):
        return "已经逾期的任务，撤销要由领导决定"
    return None


# Forward first: a page draws the first move it may offer as the main button.
TASK = Flow(
    "tasks.Task",
    S,
    move(
        "assign",
        "交办",
        S.DRAFT,
        S.ASSIGNED,
        needs="tasks.assign",
        guard=_may_assign,
        effect="牵头单位收到消息，按期限开始计算。",
    ),
    move(
        "accept",
        "签收",
        S.ASSIGNED,
        S.ACCEPTED,
        needs="tasks.handle",
        effect="表示已经收到并开始办理；交办的单位看得到签收时间。",
    ),
    move(
        "submit",
        "报完成",
        S.ACCEPTED,
        S.SUBMITTED,
        needs="tasks.handle",
        guard=_has_photo,
        note=True,
        effect="转交办单位核查；是否按期，按今天算。",
    ),
    move(
        "close",
        "核查通过，销号",
        S.SUBMITTED,
        S.DONE,
        needs="tasks.judge",
        guard=_may_close,
        effect="办结存档，计入办结率，牵头单位收到消息；销号后不能撤回。",
    ),
    move(
        "return",
        "退回重办",
        S.SUBMITTED,
        S.ACCEPTED,
        needs="tasks.judge",
        guard=_may_return,
        note=True,
        effect="退回牵头单位接着办，期限不变；写明哪里没办好，它看得到。",
    ),
    move(
        "recall",
        "撤回报完成",
        S.SUBMITTED,
        S.ACCEPTED,
        needs="tasks.handle",
        effect="回到办理中，补充后再报；核查之前都可以撤回。",
    ),
    move(
        "confirm_short",
        "确认短时限",
        S.DRAFT,
        S.DRAFT,
        needs="tasks.decide",
        guard=_needs_confirming,
        effect="同意这个很短的期限，记下您的姓名；之后可以交办。",
    ),
    move(
        "skip",
        "跳过这个阶段",
        (S.DRAFT, *AT_WORK),
        S.SKIPPED,
        needs="tasks.decide",
        guard=_may_skip,
        note=True,
        grave=True,
        effect="这个阶段不再办，理由留在专项里；后面的阶段可以销号。",
    ),
    move(
        "cancel",
        "撤销任务",
        (S.DRAFT, *AT_WORK, S.SUBMITTED),
        S.CANCELLED,
        needs="tasks.assign",
        guard=_may_cancel,
        note=True,
        grave=True,
        effect="不再要求办理，不计入办结率；记录保留，可以查。",
    ),
)
