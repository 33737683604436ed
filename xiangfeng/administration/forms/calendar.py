"""Days and years of the calendar as typed in."""

from __future__ import annotations

from typing import Any

from django import forms

from xiangfeng.base.errors import Refused
from xiangfeng.calendars.tables import Row, parse_text, parse_xlsx

MARKS = (("off", "休（放假）"), ("work", "班（调休上班）"), ("week", "按周，取消标记"))
LARGEST = 2 * 1024 * 1024


class DayForm(forms.Form):
    """One day and what it is."""

    date = forms.DateField(label="日期", widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    mark = forms.ChoiceField(label="这一天", choices=MARKS, widget=forms.RadioSelect, initial="off")
    name = forms.CharField(label="名目", max_length=40, required=False, help_text="如 国庆节、县庆日")


class YearForm(forms.Form):
    """A year's notice: pasted or as a file."""

    year = forms.IntegerField(label="哪一年", min_value=2000, max_value=2099)
    basis = forms.CharField(
        label="通知文号", max_length=60, required=False, help_text="如 国办发明电〔2025〕7号"
    )
    text = forms.CharField(
        label="粘贴：日期、类型、名称",
        required=False,
        max_length=20000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="一天一行，用逗号或制表符隔开，如 2027-01-01,休,元旦；类型填“休”或“班”",
    )
    file = forms.FileField(label="或者选文件（.xlsx、.csv）", required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        text, file = data.get("text", "").strip(), data.get("file")
        if bool(text) == bool(file):
            raise forms.ValidationError("粘贴和文件用一种" if text else "请粘贴安排，或者选一个文件")
        try:
            data["rows"] = self._read(text, file)
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        if not data["rows"]:
            raise forms.ValidationError("里面一天也没有")
        return data

    def _read(self, text: str, file: Any) -> list[Row]:
        if not file:
            return parse_text(text)
        if file.size > LARGEST:
            raise Refused("文件太大，一年的安排用不了这么多，请确认选对了文件")
        content = file.read()
        if file.name.lower().endswith(".csv"):
            return parse_text(_decoded(content))
        return parse_xlsx(content)


def _decoded(content: bytes) -> str:
    """A CSV as spreadsheet programs here write it: UTF-8, or GB 18030."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused("看不懂这个文件的编码，请另存为 .xlsx 再试")
