"""Why an occurrence has the colour it has, in one sentence, and how many days are left. Pure: no database."""

from __future__ import annotations

import datetime as dt

from xiangfeng.base.workdays import Calendar, UnknownYear
from xiangfeng.duties.models import Occurrence, OccurrenceState

KINDS = {"green": "ok", "late": "late", "yellow": "warn", "red": "bad", "exempt": "idle", "": "todo"}
"""The light as the kind of a cell or tag."""
WORDS = {
    "green": "按期",
    "late": "迟办",
    "yellow": "快到期",
    "red": "逾期",
    "exempt": "免办",
    "": "未到期",
}


def day(date: dt.date, today: dt.date | None = None) -> str:
    """A day as people say it; with its year when that is not ``today``'s."""
    said = f"{date.month}月{date.day}日"
    return said if today is None or date.year == today.year else f"{date.year}年{said}"


def days_between(start: dt.date, end: dt.date, days: Calendar | None) -> tuple[int, str]:
    """How far ``end`` lies after ``start``, and of which days: working days where the calendar knows them."""
    if days is not None:
        try:
            return days.workdays_between(start, end), "个工作日"
        except UnknownYear:
            pass
    return (end - start).days, "天"


def left(row: Occurrence, today: dt.date, days: Calendar | None) -> tuple[int, str]:
    """Days until it is due, and their unit; negative when past."""
    count, unit = days_between(today, row.due_on, days)
    # Due on a Friday and looked at on Saturday: no working day has passed, but the day has.
    return (min(count, -1) if today > row.due_on else count), unit


def explain(row: Occurrence, today: dt.date, days: Calendar | None = None) -> str:
    """The sentence behind the colour: what was due, what happened, and the rule that made it this colour."""
    if row.state == OccurrenceState.EXEMPT:
        return f"免办：{row.reason}；依据：{row.basis}。{_decided(row, today)}"
    if row.state == OccurrenceState.MERGED and row.merged_into is not None:
        other = row.merged_into
        return f"并入“{other}”：{row.reason}；依据：{row.basis}。{_decided(row, today)}{explain(other, today, days)}"
    due = f"{day(row.due_on, today)}到期"
    if row.done_on is not None:
        return _done(row, due, today, days)
    return _open(row, due, today, days)


def _decided(row: Occurrence, today: dt.date) -> str:
    on = f"{day(row.decided_on, today)}" if row.decided_on else ""
    return f"{row.decided_by}{on}批准。" if row.decided_by else ""


def _done(row: Occurrence, due: str, today: dt.date, days: Calendar | None) -> str:
    done = day(row.done_on, today) if row.done_on else ""
    if not row.is_late:
        return f"{due}，{done}已做到，按期。凭据：{row.proof_text}。"
    count, unit = left(row, row.done_on or today, days)
    return f"{due}，{done}才做到，迟了{-count}{unit}，迟办留在记录里。凭据：{row.proof_text}。"


def _open(row: Occurrence, due: str, today: dt.date, days: Calendar | None) -> str:
    light, (count, unit) = row.light(today), left(row, today, days)
    if light == "red":
        return f"还没有做。{due}，已逾期{-count}{unit}，所以是红色。做到以后自动转为“迟办”。"
    if light == "yellow" and count < 0:
        return f"还没有做。{due}，已过{-count}{unit}；到{day(row.red_on, today)}还没有做就转红。"
    if light == "yellow":
        ahead = row.duty.warn_workdays
        word = "今天到期" if row.due_on == today else f"{due}，还剩{count}{unit}"
        return f"还没有做。{word}，从到期前{ahead}个工作日起是黄色。"
    if row.warn_on is None:
        return f"还没有到期：{due}。{row.due_on.year}年的放假安排还没有录入，算不出从哪天起提醒。"
    return f"还没有到期：{due}，{day(row.warn_on, today)}起变黄。"


def tag(row: Occurrence, today: dt.date, days: Calendar | None = None) -> tuple[str, str]:
    """Kind and text of the status tag: 按期, 迟办, 剩6个工作日, 逾期2个工作日, 免办, 并入, 未到期."""
    light, (count, unit) = row.light(today), left(row, today, days)
    if row.state == OccurrenceState.MERGED:
        return ("bad" if light == "red" else "idle"), "并入另一项"
    if light == "yellow":
        return (
            "warn",
            f"已过{-count}{unit}" if count < 0 else "今天到期" if count == 0 else f"剩{count}{unit}",
        )
    if light == "red":
        return "bad", f"逾期{-count}{unit}"
    kind = {"green": "ok", "late": "warn", "exempt": "idle"}.get(light, "info")
    return kind, WORDS[light]
