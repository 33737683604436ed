"""Covering small cells: no number below five is shown, nor can one be reckoned back from what is shown (个人信息保护). Pure.

A table is shown with the totals of its rows and columns. Covered are all cells of 1 to 4, and then as many others, the smallest first,
until in each row and column at least two are covered that make five together, and no covered cell follows from the others: in the
graph whose vertices are rows and columns and whose edges are the covered cells, such a cell is a bridge. A row or column whose total is itself
below five is covered with its total, and its cells are covered as well.
"""

from __future__ import annotations

from collections.abc import Sequence

LEAST = 5
Cell = tuple[int, int]
Grid = Sequence[Sequence[int]]


def is_small(count: int) -> bool:
    return 0 < count < LEAST


def covered(grid: Grid) -> set[Cell]:
    """The cells that are not shown of a table of counts with its totals."""
    hidden = {(r, c) for r, row in enumerate(grid) for c, count in enumerate(row) if is_small(count)}
    if not hidden:
        return hidden
    while more := _wanted(grid, hidden):
        hidden.add(more)
    return hidden


def _rank(count: int, *place: int) -> tuple[bool, int, tuple[int, ...]]:
    """Smallest first, but noughts last: covering one hides nothing."""
    return (count == 0, count, place)


def _wanted(grid: Grid, hidden: set[Cell]) -> Cell | None:
    """One more cell to cover, or None when nothing can be reckoned back."""
    for line in _lines(grid):
        inside = [cell for cell in line if cell in hidden]
        is_thin = inside and (len(inside) < 2 or sum(grid[r][c] for r, c in inside) < LEAST)
        if is_thin and (found := _smallest(grid, [cell for cell in line if cell not in hidden])):
            return found
    for r, c in sorted(_bridges(hidden)):
        beside = [cell for line in _lines(grid) if (r, c) in line for cell in line if cell not in hidden]
        if found := _smallest(grid, beside):
            return found
    return None


def _lines(grid: Grid) -> list[list[Cell]]:
    height, width = len(grid), len(grid[0]) if grid else 0
    rows = [[(r, c) for c in range(width)] for r in range(height)]
    return rows + [[(r, c) for r in range(height)] for c in range(width)]


def _smallest(grid: Grid, cells: Sequence[Cell]) -> Cell | None:
    return min(cells, key=lambda cell: _rank(grid[cell[0]][cell[1]], *cell), default=None)


def _bridges(hidden: set[Cell]) -> list[Cell]:
    """Covered cells whose two ends, row and column, hang together by nothing else."""
    return [(r, c) for r, c in hidden if not _joined(hidden - {(r, c)}, r, c)]


def _joined(cells: set[Cell], row: int, column: int) -> bool:
    rows, columns, is_growing = {row}, set[int](), True
    while is_growing:
        before = len(rows) + len(columns)
        columns |= {c for r, c in cells if r in rows}
        rows |= {r for r, c in cells if c in columns}
        is_growing = len(rows) + len(columns) > before
    return column in columns
