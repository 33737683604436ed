"""Width of columns and size of type for a `Table`, the same in the PDF and the DOCX."""

from __future__ import annotations

from dataclasses import dataclass

from xiangfeng.documents.measures import PT_PER_MM, TABLE_PADDING_PT, TYPE_WIDTH, em_width
from xiangfeng.documents.paper import Table

SIZES_PT = (14.0, 12.0, 10.5, 9.0)
"""4号, 小4号, 5号, 小5号: the largest in which the table fits is taken."""

LONG = 22
"""Above this number of rows the table starts at the second size, to save paper."""
_WIDEST = 14.0
"""Characters a column may ask for before its text is expected to wrap."""


@dataclass(frozen=True)
class Layout:
    """Type size in points, and the columns' shares of the type width, which add up to 1."""

    size: float
    shares: tuple[float, ...]


def layout(table: Table) -> Layout:
    """Columns without a given width get room by their longest cell; headers may wrap, numbers may not."""
    needs = [_need(table, n) for n in range(len(table.columns))]
    room = TYPE_WIDTH * PT_PER_MM
    sizes = SIZES_PT[1:] if len(table.rows) > LONG else SIZES_PT
    size = next((s for s in sizes if _total(needs, s) <= room), sizes[-1])
    given = [column.width for column in table.columns]
    if any(given):
        known = sum(given)
        rest = [
            need * size + 2 * TABLE_PADDING_PT for need, width in zip(needs, given, strict=True) if not width
        ]
        scale = (room - sum(rest)) / known if sum(rest) < room else room / known
        widths = [
            w * scale if w else n * size + 2 * TABLE_PADDING_PT for w, n in zip(given, needs, strict=True)
        ]
    else:
        widths = [need * size + 2 * TABLE_PADDING_PT for need in needs]
    return Layout(size, tuple(round(width / sum(widths), 6) for width in widths))


def _total(needs: list[float], size: float) -> float:
    return sum(need * size + 2 * TABLE_PADDING_PT for need in needs)


def _need(table: Table, n: int) -> float:
    """Room a column asks for, in characters: its longest cell, and its header in two lines or more."""
    title = table.columns[n].title
    header = max((em_width(part) for part in title.split("\n")), default=0.0)
    cells = max((em_width(row[n]) * 1.1 for row in table.rows), default=0.0)
    return max(2.0, min(cells, _WIDEST), header if header <= 4 or "\n" in title else header / 2 + 0.5)
