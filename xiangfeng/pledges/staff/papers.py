"""One 责任书 and one 补充协议: the page, its moves, signing, the scan, the papers. The same doors serve both."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from xiangfeng.access.scope import may
from xiangfeng.accounts.confirming import confirm_identity
from xiangfeng.pledges import queries
from xiangfeng.pledges.actions import signing
from xiangfeng.pledges.actions.drafting import edit_texts
from xiangfeng.pledges.actions.supplements import draft_supplement
from xiangfeng.pledges.content import TEXTS
from xiangfeng.pledges.exports import paper_of
from xiangfeng.pledges.forms import ScanForm, SignForm, SupplementForm, TextsForm
from xiangfeng.pledges.models import Pledge, PledgeState, Side, Supplement
from xiangfeng.pledges.page import change_log, said_changes, sides_of
from xiangfeng.pledges.staff.lists import KINDS
from xiangfeng.web.doors import StaffRequest, fill, find, needs
from xiangfeng.web.moves import acts_for, make_move
from xiangfeng.web.papers import kept_response, paper_response

Paper = Pledge | Supplement


def _find(request: StaffRequest, kind: str, pk: int) -> Paper:
    if kind == "pledge":
        return find(queries.readable_pledges(request.actor), pk=pk)
    return find(queries.readable_supplements(request.actor), pk=pk)


def _acts(request: StaffRequest, row: Paper, kind: str) -> list[dict[str, Any]]:
    """The moves, with those that ask for more than a press as links to their pages."""
    start = "pledges:" if kind == "pledge" else "pledges:supplement_"
    acts = acts_for(row, request.actor, reverse(f"{start}move", args=[row.pk]))
    for act in acts:
        if act["verb"] in ("sign", "countersign", "scan"):
            name = "scan" if act["verb"] == "scan" else "sign"
            act |= {"is_link": True, "url": reverse(f"{start}{name}", args=[row.pk])}
    return acts


@needs(queries.VIEW, queries.VIEW_OWN)
def pledge(request: StaffRequest, pk: int) -> HttpResponse:
    """The goals as agreed and as they stand, both signatures, the changes, how the township's signing stands."""
    row: Any = _find(request, "pledge", pk)
    supplements = list(queries.supplements_of(row, request.actor))
    lines = queries.in_force(row, supplements)
    rows = queries.standing_of(row, lines, today=request.at.date())
    can_manage = may(request.actor, queries.MANAGE, row.unit)
    context = {
        "pledge": row, "kind": KINDS[row.state], "rows": rows, "totals": queries.totals_of(rows),
        "sides": sides_of(row), "scan_url": reverse("pledges:file", args=[pk, "original"]), "log": change_log(row, supplements, KINDS), "today": request.at.date(),
        "is_whole": queries.is_whole(row), "acts": _acts(request, row, "pledge"),
        "roll": queries.roll_of(row.plan) if may(request.actor, queries.VIEW, row.unit) else None,
        "can_edit": can_manage and row.state == PledgeState.DRAFT,
        "can_change": can_manage and row.state == PledgeState.SIGNED,
        "texts": [(title, getattr(row, key)) for key, title in TEXTS.items() if key != "rewards"],
    }  # fmt: skip
    return render(request, "pledges/staff/pledge.html", context)


@needs(queries.VIEW, queries.VIEW_OWN)
def supplement(request: StaffRequest, pk: int) -> HttpResponse:
    """What changes from what to what, why, and who has signed."""
    row: Any = _find(request, "supplement", pk)
    context = {
        "row": row, "kind": KINDS[row.state], "scan_url": reverse("pledges:supplement_file", args=[pk, "original"]),
        "changes": said_changes(row), "sides": sides_of(row),
        "is_whole": queries.is_whole(row), "acts": _acts(request, row, "supplement"),
    }  # fmt: skip
    return render(request, "pledges/staff/supplement.html", context)


@require_POST
@needs(queries.VIEW, queries.VIEW_OWN)
def move(request: StaffRequest, kind: str, pk: int) -> HttpResponse:
    """送签, 撤回, 作废; signing has its own page."""
    row, who = _find(request, kind, pk), {"actor": request.actor, "at": request.at}
    acts: dict[str, Any] = {
        "send": lambda row, note: signing.send_paper(row, **who),
        "recall": lambda row, note: signing.recall_paper(row, **who),
        "void": lambda row, note: signing.void_paper(row, reason=note, **who),
    }
    return make_move(request, row, acts, signing.url_of(row))


@needs(queries.SIGN, queries.COUNTERSIGN)
def sign(request: StaffRequest, kind: str, pk: int) -> HttpResponse:
    """Who signs sees what they sign, and proves once more who they are."""
    row: Any = _find(request, kind, pk)
    form = SignForm(request.POST or None, initial={"digest": row.digest})
    user: Any = request.user

    def act() -> bool:
        method = confirm_identity(request, user, form.cleaned_data["secret"])
        digest = form.cleaned_data["digest"]
        signing.sign_paper(row, digest=digest, method=method, actor=request.actor, at=request.at)
        return True

    if request.method == "POST" and fill(form, act):
        messages.success(request, f"已签字，这一份现在是“{row.get_state_display()}”")
        return redirect(signing.url_of(row))
    verb, side = signing.VERBS.get(row.state, ("", ""))
    reason = signing.why_not(row, verb, request.actor)
    lines = row.lines if kind == "pledge" else []
    context = {"row": row, "form": form, "side": Side(side).label if side else "", "reason": reason, "kind": kind,
               "lines": lines, "changes": said_changes(row) if kind != "pledge" else [], "url": signing.url_of(row)}  # fmt: skip
    return render(request, "pledges/staff/sign.html", context)


@needs(queries.MANAGE)
def scan(request: StaffRequest, kind: str, pk: int) -> HttpResponse:
    """Register what both signed on paper."""
    row = _find(request, kind, pk)
    form = ScanForm(request.POST or None, request.FILES or None)
    act = partial(signing.register_scan, row, actor=request.actor, at=request.at)
    if request.method == "POST" and fill(form, lambda: act(**form.cleaned_data) or True):
        return redirect(signing.url_of(row))
    return render(request, "pledges/staff/scan.html", {"row": row, "form": form, "url": signing.url_of(row)})


@needs(queries.MANAGE)
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    """The four texts of a draft."""
    row: Any = find(queries.pledges_for(request.actor), pk=pk)
    initial = {key: getattr(row, key) for key in (*TEXTS, "remark", "revision")}
    form = TextsForm(request.POST or None, initial=initial)
    act = partial(edit_texts, row, actor=request.actor, at=request.at)
    if request.method == "POST" and fill(form, lambda: act(**form.cleaned_data)):
        return redirect("pledges:pledge", pk=pk)
    return render(request, "pledges/staff/edit.html", {"pledge": row, "form": form})


@needs(queries.MANAGE)
def supplement_new(request: StaffRequest, pk: int) -> HttpResponse:
    """Draft a 补充协议 on the lines in force."""
    row = find(queries.pledges_for(request.actor), pk=pk)
    form = SupplementForm(request.POST or None, lines=queries.lines_in_force(row))

    def act() -> Supplement:
        told = {key: form.cleaned_data[key] for key in ("reason", "basis")}
        return draft_supplement(row, wanted=form.wanted(), **told, actor=request.actor, at=request.at)

    made = fill(form, act) if request.method == "POST" else None
    if made:
        return redirect("pledges:supplement", pk=made.pk)
    return render(request, "pledges/staff/supplement_new.html", {"pledge": row, "form": form})


@needs(queries.VIEW, queries.VIEW_OWN)
def file(request: StaffRequest, kind: str, pk: int, form: str) -> HttpResponse:
    """The paper as PDF or Word; the scan as ``original``. A signed PDF is the one kept when it was signed."""
    row = _find(request, kind, pk)
    kept = row.scan if form == "original" else row.paper if form == "pdf" else None
    if kept is not None:
        return kept_response(kept, kept.name)
    return paper_response(paper_of(row), row.title, form)
