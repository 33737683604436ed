"""What people type: the facts of a 问卷, a question, quotas, slips, a sheet."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet

from xiangfeng.leadership.forms import day_field
from xiangfeng.orgs.models import Unit
from xiangfeng.surveys.actions.handing import MOST_SLIPS, MOST_WANTED, Wanted
from xiangfeng.surveys.models import Kind, Mode, Question, Quota, Survey
from xiangfeng.visitors.forms import VisitorForm


def _key_field(**kwargs: Any) -> forms.CharField:
    """A key of its own for each page that is drawn, so that one sent twice is known."""
    box = forms.HiddenInput(attrs={"autocomplete": "off"})
    return forms.CharField(max_length=64, widget=box, initial=lambda: secrets.token_urlsafe(18), **kwargs)


INTRO = "这份问卷不记名，不收集姓名、电话和网络地址，结果只用来改进工作。怎么想就怎么填，没有标准答案；不想答的题可以不答，几分钟就能填完。"
CLOSING = "谢谢您！结果会在村务公开栏和网上公开。"


def _area(label: str, length: int, rows: int = 3, **kwargs: Any) -> forms.CharField:
    box = forms.Textarea(attrs={"rows": str(rows)})
    return forms.CharField(label=label, max_length=length, widget=box, **kwargs)


class SurveyForm(forms.Form):
    """The facts of a questionnaire; only the later ones when it is already running."""

    title = forms.CharField(label="标题", max_length=80)
    intro = _area("说明", 600, initial=INTRO, help_text="写明匿名、做什么用；不要写希望得到什么样的回答")
    mode = forms.ChoiceField(
        label="填答方式",
        choices=Mode.choices,
        initial=Mode.CODE,
        help_text="一码一填：按村印纸条，一个码填一次，算得出回收率；开放填答：谁都能填，同一网络限次",
    )
    asks_village = forms.BooleanField(
        label="开放填答时问是哪个村的（只用来算配额，不和答案连在一起公布）", required=False, initial=True
    )
    source_note = forms.CharField(
        label="样本来源",
        max_length=200,
        help_text="怎么找到填答人的，和结果印在一起，如：按户数分到各村，村民小组长入户发码",
    )
    opens_on = day_field("开始日")
    closes_on = day_field("截止日", help_text="这一天结束后自动截止")
    target = forms.IntegerField(
        label="目标样本量",
        min_value=0,
        max_value=MOST_WANTED,
        initial=0,
        help_text="想收多少份；0 按各村配额合计",
    )
    counts_unsure = forms.BooleanField(
        label="满意率把“不清楚”算进有效答卷", required=False, help_text="默认不算；算不算都印在结果上"
    )
    closing = _area("结束语", 300, 2, required=False, initial=CLOSING)
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, only: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = {*only, "revision"} if only else set(self.fields)
        for name in set(self.fields) - kept:
            del self.fields[name]


class RenewForm(forms.Form):
    """The days of a new version."""

    opens_on = day_field("开始日")
    closes_on = day_field("截止日")


class QuestionForm(forms.Form):
    """One question; options and lines one a line of the box."""

    kind = forms.ChoiceField(label="题型", choices=Kind.choices)
    text = forms.CharField(label="题目", max_length=200, help_text="一题问一件事，不带“您一定感到……”这样的话")
    hint = forms.CharField(label="说明", max_length=200, required=False)
    options = _area(
        "选项",
        3000,
        6,
        required=False,
        help_text="单选、多选、矩阵写，一行一个；不要只给好的选项，留一个“不清楚”",
    )
    lines = _area("矩阵各行", 3000, 4, required=False, help_text="只有矩阵写，一行一个方面，如：环境卫生")
    is_satisfaction = forms.BooleanField(
        label="满意度题（单选、矩阵）",
        required=False,
        help_text="选项统一用“非常满意”到“不清楚”六个，算进满意率",
    )
    is_required = forms.BooleanField(label="必答", required=False, help_text="尽量不用，不逼人作答")
    depends = forms.ModelChoiceField(
        Question.objects.none(), label="什么时候显示", required=False, empty_label="总是显示"
    )
    depends_on = forms.CharField(
        label="答了这题的第几个选项才显示", max_length=60, required=False, help_text="写选项的序号，如 1,2"
    )

    def __init__(self, *args: Any, earlier: QuerySet[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["depends"]
        field.queryset = earlier

    def _listed(self, name: str) -> list[str]:
        return [line.strip() for line in self.cleaned_data[name].splitlines() if line.strip()]

    def clean_options(self) -> list[str]:
        return self._listed("options")

    def clean_lines(self) -> list[str]:
        return self._listed("lines")

    def clean_depends_on(self) -> list[int]:
        text = self.cleaned_data["depends_on"].replace("，", ",").replace("、", ",").replace(" ", ",")
        pieces = [piece for piece in text.split(",") if piece]
        if not all(piece.isascii() and piece.isdigit() for piece in pieces):
            raise forms.ValidationError("请写选项的序号，用逗号隔开，如 1,2")
        return sorted({int(piece) for piece in pieces})


class QuotaForm(forms.Form):
    """Quota and handed-out papers of every village, one row of two boxes each."""

    def __init__(self, *args: Any, villages: Iterable[Unit], quotas: Iterable[Quota], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.villages = list(villages)
        known = {one.unit_id: one for one in quotas}
        for unit in self.villages:
            old = known.get(unit.pk)
            for key, word, value in (
                ("w", "配额", old.wanted if old else 0),
                ("p", "发出纸质份数", old.papers if old else 0),
            ):
                box = forms.NumberInput(attrs={"inputmode": "numeric"})
                self.fields[f"{key}{unit.pk}"] = forms.IntegerField(
                    label=f"{unit.name}{word}", min_value=0, max_value=MOST_WANTED, initial=value, widget=box
                )

    def rows(self) -> list[tuple[Unit, tuple[Any, Any]]]:
        """Each village with its two boxes: as the page draws them."""
        return [(unit, (self[f"w{unit.pk}"], self[f"p{unit.pk}"])) for unit in self.villages]

    @property
    def wishes(self) -> dict[Unit, Wanted]:
        data = self.cleaned_data
        return {unit: Wanted(data[f"w{unit.pk}"], data[f"p{unit.pk}"]) for unit in self.villages}


class CodesForm(forms.Form):
    """A batch of slips."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label="村（社区）", empty_label="请选择")
    count = forms.IntegerField(label="张数", min_value=1, max_value=MOST_SLIPS, initial=50)
    form_key = _key_field(error_messages={"required": "请重新打开这一页再印"})

    def __init__(self, *args: Any, villages: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["unit"]
        field.queryset = villages


class VoidForm(forms.Form):
    """Why slips are worth nothing any more."""

    reason = forms.CharField(label="理由", max_length=200, help_text="如：纸条遗失、印错")


class CodeForm(forms.Form):
    """The code of a slip, typed."""

    code = forms.CharField(
        label="填答码",
        max_length=20,
        help_text="纸条上的 12 位，大小写、横线都可以",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )


class SheetForm(VisitorForm):
    """What comes with a sheet besides the answers: with codes nothing (the code is in the address and serves once, so no proof is
    asked for), in an open one the proof and the village."""

    village = forms.ModelChoiceField(Quota.objects.none(), required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, survey: Survey, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.survey = survey
        self.faults: dict[int, str] = {}
        if survey.has_codes or not survey.asks_village:
            del self.fields["village"]
        else:
            field: Any = self.fields["village"]
            field.queryset = survey.quotas.all()

    def clean(self) -> dict[str, Any] | None:
        return self.cleaned_data if self.survey.has_codes else super().clean()


class EntryForm(forms.Form):
    """Whose village a paper sheet comes from."""

    village = forms.ModelChoiceField(
        Quota.objects.none(), label="村（社区）", required=False, empty_label="没有写"
    )
    form_key = _key_field(required=False)

    def __init__(self, *args: Any, survey: Survey, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["village"]
        field.queryset = survey.quotas.select_related("unit").order_by("unit__path")
        field.label_from_instance = lambda quota: quota.unit.name
