"""One finding: its page, the door for its moves, registering and changing by hand, photos."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from xiangfeng.access.scope import may
from xiangfeng.findings import page
from xiangfeng.findings.actions import recording, settling
from xiangfeng.findings.forms import FindingForm, first_of
from xiangfeng.findings.lists import points_of, tag_of
from xiangfeng.findings.models import Finding, FindingState, Source
from xiangfeng.findings.queries import RECORD, VIEW, VIEW_OWN, candidates_for, findings_for, photos
from xiangfeng.findings.staff.shared import leads_of, own_unit
from xiangfeng.history.queries import entries_for
from xiangfeng.regulations.queries import norms_for
from xiangfeng.tasks.models import FileRole, TaskFile
from xiangfeng.tasks.staff.lists import today_of
from xiangfeng.web.doors import StaffRequest, attempt, fill, find, needs, number
from xiangfeng.web.moves import acts_for, make_move

SPECIAL = ("rectify", "link", "withdraw")
"""Moves with a page or a form of their own, and the one that is made in the check sheet."""


def find_finding(request: StaffRequest, pk: int) -> Finding:
    """A finding within sight, or 404."""
    return find(findings_for(request.actor).prefetch_related(photos()), pk=pk)


@needs(VIEW, VIEW_OWN)
def finding(request: StaffRequest, pk: int) -> HttpResponse:
    """What was found, what became of it, what to do next."""
    row, day = find_finding(request, pk), today_of(request)
    # What was done to the 整改 of a finding that is 并入 is told on the page of the earlier one.
    task = row.task if row.state != FindingState.LINKED else None
    entries = [*entries_for(row), *(entries_for(task) if task else ())]
    context = {
        "row": row,
        "tag": tag_of(row, day),
        "points": points_of(row),
        "steps": page.steps(row),
        "events": page.events(row, entries),
        "repeats": list(row.repeats.exclude(state=FindingState.VOID).order_by("found_on", "id")),
        "after": _after(row),
        **_rights(request, row),
    }
    return render(request, "findings/staff/finding.html", context)


def _after(row: Finding) -> list[TaskFile]:
    """The photos of the state after, once its 整改 has some."""
    if row.task is None:
        return []
    files = TaskFile.objects.filter(task=row.task, role=FileRole.AFTER).select_related("attachment")
    return [one for one in files.order_by("id") if one.attachment.is_image]


def _rights(request: StaffRequest, row: Finding) -> dict[str, Any]:
    """What the person may do here and see."""
    actor = request.actor
    acts = acts_for(row, actor, reverse("findings:move", args=[row.pk]))
    special = {act["verb"]: act for act in acts if act["verb"] in SPECIAL}
    # 重新处理 of what is being mended is news to nobody.
    acts = [
        act for act in acts if act["verb"] not in SPECIAL and not (act["verb"] == "reopen" and act["reason"])
    ]
    if rectify := special.get("rectify"):
        acts.insert(0, {**rectify, "is_link": True, "url": f"{reverse('findings:rectify')}?pick={row.pk}"})
    records = may(actor, RECORD, row.unit)
    sees_all = actor.can(VIEW)
    return {
        "acts": acts,
        "candidates": candidates_for(row) if "link" in special else [],
        "can_edit": records
        and row.state in recording.CHANGEABLE
        and not row.origin_key.startswith("inspections."),
        "can_add_photo": may(actor, RECORD, row) and row.state != FindingState.VOID,
        "can_open_files": may(actor, "attachments.view", row) or may(actor, "attachments.view_own", row),
        "can_see_all": sees_all,
        "list_url": reverse("findings:findings" if sees_all else "findings:own"),
        "list_title": "检查发现" if sees_all else "本单位的问题",
    }


@require_POST
@needs(RECORD)
def move(request: StaffRequest, pk: int) -> HttpResponse:
    """Every move of a finding but 转整改 and 并入, which have more to fill in."""
    row, who = find_finding(request, pk), {"actor": request.actor, "at": request.at}
    verbs: dict[str, Any] = {
        "unlink": lambda row, note: settling.unlink_finding(row, **who),
        "note": lambda row, note: settling.note_finding(row, reason=note, **who),
        "reopen": lambda row, note: settling.reopen_finding(row, **who),
        "void": lambda row, note: settling.void_finding(row, reason=note, **who),
    }
    return make_move(request, row, verbs, reverse("findings:finding", args=[pk]))


@require_POST
@needs(RECORD)
def link(request: StaffRequest, pk: int) -> HttpResponse:
    """并入 the one that was chosen."""
    row = find_finding(request, pk)
    earlier = findings_for(request.actor).filter(pk=number(request.POST.get("earlier", ""))).first()
    if earlier is None:
        messages.error(request, "请选并入哪一条")
    else:
        act = partial(settling.link_finding, row, earlier, actor=request.actor, at=request.at)
        attempt(request, act, done=f"已并入 {earlier.number}")
    return redirect("findings:finding", pk=pk)


@require_POST
@needs(RECORD)
def photo(request: StaffRequest, pk: int) -> HttpResponse:
    """One more photo."""
    row, upload = find_finding(request, pk), request.FILES.get("photo")
    if upload is None:
        messages.error(request, "请选照片")
    else:
        act = partial(recording.add_upload, row, upload, actor=request.actor, at=request.at)
        attempt(request, act, done="照片已加上")
    return redirect("findings:finding", pk=pk)


@needs(RECORD)
def new(request: StaffRequest) -> HttpResponse:
    """Register one by hand, at the desk or on the phone."""
    unit = own_unit(request)
    first = {"found_on": request.at.date(), "source": Source.INSPECTION, "site": request.GET.get("site", "")}
    form = FindingForm(request.POST or None, units=leads_of(unit), norms=norms_for(unit), initial=first)
    if request.method == "POST":
        who = {"actor": request.actor, "at": request.at, "uploads": request.FILES.getlist("photo")}
        row = fill(form, lambda: recording.register_finding(unit, **who, **form.cleaned_data))
        if row:
            said = f"，和 {row.same_as.number} 是同一问题" if row.same_as else ""
            messages.success(request, f"已登记 {row.number}{said}")
            return (
                redirect("findings:new")
                if "more" in request.POST
                else redirect("findings:finding", pk=row.pk)
            )
    context = {"form": form, "unit": unit, "same_days": settings.SAME_FINDING_DAYS}
    return render(request, "findings/staff/new.html", context)


@needs(RECORD)
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change what was registered by hand while nothing was decided."""
    row = find(findings_for(request.actor), pk=pk)
    given = {"units": leads_of(row.unit), "norms": norms_for(row.unit), "initial": first_of(row)}
    form = FindingForm(request.POST or None, **given)
    if request.method == "POST":
        act = partial(recording.edit_finding, row, actor=request.actor, at=request.at)
        if fill(form, lambda: act(**form.cleaned_data) or True):
            messages.success(request, "已改好")
            return redirect("findings:finding", pk=pk)
    return render(request, "findings/staff/new.html", {"form": form, "unit": row.unit, "row": row})
