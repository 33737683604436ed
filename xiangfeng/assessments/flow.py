"""The life of a month's assessment and of an objection, as two tables (A4.1a: 打分→复核→定稿→通报)."""

from __future__ import annotations

from typing import Any

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import may
from xiangfeng.assessments.models import ObjectionState as O
from xiangfeng.assessments.models import PeriodState as S
from xiangfeng.assessments.models import SchemeState as V
from xiangfeng.workflow.flow import Flow, move


def _has_entries(period: Any, actor: Actor) -> str | None:
    return None if period.entries.exists() else "参评名单还是空的，先添加参评单位"


def _nothing_open(period: Any, actor: Actor) -> str | None:
    from xiangfeng.assessments.queries.sheet import todo_of

    todo = todo_of(period)
    return None if not todo.count else f"还有 {todo.count} 处要处理：{todo.text}"


def _objections_settled(period: Any, actor: Actor) -> str | None:
    from xiangfeng.assessments.models import Objection

    waiting = Objection.objects.filter(entry__period=period, state=O.FILED).count()
    if waiting:
        return f"还有 {waiting} 条异议没有答复"
    if period.finalised_at is None:
        return None
    # Answered since these figures were made final: they do not have the change in them yet.
    agreed = Objection.objects.filter(entry__period=period, state=O.UPHELD)
    upheld = agreed.filter(answered_at__gte=period.finalised_at).count()
    return f"采纳了 {upheld} 条异议，还没有改分：先重新打开本期" if upheld else None


def _is_of_own_month(objection: Any, actor: Actor) -> str | None:
    # The village is in reach of its township, but the month may be the county's.
    period = objection.entry.period
    return None if may(actor, "assessments.answer", period) else f"这是{period.unit.name}的考评，由它答复"


def _is_own_objection(objection: Any, actor: Actor) -> str | None:
    return None if objection.filed_by_id == actor.user_id else "只有提出人自己能撤回"


def _is_sound(version: Any, actor: Actor) -> str | None:
    problems = version.scheme.problems()
    return f"还有 {len(problems)} 个问题没有改好：{problems[0]}" if problems else None


SCHEME = Flow(
    "assessments.SchemeVersion",
    V,
    move(
        "activate",
        "启用",
        V.DRAFT,
        V.ACTIVE,
        needs="assessments.manage",
        guard=_is_sound,
        effect="之后开的考评期按它打分，内容不能再改；同名的旧版自动停用。",
    ),
    move(
        "retire",
        "停用",
        V.ACTIVE,
        V.RETIRED,
        needs="assessments.manage",
        grave=True,
        effect="以后的考评期不再用它；用过它的月份照旧可查。",
    ),
)

# Forward first: a page draws the first move it may offer as the main button.
PERIOD = Flow(
    "assessments.Period",
    S,
    move(
        "start",
        "开始打分",
        S.DRAFT,
        S.SCORING,
        needs="assessments.manage",
        guard=_has_entries,
        effect="打分表打开，考评员可以录入；参评名单之后只能增加，不能删除。",
    ),
    move(
        "submit",
        "提交复核",
        S.SCORING,
        S.REVIEW,
        needs="assessments.score",
        guard=_nothing_open,
        effect="打分表锁定，转创建办主任复核；他处理前可撤回。",
    ),
    move(
        "finalise",
        "定稿排名",
        S.REVIEW,
        S.FINAL,
        needs="assessments.finalise",
        guard=_nothing_open,
        effect="按口径算出名次并锁定；各村看到自己的得分，可在期限内提异议。",
    ),
    move(
        "publish",
        "签发通报",
        S.FINAL,
        S.PUBLISHED,
        needs="assessments.issue",
        guard=_objections_settled,
        effect="通报编号、存档，各村收到消息，异议期开始；之后只能写明理由重新打开。",
    ),
    move(
        "send_back",
        "退回打分",
        S.REVIEW,
        S.SCORING,
        needs="assessments.review",
        note=True,
        effect="打分表重新打开，退回的理由考评员看得到。",
    ),
    move(
        "recall",
        "撤回提交",
        S.REVIEW,
        S.SCORING,
        needs="assessments.score",
        effect="打分表重新打开，接着录入。",
    ),
    move(
        "reopen",
        "重新打开",
        (S.FINAL, S.PUBLISHED),
        S.SCORING,
        needs="assessments.reopen",
        note=True,
        grave=True,
        effect="打分表重新开放，排名作废；理由记入操作记录，已发的通报要重发。",
    ),
)

OBJECTION = Flow(
    "assessments.Objection",
    O,
    move(
        "uphold",
        "采纳",
        O.FILED,
        O.UPHELD,
        needs="assessments.answer",
        guard=_is_of_own_month,
        note=True,
        effect="答复提出的村；改分还要把本期重新打开，理由自动写明是这条异议，不改不能发通报。",
    ),
    move(
        "reject",
        "不采纳",
        O.FILED,
        O.REJECTED,
        needs="assessments.answer",
        guard=_is_of_own_month,
        note=True,
        effect="答复提出的村，得分不变。",
    ),
    move(
        "withdraw",
        "撤回异议",
        O.FILED,
        O.WITHDRAWN,
        needs="assessments.object",
        guard=_is_own_objection,
        effect="这条异议不再办理。",
    ),
)
