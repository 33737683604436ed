"""The lives of a 建议单 (A5.2b: proposal → 批示 → task) and of a 问题 (A5.5: problem → opinion → coordination → solved)."""

from __future__ import annotations

from typing import Any

from xiangfeng.access.actor import Actor
from xiangfeng.advice.models import Instruction
from xiangfeng.advice.models import ProblemState as P
from xiangfeng.advice.models import ProposalState as S
from xiangfeng.workflow.flow import Flow, move


def _is_instructed(proposal: Any, actor: Actor) -> str | None:
    if Instruction.objects.filter(subject_key=proposal.key).exists():
        return None
    return "还没有领导批示，批示以后才能转任务"


def _is_complete(proposal: Any, actor: Actor) -> str | None:
    lacks = [
        word
        for word, text in (("情况", proposal.situation), ("建议", proposal.suggestion))
        if not text.strip()
    ]
    return f"还没有写{'、'.join(lacks)}" if lacks else None


PROPOSAL = Flow(
    "advice.Proposal",
    S,
    move(
        "submit",
        "报领导",
        S.DRAFT,
        S.SUBMITTED,
        needs="advice.submit",
        guard=_is_complete,
        effect="主要负责人和分管领导收到消息，等批示；批示前可以撤回。",
    ),
    move(
        "instruct",
        "批示",
        S.SUBMITTED,
        S.INSTRUCTED,
        needs="advice.instruct",
        note="批示",
        effect="写一句话，可以当场转成任务；提出人收到消息。",
    ),
    move(
        "task",
        "转任务",
        S.INSTRUCTED,
        S.TASKED,
        needs="tasks.assign",
        guard=_is_instructed,
        effect="按批示立项并交办，牵头单位收到消息。",
    ),
    move(
        "file",
        "归档",
        (S.INSTRUCTED, S.TASKED),
        S.FILED,
        needs="advice.submit",
        note="办理结果",
        effect="写明怎么办的、结果怎样，建议单办结。",
    ),
    move(
        "decline",
        "不采纳",
        S.SUBMITTED,
        S.DECLINED,
        needs="advice.instruct",
        note="理由",
        grave=True,
        effect="写明理由，提出人看得到；这张建议单不再办理。",
    ),
    move(
        "recall",
        "撤回修改",
        S.SUBMITTED,
        S.DRAFT,
        needs="advice.submit",
        effect="回到起草，改好再报。",
    ),
)

PROBLEM = Flow(
    "advice.Problem",
    P,
    move(
        "opine",
        "提出意见",
        P.REGISTERED,
        P.OPINION,
        needs="advice.submit",
        note="处理意见",
        effect="写明建议怎么处理、由谁处理，接着协调。",
    ),
    move(
        "coordinate",
        "开始协调",
        P.OPINION,
        P.COORDINATING,
        needs="advice.handle",
        note="协调情况",
        effect="记下找了谁、怎么说的；之后可以接着记。",
    ),
    move(
        "solve",
        "解决",
        P.COORDINATING,
        P.SOLVED,
        needs="advice.handle",
        note="解决情况",
        effect="问题办结；过了期限的仍记为曾超期。",
    ),
    move(
        "reopen",
        "重新办理",
        P.SOLVED,
        P.COORDINATING,
        needs="advice.handle",
        note="理由",
        grave=True,
        effect="问题回到协调中，重新算期限；原来的记录都留着。",
    ),
)
