"""Form fields grown from the frozen dataclasses of `xiangfeng.scoring`: a new rule or parameter needs no form of its own.

Every field takes and gives canonical JSON (numbers as text, rows as lists of dicts), the shape `plain.read` reads.
"""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from xiangfeng.assessments.cells import CellError, parse_number
from xiangfeng.assessments.forms.scheme_words import CHOICES, HINTS, WORDS
from xiangfeng.scoring.scheme import METHODS, Band, plain
from xiangfeng.scoring.scheme.codec import LABELS, to_dict

SPARE_ROWS = 3
# As long as the tables of the database have room for.
LIMITS = {
    "Scheme.name": 80,
    "Scheme.version": 20,
    "Node.code": 39,
    "Source.key": 39,
    "Veto.code": 20,
    "Grade.name": 20,
}
LAST = ("rest", "ratios")  # what a rule inherits or falls back to is asked after its own parameters


class NumberField(forms.CharField):
    """A number as people type it (full-width digits, a stray % or 分); gives its plain text, or None."""

    def __init__(self, *, is_whole: bool = False, **kwargs: Any) -> None:
        self.is_whole = is_whole
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "class": "xf-number"}))
        super().__init__(max_length=20, **kwargs)

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return str(initial if initial is not None else "") != (self.to_python(data) or "")
        except ValidationError:
            return True

    def to_python(self, value: Any) -> str | None:
        typed = str(value or "").strip()
        try:
            number = parse_number(re.sub(r"\s*[%％分元]$", "", typed))
        except CellError as error:
            raise ValidationError(f"“{typed}”不是数字，请填如 0.5 的数") from error
        if number is None:
            return None
        if self.is_whole and number != number.to_integral_value():
            raise ValidationError(f"{plain(number)} 不是整数，请填整数")
        return plain(number)


class WordsField(forms.CharField):
    """Several words separated by 、 or commas; gives a list."""

    def prepare_value(self, value: Any) -> Any:
        return "、".join(value) if isinstance(value, list | tuple) else value

    def to_python(self, value: Any) -> Any:
        return [word for word in re.split(r"[、，,;；\s]+", str(value or "")) if word]


class TicksField(forms.MultipleChoiceField):
    """Several of the known words, and those already written that are not known."""

    widget = forms.CheckboxSelectMultiple

    def valid_value(self, value: str) -> bool:
        return bool(value.strip())


class BandsField(forms.CharField):
    """名额 by size of the group: ``10``, or ``1个起取1、10个起取3`` (short: ``1:1、10:3``)."""

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, list):
            return value
        if len(value) == 1 and str(value[0].get("size", "0")) == "0":
            return str(value[0]["count"])
        return "、".join(f"{band['size']}个起取{band['count']}" for band in value)

    def to_python(self, value: Any) -> Any:
        typed = str(value or "").strip()
        if re.fullmatch(r"\d+", typed):
            return [{"size": 0, "count": int(typed)}]
        found = []
        for part in filter(None, re.split(r"[、，,;；\s]+", typed)):
            pair = re.fullmatch(r"(\d+)(?:个起取|:|：|=)(\d+)个?", part)
            if pair is None:
                raise ValidationError(f"“{part}”看不懂，请写成 10，或 1个起取1、10个起取3")
            found.append({"size": int(pair[1]), "count": int(pair[2])})
        return found


class TableWidget(forms.Widget):
    """Rows of a small table; ``cells`` are the fields of one row. Empty rows at the end are for more."""

    template_name = "assessments/staff/scheme_rows.html"

    def __init__(self, cells: Mapping[str, forms.Field], label: str, spare: int = SPARE_ROWS) -> None:
        self.cells, self.label, self.spare = cells, label, spare
        super().__init__()

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        count = int(data.get(f"{name}-rows") or 0) if str(data.get(f"{name}-rows") or "0").isdigit() else 0
        return [
            {
                key: f.widget.value_from_datadict(data, files, f"{name}-{n}-{key}")
                for key, f in self.cells.items()
            }
            for n in range(min(count, 200))
        ]

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return f"{id_}-0-{next(iter(self.cells))}"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        kept = [row for row in value or [] if self.is_filled(row)]
        rows = [*kept, *({} for _ in range(self.spare))]
        context["titles"] = [f.label for f in self.cells.values()]
        context["hints"] = [f.help_text for f in self.cells.values() if f.help_text]
        context["rows"] = [
            {"cells": self._row(name, number, row), "is_spare": number >= len(kept)}
            for number, row in enumerate(rows)
        ]
        context["label"] = self.label
        context["name"], context["count"] = name, len(rows)
        return context

    def is_filled(self, row: Mapping[str, Any]) -> bool:
        """Whether something was typed in a row; a choice or a tick alone is nothing."""
        return any(
            row.get(key) not in (None, "", []) and not _is_preset(cell) for key, cell in self.cells.items()
        )

    def _row(self, name: str, number: int, row: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The cells of one row as (title, html)."""
        cells = []
        for key, cell in self.cells.items():
            own = f"{name}-{number}-{key}"
            shown = cell.prepare_value(row.get(key, cell.initial if row or _is_preset(cell) else ""))
            is_box = isinstance(cell.widget, forms.CheckboxInput)
            attrs = {"id": f"id_{own}", "aria-label": f"第{number + 1}行 {cell.label}"}
            if not is_box:
                attrs["class"] = f"xf-input {cell.widget.attrs.get('class', '')}".strip()
            cells.append({"title": cell.label, "html": cell.widget.render(own, shown, attrs)})
        return cells


def _is_preset(cell: forms.Field) -> bool:
    """Ticks and choices have a value even in a row nobody filled in."""
    return isinstance(cell, forms.BooleanField | forms.ChoiceField)


class TableField(forms.Field):
    """A list of small dataclasses typed as a table; gives a list of dicts. Errors name row and column."""

    def __init__(self, kind: type, **kwargs: Any) -> None:
        self.cells = fields_of(kind)
        super().__init__(widget=TableWidget(self.cells, kwargs["label"]), **kwargs)

    def clean(self, value: Any) -> list[dict[str, Any]]:
        rows, errors = [], []
        for number, row in enumerate(value or [], 1):
            if not self.widget.is_filled(row):
                continue
            found = {}
            for key, cell in self.cells.items():
                try:
                    found[key] = cell.clean(row.get(key))
                except ValidationError as error:
                    errors.append(f"第{number}行“{cell.label}”：{''.join(error.messages)}")
            rows.append({key: item for key, item in found.items() if item not in (None, "")})
        if errors:
            raise ValidationError("；".join(errors))
        if self.required and not rows:
            raise ValidationError("至少填一行")
        return rows

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self._filled(initial or []) != self._filled(self.clean(data))
        except ValidationError:
            return True

    def _filled(self, rows: list[dict[str, Any]]) -> list[list[str]]:
        """The rows with their defaults written out, to be compared."""
        keyed = [{key: row.get(key, cell.initial) for key, cell in self.cells.items()} for row in rows]
        return [["" if value in (None, [], "") else str(value) for value in row.values()] for row in keyed]


@cache
def hints_of(kind: type) -> dict[str, Any]:
    """The types of a dataclass's fields."""
    return typing.get_type_hints(kind)


def fields_of(kind: type, names: tuple[str, ...] = ()) -> dict[str, forms.Field]:
    """A form field for each field of the dataclass, or for those named, in that order."""
    known = {each.name: each for each in sorted(fields(kind), key=lambda each: each.name in LAST)}
    return {name: _field_of(kind, known[name]) for name in names or known}


def default_of(each: Field[Any]) -> Any:
    """The default of a dataclass's field in canonical JSON; None when it has none."""
    return None if each.default is MISSING else to_dict(each.default)


def _field_of(kind: type, each: Field[Any]) -> forms.Field:
    owner = getattr(kind, "key", None) or kind.__name__
    hint = hints_of(kind)[each.name]
    if isinstance(hint, types.UnionType):
        hint = next(option for option in typing.get_args(hint) if option is not type(None))
    label = WORDS.get(f"{owner}.{each.name}") or getattr(kind, "labels", LABELS)[each.name]
    needed = each.default is MISSING and each.default_factory is MISSING
    common: dict[str, Any] = {
        "label": label,
        "required": needed,
        "help_text": HINTS.get(f"{owner}.{each.name}", ""),
        "error_messages": {"required": "请填写"},
    }
    common["initial"] = default_of(each)
    known = CHOICES.get(f"{owner}.{each.name}")
    if typing.get_origin(hint) is tuple:
        return _many(typing.get_args(hint)[0], each.name, common)
    if hint is bool:
        return forms.BooleanField(**common | {"required": False})
    if known is not None:
        return forms.ChoiceField(
            choices=list(known.items()), **common | {"required": needed and "" not in known}
        )
    if hint in (int, Decimal):
        return NumberField(is_whole=hint is int, **common)
    is_long = each.name in ("title", "when")
    widget = forms.TextInput(attrs={"class": "xf-wide"} if is_long else {})
    return forms.CharField(max_length=LIMITS.get(f"{owner}.{each.name}", 300), widget=widget, **common)


def _many(inner: Any, name: str, common: dict[str, Any]) -> forms.Field:
    if inner is Band:
        return BandsField(**common)
    if is_dataclass(inner):
        return TableField(typing.cast(type, inner), **common)
    if name == "methods":
        return TicksField(choices=[(word, word) for word in METHODS], **common)
    return WordsField(**common)
