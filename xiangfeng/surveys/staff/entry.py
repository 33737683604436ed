"""The door to typing in paper sheets: one box a question, figures only, next sheet at once."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from xiangfeng.surveys.actions.answering import Faulty, enter_sheet
from xiangfeng.surveys.flow import MANAGE
from xiangfeng.surveys.forms import EntryForm
from xiangfeng.surveys.models import Channel, Question, Sheet, Survey
from xiangfeng.surveys.queries import questions_of
from xiangfeng.surveys.reading import from_figures
from xiangfeng.surveys.staff.shared import managed
from xiangfeng.web.doors import StaffRequest, fill, needs


@needs(MANAGE)
def entry(request: StaffRequest, pk: int) -> HttpResponse:
    """One paper sheet; after saving an empty one for the same village, the cursor in its first box."""
    row = managed(request, pk)
    questions, faults = questions_of(row), dict[int, str]()
    form = EntryForm(request.POST or None, survey=row, initial={"village": request.GET.get("village")})
    if request.method == "POST" and fill(form, lambda: _keep(request, row, questions, form, faults)):
        messages.success(request, f"已录第 {_typed(row)} 份")
        village = form.cleaned_data["village"]
        kept = f"?village={village.pk}" if village else ""
        return redirect(reverse("surveys:entry", args=[pk]) + kept)
    context = {
        "row": row,
        "form": form,
        "boxes": [(one, request.POST.get(one.name, ""), faults.get(one.pk, "")) for one in questions],
        "is_open": row.is_open(request.at.date()),
        "typed": _typed(row),
    }
    return render(request, "surveys/staff/entry.html", context, status=422 if form.errors else 200)


def _keep(
    request: StaffRequest, row: Survey, questions: list[Question], form: EntryForm, faults: dict[int, str]
) -> bool:
    answers, said = from_figures(questions, request.POST), form.cleaned_data
    who = {"actor": request.actor, "at": request.at}
    try:
        enter_sheet(row, answers, cell=said["village"], form_key=said["form_key"], **who)
    except Faulty as fault:
        faults |= fault.faults
        raise
    return True


def _typed(row: Survey) -> int:
    return Sheet.objects.filter(survey=row, channel=Channel.PAPER).count()
