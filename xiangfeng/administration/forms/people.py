"""People, appointments and accounts as typed in."""

from __future__ import annotations

import re
from itertools import groupby
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.db.models import QuerySet

from xiangfeng.access.roles import ROLES
from xiangfeng.administration.queries.units import choices_of_units
from xiangfeng.orgs.models import Person, Post, Unit

_PHONE = RegexValidator(r"^[0-9+()（） -]{3,20}$", "电话只能有数字、+、- 和括号")


def _day(label: str, *, required: bool = True, help_text: str = "") -> forms.DateField:
    box = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, required=required, help_text=help_text, widget=box)


class PersonForm(forms.Form):
    """A person's particulars; only what the ledgers ask for."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label="所在单位")
    name = forms.CharField(label="姓名", max_length=40)
    phone = forms.CharField(
        label="联系电话",
        max_length=20,
        required=False,
        validators=[_PHONE],
        help_text="列表里只显示一部分，看全号会留下记录",
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["unit"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = units
        field.choices = [("", "请选择"), *choices_of_units(units)]

    def clean_name(self) -> str:
        return re.sub(r"\s+", " ", self.cleaned_data["name"]).strip()


class EditPersonForm(PersonForm):
    """The same for somebody already there; the number on record is not shown, only replaced or taken out."""

    is_phone_removed = forms.BooleanField(label="删去登记的电话", required=False)

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.fields["phone"].label = "新的联系电话"
        self.fields["phone"].help_text = "不改就空着"
        if not person.phone:
            del self.fields["is_phone_removed"]

    @property
    def changes(self) -> dict[str, Any]:
        """The particulars to write."""
        data = self.cleaned_data
        changes: dict[str, Any] = {"unit": data["unit"], "name": data["name"]}
        if data["phone"] or data.get("is_phone_removed"):
            changes["phone"] = data["phone"]
        return changes


class AppointmentForm(forms.Form):
    """Who sits where from when."""

    post = forms.ModelChoiceField(Post.objects.none(), label="岗位")
    from_date = _day("任职起")
    to_date = _day("任职止", required=False, help_text="没有期限就空着")
    basis = forms.CharField(label="任职文号", max_length=60, required=False, help_text="如 云委〔2026〕8号")

    def __init__(self, *args: Any, posts: QuerySet[Post], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["post"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = posts
        grouped = [
            (name, [(str(post.pk), f"{post.title}（{ROLES[post.role].title}）") for post in rows])
            for name, rows in groupby(posts, key=lambda post: post.unit.name)
        ]
        field.choices = [("", "请选择"), *grouped]


class EndForm(forms.Form):
    """The last day of an appointment."""

    to_date = _day("任职止", help_text="这一天还算在任")


class AccountForm(forms.Form):
    """The user name of a new account."""

    username = forms.CharField(
        label="账号",
        max_length=40,
        help_text="小写字母开头，3 位以上，可用数字和 . _ -，如 yx-zhoumin；开通后不能改",
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
