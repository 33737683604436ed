"""Doors to a person's own messages."""

from __future__ import annotations

from typing import Any

from django.contrib import messages as notes
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from xiangfeng.administration.timeline import moment
from xiangfeng.notifications.actions import mark_all_read, mark_read
from xiangfeng.notifications.queries import messages_for, unread_for
from xiangfeng.web.doors import StaffRequest

PER_PAGE = 50
TONES = {"todo": "info", "notice": "line", "warning": "warn"}


def messages(request: StaffRequest) -> HttpResponse:
    """One's own messages, the latest first; ``?tab=unread`` only those not read."""
    user_id = request.actor.user_id or 0
    is_unread = request.GET.get("tab") == "unread"
    unread = unread_for(user_id)
    rows = Paginator(unread if is_unread else messages_for(user_id), PER_PAGE).get_page(
        request.GET.get("page")
    )
    unread_count = unread.count()
    context = {
        "rows": [(row, TONES[row.kind], moment(row.at)) for row in rows],
        "page": _pager(rows, "unread" if is_unread else ""),
        "unread_count": unread_count,
        "tabs": [
            {"title": "全部", "url": "?", "count": None, "is_on": not is_unread, "is_bad": False},
            {
                "title": "未读",
                "url": "?tab=unread",
                "count": unread_count,
                "is_on": is_unread,
                "is_bad": False,
            },
        ],
    }
    return render(request, "administration/staff/messages.html", context)


def _pager(page: Any, tab: str) -> dict[str, Any]:
    def url(number: int) -> str:
        return f"?{f'tab={tab}&' if tab else ''}page={number}"

    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return {
        "first": page.start_index(), "last": page.end_index(), "total": page.paginator.count,
        "pages": [
            {"n": n, "url": url(n) if isinstance(n, int) else "", "is_on": n == page.number} for n in numbers
        ],
        "next_url": url(page.next_page_number()) if page.has_next() else "",
        "prev_url": url(page.previous_page_number()) if page.has_previous() else "",
    }  # fmt: skip


@require_POST
def message(request: StaffRequest, pk: int) -> HttpResponse:
    """Mark one as read and go where it is dealt with."""
    row = mark_read(request.actor.user_id or 0, pk, at=request.at)
    if row is None:
        raise Http404("没有这条消息。")
    return redirect(row.url or "administration:messages")


@require_POST
def read_all(request: StaffRequest) -> HttpResponse:
    """Mark all as read."""
    count = mark_all_read(request.actor.user_id or 0, at=request.at)
    notes.success(request, f"{count} 条消息都标成已读" if count else "没有未读消息")
    return redirect("administration:messages")
