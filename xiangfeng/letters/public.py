"""Doors for everybody: the letters, one of them, its paper."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render

from xiangfeng.letters.exports import day_text, target_of
from xiangfeng.letters.queries.rows import known_letters, open_letters
from xiangfeng.web.doors import StaffRequest, find, public
from xiangfeng.web.papers import check_kind, kept_response

MOST = 30


@public
def public_list(request: StaffRequest) -> HttpResponse:
    """The latest letters."""
    return render(request, "letters/public/list.html", {"rows": open_letters()[:MOST]})


@public
def public_letter(request: StaffRequest, pk: int) -> HttpResponse:
    """One letter as it was handed out, with the way to answer; of a withdrawn one number and reason."""
    row = find(known_letters(), pk=pk)
    texts = [line.strip() for text in (row.meaning, row.doing, row.ways) for line in text.splitlines()]
    context = {
        "row": row,
        "paragraphs": [text for text in texts if text],
        "signer": row.unit.full_name or row.unit.name,
        "day": day_text(row),
        "target": target_of(row),
        "takes_slips": row.takes_slips(request.at.date()),
    }
    return render(request, "letters/public/letter.html", context)


@public
def public_paper(request: StaffRequest, pk: int, kind: str) -> HttpResponse:
    """The page as it was kept at the signature."""
    check_kind(kind)
    row = find(open_letters(), pk=pk)
    kept = row.pdf if kind == "pdf" else row.docx
    if kept is None:
        raise Http404("没有这份文件。")
    return kept_response(kept, f"{row.number}.{kind}")
