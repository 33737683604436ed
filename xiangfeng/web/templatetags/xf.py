"""Template tags every page may use without loading them (listed as builtins in the settings)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, FileInput, RadioSelect, Textarea
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from xiangfeng.scoring.scheme import plain as plain_text

register = template.Library()

TAG_ICONS = {
    "ok": "check",
    "info": "clock",
    "warn": "alert-triangle",
    "bad": "exclamation-circle",
    "idle": "circle-dashed",
}
NOTE_ICONS = {"ok": "circle-check", "info": "info-circle", "warn": "alert-triangle", "bad": "alert-circle"}


@register.simple_tag
def icon(name: str, css: str = "") -> SafeString:
    """An icon of the sprite, hidden from screen readers: the word beside it says the same. See frontend/icons.txt."""
    classes = f"xf-i {css}".strip()
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}#i-{}"></use></svg>',
        classes,
        static("web/build/sprite.svg"),
        name,
    )


@register.simple_tag
def tag_icon(kind: str) -> SafeString | str:
    """The icon that goes with a status tag (状态签); no icon for kinds drawn as a plain outline."""
    return icon(TAG_ICONS[kind]) if kind in TAG_ICONS else ""


@register.simple_tag
def note_icon(kind: str) -> SafeString | str:
    """The icon that goes with a note (提示条)."""
    return icon(NOTE_ICONS[kind]) if kind in NOTE_ICONS else ""


@register.filter
def dossier_url(unit_id: int) -> str:
    """Where a unit's file (一户一档) is read; by its address, because it lies above all the apps that lead to it."""
    return f"/work/units/{unit_id}/file/"


@register.filter
def note_kind(level_tag: str) -> str:
    """Django's message level as one of our four note kinds."""
    return {"success": "ok", "warning": "warn", "error": "bad"}.get(level_tag, "info")


@register.filter
def shape(field: BoundField) -> str:
    """How a form field is laid out: ``hidden``, ``check`` (one tick box), ``choices`` (several boxes) or ``line``."""
    widget = field.field.widget
    if widget.is_hidden:
        return "hidden"
    if isinstance(widget, RadioSelect | CheckboxSelectMultiple):
        return "choices"
    return "check" if isinstance(widget, CheckboxInput) else "line"


@register.filter
def widget(field: BoundField) -> SafeString:
    """The field's input in our look. Django itself adds aria-describedby and aria-invalid."""
    if shape(field) in {"check", "choices", "hidden"}:
        return field.as_widget()
    classes = ["xf-input", str(field.field.widget.attrs.get("class", ""))]
    if field.errors:
        classes.append("is-error")
    if isinstance(field.field.widget, FileInput):
        classes.append("xf-file")
    attrs: dict[str, str | bool] = {"class": " ".join(filter(None, classes))}
    if isinstance(field.field.widget, Textarea) and field.field.widget.attrs.get("rows") == "10":
        attrs["rows"] = "4"  # Django's default of ten rows fills half a screen
    return field.as_widget(attrs=attrs)


@register.filter
def plain(number: Decimal | int | None) -> str:
    """A stored number as people write it: 0.500 → 0.5, 10.000 → 10."""
    return "" if number is None else plain_text(number)


@register.filter
def titled(cells: Sequence[Any], columns: Sequence[Mapping[str, Any]]) -> Iterator[tuple[Any, str]]:
    """Each cell of a ledger row with the title of its column, which a phone prints before the value."""
    return zip(cells, (column["title"] for column in columns if column["is_shown"]), strict=False)
