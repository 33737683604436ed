"""发文前核对: the finished paper read again, as a stranger would read it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import NamedTuple

from xiangfeng.documents import masking, wording
from xiangfeng.documents.paper import Heading, Paper, Para, Table, body_length
from xiangfeng.scoring.checks import Anomaly, PrintedRow, PrintedTable, Said, check_table
from xiangfeng.scoring.compute import Result
from xiangfeng.scoring.sheets.grid import number_of
from xiangfeng.scoring.sheets.headings import role_of
from xiangfeng.scoring.sheets.published import amount_of

from .blocks import Block, Context


class Check(NamedTuple):
    """One line of 发文前核对: passed or not, and the sentence."""

    ok: bool
    sentence: str


def precheck(
    paper: Paper,
    result: Result,
    context: Context,
    blocks: Sequence[Block] = (),
    *,
    allowed: Collection[str] = (),
) -> list[Check]:
    """Ranks, counts and percentages recomputed from the printed text; wording; personal data; length; open places.

    `blocks` adds edited paragraphs whose figures changed; `allowed` are phone numbers that may be printed.
    """
    tables = [_printed(paper, table) for table in _tables(paper)]
    found = [
        anomaly
        for table in tables
        for anomaly in check_table(table, high=result.scheme.total_max or max_score(result))
    ]
    return [
        _complete(paper, result),
        *_ranks(tables, found, result, context),
        _counts(found, tables),
        _numbers(found),
        *_edited(blocks),
        _wording(paper),
        _masking(paper, allowed),
        _length(paper),
    ]


def max_score(result: Result) -> Decimal:
    """The highest published score there can be: the full mark and everything added."""
    return max([Decimal(100), *(row.shown for row in result.rows if row.shown is not None)])


def _tables(paper: Paper) -> list[Table]:
    if not paper.attachments:
        return []
    return [block for block in paper.attachments[0].blocks if isinstance(block, Table)]


def _printed(paper: Paper, table: Table) -> PrintedTable:
    """The table of the paper as if it had been read from a sheet; the sentences of the body only where it is the only
    table, for they speak of all units."""
    roles = {role_of(column.title): n for n, column in enumerate(table.columns)}
    roles.setdefault(
        "unit", next((n for n, column in enumerate(table.columns) if role_of(column.title) == "unit"), 0)
    )

    def text(row: tuple[str, ...], role: str) -> str:
        return row[roles[role]] if role in roles else ""

    rows = []
    for n, row in enumerate(table.rows, 1):
        rank = number_of(text(row, "rank"))
        rows.append(
            PrintedRow(
                row=n,
                unit=text(row, "unit"),
                rank=int(rank) if rank is not None else None,
                score=number_of(text(row, "score")),
                award=amount_of(text(row, "award")),
                # Where only grades are printed, units without one do not count in the percentages.
                size=None if "rank" in roles else int(bool(text(row, "grade"))),
            )
        )
    said = tuple(Said("正文", text) for text in _sentences(paper)) if len(_tables(paper)) == 1 else ()
    return PrintedTable("附件1", tuple(rows), said)


def _sentences(paper: Paper) -> list[str]:
    return [
        block.text if isinstance(block, Para) else "".join(run.text for run in block.tail)
        for block in paper.blocks
        if isinstance(block, Para | Heading)
    ]


def _complete(paper: Paper, result: Result) -> Check:
    lacks = paper.problems()
    lacks += [f"{row.name}分数待补。" for row in result.pending]
    return Check(not lacks, "要素齐全" if not lacks else "".join(lacks))


def _ranks(tables: list[PrintedTable], found: list[Anomaly], result: Result, context: Context) -> list[Check]:
    if context.grades_only:
        return []
    wrong = [
        anomaly.message for anomaly in found if anomaly.kind in ("rank", "order", "duplicate_unit", "range")
    ]
    printed = {row.unit: row.rank for table in tables for row in table.rows}
    wrong += [
        f"{row.name}附件印的名次与计算结果不同。" for row in result.rows if printed.get(row.name) != row.rank
    ]
    ties = {
        (row.group if result.scheme.ranking == "group" else "", row.rank) for row in result.rows if row.tied
    }
    same = f"名次复算一致，{f'并列 {len(ties)} 组' if ties else '没有并列'}"
    return [Check(not wrong, same if not wrong else "".join(dict.fromkeys(wrong)))]


def _counts(found: list[Anomaly], tables: list[PrintedTable]) -> Check:
    wrong = [anomaly.message for anomaly in found if anomaly.kind == "declared_count"]
    rows = sum(len(table.rows) for table in tables)
    return Check(not wrong, "".join(wrong) or f"正文个数与附件一致，附件列 {rows} 个单位")


def _numbers(found: list[Anomaly]) -> Check:
    wrong = [
        a.message for a in found if a.kind in ("percentage", "mean", "award_total", "sum", "distribution")
    ]
    return Check(not wrong, "".join(wrong) or "百分比、平均分、奖励合计复算一致")


def _edited(blocks: Sequence[Block]) -> list[Check]:
    return [Check(False, f"“{block.text[:16]}……”{block.warning}") for block in blocks if block.pending]


def _wording(paper: Paper) -> Check:
    found = [each for each in wording.check_paper(paper) if not each.finding.is_hint and each.where != "全文"]
    if not found:
        return Check(True, "没有“罚款”“没收”等字样")
    said = [
        f"{each.where}有“{each.finding.found}”，{each.finding.reason}可改为“{each.finding.offers[0]}”。"
        for each in found
    ]
    return Check(False, "".join(said))


def _masking(paper: Paper, allowed: Collection[str]) -> Check:
    found = masking.check_paper(paper, allowed=allowed)
    said = "".join(f"{each.where}有{each.hit.kind.value}，请改为 {each.hit.shown}。" for each in found)
    return Check(not found, said or "没有身份证号、电话、银行卡号")


def _length(paper: Paper) -> Check:
    length = body_length(paper)
    limit = wording.LENGTH_HINT
    return Check(
        length <= limit, f"正文 {length:,} 字，{'不超过' if length <= limit else '超过'} {limit:,} 字"
    )
