"""落实情况 of a 制度 as xlsx."""

from __future__ import annotations

import datetime as dt
import io
from urllib.parse import quote

import xlsxwriter
from django.http import HttpResponse

from xiangfeng.duties import lights
from xiangfeng.duties.queries import Standing
from xiangfeng.regulations.models import Regulation

HEADS = ("序号", "条款", "内容", "义务", "谁来做", "期次", "期限", "完成日", "状态", "凭据", "说明")
WIDTHS = (6, 10, 46, 16, 18, 16, 12, 12, 14, 26, 46)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def standing_xlsx(regulation: Regulation, standing: Standing, *, year: int, today: dt.date) -> bytes:
    """One line for each occurrence; an article without duties has a line that says so."""
    stream = io.BytesIO()
    # Typed text must stay text: "=1+1" in a reason is no formula.
    book = xlsxwriter.Workbook(stream, {"strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(f"{year}年落实情况")
    head = book.add_format({"bold": True, "border": 1, "bg_color": "#EEF2F5"})
    body = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
    sheet.write(
        0,
        0,
        f"{regulation.unit.name} {regulation}（{regulation.number}）{year}年落实情况，截至{today:%Y-%m-%d}",
    )
    sheet.write_row(1, 0, HEADS, head)
    sheet.freeze_panes(2, 0)
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    for number, line in enumerate(_lines(standing, today), start=1):
        sheet.write_row(number + 1, 0, [number, *line], body)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    book.close()
    return stream.getvalue()  # fmt: skip


def _lines(standing: Standing, today: dt.date) -> list[list[str]]:
    found = []
    for chapter in standing.chapters:
        for article, _ in chapter.articles:
            rows = standing.rows.get(article.pk, [])
            if not rows:
                found.append([article.label, article.text, "没有设定期义务", *[""] * 7])
            for row in rows:
                found.append(
                    [
                        article.label, article.text, row.duty.title, row.duty.doer, row.label,
                        f"{row.due_on:%Y-%m-%d}", f"{row.done_on:%Y-%m-%d}" if row.done_on else "",
                        lights.tag(row, today, standing.days)[1], row.proof_text,
                        lights.explain(row, today, standing.days),
                    ]
                )  # fmt: skip
    return found


def answer(data: bytes, name: str) -> HttpResponse:
    """The file as a download with its Chinese name."""
    response = HttpResponse(data, content_type=XLSX)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response
