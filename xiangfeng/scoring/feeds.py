"""The figure of a source that is fed by a rate of the month instead of being judged (整改率, 按期整改率)."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from xiangfeng.base.rounding import half_up

from .scheme import Source

PLACES = 2


def fed_points(source: Source, part: int, whole: int) -> Decimal:
    """``part`` of ``whole`` times the full points, rounded half up once: to the source's `step`, else to two decimals.

    Both are numbers of things (整改了几件, 应整改几件). Raises `ValueError` when there is nothing to divide by or the part
    is not within the whole.
    """
    if not 0 <= part <= whole or whole == 0:
        raise ValueError("a rate needs a part within a whole")
    exact = Fraction(part, whole) * Fraction(source.full)
    if not source.step:
        return half_up(exact, PLACES)
    return min(half_up(exact / Fraction(source.step), 0) * source.step, source.full)
