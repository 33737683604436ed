"""What people type: a 批示, a 建议单, a 问题, a 指导调研记录, the task made of one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from xiangfeng.advice.models import GuidanceKind, ProblemSource
from xiangfeng.leadership.forms import day_field
from xiangfeng.orgs.models import Unit


def _text(label: str, *, length: int, rows: int = 3, **kwargs: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=length, widget=forms.Textarea(attrs={"rows": str(rows)}), **kwargs
    )


class TaskForm(forms.Form):
    """The task that a 批示 or a problem becomes."""

    title = forms.CharField(label="任务", max_length=120)
    lead = forms.ModelChoiceField(Unit.objects.none(), label="牵头单位", empty_label="请选择")
    due_on = day_field("期限")

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["lead"]
        field.queryset = units


class InstructionForm(forms.Form):
    """One sentence, and whether it becomes a task at once."""

    text = _text("批示", length=500, help_text="一句话就行，创建办马上收到")
    subject_text = forms.CharField(label="批示的事", max_length=120, required=False)
    make_task = forms.BooleanField(label="同时转成任务", required=False)
    lead = forms.ModelChoiceField(
        Unit.objects.none(), label="牵头单位", required=False, empty_label="（转任务时选）"
    )
    due_on = day_field("期限", required=False, help_text="转任务时填")
    subject = forms.CharField(max_length=80, required=False, widget=forms.HiddenInput)
    url = forms.CharField(max_length=200, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, units: QuerySet[Unit], may_give: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if may_give:
            field: Any = self.fields["lead"]
            field.queryset = units
            return
        # Who cannot give tasks asks the 创建办 to do it, which knows who and until when.
        del self.fields["lead"], self.fields["due_on"]
        self.fields["make_task"].label = "请创建办转成任务"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("make_task") and "lead" in self.fields:
            if not data.get("lead"):
                self.add_error("lead", "转任务要选牵头单位")
            if not data.get("due_on") and "due_on" not in self.errors:
                self.add_error("due_on", "转任务要定期限")
        return data


class ProposalForm(forms.Form):
    """A 建议单."""

    title = forms.CharField(label="标题", max_length=80)
    situation = _text("情况", length=2000, rows=5, required=False, help_text="现在怎么样，有哪些事实和数字")
    suggestion = _text("建议", length=2000, rows=5, required=False, help_text="建议怎么办、谁来办、多久办完")
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)


class ProblemForm(forms.Form):
    """A 问题."""

    description = _text("问题描述", length=500)
    lead = forms.ModelChoiceField(Unit.objects.none(), label="责任单位", empty_label="请选择")
    place = forms.CharField(label="点位", max_length=80, required=False, help_text="如 三组村道旁、集镇东口")
    origin = forms.ChoiceField(label="来源", choices=ProblemSource.choices)
    found_on = day_field("发现时间")
    norm_code = forms.CharField(
        label="规范码", max_length=20, required=False, help_text="对应行为规范的编码，如 N06；没有就不填"
    )
    due_on = day_field("期限", required=False)

    def __init__(self, *args: Any, units: QuerySet[Unit], workdays: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["lead"]
        field.queryset = units
        self.fields["due_on"].help_text = f"不填就是发现后 {workdays} 个工作日"


class NoteForm(forms.Form):
    """One note of a coordination."""

    text = _text("协调情况", length=1000, rows=2)


class _FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files, none as well; gives a list."""

    widget = _FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        return [super(FilesField, self).clean(one, initial) for one in data or () if one]


class GuidanceForm(forms.Form):
    """A 指导调研记录; once it is written down its subject stays."""

    kind = forms.ChoiceField(label="种类", choices=GuidanceKind.choices)
    subject = forms.ModelChoiceField(Unit.objects.none(), label="对象单位", empty_label="请选择")
    title = forms.CharField(label="事项", max_length=80, help_text="如 指导创建文明村资料整理")
    held_on = day_field("日期")
    people = forms.CharField(label="参加人", max_length=100, help_text="去的人，如 林岚、周敏")
    seen = _text("了解到的情况", length=3000, rows=5)
    advised = _text("指导意见", length=3000, rows=4, required=False, help_text="调研没有提意见的可以不填")
    result = _text("落实结果", length=2000, required=False, help_text="现在还没有的，以后再补记")
    uploads = FilesField(label="照片或材料", required=False, help_text="可以不传，可以一次选几个")
    late_reason = forms.CharField(
        label="补录理由", max_length=100, required=False, help_text="过去一个多月的才要写"
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, units: QuerySet[Unit] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if units is None:
            del self.fields["subject"]
            return
        field: Any = self.fields["subject"]
        field.queryset = units


class ResultForm(forms.Form):
    """What came of it."""

    result = _text("落实结果", length=2000, rows=4)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)


class ReasonForm(forms.Form):
    """Why a record does not count."""

    reason = forms.CharField(label="作废理由", max_length=200)
