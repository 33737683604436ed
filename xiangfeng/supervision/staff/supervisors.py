"""Doors to 社会监督员: ledger 10, one of them with terms and record, their 聘书."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from xiangfeng.access.scope import may
from xiangfeng.administration.queries.people import masked
from xiangfeng.administration.staff.pages import form_page
from xiangfeng.administration.timeline import events_of
from xiangfeng.feedback.actions import url_of as report_url
from xiangfeng.orgs.models import Unit
from xiangfeng.supervision import terms
from xiangfeng.supervision.actions import opinions
from xiangfeng.supervision.actions import supervisors as actions
from xiangfeng.supervision.actions import terms as term_actions
from xiangfeng.supervision.exports import letter_paper
from xiangfeng.supervision.flow import MANAGE
from xiangfeng.supervision.forms import OpinionForm, SupervisorForm, TermForm, new_key
from xiangfeng.supervision.lists import SUPERVISOR_LEDGER, SUPERVISORS, supervisor_tag
from xiangfeng.supervision.models import Supervisor, Term
from xiangfeng.supervision.queries.rows import (
    VIEW,
    categories_of,
    history_of,
    lacking_for,
    other_kinds,
    people_to_link,
    places_of,
    record_of,
    supervisors_for,
    terms_of,
)
from xiangfeng.supervision.staff.shared import own_unit, who
from xiangfeng.web.doors import StaffRequest, fill, find, needs
from xiangfeng.web.ledger import ledger
from xiangfeng.web.moves import acts_for, make_move
from xiangfeng.web.papers import check_kind, kept_response, paper_response
from xiangfeng.workflow.flow import fire

NAMES = ("name", "kind", "other_kind", "workplace", "person", "revision")


@needs(VIEW)
def supervisors(request: StaffRequest) -> HttpResponse:
    """Ledger 10, with what is lacking above it."""
    today, can = request.at.date(), request.actor.can(MANAGE)
    spec = SUPERVISOR_LEDGER if request.GET.get("export") else SUPERVISORS
    return ledger(
        request,
        supervisors_for(request.actor, today=today),
        spec,
        new_url=reverse("supervision:supervisor_new") if can else "",
        new_label="登记监督员",
        lacks=lacking_for(request.actor, today=today),
    )


@needs(VIEW)
def supervisor(request: StaffRequest, pk: int) -> HttpResponse:
    """One supervisor: particulars, terms, what they filed."""
    row = find(supervisors_for(request.actor, today=request.at.date()), pk=pk)
    return _page(request, row, phone=masked(row.phone))


def _page(request: StaffRequest, row: Supervisor, *, phone: str, is_full: bool = False) -> HttpResponse:
    actor, can = request.actor, may(request.actor, MANAGE, row)
    reports, hidden = record_of(row, actor)
    reads = may(actor, "feedback.view", row)
    letters = terms_of(row)
    context = {
        "row": row,
        "phone": phone,
        "is_phone_full": is_full,
        "tag": supervisor_tag(row),
        "terms": [(one, one.runs_on(request.at.date()), _acts(one, request)) for one in letters],
        "reports": [(one, report_url(one) if reads else "") for one in reports],
        "hidden": hidden,
        "can_manage": can,
        "can_appoint": can and not any(one.state in ("draft", "signing") for one in letters),
        "events": events_of(list(history_of(row, letters)[:20]), actor),
    }
    answer = render(request, "supervision/staff/supervisor.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


def _acts(row: Term, request: StaffRequest) -> list[dict[str, Any]]:
    acts = acts_for(row, request.actor, reverse("supervision:term_move", args=[row.pk]))
    is_over = row.until < request.at.date()
    return [act for act in acts if not (act["verb"] == "end" and is_over)]


@require_POST
@needs(VIEW)
def supervisor_phone(request: StaffRequest, pk: int) -> HttpResponse:
    """The number in full, once; that somebody looked is recorded."""
    row = find(supervisors_for(request.actor, today=request.at.date()), pk=pk)
    phone = actions.read_phone(row, **who(request))
    return _page(request, row, phone=phone, is_full=True)


def _form(request: StaffRequest, unit: Unit, **kwargs: Any) -> SupervisorForm:
    people = people_to_link(unit, on=request.at.date())
    return SupervisorForm(request.POST or None, people=people, kinds=other_kinds(unit), **kwargs)


def _crumbs(row: Supervisor | None = None) -> list[tuple[str, str]]:
    own = [(row.name, reverse("supervision:supervisor", args=[row.pk]))] if row else []
    return [("社会监督员", reverse("supervision:supervisors")), *own]


@needs(MANAGE)
def supervisor_new(request: StaffRequest) -> HttpResponse:
    """Enter somebody; the 聘书 comes next."""
    unit = own_unit(request, MANAGE)
    form = _form(request, unit, is_new=True)
    if request.method == "POST":
        act = partial(actions.add_supervisor, unit, **who(request))
        made = fill(form, lambda: act(**_values(form)))
        if made:
            messages.success(request, f"已登记{made.name}，接着起草聘书")
            return redirect("supervision:term_new", pk=made.pk)
    return form_page(request, form, title="登记监督员", submit="登记，接着起草聘书", crumbs=_crumbs())


def _values(form: SupervisorForm) -> dict[str, Any]:
    return {name: value for name, value in form.cleaned_data.items() if name != "revision"}


def _managed(request: StaffRequest, pk: int) -> Supervisor:
    return find(supervisors_for(request.actor, MANAGE, today=request.at.date()), pk=pk)


@needs(MANAGE)
def supervisor_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change particulars; the phone is not shown, only replaced."""
    row = _managed(request, pk)
    initial = {name: getattr(row, name) for name in NAMES}
    form = _form(request, row.unit, is_new=False, initial=initial)
    if request.method == "POST":
        act = partial(actions.edit_supervisor, row, **who(request))
        if fill(form, lambda: act(revision=form.cleaned_data["revision"] or 0, **_values(form))):
            messages.success(request, "已保存")
            return redirect("supervision:supervisor", pk=pk)
    note = f"登记的电话：{masked(row.phone)}"
    return form_page(request, form, title=f"修改{row.name}", submit="保存", crumbs=_crumbs(row), note=note)


@needs(MANAGE)
def term_new(request: StaffRequest, pk: int) -> HttpResponse:
    """Draft a 聘书: the first, or a further one after the last."""
    row = _managed(request, pk)
    start = terms.next_start(terms_of(row), request.at.date())
    form = TermForm(request.POST or None, initial={"from_on": start, "to_on": terms.last_day(start)})
    if request.method == "POST":
        act = partial(term_actions.draft_term, row, **who(request))
        if fill(form, lambda: act(**form.cleaned_data)):
            messages.success(request, "聘书已起草，核对后送签")
            return redirect("supervision:supervisor", pk=pk)
    return form_page(request, form, title="起草聘书", submit="起草", crumbs=_crumbs(row), note=str(row))


def _term(request: StaffRequest, pk: int, capability: str = VIEW) -> Term:
    rows = Term.objects.within(request.actor, capability)
    return find(rows.select_related("supervisor__unit", "pdf", "docx"), pk=pk)


@needs(MANAGE)
def term_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change the days of a draft."""
    row = _term(request, pk, MANAGE)
    form = TermForm(request.POST or None, initial={"from_on": row.from_on, "to_on": row.to_on})
    if request.method == "POST" and fill(form, partial(_edit_term, request, row, form)):
        messages.success(request, "已保存")
        return redirect("supervision:supervisor", pk=row.supervisor_id)
    return form_page(request, form, title="修改聘书", submit="保存", crumbs=_crumbs(row.supervisor))


def _edit_term(request: StaffRequest, row: Term, form: TermForm) -> bool:
    days: dict[str, dt.date] = form.cleaned_data
    term_actions.edit_term(row, from_on=days["from_on"], to_on=days["to_on"], **who(request))
    return True


@require_POST
@needs(VIEW)
def term_move(request: StaffRequest, pk: int) -> HttpResponse:
    """Every move of a 聘书."""
    row, doing = _term(request, pk), who(request)
    verbs: dict[str, Any] = {
        "submit": lambda row, note: term_actions.submit_term(row, **doing),
        "issue": lambda row, note: term_actions.issue_term(row, **doing),
        "send_back": lambda row, note: term_actions.send_back_term(row, reason=note, **doing),
        "end": lambda row, note: term_actions.end_term(row, reason=note, **doing),
        "recall": lambda row, note: fire(row, "recall", **doing),
        "drop": lambda row, note: fire(row, "drop", **doing),
    }
    return make_move(request, row, verbs, reverse("supervision:supervisor", args=[row.supervisor_id]))


@needs(VIEW)
def letter_file(request: StaffRequest, pk: int, kind: str) -> HttpResponse:
    """聘书 as it was signed; before that as it would be."""
    row = _term(request, pk)
    check_kind(kind)
    kept, name = row.pdf if kind == "pdf" else row.docx, f"聘书 {row.supervisor.name}"
    return kept_response(kept, f"{name}.{kind}") if kept else paper_response(letter_paper(row), name, kind)


@needs(MANAGE)
def opinion_new(request: StaffRequest, pk: int) -> HttpResponse:
    """Enter an opinion for a supervisor without an account."""
    row = _managed(request, pk)
    form = opinion_form(request, row.unit)
    form.fields["is_confidential"].label = "要求保密"
    if request.method == "POST":
        found = fill(form, lambda: opinions.enter_opinion(row, **form.cleaned_data, **who(request)))
        if found:
            messages.success(request, f"已登记 {found.report.number}")
            return redirect("supervision:supervisor", pk=pk)
    return form_page(request, form, title="代录意见", submit="登记", crumbs=_crumbs(row), note=str(row))


def opinion_form(request: StaffRequest, unit: Unit) -> OpinionForm:
    """The form of an opinion, as sent or empty with a key of its own."""
    return OpinionForm(
        request.POST or None,
        request.FILES or None,
        categories=categories_of(unit),
        units=places_of(unit),
        initial={"form_key": new_key()},
    )
