"""Doors: the manual, and the beat that keeps a session alive while somebody types."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render

from xiangfeng.web.doors import StaffRequest
from xiangfeng.workbench import manuals


def manual(request: StaffRequest, page: str = "") -> HttpResponse:
    """A page of the Chinese manual; the first one without a name."""
    try:
        found = manuals.read(page)
    except KeyError as error:
        raise Http404("手册里没有这一页") from error
    return render(request, "workbench/staff/manual.html", {"manual": found, "pages": manuals.contents()})


def keep_alive(request: StaffRequest) -> HttpResponse:
    """Answers nothing; being asked is enough to keep the session (the person pressed “继续使用”)."""
    return HttpResponse(status=204)
