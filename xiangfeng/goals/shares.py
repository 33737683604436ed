"""Splitting a whole into parts that add up to it exactly. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_DOWN, Decimal


def split(whole: Decimal, count: int, places: int) -> list[Decimal]:
    """``count`` parts of ``whole`` as even as ``places`` decimals allow; the first ones take what is left over."""
    step = Decimal(1).scaleb(-places)
    share = (whole / count).quantize(step, ROUND_DOWN)
    extra = int((whole - share * count) / step)
    parts = [share + step if number < extra else share for number in range(count)]
    parts[-1] += whole - sum(parts)
    return parts


def to_hundred(weights: Sequence[Decimal]) -> list[Decimal]:
    """The weights in their proportions, to one decimal, making 100: for a unit's share of several goals (责任书)."""
    total = sum(weights)
    if not total:
        return split(Decimal(100), len(weights), 1) if weights else []
    found = [(weight * 100 / total).quantize(Decimal("0.1")) for weight in weights]
    found[-1] += Decimal(100) - sum(found)
    return found
