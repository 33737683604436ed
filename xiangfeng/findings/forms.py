"""The shapes of what people type about findings."""

from __future__ import annotations

from typing import Any

from django import forms

from xiangfeng.findings.models import Finding, Source
from xiangfeng.orgs.models import Unit
from xiangfeng.regulations.models import Norm
from xiangfeng.sites.models import Site
from xiangfeng.tasks.forms import day_box


class FindingForm(forms.Form):
    """One finding registered by hand; the photos come beside the form."""

    site = forms.ModelChoiceField(
        Site.objects.none(),
        label="点位",
        required=False,
        empty_label="不选",
        help_text="选了点位，责任单位可以不选",
    )
    lead = forms.ModelChoiceField(Unit.objects.none(), label="责任单位", required=False, empty_label="按点位")
    place = forms.CharField(label="地点", max_length=100, required=False, help_text="如 三组沟边")
    text = forms.CharField(label="发现的问题", max_length=400, widget=forms.Textarea(attrs={"rows": 3}))
    found_on = forms.DateField(label="发现日期", widget=day_box())
    source = forms.ChoiceField(label="来源", choices=Source.choices)
    source_text = forms.CharField(
        label="来源说明", max_length=120, required=False, help_text="如 县文明办11月暗访"
    )
    norm = forms.ModelChoiceField(Norm.objects.none(), label="对应规范", required=False, empty_label="不选")
    count = forms.IntegerField(label="处数", min_value=1, max_value=999, initial=1)
    points = forms.DecimalField(
        label="共扣分", min_value=0, max_digits=6, decimal_places=2, required=False, help_text="不扣分就不填"
    )
    indicator = forms.CharField(
        label="对应指标编码",
        max_length=40,
        required=False,
        help_text="扣进打分表哪一项，如 1；不进打分表就不填",
    )
    found_by = forms.CharField(label="发现人", max_length=80, required=False, help_text="不填就是您")

    def __init__(self, data: Any = None, *, units: Any, norms: Any, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        site: Any = self.fields["site"]
        lead: Any = self.fields["lead"]
        norm: Any = self.fields["norm"]
        places = Site.objects.filter(unit__in=units, is_active=True).select_related("unit")
        site.queryset = places.order_by("unit__seq", "unit_id", "code")
        site.label_from_instance = lambda one: f"{one.unit.name} {one.name}"
        lead.queryset, norm.queryset = units, norms

    def clean(self) -> dict[str, Any]:
        """The unit that answers for the site, when only the site was chosen."""
        data = super().clean() or {}
        site = data.get("site")
        if not data.get("lead"):
            if site is None:
                self.add_error("lead", "请选点位或者责任单位")
            else:
                data["lead"] = site.unit
        data["points"] = data.get("points") or 0
        return data


def first_of(row: Finding) -> dict[str, Any]:
    """What the form begins with when a finding is changed."""
    return {name: getattr(row, name) for name in FindingForm.base_fields}


class RectifyForm(forms.Form):
    """转整改: one deadline for all that were chosen."""

    due_on = forms.DateField(label="整改时限", widget=day_box())
    demand = forms.CharField(
        label="整改要求",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="印在整改通知书上；不填就写“按要求整改到位，不留死角”",
    )


class ReasonForm(forms.Form):
    """只记不改: one reason for all that were chosen."""

    reason = forms.CharField(
        label="理由", max_length=300, widget=forms.Textarea(attrs={"rows": 2}), help_text="责任单位看得到"
    )


class UpperFileForm(forms.Form):
    """A list that came from above."""

    source_text = forms.CharField(
        label="哪次检查", max_length=100, help_text="如 县文明办11月抽检；印在来源里"
    )
    file = forms.FileField(
        label="问题清单（.xlsx）",
        help_text="表头：发现日期、责任单位、点位、地点、问题、规范码、处数、扣分、指标编码。至少要有责任单位、问题。",
        error_messages={"required": "请选文件"},
    )
    found_on = forms.DateField(label="发现日期", widget=day_box(), help_text="表里没有写日期的，按这一天")
