"""The months: the list, opening one, its list of units, and the one door for its moves."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from xiangfeng.access.scope import may
from xiangfeng.assessments.actions import periods as actions
from xiangfeng.assessments.actions import results
from xiangfeng.assessments.actions.scores import SCORE
from xiangfeng.assessments.forms.sheet import EntryForm, OpenPeriodForm, PeriodForm, errors_of, period_initial
from xiangfeng.assessments.models import Entry, Period, PeriodState, SchemeState
from xiangfeng.assessments.queries.feeding import waiting_count
from xiangfeng.assessments.queries.grid import progress_of
from xiangfeng.assessments.queries.periods import VIEW, candidates_for, periods_for, schemes_for
from xiangfeng.assessments.queries.sheet import load_sheet, remember_todo
from xiangfeng.assessments.steps import steps_of
from xiangfeng.history.queries import entries_for
from xiangfeng.orgs.models import UnitKind
from xiangfeng.orgs.queries import units_for
from xiangfeng.web.doors import StaffRequest, attempt, back, find, needs, number
from xiangfeng.web.ledger import Column, Empty, Filter, Spec, Tab, ledger
from xiangfeng.web.moves import acts_for, make_move
from xiangfeng.web.timeline import timeline
from xiangfeng.workflow.flow import fire

MANAGE = actions.MANAGE
STATE_KINDS = {"draft": "idle", "scoring": "info", "review": "info", "final": "warn", "published": "ok"}


def _light(period: Period) -> tuple[str, str] | None:
    """The lamp of A4.1a, always with its words."""
    light = period.light(timezone.localdate())
    if light == "red":
        return "bad", "月底仍未发通报"
    if light == "yellow":
        return "warn", f"超过{period.due_on.day}日未发通报"
    return ("ok", "已通报") if light == "green" else ("line", f"{period.due_on:%-m月%-d日}前通报")


def _figure(key: str) -> Any:
    return lambda period: period.summary.get(key, "")


COLUMNS = (
    Column("month", "月份", lambda p: f"{p.year}年{p.month}月", sort="year"),
    Column("unit", "考评单位", lambda p: p.unit.name, sort="unit__path"),
    Column("state", "进度", lambda p: p.get_state_display(), sort="state",
           tag=lambda p: (STATE_KINDS[p.state], p.get_state_display())),
    Column("light", "通报", lambda p: (_light(p) or ("", ""))[1], tag=_light),
    Column("count", "参评", lambda p: p.entry_count, is_numeric=True),
    Column("mean", "平均", _figure("mean"), is_numeric=True),
    Column("highest", "最高", _figure("highest"), is_numeric=True),
    Column("lowest", "最低", _figure("lowest"), is_numeric=True),
    Column("scheme", "指标体系", lambda p: p.scheme_version.name, is_default=False),
)  # fmt: skip


def _years(request: HttpRequest) -> list[tuple[str, str]]:
    this = timezone.localdate().year
    return [(str(year), f"{year}年") for year in range(this, this - 6, -1)]


def _tone(period: Period) -> str:
    return {"red": "bad", "yellow": "warn"}.get(period.light(timezone.localdate()), "")


SPEC = Spec(
    title="月度考评",
    columns=COLUMNS,
    empty=Empty(
        "还没有考评期",
        "每月1日系统按启用的指标体系自动开期；也可以现在就开一期，各村会自动列入参评名单。",
    ),
    note="每月考评一次，次月10日前发通报",
    filters=(Filter("year", "年度", _years, lambda rows, value: rows.filter(year=value)),),
    tabs=(
        Tab("all", "全部", Q()),
        Tab("open", "进行中", ~Q(state=PeriodState.PUBLISHED)),
        Tab("done", "已通报", Q(state=PeriodState.PUBLISHED)),
    ),
    search=("unit__name",),
    search_label="考评单位",
    row_url=lambda p: reverse("assessments:period", args=[p.pk]),
    tone=_tone,
)


@needs(VIEW)
def periods(request: StaffRequest) -> HttpResponse:
    """All months the person looks after."""
    can_open = request.actor.can(MANAGE)
    url = reverse("assessments:period_open") if can_open else ""
    return ledger(request, periods_for(request.actor), SPEC, new_url=url, new_label="开一期考评")


@needs(MANAGE)
def period_open(request: StaffRequest) -> HttpResponse:
    """Open a month by hand; the clock does the same on the first of each month."""
    units = units_for(request.actor, MANAGE).filter(kind__in=(UnitKind.COUNTY, UnitKind.TOWNSHIP))
    schemes = schemes_for(request.actor).filter(state=SchemeState.ACTIVE)
    today = request.at.date()
    last = periods_for(request.actor).first()
    initial = {"year": today.year, "month": today.month, "scheme": last.scheme_version_id if last else None}
    form = OpenPeriodForm(request.POST or None, units=units, schemes=schemes, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        made: list[Period] = []

        def act() -> None:
            chosen = {"year": data["year"], "month": data["month"], "scheme_version": data["scheme"]}
            made.append(actions.open_period(data["unit"], **chosen, actor=request.actor, at=request.at))

        if attempt(request, act, done="已开期，请核对参评名单，再开始打分"):
            return redirect("assessments:period", pk=made[0].pk)
    return render(request, "assessments/staff/period_open.html", {"form": form})


def find_period(request: StaffRequest, pk: int) -> Period:
    rows = Period.objects.within(request.actor, VIEW).select_related("unit", "scheme_version__unit")
    return find(rows, pk=pk)


@needs(VIEW)
def period(request: StaffRequest, pk: int) -> HttpResponse:
    """One month: where it stands, what to do next, who takes part."""
    row = find_period(request, pk)
    sheet = load_sheet(row)
    todo = remember_todo(row, sheet)
    can_edit = may(request.actor, MANAGE, row) and row.state in (PeriodState.DRAFT, PeriodState.SCORING)
    progress = progress_of(sheet)
    context = {
        "period": row,
        "steps": steps_of(row),
        "light": _light(row),
        "acts": acts_for(row, request.actor, reverse("assessments:period_move", args=[pk])),
        "entries": [(entry, *progress[entry.pk]) for entry in sheet.entries],
        "todo": todo,
        "waiting": waiting_count(row) if may(request.actor, SCORE, row) else 0,
        "groups": sheet.scheme.groups,
        "can_edit": can_edit,
        "can_cancel": can_edit and not (sheet.scores or sheet.adjustments or sheet.uppers),
        "form": PeriodForm(initial=period_initial(row)) if can_edit else None,
        "events": _events(row),
    }
    return render(request, "assessments/staff/period.html", context)


def _events(row: Period) -> list[dict[str, str]]:
    """The last moves of the month, latest first; typed scores are left to 操作记录."""
    found = entries_for(row).exclude(verb="打分").order_by("-at", "-id")[:12]
    return timeline(found)


@require_POST
@needs(MANAGE)
def period_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Days of inspection, declared number, due day."""
    row, form = find_period(request, pk), PeriodForm(request.POST)
    if not form.is_valid():
        messages.error(request, errors_of(form))
    else:
        act = partial(actions.edit_period, row, **form.cleaned_data, actor=request.actor, at=request.at)
        attempt(request, act, done="已保存")
    return redirect("assessments:period", pk=pk)


@require_POST
@needs(MANAGE)
def period_cancel(request: StaffRequest, pk: int) -> HttpResponse:
    """Take back a month that was opened by mistake."""
    row = find_period(request, pk)
    act = partial(actions.cancel_period, row, actor=request.actor, at=request.at)
    if attempt(request, act, done="已取消开期"):
        return redirect("assessments:periods")
    return redirect("assessments:period", pk=pk)


@require_POST
@needs(VIEW)
def period_move(request: StaffRequest, pk: int) -> HttpResponse:
    """Every move of a month: start, submit, recall, send_back, finalise, reopen, publish."""
    row, who = find_period(request, pk), {"actor": request.actor, "at": request.at}

    def publish(row: Period, *, note: str) -> None:
        from xiangfeng.assessments.actions.publishing import publish_period

        publish_period(row, **who)

    verbs: dict[str, Any] = {
        "start": lambda row, note: fire(row, "start", **who),
        "submit": lambda row, note: results.submit_period(row, **who),
        "recall": lambda row, note: fire(row, "recall", **who),
        "send_back": lambda row, note: results.return_period(row, reason=note, **who),
        "finalise": lambda row, note: results.finalise_period(row, **who),
        "reopen": lambda row, note: results.reopen_period(row, reason=note, **who),
        "publish": publish,
    }
    home = "ranking" if request.POST.get("verb") == "finalise" else "period"
    url = back(request, reverse(f"assessments:{home}", args=[pk])).url
    return make_move(request, row, verbs, url)


def _entry(request: StaffRequest, pk: int) -> Entry:
    rows = Entry.objects.within(request.actor, MANAGE).select_related("unit", "period__unit")
    return find(rows, pk=pk)


@require_POST
@needs(MANAGE)
def entry_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """A unit's group and whether it is ranked; or off the list."""
    entry, form = _entry(request, pk), EntryForm(request.POST)
    who = {"actor": request.actor, "at": request.at}
    if "remove" in request.POST:
        attempt(request, partial(actions.remove_entry, entry, **who), done=f"{entry.unit.name}已移出参评名单")
    elif form.is_valid():
        act = partial(actions.set_entry, entry, **form.cleaned_data, **who)
        attempt(request, act, done=f"{entry.unit.name}已改")
    else:
        messages.error(request, errors_of(form))
    return redirect("assessments:period", pk=entry.period_id)


@needs(MANAGE)
def period_add(request: StaffRequest, pk: int) -> HttpResponse:
    """Add units to the list."""
    row = find_period(request, pk)
    candidates = candidates_for(row)
    if request.method == "POST":
        chosen = candidates.filter(pk__in=map(number, request.POST.getlist("unit")))
        act = partial(actions.add_entries, row, units=list(chosen), actor=request.actor, at=request.at)
        if attempt(request, act, done="已列入参评名单"):
            return redirect("assessments:period", pk=pk)
    context = {"period": row, "candidates": candidates}
    return render(request, "assessments/staff/period_add.html", context)
