"""Reading: search by article, old against new, papers, the text as a table, many bound together."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from xiangfeng.regulations.difference import compare as compare_texts
from xiangfeng.regulations.difference import summary
from xiangfeng.regulations.exports import bound, pieces, state_words
from xiangfeng.regulations.highlight import marked
from xiangfeng.regulations.models import Article
from xiangfeng.regulations.papers import compilation as bind
from xiangfeng.regulations.papers import paper_of
from xiangfeng.regulations.queries import (
    ANY,
    articles_of,
    found_articles,
    regulations_for,
    standing,
    versions_of,
    with_text,
)
from xiangfeng.regulations.sheet_file import write_sheet
from xiangfeng.regulations.staff.regulations import find_regulation
from xiangfeng.web.doors import StaffRequest, find, needs, number
from xiangfeng.web.ledger import xlsx_response
from xiangfeng.web.papers import kept_response, paper_response

PER_PAGE = 30
MOST_BOUND = 60


@needs(*ANY)
def articles(request: StaffRequest) -> HttpResponse:
    """条款检索: every article that holds all the words, the words marked."""
    words = request.GET.get("q", "").strip()[:60]
    everywhere = request.GET.get("all") == "1"
    today = timezone.localdate(request.at)
    page: Any = None
    hits: list[dict[str, Any]] = []
    if words:
        found = found_articles(request.actor, words, day=today, everywhere=everywhere)
        page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
        hits = [
            {
                "row": one,
                "regulation": one.regulation,
                "state": state_words(one.regulation, today),
                "parts": marked(one.text, words),
            }
            for one in page
        ]
    context = {"words": words, "everywhere": everywhere, "hits": hits, "page": page}
    return render(request, "regulations/staff/articles.html", context)


@needs(*ANY)
def article(request: StaffRequest, pk: int) -> HttpResponse:
    """One article, shown in its place."""
    row = find(Article.objects.filter(regulation__in=regulations_for(request.actor).order_by()), pk=pk)
    return redirect(reverse("regulations:regulation", args=[row.regulation_id]) + f"#a-{pk}")


@needs(*ANY)
def compare(request: StaffRequest, pk: int) -> HttpResponse:
    """This version against an older one (``with``; else the one before), article by article."""
    row = find_regulation(request, pk)
    others = [one for one in versions_of(row, request.actor) if one.version < row.version]
    asked = number(request.GET.get("with", ""))
    old = next((one for one in others if one.pk == asked), others[0] if others else None)
    if old is None:
        messages.info(request, "这是第一版，没有旧版可以对比")
        return redirect("regulations:regulation", pk=pk)
    new_rows = articles_of(row)
    heirs = {one.pk: one.came_from_id for one in new_rows if one.came_from_id}
    changes = compare_texts(pieces(articles_of(old)), pieces(new_rows), heirs)
    only = request.GET.get("all") != "1"
    shown = [one for one in changes if not only or one.kind != "same" or one.is_moved]
    context = {"regulation": row, "old": old, "others": others, "changes": shown, "only": only}
    return render(
        request, "regulations/staff/compare.html", context | {"says": summary(changes), "total": len(changes)}
    )


@needs(*ANY)
def paper(request: StaffRequest, pk: int, kind: str) -> HttpResponse:
    """One 制度 as PDF, Word or Excel; as ``original`` the stamped file kept with it."""
    row = find_regulation(request, pk)
    if kind == "original" and row.attachment is not None:
        return kept_response(row.attachment, row.attachment.name)
    rows = articles_of(row)
    name = f"{row}{'（草稿）' if row.state == 'draft' else ''}"
    if kind == "xlsx":
        return xlsx_response(write_sheet(pieces(rows)), name)
    day = row.effective_on or timezone.localdate(request.at)
    return paper_response(paper_of(bound(row, rows), day=day), name, kind)


@needs(*ANY)
def compilation(request: StaffRequest, kind: str) -> HttpResponse:
    """汇编 of all 制度 that bind today, or of those ticked in the list."""
    today = timezone.localdate(request.at)
    rows = standing(regulations_for(request.actor), today)
    if request.method == "POST":
        rows = rows.filter(pk__in=map(number, request.POST.getlist("pick")))
    chosen = list(with_text(rows)[:MOST_BOUND])
    if not chosen:
        messages.error(request, "没有可汇编的：汇编只收施行中的制度，请先勾选施行中的")
        return redirect("regulations:regulations")
    names = {one.unit.name for one in chosen}
    home = request.actor.home
    unit_name = names.pop() if len(names) == 1 else home.unit_name if home else ""
    texts = [bound(one, getattr(one, "text_rows", [])) for one in chosen]
    return paper_response(bind(texts, unit_name=unit_name, day=today), f"{unit_name}文明创建制度汇编", kind)
