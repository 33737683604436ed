"""复核: contradictions in a published or imported table, each in one plain Chinese sentence.

Nothing here knows a scheme. A table contradicts itself when its printed ranks, counts, percentages, totals or means
do not follow from its own rows; `scoring.compare` holds it against a computed result. Wording (罚款) is the business of 文书.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from .printed import ERROR, KINDS, WARN, Anomaly, PrintedRow, PrintedTable, Said, places_of
from .rows import check_distribution, check_range, check_ranks, check_sums, check_units, unknown_unit
from .words import (
    check_awards,
    check_declared,
    check_means,
    check_percentages,
    check_rounds,
    declared_counts,
    wrong_percentage,
)

__all__ = [
    "ERROR",
    "KINDS",
    "WARN",
    "Anomaly",
    "PrintedRow",
    "PrintedTable",
    "Said",
    "check_awards",
    "check_declared",
    "check_distribution",
    "check_means",
    "check_percentages",
    "check_range",
    "check_ranks",
    "check_rounds",
    "check_sums",
    "check_table",
    "check_units",
    "declared_counts",
    "places_of",
    "unknown_unit",
    "wrong_percentage",
]


def check_table(
    table: PrintedTable,
    *,
    units: Sequence[str] = (),
    low: Decimal = Decimal(0),
    high: Decimal = Decimal(100),
    group_ranks: bool = False,
) -> list[Anomaly]:
    """Everything that can be found from the table and the sentences around it.

    `units` is the list of known units (empty: not checked); scores outside `low`–`high` are reported; `group_ranks`
    says that ranks were given within each group.
    """
    return [
        *check_ranks(table, within_groups=group_ranks),
        *check_units(table, units),
        *check_range(table, low, high),
        *check_sums(table),
        *check_distribution(table),
        *check_means(table),
        *check_awards(table),
        *check_declared(table),
        *check_percentages(table),
        *check_rounds(table.said),
    ]
