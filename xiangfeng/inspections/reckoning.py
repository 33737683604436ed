"""What the answers of one checklist come to: points lost for each item, and the score of the whole. Pure.

Items are those of ``Inspection.forms`` (points as text). The phone reckons the same way in ``frontend/js/field/score.js``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

OK, BAD, SKIP = "ok", "bad", "skip"


@dataclass(frozen=True, slots=True)
class Tally:
    """``score`` of ``full``; items that do not apply here count in neither."""

    score: Decimal
    full: Decimal


def taken(item: Mapping[str, Any], count: int) -> Decimal:
    """Points lost on an item with ``count`` places at fault: each place costs ``each``, never more than the item has; one
    place takes all of a fatal item."""
    points = Decimal(item["points"])
    if count <= 0:
        return Decimal(0)
    return points if item.get("is_fatal") else min(points, count * Decimal(item["each"]))


def tally(items: Iterable[Mapping[str, Any]], answers: Mapping[str, tuple[str, int]]) -> Tally:
    """The score from ``answers`` (item code → verdict and count). An item without an answer keeps its points."""
    score = full = Decimal(0)
    for item in items:
        verdict, count = answers.get(item["code"], (OK, 0))
        if verdict == SKIP:
            continue
        full += Decimal(item["points"])
        score += Decimal(item["points"]) - (taken(item, count) if verdict == BAD else 0)
    return Tally(score, full)
