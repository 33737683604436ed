"""The life of a 一封信: drafted, signed, handed out, ended when the slips are in."""

from __future__ import annotations

from typing import Any

from xiangfeng.access.actor import Actor
from xiangfeng.letters.guards import against
from xiangfeng.letters.models import LetterState as S
from xiangfeng.workflow.flow import Flow, move

VIEW, MANAGE, ISSUE = "letters.view", "letters.manage", "letters.issue"


def _may_go(row: Any, actor: Actor) -> str | None:
    return against(row)


LETTER = Flow(
    "letters.Letter",
    S,
    move("submit", "送签", S.DRAFT, S.SIGNING, needs=MANAGE, guard=_may_go, effect="领导收到消息，等签发；签发前可以撤回修改。"),
    move("issue", "签发", S.SIGNING, S.ISSUED, needs=ISSUE, guard=_may_go, effect="留存打印件，公众网上可以看；开始印制、发放。"),
    move("send_back", "退回修改", S.SIGNING, S.DRAFT, needs=ISSUE, note="要改什么", effect="回到起草，起草人看得到要改什么。"),
    move("recall", "撤回修改", S.SIGNING, S.DRAFT, needs=MANAGE, effect="回到起草，改好再送签。"),
    move("drop", "作废草稿", S.DRAFT, S.DROPPED, needs=MANAGE, grave=True, effect="这份草稿不再用，列表里还查得到。"),
    move("close", "回执收齐，结束", S.ISSUED, S.CLOSED, needs=MANAGE, effect="不再登记发放和回执；公众网上仍能看到这封信。"),
    move("reopen", "重新打开", S.CLOSED, S.ISSUED, needs=MANAGE, note="理由", effect="又有回执交来，继续登记。"),
    move(
        "withdraw", "撤回", (S.ISSUED, S.CLOSED), S.WITHDRAWN, needs=ISSUE, note="理由", grave=True,
        effect="马上从公众网撤下，公众只看到已撤回和理由；用于发错、泄露个人信息。",
    ),
)  # fmt: skip
