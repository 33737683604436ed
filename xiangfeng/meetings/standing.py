"""Which duty a meeting fulfils, or what is still missing, in a sentence; and where it stands in its life. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xiangfeng.duties.models import Occurrence, OccurrenceState
from xiangfeng.meetings.models import Meeting, MeetingState

STEPS = (
    (MeetingState.DRAFT, "筹备"),
    (MeetingState.NOTIFIED, "已通知，等开会"),
    (MeetingState.HELD, "已开，写纪要"),
    (MeetingState.CLOSED, "印发纪要"),
)


def standing_of(meeting: Meeting, occurrences: Sequence[Occurrence]) -> dict[str, str]:
    """The banner: its kind, its bold beginning and the text after it."""
    if meeting.state == MeetingState.CANCELLED:
        return {"kind": "warn", "title": "会议已取消", "text": "不算完成制度要求的会议。理由见右边“经过”。"}
    if not meeting.duty_kinds:
        return {
            "kind": "info",
            "title": "其他会议",
            "text": "不对应制度里每季度的会议要求；纪要要写清研究决策。",
        }
    if meeting.state == MeetingState.CLOSED:
        return _closed(meeting, occurrences)
    return _open(meeting, occurrences)


def _closed(meeting: Meeting, occurrences: Sequence[Occurrence]) -> dict[str, str]:
    own = [one for one in occurrences if one.proof_key == f"meetings.meeting:{meeting.pk}"]
    if own:
        return {
            "kind": "ok",
            "title": f"满足制度 {_labels(own)}",
            "text": f"{_written(meeting)}{_combined(meeting)}",
        }
    others = [one for one in occurrences if one.state == OccurrenceState.FULFILLED]
    if others:
        return {
            "kind": "info",
            "title": "纪要已印发",
            "text": f"{meeting.quarter_text}的要求已由另一次会议完成：{others[0].proof_text}。",
        }
    if any(one.state in (OccurrenceState.EXEMPT, OccurrenceState.MERGED) for one in occurrences):
        return {
            "kind": "info",
            "title": "纪要已印发",
            "text": "义务日历里这一次已批准免办或并入，这次是多开的。",
        }
    return {
        "kind": "info",
        "title": "纪要已印发",
        "text": "义务日历里还没有排这个季度的会议；排上以后会自动算完成。",
    }


def _open(meeting: Meeting, occurrences: Sequence[Occurrence]) -> dict[str, str]:
    waiting = [one for one in occurrences if one.state == OccurrenceState.OPEN]
    missing = meeting.missing_parts
    lack = f"纪要还缺{'、'.join(missing)}。" if missing else "纪要各段都有了。"
    if not waiting:
        return {"kind": "info", "title": "纪要印发后才算完成", "text": f"{lack}{_kept_apart(meeting)}"}
    due = waiting[0].due_on
    title = f"印发纪要后满足制度 {_labels(waiting)}"
    text = f"{due.month}月{due.day}日前要完成。{lack}{_combined(meeting) or _kept_apart(meeting)}"
    return {"kind": "info" if not missing else "warn", "title": title, "text": text}


def _labels(occurrences: Sequence[Occurrence]) -> str:
    return "、".join(one.duty.article.label or one.duty.title for one in occurrences)


def _written(meeting: Meeting) -> str:
    needed = [title for _, title, _, is_needed in meeting.parts if is_needed]
    return f"纪要里有{'、'.join(needed)}{'三段' if len(needed) == 3 else ''}。"


def _combined(meeting: Meeting) -> str:
    if not meeting.is_combined:
        return ""
    return f"与动员推进会合并召开，依据已写明（{meeting.combine_basis}）。"


def _kept_apart(meeting: Meeting) -> str:
    if meeting.is_combined:
        return ""
    other = "动员推进会" if meeting.is_leading else "领导小组会"
    what = "" if meeting.is_leading else "动员会要有情况总结和部署措施两段。"
    return f"{what}只算{meeting.kind_text}，不抵{other}；合并召开要勾选并写明依据。"


def next_step_of(meeting: Meeting, verbs: Sequence[str]) -> str:
    """What comes next when it is somebody else who presses; empty when the reader may press it."""
    if meeting.state == MeetingState.DRAFT and not meeting.late_reason and "notify" not in verbs:
        return "议程和名单排好后，请创建办主任或领导签发会议通知。"
    if meeting.state == MeetingState.NOTIFIED and "hold" not in verbs:
        return "会后由创建办登记到会。"
    if meeting.state == MeetingState.HELD and "close" not in verbs:
        return "纪要写好后，请创建办主任或领导印发。"
    return ""


def steps_of(meeting: Meeting) -> list[dict[str, Any]]:
    """筹备 → 已通知 → 已开 → 印发纪要; a meeting written down late had no notice."""
    rows = [step for step in STEPS if not (meeting.late_reason and step[0] == MeetingState.NOTIFIED)]
    order = [state for state, _ in rows]
    here = order.index(MeetingState(meeting.state)) if meeting.state in order else -1
    is_closed = meeting.state == MeetingState.CLOSED
    return [
        {"title": title, "state": "done" if n < here or is_closed else "now" if n == here else ""}
        for n, (_, title) in enumerate(rows)
    ]
