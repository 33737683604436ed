"""What people type: a notice, a correction, an objection by anybody or by the office, an answer, a receipt."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from xiangfeng.leadership.forms import day_field
from xiangfeng.notices.models import Channel, Finding, NoticeFile, NoticeKind, Subject
from xiangfeng.visitors.forms import VisitorForm, in_plain_words


def _text(label: str, *, length: int, rows: int = 3, **kwargs: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=length, widget=forms.Textarea(attrs={"rows": str(rows)}), **kwargs
    )


class _FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files, none as well; gives a list."""

    widget = _FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        return [super(FilesField, self).clean(one, initial) for one in data or () if one]


class NoticeForm(forms.Form):
    """A 公告 or 公示."""

    kind = forms.ChoiceField(label="种类", choices=NoticeKind.choices)
    subject = forms.ChoiceField(label="事项", choices=Subject.choices)
    title = forms.CharField(
        label="标题", max_length=80, help_text="如 云溪镇2026年第四季度好人好事拟通报表扬名单公示"
    )
    body = _text(
        "正文", length=8000, rows=8, help_text="一行一段。个人住址只写到村；处理类公示里个人写成“张某”"
    )
    table = _text(
        "名单或表格", length=20000, rows=6, required=False,
        help_text="可以不填。从 Excel 里整块复制粘贴；或者一行一条，格与格之间用 | 隔开。第一行是表头",
    )  # fmt: skip
    workdays = forms.IntegerField(label="公示期（工作日）", min_value=1, max_value=60, required=False)
    until = day_field(
        "公告展示到", required=False, help_text="公告到这一天以后自动撤下；不填就一直展示。公示不用填"
    )
    held_on = day_field("活动日期", required=False, help_text="事项选“活动”时填，列在公众网的“活动”里")
    held_until = day_field("活动到", required=False, help_text="一天办完的不填")
    venue = forms.CharField(label="活动地点", max_length=80, required=False)
    phone = forms.CharField(
        label="联系电话", max_length=40, required=False, help_text="办公室电话，公示必填，会公开"
    )
    place = forms.CharField(
        label="联系地址", max_length=80, required=False, help_text="来信来访的地方，公示必填，会公开"
    )
    uploads = FilesField(
        label="附件",
        required=False,
        help_text="可以不传。附件会公开，里面的身份证号、电话、人脸车牌请先处理好",
    )
    dropped = forms.MultipleChoiceField(
        label="不要的附件", required=False, widget=forms.CheckboxSelectMultiple
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, files: Sequence[NoticeFile] = (), usual: int, least: int, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields[
            "workdays"
        ].help_text = f"不填就是 {usual} 个工作日；奖励、处理、评选不少于 {least} 个。发布当天不算"
        if not files:
            del self.fields["dropped"]
            return
        field: Any = self.fields["dropped"]
        field.choices = [(str(one.pk), one.attachment.name) for one in files]


class ReasonForm(forms.Form):
    """Why it is corrected."""

    reason = forms.CharField(label="更正理由", max_length=200, help_text="会印在更正件上，公众看得到")


class ObjectForm(VisitorForm):
    """An objection by anybody; nobody has to say who they are."""

    text = _text("您的意见", length=2000, rows=6, help_text="写明对哪一条有不同意见、事实是什么")
    name = forms.CharField(label="姓名", max_length=40, required=False, help_text="可以不写")
    phone = forms.CharField(
        label="电话",
        max_length=40,
        required=False,
        help_text="可以不写；写了只有受理的工作人员看得到，办完一年后删除",
    )


class EntryForm(forms.Form):
    """An objection that came by telephone, letter or in person."""

    channel = forms.ChoiceField(
        label="来源", choices=[pair for pair in Channel.choices if pair[0] != Channel.WEB]
    )
    came_on = day_field("收到日期", help_text="公示期内收到的才算")
    text = _text("异议", length=2000, rows=5)
    name = forms.CharField(label="姓名", max_length=40, required=False, help_text="对方不愿说的不填")
    phone = forms.CharField(label="电话", max_length=40, required=False)


class AnswerForm(forms.Form):
    """The answer to an objection."""

    finding = forms.ChoiceField(label="核实结论", choices=[("", "请选择"), *Finding.choices])
    answer = _text("答复", length=2000, rows=5, help_text="提异议的人凭查询码看得到；不要写出是谁提的")
    is_public = forms.BooleanField(label="在公示页面上公开这条答复", required=False)


class CodeForm(forms.Form):
    """A receipt code."""

    code = forms.CharField(
        label="查询码", max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        in_plain_words(self)
