"""Doors to 公告公示: the list, drafting, one notice with its checks and moves, correcting, its paper and files."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import may
from xiangfeng.administration.staff.pages import form_page
from xiangfeng.administration.timeline import events_of
from xiangfeng.calendars.queries import calendar
from xiangfeng.history.queries import entries_for
from xiangfeng.notices.actions import drafting, ending, issuing
from xiangfeng.notices.exports import closing, notice_paper, signer_of
from xiangfeng.notices.forms import NoticeForm, ReasonForm
from xiangfeng.notices.guards import problems
from xiangfeng.notices.models import LISTED, Notice, NoticeKind, NoticeState, Subject
from xiangfeng.notices.periods import left
from xiangfeng.notices.queries.open import replacement_of
from xiangfeng.notices.queries.rows import (
    FILES,
    MANAGE,
    VIEW,
    last_contact,
    notices_for,
    publisher_of,
    with_objections,
)
from xiangfeng.notices.tables import grid_of
from xiangfeng.web.doors import StaffRequest, fill, find, needs, number
from xiangfeng.web.ledger import Column, Empty, Filter, Spec, Tab, day_filter, ledger
from xiangfeng.web.moves import acts_for, make_move
from xiangfeng.web.papers import check_kind, kept_response, paper_response
from xiangfeng.workflow.flow import fire

S = NoticeState
KINDS = {
    "draft": "idle", "signing": "warn", "running": "info", "published": "ok", "ended": "ok", "contested": "bad",
}  # fmt: skip
BY_CLOCK = {"end", "contest", "supersede"}
"""Moves that no button makes: the clock, or what is done elsewhere."""
NAMES = (
    "kind", "subject", "title", "body", "table", "workdays", "held_on", "held_until", "venue", "phone", "place",
    "revision",
)  # fmt: skip


def _url(row: Notice) -> str:
    return reverse("notices:notice", args=[row.pk])


def _span(row: Notice) -> str:
    if row.starts_on and row.ends_on:
        return f"{row.starts_on} 至 {row.ends_on}"
    return f"至 {row.ends_on}" if row.ends_on else ""


SPEC = Spec(
    title="公告公示",
    columns=(
        Column("number", "编号", lambda row: row.number or "未编号", sort="number"),
        Column("title", "标题", lambda row: row.title, url=_url),
        Column("kind", "种类", lambda row: row.get_kind_display(), sort="kind"),
        Column("subject", "事项", lambda row: row.get_subject_display(), sort="subject"),
        Column("unit", "单位", lambda row: row.unit.name, sort="unit__path", is_default=False),
        Column("issued", "发布日", lambda row: row.issued_on.isoformat() if row.issued_on else "", sort="issued_on"),
        Column("span", "公示起止", _span, sort="ends_on"),
        Column("objections", "异议", lambda row: row.raised or "", is_numeric=True, sort="raised"),
        Column("outcome", "结果", lambda row: row.get_outcome_display()),
        Column("state", "状态", lambda row: row.get_state_display(), sort="state",
               tag=lambda row: (KINDS.get(row.state, "line"), row.get_state_display())),
        Column("held", "活动日期", lambda row: row.held_on.isoformat() if row.held_on else "", sort="held_on", is_default=False),
        Column("signer", "签发人", lambda row: row.signer, is_default=False),
        Column("decision", "对异议的决定", lambda row: row.decision, is_default=False),
    ),
    empty=Empty("还没有公告公示", "创建办起草，领导签发后对社会公开；公示期按工作日自动算，到期自动结束、自动撤下名单。"),
    note="起草 → 签发 → 公示 → 期满",
    filters=(
        Filter("kind", "种类", lambda request: NoticeKind.choices, lambda rows, value: rows.filter(kind=value)),
        Filter("subject", "事项", lambda request: Subject.choices, lambda rows, value: rows.filter(subject=value)),
        day_filter("from", "发布从", lambda rows, day: rows.filter(issued_on__gte=day)),
        day_filter("to", "到", lambda rows, day: rows.filter(issued_on__lte=day)),
    ),
    tabs=(
        Tab("all", "全部", ~Q(state=S.DROPPED)),
        Tab("draft", "起草", Q(state=S.DRAFT)),
        Tab("signing", "待签发", Q(state=S.SIGNING)),
        Tab("open", "正在公开", Q(state__in=(S.RUNNING, S.PUBLISHED))),
        Tab("contested", "期满有异议", Q(state=S.CONTESTED), is_bad=True),
        Tab("done", "已结束", Q(state__in=(S.ENDED, S.CORRECTED, S.DOWN, S.WITHDRAWN))),
        Tab("dropped", "作废草稿", Q(state=S.DROPPED)),
    ),
    search=("number", "title", "body", "table"),
    search_label="编号、标题、内容",
    row_url=_url,
)  # fmt: skip


@needs(VIEW)
def notices(request: StaffRequest) -> HttpResponse:
    """All notices in reach."""
    url = reverse("notices:notice_new") if request.actor.can(MANAGE) else ""
    return ledger(request, with_objections(notices_for(request.actor)), SPEC, new_url=url, new_label="起草")


def _form(request: StaffRequest, initial: dict[str, Any], **kwargs: Any) -> NoticeForm:
    usual, least = settings.NOTICE_WORKDAYS, settings.NOTICE_LEAST_WORKDAYS
    data = (request.POST or None, request.FILES or None)
    return NoticeForm(*data, initial=initial, usual=usual, least=least, **kwargs)


def _values(form: NoticeForm) -> dict[str, Any]:
    return {name: value for name, value in form.cleaned_data.items() if name not in ("revision", "dropped")}


@needs(MANAGE)
def notice_new(request: StaffRequest) -> HttpResponse:
    """Begin a notice; ``?kind=`` and ``?subject=`` choose beforehand."""
    unit = publisher_of(request.actor)
    if unit is None:
        raise Http404("您的管辖范围内没有可以发公告公示的单位。")
    asked = {name: request.GET[name] for name in ("kind", "subject", "title") if name in request.GET}
    form = _form(request, last_contact(unit) | asked)
    if request.method == "POST":
        act = partial(drafting.draft_notice, unit, actor=request.actor, at=request.at)
        made = fill(form, lambda: act(**_values(form)))
        if made:
            messages.success(request, "已存为草稿，核对后送签")
            return redirect("notices:notice", pk=made.pk)
    return form_page(request, form, title="起草公告公示", submit="存为草稿", crumbs=_crumbs(), note=unit.name)


def _crumbs(row: Notice | None = None) -> list[tuple[str, str]]:
    own = [(row.number or row.title, _url(row))] if row else []
    return [("公告公示", reverse("notices:notices")), *own]


@needs(MANAGE)
def notice_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change a draft."""
    row = find(notices_for(request.actor, MANAGE).prefetch_related(FILES), pk=pk)
    initial = {name: getattr(row, name) for name in NAMES} | {"until": row.ends_on}
    form = _form(request, initial, files=list(row.files.all()))
    if request.method == "POST":
        act = partial(drafting.edit_notice, row, actor=request.actor, at=request.at)
        if fill(form, lambda: act(revision=_revision(form), dropped=_dropped(form), **_values(form))):
            messages.success(request, "已保存")
            return redirect("notices:notice", pk=pk)
    return form_page(request, form, title="修改草稿", submit="保存", crumbs=_crumbs(row))


def _revision(form: NoticeForm) -> int:
    return form.cleaned_data["revision"] or 0


def _dropped(form: NoticeForm) -> list[int]:
    return [int(pk) for pk in form.cleaned_data.get("dropped") or ()]


@needs(VIEW)
def notice(request: StaffRequest, pk: int) -> HttpResponse:
    """One notice: its text, what is checked before it goes out, what may be done, the objections."""
    row, actor = find(notices_for(request.actor).prefetch_related(FILES), pk=pk), request.actor
    can_manage = may(actor, MANAGE, row)
    is_draft = row.state in (S.DRAFT, S.SIGNING)
    context = {
        "row": row,
        "kind": KINDS.get(row.state, "line"),
        "grid": grid_of(row.table),
        "closing": closing(row),
        "signature": signer_of(row),
        "files": list(row.files.all()),
        "left": left(request.at.date(), row.ends_on, calendar())
        if row.state == S.RUNNING and row.ends_on
        else None,
        "problems": problems(row) if is_draft else None,
        "is_open": row.state in LISTED,
        "replacement": replacement_of(row),
        "objections": list(row.objections.order_by("-at", "-id")) if row.is_publicity else [],
        "acts": _acts(row, actor),
        "can_edit": can_manage and row.state == S.DRAFT,
        "can_correct": can_manage and row.state in drafting.CORRECTABLE,
        "can_enter": can_manage and row.is_publicity and row.state in (S.RUNNING, S.CONTESTED, S.ENDED),
        "events": events_of(list(entries_for(row).order_by("-at", "-id")[:14]), actor),
    }
    return render(request, "notices/staff/notice.html", context)


def _acts(row: Notice, actor: Actor) -> list[dict[str, Any]]:
    """The buttons: of the two ways to issue only the one that fits."""
    unfit = BY_CLOCK | {"announce" if row.is_publicity else "publicise"}
    url = reverse("notices:notice_move", args=[row.pk])
    # The text that is signed is the one that was read.
    acts = acts_for(row, actor, f"{url}?seen={row.revision}")
    return [act for act in acts if act["verb"] not in unfit]


@require_POST
@needs(VIEW)
def notice_move(request: StaffRequest, pk: int) -> HttpResponse:
    """Every move that a person makes."""
    row, who = find(notices_for(request.actor), pk=pk), {"actor": request.actor, "at": request.at}
    seen = number(request.GET["seen"]) if "seen" in request.GET else None
    verbs: dict[str, Any] = {
        "submit": lambda row, note: drafting.submit_notice(row, **who),
        "recall": lambda row, note: fire(row, "recall", **who),
        "drop": lambda row, note: fire(row, "drop", **who),
        "publicise": lambda row, note: issuing.issue_notice(row, **who, seen=seen),
        "announce": lambda row, note: issuing.issue_notice(row, **who, seen=seen),
        "send_back": lambda row, note: issuing.send_back_notice(row, reason=note, **who),
        "withdraw": lambda row, note: issuing.withdraw_notice(row, reason=note, **who),
        "take_down": lambda row, note: fire(row, "take_down", **who),
    }
    for verb in ending.OUTCOMES:
        verbs[verb] = lambda row, note, verb=verb: ending.decide_objections(row, verb, reason=note, **who)
    return make_move(request, row, verbs, _url(row))


@needs(MANAGE)
def notice_correct(request: StaffRequest, pk: int) -> HttpResponse:
    """Begin the draft that corrects an issued notice."""
    row, form = find(notices_for(request.actor, MANAGE), pk=pk), ReasonForm(request.POST or None)
    if request.method == "POST":
        act = partial(drafting.correct_notice, row, actor=request.actor, at=request.at)
        made = fill(form, lambda: act(reason=form.cleaned_data["reason"]))
        if made:
            messages.success(request, "更正件已起草，改好后送签；签发以前原件不变")
            return redirect("notices:notice_edit", pk=made.pk)
    hint = "先复制一份改好再签发。签发后重新计算公示期，原件标为“已更正”，仍看得到。"
    return form_page(
        request, form, title="更正", submit="起草更正件", crumbs=_crumbs(row), note=row.title, hint=hint
    )


@needs(VIEW)
def notice_paper_file(request: StaffRequest, pk: int, kind: str) -> HttpResponse:
    """The paper: as kept at issue, before it as it would be."""
    row = find(notices_for(request.actor), pk=pk)
    check_kind(kind)
    kept = row.pdf if kind == "pdf" else row.docx
    name = row.number or row.title
    return kept_response(kept, f"{name}.{kind}") if kept else paper_response(notice_paper(row), name, kind)


@needs(VIEW)
def notice_file(request: StaffRequest, pk: int, file: int) -> HttpResponse:
    """One file of a notice."""
    row = find(notices_for(request.actor), pk=pk)
    one = find(row.files.select_related("attachment"), pk=file)
    return kept_response(one.attachment, one.attachment.name)
