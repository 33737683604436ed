"""Score sheets as .xlsx: read what was typed (`scores`), what was published (`published`), write the form (`blank`)."""

from .blank import write_blank, write_filled
from .grid import SheetError, column_letter, first_rows, read_grids
from .published import read_published
from .scores import CellProblem, ReadSheet, read_scores

__all__ = [
    "CellProblem",
    "ReadSheet",
    "SheetError",
    "column_letter",
    "first_rows",
    "read_grids",
    "read_published",
    "read_scores",
    "write_blank",
    "write_filled",
]
