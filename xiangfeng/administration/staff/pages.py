"""A page with one form: where it stands, what the button does."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from xiangfeng.web.doors import StaffRequest


def form_page(
    request: StaffRequest,
    form: forms.BaseForm,
    *,
    title: str,
    submit: str,
    crumbs: list[tuple[str, str]],
    note: str = "",
    hint: str = "",
    back_url: str = "",
    **context: Any,
) -> HttpResponse:
    """Draw the form; 422 when what was sent has errors, so that a script can tell."""
    page = {
        "title": title, "submit": submit, "crumbs": crumbs, "note": note, "hint": hint,
        "back_url": back_url or (crumbs[-1][1] if crumbs else ""),
    }  # fmt: skip
    status = 422 if form.is_bound and form.errors else 200
    context |= {"form": form, "page": page}
    return render(request, "administration/staff/form.html", context, status=status)


def unit_crumbs(unit: Any) -> list[tuple[str, str]]:
    """The way to a page below a unit's."""
    return [
        ("单位", reverse("administration:units")),
        (unit.name, reverse("administration:unit", args=[unit.pk])),
    ]


def person_crumbs(person: Any) -> list[tuple[str, str]]:
    """The way to a page below a person's."""
    return [
        ("人员与任职", reverse("administration:people")),
        (person.name, reverse("administration:person", args=[person.pk])),
    ]
