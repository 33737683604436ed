"""What a village writes when it objects, and what it is answered."""

from __future__ import annotations

from django import forms


class ObjectionForm(forms.Form):
    """Which item (empty: the whole score), why, and optionally a picture."""

    key = forms.ChoiceField(label="对哪一项", required=False)
    text = forms.CharField(
        label="理由",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="写清哪里、为什么、希望怎么改",
        error_messages={"required": "请写明理由"},
    )
    photo = forms.FileField(label="照片或材料（选填）", required=False)

    def __init__(self, *args: object, items: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["key"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "综合得分"), *items]
