"""No number below five is shown or can be reckoned back."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangfeng.surveys.cover import LEAST, covered, is_small
from xiangfeng.surveys.marks import stretches
from xiangfeng.surveys.models import Kind, Question
from xiangfeng.surveys.tables import cross_of, grouped, parts_of, tables_of

COUNTS = st.one_of(st.integers(0, 9), st.integers(0, 60))
GRIDS = st.integers(2, 5).flatmap(
    lambda width: st.lists(st.lists(COUNTS, min_size=width, max_size=width), min_size=2, max_size=5)
)


def follows(grid, hidden):
    """The covered cells whose value follows from the totals: what linear algebra finds, not what our search says."""
    cells = sorted(hidden)
    lines = [[Fraction(r == row) for row, _ in cells] for r in range(len(grid))]
    lines += [[Fraction(c == column) for _, column in cells] for c in range(len(grid[0]))]
    pivots = []
    for place in range(len(cells)):
        pivot = next((line for line in lines if line[place] and not any(line[:place])), None)
        if pivot is None:
            continue
        lines.remove(pivot)
        pivot = [value / pivot[place] for value in pivot]
        lines = [[a - line[place] * b for a, b in zip(line, pivot, strict=True)] for line in lines]
        pivots = [[a - line[place] * b for a, b in zip(line, pivot, strict=True)] for line in pivots]
        pivots.append(pivot)
    return [line for line in pivots if sum(1 for value in line if value) == 1]


def test_algebra_finds_what_follows():
    grid = [[3, 9], [9, 9]]
    assert follows(grid, {(0, 0)}) and follows(grid, {(0, 0), (0, 1)})
    assert not follows(grid, {(0, 0), (0, 1), (1, 0), (1, 1)})


@given(GRIDS)
def test_no_small_cell_is_shown_or_follows(grid):
    # As `cross_of` does: lines too small in all are put together before.
    rows = grouped([sum(row) for row in grid])
    columns = grouped([sum(row[c] for row in grid) for c in range(len(grid[0]))])
    merged = [[sum(grid[r][c] for r in some for c in others) for others in columns] for some in rows]
    if len(merged) < 2 or len(merged[0]) < 2:
        return
    hidden = covered(merged)
    shown = [merged[r][c] for r in range(len(merged)) for c in range(len(merged[0])) if (r, c) not in hidden]
    assert not any(map(is_small, shown))
    assert follows(merged, hidden) == []
    for line in [*merged, *zip(*merged, strict=True)]:
        assert not is_small(sum(line))


@given(GRIDS)
def test_what_is_covered_in_a_line_is_two_cells_and_five_together(grid):
    if any(is_small(sum(line)) for line in [*grid, *zip(*grid, strict=True)]):
        return
    hidden = covered(grid)
    for r in range(len(grid)):
        inside = [c for c in range(len(grid[0])) if (r, c) in hidden]
        assert not inside or (len(inside) >= 2 and sum(grid[r][c] for c in inside) >= LEAST)


def test_nothing_is_covered_without_need():
    assert covered([[5, 0], [9, 40]]) == set()
    assert covered([[2, 30, 40], [20, 6, 40], [50, 60, 70]]) == {(0, 0), (0, 1), (1, 0), (1, 1)}


@given(st.lists(COUNTS, min_size=1, max_size=8))
def test_groups_hold_everything_once_and_none_is_small(counts):
    groups = grouped(counts)
    assert sorted(place for group in groups for place in group) == list(range(len(counts)))
    assert len(groups) == 1 or not any(is_small(sum(counts[place] for place in group)) for group in groups)


def test_groups_join_the_smallest_and_leave_the_rest_alone():
    assert grouped([150, 80, 30, 3, 1, 0]) == [[0], [1], [2, 3, 4], [5]]
    assert grouped([150, 8, 4]) == [[0], [1, 2]]


def test_a_table_with_one_row_left_is_none():
    assert cross_of({(0, 0): 3, (1, 1): 40}, ("甲", "乙"), ("是", "否")) is None
    cross = cross_of({(0, 0): 20, (0, 1): 2, (1, 0): 6, (1, 1): 40}, ("甲", "乙"), ("是", "否"))
    assert cross is not None and cross.cells == ((None, None), (None, None))
    assert (cross.row_totals, cross.column_totals, cross.total) == ((22, 46), (26, 42), 68)


SIX = st.lists(COUNTS, min_size=6, max_size=6)


@given(SIX, st.booleans())
def test_no_small_option_follows_from_the_rate(numbers, counts_unsure):
    """What is printed: the groups, satisfied and valid. Any other counts that print the same are a way out for every small option, unless
    the sums of the rate are small themselves."""
    parts = parts_of(numbers, counts_unsure=counts_unsure)
    groups = grouped(numbers, parts)
    sums = [sum(numbers[place] for place in part) for part in parts]
    lines = [[int(place in told) for place in range(6)] for told in (*groups, *parts)]
    for place, count in enumerate(numbers):
        if is_small(count) and not any(is_small(total) for total in sums):
            unit = [int(place == other) for other in range(6)]
            assert _rank([*lines, unit]) > _rank(lines), (numbers, groups, place)


def _rank(lines):
    rows, rank = [[Fraction(value) for value in line] for line in lines], 0
    for column in range(len(rows[0])):
        pivot = next((r for r in range(rank, len(rows)) if rows[r][column]), None)
        if pivot is None:
            continue
        rows[rank], rows[pivot] = rows[pivot], rows[rank]
        for r in range(rank + 1, len(rows)):
            share = rows[r][column] / rows[rank][column]
            rows[r] = [a - share * b for a, b in zip(rows[r], rows[rank], strict=True)]
        rank += 1
    return rank


def test_a_small_option_is_put_together_on_its_side_of_the_rate():
    numbers = [30, 3, 8, 9, 10, 20]
    assert grouped(numbers) == [[0], [1, 2], [3], [4], [5]], "33 satisfied less 30: three"
    assert grouped(numbers, parts_of(numbers, counts_unsure=False)) == [[0, 1], [2], [3], [4], [5]]
    unsure = [20, 6, 30, 25, 28, 2]
    assert grouped(unsure, parts_of(unsure, counts_unsure=False)) == [[0], [1], [2], [3, 5], [4]]


@pytest.mark.parametrize(
    ("signs", "mean"),
    [
        ({"1": 5, "3": 5}, "2.00"),
        ({"1": 1, "2": 4, "5": 20}, None),  # 5 put together and 109 points in all: one and four
        ({"1": 1, "2": 4, "5": 120}, "4.9"),
    ],
)
def test_a_mean_does_not_tell_what_was_put_together(signs, mean):
    scale = Question(pk=1, place=1, kind=Kind.SCALE, text="放心", options=list("12345"), lines=[])
    (table,) = tables_of(stretches([scale])[0], signs, counts_unsure=False)
    assert (table.mean and str(table.mean)) == mean
