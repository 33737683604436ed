from __future__ import annotations

import json
import math
from typing import Any

import pytest

from xiangfeng.base.errors import Refused
from xiangfeng.sites.maps import MARGIN, WIDTH, Place, draw_map, label_of, shape
from xiangfeng.sites.outlines import MOST_BYTES, read_outline

SQUARE = [[104.0, 30.0], [104.1, 30.0], [104.1, 30.1], [104.0, 30.1], [104.0, 30.0]]


def _read(data: Any) -> list[Any]:
    return read_outline(json.dumps(data).encode())


def test_polygons_are_found_wherever_they_stand():
    polygon = {"type": "Polygon", "coordinates": [SQUARE]}
    point = {"type": "Point", "coordinates": [104.05, 30.05]}
    ring = [tuple(pair) for pair in SQUARE]
    for data in (
        polygon,
        {"type": "Feature", "geometry": polygon, "properties": {}},
        {"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": polygon}, {"type": "Feature", "geometry": None}]},
        {"type": "GeometryCollection", "geometries": [point, polygon]},
        {"type": "Polygon", "coordinates": [SQUARE[:-1]]},
        {"type": "Polygon", "coordinates": [[[x, y, 500] for x, y in SQUARE]]},
    ):  # fmt: skip
        assert _read(data) == [ring]
    assert _read({"type": "MultiPolygon", "coordinates": [[SQUARE], [SQUARE]]}) == [ring, ring]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"\x89PNG", "读不出内容"),
        (b"[" * 100_000, "读不出内容"),
        (b"[1, 2]", "格式不对"),
        (b'{"name": "x"}', "没有写类型"),
        (b'{"type": "FeatureCollection", "features": []}', "没有面"),
        (b'{"type": "LineString", "coordinates": [[1, 2], [3, 4]]}', "没有面"),
        (b'{"type": "FeatureCollection"}', "不完整"),
        (b'{"type": "Polygon", "coordinates": [[[1, 2], [3, 4], [1, 2]]]}', "少于 4 个点"),
        (b'{"type": "Polygon", "coordinates": [[[1, 2], [3, "4"], [5, 6], [1, 2]]]}', "读不出的坐标"),
        (b'{"type": "Polygon", "coordinates": [[[1, 2], [3, NaN], [5, 6], [1, 2]]]}', "读不出的坐标"),
        (b'{"type": "Polygon", "coordinates": [[[1, 2], [3, true], [5, 6], [1, 2]]]}', "读不出的坐标"),
        (b'{"type": "Polygon", "coordinates": [[[1, 2], [1, 2], [1, 2], [1, 2]]]}', "一个点"),
        (b'{"type": "Polygon", "coordinates": [[[1, 1], [2, 2], [3, 3], [1, 1]]]}', "太窄"),
        (b" " * (MOST_BYTES + 1), "MB"),
    ],
)
def test_what_is_no_outline_is_refused_in_plain_words(content: bytes, why: str):
    with pytest.raises(Refused, match=why):
        read_outline(content)


def test_a_fine_ring_is_thinned_and_keeps_its_shape():
    ring = [[math.cos(n * math.tau / 20_000), math.sin(n * math.tau / 20_000)] for n in range(20_000)]
    (thin,) = _read({"type": "Polygon", "coordinates": [ring]})
    assert 20 < len(thin) < 300
    assert thin[0] == thin[-1]
    around = sum(math.dist(one, other) for one, other in zip(thin, thin[1:], strict=False))
    assert around == pytest.approx(math.tau, rel=0.01)


def test_degrees_are_drawn_as_wide_as_they_are():
    """At 60° a degree of longitude is half as long as one of latitude."""
    places = [Place(1, 10, 59.5), Place(2, 12, 60.5)]
    spots = draw_map([], places).spots
    wide, tall = spots[2][0] - spots[1][0], spots[1][1] - spots[2][1]
    assert wide == pytest.approx(tall, rel=0.01)
    metres = draw_map([], [Place(1, 1000, 500), Place(2, 3000, 1500)]).spots
    assert metres[2][0] - metres[1][0] == pytest.approx(2 * (metres[1][1] - metres[2][1]), rel=0.01)


def test_north_is_up_and_everything_fits():
    drawing = draw_map([SQUARE], [Place(1, 104.0, 30.0), Place(2, 104.1, 30.1)])
    (x1, y1), (x2, y2) = drawing.spots[1], drawing.spots[2]
    assert x1 < x2 and y1 > y2
    assert all(MARGIN - 1 <= x <= WIDTH - MARGIN + 1 for x in (x1, x2))
    assert all(0 <= y <= drawing.height for y in (y1, y2))
    assert drawing.path.startswith("M") and drawing.path.endswith("Z") and drawing.path.count("L") == 4


def test_what_lies_far_off_the_outline_is_left_out_and_named():
    drawing = draw_map([SQUARE], [Place(1, 104.05, 30.05), Place(2, 30.05, 104.05)])
    assert (set(drawing.spots), drawing.astray) == ({1}, {2})


def test_one_site_alone_and_none_at_all():
    assert draw_map([], [Place(1, 104, 30)]).spots[1][0] == WIDTH / 2
    assert draw_map([], []).spots == {}


def test_a_number_gives_way_to_another_mark():
    assert label_of(1, {1: (100, 100)})[0] == "start"
    assert label_of(1, {1: (100, 100), 2: (118, 101)})[0] == "end"
    assert label_of(1, {1: (100, 100), 2: (118, 101), 3: (82, 99)})[0] == "middle"
    assert label_of(1, {1: (WIDTH - 12, 100)})[0] == "end"


def test_bands_differ_by_shape():
    assert len({shape(band, 0, 0) for band in ("good", "fair", "poor")}) == 3
