"""Reading a published 名次表 or 等次分布表 from a worksheet, with the sentences around it."""

from __future__ import annotations

import re
from decimal import Decimal

from ..checks import PrintedRow, PrintedTable, Said
from .grid import Grid, Value, number_of, text_of
from .headings import (
    GRADE_WORDS,
    LIMIT_WORDS,
    MEAN_WORDS,
    TOTAL_WORDS,
    Column,
    Head,
    base_heading,
    find_head,
    name_key,
)

_AMOUNT = re.compile(r"[-+−]?\d+(?:\.\d+)?")
_NOT_PARTS = ("seq", "rank", "unit", "group", "score", "grade", "award", "upper", "remark", "size", "veto")


def read_published(grid: Grid) -> PrintedTable | None:
    """The table of a worksheet, or `None` where no head of a table is found. Nothing is refused: what a cell says
    beyond a number is left out, and `checks` looks for contradictions."""
    head = find_head(grid)
    if head is None:
        return None
    rows, said, totals, mean = [], list(_around(grid, head)), None, None
    for number in range(head.last + 1, len(grid.rows) + 1):
        unit = unit_at(grid, head, number)
        mark = base_heading(unit or _first_text(grid, number))
        if mark in TOTAL_WORDS:
            totals = _row(grid, head, number, unit or mark)
        elif mark in MEAN_WORDS:
            mean = _number(grid, head, number, "score")
        elif unit and mark not in LIMIT_WORDS and not is_prose(grid, head, number):
            rows.append(_row(grid, head, number, unit))
    return PrintedTable(grid.title, tuple(rows), tuple(said), totals, mean)


def unit_at(grid: Grid, head: Head, row: int) -> str:
    """The unit named in that row, as compared; empty when there is none."""
    column = head.column("unit")
    return name_key(text_of(grid.at(row, column.index))) if column else ""


def is_prose(grid: Grid, head: Head, row: int) -> bool:
    """A row with one filled cell that is a sentence: a note below the table, not a unit."""
    filled = [text for text in map(text_of, grid.rows[row - 1]) if text]
    return len(filled) == 1 and (len(filled[0]) > 12 or filled[0][-1] in "。：:；")


def _around(grid: Grid, head: Head) -> list[Said]:
    """The titles above the head, and the sentences above and below the table."""
    said = []
    for row in range(1, len(grid.rows) + 1):
        inside = head.first <= row <= head.last
        if inside or (row > head.last and unit_at(grid, head, row) and not is_prose(grid, head, row)):
            continue
        for text in map(text_of, grid.rows[row - 1]):
            if text and not re.fullmatch(r"[\d.]+", text):
                is_title = row < head.first and text[-1] not in "。；"
                said.append(Said(f"{grid.title}第{row}行", text, is_title))
    return said


def lone_texts(grid: Grid) -> list[Said]:
    """All texts of a worksheet without a table (正文): the first one is its title."""
    texts = [(row, text) for row, line in enumerate(grid.rows, 1) for text in map(text_of, line) if text]
    return [Said(f"{grid.title}第{row}行", text, n == 0) for n, (row, text) in enumerate(texts)]


def _first_text(grid: Grid, row: int) -> str:
    return next((text for text in map(text_of, grid.rows[row - 1]) if text), "")


def _row(grid: Grid, head: Head, number: int, unit: str) -> PrintedRow:
    rank, size = _number(grid, head, number, "rank"), _number(grid, head, number, "size")
    award_text = _text(grid, head, number, "award")
    return PrintedRow(
        row=number,
        unit=unit,
        rank=int(rank) if rank is not None and rank == rank.to_integral_value() else None,
        score=_number(grid, head, number, "score"),
        group=_text(grid, head, number, "group"),
        grade=_text(grid, head, number, "grade"),
        award=amount_of(award_text),
        award_text=award_text,
        upper=_text(grid, head, number, "upper"),
        remark=_text(grid, head, number, "remark"),
        size=int(size) if size is not None else None,
        parts=tuple(_parts(grid, head, number)),
        counts=tuple(
            (column.heading, int(value))
            for column in head.columns
            if _is_grade(column) and (value := number_of(grid.at(number, column.index))) is not None
        ),
    )


def _parts(grid: Grid, head: Head, number: int) -> list[tuple[str, Decimal]]:
    found = []
    for column in head.columns:
        value = number_of(grid.at(number, column.index))
        if value is not None and column.role not in _NOT_PARTS and not _is_grade(column):
            found.append((column.heading, -abs(value) if column.role == "deduction" else value))
    return found


def _is_grade(column: Column) -> bool:
    return base_heading(column.heading) in GRADE_WORDS


def amount_of(text: str) -> Decimal | None:
    """The sum of money in a reward cell, signed: `+1000`, `奖励1000元`, and below zero for 罚款, 扣 and 扣减."""
    hit = _AMOUNT.search(text.replace(",", ""))
    if not hit:
        return None
    amount = Decimal(hit[0].replace("−", "-"))
    return -abs(amount) if re.search(r"罚|扣", text) else amount


def _cell(grid: Grid, head: Head, row: int, role: str) -> Value:
    column = head.column(role)
    return grid.at(row, column.index) if column else None


def _text(grid: Grid, head: Head, row: int, role: str) -> str:
    return text_of(_cell(grid, head, row, role))


def _number(grid: Grid, head: Head, row: int, role: str) -> Decimal | None:
    return number_of(_cell(grid, head, row, role))
