"""督办单, 整改通知书, 销号单 and 催办通知书 as PDF and Word."""

from __future__ import annotations

from django.http import Http404, HttpResponse

from xiangfeng.tasks.exports import NAMES, paper_of, urge_notice
from xiangfeng.tasks.models import Urge
from xiangfeng.tasks.queries import VIEW, VIEW_OWN, tasks_for
from xiangfeng.tasks.staff.tasks import find_task
from xiangfeng.web.doors import StaffRequest, find, needs
from xiangfeng.web.papers import paper_response


@needs(VIEW, VIEW_OWN)
def paper(request: StaffRequest, pk: int, what: str, kind: str) -> HttpResponse:
    """One paper of a task."""
    row = find_task(request, pk)
    made = paper_of(row, what, on=request.at.date()) if what in NAMES else None
    if made is None:
        raise Http404("没有这份文书；销号单要销号以后才有")
    return paper_response(made, f"{row.number} {NAMES[what]}", kind)


@needs(VIEW, VIEW_OWN)
def urge_paper(request: StaffRequest, pk: int, kind: str) -> HttpResponse:
    """The notice of one 催办."""
    rows = Urge.objects.filter(task__in=tasks_for(request.actor)).select_related("task__unit", "task__lead")
    urge = find(rows, pk=pk)
    return paper_response(urge_notice(urge), f"{urge.number} 催办通知书", kind)
