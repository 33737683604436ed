"""How a goal stands on a day: 达标, 差 n, 逾期, 未到期. Pure: figures and dates in, words out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from xiangfeng.goals.check import number

REACHED, SHORT, OVERDUE, AHEAD, DROPPED = "reached", "short", "overdue", "ahead", "dropped"
KINDS = {REACHED: "ok", SHORT: "warn", OVERDUE: "bad", AHEAD: "idle", DROPPED: "line"}
"""The tag in which each is drawn."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The state in one word, the same as people read it, and how much is done (0–100)."""

    state: str
    text: str
    share: int = 0

    @property
    def kind(self) -> str:
        return KINDS[self.state]


def is_reached(value: Decimal, target: Decimal, direction: str) -> bool:
    """Whether the value meets the target."""
    return value >= target if direction == "ge" else value <= target


def standing(
    value: Decimal | None,
    target: Decimal | None,
    *,
    direction: str,
    measure: str,
    due_on: dt.date | None,
    today: dt.date,
    outcome: str = "",
) -> Standing:
    """取消 and 结转 go before the figures; past the deadline what is not reached is 逾期, with how much is missing."""
    if outcome in ("cancelled", "carried"):
        return Standing(DROPPED, "已取消" if outcome == "cancelled" else "结转下年")
    if value is not None and target is not None and is_reached(value, target, direction):
        return Standing(REACHED, "达标", 100)
    is_late = due_on is not None and today > due_on
    if value is None or target is None:
        return Standing(OVERDUE, "逾期未报") if is_late else Standing(AHEAD, "未到期")
    word = "差" if direction == "ge" else "超"
    gap = f"{word} {number(abs(target - value))} {measure}".strip()
    share = _share(value, target, direction)
    return Standing(OVERDUE, f"逾期，{gap}", share) if is_late else Standing(SHORT, gap, share)


def _share(value: Decimal, target: Decimal, direction: str) -> int:
    if direction == "le" or target <= 0 or value <= 0:
        return 0
    return min(99, int(value * 100 / target))


def of_children(below: Sequence[Standing]) -> Standing:
    """A goal that is measured by its children: reached when all are, overdue when one is."""
    counted = [one for one in below if one.state != DROPPED]
    if not counted:
        return Standing(DROPPED, "已取消") if below else Standing(AHEAD, "未到期")
    done = sum(one.state == REACHED for one in counted)
    share = 100 * done // len(counted)
    if done == len(counted):
        return Standing(REACHED, "达标", 100)
    text = f"{done}/{len(counted)} 达标"
    if any(one.state == OVERDUE for one in counted):
        return Standing(OVERDUE, f"逾期，{text}", share)
    if all(one.state == AHEAD for one in counted):
        return Standing(AHEAD, "未到期")
    return Standing(SHORT, text, share)
