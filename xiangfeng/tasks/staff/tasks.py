"""One task: its page, the door for its moves, 进展, 延期, 催办."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from xiangfeng.access.scope import may
from xiangfeng.history.queries import entries_for
from xiangfeng.tasks.actions import doing, giving, judging
from xiangfeng.tasks.exports import NAMES, paper_name
from xiangfeng.tasks.forms import ExtensionForm, ReportForm
from xiangfeng.tasks.lists import TITLES, status_of
from xiangfeng.tasks.models import Feedback, FileRole, Task, TaskFile, TaskKind, TaskState
from xiangfeng.tasks.page import events_of, extension_reason, lateness_of, steps_of
from xiangfeng.tasks.queries import VIEW, VIEW_OWN, tasks_for
from xiangfeng.tasks.staff.lists import today_of
from xiangfeng.web.doors import StaffRequest, attempt, back, find, needs
from xiangfeng.web.moves import acts_for, make_move

HIDDEN = {"skip": TaskKind.STAGE}
"""Moves that only one kind of task has at all."""


def find_task(request: StaffRequest, pk: int, *prefetched: Any) -> Task:
    """A task within sight, or 404."""
    rows: QuerySet[Task] = tasks_for(request.actor).select_related(
        "unit", "lead", "charged", "parent", "campaign", "extension", "occurrence__duty", "site", "norm"
    )
    return find(rows.prefetch_related(*prefetched), pk=pk)


def _hanging_on() -> tuple[Any, ...]:
    """Everything that hangs on a task, by one query each."""
    return (
        "helpers",
        "urges",
        Prefetch("files", TaskFile.objects.select_related("attachment").order_by("id")),
        Prefetch("feedback", Feedback.objects.select_related("unit").order_by("-at", "-id")),
        Prefetch("subtasks", Task.objects.select_related("lead").order_by("due_on", "id")),
    )


@needs(VIEW, VIEW_OWN)
def task(request: StaffRequest, pk: int) -> HttpResponse:
    """Where it stands, what to do next, what was done."""
    row = find_task(request, pk, *_hanging_on())
    day = today_of(request)
    giving.mark_short(row, request.at, day.calendar)
    parts = [(part, status_of(part, day)) for part in row.subtasks.all()]
    context = {
        "task": row,
        "steps": steps_of(row),
        "status": status_of(row, day),
        "lateness": lateness_of(row, day),
        "parts": parts,
        "done_parts": sum(not part.is_open for part, _ in parts),
        "feedback": row.feedback.all(),
        "urges": row.urges.all(),
        "is_report_due": row.report_on is not None and row.report_on <= day.today,
        "events": events_of(row, entries_for(row).order_by("-at", "-id")[:30]),
        **_acts(request, row),
        **_rights(request, row),
        **_files(request, row),
        **_place(request, row),
    }
    return render(request, "tasks/staff/task.html", context)


def _rights(request: StaffRequest, row: Task) -> dict[str, Any]:
    """What else the person may do here; the flow's moves are told by the flow."""
    actor, extension = request.actor, getattr(row, "extension", None)
    urges = may(actor, "tasks.urge", row) and may(actor, "tasks.urge", row.unit)
    kinds = {"asked": "info", "granted": "ok", "refused": "idle"}
    return {
        "extension": extension,
        "extension_kind": kinds.get(extension.state, "") if extension else "",
        "extension_reason": extension_reason(row, actor),
        "can_report": row.state == "accepted" and doing.reporting_unit(row, actor) is not None,
        "can_urge": row.is_at_work and urges,
        "can_decide": row.is_at_work and may(actor, "tasks.decide", row.unit),
        "can_edit": row.state == TaskState.DRAFT and may(actor, "tasks.assign", row.unit),
        "can_split": row.is_at_work and may(actor, "tasks.assign", row.lead) and row.kind != TaskKind.STAGE,
        "is_for_other": may(actor, "tasks.handle", row) and doing.is_on_behalf(row.lead, actor),
    }


def _files(request: StaffRequest, row: Task) -> dict[str, Any]:
    """Photos – the state before, the state after, others – and other files."""
    files, order = list(row.files.all()), {"before": 0, "after": 1, "other": 2}
    photos = sorted((one for one in files if one.attachment.is_image), key=lambda one: order[one.role])
    return {
        "photos": photos,
        "papers": [one for one in files if not one.attachment.is_image],
        "has_after": any(one.role == FileRole.AFTER for one in files),
        "can_open_files": may(request.actor, "attachments.view", row)
        or may(request.actor, "attachments.view_own", row),
    }


def _place(request: StaffRequest, row: Task) -> dict[str, Any]:
    """The list it belongs to for this person, and its paper."""
    names = {TaskKind.SUPERVISION: "tasks:supervisions", TaskKind.RECTIFICATION: "tasks:rectifications"}
    sees_all = request.actor.can(VIEW)
    kind = row.kind if row.kind in TITLES else ""
    paper = paper_name(row)
    return {
        "can_see_all": sees_all,
        "list_url": reverse(names.get(TaskKind(row.kind), "tasks:tasks") if sees_all else "tasks:own"),
        "list_title": TITLES[kind] if sees_all else "本单位任务",
        "paper": paper,
        "paper_title": NAMES[paper],
    }


def _acts(request: StaffRequest, row: Task) -> dict[str, Any]:
    """The moves: those with more to fill in than a reason get forms of their own."""
    acts = acts_for(row, request.actor, reverse("tasks:move", args=[row.pk]))
    acts = [
        act
        for act in acts
        if HIDDEN.get(act["verb"], row.kind) == row.kind and (act["verb"] != "confirm_short" or row.is_short)
    ]
    special = {act["verb"]: act for act in acts if act["verb"] in ("submit", "close")}
    if submit := special.get("submit"):
        submit["reason"] = ""  # the photo comes with the form itself
    return {"acts": [act for act in acts if act["verb"] not in special], "submit": special.get("submit"), "close": special.get("close")}  # fmt: skip


@require_POST
@needs(VIEW, VIEW_OWN)
def move(request: StaffRequest, pk: int) -> HttpResponse:
    """Every move of a task."""
    row, who = find_task(request, pk), {"actor": request.actor, "at": request.at}
    files = request.FILES.getlist("file")
    verbs: dict[str, Any] = {
        "assign": lambda row, note: giving.assign_task(row, **who),
        "confirm_short": lambda row, note: giving.confirm_short(row, **who),
        "cancel": lambda row, note: giving.cancel_task(row, reason=note, **who),
        "accept": lambda row, note: doing.accept_task(row, **who),
        "submit": lambda row, note: doing.submit_task(row, text=note, uploads=files, **who),
        "recall": lambda row, note: doing.recall_task(row, **who),
        "close": lambda row, note: judging.close_task(row, conclusion=note, **who),
        "return": lambda row, note: judging.return_task(row, reason=note, **who),
        "skip": lambda row, note: judging.skip_stage(row, reason=note, **who),
    }
    return make_move(request, row, verbs, back(request, reverse("tasks:task", args=[pk])).url)


def _first_error(form: Any) -> str:
    return next((f"{form.fields[name].label}：{texts[0]}" for name, texts in form.errors.items() if name in form.fields), "请核对填写的内容")  # fmt: skip


@require_POST
@needs("tasks.handle")
def report(request: StaffRequest, pk: int) -> HttpResponse:
    """反馈进展."""
    row, form = find_task(request, pk), ReportForm(request.POST, request.FILES)
    if form.is_valid():
        data = form.cleaned_data
        uploads = [data["file"]] if data["file"] else []
        act = partial(doing.report_progress, row, text=data["text"], percent=data["percent"], uploads=uploads)
        attempt(request, partial(act, actor=request.actor, at=request.at), done="进展已记下")
    else:
        messages.error(request, _first_error(form))
    return back(request, reverse("tasks:task", args=[pk]))


@require_POST
@needs("tasks.handle")
def extend(request: StaffRequest, pk: int) -> HttpResponse:
    """申请延期."""
    row, form = find_task(request, pk), ExtensionForm(request.POST)
    if form.is_valid():
        act = partial(doing.ask_extension, row, **form.cleaned_data, actor=request.actor, at=request.at)
        attempt(request, act, done="已申请延期，等领导批")
    else:
        messages.error(request, _first_error(form))
    return back(request, reverse("tasks:task", args=[pk]))


@require_POST
@needs("tasks.decide")
def decide(request: StaffRequest, pk: int) -> HttpResponse:
    """同意 or 不同意延期."""
    row = find_task(request, pk)
    if not hasattr(row, "extension"):
        messages.error(request, "没有人申请延期")
        return redirect("tasks:task", pk=pk)
    grant = request.POST.get("grant") == "yes"
    act = partial(judging.decide_extension, row.extension, grant=grant, answer=request.POST.get("note", ""))
    done = "已同意延期" if grant else "已答复不同意"
    attempt(request, partial(act, actor=request.actor, at=request.at), done=done)
    return redirect("tasks:task", pk=pk)


@require_POST
@needs("tasks.urge")
def urge(request: StaffRequest, pk: int) -> HttpResponse:
    """催办 once."""
    row = find_task(request, pk)
    act = partial(judging.urge_task, row, text=request.POST.get("note", ""))
    attempt(request, partial(act, actor=request.actor, at=request.at), done="已催办，牵头单位收到消息")
    return redirect("tasks:task", pk=pk)
