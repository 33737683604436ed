"""What is typed beside and below the score sheet, and into the pages of a month."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from xiangfeng.assessments.actions.scores import DeductionInput
from xiangfeng.assessments.cells import title_of
from xiangfeng.assessments.models import AdjustmentKind, Period, SchemeVersion, UpperUse
from xiangfeng.orgs.models import Unit
from xiangfeng.scoring.rules import bind
from xiangfeng.scoring.rules.deduct import PerFinding
from xiangfeng.scoring.scheme import POLICIES, Node, Scheme


class _Day(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class OpenPeriodForm(forms.Form):
    """Which unit, which month, by which scheme."""

    unit = forms.ModelChoiceField(label="考评单位", queryset=Unit.objects.none(), empty_label=None)
    year = forms.IntegerField(label="年", min_value=2000, max_value=2100)
    month = forms.TypedChoiceField(
        label="月", coerce=int, choices=[(month, f"{month}月") for month in range(1, 13)]
    )
    scheme = forms.ModelChoiceField(
        label="指标体系",
        queryset=SchemeVersion.objects.none(),
        empty_label=None,
        help_text="只列出已启用的；本单位没有的，用上级的。",
    )

    def __init__(
        self, data: Any = None, *, units: QuerySet[Unit], schemes: QuerySet[SchemeVersion], **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["scheme"].queryset = schemes  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        unit, scheme = data.get("unit"), data.get("scheme")
        if unit and scheme and not unit.path.startswith(scheme.unit.path):
            self.add_error("scheme", f"“{scheme.name}”是{scheme.unit.name}的，{unit.name}不能用")
        return data


class PeriodForm(forms.Form):
    """The days of inspection, the declared number of units, the day the 通报 is due."""

    inspected_from = forms.DateField(label="检查起", required=False, widget=_Day())
    inspected_to = forms.DateField(label="检查止", required=False, widget=_Day())
    declared_count = forms.IntegerField(
        label="应评数", required=False, min_value=0, max_value=9999, help_text="与名单不符时通报前会提醒"
    )
    due_on = forms.DateField(label="通报期限", widget=_Day())


class EntryForm(forms.Form):
    """A unit's group and whether it is ranked."""

    group = forms.CharField(required=False, max_length=20)
    is_ranked = forms.BooleanField(required=False)
    reason = forms.CharField(required=False, max_length=100)


class MissingForm(forms.Form):
    """How an empty cell counts, and why."""

    policy = forms.ChoiceField(
        choices=list(POLICIES.items()), error_messages={"required": "请选一种缺项办法"}
    )
    value = forms.DecimalField(required=False, min_value=0, max_digits=8, decimal_places=3)
    reason = forms.CharField(
        max_length=200, error_messages={"required": "缺项要写明原因，原因会随通报一起印出"}
    )


class DeductionForm(forms.Form):
    """One finding; without points the rule's price for its places counts."""

    text = forms.CharField(
        label="问题",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "问题，如 垃圾桶外溢"}),
    )
    place = forms.CharField(
        label="点位",
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "点位，如 村口"}),
    )
    count = forms.IntegerField(label="处数", min_value=1, max_value=9999, required=False)
    points = forms.DecimalField(label="扣分", min_value=0, max_digits=8, decimal_places=3, required=False)
    photo_id = forms.IntegerField(required=False, widget=forms.HiddenInput())
    finding_id = forms.IntegerField(required=False, widget=forms.HiddenInput())
    photo = forms.FileField(label="照片", required=False)

    def as_input(self, node: Node) -> DeductionInput | None:
        """The finding as the action takes it; None for a line left empty. ValueError when it has no points."""
        data = self.cleaned_data
        if not any(data.get(name) for name in ("text", "place", "points", "photo")):
            return None
        count, points = data.get("count") or 1, data.get("points")
        kind = bind(node.rule) if node.rule else None
        if points is None and isinstance(kind, PerFinding):
            points = kind.each * count
        if points is None:
            raise ValueError(f"“{data['text']}”要填扣多少分")
        kept = {name: data.get(name) for name in ("photo_id", "photo", "finding_id")}
        return DeductionInput(data["text"], points, count, data["place"], **kept)


DeductionFormSet = forms.formset_factory(DeductionForm, extra=1, can_delete=True, max_num=50)


class AdjustmentForm(forms.Form):
    """加分, 减分 or 一票否决 of one unit."""

    kind = forms.ChoiceField(label="类别", choices=AdjustmentKind.choices)
    points = forms.DecimalField(label="分值", min_value=0, max_digits=8, decimal_places=3, required=False)
    veto_code = forms.ChoiceField(label="否决项", required=False)
    reason = forms.CharField(label="事由", max_length=200)
    basis = forms.CharField(label="依据", max_length=200, required=False)

    def __init__(self, data: Any = None, *, scheme: Scheme, **kwargs: Any) -> None:
        super().__init__(data, auto_id="adjust_%s", **kwargs)
        vetoes = [(veto.code, veto.title) for veto in scheme.vetoes]
        self.fields["veto_code"].choices = [("", "不是否决"), *vetoes]  # type: ignore[attr-defined]
        if not vetoes:
            del self.fields["veto_code"]
            kinds = [choice for choice in AdjustmentKind.choices if choice[0] != AdjustmentKind.VETO]
            self.fields["kind"].choices = kinds  # type: ignore[attr-defined]


class UpperForm(forms.Form):
    """What an upper level gave, and what it replaces."""

    level = forms.ChoiceField(label="层级")
    name = forms.CharField(label="考评名称", max_length=60)
    points = forms.DecimalField(label="得分", min_value=0, max_digits=9, decimal_places=3)
    use = forms.ChoiceField(label="用法", choices=UpperUse.choices)
    key = forms.ChoiceField(label="替换哪一项", required=False)

    def __init__(self, data: Any = None, *, scheme: Scheme, **kwargs: Any) -> None:
        super().__init__(data, auto_id="upper_%s", **kwargs)
        self.fields["level"].choices = [(one, one) for one in scheme.givers[1:]]  # type: ignore[attr-defined]
        items = [(node.code, title_of(scheme, node.code)) for node in scheme.items()]
        sources = [(source.key, source.title) for source in scheme.walk()]
        self.fields["key"].choices = [("", "不替换"), ("来源", sources), ("指标", items)]  # type: ignore[attr-defined]


class ImportForm(forms.Form):
    """A filled score sheet."""

    file = forms.FileField(
        label="打分表", help_text="Excel 文件（.xlsx）。先下载本期的表填，表头和村名就都对得上。"
    )


def errors_of(form: forms.Form) -> str:
    """Everything wrong with a form in one sentence."""
    return "；".join(
        f"{form.fields[name].label}：{text}" if name in form.fields and form.fields[name].label else str(text)
        for name, texts in form.errors.items()
        for text in texts
    )


def period_initial(period: Period) -> dict[str, Any]:
    """The period as :class:`PeriodForm` shows it."""
    return {name: getattr(period, name) for name in PeriodForm.base_fields}
