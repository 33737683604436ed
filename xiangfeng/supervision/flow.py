"""The life of a 聘书: drafted by the office, signed by a leader (A4.2)."""

from __future__ import annotations

from typing import Any

from xiangfeng.access.actor import Actor
from xiangfeng.supervision.models import TermState as S
from xiangfeng.supervision.terms import against
from xiangfeng.workflow.flow import Flow, move

MANAGE, APPOINT = "supervision.manage", "supervision.appoint"


def _may_go(row: Any, actor: Actor) -> str | None:
    others = row.supervisor.terms.exclude(pk=row.pk).order_by("from_on", "id")
    return against(row.from_on, row.to_on, list(others))


TERM = Flow(
    "supervision.Term",
    S,
    move(
        "submit",
        "送签",
        S.DRAFT,
        S.SIGNING,
        needs=MANAGE,
        guard=_may_go,
        effect="领导收到消息，等签发；签发前可以撤回。",
    ),
    move(
        "issue",
        "签发聘书",
        S.SIGNING,
        S.ISSUED,
        needs=APPOINT,
        guard=_may_go,
        effect="编聘书号，聘书留底，从聘期起那天算在聘。",
    ),
    move(
        "send_back",
        "退回修改",
        S.SIGNING,
        S.DRAFT,
        needs=APPOINT,
        note="要改什么",
        effect="回到起草，创建办看得到要改什么。",
    ),
    move("recall", "撤回修改", S.SIGNING, S.DRAFT, needs=MANAGE, effect="回到起草，改好再送签。"),
    move("drop", "作废", S.DRAFT, S.DROPPED, needs=MANAGE, grave=True, effect="这份聘书不再用，还查得到。"),
    move(
        "end",
        "提前解聘",
        S.ISSUED,
        S.ENDED,
        needs=MANAGE,
        note="理由",
        grave=True,
        effect="聘期到今天为止，写明理由；以前的监督记录都留着。",
    ),
)
