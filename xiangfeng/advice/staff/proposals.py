"""Doors to 建议单: list, draft, page with the whole chain, its moves, its paper."""

from __future__ import annotations

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
from xiangfeng.advice.actions import proposals as actions
from xiangfeng.advice.exports import proposal_paper
from xiangfeng.advice.forms import ProposalForm
from xiangfeng.advice.models import Proposal, ProposalState
from xiangfeng.advice.queries import instructions_on, proposals_for, tasks_behind
from xiangfeng.advice.queries.rows import VIEW
from xiangfeng.advice.staff.instructions import instruct_url
from xiangfeng.advice.staff.shared import chain_of, moment, own_unit
from xiangfeng.history.queries import entries_for
from xiangfeng.web.doors import StaffRequest, fill, find, needs
from xiangfeng.web.ledger import Column, Empty, Spec, Tab, ledger
from xiangfeng.web.moves import acts_for, make_move
from xiangfeng.web.papers import check_kind, paper_response
from xiangfeng.workflow.flow import fire

S = ProposalState
KINDS = {
    "draft": "idle",
    "submitted": "info",
    "instructed": "warn",
    "tasked": "info",
    "filed": "ok",
    "declined": "line",
}
TITLES = ("起草", "报领导", "批示", "转任务", "归档")
STEPS = {S.DRAFT: 0, S.SUBMITTED: 2, S.INSTRUCTED: 3, S.TASKED: 4, S.FILED: 5}
"""Which of the steps comes next in a state; 5: none."""

SPEC = Spec(
    title="建议单",
    columns=(
        Column("number", "编号", lambda row: row.number, sort="number"),
        Column("title", "标题", lambda row: row.title, url=lambda row: reverse("advice:proposal", args=[row.pk])),
        Column("submitter", "提出人", lambda row: row.submitter, sort="submitter"),
        Column("day", "报出", lambda row: moment(row.submitted_at) if row.submitted_at else "", sort="submitted_at"),
        Column("state", "状态", lambda row: row.get_state_display(), sort="state",
               tag=lambda row: (KINDS[row.state], row.get_state_display())),
        Column("situation", "情况", lambda row: row.situation, is_default=False),
        Column("suggestion", "建议", lambda row: row.suggestion, is_default=False),
    ),
    empty=Empty("还没有建议单", "创建办把情况和建议写下来报领导，领导批示以后转成任务，办到哪一步这里都看得到。"),
    note="建议 → 批示 → 任务 → 结果",
    tabs=(
        Tab("all", "全部", Q()),
        Tab("waiting", "等批示", Q(state=S.SUBMITTED)),
        Tab("instructed", "已批示待办", Q(state=S.INSTRUCTED)),
        Tab("tasked", "已转任务", Q(state=S.TASKED)),
        Tab("done", "办结", Q(state__in=(S.FILED, S.DECLINED))),
    ),
    search=("number", "title", "situation", "suggestion", "submitter"),
    search_label="编号、标题、内容",
    row_url=lambda row: reverse("advice:proposal", args=[row.pk]),
)  # fmt: skip


@needs(VIEW)
def proposals(request: StaffRequest) -> HttpResponse:
    """All 建议单 in reach."""
    url = reverse("advice:proposal_new") if request.actor.can(actions.SUBMIT) else ""
    return ledger(request, proposals_for(request.actor), SPEC, new_url=url, new_label="写建议单")


@needs(actions.SUBMIT)
def proposal_new(request: StaffRequest) -> HttpResponse:
    """Begin a 建议单; it is handed in on its page."""
    unit = own_unit(request, actions.SUBMIT)
    form = ProposalForm(request.POST or None)
    if request.method == "POST":
        made = fill(
            form, lambda: actions.draft_proposal(unit, **_texts(form), actor=request.actor, at=request.at)
        )
        if made:
            messages.success(request, "已存为草稿，核对后报领导")
            return redirect("advice:proposal", pk=made.pk)
    crumbs = [("建议单", reverse("advice:proposals"))]
    return form_page(request, form, title="写建议单", submit="存为草稿", crumbs=crumbs)


def _texts(form: ProposalForm) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in ("title", "situation", "suggestion")}


@needs(actions.SUBMIT)
def proposal_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change a draft."""
    row = find(Proposal.objects.within(request.actor, actions.SUBMIT).select_related("unit"), pk=pk)
    names = ("title", "situation", "suggestion", "revision")
    form = ProposalForm(request.POST or None, initial={name: getattr(row, name) for name in names})
    if request.method == "POST" and fill(
        form,
        lambda: actions.edit_proposal(
            row,
            revision=form.cleaned_data["revision"] or 0,
            **_texts(form),
            actor=request.actor,
            at=request.at,
        ),
    ):
        messages.success(request, "已保存")
        return redirect("advice:proposal", pk=pk)
    crumbs = [("建议单", reverse("advice:proposals")), (row.number, reverse("advice:proposal", args=[pk]))]
    return form_page(request, form, title="修改建议单", submit="保存", crumbs=crumbs)


@needs(VIEW)
def proposal(request: StaffRequest, pk: int) -> HttpResponse:
    """One 建议单 with its chain: what was proposed, what the leaders said, what came of it."""
    row = find(proposals_for(request.actor), pk=pk)
    found = instructions_on(row.key)
    tasks = tasks_behind([one.key for one in found])
    acts = _linked(acts_for(row, request.actor, reverse("advice:proposal_move", args=[pk])), row, found)
    entries = list(entries_for(row).order_by("-at", "-id")[:14])
    context = {
        "row": row,
        "kind": KINDS[row.state],
        "steps": _steps(row),
        "chain": chain_of(found, tasks, request.at.date()),
        "acts": acts,
        "can_edit": row.state == S.DRAFT and may(request.actor, actions.SUBMIT, row),
        "note": _last_word(row, entries),
        "events": events_of(entries, request.actor),
    }
    return render(request, "advice/staff/proposal.html", context)


def _linked(acts: list[dict[str, Any]], row: Proposal, found: list[Any]) -> list[dict[str, Any]]:
    """批示 and 转任务 need more than a reason: they lead to a page of their own."""
    for act in acts:
        if act["verb"] == "instruct":
            url = reverse("advice:proposal", args=[row.pk])
            act |= {"is_link": True, "url": instruct_url(subject=row.key, text=row.title, url=url)}
        elif act["verb"] == "task" and found:
            act |= {"is_link": True, "url": reverse("advice:instruction_task", args=[found[-1].pk])}
    return acts


def _steps(row: Proposal) -> list[dict[str, str]]:
    if row.state == S.DECLINED:
        steps = [("起草", "done"), ("报领导", "done"), ("不采纳", "now")]
        return [{"title": title, "state": state} for title, state in steps]
    here = STEPS[S(row.state)]
    return [
        {"title": title, "state": "done" if place < here else "now" if place == here else ""}
        for place, title in enumerate(TITLES)
    ]


def _last_word(row: Proposal, entries: list[Any]) -> dict[str, str] | None:
    """The reason of 不采纳, or what came of it at 归档."""
    verb = {S.DECLINED: "不采纳", S.FILED: "归档"}.get(S(row.state))
    entry = next((one for one in entries if one.verb == verb), None)
    return {"title": verb, "text": entry.note, "who": entry.actor_name} if verb and entry else None


@require_POST
@needs(VIEW)
def proposal_move(request: StaffRequest, pk: int) -> HttpResponse:
    """Every move that needs no more than a reason: submit, recall, decline, file."""
    row, who = find(proposals_for(request.actor), pk=pk), {"actor": request.actor, "at": request.at}
    verbs: dict[str, Any] = {
        "submit": lambda row, note: actions.submit_proposal(row, **who),
        "recall": lambda row, note: fire(row, "recall", **who),
        "decline": lambda row, note: actions.decline_proposal(row, reason=note, **who),
        "file": lambda row, note: fire(row, "file", note=note, **who),
    }
    return make_move(request, row, verbs, reverse("advice:proposal", args=[pk]))


@needs(VIEW)
def proposal_file(request: StaffRequest, pk: int, kind: str) -> HttpResponse:
    """The 建议单 as PDF or DOCX with the 批示 on it."""
    row = find(proposals_for(request.actor), pk=pk)
    check_kind(kind)
    found = instructions_on(row.key)
    tasks = tasks_behind([one.key for one in found])
    word = (
        _last_word(row, list(entries_for(row).order_by("-at", "-id")[:14]))
        if row.state == S.DECLINED
        else None
    )
    paper = proposal_paper(row, found, tasks, decline=word["text"] if word else "")
    return paper_response(paper, row.number, kind)
