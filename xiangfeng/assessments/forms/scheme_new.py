"""The small forms around a 指标体系: a new version, a copy, an import, the try-out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from xiangfeng.assessments.forms.scheme_fields import NumberField
from xiangfeng.orgs.models import Unit
from xiangfeng.scoring import templates
from xiangfeng.scoring.rules import RULES
from xiangfeng.scoring.scheme import Node, Scheme

Data = Mapping[str, Any] | None


class CopyForm(forms.Form):
    """For whom and for which year a copy is made."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label="给哪个单位", empty_label=None)
    year = forms.IntegerField(label="年度", min_value=2000, max_value=2100)
    version = forms.CharField(label="版本", max_length=20, help_text="同一年度改了几稿，如 1、2")

    def __init__(self, data: Data = None, *, units: Any, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]


class NewForm(CopyForm):
    """A new version from a shipped scheme or from nothing."""

    template = forms.ChoiceField(label="模板", widget=forms.HiddenInput, required=False)
    name = forms.CharField(label="名称", max_length=80)
    field_order = ("name", "unit", "year", "version", "template")

    def __init__(self, data: Data = None, *, units: Any, **kwargs: Any) -> None:
        super().__init__(data, units=units, **kwargs)
        self.fields["template"].choices = [("", "空白"), *((name, name) for name in templates.names())]  # type: ignore[attr-defined]


class ImportForm(forms.Form):
    """A scheme as a file."""

    file = forms.FileField(
        label="指标体系文件", help_text="从本系统导出的 TOML 或 Excel（.xlsx）文件，不超过 5 MB"
    )
    unit = forms.ModelChoiceField(Unit.objects.none(), label="给哪个单位", empty_label=None)

    def __init__(self, data: Data = None, files: Any = None, *, units: Any) -> None:
        super().__init__(data, files)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if upload.size > 5 * 1024 * 1024:
            raise forms.ValidationError(
                f"文件有 {upload.size // 1024 // 1024} MB，超过 5 MB；请检查是不是选错了文件"
            )
        return upload


class TryForm(forms.Form):
    """Made-up entries for one unit, a field for each cell of the sheet."""

    YES_NO = (("", "（空）"), ("yes", "符合"), ("no", "不符合"))

    def __init__(self, scheme: Scheme, data: Data = None) -> None:
        super().__init__(data)
        for number, node in enumerate(scheme.items()):
            self.fields[f"i{number}"] = self._field(node)
        for number, source in enumerate(scheme.given_sources()):
            is_list = source.kind == "mean"
            self.fields[f"g{number}"] = (
                forms.CharField(
                    label=source.title, required=False, max_length=200, help_text="几个分数用顿号隔开"
                )
                if is_list
                else NumberField(label=source.title, required=False)
            )

    def _field(self, node: Node) -> forms.Field:
        kind = RULES.get(node.rule.name) if node.rule else None
        entry = kind.entry if kind else "value"
        label, hint = node.title, kind.asks if kind else "得分"
        if entry == "ok":
            return forms.ChoiceField(label=label, choices=self.YES_NO, required=False, help_text=hint)
        if entry == "met":
            return forms.CharField(
                label=label,
                required=False,
                max_length=100,
                help_text=f"{hint}：写序号，如 1、3；一条也没有写 0",
            )
        return NumberField(label=label, required=False, help_text=hint)
