"""Doors to 问卷: the list, one questionnaire with what may be done to it, its facts, a new version."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from xiangfeng.access.scope import may
from xiangfeng.administration.staff.pages import form_page
from xiangfeng.administration.timeline import events_of
from xiangfeng.history.queries import entries_for
from xiangfeng.surveys.actions import editing, running
from xiangfeng.surveys.flow import MANAGE, VIEW
from xiangfeng.surveys.forms import RenewForm, SurveyForm
from xiangfeng.surveys.models import Survey, SurveyState
from xiangfeng.surveys.queries import progress_of, questions_of, surveys_for
from xiangfeng.surveys.shown import shown
from xiangfeng.surveys.staff.shared import crumbs, managed, own_unit, seen
from xiangfeng.surveys.tables import percent
from xiangfeng.web.doors import StaffRequest, fill, needs
from xiangfeng.web.ledger import Column, Empty, Spec, Tab, ledger
from xiangfeng.web.moves import acts_for, make_move
from xiangfeng.workflow.flow import fire

S = SurveyState
KINDS = {
    S.DRAFT: "idle",
    S.SUBMITTED: "warn",
    S.RUNNING: "info",
    S.CLOSED: "warn",
    S.PUBLISHED: "ok",
    S.FILED: "line",
}
STEPS = ((S.DRAFT, "编写"), (S.SUBMITTED, "报批"), (S.RUNNING, "投放"), (S.CLOSED, "截止"), (S.FILED, "公开或归档"))  # fmt: skip


def _url(row: Survey) -> str:
    return reverse("surveys:survey", args=[row.pk])


def rate_text(row: Survey) -> str:
    """The 满意率 of an ended one; "" without."""
    return f"{percent(row.satisfied or 0, row.valid)}%" if row.valid else ""


SPEC = Spec(
    title="问卷",
    columns=(
        Column("number", "编号", lambda row: row.number, sort="number"),
        Column("title", "标题", str, url=_url),
        Column("state", "状态", lambda row: row.get_state_display(), sort="state",
               tag=lambda row: (KINDS[S(row.state)], row.get_state_display())),
        Column("mode", "填答方式", lambda row: row.get_mode_display(), is_default=False),
        Column("opens", "开始日", lambda row: row.opens_on.isoformat(), sort="opens_on"),
        Column("closes", "截止日", lambda row: row.closes_on.isoformat(), sort="closes_on"),
        Column("target", "目标样本量", lambda row: row.target or None, is_numeric=True, is_default=False),
        Column("rate", "满意率", rate_text, is_numeric=True),
        Column("source", "样本来源", lambda row: row.source_note, is_default=False),
        Column("unit", "单位", lambda row: row.unit.name, is_default=False),
        Column("author", "编写人", lambda row: row.author, is_default=False),
    ),
    empty=Empty("还没有问卷", "每季度一次群众问卷：编好题目报领导批准，按村发填答码或纸质问卷，截止后看结果。"),
    note="不记名；截止以前谁都看不到结果",
    tabs=(
        Tab("all", "全部", Q()),
        Tab("draft", "编写中", Q(state__in=(S.DRAFT, S.SUBMITTED))),
        Tab("running", "投放中", Q(state=S.RUNNING)),
        Tab("ended", "已截止", Q(state__in=(S.CLOSED, S.PUBLISHED, S.FILED))),
    ),
    search=("number", "title", "author"),
    search_label="编号、标题、编写人",
    row_url=_url,
)  # fmt: skip


@needs(VIEW)
def surveys(request: StaffRequest) -> HttpResponse:
    """The list."""
    url = reverse("surveys:survey_new") if request.actor.can(MANAGE) else ""
    return ledger(request, surveys_for(request.actor), SPEC, new_url=url, new_label="编问卷")


@needs(MANAGE)
def survey_new(request: StaffRequest) -> HttpResponse:
    """Begin one; the questions come next."""
    unit, form = own_unit(request), SurveyForm(request.POST or None, initial={"opens_on": request.at.date()})
    if request.method == "POST":
        act = partial(editing.add_survey, unit, actor=request.actor, at=request.at)
        made = fill(form, lambda: act(**form.cleaned_data))
        if made:
            messages.success(request, f"已建 {made.number}，接着编题目")
            return redirect("surveys:questions", pk=made.pk)
    return form_page(request, form, title="编问卷", submit="建立，去编题目", crumbs=crumbs())


@needs(VIEW)
def survey(request: StaffRequest, pk: int) -> HttpResponse:
    """One questionnaire: its facts and questions, how far it is, what may be done."""
    row, actor = seen(request, pk), request.actor
    questions = questions_of(row)
    can_manage = may(actor, MANAGE, row)
    context = {
        "row": row,
        "kind": KINDS[S(row.state)],
        "steps": _steps(row),
        "questions": shown(questions),
        "progress": progress_of(row) if row.state not in (S.DRAFT, S.SUBMITTED) else None,
        "acts": acts_for(row, actor, reverse("surveys:survey_move", args=[pk])),
        "can_manage": can_manage,
        "can_edit": can_manage and row.state in (S.DRAFT, S.RUNNING),
        "is_open": row.is_open(request.at.date()),
        "rate": rate_text(row),
        "address": request.build_absolute_uri(reverse("surveys:public_survey", args=[row.slug])),
        "events": events_of(entries_for(row).exclude(verb="录纸质答卷").order_by("-at", "-id")[:14], actor),
    }
    return render(request, "surveys/staff/survey.html", context)


def _steps(row: Survey) -> list[dict[str, str]]:
    here = next((place for place, (state, _) in enumerate(STEPS) if state == row.state), len(STEPS) - 1)
    return [
        {"title": title, "state": "done" if place < here else "now" if place == here else ""}
        for place, (_, title) in enumerate(STEPS)
    ]


@needs(MANAGE)
def survey_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change its facts; while it runs only what nobody was shown differently."""
    row = managed(request, pk)
    only = editing.LATER if row.state == S.RUNNING else ()
    initial = {name: getattr(row, name) for name in (*editing.FIELDS, "revision")}
    form = SurveyForm(request.POST or None, initial=initial, only=only)
    if request.method == "POST":
        act = partial(editing.edit_survey, row, actor=request.actor, at=request.at)
        if fill(form, lambda: act(**form.cleaned_data | {"revision": form.cleaned_data["revision"] or 0})):
            messages.success(request, "已保存")
            return redirect(_url(row))
    return form_page(request, form, title="修改问卷", submit="保存", crumbs=crumbs(row))


@require_POST
@needs(VIEW)
def survey_move(request: StaffRequest, pk: int) -> HttpResponse:
    """Every move of its life."""
    row, who = seen(request, pk), {"actor": request.actor, "at": request.at}
    verbs: dict[str, Any] = {
        "submit": lambda row, note: running.submit_survey(row, **who),
        "approve": lambda row, note: running.approve_survey(row, **who),
        "return": lambda row, note: running.return_survey(row, reason=note, **who),
        "recall": lambda row, note: fire(row, "recall", **who),
        "withdraw": lambda row, note: running.withdraw_survey(row, reason=note, **who),
        "close": lambda row, note: running.close_survey(row, reason=note, **who),
        "publish": lambda row, note: running.publish_survey(row, **who),
        "file": lambda row, note: fire(row, "file", **who),
    }
    return make_move(request, row, verbs, _url(row))


@needs(MANAGE)
def survey_renew(request: StaffRequest, pk: int) -> HttpResponse:
    """The same questions once more as a new version, to be corrected or asked in another quarter."""
    row, form = managed(request, pk), RenewForm(request.POST or None, initial={"opens_on": request.at.date()})
    if request.method == "POST":
        act = partial(editing.renew_survey, row, actor=request.actor, at=request.at)
        if made := fill(form, lambda: act(**form.cleaned_data)):
            messages.success(request, f"已编出 {made.number}，题目都带过来了")
            return redirect("surveys:questions", pk=made.pk)
    hint = "题目、说明都带到新的一版，可以再改；原来的问卷和答卷不动。"
    return form_page(request, form, title="另编一版", submit="编新版", crumbs=crumbs(row), hint=hint)
