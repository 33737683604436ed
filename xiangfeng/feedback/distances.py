"""How far apart two reports are. Pure."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Protocol

METRES_A_DEGREE = 111_320.0


class Placed(Protocol):
    """Whatever may have coordinates of the township's system, or latitude and longitude."""

    x: Decimal | None
    y: Decimal | None
    latitude: Decimal | None
    longitude: Decimal | None


def is_degrees(x: Decimal, y: Decimal) -> bool:
    """Whether east and north are longitude and latitude: a township is nowhere near the origin of a metric system."""
    return -180 <= x <= 180 and -90 <= y <= 90


def metres_between(one: Placed, other: Placed) -> float | None:
    """Metres between two reports by the coordinates both have; None when they have none in common. Good to a few metres within a county."""
    if (
        one.latitude is not None
        and one.longitude is not None
        and other.latitude is not None
        and other.longitude is not None
    ):
        return _metres(one.longitude, one.latitude, other.longitude, other.latitude)
    if one.x is None or one.y is None or other.x is None or other.y is None:
        return None
    if is_degrees(one.x, one.y) and is_degrees(other.x, other.y):
        return _metres(one.x, one.y, other.x, other.y)
    return math.hypot(float(one.x - other.x), float(one.y - other.y))


def _metres(east: Decimal, north: Decimal, other_east: Decimal, other_north: Decimal) -> float:
    # A degree of longitude shrinks towards the poles.
    narrow = math.cos(math.radians(float(north)))
    return METRES_A_DEGREE * math.hypot(float(east - other_east) * narrow, float(north - other_north))


def reach(x: Decimal, y: Decimal, metres: int) -> tuple[Decimal, Decimal]:
    """How much east and north at most may differ within ``metres`` of a place: half the sides of a box around it."""
    if not is_degrees(x, y):
        return Decimal(metres), Decimal(metres)
    narrow = max(0.01, math.cos(math.radians(float(y))))
    north = metres / METRES_A_DEGREE
    # A hair wider, so that rounding leaves nothing out; the exact distance is measured afterwards.
    return Decimal(str(round(north / narrow * 1.001, 6))), Decimal(str(round(north * 1.001, 6)))
