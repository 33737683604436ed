"""Door: upload somebody's ranking table as xlsx and see every contradiction in it. Nothing is kept."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from xiangfeng.assessments.forms.recheck import RecheckForm
from xiangfeng.base.errors import Refused
from xiangfeng.bulletins.recheck import recheck_tables
from xiangfeng.orgs.queries import units_for
from xiangfeng.web.doors import StaffRequest, needs


@needs("assessments.view")
def recheck(request: StaffRequest) -> HttpResponse:
    """复算: ranks, counts, percentages, sums, means, duplicates and unknown units of an uploaded table."""
    form = RecheckForm(request.POST or None, request.FILES or None)
    tables = None
    if request.method == "POST" and form.is_valid():
        units: list[str] = []
        if form.cleaned_data["against_units"]:
            kinds = ("village", "community")
            units = list(
                units_for(request.actor, "assessments.view")
                .filter(kind__in=kinds)
                .values_list("name", flat=True)
            )
        try:
            tables = recheck_tables(form.cleaned_data["file"].read(), units)
        except Refused as refusal:
            form.add_error("file", str(refusal))
    return render(request, "assessments/staff/recheck.html", {"form": form, "tables": tables})
