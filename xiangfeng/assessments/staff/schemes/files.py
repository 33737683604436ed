"""A version as files and on paper, and the try-out with made-up entries."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from xiangfeng.assessments.forms.scheme_new import TryForm
from xiangfeng.assessments.queries.periods import VIEW, schemes_for
from xiangfeng.assessments.ranking_page import tree_rows
from xiangfeng.assessments.scheme_try import subject_of
from xiangfeng.assessments.staff.schemes.editor import page_of
from xiangfeng.assessments.staff.schemes.tree import tree_of
from xiangfeng.scoring.compute import compute, how_ranked, how_scored
from xiangfeng.scoring.scheme_xlsx import write_scheme_xlsx
from xiangfeng.scoring.toml import dump_scheme
from xiangfeng.web.doors import StaffRequest, find, needs
from xiangfeng.web.ledger import file_response, xlsx_response


@require_GET
@needs(VIEW)
def scheme_toml(request: StaffRequest, pk: int) -> HttpResponse:
    """The version as one readable TOML file."""
    row = find(schemes_for(request.actor), pk=pk)
    return file_response(dump_scheme(row.scheme).encode(), f"{row}.toml", "application/toml; charset=utf-8")


@require_GET
@needs(VIEW)
def scheme_xlsx(request: StaffRequest, pk: int) -> HttpResponse:
    """The version as a workbook."""
    row = find(schemes_for(request.actor), pk=pk)
    return xlsx_response(write_scheme_xlsx(row.scheme), str(row))


@require_GET
@needs(VIEW)
def scheme_print(request: StaffRequest, pk: int) -> HttpResponse:
    """The whole version on paper: the table of standards and how it is counted."""
    row = find(schemes_for(request.actor), pk=pk)
    is_sound = not row.scheme.problems()
    context = {
        "row": row,
        "tree": tree_of(row.scheme),
        "sentences": [*how_scored(row.scheme), *how_ranked(row.scheme)] if is_sound else [],
    }
    return render(request, "assessments/staff/scheme_print.html", context)


@require_GET
@needs(VIEW)
def scheme_try(request: StaffRequest, pk: int) -> HttpResponse:
    """One made-up unit: its total and how it comes about. Nothing is kept."""
    row = find(schemes_for(request.actor), pk=pk)
    form = TryForm(row.scheme, request.GET if "go" in request.GET else None)
    result: dict[str, Any] = {"outcome": None, "rows": []}
    if form.is_bound and form.is_valid() and not row.scheme.problems():
        outcome = compute(row.scheme, [subject_of(row.scheme, form.cleaned_data)], final=False).rows[0]
        result = {"outcome": outcome, "rows": tree_rows(outcome.breakdown)}
    context = page_of(request, row, "try", form=form, **result)
    return render(request, "assessments/staff/scheme_try.html", context)
