"""What people type about a report: at the desk, and at each of its moves."""

from __future__ import annotations

from typing import Any

from django import forms

from xiangfeng.feedback.actions.answering import LONGEST_REPLY, WAYS_BACK
from xiangfeng.feedback.actions.dispatching import LONGEST_BRIEF
from xiangfeng.feedback.actions.registering import WAYS_OF_OFFICE
from xiangfeng.feedback.models import Adoption, Category, Channel, Kind, Phrase, Privacy, Rating
from xiangfeng.leadership.forms import day_field
from xiangfeng.orgs.models import Unit
from xiangfeng.regulations.models import Norm


def _text(label: str, *, length: int, rows: int = 3, **kwargs: Any) -> forms.CharField:
    box = forms.Textarea(attrs={"rows": str(rows)})
    return forms.CharField(label=label, max_length=length, widget=box, **kwargs)


def _unit(label: str, empty: str, **kwargs: Any) -> Any:
    return forms.ModelChoiceField(Unit.objects.none(), label=label, empty_label=empty, **kwargs)


def about_field() -> Any:
    """Whom a report is about, by whatever way it comes: `register_report` keeps it from that unit (A4.3)."""
    help_text = "不会交给它办，它的人也看不到这件；反映受理单位自己的，转上级受理"
    return _unit("反映的是哪个单位", "（没有指明单位）", required=False, help_text=help_text)


class _FilesInput(forms.FileInput):
    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Any number of photos, none as well; gives a list."""

    widget = _FilesInput(attrs={"accept": "image/*"})

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        return [super(PhotosField, self).clean(one, initial) for one in data or () if one]


class ChoosingForm(forms.Form):
    """A form whose choices of rows are given by the door: ``choices={"handler": rows}``."""

    def __init__(self, *args: Any, choices: dict[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (choices or {}).items():
            field: Any = self.fields[name]
            field.queryset = rows


def check_signed(form: forms.Form) -> None:
    """Nobody's name is thrown away: of an anonymous report nothing is kept, so that who filled it in is asked."""
    data = form.cleaned_data
    if data.get("privacy") == Privacy.ANONYMOUS and (data.get("name") or data.get("phone")):
        form.add_error("privacy", "写了姓名电话的，请选保密或者实名；匿名的请把姓名电话删掉")


class RegisterForm(ChoosingForm):
    """来电登记单, or a 12345 order: when, what, anonymous or confidential, who (A4.3a)."""

    channel = forms.ChoiceField(
        label="渠道",
        choices=[(one, Channel(one).label) for one in WAYS_OF_OFFICE],
        widget=forms.RadioSelect,
    )
    upper_number = forms.CharField(label="12345工单号", max_length=40, required=False)
    upper_due_on = day_field("上级时限", required=False, help_text="和本单位期限不一样时，取早的一个")
    came_on = day_field("来电（收到）日期")
    text = _text("诉求", length=4000, rows=5, help_text="什么地方、什么事、希望怎么办，照反映人的话写")
    kind = forms.ChoiceField(label="诉求类别", choices=Kind.choices, help_text="决定答复期限；受理时还能改")
    category = forms.ModelChoiceField(
        Category.objects.none(), label="问题类别", required=False, empty_label="（没有选）"
    )
    village = _unit("所在村（社区）", "（不清楚）", required=False)
    place = forms.CharField(label="地点", max_length=120, required=False, help_text="如 三组水渠边、集镇东口")
    about = about_field()
    privacy = forms.ChoiceField(
        label="署名", choices=Privacy.choices, widget=forms.RadioSelect, initial=Privacy.ANONYMOUS,
        help_text="匿名的不留姓名电话；要求保密的，只有受理的人逐次看得到",
    )  # fmt: skip
    name = forms.CharField(label="姓名", max_length=40, required=False)
    phone = forms.CharField(label="电话", max_length=40, required=False)
    photos = PhotosField(label="照片", required=False, help_text="可以不传")
    form_key = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("channel") == Channel.UPPER and not data.get("upper_number"):
            self.add_error("upper_number", "12345 转来的请写工单号")
        check_signed(self)
        if data.get("channel") == Channel.PHONE:
            data |= {"upper_number": "", "upper_due_on": None}
        return data


class AcceptForm(ChoosingForm):
    """受理."""

    kind = forms.ChoiceField(label="诉求类别", choices=Kind.choices)
    category = forms.ModelChoiceField(
        Category.objects.none(), label="问题类别", required=False, empty_label="（没有选）"
    )
    norm = forms.ModelChoiceField(
        Norm.objects.none(), label="行为规范", required=False, empty_label="（按问题类别）"
    )
    village = _unit("所在村（社区）", "（不清楚）", required=False)
    place = forms.CharField(label="地点", max_length=120, required=False)
    about = _unit(
        "反映的是哪个单位", "（没有指明单位）", required=False, help_text="不会派给它，它的人也看不到这件"
    )
    due_on = day_field("办理期限", required=False, help_text="不填就按诉求类别的期限；只能提前，不能推后")


class TransferForm(forms.Form):
    """移交."""

    to = forms.CharField(label="移交给", max_length=60, help_text="如 县公安局、东河镇政府")
    reason = _text("说明", length=500, help_text="反映人看得到")


class DispatchForm(ChoosingForm):
    """派单."""

    handler = _unit("承办单位", "请选择")
    brief = _text(
        "转办内容", length=LONGEST_BRIEF, rows=5,
        help_text="承办单位只看得到这一段。能认出反映人的话（姓名、电话、家住哪、只有他知道的事）请删掉",
    )  # fmt: skip
    shows_photos = forms.BooleanField(
        label="照片也转给承办单位", required=False, help_text="照片里认得出反映人的不要转"
    )


class AnswerForm(forms.Form):
    """报办理结果."""

    text = _text(
        "办理结果", length=LONGEST_REPLY, rows=5, help_text="去看了没有、是不是这样、怎么办的、办到什么程度"
    )
    photos = PhotosField(label="办理后的照片", required=False, help_text="可以不传")


class _PhraseSelect(forms.Select):
    """Standard replies that a script writes into the box with the id ``data-fill``."""

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option: Any = super().create_option(*args, **kwargs)
        if row := getattr(option["value"], "instance", None):
            option["attrs"]["data-text"] = row.text
        return dict(option)


class ReplyForm(ChoosingForm):
    """答复; an empty one takes the words of the standard reply that was chosen."""

    phrase = forms.ModelChoiceField(
        Phrase.objects.none(), label="答复用语", required=False, empty_label="（不用现成的）",
        widget=_PhraseSelect(attrs={"data-fill": "id_text"}), help_text="选一条填进下面，再改成这一件的实际情况",
    )  # fmt: skip
    text = _text(
        "答复", length=LONGEST_REPLY, rows=6, required=False, help_text="反映人凭查询码看到的就是这一段"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["phrase"]
        if len(field.choices) < 2:
            del self.fields["phrase"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        phrase = data.pop("phrase", None)
        return data | {"text": data.get("text") or (phrase.text if phrase else "")}


class CloseForm(forms.Form):
    """办结, with 回访."""

    way = forms.ChoiceField(
        label="怎么回访", choices=[("", "没有回访"), *((one, one) for one in WAYS_BACK)], required=False
    )
    text = _text("回访情况", length=280, required=False, help_text="匿名、没留电话的可以不填")
    rating = forms.ChoiceField(
        label="反映人评价", choices=[("", "没有评价"), *Rating.choices], required=False,
        help_text="反映人自己在网上评过的，以网上的为准",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("rating") and not data.get("way"):
            self.add_error("way", "记评价的，选怎么回访的")
        if data.get("rating") and not data.get("text"):
            self.add_error("text", "记评价的，写一句回访时怎么说的")
        return data


class AdoptionForm(forms.Form):
    """采纳情况."""

    adoption = forms.ChoiceField(label="采纳情况", choices=Adoption.choices)
    reason = _text("理由", length=500, help_text="反映人看得到；采纳的写打算怎么做")


class TaskForm(ChoosingForm):
    """The task behind a suggestion that is taken."""

    title = forms.CharField(label="任务", max_length=120, help_text="不要写反映人是谁")
    lead = _unit("牵头单位", "请选择")
    due_on = day_field("期限")


class FindingForm(ChoosingForm):
    """转整改."""

    lead = _unit("责任单位", "请选择")
    text = _text("问题", length=400, help_text="责任单位看得到；只写问题，不写是谁反映的")


class AskForm(forms.Form):
    """A question to the sender."""

    text = _text("问反映人", length=500, help_text="反映人凭查询码看到，可以补充；不要问姓名电话")
