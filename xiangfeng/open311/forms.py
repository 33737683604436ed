"""The form of a key."""

from __future__ import annotations

from django import forms
from django.db.models import QuerySet

from xiangfeng.orgs.models import Unit


class KeyForm(forms.Form):
    """For which unit, for which system, how much an hour."""

    unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label="受理单位",
        empty_label=None,
        help_text="报来的由它受理；也可以报给它下面的乡镇。",
    )
    name = forms.CharField(label="对方系统", max_length=30, help_text="如“县12345平台”。")
    per_hour = forms.IntegerField(
        label="每小时最多报送", min_value=1, max_value=100_000, initial=100, help_text="件；超过的当场退回。"
    )

    def __init__(self, *args: object, units: QuerySet[Unit], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
