"""The list, one 制度 with its text and life, and the one door for its moves."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from xiangfeng.access.scope import may
from xiangfeng.history.queries import entries_for
from xiangfeng.regulations.actions import life
from xiangfeng.regulations.actions.drafts import FACTS
from xiangfeng.regulations.exports import spec, state_words
from xiangfeng.regulations.forms import FactsForm, OriginalForm
from xiangfeng.regulations.models import Regulation, RegulationState
from xiangfeng.regulations.page import parts_of, remarks_on
from xiangfeng.regulations.queries import (
    ANY,
    ENACT,
    MANAGE,
    articles_of,
    counted_regulations_for,
    regulations_for,
    versions_of,
)
from xiangfeng.web.doors import StaffRequest, find, needs
from xiangfeng.web.ledger import ledger
from xiangfeng.web.moves import Act, acts_for, make_move
from xiangfeng.web.timeline import timeline

S = RegulationState
ACTS = {
    "submit": life.submit_regulation,
    "recall": life.recall_regulation,
    "approve": life.approve_regulation,
    "send_back": life.send_back_regulation,
    "enact": life.enact_regulation,
    "reopen": life.reopen_regulation,
    "repeal": life.repeal_regulation,
}
STEPS = ((S.DRAFT, "起草"), (S.REVIEW, "合法性审核"), (S.REVIEWED, "会议审议、批准"), (S.IN_FORCE, "施行"))


def find_regulation(request: HttpRequest, pk: int) -> Regulation:
    """The 制度 the person may see, or 404."""
    return find(regulations_for(request.actor), pk=pk)  # type: ignore[attr-defined]


@needs(*ANY)
def regulations(request: StaffRequest) -> HttpResponse:
    """All 制度 the person may see, in force first."""
    can_draft = request.actor.can(MANAGE)
    works_on = can_draft or request.actor.can(ENACT) or request.actor.can("regulations.review")
    declared = spec(
        timezone.localdate(request.at),
        can_draft=can_draft,
        works_on=works_on,
    )
    bulk = {
        "url": reverse("regulations:compilation", args=["docx"]),
        "moves": [{"label": "选中的汇编成 Word", "value": "docx", "confirm": ""}],
    }
    return ledger(
        request,
        counted_regulations_for(request.actor),
        declared,
        can_draft=can_draft,
        bulk=bulk,
        new_url=reverse("regulations:new") if can_draft else "",
        new_label="起草制度",
    )


@needs(*ANY)
def regulation(request: StaffRequest, pk: int) -> HttpResponse:
    """One version: its text, what may be done now, its versions and what happened to it."""
    row = find_regulation(request, pk)
    rows, today = articles_of(row), timezone.localdate(request.at)
    versions = list(versions_of(row, request.actor))
    is_editor = may(request.actor, MANAGE, row)
    context = {
        "regulation": row,
        "parts": parts_of(rows),
        "state": state_words(row, today),
        "steps": _steps(row),
        "acts": _acts(request, row),
        "remarks": remarks_on(rows) if row.state in (S.DRAFT, S.REVIEW) else [],
        "versions": [(one, state_words(one, today)) for one in versions],
        "older": next((one for one in versions if one.version < row.version), None),
        "can_edit": is_editor and row.state == S.DRAFT,
        "can_revise": is_editor and row.state == S.IN_FORCE,
        "is_editor": is_editor,
        "form": _facts_form(request, row),
        "duties_url": _duties_url(request, row),
        "original": OriginalForm() if is_editor else None,
        "events": _events(row),
    }
    return render(request, "regulations/staff/regulation.html", context)


def _acts(request: StaffRequest, row: Regulation) -> list[dict[str, Any]]:
    acts = acts_for(row, request.actor, reverse("regulations:move", args=[row.pk]))
    for act in acts:
        if act["verb"] == "approve":
            act["note_label"] = "审核意见"
    return acts


def _duties_url(request: StaffRequest, row: Regulation) -> str:
    """Where the duties that hang on its articles are shown with their proofs: a page of the floor above."""
    if row.state != S.IN_FORCE or not request.actor.can("duties.view"):
        return ""
    return reverse("duties:regulation", args=[row.pk])


def _facts_form(request: StaffRequest, row: Regulation) -> FactsForm | None:
    is_open = row.state in (S.DRAFT, S.REVIEW, S.REVIEWED)
    if not is_open or not (may(request.actor, MANAGE, row) or may(request.actor, ENACT, row)):
        return None
    return FactsForm(initial=facts_initial(row), is_draft=row.state == S.DRAFT)


def facts_initial(row: Regulation) -> dict[str, object]:
    """What the form of the facts begins with."""
    return {name: getattr(row, name) for name in (*FACTS, "revision")}


def _steps(row: Regulation) -> list[dict[str, str]]:
    if row.state == S.REPEALED:
        return []
    at = [state for state, _ in STEPS].index(S(row.state))
    return [
        {
            "title": title,
            "state": "done" if place < at or row.state == S.IN_FORCE else "now" if place == at else "",
        }
        for place, (_, title) in enumerate(STEPS)
    ]


def _events(row: Regulation) -> list[dict[str, str]]:
    """The last things done to it, latest first."""
    return timeline(entries_for(row).order_by("-at", "-id")[:12], form="%Y年%-m月%-d日 %H:%M")


@require_POST
@needs(*ANY)
def move(request: StaffRequest, pk: int) -> HttpResponse:
    """The one door for all moves."""
    row = find_regulation(request, pk)
    acts: dict[str, Act] = {
        verb: partial(act, actor=request.actor, at=request.at) for verb, act in ACTS.items()
    }
    answer = make_move(request, row, acts, reverse("regulations:regulation", args=[pk]))
    # Sent back or reopened it may be out of sight of whoever did it.
    seen = regulations_for(request.actor).filter(pk=pk).exists()
    return answer if seen else redirect("regulations:regulations")
