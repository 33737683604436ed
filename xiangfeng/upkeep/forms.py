"""What people type: a routine, a record of work, a row of a register, a check."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from xiangfeng.leadership.forms import day_field
from xiangfeng.orgs.models import Unit
from xiangfeng.sites.models import Site
from xiangfeng.upkeep.models import Job, Pace, Routine, WorkKind, WorkRecord


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
            self.fields["amount"].label, self.fields["amount"].help_text = "用了多少", "如 2 瓶、500 毫升"
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
            self.fields["amount"].label = "用了多少"
        else:
            del self.fields["agent"], self.fields["area"]
