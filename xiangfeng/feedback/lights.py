"""How a report stands against its terms, in a colour and words. Pure: no database."""

from __future__ import annotations

import datetime as dt
from typing import Any

from xiangfeng.feedback.models.kinds import ReportState as S

TONES = {
    S.NEW: "warn", S.ACCEPTED: "info", S.SENT: "info", S.HANDLING: "info", S.ANSWERED: "warn", S.REPLIED: "ok",
    S.CLOSED: "ok", S.REFUSED: "line", S.PETITIONED: "line", S.MOVED: "line", S.MERGED: "line",
}  # fmt: skip
TITLES = ("登记", "受理", "派单", "办理", "审核", "答复", "办结")
PLACES = {S.NEW: 1, S.ACCEPTED: 2, S.SENT: 3, S.HANDLING: 3, S.ANSWERED: 4, S.REPLIED: 6, S.CLOSED: 7}
"""Which of the steps is going on or comes next in a state; 7: none."""


def tag_of(row: Any) -> tuple[str, str]:
    return TONES[S(row.state)], str(row.get_state_display())


def light_of(row: Any, today: dt.date) -> tuple[str, str] | None:
    """Red when a term has passed, yellow when it ends today or the report was late once, else nothing."""
    if row.is_overdue(today):
        return "bad", f"超期 {(today - row.due_on).days} 天"
    if row.state == S.NEW and row.accept_due_on < today:
        return "bad", "超期未受理"
    if row.state == S.SENT and row.sign_due_on and row.sign_due_on < today:
        return "bad", "超期未签收"
    if row.was_late:
        return "warn", "曾超期"
    return ("warn", "今天到期") if row.is_open and row.due_on == today else None


def steps_of(row: Any) -> list[dict[str, str]]:
    """The way from 登记 to 办结 with where the report is; a way out ends it early."""
    here = PLACES.get(S(row.state))
    if here is None:
        done = TITLES[:2] if row.accepted_at else TITLES[:1]
        return [{"title": one, "state": "done"} for one in done] + [
            {"title": str(row.get_state_display()), "state": "now"}
        ]
    return [
        {"title": title, "state": "done" if place < here else "now" if place == here else ""}
        for place, title in enumerate(TITLES)
    ]
