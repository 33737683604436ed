"""What the clerk may set at the head and foot of a 通报."""

from __future__ import annotations

from django import forms


class BulletinForm(forms.Form):
    """Head, number, addressees, requirements; every field may stay empty and then takes the unit's default."""

    mark = forms.CharField(label="发文机关标志", max_length=60, required=False)
    agency = forms.CharField(
        label="机关代字",
        max_length=12,
        required=False,
        help_text="如 云创办；不填用单位的，单位也没有的不编发文字号",
    )
    serial = forms.IntegerField(
        label="发文序号", min_value=1, max_value=9999, required=False, help_text="不填则接着上一份编"
    )
    dated = forms.DateField(
        label="成文日期",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="不填则为签发当天",
    )
    to = forms.CharField(label="主送", max_length=200, required=False)
    basis = forms.CharField(label="依据", max_length=200, required=False)
    due_problems = forms.IntegerField(
        label="本期到期问题（件）", min_value=0, max_value=99999, required=False
    )
    done_problems = forms.IntegerField(
        label="其中按期销号（件）", min_value=0, max_value=99999, required=False
    )
    requirements = forms.CharField(
        label="工作要求", required=False, widget=forms.Textarea(attrs={"rows": 4}), help_text="一行一条"
    )
    cc = forms.CharField(label="抄送", max_length=200, required=False)
    is_grades_only = forms.BooleanField(label="只公布等次，不公布分数和名次", required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, object]:
        data = super().clean() or {}
        due, done = data.get("due_problems"), data.get("done_problems")
        if due is not None and done is not None and done > due:
            self.add_error("done_problems", f"按期销号 {done} 件多于到期 {due} 件，请核对")
        if data.get("dated"):
            data["dated"] = data["dated"].isoformat()
        return data
