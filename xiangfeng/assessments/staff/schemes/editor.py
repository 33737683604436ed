"""The editor: the tree at the left, the form of the chosen row at the right; the other sections on pages of their own."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from xiangfeng.access.scope import may
from xiangfeng.assessments import scheme_edit as edit
from xiangfeng.assessments.actions.schemes import MANAGE, edit_scheme
from xiangfeng.assessments.forms.schemes import SECTIONS, PieceForm, SchemeForm, section_form
from xiangfeng.assessments.models import SchemeState, SchemeVersion
from xiangfeng.assessments.queries.periods import VIEW, schemes_for
from xiangfeng.assessments.staff.schemes.lists import state_tag
from xiangfeng.assessments.staff.schemes.tree import tree_of
from xiangfeng.assessments.staff.schemes.undo import forget_last, last_body, remember
from xiangfeng.base.errors import Refused, Stale
from xiangfeng.scoring.figures import figure
from xiangfeng.scoring.scheme import Scheme
from xiangfeng.web.doors import StaffRequest, find, needs, number
from xiangfeng.web.moves import acts_for
from xiangfeng.web.templatetags.xf import note_kind


def can_edit(request: StaffRequest, row: SchemeVersion) -> bool:
    """Whether this person may change this version now."""
    return row.state == SchemeState.DRAFT and may(request.actor, MANAGE, row)


def page_of(request: StaffRequest, row: SchemeVersion, here: str, **more: Any) -> dict[str, Any]:
    """What every page of one version shows: its head, its problems with links, its sections, its moves."""
    pages = _pages(row)
    tabs = [
        {"title": title, "url": url, "is_on": key == here, "count": None, "is_bad": False}
        for key, (title, url) in pages.items()
    ]
    return {
        "row": row,
        "tag": state_tag(row),
        "problems": [
            {"text": problem, "url": _address_of(problem, row, pages)} for problem in row.scheme.problems()
        ],
        "tabs": tabs,
        "acts": acts_for(row, request.actor, reverse("assessments:scheme_move", args=[row.pk])),
        "can_edit": can_edit(request, row),
        "can_copy": request.actor.can(MANAGE),
        "has_undo": last_body(request, row) is not None,
        "full": figure(edit.full_of(row.scheme)),
        "item_count": len(row.scheme.items()),
    } | more


def _pages(row: SchemeVersion) -> dict[str, tuple[str, str]]:
    """The pages of one version in order: key → title and address. The tree has the empty key."""
    sections = {
        key: (title, reverse("assessments:scheme_section", args=[row.pk, key]))
        for key, title in SECTIONS.items()
    }
    tree = ("指标", reverse("assessments:scheme", args=[row.pk]))
    return {"": tree, **sections, "try": ("试算", reverse("assessments:scheme_try", args=[row.pk]))}


def _address_of(problem: str, row: SchemeVersion, pages: dict[str, tuple[str, str]]) -> str:
    kind, key = edit.where_is(problem, row.scheme)
    return f"{pages[''][1]}?at={key}#part" if kind == "at" else pages[key][1]


def _save(
    request: StaffRequest, row: SchemeVersion, form: SchemeForm
) -> tuple[bool, list[tuple[str, str, str]]]:
    """Save a valid form; whether it was, and – when somebody saved in between – what is stored beside what was typed."""
    revision = request.POST.get("revision", "")
    try:
        saved = edit_scheme(
            row,
            form.apply(),
            revision=number(revision),
            actor=request.actor,
            at=request.at,
        )
    except Stale:
        return False, form.clashes() or [("内容", "与您填的相同", "不用再存")]
    except Refused as refusal:
        messages.error(request, str(refusal))
        return False, []
    remember(request, row, saved)
    problems = len(saved.scheme.problems())
    messages.success(
        request, f"已保存。还有 {problems} 个问题，列在页面顶上，改好才能启用" if problems else "已保存"
    )
    return True, []


def _place(scheme: Scheme, text: str) -> edit.Place | None:
    """The place asked for, else the first row; None while there is no row at all."""
    try:
        place = edit.parse_place(text)
        edit.piece_at(scheme, place)
    except edit.NoPlaceError:
        return (("s", 0),) if scheme.sources else None
    return place


def _answer(request: StaffRequest, context: dict[str, Any]) -> HttpResponse:
    """The page. Asked for by htmx its head may be out of sight, so what was done is said as a toast instead."""
    said = list(messages.get_messages(request)) if getattr(request, "htmx", False) else []
    response = render(request, "assessments/staff/scheme.html", context | ({"messages": []} if said else {}))
    if said:
        toast = {"kind": note_kind(said[-1].level_tag), "text": " ".join(map(str, said))}
        response["HX-Trigger"] = json.dumps({"toast": toast})
    return response


@needs(VIEW)
def scheme(request: StaffRequest, pk: int) -> HttpResponse:
    """The tree with the form of the row ``?at=…``; POST saves that row."""
    row = find(schemes_for(request.actor), pk=pk)
    place = _place(row.scheme, request.GET.get("at", ""))
    data = request.POST if request.method == "POST" else None
    form = PieceForm(row.scheme, place, edit.piece_at(row.scheme, place), data) if place else None
    clashes: list[tuple[str, str, str]] = []
    if data is not None and form is not None:
        if request.POST.get("was") != edit.name_of(form.piece):
            messages.error(request, "这一行刚被别人移动、改号或删去，没有保存；请在左边找到它再改")
            return redirect("assessments:scheme", pk)
        if form.is_valid():
            is_saved, clashes = _save(request, row, form)
            if is_saved:
                return redirect(f"{request.path}?at={edit.write_place(form.place)}#part")
    at = edit.write_place(place) if place else ""
    tree = tree_of(row.scheme, at, request.path)
    context = page_of(request, row, "", form=form, at=at, tree=tree, clashes=clashes)
    return _answer(request, context)


@require_GET
@needs(VIEW)
def scheme_rule(request: StaffRequest, pk: int) -> HttpResponse:
    """The fields of the rule being chosen and its sentence, as somebody types; nothing is kept."""
    row = find(schemes_for(request.actor), pk=pk)
    place = _place(row.scheme, request.GET.get("at", ""))
    if place is None:
        raise Http404("这份体系还没有来源")
    form = PieceForm(row.scheme, place, edit.piece_at(row.scheme, place), request.GET)
    form.is_live = True
    context = {"form": form, "row": row, "at": edit.write_place(place)}
    return render(request, "assessments/staff/scheme_rule.html", context)


CHANGES: dict[str, Callable[[Scheme, edit.Place], tuple[Scheme, edit.Place]]] = {
    "child": lambda scheme, place: edit.add_below(scheme, place, letter="n" if place[-1][0] in "sc" else "d"),
    "child_source": lambda scheme, place: edit.add_below(scheme, place, letter="c"),
    "after": edit.add_after,
    "up": lambda scheme, place: edit.move_piece(scheme, place, -1),
    "down": lambda scheme, place: edit.move_piece(scheme, place, 1),
    "remove": edit.remove_piece,
    "source": lambda scheme, place: edit.add_source(scheme),
}


@require_POST
@needs(MANAGE)
def scheme_change(request: StaffRequest, pk: int) -> HttpResponse:
    """Add, move, remove one row of the tree, or go back one step."""
    row = find(schemes_for(request.actor), pk=pk)
    revision = request.POST.get("revision", "")
    args = {"revision": number(revision), "actor": request.actor, "at": request.at}
    home = reverse("assessments:scheme", args=[pk])
    try:
        changed, place = _changed(request, row)
        saved = edit_scheme(row, changed, **args)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(f"{home}?at={request.POST.get('at', '')}")
    if request.POST.get("verb") == "undo":
        forget_last(request, row, saved)
        messages.success(request, "已撤销上一步")
        return redirect(home)
    remember(request, row, saved)
    if request.POST.get("verb") == "remove":
        messages.success(request, "已删除。删错了可以点“撤销上一步”。")
    return redirect(f"{home}?at={edit.write_place(place)}#part")


def _changed(request: StaffRequest, row: SchemeVersion) -> tuple[Scheme, edit.Place]:
    """The scheme after the change that was asked for, and the row to show next."""
    verb = request.POST.get("verb", "")
    if verb == "undo":
        body = last_body(request, row)
        if body is None:
            raise Refused("没有可以撤销的：您之后又有人改过，或者已经撤完了")
        return Scheme.from_dict(body), ()
    if verb not in CHANGES:
        raise Refused("没有这个动作，请刷新页面")
    try:
        place = edit.parse_place(request.POST.get("at", "")) if verb != "source" else ()
        return CHANGES[verb](row.scheme, place)
    except edit.NoPlaceError as error:
        raise Refused("这一行刚被别人移动或删去，请刷新页面") from error


@needs(VIEW)
def scheme_section(request: StaffRequest, pk: int, section: str) -> HttpResponse:
    """One section of the whole: sources and weights, rounding and ranking, missing, extras, grades, awards."""
    row = find(schemes_for(request.actor), pk=pk)
    if section not in SECTIONS:
        raise Http404("没有这一页")
    data = request.POST if request.method == "POST" else None
    form = section_form(row.scheme, section, data)
    clashes: list[tuple[str, str, str]] = []
    if data is not None and form.is_valid():
        is_saved, clashes = _save(request, row, form)
        if is_saved:
            return redirect(request.path)
    context = page_of(
        request, row, section, form=form, clashes=clashes, section=section, title=SECTIONS[section]
    )
    name = "scheme_sources" if section == "sources" else "scheme_section"
    return render(request, f"assessments/staff/{name}.html", context)
