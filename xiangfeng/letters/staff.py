"""Doors of the office: the list, drafting, one letter with its sums and moves, batches, slips, the paper."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from xiangfeng.access.scope import may
from xiangfeng.administration.staff.pages import form_page
from xiangfeng.administration.timeline import events_of
from xiangfeng.feedback.queries import desk_of, read_by
from xiangfeng.history.queries import entries_for
from xiangfeng.letters import actions
from xiangfeng.letters.exports import code_lines, letter_paper, target_of
from xiangfeng.letters.forms import DOING, MEANING, SALUTATION, WAYS, BatchForm, LetterForm, SlipForm
from xiangfeng.letters.guards import problems
from xiangfeng.letters.models import BatchKind, Letter, LetterState
from xiangfeng.letters.queries.rows import MANAGE, VIEW, letters_for, villages_of, with_sums, writer_of
from xiangfeng.orgs.models import Unit
from xiangfeng.orgs.queries import subtree_of
from xiangfeng.web.doors import StaffRequest, fill, find, needs, number
from xiangfeng.web.ledger import Column, Empty, Spec, Tab, day_filter, ledger
from xiangfeng.web.moves import acts_for, make_move
from xiangfeng.web.papers import check_kind, kept_response, paper_response
from xiangfeng.workflow.flow import fire

S = LetterState
KINDS = {"draft": "idle", "signing": "warn", "issued": "info", "closed": "ok", "withdrawn": "bad"}
SHOWN = 50


def _url(row: Letter) -> str:
    return reverse("letters:letter", args=[row.pk])


SPEC = Spec(
    title="一封信",
    columns=(
        Column("number", "编号", lambda row: row.number, sort="number"),
        Column("title", "标题", lambda row: row.title, url=_url),
        Column("issued", "签发日", lambda row: row.issued_on.isoformat() if row.issued_on else "", sort="issued_on"),
        Column("printed", "印数", lambda row: row.printed or "", is_numeric=True, sort="printed"),
        Column("given", "发放", lambda row: row.given or "", is_numeric=True, sort="given"),
        Column("back", "收回", lambda row: row.blank + row.slips or "", is_numeric=True),
        Column("slips", "有意见", lambda row: row.slips or "", is_numeric=True, sort="slips"),
        Column("adopted", "采纳", lambda row: row.adopted or "", is_numeric=True, sort="adopted"),
        Column("until", "回执交到", lambda row: row.reply_until.isoformat(), sort="reply_until"),
        Column("state", "状态", lambda row: row.get_state_display(), sort="state",
               tag=lambda row: (KINDS.get(row.state, "line"), row.get_state_display())),
        Column("unit", "单位", lambda row: row.unit.name, sort="unit__path", is_default=False),
        Column("signer", "签发人", lambda row: row.signer, is_default=False),
    ),
    empty=Empty("还没有一封信", "创建办拟信，领导签发，印制发放；回执收回来逐张录入，每一条都按群众反映办理、答复。"),
    note="起草 → 签发 → 印制、发放 → 收回执",
    filters=(
        day_filter("from", "签发从", lambda rows, day: rows.filter(issued_on__gte=day)),
        day_filter("to", "到", lambda rows, day: rows.filter(issued_on__lte=day)),
    ),
    tabs=(
        Tab("all", "全部", ~Q(state=S.DROPPED)),
        Tab("draft", "起草、待签", Q(state__in=(S.DRAFT, S.SIGNING))),
        Tab("open", "正在发放", Q(state=S.ISSUED)),
        Tab("done", "已结束", Q(state__in=(S.CLOSED, S.WITHDRAWN))),
        Tab("dropped", "作废草稿", Q(state=S.DROPPED)),
    ),
    search=("number", "title", "meaning", "doing"),
    search_label="编号、标题、内容",
    row_url=_url,
)  # fmt: skip


@needs(VIEW)
def letters(request: StaffRequest) -> HttpResponse:
    """All letters in reach with their sums."""
    url = reverse("letters:letter_new") if request.actor.can(MANAGE) else ""
    return ledger(request, with_sums(letters_for(request.actor)), SPEC, new_url=url, new_label="拟一封信")


def _crumbs(row: Letter | None = None) -> list[tuple[str, str]]:
    return [("一封信", reverse("letters:letters")), *([(row.number, _url(row))] if row else [])]


def _template(unit: Unit) -> dict[str, Any]:
    """What a new letter begins with: the usual words, telephone and address of the desk."""
    desk = desk_of(unit)
    known = {"hotline": desk.hotline, "place": desk.address} if desk else {}
    words = {"salutation": SALUTATION, "meaning": MEANING, "doing": DOING, "ways": WAYS}
    return {"title": f"致{unit.name}群众的一封信", **words, **known}


def _said(form: LetterForm) -> dict[str, Any]:
    return {name: value for name, value in form.cleaned_data.items() if name != "revision"}


@needs(MANAGE)
def letter_new(request: StaffRequest) -> HttpResponse:
    """Begin a letter from the usual words; ``?address=`` names a questionnaire."""
    unit = writer_of(request.actor)
    if unit is None:
        raise Http404("您的管辖范围内没有可以发一封信的单位。")
    form = LetterForm(
        request.POST or None, initial=_template(unit) | {"address": request.GET.get("address", "")}
    )
    if request.method == "POST":
        act = partial(actions.draft_letter, unit, actor=request.actor, at=request.at)
        if made := fill(form, lambda: act(**_said(form))):
            messages.success(request, "已存为草稿，核对后送签")
            return redirect("letters:letter", pk=made.pk)
    return form_page(request, form, title="拟一封信", submit="存为草稿", crumbs=_crumbs(), note=unit.name)


@needs(MANAGE)
def letter_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change a draft."""
    row = find(letters_for(request.actor, MANAGE), pk=pk)
    names = (*actions.TEXTS, "reply_until", "revision")
    form = LetterForm(request.POST or None, initial={name: getattr(row, name) for name in names})
    if request.method == "POST":
        act = partial(actions.edit_letter, row, actor=request.actor, at=request.at)
        if fill(form, lambda: act(revision=form.cleaned_data["revision"] or 0, **_said(form))):
            messages.success(request, "已保存")
            return redirect("letters:letter", pk=pk)
    return form_page(request, form, title="修改草稿", submit="保存", crumbs=_crumbs(row))


@needs(VIEW)
def letter(request: StaffRequest, pk: int) -> HttpResponse:
    """One letter: text, sums, where it was handed out, what came back, what may be done."""
    row, actor = find(with_sums(letters_for(request.actor)), pk=pk), request.actor
    can_manage = may(actor, MANAGE, row)
    context = {
        "row": row,
        "kind": KINDS.get(row.state, "line"),
        "target": target_of(row),
        "lines": code_lines(row),
        "problems": problems(row) if row.state in (S.DRAFT, S.SIGNING) else None,
        "batches": list(row.batches.select_related("village").order_by("on", "id")),
        "slips": list(read_by(actor).filter(origin_key=row.key)[:SHOWN]),
        "back": row.blank + row.slips,  # type: ignore[attr-defined]
        "acts": acts_for(row, actor, f"{reverse('letters:letter_move', args=[pk])}?seen={row.revision}"),
        "can_edit": can_manage and row.state == S.DRAFT,
        "can_enter": can_manage and row.state == S.ISSUED,
        "events": events_of(list(entries_for(row).order_by("-at", "-id")[:14]), actor),
    }
    return render(request, "letters/staff/letter.html", context)


@require_POST
@needs(VIEW)
def letter_move(request: StaffRequest, pk: int) -> HttpResponse:
    """Every move that a person makes."""
    row, who = find(letters_for(request.actor), pk=pk), {"actor": request.actor, "at": request.at}
    seen = number(request.GET["seen"]) if "seen" in request.GET else None
    site = request.build_absolute_uri("/").rstrip("/")
    verbs: dict[str, Any] = {
        "submit": lambda row, note: actions.submit_letter(row, **who),
        "issue": lambda row, note: actions.issue_letter(row, site=site, seen=seen, **who),
        "send_back": lambda row, note: actions.send_back_letter(row, reason=note, **who),
        "recall": lambda row, note: fire(row, "recall", **who),
        "drop": lambda row, note: fire(row, "drop", **who),
        "close": lambda row, note: fire(row, "close", closed_on=request.at.date(), **who),
        "reopen": lambda row, note: fire(row, "reopen", note=note, closed_on=None, **who),
        "withdraw": lambda row, note: actions.withdraw_letter(row, reason=note, **who),
    }
    return make_move(request, row, verbs, _url(row))


@needs(MANAGE)
def batch_new(request: StaffRequest, pk: int) -> HttpResponse:
    """Note copies printed, handed out or come back blank; ``?kind=`` chooses beforehand."""
    row = find(letters_for(request.actor, MANAGE), pk=pk)
    kind = request.GET.get("kind", BatchKind.GIVEN)
    initial = {"on": request.at.date(), "by": request.actor.name, "kind": kind}
    form = BatchForm(request.POST or None, initial=initial, choices={"village": villages_of(row.unit)})
    if request.method == "POST":
        act = partial(actions.note_batch, row, actor=request.actor, at=request.at)
        if fill(form, lambda: act(**form.cleaned_data)):
            messages.success(request, "已登记")
            return redirect("letters:letter", pk=pk)
    return form_page(
        request, form, title="登记印制、发放", submit="登记", crumbs=_crumbs(row), note=row.title
    )


@needs(MANAGE)
def slip_new(request: StaffRequest, pk: int) -> HttpResponse:
    """Enter one slip, then the next."""
    row = find(letters_for(request.actor, MANAGE), pk=pk)
    rows = {"village": villages_of(row.unit), "about": subtree_of(row.unit).filter(is_active=True)}
    form = SlipForm(request.POST or None, initial={"came_on": request.at.date()}, choices=rows)
    if request.method == "POST":
        act = partial(actions.enter_slip, row, actor=request.actor, at=request.at)
        if made := fill(form, lambda: act(**form.cleaned_data)):
            messages.success(request, f"已录入，编号 {made.report.number}，按群众反映办理；接着录下一张")
            return redirect("letters:slip_new", pk=pk)
    hint = "一张回执录一条；没有写意见的空白回执不用录，在“登记印制、发放”里记份数。"
    return form_page(
        request,
        form,
        title="录入回执",
        submit="录入，接着录下一张",
        crumbs=_crumbs(row),
        note=row.title,
        hint=hint,
    )


@needs(VIEW)
def letter_file(request: StaffRequest, pk: int, kind: str) -> HttpResponse:
    """The paper: as kept at the signature, before it as it would be."""
    row = find(letters_for(request.actor), pk=pk)
    check_kind(kind)
    kept = row.pdf if kind == "pdf" else row.docx
    if kept:
        return kept_response(kept, f"{row.number}.{kind}")
    site = request.build_absolute_uri("/").rstrip("/")
    return paper_response(letter_paper(row, site=site), row.number, kind)
