"""响应率, 办结率, 满意率 of 群众反映: what counts and what is good, each said once. Pure (A4.3, standards §6.2).

* 响应率 = taken, or sent away with a reason, by 受理期限 ÷ those whose 受理期限 has passed.
* 办结率 = first reply by the deadline ÷ those whose deadline has passed. The deadline is the one first set, or the day a 延期 granted before
  that reply gave. A report that was taken in but sent away (不予受理, 转信访, 移交) is owed no reply.
* 满意率 = 满意 and 基本满意 ÷ those that were judged, by the last judgement; one that was reopened waits for the new one.

A report merged into another counts with that one; of a split one the parts count for 办结率 and the whole for the two others. Reports belong to the
day they came: a month's rates are about what came in that month. They are about units, never about persons.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from xiangfeng.base.rounding import half_up

RESPONSE, REPLY, SATISFACTION = "response", "reply", "satisfaction"
TITLES = {RESPONSE: "响应率", REPLY: "办结率", SATISFACTION: "满意率"}
DEFINITIONS = {
    RESPONSE: "受理期限内受理（或写明理由不予受理、转出）的件数 ÷ 受理期限已过的件数。",
    REPLY: "办理期限内首次答复的件数 ÷ 办理期限已过的件数。批准延期的，按延后的期限；不予受理、转信访、移交的不计。",
    SATISFACTION: "评价为满意、基本满意的件数 ÷ 有评价的件数。没有评价的不计；重新办理的，按重办后的评价，重办还没有评价的不计。",
}
COMMON = "都按收到日期归月；并入另一件的不重复计；拆分的，办结率按拆出的各件计，响应率、满意率按原件计；期限还没到的不计。"
"""What stands under every table of rates, on the screen, on paper and in the xlsx."""

GONE = ("refused", "petitioned", "moved")
MERGED = "merged"
GOOD = ("satisfied", "basically")


@dataclass(frozen=True, slots=True)
class Case:
    """What the rates look at in one report; ``due_on`` is the deadline of the first reply, ``is_part`` one that was split off, ``is_split`` one
    that has parts."""

    state: str
    accept_due_on: dt.date
    responded_on: dt.date | None
    due_on: dt.date
    replied_on: dt.date | None
    rating: str = ""
    is_part: bool = False
    is_split: bool = False


def response(case: Case, today: dt.date) -> bool | None:
    """Whether it was responded to in time; None when it does not count."""
    if case.state == MERGED or case.is_part or case.accept_due_on >= today:
        return None
    return case.responded_on is not None and case.responded_on <= case.accept_due_on


def reply(case: Case, today: dt.date) -> bool | None:
    """Whether the first reply came in time; None when it does not count."""
    if case.state in (*GONE, MERGED) or case.is_split or case.due_on >= today:
        return None
    return case.replied_on is not None and case.replied_on <= case.due_on


def satisfaction(case: Case, today: dt.date) -> bool | None:
    """Whether the sender is content; None when nobody judged. ``today`` makes no difference."""
    if case.state == MERGED or case.is_part or not case.rating:
        return None
    return case.rating in GOOD


JUDGES = {RESPONSE: response, REPLY: reply, SATISFACTION: satisfaction}


@dataclass(frozen=True, slots=True)
class Share:
    """``good`` of ``of`` reports."""

    good: int = 0
    of: int = 0

    @property
    def percent(self) -> Decimal | None:
        """In percent to one decimal, half up; None when there is nothing to count."""
        return half_up(Fraction(100 * self.good, self.of), 1) if self.of else None

    @property
    def missed(self) -> int:
        return self.of - self.good

    def __add__(self, other: Share) -> Share:
        return Share(self.good + other.good, self.of + other.of)
