"""A programme, a plan and an evaluation as typed in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from xiangfeng.goals.forms.goals import day_box
from xiangfeng.goals.models import EvaluationKind, Plan, Programme
from xiangfeng.orgs.models import Unit


def _area(label: str, rows: int = 4, help_text: str = "") -> forms.CharField:
    box = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=False, max_length=5000, widget=box, help_text=help_text)


class NewProgrammeForm(forms.Form):
    """A programme's unit, name and years."""

    unit = forms.ModelChoiceField(label="单位", queryset=Unit.objects.none(), empty_label=None)
    title = forms.CharField(label="名称", max_length=80)
    from_year = forms.IntegerField(label="起始年", min_value=2000, max_value=2100)
    to_year = forms.IntegerField(label="终止年", min_value=2000, max_value=2100)

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]


class ProgrammeForm(forms.Form):
    """The four parts of a programme, one box for each of its years."""

    title = forms.CharField(label="名称", max_length=80)
    from_year = forms.IntegerField(label="起始年", min_value=2000, max_value=2100)
    to_year = forms.IntegerField(label="终止年", min_value=2000, max_value=2100)
    background = _area("背景", help_text="为什么要创建，现在的基础")
    aims = _area("目标", help_text="几年后要达到什么样")
    contents = _area("工作内容", 6)
    planning_title = forms.CharField(
        label="写入的发展规划",
        max_length=120,
        required=False,
        help_text="本地经济社会发展规划里写到创建工作的，登记规划名称",
    )
    planning_clause = forms.CharField(label="规划章节", max_length=80, required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.years = range(programme.from_year, programme.to_year + 1)
        for year in self.years:
            self.fields[f"year_{year}"] = _area(f"{year}年做什么", 3)
        self.order_fields(["title", "from_year", "to_year", "background", "aims", "contents",
                           *(f"year_{year}" for year in self.years)])  # fmt: skip

    def yearly(self) -> dict[str, str]:
        """The text of each year."""
        return {str(year): self.cleaned_data[f"year_{year}"] for year in self.years}


def programme_initial(programme: Programme) -> dict[str, Any]:
    """A programme as its form shows it."""
    names = (
        "title",
        "from_year",
        "to_year",
        "background",
        "aims",
        "contents",
        "planning_title",
        "planning_clause",
    )
    found = {name: getattr(programme, name) for name in (*names, "revision")}
    return found | {f"year_{year}": text for year, text in programme.yearly.items()}


class NewPlanForm(forms.Form):
    """Whose plan of which year; a village's own plan is registered here as well (D5.6)."""

    unit = forms.ModelChoiceField(label="单位", queryset=Unit.objects.none(), empty_label=None)
    year = forms.IntegerField(label="年度", min_value=2000, max_value=2100)
    programme = forms.ModelChoiceField(
        label="创建方案", queryset=Programme.objects.none(), required=False, empty_label="不属于哪个方案"
    )
    upper_number = forms.CharField(
        label="依据的上级文件号",
        max_length=80,
        required=False,
        help_text="如 安创办〔2026〕3号；可以先空着，提交前要写",
    )

    def __init__(
        self, *args: Any, units: QuerySet[Unit], programmes: QuerySet[Programme], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["programme"].queryset = programmes  # type: ignore[attr-defined]


class PlanForm(forms.Form):
    """The plan's own texts."""

    title = forms.CharField(label="名称", max_length=80)
    upper_number = forms.CharField(
        label="依据的上级文件号",
        max_length=80,
        required=False,
        help_text="括号、补零会自动改成规范写法：安创办〔2026〕3号",
    )
    guidance = _area("指导思想")
    safeguards = _area("保障措施")
    revision = forms.IntegerField(widget=forms.HiddenInput)


def plan_initial(plan: Plan) -> dict[str, Any]:
    """A plan as its form shows it."""
    return {
        name: getattr(plan, name) for name in ("title", "upper_number", "guidance", "safeguards", "revision")
    }


class SerialForm(forms.Form):
    """发文顺序号 of the printed plan."""

    serial = forms.IntegerField(label="发文顺序号", min_value=1, max_value=9999, required=False)


class NewEvaluationForm(forms.Form):
    """Which plan, what kind, until when."""

    plan = forms.ModelChoiceField(label="年度计划", queryset=Plan.objects.none(), empty_label=None)
    kind = forms.ChoiceField(label="种类", choices=EvaluationKind.choices)
    covers_until = forms.DateField(
        label="评估到", widget=day_box(), help_text="半年评估写6月30日，全年写12月31日"
    )

    def __init__(self, *args: Any, plans: QuerySet[Plan], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["plan"].queryset = plans  # type: ignore[attr-defined]


class EvaluationForm(forms.Form):
    """The three parts of an evaluation and to whom it is fed back."""

    summary = _area("总体情况", 5)
    problems = _area("存在问题", 5)
    adjustments = _area("调整意见", 4, "要改目标的写在这里，完成评估后可据此生成新版计划")
    units = forms.ModelMultipleChoiceField(
        label="反馈给哪些单位",
        queryset=Unit.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["units"].queryset = units  # type: ignore[attr-defined]


def errors_of(form: forms.BaseForm) -> str:
    """All errors in one sentence, for a form whose page is drawn anew."""
    return "；".join(
        f"{form.fields[name].label}：{error}" if name in form.fields else str(error)
        for name, found in form.errors.items()
        for error in found
    )
