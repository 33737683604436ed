"""末位必评: whoever came last the time before is checked without drawing. Who came last is known above: apps register here in
``AppConfig.ready``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from xiangfeng.orgs.models import Unit


@dataclass(frozen=True, slots=True)
class Bottoms:
    """The units that came last, the very last first, and by which result: “2026年10月考评末 2 名”."""

    unit_ids: tuple[int, ...]
    text: str


Source = Callable[[Unit, int], Bottoms | None]
"""Given who assesses and how many, the last of the latest published result; None when there is none yet."""

_SOURCES: list[Source] = []


def register(source: Source) -> None:
    """Say who came last; the first source that has an answer is taken. Naming one twice is harmless."""
    if source not in _SOURCES:
        _SOURCES.append(source)


def bottoms_of(unit: Unit, count: int) -> Bottoms | None:
    """The last ``count`` below ``unit``; None when nobody knows, or none are asked for."""
    if count < 1:
        return None
    return next((found for source in _SOURCES if (found := source(unit, count)) is not None), None)
