"""Doors anybody may open: the front page, 合规自检, and the health check."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static

from xiangfeng.orgs.models import Unit
from xiangfeng.web.doors import public
from xiangfeng.workbench.compliance import CLAUSES


@public
def home(request: HttpRequest) -> HttpResponse:
    """What this platform is, for citizens and staff alike."""
    return render(request, "workbench/public/home.html")


@public
def compliance(request: HttpRequest) -> HttpResponse:
    """合规自检表: clause by clause, how the platform keeps clear of 指尖上的形式主义."""
    return render(request, "workbench/public/compliance.html", {"clauses": CLAUSES})


@public
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when the database answers, 503 otherwise; for watchdogs, says nothing else."""
    try:
        Unit.objects.exists()  # a real question: a connection kept open says nothing about the server behind it
    except Exception:  # noqa: BLE001 - whatever is wrong with the database, the answer is the same
        return JsonResponse({"status": "数据库连不上"}, status=503)
    return JsonResponse({"status": "ok"})


@public
def favicon(request: HttpRequest) -> HttpResponse:
    """Browsers ask for it at this address whatever the page says."""
    return redirect(static("web/icon.svg"))
