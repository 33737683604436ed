"""Doors to results, after the end alone: tables and bars, two questions against each other, own words, xlsx, the report."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from xiangfeng.access.scope import may
from xiangfeng.documents.masking import mask
from xiangfeng.feedback.queries import reports_from
from xiangfeng.surveys.actions.answering import report_words
from xiangfeng.surveys.exports import COVER_NOTE, XLSX, book_of, definition, report_of, sample_text
from xiangfeng.surveys.flow import MANAGE, VIEW
from xiangfeng.surveys.models import Survey, Words
from xiangfeng.surveys.queries import (
    axes_of,
    cross_between,
    progress_of,
    questions_of,
    results_of,
    words_of,
)
from xiangfeng.surveys.staff.shared import ended, managed
from xiangfeng.web.doors import StaffRequest, attempt, find, needs
from xiangfeng.web.ledger import file_response
from xiangfeng.web.papers import check_kind, paper_response

PER_PAGE = 50


@needs(VIEW)
def results(request: StaffRequest, pk: int) -> HttpResponse:
    """Every question with its bars; ``?a=&b=`` sets two against each other."""
    row = ended(request, pk)
    found = _counted(request, row)
    cross = found["cross"]
    context = found | {
        "row": row,
        "words": words_of(row).count(),
        "lines": list(zip(cross.rows, cross.cells, cross.row_totals, strict=True)) if cross else [],
        "sample": sample_text(row, found["progress"]),
        "definition": definition(row, found["results"].rate),
        "cover_note": COVER_NOTE,
    }
    return render(request, "surveys/staff/results.html", context)


def _counted(request: StaffRequest, row: Survey) -> dict[str, Any]:
    questions, progress = questions_of(row), progress_of(row)
    results = results_of(row, questions)
    axes = axes_of(questions, [line.quota for line in progress.lines])
    chosen = {axis.key: axis for axis in axes}
    a, b = chosen.get(request.GET.get("a", "")), chosen.get(request.GET.get("b", ""))
    return {
        "results": results,
        "progress": progress,
        "axes": axes,
        "a": a,
        "b": b,
        "is_crossed": bool(a and b),
        "cross": cross_between(row, a, b, results) if a and b else None,
    }


@needs(VIEW)
def results_xlsx(request: StaffRequest, pk: int) -> HttpResponse:
    """The tables, and the crossed one that is on the page, as xlsx."""
    row = ended(request, pk)
    found = _counted(request, row)
    return file_response(book_of(row, **found), f"{row.number} 结果.xlsx", XLSX)


@needs(VIEW)
def report(request: StaffRequest, pk: int, kind: str) -> HttpResponse:
    """The report: source of the sample, 回收率, each question, 满意率 with its definition."""
    row = ended(request, pk)
    check_kind(kind)
    paper = report_of(row, results_of(row), progress_of(row))
    return paper_response(paper, f"{row.number} 问卷结果", kind)


@needs(VIEW)
def words(request: StaffRequest, pk: int) -> HttpResponse:
    """What people wrote in their own words, personal numbers masked; what was handed on says so."""
    row = ended(request, pk)
    page = Paginator(words_of(row), PER_PAGE).get_page(request.GET.get("page"))
    made = {one.origin_key: one for one in reports_from(*(word.key for word in page))}
    lines = [{"row": word, "text": mask(word.text), "report": made.get(word.key)} for word in page]
    context = {
        "row": row,
        "page": page,
        "lines": lines,
        "can_report": may(request.actor, "feedback.manage", row),
    }
    return render(request, "surveys/staff/words.html", context)


@require_POST
@needs(MANAGE)
def words_report(request: StaffRequest, pk: int, word: str) -> HttpResponse:
    """Hand one on as a 群众反映."""
    row = managed(request, pk)
    one = find(Words.objects.filter(question__survey=row).select_related("question__survey__unit"), pk=word)
    act = partial(report_words, one, actor=request.actor, at=request.at)
    attempt(request, act, done="已转为群众反映，按程序受理")
    return redirect(reverse("surveys:words", args=[pk]))
