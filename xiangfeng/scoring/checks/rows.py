"""Contradictions among the rows themselves: ranks, order, units, range, sums, 等次分布."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from difflib import get_close_matches
from itertools import pairwise

from xiangfeng.base.ranking import competition_ranks

from ..figures import figure
from .printed import ERROR, WARN, Anomaly, PrintedRow, PrintedTable


def check_ranks(table: PrintedTable, *, within_groups: bool = False) -> list[Anomaly]:
    """Printed rank against the standard competition rank of the printed scores; rows out of order."""
    found = []
    groups = dict.fromkeys(row.group for row in table.rows) if within_groups else {"": None}
    for group in groups:
        rows = [row for row in table.rows if not within_groups or row.group == group]
        scored = [row for row in rows if row.rank is not None or not _has_ranks(rows)]
        ranks = competition_ranks([row.score for row in scored])
        for row, rank in zip(scored, ranks, strict=True):
            if row.rank is not None and rank is not None and row.rank != rank:
                message = (
                    f"{row.unit}印的是第{row.rank}名，按得分{figure(row.score or 0)}复算应为第{rank}名。"
                )
                found.append(Anomaly("rank", ERROR, table.at(row), message))
        found += _check_order(table, scored) if _has_ranks(rows) else []
    return found


def _check_order(table: PrintedTable, rows: Sequence[PrintedRow]) -> list[Anomaly]:
    """Rows of a ranking that stand below a lower score."""
    return [
        Anomaly(
            "order",
            WARN,
            table.at(after),
            f"{after.unit}{figure(after.score)}分排在{before.unit}{figure(before.score)}分的后面，"
            "没有按分数从高到低排。",
        )
        for before, after in pairwise(rows)
        if before.score is not None and after.score is not None and after.score > before.score
    ]


def _has_ranks(rows: Iterable[PrintedRow]) -> bool:
    return any(row.rank is not None for row in rows)


def check_units(table: PrintedTable, units: Sequence[str]) -> list[Anomaly]:
    """Units printed twice, units that are not on the list (with the nearest names), units of the list left out."""
    found = []
    first: dict[str, PrintedRow] = {}
    for row in table.rows:
        if row.unit in first:
            message = f"{row.unit}重复：第{first[row.unit].row}行已有一次。"
            found.append(Anomaly("duplicate_unit", ERROR, table.at(row), message))
        first.setdefault(row.unit, row)
        if units and row.unit not in units:
            found.append(Anomaly("unknown_unit", ERROR, table.at(row), unknown_unit(row.unit, units)))
    if units and (absent := [name for name in units if name not in first]):
        message = f"名单里的{'、'.join(absent)}没有列入表中。"
        found.append(Anomaly("missing_unit", WARN, table.where, message))
    return found


def unknown_unit(name: str, units: Sequence[str]) -> str:
    """The sentence for a unit that is not on the list, offering the nearest names."""
    stems = {_stem(unit): unit for unit in units}
    near = [stems[stem] for stem in get_close_matches(_stem(name), stems, n=3, cutoff=0.5)]
    return f"单位名单里没有“{name}”" + (f"，是不是{'、'.join(near)}？" if near else "。")


def _stem(unit: str) -> str:
    """A unit's name without the word that all of them share, so that likeness is measured on the rest."""
    return re.sub(r"(村民委员会|居民委员会|村委会|居委会|社区|村|居)$", "", unit) or unit


def check_range(table: PrintedTable, low: Decimal, high: Decimal) -> list[Anomaly]:
    """Scores below `low` or above `high`."""
    return [
        Anomaly(
            "range",
            ERROR,
            table.at(row),
            f"{row.unit}得分{figure(row.score)}，不在{figure(low)}–{figure(high)}之间。",
        )
        for row in table.rows
        if row.score is not None and not low <= row.score <= high
    ]


def check_sums(table: PrintedTable) -> list[Anomaly]:
    """Printed total against the sum of its parts.

    Weighted tables do not add up by design, so this speaks only where at least two rows, and at least half of them, do.
    """
    sums = [
        (row, sum((value for _, value in row.parts), Decimal(0)))
        for row in table.rows
        if row.score is not None and len(row.parts) >= 2
    ]
    agree = sum(total == row.score for row, total in sums)
    if agree < 2 or agree * 2 < len(sums):
        return []
    return [
        Anomaly(
            "sum",
            ERROR,
            table.at(row),
            f"{row.unit}各项相加是{figure(total)}分，合计印的是{figure(row.score or 0)}分。",
        )
        for row, total in sums
        if total != row.score
    ]


def check_distribution(table: PrintedTable) -> list[Anomaly]:
    """等次分布: each row adds up to its 村数, each column to the 小计 row."""
    found = []
    everything = [*table.rows, *([table.totals] if table.totals else [])]
    for row in everything:
        if row.counts and row.size is not None and sum(count for _, count in row.counts) != row.size:
            message = (
                f"{row.unit}各等次相加是{sum(count for _, count in row.counts)}个，村数印的是{row.size}个。"
            )
            found.append(Anomaly("distribution", ERROR, table.at(row), message))
    if table.totals is None:
        return found
    columns: list[tuple[str, list[int | None], int | None]] = [
        ("村数", [row.size for row in table.rows], table.totals.size)
    ]
    for heading, printed in table.totals.counts:
        columns.append((heading, [dict(row.counts).get(heading) for row in table.rows], printed))
    for heading, values, stated in columns:
        total = sum(value for value in values if value is not None)
        if stated is not None and any(value is not None for value in values) and total != stated:
            message = f"“{heading}”一列相加是{total}个，{table.totals.unit}印的是{stated}个。"
            found.append(Anomaly("distribution", ERROR, table.at(table.totals), message))
    return found
