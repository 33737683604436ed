"""Editing the text of a draft: one form at a time, in its place."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from xiangfeng.access.scope import may
from xiangfeng.regulations.actions import text as actions
from xiangfeng.regulations.forms import PieceForm
from xiangfeng.regulations.models import Article, Regulation, RegulationState
from xiangfeng.regulations.outline import Piece, shown
from xiangfeng.regulations.page import remarks_on
from xiangfeng.regulations.queries import MANAGE, articles_of
from xiangfeng.regulations.staff.regulations import find_regulation
from xiangfeng.web.doors import StaffRequest, attempt, fill, needs, number


@needs(MANAGE)
def text(request: StaffRequest, pk: int) -> HttpResponse:
    """The whole text, each 条 with what may be done to it. What is no draft any more is only read."""
    row = find_regulation(request, pk)
    if row.state != RegulationState.DRAFT or not may(request.actor, MANAGE, row):
        messages.error(request, f"现在是“{row.get_state_display()}”，正文不能改；施行中的要先点“修订”")
        return redirect("regulations:regulation", pk=pk)
    return _page(request, row, None)


def _page(request: StaffRequest, row: Regulation, form: PieceForm | None, status: int = 200) -> HttpResponse:
    rows = articles_of(row)
    if form is None:
        form = PieceForm(initial=_initial(request, row, rows))
    key, behind = number(str(form["key"].value() or "")), number(str(form["after"].value() or ""))
    context = {
        "regulation": row,
        "rows": [(one, shown(one.level, one.label)) for one in rows],
        "form": form,
        "editing": key,
        "behind": behind if not key else 0,
        "is_adding": not key,
        "remarks": {one.pk: one for one in remarks_on(rows)},
    }
    return render(request, "regulations/staff/text.html", context, status=status)


def _initial(request: StaffRequest, row: Regulation, rows: list[Article]) -> dict[str, object]:
    """The 条 to be changed (``?edit=``), or an empty one behind another (``?after=``), or at the end."""
    edit, after = (number(request.GET.get(name, "")) for name in ("edit", "after"))
    chosen = next((one for one in rows if one.pk == edit), None)
    above = next((one for one in rows if one.pk == after), None)
    level = chosen.level if chosen else above.level if above else "article"
    found: dict[str, object] = {"key": 0, "after": above.pk if above else 0, "revision": row.revision}
    if chosen:
        found |= {"key": chosen.pk, "text": chosen.text, "requirements": chosen.requirements}
    return found | {"level": level}


@require_POST
@needs(MANAGE)
def save(request: StaffRequest, pk: int) -> HttpResponse:
    """Write one 条, new or changed; what is wrong comes back beside its field."""
    row, form = find_regulation(request, pk), PieceForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        piece = Piece(data["level"], data["text"], data["requirements"], key=data["key"])
        given = {"revision": data["revision"], "actor": request.actor, "at": request.at}
        if piece.key:
            act = partial(actions.edit_piece, row, piece, **given)
        else:
            act = partial(actions.add_piece, row, piece, after=data["after"] or 0, **given)
        if fill(form, lambda: act() or True):
            messages.success(request, "已保存，条号已按位置重排")
            anchor = f"#a-{piece.key or data['after'] or 'end'}"
            return redirect(reverse("regulations:text", args=[pk]) + anchor)
    return _page(request, row, form, status=422)


@require_POST
@needs(MANAGE)
def arrange(request: StaffRequest, pk: int) -> HttpResponse:
    """Move a 条 up or down, or take it out, with all that belongs to it."""
    row = find_regulation(request, pk)
    key, revision = number(request.POST.get("key", "")), number(request.POST.get("revision", ""))
    verb = request.POST.get("verb", "")
    given = {"revision": revision, "actor": request.actor, "at": request.at}
    if verb == "delete":
        attempt(request, partial(actions.delete_piece, row, key, **given), done="已删除，条号已重排")
        return redirect("regulations:text", pk=pk)
    act = partial(actions.move_piece, row, key, down=verb == "down", **given)
    attempt(request, act, done="已下移" if verb == "down" else "已上移")
    return redirect(reverse("regulations:text", args=[pk]) + f"#a-{key}")
