"""提醒和日历订阅: one's own weekly note and calendar address."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from xiangfeng.web.doors import StaffRequest, attempt
from xiangfeng.workbench.actions import choose_digest, renew_feed, revoke_feed
from xiangfeng.workbench.queries.feed import feed_of, has_digest

FRESH = "fresh_feed"
"""Where the session keeps a new address until it has been shown."""


def feed(request: StaffRequest) -> HttpResponse:
    """What one has chosen; a new address this once – it is not kept and so not shown again."""
    token = request.session.pop(FRESH, "")
    context = {
        "token": feed_of(request.actor),
        "address": request.build_absolute_uri(reverse("workbench:feed_file", args=[token])) if token else "",
        "has_digest": has_digest(request.actor),
    }
    return render(request, "workbench/staff/feed.html", context)


@require_POST
def renew(request: StaffRequest) -> HttpResponse:
    """A new address, shown once on the page that follows, so that reloading makes no other; the old one stops."""
    request.session[FRESH] = renew_feed(actor=request.actor, at=request.at)
    return redirect("workbench:feed")


@require_POST
def revoke(request: StaffRequest) -> HttpResponse:
    """No address any more."""
    attempt(request, lambda: revoke_feed(actor=request.actor, at=request.at), done="日历地址已收回，立即失效")
    return redirect("workbench:feed")


@require_POST
def digest(request: StaffRequest) -> HttpResponse:
    """The weekly note on or off."""
    wanted = request.POST.get("has_digest") == "1"
    choose_digest(actor=request.actor, has_digest=wanted)
    messages.success(request, "每周一发一条待办汇总" if wanted else "不再发每周汇总，待办仍在“我的待办”里")
    return redirect("workbench:feed")
