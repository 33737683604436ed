"""The shape of what is typed about 制度 and norms."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from xiangfeng.orgs.models import Unit
from xiangfeng.regulations.outline import LONGEST_TEXT, NAMES

LONGEST_PASTE = 100_000


class _Day(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class NewForm(forms.Form):
    """Whose 制度 and what it is called."""

    unit = forms.ModelChoiceField(label="单位", queryset=Unit.objects.none(), empty_label=None)
    title = forms.CharField(
        label="名称",
        max_length=80,
        help_text="写全称，如“云溪镇志愿服务管理制度”；同一单位不能重名",
        error_messages={"required": "先写制度名称"},
    )
    owner = forms.CharField(
        label="责任人", max_length=40, required=False, help_text="负责解释和修订的人或科室"
    )
    upper_basis = forms.CharField(
        label="上级依据", max_length=200, required=False, help_text="文件名和文号；没有的留空"
    )

    def __init__(self, data: Any = None, *, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]


class LibraryForm(forms.Form):
    """Whose, and which of the 范本."""

    unit = forms.ModelChoiceField(label="单位", queryset=Unit.objects.none(), empty_label=None)
    keys = forms.MultipleChoiceField(
        label="范本",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请至少选一个范本"},
    )
    owner = forms.CharField(label="责任人", max_length=40, required=False, initial="创建办")

    def __init__(
        self, data: Any = None, *, units: QuerySet[Unit], keys: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["keys"].choices = keys  # type: ignore[attr-defined]


class FactsForm(forms.Form):
    """What must be known before 施行."""

    title = forms.CharField(label="名称", max_length=80)
    owner = forms.CharField(label="责任人", max_length=40, required=False)
    upper_basis = forms.CharField(label="上级依据", max_length=200, required=False)
    deliberation = forms.CharField(
        label="审议会议", max_length=80, required=False, help_text="如 镇党政联席会议第3次会议"
    )
    deliberated_on = forms.DateField(label="审议日期", required=False, widget=_Day())
    effective_on = forms.DateField(
        label="施行日", required=False, widget=_Day(), help_text="可以是以后的日子，从那天起有约束力"
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, is_draft: bool, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        if not is_draft:
            del self.fields["title"]


class PieceForm(forms.Form):
    """One 条 of a draft. ``key`` is its row, 0 for a new one that goes behind ``after``."""

    key = forms.IntegerField(widget=forms.HiddenInput)
    after = forms.IntegerField(widget=forms.HiddenInput, required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput)
    level = forms.ChoiceField(label="层级", choices=list(NAMES.items()))
    text = forms.CharField(
        label="内容",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="不写条号，条号按位置自动排",
        error_messages={
            "required": "条款内容不能是空的",
            "max_length": f"一条最多 {LONGEST_TEXT} 字，请拆成几条",
        },
    )
    requirements = forms.CharField(
        label="对应要求", max_length=200, required=False, help_text="要求编号，空格隔开，如 A3.1 G2.3；可不填"
    )


class ImportForm(forms.Form):
    """A pasted text or a file; one of the two."""

    text = forms.CharField(
        label="粘贴文字",
        required=False,
        max_length=LONGEST_PASTE,
        widget=forms.Textarea(attrs={"rows": 14, "placeholder": "第一章　总则\n第一条　……"}),
        help_text="从 Word 或网页复制过来，一段一行；能认出 第一章、第一条、一、（一）1.（1）",
    )
    file = forms.FileField(
        label="或者上传文件", required=False, help_text="Word（.docx）或按空表填好的 Excel（.xlsx）"
    )

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if not data.get("text") and not data.get("file") and not self.errors:
            raise forms.ValidationError("请粘贴文字，或者选一个文件")
        return data


class OriginalForm(forms.Form):
    """The stamped original."""

    file = forms.FileField(label="文件", help_text="盖章后的扫描件，PDF、图片或 Word")


class NormForm(forms.Form):
    """A conduct norm."""

    field = forms.CharField(label="领域", max_length=20)
    text = forms.CharField(label="规范", max_length=100)
    is_positive = forms.BooleanField(label="倡导类（鼓励去做的）", required=False)
    group = forms.CharField(
        label="去重组",
        max_length=20,
        required=False,
        help_text="意思相同的写同一组，统计时合并；如 G1 或 G1,G2",
    )
    authority = forms.CharField(
        label="可移交机关",
        max_length=60,
        required=False,
        help_text="有法律责任的行为可移交给谁；没有的留空，只能劝导。使用前由法制审核员确认",
    )
    is_active = forms.BooleanField(label="在用", required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput)
