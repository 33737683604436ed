"""What people type: a letter, a batch, a slip."""

from __future__ import annotations

import secrets
from typing import Any

from django import forms

from xiangfeng.feedback.forms import ChoosingForm, about_field
from xiangfeng.leadership.forms import day_field
from xiangfeng.letters.models import BatchKind
from xiangfeng.orgs.models import Unit

SALUTATION = "全体村（居）民朋友"
MEANING = (
    "我镇正在开展文明创建。村庄干净、道路顺畅、邻里和气，日子才舒心；这件事要靠大家一起做，成果也归大家。"
)
DOING = (
    "您能做的：房前屋后随手清，垃圾分好送到点；车辆停进线里，不占村道沟渠；红白事从简办，邻里有话好好说；"
    "看到好人好事，告诉我们。"
)
WAYS = (
    "哪里做得不好，请您随时说：打电话、来人、写信、投意见箱、扫下面的码都行。每一条都有人办，办了给您答复。"
)


def _text(label: str, *, rows: int, length: int, **kwargs: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=length, widget=forms.Textarea(attrs={"rows": str(rows)}), **kwargs
    )


class LetterForm(forms.Form):
    """一封信."""

    title = forms.CharField(label="标题", max_length=40, help_text="如 致全镇村民的一封信")
    salutation = forms.CharField(label="称谓", max_length=30)
    meaning = _text("创建意义", rows=3, length=400, help_text="整封信要印在一页上，三段合起来二百字以内")
    doing = _text("您能做的", rows=4, length=500)
    ways = _text("监督渠道", rows=3, length=400, required=False)
    hotline = forms.CharField(label="电话", max_length=40, help_text="印在信上，会公开")
    place = forms.CharField(label="来人来信地址", max_length=80, required=False)
    address = forms.CharField(
        label="二维码打开", max_length=200, required=False, help_text="不填就打开“我要反映”；要答问卷的，填问卷地址，如 /s/2026-4/"
    )  # fmt: skip
    reply_until = day_field("回执交到")
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)


class BatchForm(ChoosingForm):
    """Copies printed, handed out or come back blank."""

    kind = forms.ChoiceField(label="事项", choices=BatchKind.choices)
    copies = forms.IntegerField(label="份数", min_value=1, max_value=1_000_000)
    village = forms.ModelChoiceField(
        Unit.objects.none(), label="村（社区）", required=False, empty_label="（不分村）"
    )
    place = forms.CharField(
        label="地点或方式", max_length=60, required=False, help_text="如 入户、赶集发放、印刷厂"
    )
    by = forms.CharField(label="经手人", max_length=40, required=False)
    on = day_field("日期")


class SlipForm(ChoosingForm):
    """One slip with an opinion."""

    text = _text("意见、建议", rows=4, length=4000, help_text="照回执上写的录，一张一条")
    village = forms.ModelChoiceField(
        Unit.objects.none(), label="村（社区）", required=False, empty_label="（不清楚）"
    )
    about = about_field()
    name = forms.CharField(
        label="姓名", max_length=40, required=False, help_text="回执上写了才录；按要求保密处理"
    )
    phone = forms.CharField(label="电话", max_length=40, required=False)
    came_on = day_field("收到日期")
    form_key = forms.CharField(
        widget=forms.HiddenInput, max_length=64, initial=lambda: secrets.token_urlsafe(18)
    )
