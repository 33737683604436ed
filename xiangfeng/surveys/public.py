"""Doors for everybody: the list, one questionnaire, thanks, results that are public. No account, no cookie but the form's own."""

from __future__ import annotations

import datetime as dt
from typing import Any, cast

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from xiangfeng.accounts.lockout import client_ip
from xiangfeng.base.errors import Refused
from xiangfeng.surveys.actions.answering import FULL, USED, Faulty, submit_sheet
from xiangfeng.surveys.exports import COVER_NOTE, definition, sample_text
from xiangfeng.surveys.forms import CodeForm, SheetForm
from xiangfeng.surveys.models import Code, Quota, Survey, SurveyState
from xiangfeng.surveys.queries import (
    Results,
    code_known,
    known_publicly,
    progress_of,
    public_surveys,
    questions_of,
    results_of,
)
from xiangfeng.surveys.reading import from_form
from xiangfeng.surveys.shown import shown
from xiangfeng.visitors.actions import count_sender, hour_of
from xiangfeng.web.doors import StaffRequest, fill, find, number, public
from xiangfeng.web.visiting import answer_form, sent_by

KEPT_SECONDS = 3600
TRIES = 30
"""Wrong codes an hour from one network; a code has 12 of 31 signs, so nobody comes far."""


@public
def public_list(request: HttpRequest) -> HttpResponse:
    """What can be filled in now, and results that are public."""
    today = cast("StaffRequest", request).at.date()
    rows = list(public_surveys(today)[:60])
    context = {
        "running": [row for row in rows if row.is_open(today)],
        "ended": [row for row in rows if row.published_on],
    }
    return render(request, "surveys/public/list.html", context)


@public
def public_survey(request: HttpRequest, key: str) -> HttpResponse:
    """One questionnaire, by its address or by the code of a slip; what cannot be filled in says so before anybody begins."""
    row, slip = _asked(key)
    today = cast("StaffRequest", request).at.date()
    if says := _closed(row, slip, today, is_sent=request.method == "POST"):
        return render(request, "surveys/public/closed.html", {"row": row, "says": says})
    if row.has_codes and slip is None:
        return _code_page(request, row)
    if not row.has_codes and row.asks_village and request.method != "POST" and "v" not in request.GET:
        quotas = list(row.quotas.select_related("unit").order_by("unit__path"))
        if quotas:
            return render(request, "surveys/public/village.html", {"row": row, "quotas": quotas})
    return _sheet_page(request, row, key if slip else "", slip)


def _asked(key: str) -> tuple[Survey, Code | None]:
    row = known_publicly().filter(slug=key).first()
    if row is not None:
        return row, None
    slip = code_known(key)
    if slip is None:
        raise Http404("没有这份问卷。请照纸条上的网址再输一遍，或者重新扫码。")
    return slip.batch.survey, slip


def _closed(row: Survey, slip: Code | None, today: dt.date, *, is_sent: bool) -> str:
    """Why nothing can be filled in, in plain words; "" when it can."""
    if row.state == SurveyState.RUNNING and today < row.opens_on:
        return f"这份问卷 {row.opens_on:%-m月%-d日} 开始，到时再来。"
    if not row.is_open(today):
        return "这份问卷已经截止，谢谢您。"
    if slip is None or is_sent:  # what was filled in is judged where it is taken, not at the door
        return ""
    if slip.is_used:
        return f"{USED}。如果是您自己刚交的，已经收到了。"
    return f"{FULL}。" if is_full(slip.batch.quota) else ""


def is_full(quota: Quota) -> bool:
    """Whether a village has had its number."""
    return 0 < quota.wanted <= quota.received


def _code_page(request: HttpRequest, row: Survey) -> HttpResponse:
    """Ask for the code of the slip; the right one leads to its own address."""
    form, at = CodeForm(request.POST or None), cast("StaffRequest", request).at
    if request.method == "POST":
        slip = fill(form, lambda: _slip(request, row, form.cleaned_data["code"], at))
        if slip:
            return redirect("surveys:public_survey", key=form.cleaned_data["code"].strip())
    return answer_form(request, "surveys/public/code.html", {"row": row, "form": form}, form)


def _slip(request: HttpRequest, row: Survey, code: str, at: dt.datetime) -> Code:
    slip = code_known(code)
    if slip is None or slip.batch.survey_id != row.pk:
        says = "试得太多了，请过一小时再来"
        count_sender(f"{row.key}:code", client_ip(request), starts_at=hour_of(at), a_sender=TRIES, in_all=10_000,
                     says=says, says_all=says)  # fmt: skip
        raise Refused("没有这个填答码，请照纸条再输一遍")
    return slip


def _sheet_page(request: HttpRequest, row: Survey, code: str, slip: Code | None) -> HttpResponse:
    village = (
        find(row.quotas.select_related("unit"), pk=v) if (v := number(request.GET.get("v", ""))) else None
    )
    if village and request.method != "POST" and is_full(village):
        return render(request, "surveys/public/closed.html", {"row": row, "says": f"{FULL}。"})
    questions = questions_of(row)
    form = SheetForm(request.POST or None, survey=row, **sent_by(request), initial={"village": village})
    answers = from_form(questions, request.POST) if request.method == "POST" else {}
    at = cast("StaffRequest", request).at
    if request.method == "POST" and fill(form, lambda: _send(row, form, answers, code, at)):
        return redirect("surveys:public_thanks", slug=row.slug)
    context = {"row": row, "form": form, "questions": shown(questions, answers, form.faults)}
    return answer_form(request, "surveys/public/survey.html", context, form)


def _send(row: Survey, form: SheetForm, answers: Any, code: str, at: dt.datetime) -> bool:
    try:
        submit_sheet(
            row, answers, code=code, cell=form.cleaned_data.get("village"), visitor=form.visitor, at=at
        )
    except Faulty as fault:
        form.faults = fault.faults
        raise
    return True


@public
def public_thanks(request: HttpRequest, slug: str) -> HttpResponse:
    """Thanks; the same for the second time."""
    return render(request, "surveys/public/thanks.html", {"row": find(known_publicly(), slug=slug)})


@public
def public_results(request: HttpRequest, slug: str) -> HttpResponse:
    """The tables of a questionnaire that was published; own words and crossed tables are not."""
    row = find(known_publicly().filter(published_on__isnull=False), slug=slug)
    # What was published does not change; a whole village that looks at it has it counted once.
    results = cast("Results", cache.get_or_set(f"{row.key}:results", lambda: results_of(row), KEPT_SECONDS))
    context = {
        "row": row,
        "results": results,
        "sample": sample_text(row, progress_of(row)),
        "definition": definition(row, results.rate),
        "cover_note": COVER_NOTE,
    }
    return render(request, "surveys/public/results.html", context)
