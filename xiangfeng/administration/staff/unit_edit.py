"""Doors to change units and their posts."""

from __future__ import annotations

from django.contrib import messages
from django.forms import model_to_dict
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from xiangfeng.access.roles import ROLES
from xiangfeng.administration.actions import units as acts
from xiangfeng.administration.forms.units import (
    PARTICULARS,
    EditPostForm,
    EditUnitForm,
    MoveUnitForm,
    NewPostForm,
    NewUnitForm,
)
from xiangfeng.administration.queries.units import MANAGE, parents_for
from xiangfeng.administration.staff.pages import form_page, unit_crumbs
from xiangfeng.orgs.models import Post, Unit, UnitKind
from xiangfeng.orgs.queries import units_for
from xiangfeng.web.doors import StaffRequest, attempt, fill, find, needs


def managed(request: StaffRequest, pk: int) -> Unit:
    """The unit, when it is the actor's to manage."""
    return find(units_for(request.actor, MANAGE).select_related("parent"), pk=pk)


def _likely_kind(parent: Unit) -> str:
    below = {"province": "city", "city": "county", "county": "township", "township": "village"}
    return below.get(parent.kind, UnitKind.OTHER)


@needs(MANAGE)
def unit_new(request: StaffRequest, pk: int) -> HttpResponse:
    """A new unit under this one."""
    parent = managed(request, pk)
    form = NewUnitForm(request.POST or None, initial={"kind": _likely_kind(parent)})
    if request.method == "POST":
        made = fill(
            form,
            lambda: acts.create_unit(parent, actor=request.actor, at=request.at, **form.cleaned_data),
        )
        if made:
            messages.success(request, f"已新建“{made.name}”")
            return redirect("administration:unit", pk=made.pk)
    return form_page(
        request, form, title=f"在{parent.name}下面新建单位", submit="新建单位", crumbs=unit_crumbs(parent)
    )


@needs(MANAGE)
def unit_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """A unit's particulars."""
    unit = managed(request, pk)
    form = EditUnitForm(request.POST or None, initial=model_to_dict(unit, PARTICULARS))
    if request.method == "POST" and fill(
        form, lambda: acts.edit_unit(unit, actor=request.actor, at=request.at, **form.cleaned_data)
    ):
        messages.success(request, "已保存")
        return redirect("administration:unit", pk=pk)
    return form_page(request, form, title=f"修改{unit.name}", submit="保存", crumbs=unit_crumbs(unit))


@needs(MANAGE)
def unit_move(request: StaffRequest, pk: int) -> HttpResponse:
    """Another place in the tree."""
    unit = managed(request, pk)
    form = MoveUnitForm(request.POST or None, targets=parents_for(request.actor, unit))
    if request.method == "POST" and fill(
        form, lambda: acts.move_unit(unit, to=form.cleaned_data["to"], actor=request.actor, at=request.at)
    ):
        messages.success(request, f"已把“{unit.name}”连同下级移过去")
        return redirect("administration:unit", pk=pk)
    above = unit.parent.name if unit.parent else "无"
    hint = "连同它的下级、人员和岗位一起移；以前的考评和记录还在原处。"
    title = f"移动{unit.name}"
    return form_page(
        request,
        form,
        title=title,
        submit="移动",
        crumbs=unit_crumbs(unit),
        note=f"现在的上级：{above}",
        hint=hint,
    )


@require_POST
@needs(MANAGE)
def unit_use(request: StaffRequest, pk: int) -> HttpResponse:
    """Out of use, or back into use."""
    unit = managed(request, pk)
    is_back = request.POST.get("verb") == "restore"
    act = acts.restore_unit if is_back else acts.retire_unit
    done = f"“{unit.name}”已{'恢复使用' if is_back else '停用'}"
    attempt(request, lambda: act(unit, actor=request.actor, at=request.at), done=done)
    return redirect("administration:unit", pk=pk)


@needs(MANAGE)
def post_new(request: StaffRequest, pk: int) -> HttpResponse:
    """A new seat in the unit."""
    unit = managed(request, pk)
    form = NewPostForm(request.POST or None)
    if request.method == "POST" and fill(
        form, lambda: acts.create_post(unit, actor=request.actor, at=request.at, **form.cleaned_data)
    ):
        messages.success(request, f"已设立岗位“{form.cleaned_data['title']}”，请到人员页任职")
        return redirect("administration:unit", pk=pk)
    return form_page(request, form, title=f"{unit.name}设立岗位", submit="设立岗位", crumbs=unit_crumbs(unit))


@needs(MANAGE)
def post_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """A seat's title and order."""
    post = find(Post.objects.within(request.actor, MANAGE).select_related("unit"), pk=pk)
    form = EditPostForm(request.POST or None, initial={"title": post.title, "seq": post.seq})
    if request.method == "POST" and fill(
        form, lambda: acts.edit_post(post, actor=request.actor, at=request.at, **form.cleaned_data)
    ):
        messages.success(request, "已保存")
        return redirect(reverse("administration:unit", args=[post.unit_id]))
    role = f"角色：{ROLES[post.role].title}（不能改，换角色请另设岗位重新任职）"
    return form_page(
        request, form, title=f"修改岗位{post.title}", submit="保存", crumbs=unit_crumbs(post.unit), note=role
    )
