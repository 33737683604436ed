"""What the keeper of a leading group types: a seat, its end, a successor, a 包干, a key work."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms

from xiangfeng.leadership.models import GroupPost, Member
from xiangfeng.orgs.models import Person, Unit


def day_field(label: str, **kwargs: Any) -> forms.DateField:
    # Only this form of a date is what a browser's own date box takes and gives.
    box = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, widget=box, **kwargs)


class PersonField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """People with the unit they belong to."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name}（{obj.unit.name}）"


def _area(label: str, rows: int = 3, **kwargs: Any) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, widget=forms.Textarea(attrs={"rows": str(rows)}), **kwargs
    )


class SeatForm(forms.Form):
    """The particulars of a seat; the four fields of 分工 may wait, but the 分工 is in force only with all four."""

    post = forms.ChoiceField(
        label="小组职务", choices=GroupPost.choices, help_text="组长恰好 1 名，分管至少 1 名"
    )
    title = forms.CharField(
        label="职务", max_length=40, required=False, help_text="如 镇长、宣传委员、文化站站长"
    )
    represents = forms.ModelChoiceField(
        Unit.objects.none(), label="成员单位", required=False, empty_label="（不代表单位）", help_text="代表哪个站所、单位参加"
    )  # fmt: skip
    from_date = day_field("任职起")
    basis = forms.CharField(label="任职文号", max_length=60, required=False, help_text="如 云党发〔2026〕3号")
    division = _area("分工", 2, max_length=200, help_text="分工、任务、责任、奖惩四项都填了，分工才生效")
    duty = _area("任务", max_length=500)
    liability = _area("责任", max_length=500)
    reward = _area("奖惩", max_length=500)
    seq = forms.IntegerField(
        label="排序", min_value=0, max_value=9999, required=False, help_text="小的在前，留空排在最后"
    )

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["represents"]
        field.queryset = units

    def clean_seq(self) -> int:
        return self.cleaned_data["seq"] or 0


class NewMemberForm(SeatForm):
    """Somebody new in the group."""

    person = PersonField(Person.objects.none(), label="姓名", empty_label="请选择")
    field_order = ("person", "post", "title", "represents", "from_date", "basis")

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["person"]
        field.queryset = people
        field.help_text = "没有这个人时，先在“管理 → 人员与任职”里登记"


class EditMemberForm(SeatForm):
    """A seat as it is; ``revision`` tells whether somebody else changed it meanwhile."""

    revision = forms.IntegerField(widget=forms.HiddenInput)

    @staticmethod
    def initial_of(member: Member) -> dict[str, Any]:
        names = (
            "post",
            "title",
            "from_date",
            "basis",
            "division",
            "duty",
            "liability",
            "reward",
            "seq",
            "revision",
        )
        return {name: getattr(member, name) for name in names} | {"represents": member.represents_id}


class EndForm(forms.Form):
    """The last day of a seat."""

    to_date = day_field("最后一天", help_text="这一天仍在名单里，包干同日一并办结")
    accepts_gap = forms.BooleanField(label="知道会空缺，仍要办结", required=False)

    def __init__(self, *args: Any, may_leave_gap: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_leave_gap:
            del self.fields["accepts_gap"]


class SuccessorForm(forms.Form):
    """换届: who follows from which day."""

    person = PersonField(Person.objects.none(), label="接任人", empty_label="请选择")
    on = day_field("接任日期", help_text="原任到前一天止")
    title = forms.CharField(label="接任人的职务", max_length=40, required=False)
    basis = forms.CharField(label="任职文号", max_length=60, required=False)
    takes_division = forms.BooleanField(label="接过分工四项", required=False, initial=True)
    takes_charges = forms.BooleanField(label="接过包干的村和重点工作", required=False, initial=True)

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["person"]
        field.queryset = people


class ChargeForm(forms.Form):
    """Who holds it from which day; the choices are those in the group today."""

    person = forms.TypedChoiceField(label="包干领导", coerce=int)
    from_date = day_field("起", help_text="原来有人包干的，自动到前一天止")

    def __init__(self, *args: Any, members: Iterable[Member], counts: dict[int, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["person"]
        rows = [
            (one.person_id, f"{one.person.name}（{one.title or one.get_post_display()}，现包干 {counts.get(one.person_id, 0)} 个）")
            for one in members
        ]  # fmt: skip
        field.choices = [("", "请选择"), *rows]


class ChargeEndForm(forms.Form):
    """The last day of a 包干."""

    to_date = day_field("最后一天", help_text="之后列入“没有人包干的”")


class WorkForm(forms.Form):
    """A key work of a year."""

    name = forms.CharField(label="重点工作", max_length=80, help_text="如 集镇秩序整治、文明实践活动月")
    year = forms.IntegerField(label="年度", min_value=2000, max_value=2100)


class FileForm(forms.Form):
    """A list to take over."""

    file = forms.FileField(
        label="名单（.xlsx）", help_text="列头照空表。“联系电话”一列只读不写：电话在“人员与任职”里登记"
    )


def asked_day(text: str, today: dt.date) -> dt.date:
    """The day in an address; today for anything else."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return today
