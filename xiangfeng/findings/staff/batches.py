"""What is done to several findings at once: 转整改 with one deadline, 只记不改; and lists that came from above."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from xiangfeng.base.errors import Refused
from xiangfeng.findings.actions import importing, settling
from xiangfeng.findings.forms import ReasonForm, RectifyForm, UpperFileForm
from xiangfeng.findings.models import Finding, FindingState
from xiangfeng.findings.queries import RECORD, by_unit, chosen
from xiangfeng.findings.staff.shared import leads_of, own_unit
from xiangfeng.findings.upper_list import Known, Read, read_findings, write_blank
from xiangfeng.findings.upper_preview import lines_of, preview_of
from xiangfeng.orgs.models import Unit
from xiangfeng.regulations.queries import norms_for
from xiangfeng.sites.models import Site
from xiangfeng.web.doors import StaffRequest, fill, needs, number
from xiangfeng.web.ledger import xlsx_response

PAGES = {"rectify": "findings:rectify", "note": "findings:note"}


@require_POST
@needs(RECORD)
def bulk(request: StaffRequest) -> HttpResponse:
    """From the list to the page on which the ticked ones are dealt with."""
    name = PAGES.get(request.POST.get("move", ""))
    picks = [pk for pk in map(number, request.POST.getlist("pick")) if pk]
    if name is None or not picks:
        messages.error(request, "请先勾选要处理的发现")
        return redirect("findings:findings")
    return redirect(f"{reverse(name)}?{urlencode({'pick': picks}, doseq=True)}")


def _chosen(request: StaffRequest) -> tuple[list[Finding], list[Finding]]:
    """The ticked ones that are 待处理, and the others."""
    data = request.POST if request.method == "POST" else request.GET
    rows = chosen(request.actor, map(number, data.getlist("pick")))
    ready = [row for row in rows if row.state == FindingState.RECORDED]
    return ready, [row for row in rows if row.state != FindingState.RECORDED]


@needs(RECORD)
def rectify(request: StaffRequest) -> HttpResponse:
    """转整改: the chosen ones by village, one deadline."""
    rows, others = _chosen(request)
    due = settling.due_from(request.at.date())
    form = RectifyForm(request.POST or None, initial={"due_on": due})
    if request.method == "POST":
        act = partial(settling.rectify_findings, rows, actor=request.actor, at=request.at)
        tasks = fill(form, lambda: act(**form.cleaned_data))
        if tasks:
            _say_rectified(request, rows, tasks)
            return redirect("findings:notice", pk=rows[0].notice_id) if len(by_unit(rows)) == 1 else redirect("findings:notices")  # fmt: skip
    context = {
        "groups": by_unit(rows),
        "others": others,
        "form": form,
        "days": settings.RECTIFICATION_WORKDAYS,
    }
    return render(request, "findings/staff/rectify.html", context)


def _say_rectified(request: StaffRequest, rows: list[Finding], tasks: list[Any]) -> None:
    drafts = sum(task.state == "draft" for task in tasks)
    short = f"；期限太短，{drafts} 件等领导确认短时限后交办" if drafts else ""
    messages.success(request, f"已转整改 {len(tasks)} 条，出整改通知书 {len(by_unit(rows))} 份{short}")


@needs(RECORD)
def note(request: StaffRequest) -> HttpResponse:
    """只记不改: the chosen ones, one reason."""
    rows, others = _chosen(request)
    form = ReasonForm(request.POST or None)
    if request.method == "POST":
        act = partial(settling.note_findings, rows, actor=request.actor, at=request.at)
        result = fill(form, lambda: act(**form.cleaned_data))
        if result:
            done, reasons = result
            messages.success(request, f"已记 {done} 条，不要求整改")
            for reason in reasons[:5]:
                messages.error(request, reason)
            return redirect("findings:findings")
    return render(
        request, "findings/staff/note.html", {"groups": by_unit(rows), "others": others, "form": form}
    )


@needs(RECORD)
def blank(request: StaffRequest) -> HttpResponse:
    """An empty list to fill."""
    return xlsx_response(write_blank(), "问题清单（空表）")


@needs(RECORD)
def import_list(request: StaffRequest) -> HttpResponse:
    """Upload a list from above; it is shown cell by cell before anything is written."""
    unit = own_unit(request)
    form = UpperFileForm(request.POST or None, request.FILES or None, initial={"found_on": request.at.date()})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        read = fill(form, lambda: _read(request, unit, data))
        if read:
            preview = preview_of(unit, data["source_text"].strip(), data["file"].name, read)
            return render(request, "web/import_preview.html", {"preview": preview})
    importing_words = {
        "title": "导入上级抽检的问题",
        "note": "来源记作“上级”，登记后和本级查出的一样转整改",
        "blank_url": reverse("findings:blank"),
        "crumb": ("检查发现", reverse("findings:findings")),
    }
    return render(request, "web/import_start.html", {"form": form, "importing": importing_words})


def _read(request: StaffRequest, unit: Unit, data: dict[str, Any]) -> Read:
    upload = data["file"]
    if upload.size > settings.UPLOAD_MAX_MB * 1024 * 1024:
        raise Refused(f"文件超过 {settings.UPLOAD_MAX_MB} MB，请确认选的是问题清单")
    leads = leads_of(unit)
    names = list(leads.values_list("name", "pk"))
    counts = Counter(name for name, _ in names)  # two villages of one name in a county: nobody can tell which
    sites = Site.objects.filter(unit__in=leads, is_active=True).values_list("unit_id", "code", "name", "pk")
    known = Known(
        units={name: pk for name, pk in names if counts[name] == 1},
        sites={key: pk for lead, code, name, pk in sites for key in ((lead, name), (lead, code))},
        norms=dict(norms_for(unit).values_list("code", "pk")),
        found_on=data["found_on"],
        today=request.at.date(),
    )
    return read_findings(upload.read(), known)


@require_POST
@needs(RECORD)
def import_confirm(request: StaffRequest) -> HttpResponse:
    """Write what the preview showed."""
    unit, who = own_unit(request), {"actor": request.actor, "at": request.at}
    try:
        source_text, lines = lines_of(request.POST.get("token", ""), unit)
        done = importing.import_findings(unit, lines, source_text=source_text, **who)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("findings:import")
    known = f"；{done.known} 条以前导入过，没有重复登记" if done.known else ""
    linked = f"，其中 {done.linked} 条和已有问题相同" if done.linked else ""
    messages.success(request, f"已登记 {done.created} 条{linked}{known}")
    return redirect("findings:findings")
