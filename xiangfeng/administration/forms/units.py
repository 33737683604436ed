"""Units, posts and lists of units as typed in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from xiangfeng.access.roles import ROLES
from xiangfeng.administration.queries.units import choices_of_units
from xiangfeng.orgs.models import Post, Unit

PARTICULARS: tuple[str, ...] = ("name", "full_name", "code", "group", "document_code", "seq")


class EditUnitForm(forms.ModelForm):  # type: ignore[type-arg]
    """A unit's particulars; its kind is chosen once and its place is changed by moving."""

    class Meta:
        model = Unit
        fields = PARTICULARS
        help_texts = {"seq": "小的在前；通报、打分表按它排"}


class NewUnitForm(EditUnitForm):
    """A new unit under a known parent."""

    class Meta(EditUnitForm.Meta):
        fields = ("kind", *PARTICULARS)


class MoveUnitForm(forms.Form):
    """The new place of a unit."""

    to = forms.ModelChoiceField(Unit.objects.none(), label="移到哪个单位下面", empty_label="请选择")

    def __init__(self, *args: Any, targets: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = targets
        field.choices = [("", "请选择"), *choices_of_units(targets)]


class NewPostForm(forms.ModelForm):  # type: ignore[type-arg]
    """A seat; its role decides what whoever sits there may do."""

    class Meta:
        model = Post
        fields = ("title", "role", "seq")
        help_texts = {"role": "决定坐这个岗位的人在本平台能办什么，设立后不能改", "seq": "小的在前"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["role"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [("", "请选择"), *((key, role.title) for key, role in ROLES.items())]


class EditPostForm(forms.ModelForm):  # type: ignore[type-arg]
    """A seat's title and order."""

    class Meta:
        model = Post
        fields = ("title", "seq")


class UnitFileForm(forms.Form):
    """The list to import."""

    file = forms.FileField(
        label="单位名单（.xlsx）",
        help_text="表头：名称、类型、参评类别、排序、代码。同名的更新类别、排序、代码，没有的新建；不在表里的单位不动。",
        error_messages={"required": "请选文件"},
    )
