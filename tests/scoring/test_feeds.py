"""The figure of a source that is fed by a rate."""

from __future__ import annotations

import pytest

from tests.scoring.build import D, given
from xiangfeng.scoring.feeds import fed_points


@pytest.mark.parametrize(
    ("part", "whole", "more", "points"),
    [
        (3, 3, {}, "100.00"),
        (0, 4, {}, "0.00"),
        (2, 3, {}, "66.67"),
        (1, 800, {}, "0.13"),  # 0.125: half up
        (2, 3, {"full": D(10)}, "6.67"),
        (2, 3, {"full": D(10), "step": D("0.5")}, "6.5"),
        (1, 2, {"full": D("0.9"), "step": D("0.3")}, "0.6"),  # 1.5 steps: half up
        (1, 1, {"full": D(10), "step": D(4)}, "10"),  # two and a half steps would be 12
    ],
)
def test_a_rate_times_the_full_points(part: int, whole: int, more: dict[str, D], points: str) -> None:
    assert str(fed_points(given("fix", feed="done_rate", **more), part, whole)) == points


@pytest.mark.parametrize(("part", "whole"), [(0, 0), (3, 2), (-1, 2)])
def test_no_rate_no_points(part: int, whole: int) -> None:
    with pytest.raises(ValueError, match="rate"):
        fed_points(given("fix"), part, whole)
