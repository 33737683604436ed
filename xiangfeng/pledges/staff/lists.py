"""Ledger 3 with the signing rate, making the year's 责任书, urging, and a unit's own list."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from xiangfeng.access.scope import may
from xiangfeng.base.errors import Refused
from xiangfeng.goals.models import Plan
from xiangfeng.pledges import queries
from xiangfeng.pledges.actions.drafting import generate_pledges
from xiangfeng.pledges.actions.signing import urge_pledges
from xiangfeng.pledges.models import Pledge, PledgeState, Side
from xiangfeng.web.doors import StaffRequest, find, needs, number
from xiangfeng.web.ledger import Column, Empty, Filter, Spec, Tab, ledger

KINDS = {"draft": "idle", "to_sign": "warn", "half": "info", "signed": "ok", "void": "line"}


def _signer(row: Pledge) -> str:
    return next(
        (one.name for one in row.signatures.all() if one.side == Side.PARTY and not one.supplement_id), ""
    )


COLUMNS = (
    Column("party", "单位", lambda p: p.party.name, sort="party__path"),
    Column("signer", "责任人", _signer),
    Column("signed_on", "签订日期", lambda p: p.signed_on or "", sort="signed_on"),
    Column("number", "编号", lambda p: p.number, sort="number"),
    Column("scan", "扫描件", lambda p: "有" if p.scan_id else ("系统签字" if p.state == PledgeState.SIGNED else "")),
    Column("remark", "备注", lambda p: p.remark),
    Column("state", "状态", lambda p: p.get_state_display(), tag=lambda p: (KINDS[p.state], p.get_state_display())),
)  # fmt: skip


def _years(request: HttpRequest) -> list[tuple[str, str]]:
    this = timezone.localdate().year
    return [(str(year), f"{year}年") for year in range(this + 1, this - 5, -1)]


SPEC = Spec(
    title="责任书",
    file_name="责任书签订台账",
    columns=COLUMNS,
    empty=Empty("还没有责任书", "年度计划批准后，在上面点“生成责任书”，有目标的单位每个一份。"),
    filters=(
        Filter("year", "年度", _years, lambda rows, value: rows.filter(year=value)),
    ),
    tabs=(
        Tab("all", "全部", ~Q(state=PledgeState.VOID)),
        Tab("open", "待签", Q(state__in=(PledgeState.TO_SIGN, PledgeState.HALF))),
        Tab("signed", "已签", Q(state=PledgeState.SIGNED)),
        Tab("draft", "草稿", Q(state=PledgeState.DRAFT)),
        Tab("void", "作废", Q(state=PledgeState.VOID)),
    ),
    search=("party__name", "number", "remark"),
    search_label="单位或编号",
    row_url=lambda p: reverse("pledges:pledge", args=[p.pk]),
    template="pledges/staff/pledges.html",
)  # fmt: skip


@needs(queries.VIEW)
def pledges(request: StaffRequest) -> HttpResponse:
    """Ledger 3, above it how the signing stands in each township one looks after."""
    rows = (
        queries.pledges_for(request.actor)
        .prefetch_related("signatures")
        .order_by("-year", "party__path", "-pk")
    )
    asked = number(request.GET.get("year", ""))
    plans = [one for one in queries.plans_to_pledge(request.actor) if not asked or one.year == asked][:2]
    rolls = [(plan, queries.roll_of(plan), may(request.actor, queries.MANAGE, plan.unit)) for plan in plans]
    return ledger(request, rows, SPEC, rolls=rolls, can_urge=request.actor.can(queries.MANAGE))


@require_POST
@needs(queries.MANAGE)
def generate(request: StaffRequest) -> HttpResponse:
    """Drafts for every unit with goals in an approved plan."""
    rows = Plan.objects.within(request.actor, queries.MANAGE).select_related("unit")
    plan = find(rows, pk=number(request.POST.get("plan", "")))
    try:
        made, changed = generate_pledges(plan, actor=request.actor, at=request.at)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        kept = "" if made or changed else "，都已是最新"
        messages.success(request, f"新生成 {made} 份草稿，更新 {changed} 份{kept}。核对文字后送签")
    return redirect(f"{reverse('pledges:pledges')}?year={plan.year}")


@require_POST
@needs(queries.MANAGE)
def urge(request: StaffRequest) -> HttpResponse:
    """催签: one message for each of the units ticked, or all that have not signed."""
    rows = Pledge.objects.within(request.actor, queries.MANAGE).filter(state=PledgeState.TO_SIGN)
    picked = [number(one) for one in request.POST.getlist("pick")]
    rows = rows.filter(pk__in=picked) if picked else rows.filter(year=number(request.POST.get("year", "")))
    act = partial(urge_pledges, list(rows.select_related("party", "unit").order_by("pk")))
    try:
        count = act(actor=request.actor, at=request.at)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"已催 {count} 个单位签字")
    return redirect("pledges:pledges")


@needs(queries.VIEW_OWN)
def own(request: StaffRequest) -> HttpResponse:
    """A unit's own 责任书, the ones to be signed first, with one button."""
    rows = list(queries.own_pledges(request.actor).order_by("-year", "-pk"))
    rows.sort(key=lambda row: row.state != PledgeState.TO_SIGN)
    kinds = [(row, KINDS[row.state]) for row in rows]
    return render(request, "pledges/staff/own.html", {"rows": kinds})
