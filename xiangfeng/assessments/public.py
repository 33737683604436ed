"""Doors for everybody to the scoring standards in use: known to all before anybody is scored by them (C5 评分标准事前公开)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xiangfeng.assessments.queries.open import open_schemes
from xiangfeng.assessments.staff.schemes.tree import tree_of
from xiangfeng.scoring.compute import how_ranked, how_scored
from xiangfeng.web.doors import find, public


@public
def public_schemes(request: HttpRequest) -> HttpResponse:
    """The versions in use, unit by unit."""
    return render(request, "assessments/public/schemes.html", {"rows": open_schemes()})


@public
def public_scheme(request: HttpRequest, pk: int) -> HttpResponse:
    """One version: every item with its points and how they are given, and how the total comes about; fit for printing."""
    row = find(open_schemes(), pk=pk)
    is_sound = not row.scheme.problems()
    context = {
        "row": row,
        "tree": tree_of(row.scheme),
        "sentences": [*how_scored(row.scheme), *how_ranked(row.scheme)] if is_sound else [],
    }
    return render(request, "assessments/public/scheme.html", context)
