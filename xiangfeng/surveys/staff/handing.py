"""Doors to giving a 问卷 out: quotas and numbers, slips with codes, the poster, the printed form."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe

from xiangfeng.access.scope import may
from xiangfeng.administration.staff.pages import form_page
from xiangfeng.surveys.actions import handing as actions
from xiangfeng.surveys.exports import form_of
from xiangfeng.surveys.flow import MANAGE, VIEW
from xiangfeng.surveys.forms import CodesForm, QuotaForm, VoidForm
from xiangfeng.surveys.models import Survey, SurveyState
from xiangfeng.surveys.queries import batches_of, questions_of, villages_of
from xiangfeng.surveys.staff.shared import crumbs, managed, seen
from xiangfeng.web.doors import StaffRequest, fill, find, needs
from xiangfeng.web.papers import check_kind, paper_response
from xiangfeng.web.qr import qr_svg


@needs(VIEW)
def handing(request: StaffRequest, pk: int) -> HttpResponse:
    """Quotas and handed-out papers by village, and the batches of slips."""
    row = seen(request, pk)
    can_manage = may(request.actor, MANAGE, row) and not row.is_ended
    form = QuotaForm(
        request.POST or None, villages=villages_of(row.unit), quotas=row.quotas.select_related("unit")
    )
    if request.method == "POST":
        act = partial(actions.set_quotas, row, actor=request.actor, at=request.at)
        if fill(form, lambda: act(form.wishes) or True):
            messages.success(request, "已保存")
            return redirect("surveys:handing", pk=pk)
    context = {
        "row": row, "form": form, "can_manage": can_manage, "batches": list(batches_of(row)),
        "can_print": can_manage and row.has_codes and row.state == SurveyState.RUNNING,
    }  # fmt: skip
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "surveys/staff/handing.html", context, status=status)


@needs(MANAGE)
def codes(request: StaffRequest, pk: int) -> HttpResponse:
    """Make slips; the answer to the POST is the page to print, and the only time the codes are shown."""
    row = managed(request, pk)
    form = CodesForm(request.POST or None, villages=villages_of(row.unit))
    if request.method == "POST":
        act = partial(actions.print_codes, row, actor=request.actor, at=request.at)
        made = fill(form, lambda: act(**form.cleaned_data))
        if made:
            context = {"row": row, "unit": form.cleaned_data["unit"], "slips": _slips(request, made)}
            answer = render(request, "surveys/staff/slips.html", context)
            answer["Cache-Control"] = "no-store, private"
            return answer
    way = [*crumbs(row), ("发放", reverse("surveys:handing", args=[pk]))]
    hint = "打印页只出现这一次，码不保存；不要登记谁拿了哪一张。"
    return form_page(request, form, title="印填答码", submit="生成打印页", crumbs=way, hint=hint)


def _slips(request: StaffRequest, made: list[str]) -> list[dict[str, str]]:
    """Each code with its QR, which our own library draws."""
    return [{"code": code, "svg": mark_safe(_svg(request, code))} for code in made]  # noqa: S308


def _svg(request: StaffRequest, key: str) -> str:
    return qr_svg(request.build_absolute_uri(reverse("surveys:public_survey", args=[key]))).decode()


@needs(MANAGE)
def batch_void(request: StaffRequest, pk: int, batch: int) -> HttpResponse:
    """Make the unused codes of a batch worthless."""
    row, form = managed(request, pk), VoidForm(request.POST or None)
    one: Any = find(batches_of(row), pk=batch)
    url = reverse("surveys:handing", args=[pk])
    if request.method == "POST":
        act = partial(actions.void_batch, one, actor=request.actor, at=request.at)
        if fill(form, lambda: act(reason=form.cleaned_data["reason"])):
            messages.success(request, "没有用过的码已作废")
            return redirect(url)
    note = f"{one.quota.unit.name} {one.count} 张，已用 {one.used} 张"
    return form_page(
        request, form, title="作废填答码", submit="作废", crumbs=[*crumbs(row), ("发放", url)], note=note
    )


@needs(VIEW)
def poster(request: StaffRequest, pk: int) -> HttpResponse:
    """A sheet for the notice board: title, what it is for, the code, until when."""
    row = seen(request, pk)
    return render(request, "surveys/staff/poster.html", {"row": row, "address": _address(request, row)})


@needs(VIEW)
def code_svg(request: StaffRequest, pk: int) -> HttpResponse:
    """The code of the poster as a picture."""
    return HttpResponse(qr_svg(_address(request, seen(request, pk))), content_type="image/svg+xml")


def _address(request: StaffRequest, row: Survey) -> str:
    return request.build_absolute_uri(reverse("surveys:public_survey", args=[row.slug]))


@needs(VIEW)
def form_paper(request: StaffRequest, pk: int, kind: str) -> HttpResponse:
    """The questionnaire on paper, options with figures so that it is quickly typed in."""
    row = seen(request, pk)
    check_kind(kind)
    return paper_response(form_of(row, questions_of(row)), f"{row.number} 问卷", kind)
