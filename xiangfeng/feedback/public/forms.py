"""What a sender types."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.functional import cached_property

from xiangfeng.feedback.actions.sender import LONGEST_WORDS
from xiangfeng.feedback.forms import PhotosField
from xiangfeng.feedback.models import Category, Privacy, Rating
from xiangfeng.orgs.models import Unit, UnitKind
from xiangfeng.orgs.queries import subtree_of
from xiangfeng.sites.models import Site
from xiangfeng.visitors.forms import VisitorForm

VILLAGES = (UnitKind.VILLAGE, UnitKind.COMMUNITY)
WAYS = (
    (Privacy.ANONYMOUS, "匿名", "不留姓名电话，凭查询码看进度"),
    (Privacy.CONFIDENTIAL, "保密", "留电话方便问清楚，只有受理的人看得到，不给被反映的单位"),
    (Privacy.NAMED, "实名", "留姓名和电话，承办单位同样看不到"),
)


class FewPhotosField(PhotosField):
    """Photos from the street. Refuses too many and too large ones; what is in them is looked at when they are kept."""

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        photos = super().clean(data, initial)
        if len(photos) > settings.FEEDBACK_PHOTOS:
            raise forms.ValidationError(f"照片最多 {settings.FEEDBACK_PHOTOS} 张")
        for one in photos:
            if one.size > settings.FEEDBACK_PHOTO_MB * 1024 * 1024:
                raise forms.ValidationError(
                    f"“{one.name}”超过 {settings.FEEDBACK_PHOTO_MB} MB，请压缩或另拍一张"
                )
        return photos


def _pick(label: str, rows: Any, empty: str) -> Any:
    return forms.ModelChoiceField(rows, label=label, required=False, empty_label=empty)


class _SiteField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.unit.name} {obj.name}"


class ReportForm(VisitorForm):
    """群众反映 over the net: what, where, whom it is about, who says it. Only 怎么回事 and a place are asked of everybody."""

    category = forms.ModelChoiceField(Category.objects.none(), label="是哪方面的问题")
    village = _pick("村（社区）", Unit.objects.none(), "请选")
    place = forms.CharField(label="具体地点", max_length=120, required=False)
    site = _SiteField(Site.objects.none(), label="哪个点位", required=False, empty_label="不清楚，不选")
    text = forms.CharField(label="怎么回事", widget=forms.Textarea(attrs={"rows": "4"}))
    photos = FewPhotosField(label="照片", required=False)
    about = _pick("反映的是哪个单位", Unit.objects.none(), "不选")
    privacy = forms.ChoiceField(choices=[(way, title) for way, title, _ in WAYS], initial=Privacy.ANONYMOUS)
    name = forms.CharField(label="姓名", max_length=40, required=False)
    phone = forms.CharField(label="电话", max_length=40, required=False)

    def __init__(self, *args: Any, unit: Unit, categories: Sequence[Category], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        units = subtree_of(unit).filter(is_active=True)
        self.categories = categories
        fields["category"].queryset = Category.objects.filter(pk__in=[one.pk for one in categories])
        fields["village"].queryset = units.filter(kind__in=VILLAGES).order_by("seq", "id")
        fields["about"].queryset = units.order_by("path")
        sites = Site.objects.filter(unit__in=units, is_active=True).select_related("unit")
        fields["site"].queryset = sites.order_by("unit__seq", "unit_id", "code", "id")
        fields["text"].max_length = settings.FEEDBACK_LONGEST
        if not categories:
            del fields["category"]

    @cached_property
    def ways(self) -> list[dict[str, Any]]:
        """匿名, 保密 and 实名 with what each means."""
        chosen = self["privacy"].value()
        return [
            {"key": key, "title": title, "says": says, "is_on": key == chosen} for key, title, says in WAYS
        ]

    @cached_property
    def tiles(self) -> list[dict[str, Any]]:
        """The categories with whether one is chosen."""
        chosen = str(self["category"].value() or "") if self.categories else ""
        return [{"row": one, "is_on": str(one.pk) == chosen} for one in self.categories]

    @property
    def is_folded(self) -> bool:
        """Nothing typed in the part that few need."""
        return not (self["about"].value() or self["site"].value() or self.errors.keys() & {"about", "site"})

    def clean_text(self) -> str:
        text = str(self.cleaned_data["text"]).replace("\r\n", "\n")
        if len(text) > settings.FEEDBACK_LONGEST:
            raise forms.ValidationError(
                f"写了 {len(text)} 字，请写在 {settings.FEEDBACK_LONGEST} 字以内，拣要紧的写"
            )
        return text

    def clean(self) -> dict[str, Any] | None:
        """A place in some way; a telephone for who wants to be asked back."""
        said = super().clean()
        data = self.cleaned_data
        if not (data.get("village") or data.get("site") or data.get("place") or self.errors.keys() & {"village", "place", "site"}):  # fmt: skip
            self.add_error("place", "请选村（社区），或者写地点；说不准地点的写“全镇”")
        privacy = data.get("privacy")
        if privacy == Privacy.NAMED and not data.get("name"):
            self.add_error("name", "实名反映请写姓名；不愿意写的，可以选匿名")
        if privacy in (Privacy.NAMED, Privacy.CONFIDENTIAL) and not data.get("phone"):
            self.add_error("phone", "请留电话；不愿意留的，可以选匿名")
        return said


class CodeForm(forms.Form):
    """A receipt."""

    code = forms.CharField(label="查询码", max_length=40, error_messages={"required": "请输查询码"})


class RateForm(forms.Form):
    """How the reply is judged."""

    rating = forms.ChoiceField(
        choices=Rating.choices, error_messages={"required": "请选满意、基本满意或不满意"}
    )
    words = forms.CharField(label="想说的话", max_length=LONGEST_WORDS, required=False)


class MoreForm(forms.Form):
    """More about it."""

    more = forms.CharField(
        label="补充情况", max_length=500, widget=forms.Textarea(attrs={"rows": "3"}),
        error_messages={"required": "请写要补充的话"},
    )  # fmt: skip
