"""Drawing sites in an outline as plain SVG numbers: no tiles, nothing from outside. Pure.

Coordinates that look like degrees are drawn with the longitude scaled by the cosine of the middle latitude, which over a
county is as good as equal in area; others are taken as lengths.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

WIDTH, TALLEST, MARGIN = 640, 720, 28
"""Of the drawing, in its own units."""
SMALL = 9
"""Half the width of a mark."""

Pair = Sequence[float]


@dataclass(frozen=True, slots=True)
class Place:
    """One site to draw: its id and where it lies."""

    key: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """``path`` draws the outline; ``spots`` says where each site lies, by id; ``astray`` are ids too far off to be drawn."""

    width: int
    height: int
    path: str
    spots: dict[int, tuple[float, float]]
    astray: frozenset[int]


def draw_map(rings: Sequence[Sequence[Pair]], places: Iterable[Place]) -> Drawing:
    """Fit outline and sites into one picture. Sites further off than the outline is wide have the wrong coordinates:
    they are left out and named."""
    known = list(places)
    corners = [(float(x), float(y)) for ring in rings for x, y in ring]
    near = _near(known, corners) if corners else known
    points = corners + [(one.x, one.y) for one in near]
    fit = _Fit.over(points)
    path = "".join(_ring(fit, ring) for ring in rings)
    spots = {one.key: fit.at(one.x, one.y) for one in near}
    astray = frozenset(one.key for one in known) - spots.keys()
    return Drawing(WIDTH, fit.height, path, spots, astray)


def _near(places: Sequence[Place], corners: Sequence[tuple[float, float]]) -> list[Place]:
    (left, right), (low, high) = ((min(side), max(side)) for side in zip(*corners, strict=True))
    room = max(right - left, high - low)
    return [
        one for one in places if left - room <= one.x <= right + room and low - room <= one.y <= high + room
    ]


def _ring(fit: _Fit, ring: Sequence[Pair]) -> str:
    spots = (fit.at(float(x), float(y)) for x, y in ring)
    return "M" + "L".join(f"{x:g},{y:g}" for x, y in spots) + "Z"


@dataclass(frozen=True, slots=True)
class _Fit:
    """From coordinates to the drawing: north up."""

    left: float
    top: float
    scale_x: float
    scale_y: float
    pad_x: float
    height: int

    @classmethod
    def over(cls, points: Sequence[tuple[float, float]]) -> _Fit:
        if not points:
            return cls(0, 0, 1, 1, MARGIN, WIDTH // 2)
        xs, ys = [x for x, _ in points], [y for _, y in points]
        squeeze = _squeeze(xs, ys)
        wide, tall = (max(xs) - min(xs)) * squeeze, max(ys) - min(ys)
        room_x, room_y = WIDTH - 2 * MARGIN, TALLEST - 2 * MARGIN
        scales = [room / size for room, size in ((room_x, wide), (room_y, tall)) if size > 0]
        scale = min(scales, default=1.0)
        height = max(round(tall * scale) + 2 * MARGIN, WIDTH // 3)
        # What is narrower than the drawing, or flatter than its least height, stands in its middle.
        pad_x, pad_y = (WIDTH - wide * scale) / 2, (height - tall * scale) / 2
        return cls(min(xs), max(ys) + pad_y / scale, scale * squeeze, scale, pad_x, height)

    def at(self, x: float, y: float) -> tuple[float, float]:
        return (
            round((x - self.left) * self.scale_x + self.pad_x, 1),
            round((self.top - y) * self.scale_y, 1),
        )


def _squeeze(xs: Sequence[float], ys: Sequence[float]) -> float:
    is_degrees = all(abs(x) <= 180 for x in xs) and all(abs(y) <= 90 for y in ys)
    return math.cos(math.radians((max(ys) + min(ys)) / 2)) if is_degrees else 1.0


SIDES = (
    ("start", SMALL + 3, 4),
    ("end", -SMALL - 3, 4),
    ("middle", 0, -SMALL - 4),
    ("middle", 0, SMALL + 14),
)
"""Where a mark's number may stand – right, left, above, below: anchor of the text, and its place from the mark's middle."""
ROOM_X, ROOM_Y = 21, 14
"""How far from a number's middle the marks of others must lie."""
CROWD = 300
"""With more marks than this no side is free anyway."""


def label_of(key: int, spots: Mapping[int, tuple[float, float]]) -> tuple[str, float, float]:
    """Anchor and place of the number of a mark: the first side on which no other mark lies, else the right."""
    x, y = spots[key]
    if len(spots) > CROWD:
        return SIDES[0][0], round(x + SIDES[0][1], 1), round(y + SIDES[0][2], 1)
    others = [spot for other, spot in spots.items() if other != key]
    for anchor, right, down in SIDES:
        middle = x + (right * 1.6 if anchor != "middle" else 0)
        level = y + down - 4  # a text stands on its line: its middle is higher
        is_inside = ROOM_X <= middle <= WIDTH - ROOM_X
        if is_inside and not any(abs(a - middle) < ROOM_X and abs(b - level) < ROOM_Y for a, b in others):
            return anchor, round(x + right, 1), round(y + down, 1)
    return SIDES[0][0], round(x + SIDES[0][1], 1), round(y + SIDES[0][2], 1)


def shape(band: str, x: float, y: float, size: float = SMALL) -> str:
    """The path of a mark: round for good and unknown, a square on its corner for fair, a triangle for poor."""
    if band == "fair":
        return f"M{x:g},{y - size:g}l{size:g},{size:g}l{-size:g},{size:g}l{-size:g},{-size:g}Z"
    if band == "poor":
        return f"M{x:g},{y - size:g}l{size:g},{size * 1.8:g}h{-2 * size:g}Z"
    r = size * 0.85
    return f"M{x - r:g},{y:g}a{r:g},{r:g} 0 1,0 {2 * r:g},0a{r:g},{r:g} 0 1,0 {-2 * r:g},0Z"
