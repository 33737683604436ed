"""What is typed into the pages of a 责任书."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms

from xiangfeng.pledges.content import Line


def _box(label: str, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label, widget=forms.Textarea(attrs={"rows": 4}), max_length=2000, help_text=help_text
    )


def _figure(label: str, initial: str, most: int | None) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, initial=initial, max_digits=12, decimal_places=2, min_value=0, max_value=most
    )


class TextsForm(forms.Form):
    """The four texts of a draft."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    responsibilities = _box("责任内容", "乙方要做什么、怎么做。")
    support = _box("甲方责任与保障", "上级自己承担什么：经费、人员、指导、答复时限。责任书不能只压下级。")
    method = _box("考核办法")
    rewards = _box("奖惩办法", "不能写罚款、保证金：乡镇文件无权设定（行政处罚法第16条）。")
    remark = forms.CharField(label="备注", required=False, max_length=200)
    to_all = forms.BooleanField(label="本年度其他草稿也用这些文字（备注除外）", required=False)


class SignForm(forms.Form):
    """Who signs proves it once more; ``digest`` is of the text on the screen."""

    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)
    secret = forms.CharField(
        label="登录密码或6位动态验证码",
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class ScanForm(forms.Form):
    """The stamped paper."""

    upload = forms.FileField(label="扫描件", help_text="PDF 或照片；双方都签了字、盖了章的那一份。")
    signed_on = forms.DateField(
        label="签订日期", widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    party_name = forms.CharField(label="乙方签字人", max_length=40)
    giver_name = forms.CharField(label="甲方签字人", max_length=40)


class SupplementForm(forms.Form):
    """One row of boxes for each goal in force; what is left as it is does not change."""

    reason = forms.CharField(label="变更原因", max_length=200, widget=forms.Textarea(attrs={"rows": 2}))
    basis = forms.CharField(
        label="依据", max_length=120, help_text="哪次会议、哪份文件，如：党政联席会议7月3日。"
    )

    def __init__(self, *args: Any, lines: list[Line], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        for line in lines:
            key, title = line["line"], line["title"]
            self.fields[f"target_{key}"] = _figure(f"{title} 目标值", line["target"], None)
            self.fields[f"weight_{key}"] = _figure(f"{title} 权重", line["weight"], 100)
            self.fields[f"due_on_{key}"] = forms.DateField(
                label=f"{title} 完成时限",
                initial=line["due_on"],
                widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            )

    def rows(self) -> list[tuple[Line, list[forms.BoundField]]]:
        """Each goal with its three boxes."""
        names = ("target", "weight", "due_on")
        return [(line, [self[f"{name}_{line['line']}"] for name in names]) for line in self.lines]

    def wanted(self) -> dict[int, dict[str, Any]]:
        """What was typed, by line."""
        data: dict[str, dt.date | Any] = self.cleaned_data
        names = ("target", "weight", "due_on")
        return {line["line"]: {name: data[f"{name}_{line['line']}"] for name in names} for line in self.lines}
