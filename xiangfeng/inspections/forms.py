"""What is typed and ticked on the desktop pages of 检查."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.db.models import QuerySet

from xiangfeng.goals.tags import KINDS, kinds_in
from xiangfeng.inspections.models import CheckPlan, Inspection, Kind, PlannedCheck
from xiangfeng.leadership.forms import day_field
from xiangfeng.orgs.models import Person, Unit
from xiangfeng.sites.models import SiteType


class _PeopleField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """People with the unit they belong to."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name}（{obj.unit.name}）"


class TagsField(forms.MultipleChoiceField):
    """物质、政治、精神: any of the three, kept as one text."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label="文明类别", required=False, choices=[(kind, f"{kind}文明") for kind in KINDS],
            widget=forms.CheckboxSelectMultiple, help_text="这次检查覆盖哪几个文明", **kwargs,
        )  # fmt: skip

    def prepare_value(self, value: Any) -> Any:
        return kinds_in(value) if isinstance(value, str) else value

    def clean(self, value: Any) -> str:
        return "、".join(super().clean(value))


class PlanForm(forms.Form):
    """The year and the cap of a plan."""

    year = forms.IntegerField(label="年度", min_value=2000, max_value=2100)
    cap = forms.IntegerField(
        label="每村每年最多检查几次", min_value=1, max_value=365, help_text="全年所有检查加起来，一次检查查几个点位都算一次"
    )  # fmt: skip


class CapForm(forms.Form):
    """The cap alone."""

    cap = forms.IntegerField(label="每村每年最多检查几次", min_value=1, max_value=365)


class LineForm(forms.Form):
    """One check of the plan."""

    month = forms.TypedChoiceField(label="月份", coerce=int, choices=[(n, f"{n}月") for n in range(1, 13)])
    kind = forms.ChoiceField(label="种类", choices=Kind.choices)
    title = forms.CharField(
        label="检查内容", max_length=60, help_text="如 环境卫生月度检查、移风易俗专项检查"
    )
    villages = forms.IntegerField(label="拟查村数", min_value=1, max_value=999)
    tags = TagsField()

    @staticmethod
    def initial_of(line: PlannedCheck) -> dict[str, Any]:
        return {name: getattr(line, name) for name in ("month", "kind", "title", "villages", "tags")}


class InspectionForm(forms.Form):
    """What an inspection is."""

    title = forms.CharField(label="名称", max_length=80, help_text="如 11月环境卫生检查")
    kind = forms.ChoiceField(label="种类", choices=Kind.choices)
    planned = forms.ModelChoiceField(
        PlannedCheck.objects.none(), label="按哪项计划", required=False, empty_label="（计划外）"
    )
    is_announced = forms.BooleanField(
        label="事先通知被检单位", required=False, help_text="不勾就是暗访：派发时只有检查人收到消息，发现的问题来源记“暗访”"
    )  # fmt: skip
    starts_on = day_field("开始")
    ends_on = day_field("结束")
    content = forms.CharField(
        label="检查要求", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": "3"})
    )
    tags = TagsField()

    def __init__(self, *args: Any, lines: QuerySet[PlannedCheck] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if lines is None:
            del self.fields["planned"]
        else:
            field: Any = self.fields["planned"]
            field.queryset = lines

    @staticmethod
    def initial_of(row: Inspection) -> dict[str, Any]:
        names = ("title", "kind", "is_announced", "starts_on", "ends_on", "content", "tags")
        return {name: getattr(row, name) for name in names}


class PartyForm(forms.Form):
    """A party and who is in it."""

    name = forms.CharField(label="组名", max_length=20)
    members = _PeopleField(
        Person.objects.none(), label="组员", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="派发前每组要有两人以上；检查人要回避自己的单位",
    )  # fmt: skip

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["members"]
        field.queryset = people


class _SeedForm(forms.Form):
    """The seed, proposed by the machine or called out by a witness."""

    seed = forms.CharField(
        label="种子", max_length=64, help_text="机器给的随机数；也可以改成监督人当场报的数字，抽签前先念出来"
    )
    witness = forms.CharField(
        label="监督人", max_length=40, required=False, help_text="种子是监督人报的，写上监督人"
    )
    proposed = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("seed") != data.get("proposed") and not data.get("witness") and "seed" in data:
            self.add_error("witness", "种子改过了，请写是谁报的")
        return data


class SiteDrawForm(_SeedForm):
    """Sites out of those of some types and units."""

    wanted = forms.IntegerField(label="抽几个点位", min_value=1, max_value=999)
    bottoms = forms.IntegerField(
        label="末位必评", min_value=0, max_value=99, required=False, initial=0,
        help_text="最近一期通报的末几名，每村必有一个点位；0 表示不用",
    )  # fmt: skip
    types = forms.ModelMultipleChoiceField(
        SiteType.objects.none(), label="点位类型", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="不选就是全部类型",
    )  # fmt: skip
    units = forms.ModelMultipleChoiceField(
        Unit.objects.none(), label="责任单位", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="不选就是全部单位",
    )  # fmt: skip
    field_order = ("types", "units", "wanted", "bottoms", "seed", "witness")

    def __init__(self, *args: Any, types: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds: Any = self.fields["types"]
        places: Any = self.fields["units"]
        kinds.queryset, places.queryset = types, units


class MemberDrawForm(_SeedForm):
    """People into the parties."""

    each = forms.IntegerField(label="每组抽几人", min_value=1, max_value=20, initial=2)
    people = _PeopleField(
        Person.objects.none(),
        label="候选人",
        widget=forms.CheckboxSelectMultiple,
        help_text="已在组里的人不再抽",
    )
    field_order = ("people", "each", "seed", "witness")

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["people"]
        field.queryset = people


class PartyDrawForm(_SeedForm):
    """Which party goes where: nothing but the seed."""


class ReasonForm(forms.Form):
    """One written reason."""

    reason = forms.CharField(label="理由", max_length=200, widget=forms.Textarea(attrs={"rows": "2"}))


class HandInForm(forms.Form):
    """What is written under the items: who checked on which day, who was there."""

    visited_on = day_field("检查日期")
    inspectors = forms.CharField(label="检查人", max_length=80, help_text="两人以上，用顿号隔开")
    present = forms.CharField(label="被检单位在场人", max_length=40, required=False)
    is_confirmed = forms.BooleanField(label="在场人已确认（签字）", required=False)
    remark = forms.CharField(label="被检单位意见", max_length=300, required=False)
    is_typed_back = forms.BooleanField(
        label="这是按纸质检查表补录的", required=False, help_text="纸表请留存，签字以纸表为准"
    )


def days_of(plan: CheckPlan, month: int) -> tuple[dt.date, dt.date]:
    """The first and the last day of a month of the plan."""
    first_of_next = dt.date(plan.year + month // 12, month % 12 + 1, 1)
    return dt.date(plan.year, month, 1), first_of_next - dt.timedelta(days=1)
