"""What is typed into the pages of a meeting."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet

from xiangfeng.meetings.models import Meeting, Presence, Reply
from xiangfeng.orgs.models import Unit

KINDS = (
    ("leading", "领导小组会议（每季度一次）"),
    ("mobilisation", "动员推进会（每季度一次）"),
    ("other", "其他会议"),
)


class _Day(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class _Clock(forms.TimeInput):
    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class MeetingForm(forms.Form):
    """What is said of a meeting before it takes place."""

    unit = forms.ModelChoiceField(label="召集单位", queryset=Unit.objects.none(), empty_label=None)
    kind = forms.ChoiceField(label="类别", choices=KINDS, widget=forms.RadioSelect, initial="leading")
    is_combined = forms.BooleanField(label="领导小组会议和动员推进会合并召开", required=False)
    combine_basis = forms.CharField(
        label="合并的依据",
        required=False,
        max_length=200,
        help_text="如：基层减负要求，一次会议、一套材料。不勾选时，开了领导小组会不算开过动员推进会。",
    )
    title = forms.CharField(
        label="会议名称",
        required=False,
        max_length=80,
        help_text="不填的，按季度自动叫作“2026年第三季度文明创建领导小组会议”。",
    )
    day = forms.DateField(label="日期", widget=_Day())
    starts = forms.TimeField(label="开始时间", widget=_Clock())
    planned_minutes = forms.IntegerField(label="计划多少分钟", min_value=5, max_value=480)
    place = forms.CharField(label="地点", max_length=60)
    host = forms.CharField(label="主持", max_length=40)
    recorder = forms.CharField(label="记录", required=False, max_length=40)
    contact = forms.CharField(label="联系人", required=False, max_length=40)
    contact_phone = forms.CharField(
        label="联系电话", required=False, max_length=20, help_text="印在通知上，写办公电话"
    )
    requirements = forms.CharField(
        label="参会要求", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    notice_number = forms.CharField(
        label="通知文号",
        required=False,
        max_length=40,
        help_text="如 云创办〔2026〕12号；有文号的印红头，不填的印普通通知。",
    )
    late_reason = forms.CharField(
        label="补录理由",
        required=False,
        max_length=200,
        help_text="只有补记已经开过的会才填，会显示在会议页上。",
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, units: QuerySet[Unit] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if units is None:
            del self.fields["unit"]
        else:
            self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        limit = settings.MEETING_MINUTES
        self.fields["planned_minutes"].help_text = f"一般不超过{limit}分钟，超过的会有提示，不拦着。"

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        kind, is_combined = data.pop("kind", "other"), data.pop("is_combined", False)
        data["is_leading"] = kind == "leading" or (is_combined and kind == "mobilisation")
        data["is_mobilisation"] = kind == "mobilisation" or (is_combined and kind == "leading")
        if is_combined and kind == "other":
            self.add_error("is_combined", "其他会议不能算作两会合并；请先选领导小组会议或动员推进会")
        elif is_combined and not data.get("combine_basis"):
            self.add_error("combine_basis", "合并召开要写明依据")
        if kind == "other" and not data.get("title"):
            self.add_error("title", "其他会议请写名称")
        return data


def initial_of(meeting: Meeting) -> dict[str, Any]:
    """What stands in the form of a meeting that is there."""
    names = [name for name in MeetingForm.base_fields if hasattr(meeting, name) and name != "is_combined"]
    kind = "leading" if meeting.is_leading else "mobilisation" if meeting.is_mobilisation else "other"
    return {name: getattr(meeting, name) for name in names} | {
        "kind": kind,
        "is_combined": meeting.is_combined,
    }


class VersionForm(forms.Form):
    """Which version of the meeting the page was built from."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class PointForm(forms.Form):
    """One line of the agenda; without a title it falls away."""

    seq = forms.IntegerField(required=False, min_value=1, max_value=99)
    title = forms.CharField(required=False, max_length=100)
    speaker = forms.CharField(required=False, max_length=60)
    minutes = forms.IntegerField(required=False, min_value=1, max_value=480)

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("speaker") and not data.get("title"):
            self.add_error("title", "请写议题")
        return data


class DecisionForm(forms.Form):
    """One line of what was decided; without a text it falls away."""

    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)
    text = forms.CharField(required=False, max_length=120)
    lead = forms.TypedChoiceField(required=False, coerce=int, empty_value=None)
    due_on = forms.DateField(required=False, widget=_Day())

    def __init__(self, *args: Any, leads: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead"].choices = [("", "选单位"), *leads]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if not data.get("text"):
            if data.get("lead") or data.get("due_on"):
                self.add_error("text", "请写议定了什么")
            return data
        if not data.get("lead") and "lead" not in self.errors:
            self.add_error("lead", "请选牵头单位")
        if not data.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", "请填时限")
        return data


class MarkForm(forms.Form):
    """Whether one person came; ``was`` is what stood there when the page was built."""

    pk = forms.IntegerField(widget=forms.HiddenInput)
    was = forms.CharField(required=False, widget=forms.HiddenInput)
    state = forms.ChoiceField(required=False, choices=Presence.choices)
    name = forms.CharField(required=False, max_length=40)
    note = forms.CharField(required=False, max_length=100)

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        missing = {Presence.LEAVE: "请写请假事由", Presence.SUBSTITUTE: "请写代会人姓名"}
        if data.get("state") in missing and not data.get("note"):
            self.add_error("note", missing[Presence(data["state"])])
        return data


class GuestForm(forms.Form):
    """One more person to be asked."""

    unit = forms.TypedChoiceField(label="单位", coerce=int)
    name = forms.CharField(label="姓名", max_length=40)
    title = forms.CharField(label="职务", required=False, max_length=40)
    is_observer = forms.BooleanField(label="列席（不计入应到）", required=False)

    def __init__(self, *args: Any, units: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = units  # type: ignore[attr-defined]


class MinutesForm(VersionForm):
    """The real times and the three parts."""

    began = forms.TimeField(label="实际开始", required=False, widget=_Clock())
    ended = forms.TimeField(label="实际结束", required=False, widget=_Clock())
    summary = forms.CharField(required=False, max_length=8000, widget=forms.Textarea(attrs={"rows": 6}))
    decisions = forms.CharField(required=False, max_length=8000, widget=forms.Textarea(attrs={"rows": 6}))
    measures = forms.CharField(required=False, max_length=8000, widget=forms.Textarea(attrs={"rows": 6}))


class ReplyForm(forms.Form):
    """回执."""

    reply = forms.ChoiceField(label="能来吗", choices=Reply.choices[1:], widget=forms.RadioSelect)
    note = forms.CharField(
        label="请假事由或代会人姓名", required=False, max_length=100, help_text="参加的不用填"
    )
    name = forms.CharField(label="谁来参加", required=False, max_length=40)

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        reasons = {Reply.LEAVE: "请写请假事由", Reply.SUBSTITUTE: "请写代会人的姓名"}
        if data.get("reply") in reasons and not data.get("note"):
            self.add_error("note", reasons[Reply(data["reply"])])
        return data


class ReportForm(forms.Form):
    """部门汇报 in three parts (G2.3)."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    progress = forms.CharField(
        label="进展", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="上次会议以来做了什么，用数字说",
    )  # fmt: skip
    problems = forms.CharField(
        label="问题", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    plans = forms.CharField(
        label="打算", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="怎么解决，要谁帮什么",
    )  # fmt: skip


class SignForm(forms.Form):
    """手机签到: a name and nothing else."""

    name = forms.CharField(
        label="您的姓名",
        max_length=40,
        error_messages={"required": "请填写您的姓名"},
        widget=forms.TextInput(attrs={"autocomplete": "name", "autofocus": True}),
    )


class SheetForm(forms.Form):
    """The signed sheet as a file."""

    file = forms.FileField(label="签到表扫描件或照片", error_messages={"required": "请先选一个文件"})


Points: Any = forms.formset_factory(PointForm, extra=3, max_num=60)
Decisions: Any = forms.formset_factory(DecisionForm, extra=2, max_num=60)
Marks: Any = forms.formset_factory(MarkForm, extra=0, max_num=600)
