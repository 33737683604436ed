"""Doors for everybody to the 制度 in force: the list with a search by article, one of them, its paper (C5)."""

from __future__ import annotations

from typing import Any, cast

from django.core.cache import cache
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render

from xiangfeng.regulations.exports import bound, facts_of
from xiangfeng.regulations.highlight import marked
from xiangfeng.regulations.page import parts_of
from xiangfeng.regulations.papers import paper_of
from xiangfeng.regulations.queries import articles_of, articles_with, open_regulations, successor
from xiangfeng.web.doors import StaffRequest, find, public
from xiangfeng.web.papers import check_kind, paper_response


@public
def public_list(request: StaffRequest) -> HttpResponse:
    """The 制度 in force by unit; ``?q=`` gives the articles that hold all the words instead."""
    words = request.GET.get("q", "").strip()[:60]
    rows = open_regulations(request.at.date())
    found = articles_with(words, rows) if words else None
    page: Any = Paginator(rows if found is None else found, 30).get_page(request.GET.get("page"))
    hits = [{"row": one, "parts": marked(one.text, words)} for one in page] if words else []
    context = {"words": words, "page": page, "hits": hits, "rows": [] if words else list(page)}
    return render(request, "regulations/public/list.html", context)


@public
def public_rule(request: StaffRequest, pk: int) -> HttpResponse:
    """One 制度 in force, each article under an address of its own; an older version leads to the one in force."""
    today = request.at.date()
    if (heir := successor(pk, today)) and heir.pk != pk:
        return redirect("regulations:public_rule", pk=heir.pk)
    row = find(open_regulations(today), pk=pk)
    context = {"row": row, "facts": facts_of(row), "parts": parts_of(articles_of(row))}
    return render(request, "regulations/public/rule.html", context)


@public
def public_paper(request: StaffRequest, pk: int, kind: str) -> HttpResponse:
    """The text as PDF or Word. Made once a day and version: nobody keeps the server busy by asking again and again."""
    check_kind(kind)
    today = request.at.date()
    row = find(open_regulations(today), pk=pk)

    def made() -> HttpResponse:
        text = bound(row, articles_of(row))
        return paper_response(paper_of(text, day=row.effective_on or today), str(row), kind)

    key = f"regulations.rule:{row.pk}:{row.revision}:{kind}"
    return cast("HttpResponse", cache.get_or_set(key, made, 86400))
