"""What people type: a box, an opening, a slip, a supervisor, a 聘期, an opinion."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet

from xiangfeng.feedback.forms import PhotosField, about_field, check_signed
from xiangfeng.feedback.models import Category, Privacy, Rating
from xiangfeng.leadership.forms import PersonField, day_field
from xiangfeng.orgs.models import Person, Unit
from xiangfeng.sites.models import Site
from xiangfeng.supervision.models import Kind


def new_key() -> str:
    """The key of one form: sent twice, it is entered once."""
    return secrets.token_urlsafe(18)


def _text(label: str, *, length: int, rows: int = 3, **kwargs: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=length, widget=forms.Textarea(attrs={"rows": str(rows)}), **kwargs
    )


def _choose(form: forms.Form, **querysets: QuerySet[Any]) -> None:
    for name, rows in querysets.items():
        field: Any = form.fields[name]
        field.queryset = rows


class BoxForm(forms.Form):
    """A box; the number is proposed."""

    number = forms.IntegerField(label="箱号", min_value=1, max_value=9999)
    place = forms.CharField(label="位置", max_length=80, help_text="写到能找着，如 村委会大门右侧")
    village = forms.ModelChoiceField(
        Unit.objects.none(), label="所在村（单位）", required=False, empty_label="（不写）"
    )
    site = forms.ModelChoiceField(
        Site.objects.none(), label="点位", required=False, empty_label="（不在点位台账里）"
    )
    keeper = forms.CharField(label="保管人", max_length=40, help_text="管钥匙的人")
    since = day_field("设置日期")
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, units: QuerySet[Unit], sites: QuerySet[Site], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, village=units, site=sites)


class RetireForm(forms.Form):
    """Taking a box down."""

    on = day_field("撤除日期")
    reason = forms.CharField(label="理由", max_length=200, help_text="如 村委会搬迁，已在新址另设")
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)


class ListFileForm(forms.Form):
    """A list of boxes to take over."""

    file = forms.FileField(label="意见箱台账（.xlsx）", help_text="列头照空表")


class OpeningForm(forms.Form):
    """An opening."""

    on = day_field("开箱时间")
    opener1 = forms.CharField(label="开箱人1", max_length=40)
    opener2 = forms.CharField(label="开箱人2", max_length=40, help_text="两个人到场才能开箱")
    counted = forms.IntegerField(
        label="件数", min_value=0, max_value=999, help_text="当场清点；空箱写 0，这一次就算办完"
    )
    late_reason = forms.CharField(
        label="补录理由", max_length=200, required=False, help_text="过了三天才记的才要写"
    )


class CorrectForm(OpeningForm):
    """What was wrong with the record of an opening."""

    late_reason = None  # type: ignore[assignment]
    reason = forms.CharField(label="更正理由", max_length=200, help_text="如 件数点错；原来的记录还留着")


class CategoryForm(forms.Form):
    """The part that a slip and an opinion share."""

    category = forms.ModelChoiceField(
        Category.objects.none(), label="是哪方面的问题", required=False, empty_label="（说不准）"
    )
    about = about_field()

    def __init__(
        self, *args: Any, categories: QuerySet[Category], units: QuerySet[Unit], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, category=categories, about=units)


class ItemForm(CategoryForm):
    """One slip out of the box."""

    text = _text("写了什么", length=4000, rows=4, help_text="照原文录；看不清的字写“□”")
    photos = PhotosField(label="纸条照片", required=False, help_text="可以不拍")
    privacy = forms.ChoiceField(label="署名", choices=Privacy.choices, initial=Privacy.ANONYMOUS)
    name = forms.CharField(label="反映人姓名", max_length=40, required=False, help_text="纸条上写了才填")
    phone = forms.CharField(label="反映人电话", max_length=40, required=False)
    form_key = forms.CharField(max_length=40, widget=forms.HiddenInput)

    field_order = ("text", "category", "about", "photos", "privacy", "name", "phone", "form_key")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        check_signed(self)
        return data


class NoteForm(forms.Form):
    """Why fewer are entered than were counted."""

    note = forms.CharField(label="没有录的是什么", max_length=200, help_text="如 2 张广告、1 张白纸")


class _KindInput(forms.TextInput):
    """A text with proposals to choose from."""

    template_name = "supervision/staff/kind_input.html"

    def __init__(self, proposals: list[str]) -> None:
        super().__init__(attrs={"list": "other-kinds", "autocomplete": "off"})
        self.proposals = proposals

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        context["proposals"] = self.proposals
        return context


class SupervisorForm(forms.Form):
    """A supervisor; what they serve by is the 聘书."""

    name = forms.CharField(label="姓名", max_length=40)
    kind = forms.ChoiceField(
        label="类别", choices=[("", "请选择"), *Kind.choices], help_text="群众代表、人大代表各至少 1 名"
    )
    other_kind = forms.CharField(
        label="其他是什么", max_length=20, required=False, help_text="类别选“其他”才填，可以自己写"
    )
    workplace = forms.CharField(label="单位", max_length=60, help_text="工作单位或所在村组")
    phone = forms.CharField(label="电话", max_length=20, help_text="列表里打码，每次看全号都留记录")
    person = PersonField(
        Person.objects.none(), label="账号", required=False, empty_label="（没有账号，由创建办代录意见）",
        help_text="先在“人员与任职”里登记这个人，任职到“社会监督员”岗位，这里才选得到",
    )  # fmt: skip
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, people: QuerySet[Person], kinds: list[str], is_new: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, person=people)
        self.fields["other_kind"].widget = _KindInput(kinds)
        if not is_new:
            self.fields["phone"].required = False
            self.fields["phone"].help_text = "不改就留空"


class TermForm(forms.Form):
    """聘期."""

    from_on = day_field("聘期起")
    to_on = day_field("聘期止")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_on"].help_text = f"一般 {settings.SUPERVISOR_YEARS} 年"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        start, end = data.get("from_on"), data.get("to_on")
        if isinstance(start, dt.date) and isinstance(end, dt.date) and end < start:
            self.add_error("to_on", "聘期止不能早于聘期起")
        return data


class OpinionForm(CategoryForm):
    """What a supervisor has to say."""

    village = forms.ModelChoiceField(
        Unit.objects.none(), label="在哪个村（单位）", required=False, empty_label="（说不准）"
    )
    place = forms.CharField(label="具体地点", max_length=120, required=False, help_text="如 农贸市场东门口")
    text = _text("看到什么、建议怎么办", length=4000, rows=5)
    photos = PhotosField(label="照片", required=False)
    is_confidential = forms.BooleanField(
        label="替我保密", required=False, help_text="办理的单位看不到是谁提的；除受理的人以外，别人也看不到"
    )
    form_key = forms.CharField(max_length=40, widget=forms.HiddenInput)

    field_order = ("category", "village", "place", "text", "photos", "about", "is_confidential", "form_key")

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, units=units, **kwargs)
        _choose(self, village=units)
        self.fields["photos"].help_text = f"可以不拍，最多 {settings.FEEDBACK_PHOTOS} 张"


class RatingForm(forms.Form):
    """How the reply is judged."""

    rating = forms.ChoiceField(label="满意吗", choices=Rating.choices, widget=forms.RadioSelect)
    text = forms.CharField(label="想说的话", max_length=300, required=False)
