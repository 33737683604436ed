"""A goal, its breakdown, its slices, a report, and a list from Excel."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from xiangfeng.goals import figures
from xiangfeng.goals.models import Direction, Goal
from xiangfeng.goals.tags import KINDS
from xiangfeng.orgs.models import Unit, UnitKind

ADDITIVE = (
    ("yes", "相加：各下级之和等于本目标（次数、面积、个数）"),
    ("no", "同标准：各下级都不低于本目标（比率、分数）"),
)


def day_box() -> forms.DateInput:
    """Only this form of a date is what a browser's own date box takes and gives."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class GoalForm(forms.Form):
    """One goal. What is missing is told by the plan's checklist, so that a half-known goal can be kept."""

    title = forms.CharField(label="目标", max_length=120)
    indicator = forms.CharField(
        label="指标", max_length=80, required=False, help_text="怎么衡量，如 活动场次"
    )
    direction = forms.ChoiceField(label="方向", choices=Direction.choices)
    target = forms.DecimalField(label="目标值", max_digits=12, decimal_places=2, min_value=0, required=False)
    measure = forms.CharField(label="单位", max_length=12, required=False, help_text="场、%、分、万元")
    weight = forms.DecimalField(
        label="权重", max_digits=6, decimal_places=2, min_value=0, max_value=100, required=False,
        help_text="同一级合计 100",
    )  # fmt: skip
    due_on = forms.DateField(label="完成时限", required=False, widget=day_box())
    unit = forms.ModelChoiceField(
        label="牵头单位", queryset=Unit.objects.none(), required=False, empty_label="还没有定"
    )
    leader = forms.CharField(label="责任领导", max_length=40, required=False)
    helpers = forms.CharField(
        label="配合单位", max_length=120, required=False, help_text="几个单位用顿号隔开"
    )
    additive = forms.ChoiceField(label="下级怎么算", choices=ADDITIVE, help_text="有下级目标时用来核对")
    figure = forms.ChoiceField(label="完成值从哪来", help_text="系统能取的不用人填")
    tags = forms.MultipleChoiceField(
        label="文明类别", required=False, choices=[(kind, f"{kind}文明") for kind in KINDS],
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["figure"].choices = list(figures.TITLES.items())  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """The fields as the action takes them."""
        data = dict(self.cleaned_data)
        data.pop("revision")
        return data | {"is_additive": data.pop("additive") == "yes", "tags": "、".join(data["tags"])}


def goal_initial(goal: Goal) -> dict[str, Any]:
    """A goal as its form shows it."""
    names = (
        "title",
        "indicator",
        "direction",
        "target",
        "measure",
        "weight",
        "due_on",
        "unit",
        "leader",
        "helpers",
    )
    found = {name: getattr(goal, name) for name in (*names, "figure", "revision")}
    for name in ("target", "weight"):
        if found[name] is not None:
            found[name] = f"{found[name].normalize():f}"
    return found | {"additive": "yes" if goal.is_additive else "no", "tags": goal.tags.split("、")}


class BreakForm(forms.Form):
    """To which units, and how."""

    way = forms.ChoiceField(
        label="怎么分",
        widget=forms.RadioSelect,
        choices=(
            ("equal", "平均分：各单位的数加起来等于本目标"),
            ("same", "同一标准：每个单位都按本目标的数"),
        ),
    )
    units = forms.ModelMultipleChoiceField(
        label="分到哪些单位", queryset=Unit.objects.none(), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请勾选要分到的单位"},
    )  # fmt: skip

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["units"].queryset = units  # type: ignore[attr-defined]


VILLAGES = (UnitKind.VILLAGE, UnitKind.COMMUNITY)


def spans_of_year(year: int) -> list[tuple[str, str]]:
    """The quarters and months of a year, as a choice."""
    quarters = [(f"{year}Q{n}", f"{word}季度") for n, word in enumerate("一二三四", start=1)]
    return quarters + [(f"{year}-{month:02d}", f"{month}月") for month in range(1, 13)]


class SliceForm(forms.Form):
    """What of a goal falls into a quarter or month."""

    label = forms.ChoiceField(label="时段")
    work = forms.CharField(
        label="安排", max_length=200, required=False, help_text="留空保存，这个时段的安排就取消"
    )
    target = forms.DecimalField(
        label="时段目标值", max_digits=12, decimal_places=2, min_value=0, required=False
    )

    def __init__(self, *args: Any, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["label"].choices = spans_of_year(year)  # type: ignore[attr-defined]


class ProgressForm(forms.Form):
    """A value, the day it stood at, a sentence, and the proof where there is one."""

    value = forms.DecimalField(
        label="完成值", max_digits=12, decimal_places=2, min_value=0, help_text="到这一天一共完成多少"
    )
    on = forms.DateField(label="截至", widget=day_box())
    text = forms.CharField(label="进展", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    file = forms.FileField(
        label="佐证", required=False, max_length=120, help_text="照片、PDF、Word 或 Excel，可不附"
    )


class WorkForm(forms.Form):
    """A task that a goal becomes."""

    title = forms.CharField(label="要办的事", max_length=120)
    due_on = forms.DateField(label="期限", widget=day_box())


class GoalFileForm(forms.Form):
    """The table to import."""

    file = forms.FileField(
        label="目标任务分解表",
        max_length=120,
        help_text=".xlsx；序号写 1、1.1、1.2 表示上下级，列头与导出的表相同",
    )
