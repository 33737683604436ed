"""Where the live values of goals come from. Apps above register here in ``AppConfig.ready``; nobody types such a value."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from xiangfeng.goals.models import Goal


@dataclass(frozen=True, slots=True)
class Figure:
    """A value as it stands now, what it was made of (考评 11 期、整改 61/63 件), and where one can see that."""

    value: Decimal | None
    text: str
    url: str = ""


Source = Callable[[Sequence[Goal]], dict[int, Figure]]
"""Given goals that name this source, the figure by goal id. A fixed number of queries; ``goal.plan`` and ``goal.unit`` are loaded."""

TITLES: dict[str, str] = {"manual": "填报进展"}
SOURCES: dict[str, Source] = {}


def register(key: str, title: str, source: Source) -> None:
    """Name a source; goals choose it by ``key``, people by ``title``."""
    TITLES[key] = title
    SOURCES[key] = source


def find(goals: Sequence[Goal]) -> dict[int, Figure]:
    """The figures of those goals whose source is registered; reported progress is not its business."""
    found: dict[int, Figure] = {}
    for key, source in SOURCES.items():
        wanted = [goal for goal in goals if goal.figure == key]
        if wanted:
            found |= source(wanted)
    return found
