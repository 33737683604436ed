"""The pure computation over 620,000 villages × 60 scores in one process, beside one NumPy pass over the same array.

620,000 is about the number of villages and communities of the whole country. NumPy's pass (sum of the row, weighted)
is the floor: it knows no rules, no missing items, no reasons. Both totals are compared, so neither is idle.
"""

from __future__ import annotations

import resource
import sys
import time
from decimal import Decimal

import numpy as np

from xiangfeng.scoring.compute import Plan, compute
from xiangfeng.scoring.entry import Subject
from xiangfeng.scoring.scheme import Node, Rule, Scheme, Source

VILLAGES, ITEMS = 620_000, 60


def make_scheme() -> Scheme:
    """Sixty items of 5 points by R1 at 90 %, one given source at 10 %."""
    items = tuple(
        Node(f"{n}", f"指标{n}", points=Decimal(5), rule=Rule("R1", {"each": "0.5"})) for n in range(ITEMS)
    )
    return Scheme(
        name="基准",
        year=2026,
        sources=(
            Source("site", "现场", Decimal(90), nodes=items),
            Source("fix", "整改", Decimal(10), kind="given"),
        ),
    )


def peak_mb() -> float:
    """Peak resident memory of this process in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Print CPU seconds (others may share the machine) and peak memory of: the NumPy floor, the streamed engine, a ranked month of one county."""
    villages = VILLAGES // 10 if "quick" in sys.argv[1:] else VILLAGES
    scheme = make_scheme()
    rng = np.random.default_rng(20261123)
    halves = rng.integers(4, 11, size=(villages, ITEMS), dtype=np.int8)  # half points: 2.0–5.0
    fixes = rng.integers(60, 101, size=villages, dtype=np.int16)
    print(f"[pure] {villages:,} villages × {ITEMS} scores; array alone {peak_mb():.0f} MB peak")

    start = time.process_time()
    floor = halves.sum(axis=1, dtype=np.int64) / 2 * (90 / (5 * ITEMS)) + fixes * 0.1
    print(f"[pure] NumPy floor: {time.process_time() - start:.3f} s")

    points = [Decimal(half) / 2 for half in range(11)]
    whole = [Decimal(number) for number in range(101)]
    codes = [node.code for node in scheme.items()]
    plan = Plan(scheme)
    start = time.process_time()
    worst = 0.0
    for number in range(villages):
        cells = dict(zip(codes, map(points.__getitem__, halves[number].tolist()), strict=True))
        total = plan.total(Subject(str(number), "", cells=cells, given={"fix": whole[fixes[number]]}))
        if total is None:
            raise RuntimeError(f"village {number} got no total")
        worst = max(worst, abs(float(total) - float(floor[number])))
    seconds = time.process_time() - start
    print(
        f"[pure] engine, streamed, exact: {seconds:.1f} s, {seconds / villages * 1e6:.0f} µs a village, "
        f"peak {peak_mb():.0f} MB; largest difference to NumPy's floats {worst:.1e}"
    )
    _ranked_county(scheme, halves, fixes, points, whole, codes)


def _ranked_county(scheme, halves, fixes, points, whole, codes) -> None:  # type: ignore[no-untyped-def]
    subjects = [
        Subject(
            str(n),
            f"村{n}",
            cells=dict(zip(codes, map(points.__getitem__, halves[n].tolist()), strict=True)),
            given={"fix": whole[fixes[n]]},
        )
        for n in range(300)
    ]
    start = time.process_time()
    result = compute(scheme, subjects)
    middle = time.process_time()
    parts = sum(1 for row in result.rows for _ in row.breakdown.walk())
    print(
        f"[pure] 300 villages ranked with grades and statistics: {middle - start:.3f} s; "
        f"all {parts:,} lines of their breakdowns: {time.process_time() - middle:.3f} s"
    )


if __name__ == "__main__":
    main()
