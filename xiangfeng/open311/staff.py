"""Doors to the keys: who has one, a new one (shown once), revoking."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from xiangfeng.administration.staff.pages import form_page
from xiangfeng.administration.timeline import events_of
from xiangfeng.history.queries import entries_for
from xiangfeng.open311.actions import issue_key, revoke_key
from xiangfeng.open311.forms import KeyForm
from xiangfeng.open311.models import ApiKey
from xiangfeng.open311.queries import MANAGE, jurisdiction_id, keys_for, receivers_for
from xiangfeng.web.doors import StaffRequest, attempt, fill, find, needs
from xiangfeng.web.ledger import Column, Empty, Spec, Tab, ledger


def _url(row: Any) -> str:
    return reverse("open311:key", args=[row.pk])


def _state(row: Any) -> tuple[str, str]:
    return ("ok", "在用") if row.is_live else ("idle", "停用")


KEYS = Spec(
    title="接口密钥",
    note="别的系统凭密钥报送群众反映、查办理进度",
    columns=(
        Column("name", "对方系统", lambda row: row.name, sort="name", url=_url),
        Column("unit", "受理单位", lambda row: row.unit.name, sort="unit__path"),
        Column("hint", "密钥开头", lambda row: f"{row.hint}…"),
        Column("state", "状态", lambda row: _state(row)[1], tag=_state),
        Column("per_hour", "每小时最多", lambda row: row.per_hour, is_numeric=True),
        Column(
            "made", "发放", lambda row: f"{timezone.localdate(row.made_at)} {row.made_by}", sort="made_at"
        ),
        Column("used", "最近一次使用", lambda row: row.used_on or "还没有", sort="used_on"),
    ),
    tabs=(
        Tab("live", "在用", Q(revoked_at=None)),
        Tab("revoked", "停用", Q(revoked_at__isnull=False)),
    ),
    row_url=_url,
    empty=Empty(
        "还没有发过接口密钥",
        "没有密钥，接口就不开：别的系统报不进来，也查不到什么。要接 12345 或别的平台，先给它发一把。",
    ),
)


@needs(MANAGE)
def keys(request: StaffRequest) -> HttpResponse:
    """The keys in reach."""
    new = {"new_url": reverse("open311:key_new"), "new_label": "发放密钥"}
    return ledger(request, keys_for(request.actor), KEYS, **new)


@needs(MANAGE)
def key(request: StaffRequest, pk: int) -> HttpResponse:
    """One key: for whom, how to use it, what was done."""
    return _key_page(request, find(keys_for(request.actor), pk=pk))


def _key_page(request: StaffRequest, row: ApiKey, *, shown: str = "") -> HttpResponse:
    """``shown`` is a key just made: this answer is the only place where it ever stands."""
    effect = "马上报不进来也查不到详情；已经报来的照常办。不能恢复，要用再发一把。"
    revoke = {
        "verb": "revoke", "title": "停用", "effect": effect, "reason": "", "has_note": False, "is_grave": True,
        "url": reverse("open311:key_revoke", args=[row.pk]), "is_link": False,
    }  # fmt: skip
    context = {
        "row": row,
        "shown": shown,
        "state": _state(row),
        "jurisdiction": jurisdiction_id(row.unit),
        "base": request.build_absolute_uri(reverse("open311:discovery", args=["xml"])).rpartition("/")[0],
        "acts": [revoke] if row.is_live else [],
        "events": events_of(entries_for(row).order_by("-at", "-id"), request.actor),
    }
    answer = render(request, "open311/key.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


@needs(MANAGE)
def key_new(request: StaffRequest) -> HttpResponse:
    """Give out a key; the answer shows it, once."""
    form = KeyForm(request.POST or None, units=receivers_for(request.actor))
    if request.method == "POST":
        made = fill(form, lambda: issue_key(**form.cleaned_data, actor=request.actor, at=request.at))
        if made:
            return _key_page(request, made[0], shown=made[1])
    return form_page(
        request,
        form,
        title="发放接口密钥",
        submit="发放密钥",
        crumbs=[("接口密钥", reverse("open311:keys"))],
        hint="密钥只显示一次，请当场交给对方；丢了就停用再发。",
    )


@require_POST
@needs(MANAGE)
def key_revoke(request: StaffRequest, pk: int) -> HttpResponse:
    """Revoke a key."""
    row = find(keys_for(request.actor), pk=pk)
    attempt(
        request, lambda: revoke_key(row, actor=request.actor, at=request.at), done=f"{row.name}的密钥已停用"
    )
    return redirect("open311:key", pk=pk)
