"""When the phone page of a meeting is open."""

from __future__ import annotations

import datetime as dt

from xiangfeng.meetings.models import Meeting, MeetingState

BEFORE = dt.timedelta(hours=1)


def is_sign_open(meeting: Meeting, at: dt.datetime) -> bool:
    """On the meeting's own day, from an hour before it starts, until who came has been settled."""
    wall = at.replace(tzinfo=None)
    is_day = wall.date() == meeting.day and wall >= meeting.starts_at - BEFORE
    return is_day and meeting.state == MeetingState.NOTIFIED
