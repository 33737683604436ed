"""问卷 as papers and xlsx: the printed form, the report, the tables."""

from __future__ import annotations

import io
from typing import Any

import xlsxwriter

from xiangfeng.base.numbering import chinese_date
from xiangfeng.documents.paper import Align, Column, Heading, Paper, Para, para
from xiangfeng.documents.paper import Kind as PaperKind
from xiangfeng.documents.paper import Table as PaperTable
from xiangfeng.surveys.models import Kind, Question, Survey
from xiangfeng.surveys.queries import Axis, Progress, Results
from xiangfeng.surveys.shown import condition_text
from xiangfeng.surveys.tables import Cross, Rate, Table
from xiangfeng.web.ledger import XLSX

__all__ = ["XLSX", "book_of", "definition", "form_of", "report_of"]

COVERED = "不公布"
COVER_NOTE = (
    "答的人少于 5 的选项和别的合在一起，没有答的少于 5 人时也和一个选项合在一起；问到的、不用答的少于 5 人的题不公布；"
    "交叉表里少于 5 的格子，和为防倒推而盖住的格子，写“不公布”。"
)
Block = Para | Heading | PaperTable


def definition(row: Survey, rate: Rate | None) -> str:
    """How the 满意率 was reckoned, in one sentence."""
    unsure = "含“不清楚”" if row.counts_unsure else "不含“不清楚”"
    if not row.counts_unsure and rate and rate.with_unsure:
        unsure += "（和没有答的合起来只有1到4份的题不扣）"
    return f"满意率=（非常满意+满意）÷有效答卷，有效答卷{unsure}；有几道满意度题（矩阵按行）的，各题合计。"


def sample_text(row: Survey, progress: Progress) -> str:
    """Where the sheets come from, in one sentence."""
    days = f"{chinese_date(row.opens_on)}至{chinese_date(row.closed_on or row.closes_on)}"
    parts = [f"{days}，{row.get_mode_display()}，收到 {progress.received} 份（纸质补录 {progress.paper} 份）"]
    if progress.target:
        parts.append(f"目标 {progress.target} 份")
    if progress.rate is not None:
        parts.append(f"发出 {progress.handed} 份，回收率 {progress.rate}%")
    else:
        parts.append("没有逐份发放，不算回收率")
    return "，".join(parts) + f"。样本来源：{row.source_note}。"


def form_of(row: Survey, questions: list[Question]) -> Paper:
    """The questionnaire to be printed and filled in with a pen."""
    blocks: list[Block] = [para(row.intro), para("在选项前的数字上画圈；填空题写在横线上。")]
    for one in questions:
        blocks += _asked(one)
    if row.closing:
        blocks.append(para(row.closing))
    return Paper(
        kind=PaperKind.PLAIN,
        title=str(row),
        blocks=tuple(blocks),
        signer=row.unit.full_name or row.unit.name,
        date=row.opens_on,
        has_seal=False,
    )


KIND_WORDS = {
    Kind.MULTIPLE: "（可选几项）",
    Kind.MATRIX: "（每行选一项）",
    Kind.SCALE: "（1分最低，5分最高）",
}


def _asked(one: Question) -> list[Block]:
    when = condition_text(one)
    text = f"{one.place}. {one.text}{KIND_WORDS.get(Kind(one.kind), '')}{f'（{when}）' if when else ''}"
    found: list[Block] = [para(f"{text}{one.hint and f'　{one.hint}'}", indent=False)]
    if one.kind == Kind.OPEN:
        return [*found, para("＿" * 24), para("＿" * 24)]
    if one.kind == Kind.MATRIX:
        columns = (Column("", 0, Align.LEFT), *(Column(str(option)) for option in one.options))
        figures = tuple(str(place) for place in range(1, len(one.options) + 1))
        return [*found, PaperTable(columns, tuple((str(line), *figures) for line in one.lines))]
    options = "　　".join(f"{place}. {option}" for place, option in enumerate(one.options, start=1))
    return [*found, para(options)]


def report_of(row: Survey, results: Results, progress: Progress) -> Paper:
    """The report of a questionnaire that is over: sample, 满意率 with its definition, each question."""
    blocks: list[Block] = [
        para(f"编号：{row.number}", indent=False),
        Heading(1, "样本"),
        para(sample_text(row, progress)),
    ]
    if progress.lines:
        blocks.append(_villages(progress))
    if not results.is_enough:
        blocks.append(para("答卷不足 5 份，不统计。"))
    if results.rate:
        rate = results.rate
        text = f"满意率 {rate.percent}%（{rate.satisfied}÷{rate.valid}）。{definition(row, rate)}"
        blocks += [Heading(1, "满意率"), para(text)]
    if results.tables:
        blocks += [Heading(1, "各题统计"), para(COVER_NOTE)]
    for table in results.tables:
        blocks += _counted(table)
    return Paper(
        kind=PaperKind.PLAIN,
        title=f"{row}\n结果报告",
        blocks=tuple(blocks),
        signer=row.unit.full_name or row.unit.name,
        date=row.closed_on,
        has_seal=False,
    )


def _villages(progress: Progress) -> PaperTable:
    columns = (Column("村（社区）"), Column("配额"), Column("发出"), Column("收到"), Column("回收率"))
    rows = [
        (
            line.quota.unit.name,
            str(line.wanted or "未定"),
            str(line.handed),
            str(line.received),
            f"{line.rate}%" if line.rate is not None else "",
        )
        for line in progress.lines
    ]
    if progress.elsewhere:
        rows.append(("没有写村", "", "", str(progress.elsewhere), ""))
    return PaperTable(columns, tuple(rows))


def _counted(table: Table) -> list[Block]:
    text = f"{table.question.place}. {table.title}（{table.answered}）"
    if table.rate:
        text += f"　满意率 {table.rate.percent}%（{table.rate.satisfied}÷{table.rate.valid}）"
    if table.mean is not None:
        text += f"　平均 {table.mean} 分"
    if not table.bars:
        return [para(text, indent=False)]
    columns = (Column("选项", 0.6, Align.LEFT), Column("人数", 0.2), Column("占比", 0.2))
    rows = tuple((bar.label, bar.word or str(bar.count), _share(bar.share)) for bar in table.bars)
    return [para(text, indent=False), PaperTable(columns, rows)]


def _share(share: Any) -> str:
    return "" if share is None else f"{share}%"


def book_of(
    row: Survey,
    *,
    results: Results,
    progress: Progress,
    cross: Cross | None = None,
    a: Axis | None = None,
    b: Axis | None = None,
    **rest: Any,
) -> bytes:
    """The tables as xlsx: 样本, 各题, and 交叉表 where one is given. Never single sheets."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"strings_to_formulas": False, "strings_to_urls": False})
    bold = book.add_format({"bold": True, "border": 1, "bg_color": "#EEF2F5"})
    _sample_sheet(book, bold, row, results, progress)
    _tables_sheet(book, bold, results)
    if cross and a and b:
        _cross_sheet(book, bold, cross, a, b)
    book.close()
    return stream.getvalue()


def _sample_sheet(book: Any, bold: Any, row: Survey, results: Results, progress: Progress) -> None:
    sheet = book.add_worksheet("样本")
    sheet.set_column(0, 0, 16)
    facts = [("问卷", str(row)), ("编号", row.number), ("样本", sample_text(row, progress))]
    if results.rate:
        rate = results.rate
        facts += [
            ("满意率", f"{rate.percent}%（{rate.satisfied}÷{rate.valid}）"),
            ("口径", definition(row, rate)),
        ]
    facts.append(("说明", COVER_NOTE))
    for number, (word, text) in enumerate(facts):
        sheet.write_row(number, 0, (word, text))
    start = len(facts) + 1
    sheet.write_row(start, 0, ("村（社区）", "配额", "发出", "收到", "回收率%"), bold)
    for number, line in enumerate(progress.lines, start=start + 1):
        values = (line.quota.unit.name, line.wanted, line.handed, line.received)
        sheet.write_row(number, 0, values)
        if line.rate is not None:
            sheet.write_number(number, 4, line.rate)


def _tables_sheet(book: Any, bold: Any, results: Results) -> None:
    sheet = book.add_worksheet("各题")
    sheet.set_column(1, 2, 30)
    heads = ("题号", "题目", "选项", "人数", "占比%", "答题人数", "满意率%", "平均分", "说明")
    sheet.write_row(0, 0, heads, bold)
    sheet.freeze_panes(1, 0)
    number = 0
    for table in results.tables:
        if not table.bars:
            number += 1
            sheet.write_row(number, 0, (table.question.place, table.title, *[""] * 6, table.answered))
        for bar in table.bars:
            number += 1
            sheet.write_string(number, 8, table.answered)
            sheet.write_number(number, 0, table.question.place)
            sheet.write_row(number, 1, (table.title, bar.label))
            if bar.count is None or bar.share is None:
                sheet.write_string(number, 3, bar.word)
            else:
                sheet.write_row(number, 3, (bar.count, bar.share))
            sheet.write_number(number, 5, table.base)
            if table.rate:
                sheet.write_number(number, 6, table.rate.percent)
            if table.mean is not None:
                sheet.write_number(number, 7, table.mean)


def _cross_sheet(book: Any, bold: Any, cross: Cross, a: Axis, b: Axis) -> None:
    sheet = book.add_worksheet("交叉表")
    sheet.set_column(0, 0, 30)
    sheet.write_string(0, 0, f"{a.title} × {b.title}（{cross.total} 份答卷）")
    sheet.write_row(1, 0, ("", *cross.columns, "合计"), bold)
    for number, (label, cells, total) in enumerate(
        zip(cross.rows, cross.cells, cross.row_totals, strict=True), 2
    ):
        sheet.write_row(number, 0, (label, *(COVERED if cell is None else cell for cell in cells), total))
    sheet.write_row(len(cross.rows) + 2, 0, ("合计", *cross.column_totals, cross.total))
