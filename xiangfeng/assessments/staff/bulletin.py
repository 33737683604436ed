"""Doors of the 通报: preview with its checks, editing paragraph by paragraph, PDF and DOCX."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from xiangfeng.access.scope import may
from xiangfeng.assessments.actions.publishing import edit_block, edit_settings
from xiangfeng.assessments.forms.bulletin import BulletinForm
from xiangfeng.assessments.models import Bulletin, Period, PeriodState
from xiangfeng.assessments.queries.bulletins import Draft, draft_of, readable_periods_for, settings_of
from xiangfeng.assessments.queries.periods import periods_for
from xiangfeng.assessments.queries.sheet import remember_todo
from xiangfeng.assessments.steps import steps_of
from xiangfeng.documents import fonts
from xiangfeng.web.doors import StaffRequest, attempt, find, needs, number
from xiangfeng.web.moves import acts_for
from xiangfeng.web.papers import check_kind, kept_response, paper_response


@needs("assessments.view")
def bulletin(request: StaffRequest, pk: int) -> HttpResponse:
    """The paper as it will be printed, what the system checked, and the next step."""
    period = find(periods_for(request.actor), pk=pk)
    draft = draft_of(period, on=request.at.date(), bulletin=period.bulletin)
    remember_todo(period, draft.ranking.sheet)
    is_open = may(request.actor, "assessments.manage", period) and period.state != PeriodState.PUBLISHED
    acts = acts_for(period, request.actor, reverse("assessments:period_move", args=[pk]))
    context = {
        "period": period,
        "draft": draft,
        "paper": draft.paper,
        "is_open": is_open,
        "editing": request.GET.get("edit", "") if is_open else "",
        "form": _form_of(period, draft, request.at.date()),
        "steps": steps_of(period),
        "acts": acts,
        "waits_for_leader": period.state == PeriodState.FINAL
        and all(act["verb"] != "publish" for act in acts),
        "missing_fonts": [use for use in fonts.report([settings.FONT_DIR]) if use.is_substitute],
    }
    return render(request, "assessments/staff/bulletin.html", context)


def _form_of(period: Period, draft: Draft, today: dt.date) -> BulletinForm:
    row = draft.bulletin
    initial = settings_of(period, row, on=today) | {
        # Left empty both follow from the day of 签发; shown as if typed they would be fixed by the first saving.
        "dated": row.settings.get("dated", ""),
        "serial": row.serial,
        "is_grades_only": row.is_grades_only,
        "revision": row.revision,
    }
    return BulletinForm(initial=initial)


@require_POST
@needs("assessments.manage")
def settings_save(request: StaffRequest, pk: int) -> HttpResponse:
    """Save head and foot; wrong input comes back beside its field."""
    period = find(periods_for(request.actor), pk=pk)
    form = BulletinForm(request.POST)
    if not form.is_valid():
        return render(
            request, "assessments/staff/bulletin_settings.html", {"period": period, "form": form}, status=422
        )
    values: dict[str, Any] = form.cleaned_data
    attempt(
        request,
        lambda: edit_settings(
            _bulletin(pk), values, revision=values.pop("revision"), actor=request.actor, at=request.at
        ),
        done="已保存",
    )
    return redirect("assessments:bulletin", pk=pk)


@require_POST
@needs("assessments.manage")
def block_save(request: StaffRequest, pk: int) -> HttpResponse:
    """Keep one paragraph as the clerk wrote it, or go back to the generated one (``restore``)."""
    period = find(periods_for(request.actor), pk=pk)
    key, revision = request.POST.get("key", ""), number(request.POST.get("revision", ""))
    text = None if "restore" in request.POST else request.POST.get("text", "")[:5000]
    if not key or not revision:
        messages.error(request, "页面已过时，请刷新后再改")
        return redirect("assessments:bulletin", pk=pk)
    attempt(
        request,
        lambda: edit_block(_bulletin(pk), key, text, revision=revision, actor=request.actor, at=request.at),
        done="已恢复自动生成的文字" if text is None else "已保存，数字变了会跟着改或提醒您",
    )
    # Back to the paragraph; to the top, where the checks stand, when one of them now fails.
    is_ready = draft_of(period, on=request.at.date(), bulletin=_bulletin(pk)).is_ready
    return redirect(reverse("assessments:bulletin", args=[pk]) + (f"#block-{key}" if is_ready else ""))


def _bulletin(period_id: int) -> Bulletin:
    return Bulletin.objects.select_related("period__unit", "period__scheme_version", "unit").get(
        period_id=period_id
    )


@needs("assessments.view", "assessments.view_own")
def bulletin_file(request: StaffRequest, pk: int, kind: str) -> HttpResponse:
    """The paper as PDF or DOCX: the stored one once published, a fresh draft before."""
    period = find(readable_periods_for(request.actor), pk=pk)
    check_kind(kind)
    name = f"{period.unit.name}{period}通报{'' if period.state == PeriodState.PUBLISHED else '（草稿）'}"
    attachment = period.bulletin.pdf if kind == "pdf" else period.bulletin.docx
    if period.state == PeriodState.PUBLISHED and attachment:
        return kept_response(attachment, f"{name}.{kind}")
    paper = draft_of(period, on=request.at.date(), bulletin=period.bulletin).paper
    return paper_response(paper, name, kind)
