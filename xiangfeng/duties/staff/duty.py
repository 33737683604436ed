"""One duty: its rule and its year; declaring, changing, stopping it."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from xiangfeng.access.scope import may
from xiangfeng.calendars import queries as calendars
from xiangfeng.duties import actions, lights, rules
from xiangfeng.duties.actions.editing import FIELDS
from xiangfeng.duties.forms import DutyForm, ReasonForm
from xiangfeng.duties.models import Duty
from xiangfeng.duties.queries import MANAGE, VIEW, duties_for, occurrences_for
from xiangfeng.duties.staff.calendar import chosen_year
from xiangfeng.history.queries import entries_for
from xiangfeng.orgs.models import UnitKind
from xiangfeng.orgs.queries import units_for
from xiangfeng.regulations.models import Article, Regulation
from xiangfeng.web.doors import StaffRequest, attempt, fill, find, needs
from xiangfeng.web.timeline import timeline


@needs(VIEW)
def duty(request: StaffRequest, pk: int) -> HttpResponse:
    """The rule in words, the year's occurrences, and how to change or stop it."""
    row = find(duties_for(request.actor), pk=pk)
    today, days, year = request.at.date(), calendars.calendar(), chosen_year(request)
    found = occurrences_for(request.actor).filter(duty=row, year=year).order_by("start")
    seen: set[int] = set()
    lines = []
    for one in found:
        month = one.due_on.month if row.frequency != "week" else one.start.month
        lines.append((one, lights.tag(one, today, days), 0 if month in seen else month))
        seen.add(month)
    context = {
        "duty": row,
        "rule": rules.in_words(row),
        "year": year,
        "lines": lines,
        "can_edit": may(request.actor, MANAGE, row),
        "form": ReasonForm(),
        "events": _events(row),
    }
    return render(request, "duties/staff/duty.html", context)


def _events(row: Duty) -> list[dict[str, str]]:
    return timeline(entries_for(row).order_by("-at", "-id")[:12], form="%Y-%m-%d")


def _form_page(
    request: StaffRequest, form: DutyForm, article: Article, back: tuple[str, int], duty: Duty | None = None
) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "article": article, "duty": duty, "back": back}
    return render(request, "duties/staff/duty_form.html", context, status=422 if form.errors else 200)


@needs(MANAGE)
def add(request: StaffRequest, pk: int) -> HttpResponse:
    """Declare a duty on an article in force, for the person's own 创建办."""
    seen = Regulation.objects.within(request.actor, "regulations.view").values("pk")
    article = find(Article.objects.filter(regulation__in=seen).select_related("regulation__unit"), pk=pk)
    units = units_for(request.actor, MANAGE).filter(kind__in=(UnitKind.COUNTY, UnitKind.TOWNSHIP))
    unit = find(units.order_by("path"), pk=_unit_of(article, list(units.order_by("path"))))
    form = DutyForm(request.POST or None, initial={"from_on": request.at.date().replace(day=1)})
    who = {"actor": request.actor, "at": request.at}
    if request.method == "POST" and fill(
        form, lambda: actions.add_duty(unit, article, **form.cleaned_data, **who)
    ):
        messages.success(request, "已设义务，今明两年的各期已经排进义务日历")
        return redirect("duties:regulation", pk=article.regulation_id)
    return _form_page(request, form, article, ("duties:regulation", article.regulation_id))


def _unit_of(article: Article, units: list[Any]) -> int:
    """The article's own unit when the person manages that, else the topmost they manage."""
    keys: list[int] = [one.pk for one in units]
    own = article.regulation.unit_id
    return own if own in keys else next(iter(keys), 0)


@needs(MANAGE)
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change a duty; past occurrences stay as they are."""
    rows = Duty.objects.within(request.actor, MANAGE).select_related("article__regulation__unit", "unit")
    row = find(rows, pk=pk)
    form = DutyForm(request.POST or None, initial={name: getattr(row, name) for name in FIELDS})
    who = {"actor": request.actor, "at": request.at}
    if request.method == "POST" and fill(form, lambda: actions.edit_duty(row, **form.cleaned_data, **who)):
        messages.success(request, "已改，以后各期的期限按新规则算")
        return redirect("duties:duty", pk=pk)
    return _form_page(request, form, row.article, ("duties:duty", pk), row)


@needs(MANAGE)
def words(request: StaffRequest) -> HttpResponse:
    """The rule that the boxes of the form hold, as one sentence."""
    return render(request, "duties/staff/duty_words.html", {"form": DutyForm(request.GET)})


@require_POST
@needs(MANAGE)
def stop(request: StaffRequest, pk: int) -> HttpResponse:
    """Stop a duty; only occurrences that have not begun vanish."""
    rows = Duty.objects.within(request.actor, MANAGE).select_related("article__regulation", "unit")
    row, reason = find(rows, pk=pk), request.POST.get("reason", "")[:300]
    act = partial(actions.deactivate_duty, row, reason, actor=request.actor, at=request.at)
    attempt(request, act, done="已停用，还没开始的各期已撤下，已经开始的仍要做到")
    return redirect("duties:duty", pk=pk)


@require_POST
@needs(MANAGE)
def resume(request: StaffRequest, pk: int) -> HttpResponse:
    """Let a stopped duty hold again from today."""
    rows = Duty.objects.within(request.actor, MANAGE).select_related("article__regulation", "unit")
    row = find(rows, pk=pk)
    act = partial(actions.reactivate_duty, row, actor=request.actor, at=request.at)
    attempt(request, act, done="已恢复，从今天起重新排期")
    return redirect("duties:duty", pk=pk)
