"""The shapes of what people type about tasks."""

from __future__ import annotations

from typing import Any

from django import forms

from xiangfeng.orgs.models import Unit
from xiangfeng.regulations.models import Norm
from xiangfeng.sites.models import Site
from xiangfeng.tasks.models import Origin, Report, Task, TaskKind

TAGS = ("物质文明", "政治文明", "精神文明")
KINDS = [choice for choice in TaskKind.choices if choice[0] != TaskKind.STAGE]


def day_box() -> forms.DateInput:
    """The browser's own date box."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class Units(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Units to tick."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Unit.objects.none(), widget=forms.CheckboxSelectMultiple, **kwargs)


class TaskForm(forms.Form):
    """立项: one task, or the same for several lead units."""

    kind = forms.ChoiceField(label="种类", choices=KINDS, help_text="督办出督办单，整改出整改通知书")
    title = forms.CharField(label="事项", max_length=120)
    content = forms.CharField(
        label="要求", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    leads = Units(label="牵头单位", help_text="选几个单位，就给每个单位各立一件")
    helpers = Units(label="协办单位", required=False)
    due_on = forms.DateField(label="期限", widget=day_box())
    frequency = forms.ChoiceField(label="汇报频次", choices=Report.choices, required=False)
    owner = forms.CharField(label="责任人", max_length=40, required=False)
    supervisor = forms.CharField(label="督办人", max_length=40, required=False)
    basis = forms.CharField(
        label="依据", max_length=200, required=False, help_text="文号、会议或条款，印在督办单上"
    )
    origin = forms.ChoiceField(label="来源", choices=Origin.choices, initial=Origin.OWN)
    origin_text = forms.CharField(label="来源说明", max_length=120, required=False)
    site = forms.ModelChoiceField(
        label="点位",
        queryset=Site.objects.none(),
        required=False,
        empty_label="不选",
        help_text="整改件选发现问题的点位",
    )
    place = forms.CharField(
        label="地点", max_length=100, required=False, help_text="没有点位的写在哪里，如 三组村道旁"
    )
    norm = forms.ModelChoiceField(
        label="对应规范", queryset=Norm.objects.none(), required=False, empty_label="不选"
    )
    tags = forms.MultipleChoiceField(
        label="文明类别",
        choices=[(tag, tag) for tag in TAGS],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    photo = forms.FileField(label="现状照片或附件", required=False, help_text="整改件可传一张整改前的照片")

    def __init__(self, data: Any = None, files: Any = None, *, units: Any, norms: Any, **kwargs: Any) -> None:
        super().__init__(data, files, **kwargs)
        site, norm = self.fields["site"], self.fields["norm"]
        places = Site.objects.filter(unit__in=units, is_active=True).select_related("unit")
        site.queryset = places.order_by("unit__seq", "unit_id", "code")  # type: ignore[attr-defined]
        site.label_from_instance = lambda one: f"{one.unit.name} {one.name}"  # type: ignore[attr-defined]
        norm.queryset = norms  # type: ignore[attr-defined]
        for name in self.fields.keys() & {"leads", "lead", "helpers"}:
            self.fields[name].queryset = units  # type: ignore[attr-defined]

    def fields_of_task(self) -> dict[str, Any]:
        """What `create_task` takes besides the units."""
        data = {k: v for k, v in self.cleaned_data.items() if k not in ("leads", "helpers", "photo", "tags")}
        return {
            **data,
            "helpers": list(self.cleaned_data["helpers"]),
            "tags": "、".join(self.cleaned_data["tags"]),
        }


class DraftForm(TaskForm):
    """A task that is not handed out yet, changed: one lead unit; kind and number stay."""

    kind = leads = photo = None  # type: ignore[assignment]
    lead = forms.ModelChoiceField(label="牵头单位", queryset=Unit.objects.none(), empty_label=None)
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, task: Task, units: Any, norms: Any, seen: int) -> None:
        same = (
            "title",
            "content",
            "due_on",
            "frequency",
            "owner",
            "supervisor",
            "basis",
            "origin",
            "origin_text",
            "site",
            "place",
            "norm",
        )
        first = {name: getattr(task, name) for name in (*same, "lead", "helpers")}
        super().__init__(
            data,
            units=units,
            norms=norms,
            initial={**first, "helpers": task.helpers.all(), "tags": task.tags.split("、"), "seen": seen},
        )


class ReportForm(forms.Form):
    """进展反馈."""

    text = forms.CharField(label="办到哪一步", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    percent = forms.IntegerField(label="完成百分比", min_value=0, max_value=100, required=False)
    file = forms.FileField(label="照片或附件", required=False)


class ExtensionForm(forms.Form):
    """延期申请."""

    wanted_on = forms.DateField(label="延到", widget=day_box())
    reason = forms.CharField(label="理由", max_length=250, widget=forms.Textarea(attrs={"rows": 2}))


class CampaignForm(forms.Form):
    """专项 with its five stages; each stage is a `StageForm`."""

    title = forms.CharField(label="专项名称", max_length=80)
    purpose = forms.CharField(
        label="目的", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )


class StageForm(forms.Form):
    """One stage: all four are needed (G4.2)."""

    lead = forms.ModelChoiceField(label="责任单位", queryset=Unit.objects.none(), empty_label="请选")
    owner = forms.CharField(label="责任人", max_length=40)
    starts_on = forms.DateField(label="开始", widget=day_box())
    due_on = forms.DateField(label="结束", widget=day_box())

    def __init__(self, data: Any = None, *, units: Any, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["lead"].queryset = units  # type: ignore[attr-defined]
