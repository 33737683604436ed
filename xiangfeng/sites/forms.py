"""What people type: a site, a type, a checklist and its items, files."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet

from xiangfeng.administration.queries.units import choices_of_units
from xiangfeng.orgs.models import Unit
from xiangfeng.regulations.models import Norm
from xiangfeng.sites.models import Checklist, SiteType, Topic


def _hidden_revision() -> forms.IntegerField:
    return forms.IntegerField(widget=forms.HiddenInput, required=False)


def _coordinate(label: str, help_text: str) -> forms.DecimalField:
    box = forms.TextInput(attrs={"inputmode": "decimal"})
    return forms.DecimalField(
        label=label, required=False, max_digits=14, decimal_places=6, widget=box, help_text=help_text
    )


class _TypeField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Types of one unit by their names; of several units with the unit's name before."""

    is_long = False

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.unit.name}：{obj.name}" if self.is_long else str(obj.name)


class SiteForm(forms.Form):
    """A site."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label="责任单位", empty_label="请选择")
    type = _TypeField(SiteType.objects.none(), label="类型", empty_label="请选择", help_text="检查表随类型走")
    name = forms.CharField(label="名称", max_length=60, help_text="如 石桥村文化广场公厕")
    code = forms.CharField(label="编号", max_length=20, required=False, help_text="不填就接着往下编")
    address = forms.CharField(label="地址", max_length=120, required=False)
    keeper = forms.CharField(label="责任人", max_length=40, required=False)
    x = _coordinate("东向坐标", "经度，或平面坐标的东向值；要画在地图上才填，两个一起填")
    y = _coordinate("北向坐标", "纬度，或平面坐标的北向值；全镇用同一种坐标")
    note = forms.CharField(label="备注", max_length=200, required=False)
    revision = _hidden_revision()

    def __init__(self, *args: Any, units: QuerySet[Unit], types: Iterable[SiteType], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit, kind = self.fields["unit"], self.fields["type"]
        assert isinstance(unit, forms.ModelChoiceField) and isinstance(kind, _TypeField)
        unit.queryset = units
        unit.choices = [("", "请选择"), *choices_of_units(units)]
        shown = list(types)
        kind.is_long = len({one.unit_id for one in shown}) > 1
        kind.queryset = SiteType.objects.filter(pk__in=[one.pk for one in shown]).select_related("unit")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for one, other in (("x", "y"), ("y", "x")):
            if data.get(one) is not None and data.get(other) is None and other not in self.errors:
                self.add_error(other, "两个坐标要一起填")
        return data


class TypeForm(forms.Form):
    """A type of sites."""

    name = forms.CharField(label="类型", max_length=20)
    checklist = forms.ModelChoiceField(
        Checklist.objects.none(), label="检查表", required=False, empty_label="（先不用检查表）"
    )

    def __init__(self, *args: Any, checklists: QuerySet[Checklist], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["checklist"]
        field.queryset = checklists


class ChecklistForm(forms.Form):
    """A checklist's name and basis."""

    name = forms.CharField(label="名称", max_length=60, help_text="如 公厕检查表")
    basis = forms.CharField(label="依据", max_length=200, required=False, help_text="按哪个文件或办法检查")
    revision = _hidden_revision()


class CopyForm(forms.Form):
    """The name of a copy."""

    name = forms.CharField(label="新表的名称", max_length=60)


class ItemForm(forms.Form):
    """One line of a checklist."""

    title = forms.CharField(label="检查内容", max_length=100)
    standard = forms.CharField(
        label="标准", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": "2"}),
        help_text="做到什么样算好，让检查的人一看就能判断",
    )  # fmt: skip
    topic = forms.ChoiceField(label="类目", choices=Topic.choices)
    points = forms.DecimalField(label="分值", max_digits=6, decimal_places=2)
    each = forms.DecimalField(
        label="每处扣分", max_digits=6, decimal_places=2, required=False, help_text="发现一处扣几分，扣完为止"
    )
    is_fatal = forms.BooleanField(label="有一处这项就不得分", required=False)
    norm = forms.ModelChoiceField(
        Norm.objects.none(), label="行为规范", required=False, empty_label="（不对应）"
    )
    indicator = forms.CharField(
        label="对应指标编码", max_length=40, required=False,
        help_text="当月打分表里的指标编码，发现的问题按它扣分；不填就不进打分表",
    )  # fmt: skip
    needs_photo = forms.BooleanField(label="有问题必须拍照", required=False)
    revision = _hidden_revision()

    def __init__(self, *args: Any, norms: QuerySet[Norm], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["norm"]
        field.queryset = norms

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        points, each = data.get("points"), data.get("each")
        if data.get("is_fatal"):
            data["each"] = points
        elif each is None and "each" not in self.errors:
            self.add_error("each", "请填每处扣几分")
        elif points is not None and each is not None and each > points:
            self.add_error("each", "每处扣分不能超过分值")
        return data


class SitesFileForm(forms.Form):
    """The list to import."""

    file = forms.FileField(
        label="点位表（.xlsx）",
        help_text="表头至少有名称、责任单位。责任单位和编号都相同的更新，没有的新建；空着的格子不改原来的内容，不在表里的点位不动。"
        "从本页导出的台账可以改好再导入；检查表随类型走，最近得分由检查写入，这两列不看。",
        error_messages={"required": "请选文件"},
    )


class OutlineForm(forms.Form):
    """The outline of a map."""

    file = forms.FileField(
        label="边界文件（GeoJSON）",
        help_text="从制图软件导出的 .geojson 或 .json，里面要有面；坐标要和点位用的是同一种。只存在本单位的服务器上，不用外面的地图。",
        error_messages={"required": "请选文件"},
    )
