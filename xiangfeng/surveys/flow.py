"""The life of a 问卷 (A4.3c): written, approved and given out, closed, its results published or only filed."""

from __future__ import annotations

from typing import Any

from xiangfeng.access.actor import Actor
from xiangfeng.surveys.models import Sheet
from xiangfeng.surveys.models import SurveyState as S
from xiangfeng.workflow.flow import Flow, move

VIEW, MANAGE, APPROVE = "surveys.view", "surveys.manage", "surveys.approve"


def _has_questions(survey: Any, actor: Actor) -> str | None:
    return None if survey.questions.exists() else "还没有题目，先编题目"


def _not_by_author(survey: Any, actor: Actor) -> str | None:
    if actor.user_id is not None and survey.submitted_by_id == actor.user_id:
        return "这份问卷是您报的，要由别人批准"
    return None


def _has_no_sheets(survey: Any, actor: Actor) -> str | None:
    if Sheet.objects.filter(survey=survey).exists():
        return "已经收到答卷，题目不能再改；要改请截止后另编一版"
    return None


SURVEY = Flow(
    "surveys.Survey",
    S,
    move(
        "submit",
        "报批",
        S.DRAFT,
        S.SUBMITTED,
        needs=MANAGE,
        guard=_has_questions,
        effect="领导收到消息，批准以后才能投放；等批期间题目不能改，可以撤回。",
    ),
    move(
        "approve",
        "批准投放",
        S.SUBMITTED,
        S.RUNNING,
        needs=APPROVE,
        guard=_not_by_author,
        effect="到开始日就能填答；从此题目不能改。",
    ),
    move(
        "return",
        "退回修改",
        S.SUBMITTED,
        S.DRAFT,
        needs=APPROVE,
        note="理由",
        effect="回到编写，编写人看得到理由。",
    ),
    move(
        "recall",
        "撤回报批",
        S.SUBMITTED,
        S.DRAFT,
        needs=MANAGE,
        effect="回到编写，改好再报。",
    ),
    move(
        "withdraw",
        "停止投放",
        S.RUNNING,
        S.DRAFT,
        needs=MANAGE,
        guard=_has_no_sheets,
        note="理由",
        grave=True,
        effect="还没有人填过才可以；回到编写，改好要重新报批。",
    ),
    move(
        "close",
        "提前截止",
        S.RUNNING,
        S.CLOSED,
        needs=MANAGE,
        note="理由",
        grave=True,
        effect="不再收答卷，也不能重新打开；截止以后才看得到结果。到了截止日会自动截止。",
    ),
    move(
        "publish",
        "公开结果",
        S.CLOSED,
        S.PUBLISHED,
        needs=APPROVE,
        effect="每道题的统计和满意率在公众网公开，填空原话和交叉表不公开。",
    ),
    move(
        "file",
        "归档",
        (S.CLOSED, S.PUBLISHED),
        S.FILED,
        needs=MANAGE,
        effect="结果只供查阅；公开过的照旧公开。",
    ),
)
