"""What 复算 asks for."""

from __future__ import annotations

from django import forms


class RecheckForm(forms.Form):
    """An xlsx and whether its units should be compared with our own list."""

    file = forms.FileField(label="排名表（.xlsx）", help_text="别处印发的通报、往年的汇总表都可以，最大 5 MB")
    against_units = forms.BooleanField(label="与本辖区的村（社区）名单核对", required=False)

    def clean_file(self) -> object:
        file = self.cleaned_data["file"]
        if file.size > 5 * 1024 * 1024:
            raise forms.ValidationError("文件超过 5 MB，请只留排名表那一页")
        return file
