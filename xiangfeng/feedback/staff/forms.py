"""What is typed of the settings (a category, the desk, a rule, a standard reply) and of the rates (a period)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import RegexValidator

from xiangfeng.administration.queries.units import choices_of_units
from xiangfeng.feedback.models import Category, Kind
from xiangfeng.feedback.queries.open import categories_for
from xiangfeng.leadership.forms import day_field
from xiangfeng.orgs.models import Unit, UnitKind
from xiangfeng.orgs.queries import subtree_of
from xiangfeng.regulations.models import Norm
from xiangfeng.regulations.queries import norms_for

ICONS = (
    ("trash", "垃圾桶"), ("road", "道路"), ("plant", "花草"), ("bulb", "路灯"), ("users", "人群"), ("dots", "其他"), ("home", "房屋"),
    ("building-community", "公共场所"), ("tool", "维修"), ("phone", "电话"), ("file-text", "文件"), ("alert-triangle", "警示"),
    ("speakerphone", "喇叭"), ("award", "奖章"),
)  # fmt: skip
VILLAGES = (UnitKind.VILLAGE, UnitKind.COMMUNITY)


def _hidden_revision() -> forms.IntegerField:
    return forms.IntegerField(widget=forms.HiddenInput, required=False)


class _Form(forms.Form):
    """A form that knows its unit; ``revision`` is 0 where nothing was changed yet."""

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit = unit
        for name, rows in self.choices(unit).items():
            field: Any = self.fields[name]
            field.queryset = rows

    def choices(self, unit: Unit) -> dict[str, Any]:
        return {}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        return data | {"revision": data.get("revision") or 0}


def _category() -> forms.ModelChoiceField:  # type: ignore[type-arg]
    return forms.ModelChoiceField(
        Category.objects.none(), label="问题类别", required=False, empty_label="（任何类别）"
    )


def _categories(unit: Unit) -> Any:
    return Category.objects.filter(pk__in=[row.pk for row in categories_for(unit)]).order_by("seq", "id")


class CategoryForm(_Form):
    """One choice of “是哪方面的问题”."""

    name = forms.CharField(label="名称", max_length=20, help_text="群众看得懂的几个字，如 环境卫生")
    code = forms.CharField(
        label="编码",
        max_length=12,
        validators=[RegexValidator(r"^[A-Za-z0-9_-]+$", "编码只用字母、数字")],
        help_text="字母或数字，接口用它认类别；和上级的编码相同，就替换上级的那一类",
    )
    icon = forms.ChoiceField(label="图标", choices=ICONS)
    kind = forms.ChoiceField(
        label="默认诉求类别", choices=Kind.choices, help_text="受理时可以改，办理期限按它算"
    )
    norm = forms.ModelChoiceField(
        Norm.objects.none(), label="对应的行为规范", required=False, empty_label="（不对应）", help_text="选了就带到反映里，便于统计"
    )  # fmt: skip
    revision = _hidden_revision()

    def choices(self, unit: Unit) -> dict[str, Any]:
        return {"norm": norms_for(unit)}


def _days(kind: Kind) -> forms.IntegerField:
    return forms.IntegerField(
        label=f"{kind.label}几个工作日内答复", min_value=0, max_value=60, required=False,
        help_text=f"留空按默认 {settings.FEEDBACK_WORKDAYS[kind]} 个工作日",
    )  # fmt: skip


class DeskForm(_Form):
    """What the public reads of the desk, and its terms."""

    is_open = forms.BooleanField(
        label="网上受理", required=False, help_text="不勾，群众的网页上就选不到本单位"
    )
    hotline = forms.CharField(
        label="举报电话", max_length=40, required=False, help_text="公众页面上每一页都看得到"
    )
    hours = forms.CharField(
        label="接听时间", max_length=60, required=False, help_text="如 工作日 8:30–12:00，14:30–18:00"
    )
    address = forms.CharField(label="来信来访地址", max_length=120, required=False)
    petition = forms.CharField(
        label="信访去处", max_length=120, required=False, help_text="属于信访的，请群众到哪里登记"
    )
    days_enquiry = _days(Kind.ENQUIRY)
    days_help = _days(Kind.HELP)
    days_suggestion = _days(Kind.SUGGESTION)
    days_complaint = _days(Kind.COMPLAINT)
    revision = _hidden_revision()

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        return data | {name: data.get(name) or 0 for name in self.fields if name.startswith("days_")}


class RouteForm(_Form):
    """One rule: what fits, and to whom it goes."""

    category = _category()
    village = forms.ChoiceField(label="所在村（社区）", required=False)
    handler = forms.ChoiceField(
        label="派给", required=False, help_text="被反映的是这个单位或它的上下级时，这条规则自动跳过"
    )
    revision = _hidden_revision()

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, unit=unit, **kwargs)
        below = subtree_of(unit).filter(is_active=True)
        villages: Any = self.fields["village"]
        villages.choices = [("", "（任何村、社区）"), *choices_of_units(below.filter(kind__in=VILLAGES))]
        handlers: Any = self.fields["handler"]
        handlers.choices = [("", "（所在的村、社区）"), *choices_of_units(below)]

    def choices(self, unit: Unit) -> dict[str, Any]:
        return {"category": _categories(unit)}

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        ids = {name: data.get(name) or 0 for name in ("village", "handler")}
        units = Unit.objects.in_bulk([int(pk) for pk in ids.values() if pk])
        return data | {name: units.get(int(pk)) for name, pk in ids.items()}


class PhraseForm(_Form):
    """A standard reply to start from."""

    title = forms.CharField(label="名称", max_length=40, help_text="如 已清运")
    category = _category()
    text = forms.CharField(
        label="用语", max_length=1000, widget=forms.Textarea(attrs={"rows": "6"}),
        help_text="填进答复框后还要改成这一件的实际情况",
    )  # fmt: skip
    revision = _hidden_revision()

    def choices(self, unit: Unit) -> dict[str, Any]:
        return {"category": _categories(unit)}


class PeriodForm(forms.Form):
    """Which reports the rates are about."""

    unit = forms.ChoiceField(label="受理单位", required=False)

    def __init__(self, *args: Any, units: list[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["unit"]
        field.choices = [("", "全部"), *((str(one.pk), one.name) for one in units)]
        self.fields["from"] = day_field("从", required=False)
        self.fields["to"] = day_field("到", required=False)
        if len(units) < 2:
            del self.fields["unit"]
