"""复算 of a published table: what it says against what follows from its own rows. Pure: no database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xiangfeng.base.errors import Refused
from xiangfeng.bulletins.assess import wording_anomalies
from xiangfeng.scoring.checks import KINDS, WARN, Anomaly, PrintedTable, Said, check_table
from xiangfeng.scoring.sheets import SheetError, read_grids, read_published


@dataclass(frozen=True)
class Rechecked:
    """One table of the file and what is wrong with it."""

    table: PrintedTable
    anomalies: list[Anomaly]

    @property
    def lines(self) -> list[tuple[str, str, Anomaly]]:
        """(kind of sign, kind in words, anomaly), the certain errors first."""
        ordered = sorted(self.anomalies, key=lambda one: one.severity == WARN)
        return [("warn" if one.severity == WARN else "bad", KINDS[one.kind], one) for one in ordered]


def recheck_tables(content: bytes, units: Sequence[str] = ()) -> list[Rechecked]:
    """Every table of an xlsx with its anomalies. Refused: not an xlsx, or no table with 村 and 得分 or 名次 in it."""
    try:
        grids = read_grids(content)
    except SheetError as error:
        raise Refused(str(error)) from error
    tables = [table for table in map(read_published, grids) if table is not None]
    if not tables:
        raise Refused("没有找到排名表：表头里要有“村（单位）”和“得分”或“名次”一类的字样")
    return [Rechecked(table, _check(table, units)) for table in tables]


def _check(table: PrintedTable, units: Sequence[str]) -> list[Anomaly]:
    together = check_table(table, units=units)
    if any(row.group for row in table.rows) and any(one.kind == "rank" for one in together):
        apart = check_table(table, units=units, group_ranks=True)
        # A table with groups may rank them apart without saying so: take the reading that contradicts itself less.
        together = min(together, apart, key=len)
    said = [*table.said, *(Said(table.at(row), row.award_text) for row in table.rows if row.award_text)]
    return list(dict.fromkeys([*together, *wording_anomalies(said)]))
