"""What may become of a finding: 转整改, 并入, 只记不改, 撤销, and the ways back (I5, A4.1b).

``findings.record`` is held on the responsible unit; whether a finding stands is for the unit that found it alone, or a
township would strike out what the county found. 检查人收回 has no button: it comes with the check sheet, which asks who may change it.
"""

from __future__ import annotations

from typing import Any

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import may
from xiangfeng.findings.models import FindingState as S
from xiangfeng.tasks.models import TaskState
from xiangfeng.workflow.flow import Flow, move

RECORD = "findings.record"


def _not_the_finder(row: Any, actor: Actor) -> str | None:
    if may(actor, RECORD, row.unit):
        return None
    return f"这是{row.unit.name}查出来的，由{row.unit.name}处理"


def _may_note(row: Any, actor: Actor) -> str | None:
    return _not_the_finder(row, actor)


def _may_void(row: Any, actor: Actor) -> str | None:
    return _not_the_finder(row, actor) or _is_in_hand(row)


def _is_in_hand(row: Any) -> str | None:
    if row.state != S.ASSIGNED:
        return None
    if row.task is not None and row.task.is_open:
        return f"整改 {row.task.number} 还没有办结，先撤销整改"
    return "还有别的发现并入这一条，先解除并入" if row.repeats.filter(state=S.LINKED).exists() else None


def _may_reopen(row: Any, actor: Actor) -> str | None:
    if row.state == S.ASSIGNED and (row.task is None or row.task.state != TaskState.CANCELLED):
        return "整改没有撤销，不用重新处理"
    return _not_the_finder(row, actor)


FINDING = Flow(
    "findings.Finding",
    S,
    move(
        "rectify",
        "转整改",
        S.RECORDED,
        S.ASSIGNED,
        needs=RECORD,
        effect="出整改通知书，责任单位收到整改任务，照片一起带过去。",
    ),
    move(
        "link",
        "并入已有问题",
        S.RECORDED,
        S.LINKED,
        needs=RECORD,
        effect="和原来那条是同一个问题：不另外整改，扣分和照片各算各的；可以解除。",
    ),
    move(
        "unlink",
        "解除并入",
        S.LINKED,
        S.RECORDED,
        needs=RECORD,
        effect="不是同一个问题：回到待处理，可以单独转整改。",
    ),
    move(
        "note",
        "只记不改",
        S.RECORDED,
        S.NOTED,
        needs=RECORD,
        guard=_may_note,
        note=True,
        effect="记下并扣分，不要求整改；写明理由，责任单位看得到。",
    ),
    move(
        "reopen",
        "重新处理",
        (S.NOTED, S.ASSIGNED),
        S.RECORDED,
        needs=RECORD,
        guard=_may_reopen,
        effect="回到待处理，再定怎么办。",
    ),
    move(
        "void",
        "撤销",
        (S.RECORDED, S.LINKED, S.NOTED, S.ASSIGNED),
        S.VOID,
        needs=RECORD,
        guard=_may_void,
        note=True,
        grave=True,
        effect="这条不算问题，也不再扣分；记录和理由都留着。",
    ),
    move(
        "withdraw",
        "检查人收回",
        (S.RECORDED, S.LINKED, S.NOTED),
        S.VOID,
        needs="inspections.inspect",
        note=True,
        grave=True,
        effect="检查表重新打开，这条收回；改好再交时重新登记。",
    ),
)
