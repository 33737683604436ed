"""应到, 实到 and whether more than half came; and the lists of names as a 纪要 prints them. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from xiangfeng.meetings.models import Attendance, Presence

CAME = (Presence.PRESENT, Presence.SUBSTITUTE)


@dataclass(frozen=True, slots=True)
class Quorum:
    """``due`` were to come (列席 not counted), ``came`` did; ``pending`` are not settled yet."""

    due: int
    came: int
    leave: int
    absent: int
    pending: int
    observers: int

    @property
    def is_enough(self) -> bool:
        """More than half of those who were to come."""
        return self.came * 2 > self.due


def quorum_of(rows: Iterable[Attendance]) -> Quorum:
    found = list(rows)
    members = [row for row in found if not row.is_observer]

    def count(*states: str) -> int:
        return sum(row.state in states for row in members)

    return Quorum(
        due=len(members),
        came=count(*CAME),
        leave=count(Presence.LEAVE),
        absent=count(Presence.ABSENT),
        pending=count(Presence.PENDING),
        observers=len(found) - len(members),
    )


def names_of(rows: Iterable[Attendance]) -> list[tuple[str, str]]:
    """出席, 请假, 缺席 and 列席 with their names, empty ones left out."""
    found = list(rows)
    members = [row for row in found if not row.is_observer]
    lists = (
        ("出席", [row.label for row in members if row.state in CAME]),
        ("请假", [f"{row}（{row.reason}）" for row in members if row.state == Presence.LEAVE]),
        ("缺席", [str(row) for row in members if row.state == Presence.ABSENT]),
        ("列席", [row.label for row in found if row.is_observer and row.state in CAME]),
    )
    return [(label, "、".join(names)) for label, names in lists if names]
