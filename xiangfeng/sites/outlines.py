"""Reading an outline from GeoJSON. Pure.

An outline is a list of rings, each a list of ``[x, y]`` that ends where it begins, in the file's own numbers.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from typing import Any

from xiangfeng.base.errors import Refused

Point = tuple[float, float]
Ring = list[Point]

MOST_BYTES = 5 * 1024 * 1024
MOST_POINTS = 200_000
FINENESS = 1500
"""What is smaller than this part of the outline's width is left out: no screen shows it."""


def read_outline(content: bytes) -> list[Ring]:
    """The rings of every Polygon and MultiPolygon in the file, thinned to what can be seen.

    Refuses, with the reason, what is too large, no JSON, no GeoJSON, holds no area, or has coordinates that are no numbers.
    """
    if len(content) > MOST_BYTES:
        raise Refused(f"文件超过 {MOST_BYTES // 1024 // 1024} MB，请先在制图软件里把边界简化再上传")
    try:
        data = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise Refused("这不是 GeoJSON 文件（读不出内容），请从制图软件导出 GeoJSON 再上传") from error
    rings = [_ring(one) for one in _rings(data, 0)]
    if not rings:
        raise Refused("文件里没有面（Polygon 或 MultiPolygon），画不出边界；点和线不能当边界")
    if sum(map(len, rings)) > MOST_POINTS:
        raise Refused(f"边界的点超过 {MOST_POINTS // 10000} 万个，请先在制图软件里简化再上传")
    return _thinned(rings)


def _rings(data: Any, depth: int) -> Iterator[Any]:
    """The raw rings of a geometry, a feature or a collection of either."""
    if not isinstance(data, dict) or depth > 4:
        raise Refused("这不是 GeoJSON 文件（格式不对），请从制图软件导出 GeoJSON 再上传")
    kind, places = data.get("type"), data.get("coordinates")
    if kind == "FeatureCollection":
        for one in _list(data.get("features")):
            yield from _rings(one, depth + 1)
    elif kind == "Feature":
        if data.get("geometry") is not None:
            yield from _rings(data["geometry"], depth + 1)
    elif kind == "GeometryCollection":
        for one in _list(data.get("geometries")):
            yield from _rings(one, depth + 1)
    elif kind == "Polygon":
        yield from _list(places)
    elif kind == "MultiPolygon":
        for one in _list(places):
            yield from _list(one)
    elif kind not in ("Point", "MultiPoint", "LineString", "MultiLineString"):
        raise Refused("这不是 GeoJSON 文件（没有写类型），请从制图软件导出 GeoJSON 再上传")


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise Refused("边界文件不完整，请重新导出再上传")
    return value


def _ring(raw: Any) -> Ring:
    ring = [_point(one) for one in _list(raw)]
    if len(ring) < 4:
        raise Refused("边界里有一圈少于 4 个点，围不成面，请重新导出再上传")
    return ring if ring[0] == ring[-1] else [*ring, ring[0]]


def _point(raw: Any) -> Point:
    pair = raw[:2] if isinstance(raw, list) else []
    if len(pair) != 2 or not all(_is_number(one) for one in pair):
        raise Refused("边界里有读不出的坐标，请重新导出再上传")
    return float(pair[0]), float(pair[1])


def _is_number(value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return math.isfinite(value) and abs(value) < 1e8


def _thinned(rings: Sequence[Ring]) -> list[Ring]:
    xs, ys = [x for ring in rings for x, _ in ring], [y for ring in rings for _, y in ring]
    width = max(max(xs) - min(xs), max(ys) - min(ys))
    if width <= 0:
        raise Refused("边界缩成了一个点，请重新导出再上传")
    found = [_thin(_apart(ring, width / FINENESS), width / FINENESS) for ring in rings]
    kept = [ring for ring in found if len(ring) >= 4]
    if not kept:
        raise Refused("边界太窄，围不成面，请重新导出再上传")
    return kept


def _apart(ring: Ring, least: float) -> Ring:
    """Without the points that lie closer than ``least`` to the one before: quick, so that much is gone before the rest."""
    kept = ring[:1]
    for point in ring[1:-1]:
        if math.dist(point, kept[-1]) >= least:
            kept.append(point)
    return [*kept, ring[-1]]


def _thin(ring: Ring, least: float) -> Ring:
    """Douglas and Peucker: keep the points that lie ``least`` or more off the line between those kept."""
    # A closed ring has no line between its ends; begin with the point furthest from the first.
    far = max(range(len(ring)), key=lambda n: math.dist(ring[0], ring[n]))
    kept, spans = {0, far, len(ring) - 1}, [(0, far), (far, len(ring) - 1)]
    while spans:
        first, last = spans.pop()
        inner = range(first + 1, last)
        if not inner:
            continue
        most = max(inner, key=lambda n: _off(ring[n], ring[first], ring[last]))
        if _off(ring[most], ring[first], ring[last]) >= least:
            kept.add(most)
            spans += [(first, most), (most, last)]
    return [ring[n] for n in sorted(kept)]


def _off(point: Point, start: Point, end: Point) -> float:
    """How far a point lies from the line between two others."""
    (x, y), (x1, y1), (x2, y2) = point, start, end
    length = math.hypot(x2 - x1, y2 - y1)
    if length == 0:
        return math.dist(point, start)
    return abs((x2 - x1) * (y1 - y) - (x1 - x) * (y2 - y1)) / length
