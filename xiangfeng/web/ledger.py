"""A list page as one declaration: columns, filters, tabs, sorting, paging, and the same rows as xlsx.

A door writes ``return ledger(request, rows, SPEC)``; two queries for the rows whatever their number (count and page),
one more for the tabs, one more where the page's rows are dressed.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, cast
from urllib.parse import quote

import xlsxwriter
from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xiangfeng.web.large import LargePaginator, few_counts, latest_pks, said_total

Row = Any
LONGEST_CELL = 32767  # characters, by the format itself


@dataclass(frozen=True)
class Column:
    """One column. ``value`` gives the text; ``tag`` a (kind, text) pair drawn as a status sign instead."""

    key: str
    title: str
    value: Callable[[Row], Any]
    sort: str = ""
    url: Callable[[Row], str] | None = None
    tag: Callable[[Row], tuple[str, str] | None] | None = None
    is_numeric: bool = False
    is_default: bool = True


@dataclass(frozen=True)
class Filter:
    """A choice above the list. ``choices`` is called with the request; ``apply`` narrows the rows.

    ``field`` makes another box than a list of choices (a day, a name); ``apply`` then gets its cleaned value.
    """

    key: str
    label: str
    choices: Callable[[Any], Sequence[tuple[str, str]]]
    apply: Callable[[Any, Any], Any]
    field: Callable[[], forms.Field] | None = None


def day_filter(key: str, label: str, apply: Callable[[Any, dt.date], Any]) -> Filter:
    """A filter by one day, typed or picked."""

    def field() -> forms.Field:
        # Only this form of a date is what a browser's own date box takes and gives.
        box = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        return forms.DateField(label=label, required=False, widget=box)

    return Filter(key, label, lambda request: (), apply, field)


@dataclass(frozen=True)
class Tab:
    """A saved cut of the rows with its count; in a list that is large one without, unless ``is_counted``."""

    key: str
    title: str
    where: Q
    is_bad: bool = False
    is_counted: bool = True


@dataclass(frozen=True)
class Empty:
    """What an empty list says: what will appear here and how to begin."""

    title: str
    text: str
    url: str = ""
    label: str = ""


@dataclass(frozen=True)
class Spec:
    """The declaration of one list page. ``search`` names the fields the text box looks into; ``is_numbered``: the xlsx
    begins with a column 序号. ``dress`` adds to rows what is only shown (numbers of photos): the page's rows alone are asked
    for it, not the thousands that are counted and sorted. ``is_large``: may grow to a million rows, so nothing is counted
    beyond `large.MOST_COUNTED`; ``counted`` says shortly, so that an index serves, what its counted tabs hold together."""

    title: str
    columns: tuple[Column, ...]
    empty: Empty
    note: str = ""
    filters: tuple[Filter, ...] = ()
    tabs: tuple[Tab, ...] = ()
    search: tuple[str, ...] = ()
    search_label: str = "查找"
    per_page: int = 50
    row_url: Callable[[Row], str] | None = None
    tone: Callable[[Row], str] | None = None
    file_name: str = ""
    is_numbered: bool = True
    dress: Callable[[QuerySet[Any]], QuerySet[Any]] | None = None
    is_large: bool = False
    counted: Q | None = None
    template: str = "web/ledger.html"
    extra: dict[str, Any] = field(default_factory=dict)


def ledger(request: HttpRequest, rows: QuerySet[Any], spec: Spec, **context: Any) -> HttpResponse:
    """Answer a list page, or its rows as xlsx when ``?export=xlsx`` is asked for (the filtered rows, all columns)."""
    form = _filter_form(request, spec)
    is_file = request.GET.get("export") == "xlsx"
    chosen = _narrow(rows, form, spec, is_page=not is_file)
    tabs, chosen = _tabs(request, chosen, spec)
    column, descending = _sorting(request, spec)
    if column:
        chosen = chosen.order_by(("-" if descending else "") + column.sort, "pk")
    if is_file:
        return _xlsx(_dressed(chosen, spec), spec)
    pages = LargePaginator if spec.is_large else Paginator
    page = pages(chosen, spec.per_page).get_page(request.GET.get("page"))
    if spec.dress:
        keys = cast("QuerySet[Any]", page.object_list).values_list("pk", flat=True)
        page.object_list = spec.dress(chosen.filter(pk__in=list(keys)))
    shown = _shown_columns(request, spec)
    data = {
        "title": spec.title,
        "note": spec.note,
        "tabs": tabs,
        "filters": form if form.fields else None,
        "columns": [_head(request, one, one is column, descending, one in shown) for one in spec.columns],
        "rows": [_row(one, shown, spec) for one in page],
        "page": _page(request, page),
        "export_url": _with(request, export="xlsx"),
        "import_url": "",
        "new_url": "",
        "new_label": "",
        "empty": None if page else _empty(form, tabs, spec),
    }
    data |= {
        key: context.pop(key)
        for key in ("import_url", "new_url", "new_label", "note", "bulk")
        if key in context
    }
    return render(request, spec.template, {"ledger": data, **spec.extra, **context})


def _dressed(rows: QuerySet[Any], spec: Spec) -> QuerySet[Any]:
    return spec.dress(rows) if spec.dress else rows


def _empty(form: forms.Form, tabs: list[dict[str, Any]], spec: Spec) -> Empty:
    """What is true of a list without rows: nothing fits, nothing stands under this tab, or there is nothing yet."""
    if any(form.cleaned_data.values()):
        return Empty("没有符合条件的", "换个条件再筛一次，或者点“清空”看全部。")
    if any(tab["count"] for tab in tabs):
        return Empty("这一栏现在没有", "别的栏里有，点上面的栏看。")
    return spec.empty


def ledger_xlsx(request: HttpRequest, rows: QuerySet[Any], spec: Spec) -> HttpResponse:
    """The rows that the filters in the address leave, all columns, as xlsx: for a door that does more than GET."""
    chosen = _narrow(rows, _filter_form(request, spec), spec)
    return _xlsx(_dressed(_tabs(request, chosen, spec)[1], spec), spec)


def _filter_form(request: HttpRequest, spec: Spec) -> forms.Form:
    fields: dict[str, forms.Field] = {
        one.key: one.field()
        if one.field
        else forms.ChoiceField(label=one.label, required=False, choices=[("", "全部"), *one.choices(request)])
        for one in spec.filters
    }
    if spec.search:
        box = forms.TextInput(attrs={"placeholder": spec.search_label, "type": "search"})
        fields["q"] = forms.CharField(label=spec.search_label, required=False, max_length=60, widget=box)
    # A copy, because making the class empties the dictionary it is given.
    form_class = type("FilterForm", (forms.Form,), dict(fields))
    # An unknown value in the address leaves the filter at 全部; a list is never an error page.
    data = {key: request.GET.get(key, "") for key in fields}
    form: forms.Form = form_class(data)
    form.is_valid()
    form.errors.clear()
    return form


def _narrow(rows: QuerySet[Any], form: forms.Form, spec: Spec, *, is_page: bool = False) -> QuerySet[Any]:
    values = form.cleaned_data
    for one in spec.filters:
        if values.get(one.key):
            rows = one.apply(rows, values[one.key])
    if spec.search and values.get("q"):
        found = Q(pk__in=[])
        for name in spec.search:
            found |= Q(**{f"{name}__icontains": values["q"].strip()})
        rows = (
            rows.filter(pk__in=latest_pks(rows, found)) if spec.is_large and is_page else rows.filter(found)
        )
    return rows


def _tabs(
    request: HttpRequest, rows: QuerySet[Any], spec: Spec
) -> tuple[list[dict[str, Any]], QuerySet[Any]]:
    if not spec.tabs:
        return [], rows
    wanted = request.GET.get("tab", spec.tabs[0].key)
    on = next((tab for tab in spec.tabs if tab.key == wanted), spec.tabs[0])
    counts = few_counts(rows, spec.tabs, spec.counted) if spec.is_large else _counts(rows, spec.tabs)
    tabs = [
        {
            "title": tab.title,
            "count": counts.get(tab.key),
            "url": _with(request, tab=tab.key, page=""),
            "is_on": tab is on,
            "is_bad": tab.is_bad and counts.get(tab.key, 0) > 0,
        }
        for tab in spec.tabs
    ]
    return tabs, rows.filter(on.where)


def _counts(rows: QuerySet[Any], tabs: Sequence[Tab]) -> dict[str, int]:
    is_double = any(_may_double(rows.filter(tab.where)) for tab in tabs)
    counted = {tab.key: Count("pk", filter=tab.where, distinct=is_double) for tab in tabs}
    return dict(rows.order_by().aggregate(**counted))


def _may_double(rows: QuerySet[Any]) -> bool:
    """Whether a row may come more than once, because a table is joined that has several rows for one of these. To count what is
    different takes a sorting of all rows for each tab; where nothing doubles, it is spared."""
    joins = (getattr(table, "join_field", None) for table in rows.query.alias_map.values())
    return any(field is not None and (field.one_to_many or field.many_to_many) for field in joins)


def _sorting(request: HttpRequest, spec: Spec) -> tuple[Column | None, bool]:
    wanted = request.GET.get("sort", "")
    column = next((one for one in spec.columns if one.sort and one.key == wanted.removeprefix("-")), None)
    return column, wanted.startswith("-")


def _shown_columns(request: HttpRequest, spec: Spec) -> list[Column]:
    asked = request.GET.getlist("col")
    shown = [one for one in spec.columns if one.key in asked] if asked else []
    return shown or [one for one in spec.columns if one.is_default]


def _head(
    request: HttpRequest, one: Column, is_sorted: bool, descending: bool, is_shown: bool
) -> dict[str, Any]:
    turned = one.key if is_sorted and descending else f"-{one.key}" if is_sorted else one.key
    return {
        "key": one.key,
        "title": one.title,
        "is_numeric": one.is_numeric,
        "is_sorted": is_sorted,
        "arrow": ("↓" if descending else "↑") if is_sorted else "",
        "sort_url": _with(request, sort=turned, page="") if one.sort else "",
        "is_shown": is_shown,
    }


def _row(row: Row, columns: list[Column], spec: Spec) -> dict[str, Any]:
    cells = []
    for one in columns:
        kind, text = (one.tag(row) or ("", "")) if one.tag else ("", text_of(one.value(row)))
        cells.append(
            {
                "text": text,
                "kind": kind,
                "tag": bool(kind),
                "url": one.url(row) if one.url else "",
                "is_numeric": one.is_numeric,
            }
        )
    return {
        "key": row.pk,
        "url": spec.row_url(row) if spec.row_url else "",
        "tone": spec.tone(row) if spec.tone else "",
        "cells": cells,
    }


def text_of(value: Any) -> str:
    """A cell as people read it: nothing for None, 是/否 for booleans."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value)


def _page(request: HttpRequest, page: Page[Any]) -> dict[str, Any]:
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return {
        "first": page.start_index(),
        "last": page.end_index(),
        "total": said_total(page),
        "pages": [
            {"n": n, "url": _with(request, page=n) if isinstance(n, int) else "", "is_on": n == page.number}
            for n in numbers
        ],
        "next_url": _with(request, page=page.next_page_number()) if page.has_next() else "",
        "prev_url": _with(request, page=page.previous_page_number()) if page.has_previous() else "",
    }


def _with(request: HttpRequest, **changes: Any) -> str:
    query = request.GET.copy()
    query.pop("export", None)
    for key, value in changes.items():
        if value == "":
            query.pop(key, None)
        else:
            query[key] = str(value)
    return f"?{query.urlencode()}"


def _xlsx(rows: QuerySet[Any], spec: Spec) -> HttpResponse:
    stream = io.BytesIO()
    # Typed text must stay text: "=1+1" in a village's remark is no formula.
    book = xlsxwriter.Workbook(
        stream, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet(spec.title[:31])
    bold = book.add_format({"bold": True, "border": 1, "bg_color": "#EEF2F5"})
    before = ["序号"] if spec.is_numbered else []
    sheet.write_row(0, 0, [*before, *(one.title for one in spec.columns)], bold)
    sheet.freeze_panes(1, 0)
    for number, row in enumerate(rows.iterator(chunk_size=2000), start=1):
        if spec.is_numbered:
            sheet.write_number(number, 0, number)
        for index, one in enumerate(spec.columns, start=len(before)):
            value = one.value(row)
            if one.is_numeric and isinstance(value, int | float | Decimal) and not isinstance(value, bool):
                sheet.write_number(number, index, value)
            else:
                # Beyond its limit xlsxwriter would leave the whole cell out.
                sheet.write_string(number, index, text_of(value)[:LONGEST_CELL])
    book.close()
    return xlsx_response(stream.getvalue(), spec.file_name or spec.title)


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def xlsx_response(content: bytes, name: str) -> HttpResponse:
    """A download named in Chinese; the plain ASCII name is for very old browsers."""
    return file_response(content, f"{name}.xlsx", XLSX)


def file_response(content: bytes, name: str, content_type: str, *, is_inline: bool = False) -> HttpResponse:
    """Bytes as a download (or shown in the browser), with a Chinese file name."""
    response = HttpResponse(content, content_type=content_type)
    kind = "inline" if is_inline else "attachment"
    ascii_name = f"xiangfeng.{name.rsplit('.', 1)[-1]}"
    response["Content-Disposition"] = f"{kind}; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(name)}"
    return response
