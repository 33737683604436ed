"""The life of a meeting: notice, held, minutes (A3.1, A3.2)."""

from __future__ import annotations

from typing import Any

from xiangfeng.access.actor import Actor
from xiangfeng.meetings.models import MeetingState as S
from xiangfeng.meetings.models import Presence
from xiangfeng.workflow.flow import Flow, move

MANAGE, ISSUE = "meetings.manage", "meetings.issue"


def _can_be_called(meeting: Any, actor: Actor) -> str | None:
    if meeting.late_reason:
        return "这是补录的会议，不发通知，直接登记到会"
    if not list(meeting.agenda.all()):
        return "还没有议程，先排议程"
    return None if list(meeting.attendances.all()) else "还没有参会人员，先定参会名单"


def _is_settled(meeting: Any, actor: Actor) -> str | None:
    rows = list(meeting.attendances.all())
    if meeting.state == S.DRAFT and not meeting.late_reason:
        return "先发会议通知；已经开过的会，在“改基本情况”里写明补录理由"
    if not rows:
        return "还没有参会人员，先定参会名单"
    pending = sum(row.state == Presence.PENDING for row in rows)
    return f"还有 {pending} 人没有登记到会情况" if pending else None


def _has_minutes(meeting: Any, actor: Actor) -> str | None:
    missing = meeting.missing_parts
    if missing:
        return f"纪要还缺：{'、'.join(missing)}"
    return None if meeting.began and meeting.ended else "还没有填会议的起止时间"


# Forward first: a page draws the first move it may offer as the main button.
MEETING = Flow(
    "meetings.Meeting",
    S,
    move(
        "notify",
        "签发会议通知",
        S.DRAFT,
        S.NOTIFIED,
        needs=ISSUE,
        guard=_can_be_called,
        effect="通知存档，有账号的参会人员和单位收到消息，可以回执。",
    ),
    move(
        "hold",
        "登记会议已开",
        (S.DRAFT, S.NOTIFIED),
        S.HELD,
        needs=MANAGE,
        guard=_is_settled,
        effect="到会情况定下来，手机签到关闭，接着写纪要。",
    ),
    move(
        "close",
        "印发纪要",
        S.HELD,
        S.CLOSED,
        needs=ISSUE,
        guard=_has_minutes,
        effect="纪要编号、存档并发给参会单位；制度要求的这一次会议算完成。",
    ),
    move(
        "cancel",
        "取消会议",
        (S.DRAFT, S.NOTIFIED),
        S.CANCELLED,
        needs=MANAGE,
        note=True,
        grave=True,
        effect="已通知的单位收到取消的消息和理由；这次会议不算完成。",
    ),
    move(
        "reopen",
        "重新打开纪要",
        S.CLOSED,
        S.HELD,
        needs=ISSUE,
        note=True,
        grave=True,
        effect="纪要可以再改，制度的这一次会议暂不算完成；再印发时沿用原文号。",
    ),
)
