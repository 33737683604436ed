"""One report: its page, its moves, its photos and paper, who said it; and the form of the desk."""

from __future__ import annotations

import secrets
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from xiangfeng.access.scope import may
from xiangfeng.administration.staff.pages import form_page
from xiangfeng.base.errors import Refused
from xiangfeng.feedback import page
from xiangfeng.feedback.actions import Sender, accepting, answering, dispatching, register_report
from xiangfeng.feedback.actions.grouping import unmerge_report
from xiangfeng.feedback.exports import exit_paper
from xiangfeng.feedback.flow import HANDLE, MANAGE
from xiangfeng.feedback.forms import RegisterForm
from xiangfeng.feedback.models import Photo, Side
from xiangfeng.feedback.queries import reports_for, sees_all
from xiangfeng.feedback.queries.seen import VIEW, VIEW_OWN
from xiangfeng.feedback.staff.deeds import DEEDS, kinds_of, reason_against
from xiangfeng.feedback.staff.shared import crumbs, find_report, own_unit, villages_of
from xiangfeng.orgs.queries import subtree_of
from xiangfeng.web.doors import StaffRequest, fill, find, needs
from xiangfeng.web.moves import make_move
from xiangfeng.web.papers import check_kind, kept_response, paper_response


@needs(VIEW, VIEW_OWN)
def report(request: StaffRequest, pk: int) -> HttpResponse:
    """What was said and what became of it; the handling unit reads its brief alone."""
    row = find(page.with_contact(reports_for(request.actor)), pk=pk)
    return render(
        request, "feedback/staff/report.html", page.context_of(row, request.actor, request.at.date())
    )


@require_POST
@needs(MANAGE, HANDLE)
def report_move(request: StaffRequest, pk: int) -> HttpResponse:
    """Every move that needs no more than a reason."""
    row, who = find_report(request, pk), {"actor": request.actor, "at": request.at}
    verbs: dict[str, Any] = {
        "refuse": lambda row, note: accepting.refuse_report(row, reason=note, **who),
        "petition": lambda row, note: accepting.petition_report(row, reason=note, **who),
        "keep": lambda row, note: dispatching.keep_report(row, **who),
        "sign": lambda row, note: dispatching.sign_report(row, **who),
        "give_back": lambda row, note: dispatching.give_back_report(row, reason=note, **who),
        "recall": lambda row, note: dispatching.recall_report(row, reason=note, **who),
        "send_back": lambda row, note: answering.send_back_report(row, reason=note, **who),
        "unmerge": lambda row, note: unmerge_report(row, reason=note, **who),
        "reopen": lambda row, note: accepting.reopen_report(row, reason=note, **who),
    }
    answer = make_move(request, row, verbs, reverse("feedback:report", args=[pk]))
    return answer if _is_seen(request, pk) else _to_list(request)


def _is_seen(request: StaffRequest, pk: int) -> bool:
    return reports_for(request.actor).filter(pk=pk).exists()


def _to_list(request: StaffRequest) -> HttpResponseRedirect:
    """For who does not see the report any more after what they did."""
    return redirect("feedback:reports" if request.actor.can(VIEW) else "feedback:own")


@needs(MANAGE, HANDLE)
def report_do(request: StaffRequest, pk: int, deed: str) -> HttpResponse:
    """Every move that has a form of its own, and 采纳、转任务、转整改、问反映人."""
    row, chosen = find_report(request, pk), DEEDS.get(deed)
    if chosen is None:
        raise Http404("没有这个动作")
    if reason := reason_against(deed, row, request.actor):
        messages.error(request, reason)
        return redirect("feedback:report", pk=pk)
    form: Any = chosen.form(request.POST or None, request.FILES or None, **page.given(chosen, row))
    if request.method == "POST":
        act = partial(chosen.act, row, actor=request.actor, at=request.at)
        if fill(form, lambda: (act(**form.cleaned_data),)):
            messages.success(request, chosen.done)
            return redirect("feedback:report", pk=pk) if _is_seen(request, pk) else _to_list(request)
    return form_page(
        request, form, title=chosen.title, submit=chosen.title, crumbs=crumbs(row), hint=chosen.hint,
        note=page.said_to(row, request.actor)[:60],
    )  # fmt: skip


@never_cache
@require_POST
@needs(answering.IDENTIFY)
def report_contact(request: StaffRequest, pk: int) -> HttpResponse:
    """Who said it, shown once: the look is written down, and the page is not kept."""
    row = find_report(request, pk)
    try:
        contact = answering.reveal_contact(row, actor=request.actor, at=request.at)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("feedback:report", pk=pk)
    return render(request, "feedback/staff/contact.html", {"row": row, "contact": contact})


@needs(VIEW, VIEW_OWN)
def report_photo(request: StaffRequest, pk: int, photo: int) -> HttpResponse:
    """One photo of a report; the sender's to the handling unit only when the office hands them on."""
    row = find_report(request, pk)
    one = find(Photo.objects.filter(report=row).select_related("attachment"), pk=photo)
    if one.side == Side.SENDER and not (row.shows_photos or sees_all(request.actor, row)):
        raise Http404("这张照片没有转给承办单位。")
    # The name a phone or a person gave the file may tell whose it is.
    return kept_response(one.attachment, f"{row.number}-{one.pk}.jpg")


@needs(VIEW)
def report_paper(request: StaffRequest, pk: int, kind: str) -> HttpResponse:
    """移送单 or 转信访单 of a report that went elsewhere; 404 for others."""
    row = find_report(request, pk)
    check_kind(kind)
    if row.state not in page.WITH_PAPER or not may(request.actor, VIEW, row):
        raise Http404("移交、转信访的才有移送单。")
    return paper_response(exit_paper(row), row.number, kind)


@never_cache
@needs(MANAGE)
def report_new(request: StaffRequest) -> HttpResponse:
    """登记来电 or a 12345 order; the receipt is shown once, to be read out. The same form sent twice is one report."""
    unit = own_unit(request)
    first = {
        "came_on": request.at.date(),
        "channel": "phone",
        "kind": "complaint",
        "form_key": secrets.token_urlsafe(24),
    }
    rows = {"category": kinds_of(unit), "village": villages_of(unit), "about": subtree_of(unit)}
    form = RegisterForm(request.POST or None, request.FILES or None, choices=rows, initial=first)
    if request.method == "POST":
        act = partial(register_report, unit, actor=request.actor, at=request.at, registrar=request.actor.name)
        made = fill(form, lambda: act(**_facts(form.cleaned_data)))
        if made:
            seen = _is_seen(request, made.report.pk)
            return render(request, "feedback/staff/receipt.html", {"made": made, "is_seen": seen})
    status = 422 if form.is_bound else 200
    return render(request, "feedback/staff/new.html", {"form": form, "unit": unit}, status=status)


def _facts(data: dict[str, Any]) -> dict[str, Any]:
    """What the form holds, as `register_report` takes it."""
    sender = Sender(name=data["name"], phone=data["phone"])
    return {"sender": sender, **{key: value for key, value in data.items() if key not in ("name", "phone")}}
