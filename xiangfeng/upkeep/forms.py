"""What people type: a routine, a record of work, a row of a register, a check."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet

from xiangfeng.documents.masking import mask_name
from xiangfeng.leadership.forms import day_field
from xiangfeng.orgs.models import Unit
from xiangfeng.sites.models import Site
from xiangfeng.upkeep.models import Item, Job, Pace, Routine, WorkKind, WorkRecord
from xiangfeng.upkeep.registers import DAY, NUMBER, PERSON, Field, Register


class RoutineForm(forms.Form):
    """A routine."""

    kind = forms.ChoiceField(label="作业", choices=WorkKind.choices)
    title = forms.CharField(label="名称", max_length=60, help_text="如 每月病媒消杀、集镇主街清扫")
    pace = forms.ChoiceField(
        label="频次", choices=Pace.choices, help_text="每周到周日、每半月到15日和月底、每月到月底为期限"
    )
    units = forms.ModelMultipleChoiceField(
        Unit.objects.none(),
        label="责任单位",
        widget=forms.CheckboxSelectMultiple,
        help_text="每个单位各自按期记录",
    )
    site = forms.ModelChoiceField(
        Site.objects.none(),
        label="点位",
        required=False,
        empty_label="（不限点位）",
        help_text="只管一个点位时才选，责任单位就是它的责任单位",
    )
    doer = forms.CharField(label="谁来做", max_length=60, required=False, help_text="如 村保洁员、外包公司")
    proof = forms.CharField(
        label="算做到的凭据", max_length=200, required=False, help_text="如 作业记录写明药剂和面积"
    )
    needs_photo = forms.BooleanField(label="必须拍照才算做到", required=False)
    from_on = day_field("从哪天起", help_text="期限在这天以后的各期都要做")
    to_on = day_field("到哪天止", required=False, help_text="长期的留空")

    def __init__(self, *args: Any, units: QuerySet[Unit], sites: QuerySet[Site], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (("units", units), ("site", sites)):
            field: Any = self.fields[name]
            field.queryset = rows


class RoutineEditForm(RoutineForm):
    """What may change of a routine that runs."""

    kind = pace = site = from_on = None  # type: ignore[assignment]
    revision = forms.IntegerField(widget=forms.HiddenInput)

    @staticmethod
    def initial_of(row: Routine) -> dict[str, Any]:
        names = ("title", "doer", "proof", "needs_photo", "to_on", "revision")
        return {name: getattr(row, name) for name in names} | {"units": row.units.all()}

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        forms.Form.__init__(self, *args, **kwargs)
        field: Any = self.fields["units"]
        field.queryset = units


class RecordForm(forms.Form):
    """One short form for the phone: 消杀 asks for agent and area besides."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label="单位", empty_label="请选择")
    done_on = day_field("哪天做的")
    done_by = forms.CharField(label="谁做的", max_length=60, help_text="如 保洁员王姐等 3 人")
    agent = forms.CharField(label="用什么药剂", max_length=60)
    amount = forms.CharField(label="做了多少", max_length=40, required=False, help_text="如 2 车、600 米")
    area = forms.DecimalField(
        label="面积（平方米）", max_digits=10, decimal_places=2, required=False, min_value=0
    )
    place = forms.CharField(label="在哪里", max_length=80, required=False)
    remark = forms.CharField(label="备注", max_length=200, required=False)
    late_reason = forms.CharField(label="为什么现在才记", max_length=200, required=False)
    photo = forms.FileField(
        label="照片（可以不传）", required=False, widget=forms.FileInput(attrs={"accept": "image/*"})
    )

    def __init__(
        self, *args: Any, kind: str, units: QuerySet[Unit], job: Job | None = None, days: int, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["unit"]
        field.queryset = units
        self.fields["late_reason"].help_text = f"{days} 天以前做的才要写"
        if job is not None:
            del self.fields["unit"]
            if job.routine.site_id:
                del self.fields["place"]
            if job.routine.needs_photo:
                self.fields["photo"].required = True
                self.fields["photo"].label = "照片"
        if kind == WorkKind.DISINFECTION:
            amount = self.fields["amount"]
            amount.label, amount.help_text, amount.required = "用了多少", "如 2 瓶、500 毫升", True
        else:
            del self.fields["agent"], self.fields["area"]


class CorrectForm(RecordForm):
    """A record put right, with the reason."""

    unit = photo = late_reason = None  # type: ignore[assignment]
    reason = forms.CharField(label="更正理由", max_length=200)
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, row: WorkRecord, **kwargs: Any) -> None:
        names = ("done_on", "done_by", "agent", "amount", "area", "place", "remark", "revision")
        initial = {name: getattr(row, name) for name in names}
        forms.Form.__init__(self, *args, **kwargs | {"initial": initial})
        if row.kind == WorkKind.DISINFECTION:
            self.fields["amount"].label, self.fields["amount"].required = "用了多少", True
        else:
            del self.fields["agent"], self.fields["area"]


class ItemForm(forms.Form):
    """A row of a register, from what the register declares. Who does not sit in the unit does not get the names to see: left empty,
    they stay as they are."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        register: Register,
        units: QuerySet[Unit] | None = None,
        home: Sequence[int] = (),
        row: Item | None = None,
        is_seated: bool = True,
    ) -> None:
        super().__init__(data)
        self.register, self.row, self.is_seated = register, row, is_seated
        if units is not None:
            self.fields["unit"] = forms.ModelChoiceField(
                units, label="单位", empty_label="请选择", initial=home[0] if len(home) == 1 else None
            )
        self.fields["name"] = forms.CharField(
            label=register.name_title,
            max_length=60,
            help_text=register.name_help,
            initial=row.name if row else "",
        )
        self.fields["revision"].initial = row.revision if row else 0
        for one in register.fields:
            self.fields[one.key] = self._field(one)

    def _field(self, one: Field) -> forms.Field:
        before = self.row.value(one.key) if self.row else ""
        common: dict[str, Any] = {
            "label": one.title, "required": one.is_required, "help_text": one.help, "initial": before,
        }  # fmt: skip
        if one.options:
            return forms.ChoiceField(
                choices=[("", "请选择"), *((text, text) for text in one.options)], **common
            )
        if one.kind == DAY:
            return day_field(common.pop("label"), **common)
        if one.kind == NUMBER:
            return forms.DecimalField(max_digits=11, decimal_places=2, min_value=0, **common)
        if one.kind == PERSON and before and not self.is_seated:
            common |= {"initial": "", "help_text": f"已登记 {mask_name(before)}，不改就留空"}
        return forms.CharField(max_length=60, **common)

    def values(self) -> dict[str, str]:
        """What was typed, as text by column key."""
        found = {}
        for one in self.register.fields:
            given = self.cleaned_data.get(one.key)
            text = "" if given is None else str(given)
            if not text and one.kind == PERSON and self.row and not self.is_seated:
                text = self.row.value(one.key)
            found[one.key] = text
        return found


class CheckForm(forms.Form):
    """A look at one row."""

    on = day_field("检查日期")
    good = forms.ChoiceField(label="结果", choices=[("1", "合格"), ("0", "不合格")], widget=forms.RadioSelect)
    finding = forms.CharField(label="情况", max_length=200, required=False, help_text="不合格的写是什么问题")
    spot = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def facts(self) -> dict[str, Any]:
        """What `check_item` takes."""
        data = self.cleaned_data
        return {"on": data["on"], "is_good": data["good"] == "1", "finding": data["finding"]}


class ListFileForm(forms.Form):
    """A register to take over."""

    file = forms.FileField(
        label="台账（.xlsx）", help_text="列头照空表；“单位”一列留空的，按您自己的单位写入"
    )
