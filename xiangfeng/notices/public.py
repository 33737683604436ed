"""Doors for everybody: the list, one notice, an objection without account, its answer by the receipt, the paper and files."""

from __future__ import annotations

import datetime as dt
from typing import cast

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from xiangfeng.calendars.queries import calendar
from xiangfeng.notices.actions.objections import raise_objection
from xiangfeng.notices.exports import held_text, signer_of
from xiangfeng.notices.forms import CodeForm, ObjectForm
from xiangfeng.notices.models import Notice, NoticeKind
from xiangfeng.notices.periods import Day, left, strip
from xiangfeng.notices.queries.open import (
    answer_by,
    known_notices,
    lines,
    open_events,
    open_notices,
    public_answers,
    replacement_of,
)
from xiangfeng.notices.tables import grid_of
from xiangfeng.web.doors import StaffRequest, fill, find, public
from xiangfeng.web.papers import check_kind, kept_response
from xiangfeng.web.visiting import answer_form, sent_by

PER_PAGE = 20
WORDS = 40


@public
def public_list(request: HttpRequest) -> HttpResponse:
    """What is public now, the latest first; ``?kind=`` narrows, ``?q=`` looks for words in the title."""
    kind, words = request.GET.get("kind", ""), request.GET.get("q", "").strip()[:WORDS]
    rows = open_notices()
    rows = rows.filter(kind=kind) if kind in NoticeKind.values else rows
    rows = rows.filter(title__icontains=words) if words else rows
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    found = lines(list(page), cast("StaffRequest", request).at.date())
    context = {"lines": found, "page": page, "kind": kind, "words": words, "kinds": NoticeKind.choices}
    return render(request, "notices/public/list.html", context)


@public
def public_events(request: HttpRequest) -> HttpResponse:
    """活动: those to come, then those of the past."""
    coming, past = open_events(cast("StaffRequest", request).at.date())
    page = Paginator(past, PER_PAGE).get_page(request.GET.get("page"))
    context = {"coming": coming if page.number == 1 else [], "page": page, "past": list(page)}
    return render(request, "notices/public/events.html", context)


@public
def public_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """One notice with its countdown; once it is over without its text."""
    row, today = find(known_notices(), pk=pk), cast("StaffRequest", request).at.date()
    rest, days = _countdown(row, today)
    context = {
        "row": row,
        "grid": grid_of(row.table),
        "paragraphs": [line.strip() for line in row.body.splitlines() if line.strip()],
        "held": held_text(row),
        "signature": signer_of(row),
        "files": list(row.files.all()),
        "is_readable": row.is_readable(today),
        "is_running": row.is_running(today),
        "left": rest,
        "strip": days,
        "replacement": replacement_of(row),
        "raised": row.objections.count() if row.is_publicity else 0,
        "answers": public_answers(row) if row.is_publicity else [],
    }
    return render(request, "notices/public/notice.html", context)


def _countdown(row: Notice, today: dt.date) -> tuple[int, list[Day]]:
    """Working days left and the strip of days; nothing of what is not running."""
    if not (row.is_running(today) and row.starts_on and row.ends_on):
        return 0, []
    days = calendar()
    return left(today, row.ends_on, days), strip(row.starts_on, row.ends_on, today, days)


@public
def public_object(request: HttpRequest, pk: int) -> HttpResponse:
    """Raise an objection; the receipt is shown once. No account, nothing of the sender is kept but what they type."""
    row, at = find(known_notices(), pk=pk), cast("StaffRequest", request).at
    form, made = ObjectForm(request.POST or None, **sent_by(request)), None
    if request.method == "POST":
        made = fill(form, lambda: raise_objection(row, **form.said, visitor=form.visitor, at=at))
    context = {
        "row": row,
        "form": form,
        "code": made[1] if made else "",
        "made": made[0] if made else None,
        "is_running": row.is_running(at.date()),
    }
    return answer_form(request, "notices/public/object.html", context, form)


@public
def public_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """What became of an objection, by its receipt; the receipt is posted, so that no log holds it."""
    row, form, found = find(known_notices(), pk=pk), CodeForm(request.POST or None), None
    is_asked = request.method == "POST" and form.is_valid()
    if is_asked:
        found = answer_by(row, form.cleaned_data["code"])
    context = {"row": row, "form": form, "found": found, "is_missed": is_asked and found is None}
    return render(request, "notices/public/answer.html", context)


def _readable(request: HttpRequest, pk: int) -> Notice:
    """A notice whose text everybody may read today, or 404."""
    row = find(known_notices(), pk=pk)
    if not row.is_readable(cast("StaffRequest", request).at.date()):
        raise Http404("公示已经结束，内容不再公开。")
    return row


@public
def public_paper(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The paper as it was kept at issue."""
    row = _readable(request, pk)
    check_kind(kind)
    kept = row.pdf if kind == "pdf" else row.docx
    if kept is None:
        raise Http404("没有这份文件。")
    return kept_response(kept, f"{row.number}.{kind}")


@public
def public_file(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """One file of a notice, as long as its text may be read."""
    one = find(_readable(request, pk).files.select_related("attachment"), pk=file)
    return kept_response(one.attachment, one.attachment.name)
