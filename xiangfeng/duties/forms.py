"""The shape of a duty, and of the decisions about one occurrence."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django import forms

from xiangfeng.duties import rules
from xiangfeng.duties.models import DueRule, DutyKind, Frequency


class DutyForm(forms.Form):
    """Who, what, how often, until when, with what proof."""

    title = forms.CharField(label="义务", max_length=60, help_text="一两个词，如 领导小组会")
    kind = forms.ChoiceField(label="种类", choices=DutyKind, help_text="系统按种类去找真实记录")
    doer = forms.CharField(label="谁来做", max_length=60, help_text="写岗位或单位，不写人名")
    frequency = forms.ChoiceField(label="频次", choices=Frequency)
    due_rule = forms.ChoiceField(label="期限规则", choices=DueRule)
    due_month = forms.IntegerField(label="几月", required=False, min_value=1, max_value=12)
    due_day = forms.IntegerField(label="几日", required=False, min_value=1, max_value=31)
    due_workdays = forms.IntegerField(label="几个工作日内", required=False, min_value=1, max_value=60)
    is_grace_to_month_end = forms.BooleanField(label="过了期限，当月底以前只亮黄灯", required=False)
    warn_workdays = forms.IntegerField(label="提前几个工作日变黄", min_value=0, max_value=60, initial=10)
    from_on = forms.DateField(
        label="从哪天起算",
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text="在这之前结束或到期的各期不算；不填，从制度施行日起算",
    )
    proof = forms.CharField(
        label="算做到的凭据",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="有了什么记录才算做到",
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and (wrong := rules.problem(SimpleNamespace(**data))) is not None:
            self.add_error(*wrong)
        return data

    @property
    def sentence(self) -> str:
        """The rule in words as far as the boxes hold one; else what is still missing."""
        if self.is_bound and self.is_valid():
            return rules.in_words(SimpleNamespace(**self.cleaned_data))
        rule = self._whole_rule()
        if rule is None:
            return "选好频次、期限规则和提前天数，这里会用一句话写出规则。"
        wrong = rules.problem(rule)
        return f"还差一点：{wrong[1]}。" if wrong else rules.in_words(rule)

    def _whole_rule(self) -> Any:
        """What the boxes of the rule hold, with the rest of the form still open; None while one of them is unreadable."""
        names = ("frequency", "due_rule", "due_month", "due_day", "due_workdays", "warn_workdays")
        found: dict[str, Any] = {
            "is_grace_to_month_end": self["is_grace_to_month_end"].value() in (True, "on")
        }
        for name in names:
            try:
                found[name] = self.fields[name].clean(self[name].value())
            except forms.ValidationError:
                return None
        return SimpleNamespace(**found)


class GroundsForm(forms.Form):
    """Reason and basis of 免办."""

    reason = forms.CharField(
        label="理由",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "写明为什么这一期不用做"},
    )
    basis = forms.CharField(
        label="依据",
        max_length=200,
        help_text="哪份文件、哪次会议定的，如 县文明委〔2026〕5号",
        error_messages={"required": "写明依据：哪份文件、哪次会议定的"},
    )


class MergeForm(GroundsForm):
    """Reason and basis of 并入, and into which."""

    field_order = ("into", "reason", "basis")
    into = forms.ChoiceField(label="并入哪一项", error_messages={"required": "选并入哪一项"})

    def __init__(self, *args: object, choices: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["into"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "请选择"), *choices]


class ReasonForm(forms.Form):
    """A reason, for stopping a duty and for taking a decision back."""

    reason = forms.CharField(
        label="理由",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "写明理由"},
    )
