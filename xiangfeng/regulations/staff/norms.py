"""The conduct norms: list, one of them, installing."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from xiangfeng.access.scope import may
from xiangfeng.regulations.actions import norms as actions
from xiangfeng.regulations.forms import NormForm
from xiangfeng.regulations.models import Norm
from xiangfeng.regulations.queries import MANAGE, VIEW, norms_within, root_of
from xiangfeng.web.doors import StaffRequest, attempt, fill, find, needs
from xiangfeng.web.ledger import Column, Empty, Spec, Tab, ledger

FIELDS = ("环境卫生", "道路交通", "绿化", "社会行为", "社会交往", "公共服务")


def _kind(norm: Norm) -> str:
    if norm.is_positive:
        return "倡导"
    return "劝阻，可移交" if norm.authority else "劝阻，只能劝导"


SPEC = Spec(
    title="行为规范",
    columns=(
        Column("code", "编码", lambda n: n.code, sort="code"),
        Column("field", "领域", lambda n: n.field, sort="field"),
        Column("text", "规范", lambda n: n.text),
        Column("kind", "类别", _kind),
        Column("group", "去重组", lambda n: n.group, sort="group"),
        Column("authority", "可移交机关", lambda n: n.authority),
        Column("clause", "依据条款", lambda n: n.clause, is_default=False),
        Column("is_active", "在用", lambda n: n.is_active, tag=lambda n: ("ok", "在用") if n.is_active else ("line", "停用")),
    ),
    empty=Empty("还没有行为规范", "由最上级单位装入 28 条规范后，问题登记、检查和劝导都从这里选。"),
    tabs=(
        Tab("all", "全部", Q()),
        *(Tab(f"f{place}", name, Q(field=name)) for place, name in enumerate(FIELDS)),
    ),
    search=("code", "text", "authority"),
    search_label="编码、规范、机关",
    template="regulations/staff/norms.html",
    file_name="行为规范",
)  # fmt: skip


@needs(VIEW)
def norms(request: StaffRequest) -> HttpResponse:
    """The norms that hold here; whoever keeps them may install and change them."""
    root = root_of(request.actor)
    can_install = root is not None and may(request.actor, MANAGE, root)
    declared = SPEC
    if can_install:
        declared = replace(SPEC, row_url=lambda norm: reverse("regulations:norm", args=[norm.pk]))
    return ledger(request, norms_within(request.actor), declared, can_install=can_install)


@require_POST
@needs(MANAGE)
def install(request: StaffRequest) -> HttpResponse:
    """Write the norms that are missing."""
    root = root_of(request.actor)
    if root is None:
        messages.error(request, "您没有任职单位，不能装入")
    else:
        act = partial(actions.install_norms, root, actor=request.actor, at=request.at)
        attempt(request, act, done="行为规范已装入；可移交机关请法制审核员逐条确认后再用")
    return redirect("regulations:norms")


@needs(MANAGE)
def norm(request: StaffRequest, pk: int) -> HttpResponse:
    """Change one norm."""
    row = find(Norm.objects.within(request.actor, MANAGE).select_related("unit"), pk=pk)
    initial = {name: getattr(row, name) for name in (*actions.FIELDS, "revision")}
    form = NormForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        act = partial(actions.edit_norm, row, **form.cleaned_data, actor=request.actor, at=request.at)
        if fill(form, act):
            messages.success(request, f"{row.code} 已保存")
            return redirect("regulations:norms")
    return render(request, "regulations/staff/norm.html", {"norm": row, "form": form})
