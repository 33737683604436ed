"""The table of a notice as one text: a line a row, cells parted by tabs (as pasted from a sheet) or by |. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from xiangfeng.base.errors import Refused

MOST_COLUMNS, MOST_ROWS = 10, 500


@dataclass(frozen=True, slots=True)
class Grid:
    """Heads and rows, every row as long as the heads."""

    heads: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def lines(self) -> list[list[tuple[str, str]]]:
        """Each row as (head, cell): on a phone a row is a card, and every cell says what it is."""
        return [list(zip(self.heads, row, strict=True)) for row in self.rows]


def _cells(line: str) -> tuple[str, ...]:
    mark = "\t" if "\t" in line else "|"
    line = line if mark == "\t" else line.strip().strip("|").replace("｜", "|")
    return tuple(cell.strip() for cell in line.split(mark))


def grid_of(text: str) -> Grid:
    """The table of a text; empty for an empty one. Short rows are filled up.

    Refuses a table of heads alone, one with too many columns or rows, and a row longer than the heads.
    """
    lines = [_cells(line) for line in text.replace("｜", "|").splitlines() if line.strip("\t |")]
    if not lines:
        return Grid()
    heads, *rows = lines
    if not rows:
        raise Refused("表格只有表头，没有内容。第一行写表头，从第二行起一行一条")
    if len(heads) > MOST_COLUMNS or len(rows) > MOST_ROWS:
        raise Refused(f"表格最多 {MOST_COLUMNS} 列、{MOST_ROWS} 行，再多请放附件")
    for number, row in enumerate(rows, 1):
        if len(row) > len(heads):
            raise Refused(f"表格第 {number} 行有 {len(row)} 格，表头只有 {len(heads)} 格，请对齐")
    return Grid(heads, tuple(row + ("",) * (len(heads) - len(row)) for row in rows))


def tidy(text: str) -> str:
    """The text as it is kept: cells parted by tabs."""
    grid = grid_of(text)
    return "\n".join("\t".join(row) for row in (grid.heads, *grid.rows) if row)
