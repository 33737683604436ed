"""Doors to accounts and lock-outs."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from xiangfeng.accounts.models import User
from xiangfeng.administration.actions import accounts as acts
from xiangfeng.administration.forms.people import AccountForm
from xiangfeng.administration.queries.accounts import MANAGE, SECURITY, accounts_for, locks_for
from xiangfeng.administration.staff.pages import form_page, person_crumbs
from xiangfeng.administration.timeline import day, events_of
from xiangfeng.base.errors import Refused
from xiangfeng.history.queries import entries_for
from xiangfeng.orgs.models import Person
from xiangfeng.web.doors import StaffRequest, attempt, fill, find, needs
from xiangfeng.web.ledger import Column, Empty, Spec, Tab, ledger

SHOWN_EVENTS = 12
COMINGS = ("登录", "退出", "登录失败", "登录锁定")


def _url(row: Any) -> str:
    return reverse("administration:account", args=[row.pk])


def _person(user: User) -> Person | None:
    return getattr(user, "person", None)


def _unit_name(user: User) -> str:
    person = _person(user)
    return person.unit.name if person else "没有对应人员"


def _state(row: Any) -> tuple[str, str]:
    return ("ok", "启用") if row.is_active else ("idle", "停用")


ACCOUNTS = Spec(
    title="账号",
    note="给人开账号，到“人员与任职”里打开那个人",
    columns=(
        Column("username", "账号", lambda row: row.username, sort="username", url=_url),
        Column("name", "姓名", lambda row: row.name, sort="name"),
        Column("unit", "单位", _unit_name, sort="person__unit__path"),
        Column("state", "状态", lambda row: _state(row)[1], tag=_state),
        Column("bound", "动态码", lambda row: "已绑定" if row.is_bound else "没有绑定"),
        Column(
            "changed", "改密码", lambda row: day(_date(row.password_changed_at)), sort="password_changed_at"
        ),
        Column(
            "created", "开通", lambda row: day(_date(row.created_at)), sort="created_at", is_default=False
        ),
    ),
    tabs=(
        Tab("all", "全部", Q()),
        Tab("active", "启用", Q(is_active=True)),
        Tab("inactive", "停用", Q(is_active=False)),
        Tab("fresh", "还没改初始密码", Q(is_active=True, must_change_password=True)),
    ),
    search=("username", "name", "person__unit__name"),
    search_label="账号、姓名、单位",
    row_url=_url,
    empty=Empty("没有符合条件的账号", "换个条件再筛一次；给人开账号，请到“人员与任职”里打开那个人。"),
)


def _date(moment: Any) -> Any:
    return timezone.localtime(moment).date() if moment else None


@needs(MANAGE)
def accounts(request: StaffRequest) -> HttpResponse:
    """Accounts in reach."""
    return ledger(request, accounts_for(request.actor), ACCOUNTS)


@needs(MANAGE)
def account(request: StaffRequest, pk: int) -> HttpResponse:
    """One account: what it is, what may be done, what was done."""
    return _account_page(request, find(accounts_for(request.actor), pk=pk))


def _account_page(request: StaffRequest, user: Any, *, shown: str = "") -> HttpResponse:
    """``shown`` is a password just made: this answer is the only place where it ever stands."""
    # When somebody comes and goes is for the audit administrator, who looks into the history itself.
    entries = entries_for(user).exclude(verb__in=COMINGS)
    person = _person(user)
    if person:
        entries |= entries_for(person).filter(verb=acts.OPENED)
    context = {
        "user_row": user,
        "person_row": person,
        "shown": shown,
        "state": _state(user),
        "acts": [] if user.pk == request.actor.user_id else _acts(user),
        "events": events_of(entries.order_by("-at", "-id")[:SHOWN_EVENTS], request.actor),
    }
    answer = render(request, "administration/staff/account.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


def _acts(user: Any) -> list[dict[str, Any]]:
    url = reverse("administration:account_act", args=[user.pk])
    password_url = reverse("administration:account_password", args=[user.pk])
    idle = "" if user.is_active else "账号已停用，先启用"
    unbound = "" if user.is_bound else "没有绑定动态码"

    def offer(
        verb: str, title: str, effect: str, *, url: str = url, reason: str = "", is_grave: bool = True
    ) -> Any:
        return {"verb": verb, "title": title, "effect": effect, "reason": reason, "has_note": False,
                "is_grave": is_grave, "url": url, "is_link": False}  # fmt: skip

    return [
        offer(
            "password",
            "重置密码",
            "给一个新的初始密码，只显示一次；原密码作废，已登录的地方退出",
            url=password_url,
            reason=idle,
        ),
        offer("second", "重置动态码", "换手机或丢手机时用，下次登录不再要动态码，可重新绑定", reason=unbound),
        offer("deactivate", "停用账号", "马上不能登录，什么都不删，可以再启用")
        if user.is_active
        else offer("activate", "启用账号", "用原来的密码可以登录", is_grave=False),
    ]


VERBS = {
    "deactivate": (acts.deactivate_account, "账号已停用"),
    "activate": (acts.activate_account, "账号已启用"),
    "second": (acts.reset_second_factor, "动态码已重置"),
}


@require_POST
@needs(MANAGE)
def act(request: StaffRequest, pk: int) -> HttpResponse:
    """停用、启用、重置动态码."""
    user = find(accounts_for(request.actor), pk=pk)
    chosen = VERBS.get(request.POST.get("verb", ""))
    if chosen is None:
        messages.error(request, "没有这个动作，请刷新页面")
    else:
        attempt(request, lambda: chosen[0](user, actor=request.actor, at=request.at), done=chosen[1])
    return redirect("administration:account", pk=pk)


@require_POST
@needs(MANAGE)
def password(request: StaffRequest, pk: int) -> HttpResponse:
    """A new first password, shown in this answer only."""
    user = find(accounts_for(request.actor), pk=pk)
    try:
        shown = acts.reset_password(user, actor=request.actor, at=request.at)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("administration:account", pk=pk)
    return _account_page(request, user, shown=shown)


@needs(MANAGE)
def account_new(request: StaffRequest, pk: int) -> HttpResponse:
    """Open an account for a person."""
    rows = Person.objects.within(request.actor, MANAGE).select_related("unit", "user")
    person = find(rows, pk=pk)
    form = AccountForm(request.POST or None)
    if request.method == "POST":
        shown = fill(
            form,
            lambda: acts.open_account(
                person, username=form.cleaned_data["username"], actor=request.actor, at=request.at
            ),
        )
        if shown:
            user = find(accounts_for(request.actor), person=person)
            return _account_page(request, user, shown=shown)
    crumbs = person_crumbs(person)
    hint = "开通后给出初始密码，只显示一次；本人第一次登录须改密码。能办什么由任职决定。"
    return form_page(
        request, form, title=f"给{person.name}开通账号", submit="开通账号", crumbs=crumbs, hint=hint
    )


@needs(SECURITY)
def locks(request: StaffRequest) -> HttpResponse:
    """Who is locked out at this moment."""
    rows = locks_for(request.actor, at=request.at)
    return render(request, "administration/staff/locks.html", {"rows": rows})


@require_POST
@needs(SECURITY)
def unlock(request: StaffRequest, pk: int) -> HttpResponse:
    """Lift a lock-out before its time."""
    user = find(accounts_for(request.actor, SECURITY), pk=pk)
    done = f"已解除“{user.username}”的锁定，可以马上登录"
    attempt(request, lambda: acts.unlock_account(user, actor=request.actor, at=request.at), done=done)
    return redirect("administration:locks")
