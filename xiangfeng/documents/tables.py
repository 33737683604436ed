"""Width of columns and size of type for a `Table`, the same in the PDF and the DOCX."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from xiangfeng.documents.measures import PT_PER_MM, TABLE_PADDING_EM, TYPE_WIDTH, em_width
from xiangfeng.documents.paper import Column, Table

SIZES_PT = (14.0, 12.0, 10.5, 9.0)
"""4号, 小4号, 5号, 小5号: the largest in which the table fits is taken."""
LONG = 22
"""Above this number of rows the table starts at the second size, to save paper."""
_ROOM = TYPE_WIDTH * PT_PER_MM
_WIDEST = 14.0
"""Characters a column may ask for; longer text wraps, and gets what room is left."""
_HEADER_LINES = (6.0, 4.0, 2.0)
"""Characters of a header's line, tried in this order: a crowded table has headers of more lines."""


@dataclass(frozen=True)
class Layout:
    """Type size in points, and the columns' shares of the type width, which add up to 1."""

    size: float
    shares: tuple[float, ...]


def layout(table: Table) -> Layout:
    """Columns without a given width get room by their longest cell; headers and long text may wrap, figures not."""
    sizes = SIZES_PT[1:] if len(table.rows) > LONG else SIZES_PT
    cells = [_longest(table, n) for n in range(len(table.columns))]
    for size, header in itertools.product(sizes, _HEADER_LINES):
        widths = _natural(table.columns, cells, header, size)
        if sum(widths) <= _ROOM:
            break
    widths = _spread(table.columns, cells, widths)
    return Layout(size, tuple(round(width / sum(widths), 6) for width in widths))


def _longest(table: Table, n: int) -> float:
    """Width of the column's longest cell in characters, a little more than reckoned."""
    parts = (part for row in table.rows for part in row[n].split("\n"))
    return max((em_width(part) * 1.1 for part in parts), default=0.0)


def _natural(columns: tuple[Column, ...], cells: list[float], header: float, size: float) -> list[float]:
    """Widths in points in which the text of each column stands as it should."""
    needs = []
    for column, longest in zip(columns, cells, strict=True):
        title = max(em_width(part) for part in column.title.split("\n") or [""])
        needs.append(max(2.1, min(longest, _WIDEST), min(title * 1.05, header * 1.05)))
    return [(need + 2 * TABLE_PADDING_EM) * size for need in needs]


def _spread(columns: tuple[Column, ...], cells: list[float], widths: list[float]) -> list[float]:
    """Given widths in their proportion; what room is left goes to wrapped text, or else to all alike."""
    known = sum(column.width for column in columns)
    if known:
        rest = sum(width for width, column in zip(widths, columns, strict=True) if not column.width)
        scale = (_ROOM - rest if rest < _ROOM else _ROOM) / known
        return [column.width * scale or width for width, column in zip(widths, columns, strict=True)]
    spare = _ROOM - sum(widths)
    long = [max(0.0, cell - _WIDEST) for cell in cells]
    if spare > 0 and any(long):
        return [width + spare * extra / sum(long) for width, extra in zip(widths, long, strict=True)]
    return widths
