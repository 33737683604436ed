"""全站查找."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render

from xiangfeng.web.doors import StaffRequest, number
from xiangfeng.workbench import sources
from xiangfeng.workbench.queries.search import search, search_kind, words_of

LONGEST = 40


def find_all(request: StaffRequest) -> HttpResponse:
    """Everything one may see that contains the words; ``kind`` shows one sort page by page."""
    text = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST]
    kind, page = request.GET.get("kind", ""), max(number(request.GET.get("page", "1")), 1)
    words = words_of(text)
    is_short = bool(words) and max(map(len, words)) < 2
    groups = []
    if words and not is_short:
        known = kind in sources.KINDS
        groups = [search_kind(request.actor, text, kind, page=page)] if known else search(request.actor, text)
    context = {
        "text": text,
        "words": words,
        "is_short": is_short,
        "kind": kind if kind in sources.KINDS else "",
        "groups": [group for group in groups if group.hits],
        "page": page,
        "base": "?" + urlencode({"q": text}),
        "shown_to": [sources.KINDS[source] for source in sources.ORDER],
    }
    return render(request, "workbench/staff/search.html", context)
