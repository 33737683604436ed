"""手机签到: a page for the people in the room, without app and without account. Keeps a name and a time, nothing else."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xiangfeng.meetings.actions.attendance import sign_in
from xiangfeng.meetings.forms import SignForm
from xiangfeng.meetings.models import Meeting
from xiangfeng.meetings.signing import is_sign_open
from xiangfeng.web.doors import StaffRequest, fill, find, public


@public
def sign(request: HttpRequest, token: str) -> HttpResponse:
    """Type one's name; the list of who was asked is never shown."""
    row = find(Meeting.objects.select_related("unit"), token=token)
    at = cast("StaffRequest", request).at
    form = SignForm(request.POST or None)
    signed = None
    if request.method == "POST":
        signed = fill(form, lambda: sign_in(row, name=form.cleaned_data["name"], at=at))
    context = {"meeting": row, "form": form, "signed": signed, "is_open": is_sign_open(row, at)}
    return render(request, "meetings/public/sign.html", context)
